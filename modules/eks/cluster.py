"""The control plane: private, logged, encrypted (FSBP EKS.1, EKS.2, EKS.3, EKS.8)."""

from dataclasses import dataclass
from ipaddress import IPv4Network

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.eks_cluster import (
    EksCluster,
    EksClusterAccessConfig,
    EksClusterEncryptionConfig,
    EksClusterEncryptionConfigProvider,
    EksClusterKubernetesNetworkConfig,
    EksClusterUpgradePolicy,
    EksClusterVpcConfig,
    EksClusterZonalShiftConfig,
)
from cdktf_cdktf_provider_aws.iam_openid_connect_provider import IamOpenidConnectProvider
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment
from constructs import Construct

from modules.kit.iam import Condition, assumable_by, policy
from modules.kit.stack import Ref, without_scheme
from modules.logkey import LogKey, LogKeyInputs

LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterInputs:
    """Retention in days."""

    name: str
    account: str
    region: str
    version: str
    service_cidr: IPv4Network
    subnet_ids: tuple[Ref, ...]
    group_id: Ref
    key_arn: Ref
    retention: int
    deletion_protection: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterOutputs:
    """`oidc_issuer` is the issuer without its scheme, as IAM conditions write it."""

    cluster_name: Ref
    arn: str
    endpoint: Ref
    certificate_authority: Ref
    oidc_provider_arn: Ref
    oidc_issuer: Ref


class Cluster(Construct):
    """EKS finds its log group made, encrypted and with an end; else it would make one without either."""

    def __init__(self, scope: Construct, inputs: ClusterInputs) -> None:
        """Create log group, role, cluster and the OIDC provider that IRSA needs."""
        super().__init__(scope, "cluster")
        prefix = f"/aws/eks/{inputs.name}/"
        key = LogKeyInputs(
            alias=f"{inputs.name}-logs",
            description=f"Control-plane logs of {inputs.name}",
            account=inputs.account,
            region=inputs.region,
            groups=prefix,
        )
        logs = CloudwatchLogGroup(
            self,
            "logs",
            name=f"{prefix}cluster",
            retention_in_days=inputs.retention,
            kms_key_id=LogKey(self, key).outputs.key_arn,
        )
        role, attached = self._role(inputs)
        cluster = EksCluster(
            self,
            "control-plane",
            name=inputs.name,
            role_arn=role.arn,
            version=inputs.version,
            enabled_cluster_log_types=list(LOGS),
            bootstrap_self_managed_addons=False,
            deletion_protection=inputs.deletion_protection,
            access_config=EksClusterAccessConfig(
                authentication_mode="API", bootstrap_cluster_creator_admin_permissions=False
            ),
            encryption_config=EksClusterEncryptionConfig(
                provider=EksClusterEncryptionConfigProvider(key_arn=inputs.key_arn), resources=["secrets"]
            ),
            kubernetes_network_config=EksClusterKubernetesNetworkConfig(
                ip_family="ipv4", service_ipv4_cidr=str(inputs.service_cidr)
            ),
            upgrade_policy=EksClusterUpgradePolicy(support_type="STANDARD"),
            vpc_config=EksClusterVpcConfig(
                endpoint_private_access=True,
                endpoint_public_access=False,
                security_group_ids=[inputs.group_id],
                subnet_ids=list(inputs.subnet_ids),
            ),
            zonal_shift_config=EksClusterZonalShiftConfig(enabled=True),
            tags={"Name": inputs.name},
            depends_on=[logs, attached],
        )
        issuer = cluster.identity.get(0).oidc.get(0).issuer
        provider = IamOpenidConnectProvider(
            self,
            "oidc",
            url=issuer,
            client_id_list=["sts.amazonaws.com"],
            tags={"Name": inputs.name},
        )
        self.outputs = ClusterOutputs(
            cluster_name=Ref(cluster.name),
            arn=f"arn:aws:eks:{inputs.region}:{inputs.account}:cluster/{inputs.name}",
            endpoint=Ref(cluster.endpoint),
            certificate_authority=Ref(cluster.certificate_authority.get(0).data),
            oidc_provider_arn=Ref(provider.arn),
            oidc_issuer=without_scheme(provider.url),
        )

    def _role(self, inputs: ClusterInputs) -> tuple[IamRole, IamRolePolicyAttachment]:
        own = Condition("StringEquals", "aws:SourceAccount", (inputs.account,))
        role = IamRole(
            self,
            "role",
            name=f"{inputs.name}-control-plane",
            description=f"The control plane of {inputs.name}",
            assume_role_policy=policy(self, "trust", (assumable_by("Service", "eks.amazonaws.com", own),)),
        )
        attached = IamRolePolicyAttachment(
            self, "attached", role=role.name, policy_arn="arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
        )
        return role, attached
