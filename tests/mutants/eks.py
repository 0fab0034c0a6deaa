"""Weakened clusters."""

from collections.abc import Callable

from tests.mutants.change import Mutant, Stacks, block, drop, put
from tests.policy import test_eks as eks
from tests.policy import test_nodes as nodes

TM, DEV = "tm-eks", "apps-development-eks"
CLUSTER = ("resource", "aws_eks_cluster", "eks_cluster_control-plane")
TEMPLATE = ("resource", "aws_launch_template", "eks_nodes_template_nodes")
GROUP = ("resource", "aws_eks_node_group", "eks_nodes_zone-b")
ADDON, ENTRY = "aws_eks_addon", "aws_eks_access_entry"
RIGHT = "aws_eks_access_policy_association"
DOCUMENTS = ("data", "aws_iam_policy_document")
NODES = (*DOCUMENTS, "eks_nodes_flows-policy", "statement")
CNI = (*DOCUMENTS, "eks_identities_vpc-cni-trust", "statement", 0)
EBS = (*DOCUMENTS, "eks_identities_ebs-csi-policy", "statement")
SECRETS = (*DOCUMENTS, "eks_identities_external-secrets-policy", "statement")
POLICY = "arn:aws:eks::aws:cluster-access-policy/"


def without_conditions(sid: str) -> Callable[[Stacks], None]:
    """A statement of the EBS driver loses its conditions."""

    def change(stacks: Stacks) -> None:
        statements = stacks[TM]["data"]["aws_iam_policy_document"]["eks_identities_ebs-csi-policy"][
            "statement"
        ]
        next(each for each in statements if each["sid"] == sid)["condition"] = []

    return change


def unsaid(stack: str, component: str, variable: str) -> Callable[[Stacks], None]:
    """The trust of a pod's role loses a condition."""

    def change(stacks: Stacks) -> None:
        trust = stacks[stack]["data"]["aws_iam_policy_document"][f"identities_{component}-trust"][
            "statement"
        ][0]
        trust["condition"] = [each for each in trust["condition"] if each["variable"] != variable]

    return change


EKS = (
    Mutant("the API is public", block(TM, (*CLUSTER, "vpc_config", "endpoint_public_access"), True), eks.test_the_api_is_private_and_wears_its_own_group),
    Mutant("the API cannot be reached from inside", block(TM, (*CLUSTER, "vpc_config", "endpoint_private_access"), False), eks.test_the_api_is_private_and_wears_its_own_group),
    Mutant("the API stands in the DMZ", block(TM, (*CLUSTER, "vpc_config", "subnet_ids", 0), "${var.tm_vpc_subnet_ids_public_a}"), eks.test_the_api_is_private_and_wears_its_own_group),
    Mutant("calls of the API are not audited", block(TM, (*CLUSTER, "enabled_cluster_log_types"), ["api"]), eks.test_the_control_plane_is_logged_where_we_have_made_the_log_group),
    Mutant("EKS makes its log group itself", block(TM, (*CLUSTER, "depends_on"), []), eks.test_the_control_plane_is_logged_where_we_have_made_the_log_group),
    Mutant("a log group that EKS does not know", put(TM, "aws_cloudwatch_log_group", "eks_cluster_logs", name="/aws/eks/logs"), eks.test_the_control_plane_is_logged_where_we_have_made_the_log_group),
    Mutant("Kubernetes secrets under another key", block(TM, (*CLUSTER, "encryption_config", "provider", "key_arn"), "${var.tm_keys_key_arns_volumes}"), eks.test_kubernetes_secrets_are_encrypted_with_their_own_key),
    Mutant("Kubernetes secrets are not encrypted", block(TM, (*CLUSTER, "encryption_config", "resources"), []), eks.test_kubernetes_secrets_are_encrypted_with_their_own_key),
    Mutant("an old version", block(TM, (*CLUSTER, "version"), "1.31"), eks.test_the_version_is_one_that_is_supported),
    Mutant("extended support is bought", block(TM, (*CLUSTER, "upgrade_policy"), {"support_type": "EXTENDED"}), eks.test_the_version_is_one_that_is_supported),
    Mutant("nodes of another version", block(TM, (*GROUP, "version"), "1.34"), eks.test_the_version_is_one_that_is_supported),
    Mutant("the cluster may be deleted", block(TM, (*CLUSTER, "deletion_protection"), False), eks.test_the_cluster_refuses_to_be_deleted_as_the_environment_says),
    Mutant("deletion is not spoken of", put(TM, "aws_eks_cluster", "eks_cluster_control-plane", deletion_protection=None), eks.test_the_cluster_refuses_to_be_deleted_as_the_environment_says),
    Mutant("a config map admits", block(TM, (*CLUSTER, "access_config", "authentication_mode"), "API_AND_CONFIG_MAP"), eks.test_only_access_entries_admit_and_the_creator_is_nobody),
    Mutant("the creator stays administrator", block(TM, (*CLUSTER, "access_config", "bootstrap_cluster_creator_admin_permissions"), True), eks.test_only_access_entries_admit_and_the_creator_is_nobody),
    Mutant("aws-auth", put(TM, "kubernetes_config_map_v1", "aws-auth", metadata={}), eks.test_only_access_entries_admit_and_the_creator_is_nobody),
    Mutant("DevOps changes everything", put(TM, RIGHT, "eks_access_devops-right", policy_arn=f"{POLICY}AmazonEKSClusterAdminPolicy"), eks.test_people_look_the_jump_host_operates_and_runs_change),
    Mutant("the jump host operates everywhere", put(TM, RIGHT, "eks_access_jumphost-right", access_scope={"type": "cluster"}), eks.test_people_look_the_jump_host_operates_and_runs_change),
    Mutant("a plan changes", put(TM, RIGHT, "eks_access_tm-mesh-plan-right", policy_arn=f"{POLICY}AmazonEKSClusterAdminPolicy"), eks.test_people_look_the_jump_host_operates_and_runs_change),
    Mutant("charts cannot be installed", drop(TM, RIGHT, "eks_access_tm-addons-apply-right"), eks.test_people_look_the_jump_host_operates_and_runs_change),
    Mutant("two zones of nodes", drop(TM, "aws_eks_node_group", "eks_nodes_zone-c"), nodes.test_vendor_contract_nodes_are_spread_over_three_zones),
    Mutant("nodes that AWS takes back", block(TM, (*GROUP, "capacity_type"), "SPOT"), nodes.test_vendor_contract_nodes_are_spread_over_three_zones),
    Mutant("nodes in the DMZ", block(TM, (*GROUP, "subnet_ids"), ["${var.tm_vpc_subnet_ids_public_b}"]), nodes.test_vendor_contract_nodes_are_spread_over_three_zones),
    Mutant("every apply scales down", block(TM, (*GROUP, "lifecycle"), {}), nodes.test_vendor_contract_nodes_are_spread_over_three_zones),
    Mutant("metadata without a token", block(TM, (*TEMPLATE, "metadata_options", "http_tokens"), "optional"), nodes.test_vendor_contract_nodes_answer_for_metadata_over_two_hops_by_token),
    Mutant("metadata over one hop", block(TM, (*TEMPLATE, "metadata_options", "http_put_response_hop_limit"), 1), nodes.test_vendor_contract_nodes_answer_for_metadata_over_two_hops_by_token),
    Mutant("a node with a public address", block(TM, (*TEMPLATE, "network_interfaces", 0, "associate_public_ip_address"), "true"), nodes.test_nodes_are_private_encrypted_and_wear_the_flows_group),
    Mutant("a node's disk in the clear", block(TM, (*TEMPLATE, "block_device_mappings", 0, "ebs", "encrypted"), "false"), nodes.test_nodes_are_private_encrypted_and_wear_the_flows_group),
    Mutant("a node wears the API's group", block(TM, (*TEMPLATE, "network_interfaces", 0, "security_groups"), ["${var.tm_firewall_group_ids_eks_tm_api}"]), nodes.test_nodes_are_private_encrypted_and_wear_the_flows_group),
    Mutant("nodes assume roles", block(TM, (*NODES, 0, "actions"), ["sts:AssumeRole"]), nodes.test_nodes_call_what_their_flows_say_and_nothing_that_pods_call),
    Mutant("nodes attach volumes", block(TM, (*NODES, 0, "actions"), ["ec2:AttachVolume", "ec2:DescribeInstances"]), nodes.test_nodes_call_what_their_flows_say_and_nothing_that_pods_call),
    Mutant("nodes pull nothing", block(TM, NODES, []), nodes.test_nodes_call_what_their_flows_say_and_nothing_that_pods_call),
    Mutant("an add-on is not pinned", put(TM, ADDON, "eks_addons-on-nodes_coredns", addon_version="latest"), eks.test_addons_are_pinned_and_the_network_is_there_before_the_nodes),
    Mutant("network policies are not enforced", put(TM, ADDON, "eks_addons_vpc-cni", configuration_values='{"enableNetworkPolicy": "false"}'), eks.test_addons_are_pinned_and_the_network_is_there_before_the_nodes),
    Mutant("nodes come before the network", block(TM, (*GROUP, "depends_on"), []), eks.test_addons_are_pinned_and_the_network_is_there_before_the_nodes),
    Mutant("any service account takes a role", block(TM, (*CNI, "condition"), []), eks.test_every_pods_role_trusts_its_own_service_account_of_its_own_cluster),
    Mutant("a role for another service account", put(TM, "aws_eks_pod_identity_association", "eks_identities_vpc-cni-identity", service_account="default"), eks.test_pods_get_roles_by_namespace_and_service_account),
    Mutant("every cluster's pods take a role", block(TM, (*CNI, "condition", 1, "values"), ["arn:aws:eks:*:*:cluster/*"]), eks.test_every_pods_role_trusts_its_own_service_account_of_its_own_cluster),
    Mutant("a driver without a role", drop(TM, "aws_eks_pod_identity_association", "eks_identities_ebs-csi-identity"), eks.test_pods_get_roles_by_namespace_and_service_account),
    Mutant("any pod of the namespace scales the nodes", unsaid("tm-addons", "autoscaler", "aws:RequestTag/kubernetes-service-account"), eks.test_every_pods_role_trusts_its_own_service_account_of_its_own_cluster),
    Mutant("any cluster's pods change names", unsaid("tm-addons", "names", "aws:SourceArn"), eks.test_every_pods_role_trusts_its_own_service_account_of_its_own_cluster),
    Mutant("any pod of the namespace changes names", unsaid("tm-addons", "names", "aws:RequestTag/kubernetes-service-account"), eks.test_every_pods_role_trusts_its_own_service_account_of_its_own_cluster),
    Mutant("any pod of monitoring sends alerts", unsaid("tm-observability", "alerts", "aws:RequestTag/kubernetes-service-account"), eks.test_every_pods_role_trusts_its_own_service_account_of_its_own_cluster),
    Mutant("the EBS driver deletes any volume", without_conditions("ChangeOwn"), eks.test_pods_change_addresses_and_volumes_of_their_own_only),
    Mutant("the EBS driver gives keys away", without_conditions("Grant"), eks.test_pods_change_addresses_and_volumes_of_their_own_only),
    Mutant("the EBS driver attaches anything anywhere", block(TM, (*EBS, 4, "resources"), ["*"]), eks.test_pods_change_addresses_and_volumes_of_their_own_only),
    Mutant("no OIDC provider", drop(TM, "aws_iam_openid_connect_provider", "eks_cluster_oidc"), eks.test_vendor_contract_irsa_is_possible),
    Mutant("tokens for anybody", put(TM, "aws_iam_openid_connect_provider", "eks_cluster_oidc", client_id_list=["*"]), eks.test_vendor_contract_irsa_is_possible),
    Mutant("the autoscaler misses a zone", drop(TM, "aws_autoscaling_group_tag", "eks_nodes_zone-a-enabled"), nodes.test_the_autoscaler_finds_every_group_by_its_tags),
    Mutant("the autoscaler takes the groups for another cluster's", block(TM, ("resource", "aws_autoscaling_group_tag", "eks_nodes_zone-a-owned", "tag", "key"), "k8s.io/cluster-autoscaler/other"), nodes.test_the_autoscaler_finds_every_group_by_its_tags),
    Mutant("an Apps node answers for metadata over two hops", block(DEV, (*TEMPLATE, "metadata_options", "http_put_response_hop_limit"), 2), nodes.test_vendor_contract_nodes_answer_for_metadata_over_two_hops_by_token),
    Mutant("an Apps API is public", block(DEV, (*CLUSTER, "vpc_config", "endpoint_public_access"), True), eks.test_the_api_is_private_and_wears_its_own_group),
    Mutant("production may be deleted", block("apps-production-eks", (*CLUSTER, "deletion_protection"), False), eks.test_the_cluster_refuses_to_be_deleted_as_the_environment_says),
    Mutant("runs of TM change an Apps cluster", put(DEV, ENTRY, "eks_access_apps-development-eks-apply", principal_arn="arn:aws:iam::222222222222:role/spacelift/sandbox-tm-addons-apply"), eks.test_people_look_the_jump_host_operates_and_runs_change),
    Mutant("services of Apps read every environment's secrets", block(DEV, (*SECRETS, 0, "resources"), ["arn:aws:secretsmanager:eu-central-1:666666666666:secret:sandbox/*"]), eks.test_services_of_apps_read_the_secrets_of_their_environment_alone),
    Mutant("services of Apps decrypt by hand", block(DEV, (*SECRETS, 1, "condition"), []), eks.test_services_of_apps_read_the_secrets_of_their_environment_alone),
    Mutant("services of Apps write secrets", block(DEV, (*SECRETS, 0, "actions"), ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"]), eks.test_services_of_apps_read_the_secrets_of_their_environment_alone),
    Mutant("a cluster in another environment's subnets", block(DEV, (*CLUSTER, "vpc_config", "subnet_ids"), [f"${{var.apps_staging_vpc_subnet_ids_private_{zone}}}" for zone in "abc"]), eks.test_clusters_keep_apart),
    Mutant("nodes wear another environment's group", block(DEV, (*TEMPLATE, "network_interfaces", 0, "security_groups"), ["${var.apps_staging_firewall_group_ids_eks_apps}"]), eks.test_clusters_keep_apart),
    Mutant("a cluster in another account", block(DEV, ("provider", "aws", 0, "allowed_account_ids"), ["777777777777"]), eks.test_clusters_keep_apart),
    Mutant("SREs read the secrets of production", put("apps-production-eks", RIGHT, "eks_access_sre-right", policy_arn=f"{POLICY}AmazonEKSAdminViewPolicy"), eks.test_people_look_the_jump_host_operates_and_runs_change),
)  # fmt: skip
