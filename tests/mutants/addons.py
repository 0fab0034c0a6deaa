"""A weakened ground floor: levels, quotas, storage, roles and controllers."""

from functools import partial

from tests.mutants.change import Mutant, block, drop, put
from tests.mutants.values import gone, more, setting, thing
from tests.policy import test_addons as addons

STACK = "tm-addons"
LEVEL = "pod-security.kubernetes.io/enforce"

namespaces = partial(thing, STACK, "addons_namespaces")
classes = partial(thing, STACK, "addons_classes")
stores = partial(thing, STACK, "addons_secret-stores")
values = partial(setting, STACK)

CSI = "addons_secrets-provider-aws"
BALANCER, AUTOSCALER, NAMES = (
    "addons_aws-load-balancer-controller",
    "addons_cluster-autoscaler",
    "addons_external-dns",
)


def statement(policy: str, number: int, part: str) -> tuple[str | int, ...]:
    return ("data", "aws_iam_policy_document", policy, "statement", number, part)


ADDONS = (
    Mutant(
        "privileged pods beside the pools",
        namespaces("Namespace", "tm-data", ("metadata", "labels", LEVEL), "privileged"),
        addons.test_namespaces_have_levels_of_the_clusters_version,
    ),
    Mutant(
        "levels of whatever version",
        namespaces("Namespace", "argocd", ("metadata", "labels", f"{LEVEL}-version"), "latest"),
        addons.test_namespaces_have_levels_of_the_clusters_version,
    ),
    Mutant(
        "pods of Vault without a sidecar",
        namespaces("Namespace", "tm-system", ("metadata", "labels", "istio-injection"), None),
        addons.test_namespaces_have_levels_of_the_clusters_version,
    ),
    Mutant(
        "a namespace goes with its release",
        namespaces("Namespace", "tm-system", ("metadata", "annotations"), {}),
        addons.test_namespaces_have_levels_of_the_clusters_version,
    ),
    Mutant(
        "a service makes a load balancer",
        namespaces("ResourceQuota", "quota", ("spec", "hard", "services.loadbalancers"), "1"),
        addons.test_namespaces_have_a_quota_and_no_door_of_their_own,
    ),
    Mutant(
        "a namespace without end",
        gone(STACK, "addons_namespaces", "ResourceQuota", "argocd/quota"),
        addons.test_namespaces_have_a_quota_and_no_door_of_their_own,
    ),
    Mutant(
        "a namespace that may fill the cluster",
        namespaces("ResourceQuota", "argocd/quota", ("spec", "hard", "requests.memory"), "24Ti"),
        addons.test_namespaces_have_a_quota_and_no_door_of_their_own,
    ),
    Mutant(
        "a limit that nobody asked for",
        namespaces(
            "LimitRange", "argocd/defaults", ("spec", "limits", 0, "default"), {"cpu": "1m", "memory": "1Mi"}
        ),
        addons.test_namespaces_have_a_quota_and_no_door_of_their_own,
    ),
    Mutant(
        "volumes in the clear",
        classes("StorageClass", "gp3", ("parameters", "encrypted"), "false"),
        addons.test_vendor_contract_volumes_are_gp3_and_encrypted_by_default,
    ),
    Mutant(
        "volumes with another key",
        classes("StorageClass", "gp3", ("parameters", "kmsKeyId"), "${var.tm_keys_key_arns_secrets}"),
        addons.test_vendor_contract_volumes_are_gp3_and_encrypted_by_default,
    ),
    Mutant(
        "another priority than the vendor's",
        classes("PriorityClass", "platform-support", ("value",), 1000),
        addons.test_vendor_contract_priority_class_and_issuer,
    ),
    Mutant(
        "an issuer of another name",
        thing(
            STACK, "addons_issuers", "ClusterIssuer", "selfsigned-issuer", ("metadata", "name"), "self-signed"
        ),
        addons.test_vendor_contract_priority_class_and_issuer,
    ),
    Mutant(
        "mounted secrets become Kubernetes secrets",
        values(CSI, ("secrets-store-csi-driver", "syncSecret"), {"enabled": True}),
        addons.test_vendor_contract_secrets_are_mounted_and_not_copied,
    ),
    Mutant(
        "pods keep an old secret",
        values(CSI, ("secrets-store-csi-driver", "enableSecretRotation"), False),
        addons.test_vendor_contract_secrets_are_mounted_and_not_copied,
    ),
    Mutant(
        "the controller makes load balancers",
        block(
            STACK,
            statement("identities_balancer-policy", 0, "actions"),
            ["elasticloadbalancing:CreateLoadBalancer"],
        ),
        addons.test_the_balancer_controller_binds_and_makes_nothing,
    ),
    Mutant(
        "the controller may not see security groups",
        block(
            STACK,
            statement("identities_balancer-policy", 0, "actions"),
            ["ec2:DescribeVpcs", "elasticloadbalancing:DescribeTargetGroups"],
        ),
        addons.test_the_balancer_controller_binds_and_makes_nothing,
    ),
    Mutant(
        "the controller binds to any target group",
        block(STACK, statement("identities_balancer-policy", 1, "resources"), ["*"]),
        addons.test_the_balancer_controller_binds_and_makes_nothing,
    ),
    Mutant(
        "the controller makes security groups",
        values(BALANCER, ("enableBackendSecurityGroup",), True),
        addons.test_the_balancer_controller_binds_and_makes_nothing,
    ),
    Mutant(
        "an autoscaler of another minor version",
        values(AUTOSCALER, ("image", "tag"), "v1.34.1"),
        addons.test_the_autoscaler_is_of_the_clusters_version_and_changes_its_groups_alone,
    ),
    Mutant(
        "the autoscaler ends machines of others",
        block(STACK, statement("identities_autoscaler-policy", 2, "condition"), []),
        addons.test_the_autoscaler_is_of_the_clusters_version_and_changes_its_groups_alone,
    ),
    Mutant(
        "external-dns writes among Terraform's records",
        block(
            STACK,
            (*statement("identities_names-policy", 2, "condition"), 0, "values"),
            ["*.tm.blx-demo.com"],
        ),
        addons.test_external_dns_has_a_branch_of_the_private_zone_to_itself,
    ),
    Mutant(
        "names of addresses that only the cluster has",
        values(NAMES, ("extraArgs", "publish-internal-services"), True),
        addons.test_external_dns_has_a_branch_of_the_private_zone_to_itself,
    ),
    Mutant(
        "external-dns deletes records",
        values(NAMES, ("policy",), "sync"),
        addons.test_external_dns_has_a_branch_of_the_private_zone_to_itself,
    ),
    Mutant(
        "Terraform writes in the branch of external-dns",
        put("tm-dns", "aws_route53_record", "dns_x", name="x.internal.tm.blx-demo.com"),
        addons.test_external_dns_has_a_branch_of_the_private_zone_to_itself,
    ),
    Mutant(
        "Argo CD reads every secret",
        block(
            STACK,
            statement("addons_stores_argocd-policy", 0, "resources"),
            ["arn:aws:secretsmanager:eu-central-1:222222222222:secret:sandbox/*"],
        ),
        addons.test_each_store_reads_the_secrets_of_its_namespace,
    ),
    Mutant(
        "a store for every namespace",
        more(
            STACK,
            "addons_secret-stores",
            {"apiVersion": "external-secrets.io/v1", "kind": "ClusterSecretStore", "metadata": {"name": "x"}},
        ),
        addons.test_each_store_reads_the_secrets_of_its_namespace,
    ),
    Mutant(
        "a store with the role of another",
        stores(
            "SecretStore",
            "argocd/platform",
            ("spec", "provider", "aws", "role"),
            "${aws_iam_role.addons_stores_tm-data-role.arn}",
        ),
        addons.test_each_store_reads_the_secrets_of_its_namespace,
    ),
    Mutant(
        "a store that asks another region",
        stores("SecretStore", "argocd/platform", ("spec", "provider", "aws", "region"), "eu-west-1"),
        addons.test_each_store_reads_the_secrets_of_its_namespace,
    ),
    Mutant(
        "a store that asks as a service account",
        stores(
            "SecretStore",
            "argocd/platform",
            ("spec", "provider", "aws", "auth"),
            {"jwt": {"serviceAccountRef": {"name": "x"}}},
        ),
        addons.test_each_store_reads_the_secrets_of_its_namespace,
    ),
    Mutant(
        "a role for nobody",
        put(
            STACK,
            "aws_eks_pod_identity_association",
            "identities_names-identity",
            service_account="external-names",
        ),
        addons.test_roles_and_service_accounts_know_one_another,
    ),
    Mutant(
        "a controller without its role",
        drop(STACK, "aws_eks_pod_identity_association", "identities_balancer-identity"),
        addons.test_roles_and_service_accounts_know_one_another,
    ),
    Mutant(
        "an account that no role knows",
        values(AUTOSCALER, ("rbac", "serviceAccount", "name"), "autoscaler"),
        addons.test_roles_and_service_accounts_know_one_another,
    ),
    Mutant(
        "an image from the internet",
        values(BALANCER, ("image", "repository"), "public.ecr.aws/eks/aws-load-balancer-controller"),
        addons.test_images_come_from_our_registry,
    ),
    Mutant(
        "a side car from the internet",
        values(
            CSI,
            ("secrets-store-csi-driver", "linux", "registrarImage", "repository"),
            "registry.k8s.io/sig-storage/csi-node-driver-registrar",
        ),
        addons.test_images_come_from_our_registry,
    ),
    Mutant(
        "a controller alone",
        values(BALANCER, ("replicaCount",), 1),
        addons.test_controllers_are_two_and_one_stays,
    ),
    Mutant(
        "a budget that no drain gets past",
        values("addons_metrics-server", ("podDisruptionBudget", "minAvailable"), 2),
        addons.test_controllers_are_two_and_one_stays,
    ),
)
