"""The document's 38 numbered arrows, one row each. Nothing else in this repository opens a port.

`FLOWS` are the arrows themselves, `SUPPORT` the traffic that the document does not draw but an arrow
cannot work without: each row there names the arrow that it serves.
"""

from dataclasses import dataclass
from enum import StrEnum

from modules.model.parties import Party
from modules.model.ports import Port


@dataclass(frozen=True, slots=True)
class Tcp:
    """Connections to these ports of the target. Enforced by security groups, NACLs and routes."""

    ports: tuple[Port, ...]


@dataclass(frozen=True, slots=True)
class AllTraffic:
    """Every port and protocol. Only for the nodes of one cluster among themselves (vendor contract)."""


@dataclass(frozen=True, slots=True)
class AwsApi:
    """Calls of these IAM actions. Enforced by IAM and VPC endpoint policies; HTTPS to the endpoints."""

    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """An interactive session through Session Manager: no inbound port, the host dials out."""

    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InMesh:
    """Connections inside one cluster. Enforced by network policies and mesh authorization."""

    ports: tuple[Port, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Happens outside what this project owns; the reason says where."""

    reason: str


Over = Tcp | AllTraffic | AwsApi | Session | InMesh | Elsewhere


class Feature(StrEnum):
    """What an environment may leave out. A flow that requires one is absent without it."""

    INTERNET = "internet"
    """`network.private_egress = "nat"`."""
    DATALAKE = "datalake"
    """The `[datalake]` table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One arrow, drawn from `source` to `target` as in the document.

    `opener` opens the connection and `listener` accepts it where that differs from the drawing
    (images flow from the registry, but the jump host pulls them). `persona` is on whose behalf.
    `part` names a supporting row; the arrow itself has none.
    """

    arrow: str
    source: Party
    target: Party
    over: Over
    opened_by: Party | None = None
    accepted_by: Party | None = None
    persona: Party | None = None
    part: str = ""
    requires: Feature | None = None

    @property
    def opener(self) -> Party:
        """Who opens the connection."""
        return self.opened_by or self.source

    @property
    def listener(self) -> Party:
        """Who accepts the connection."""
        return self.accepted_by or self.target

    @property
    def label(self) -> str:
        """What descriptions of rules say: `arrow 13.1`, or `arrow 8.3 kubelet` for a supporting row."""
        return " ".join(filter(None, ("arrow", self.arrow, self.part)))


WEB = Tcp((Port.HTTPS, Port.HTTP))
HTTPS = Tcp((Port.HTTPS,))
DOCUMENTED_VPN = Elsewhere("the company's VPN gateway is outside AWS; its egress addresses are data here")
START_SESSION = Session(("ssm:StartSession", "ssm:ResumeSession", "ssm:TerminateSession"))
PULL = AwsApi(
    (
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetAuthorizationToken",
        "ecr:GetDownloadUrlForLayer",
    )
)
PUSH = AwsApi(
    (
        *PULL.actions,
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImages",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
    )
)
INVENTORY = AwsApi(
    (
        "ssm:DescribeAssociation",
        "ssm:GetDeployablePatchSnapshotForInstance",
        "ssm:GetDocument",
        "ssm:ListAssociations",
        "ssm:ListInstanceAssociations",
        "ssm:PutComplianceItems",
        "ssm:PutInventory",
        "ssm:UpdateAssociationStatus",
        "ssm:UpdateInstanceAssociationStatus",
        "ssm:UpdateInstanceInformation",
    )
)
CHANNELS = AwsApi(
    (
        "ec2messages:AcknowledgeMessage",
        "ec2messages:DeleteMessage",
        "ec2messages:FailMessage",
        "ec2messages:GetEndpoint",
        "ec2messages:GetMessages",
        "ec2messages:SendReply",
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "logs:CreateLogStream",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
        "s3:GetEncryptionConfiguration",
        "s3:PutObject",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    )
)
NODE = AwsApi(
    (
        "ec2:AssignPrivateIpAddresses",
        "ec2:AttachNetworkInterface",
        "ec2:AttachVolume",
        "ec2:CreateNetworkInterface",
        "ec2:CreateSnapshot",
        "ec2:CreateTags",
        "ec2:CreateVolume",
        "ec2:DeleteNetworkInterface",
        "ec2:DeleteSnapshot",
        "ec2:DeleteVolume",
        "ec2:Describe*",
        "ec2:DetachNetworkInterface",
        "ec2:DetachVolume",
        "ec2:ModifyNetworkInterfaceAttribute",
        "ec2:ModifyVolume",
        "ec2:UnassignPrivateIpAddresses",
        "eks-auth:AssumeRoleForPodIdentity",
        "eks:DescribeCluster",
        "sts:AssumeRole",
        "sts:AssumeRoleWithWebIdentity",
        "sts:GetCallerIdentity",
    )
)
SCALING = AwsApi(
    (
        "autoscaling:Describe*",
        "autoscaling:SetDesiredCapacity",
        "autoscaling:TerminateInstanceInAutoScalingGroup",
        "elasticloadbalancing:DeregisterTargets",
        "elasticloadbalancing:Describe*",
        "elasticloadbalancing:RegisterTargets",
    )
)
RUNTIME = AwsApi(("guardduty:SendSecurityTelemetry",))
TELEMETRY = AwsApi(
    (
        "cloudwatch:GetMetricData",
        "cloudwatch:ListMetrics",
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:PutObject",
        "sns:Publish",
    )
)
CLUSTER_CONTROL = Tcp(
    (Port.HTTPS, Port.WEBHOOK, Port.KUBELET, Port.ISTIO_WEBHOOK),
)

FLOWS = (
    # DevOps' access
    Flow(arrow="1.1", source=Party.DEVOPS, target=Party.COMPANY_VPN, over=DOCUMENTED_VPN),
    Flow(arrow="1.2", source=Party.COMPANY_VPN, target=Party.PUBLIC_ZONE, over=WEB, persona=Party.DEVOPS),
    # Site Reliability Engineer's access
    Flow(arrow="2.1", source=Party.SRE, target=Party.COMPANY_VPN, over=DOCUMENTED_VPN),
    Flow(arrow="2.2", source=Party.COMPANY_VPN, target=Party.PUBLIC_ZONE, over=WEB, persona=Party.SRE),
    # TM Setup Engineer's access
    Flow(arrow="3.1", source=Party.TMSE, target=Party.JUMPHOST_SHARED, over=START_SESSION),
    Flow(arrow="3.2", source=Party.TMSE, target=Party.JUMPHOST_TM, over=START_SESSION),
    # Smart Contract Developer's access
    Flow(arrow="4.1", source=Party.SMART_CONTRACT_DEVELOPER, target=Party.COMPANY_VPN, over=DOCUMENTED_VPN),
    Flow(
        arrow="4.2",
        source=Party.COMPANY_VPN,
        target=Party.PUBLIC_ZONE,
        over=WEB,
        persona=Party.SMART_CONTRACT_DEVELOPER,
    ),
    # Applications' access
    Flow(arrow="5.1", source=Party.EXTERNAL_NETWORKS, target=Party.TRANSIT_GATEWAY, over=HTTPS),
    Flow(arrow="5.2", source=Party.TRANSIT_GATEWAY, target=Party.EKS_APPS, over=HTTPS),
    Flow(
        arrow="5.3",
        source=Party.EKS_APPS,
        target=Party.PUBLIC_ZONE,
        over=HTTPS,
        accepted_by=Party.EDGE_APPS,  # CX-03: the public names resolve to the internal entrance
    ),
    Flow(arrow="5.4", source=Party.EKS_APPS, target=Party.KAFKA, over=Tcp((Port.KAFKA_SCRAM,))),
    # CI/CD flow
    Flow(arrow="6.1", source=Party.PUBLIC_ZONE, target=Party.EDGE_CICD, over=WEB),
    Flow(arrow="6.2", source=Party.EDGE_CICD, target=Party.ARGO_UI, over=Tcp((Port.ARGO_UI,))),
    Flow(
        arrow="6.3",
        source=Party.ARGO_UI,
        target=Party.ARGO_CD,
        over=InMesh((Port.ARGO_REPO_SERVER, Port.REDIS)),
    ),
    Flow(
        arrow="6.4",
        source=Party.ARGO_CD,
        target=Party.INFRASTRUCTURE_AS_CODE,
        over=Elsewhere("Argo CD and Spacelift follow the same Git repository; no credentials cross (CX-17)"),
    ),
    # Observability flow
    Flow(arrow="7.1", source=Party.PUBLIC_ZONE, target=Party.EDGE_OBSERVABILITY, over=WEB),
    Flow(
        arrow="7.2",
        source=Party.EDGE_OBSERVABILITY,
        target=Party.OBSERVABILITY,
        over=Tcp((Port.GRAFANA, Port.ALERTMANAGER, Port.PROMETHEUS)),
    ),
    # TM setup flow
    Flow(
        arrow="8.1",
        source=Party.VENDOR_REGISTRY,
        target=Party.TMSE,
        over=HTTPS,
        opened_by=Party.JUMPHOST_SHARED,
        accepted_by=Party.VENDOR_REGISTRY,
        persona=Party.TMSE,
        requires=Feature.INTERNET,
    ),
    Flow(arrow="8.2", source=Party.TMSE, target=Party.JUMPHOST_TM, over=START_SESSION),
    Flow(arrow="8.3", source=Party.JUMPHOST_TM, target=Party.TM_OPERATOR, over=HTTPS),
    # Core banking flow
    Flow(arrow="9.1", source=Party.PUBLIC_ZONE, target=Party.EDGE_CORE, over=WEB),
    Flow(
        arrow="9.2",
        source=Party.EDGE_CORE,
        target=Party.ISTIO_INGRESS,
        over=Tcp((Port.INGRESS_HTTPS, Port.ISTIO_HEALTH)),
    ),
    # Istio service mesh management
    Flow(
        arrow="10.1",
        source=Party.ISTIO,
        target=Party.VAULT,
        over=InMesh((Port.ISTIO_XDS,)),
        opened_by=Party.VAULT,  # a proxy asks istiod for its configuration
        accepted_by=Party.ISTIO,
    ),
    Flow(
        arrow="10.2",
        source=Party.ISTIO,
        target=Party.VAULT,
        over=InMesh((Port.ISTIO_INBOUND,)),
        opened_by=Party.ISTIO_INGRESS,  # CX-36: the data plane, which istiod only configures
    ),
    Flow(
        arrow="10.3",
        source=Party.ISTIO,
        target=Party.ISTIO_INGRESS,
        over=InMesh((Port.ISTIO_XDS,)),
        opened_by=Party.ISTIO_INGRESS,
        accepted_by=Party.ISTIO,
    ),
    # Secrets management
    Flow(
        arrow="11.1",
        source=Party.EKS_TM,
        target=Party.SECRETS_MANAGER,
        over=AwsApi(("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")),
    ),
    Flow(
        arrow="11.2",
        source=Party.AURORA,
        target=Party.SECRETS_MANAGER,
        over=AwsApi(
            (
                "secretsmanager:DescribeSecret",
                "secretsmanager:GetRandomPassword",
                "secretsmanager:GetSecretValue",
                "secretsmanager:PutSecretValue",
                "secretsmanager:UpdateSecretVersionStage",
            )
        ),
        opened_by=Party.SECRET_ROTATION,  # Aurora opens no connections; its credentials are managed for it
    ),
    # Persistence flow
    Flow(arrow="12.1", source=Party.VAULT, target=Party.PG_POOL, over=InMesh((Port.POSTGRES,))),
    Flow(arrow="12.2", source=Party.PG_POOL, target=Party.AURORA, over=Tcp((Port.POSTGRES,))),
    # Streaming flow
    Flow(arrow="13.1", source=Party.EKS_TM, target=Party.KAFKA, over=Tcp((Port.KAFKA_SCRAM,))),
    # Container management
    Flow(arrow="14.1", source=Party.JUMPHOST_SHARED, target=Party.ECR, over=PUSH),
    Flow(arrow="14.2", source=Party.EKS_TM, target=Party.ECR, over=PULL),
    # Audit flow
    Flow(arrow="15.1", source=Party.JUMPHOST_SHARED, target=Party.INSPECTOR, over=INVENTORY),
    Flow(arrow="15.2", source=Party.EKS_TM, target=Party.INSPECTOR, over=INVENTORY),
    Flow(arrow="15.3", source=Party.EKS_APPS, target=Party.AUDIT, over=RUNTIME),
    # Data ingestion flow
    Flow(
        arrow="16.1",
        source=Party.AURORA,
        target=Party.DATA_LAKE,
        over=Tcp((Port.POSTGRES,)),
        opened_by=Party.LAKE_INGEST,
        accepted_by=Party.AURORA,
        requires=Feature.DATALAKE,
    ),
    Flow(
        arrow="16.2",
        source=Party.KAFKA,
        target=Party.DATA_LAKE,
        over=AwsApi(("kafka:CreateVpcConnection", "kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers")),
        opened_by=Party.DATA_LAKE,  # Firehose reads the topics over a connection that AWS manages
        requires=Feature.DATALAKE,
    ),
)

SUPPORT = (
    Flow(arrow="3.1", part="channels", source=Party.JUMPHOST_SHARED, target=Party.AWS_APIS, over=CHANNELS),
    Flow(arrow="3.2", part="channels", source=Party.JUMPHOST_TM, target=Party.AWS_APIS, over=CHANNELS),
    Flow(arrow="3.2", part="patching", source=Party.JUMPHOST_TM, target=Party.AWS_APIS, over=INVENTORY),
    Flow(
        arrow="8.3",
        part="cluster-address",
        source=Party.JUMPHOST_TM,
        target=Party.AWS_APIS,
        over=AwsApi(("eks:DescribeCluster", "sts:GetCallerIdentity")),
    ),
    Flow(arrow="5.2", part="nodes", source=Party.EKS_APPS, target=Party.EKS_APPS, over=AllTraffic()),
    Flow(arrow="5.2", part="cluster-api", source=Party.EKS_APPS, target=Party.EKS_APPS_API, over=HTTPS),
    Flow(arrow="5.2", part="kubelet", source=Party.EKS_APPS_API, target=Party.EKS_APPS, over=CLUSTER_CONTROL),
    Flow(arrow="5.2", part="node-apis", source=Party.EKS_APPS, target=Party.AWS_APIS, over=NODE),
    Flow(arrow="5.2", part="scaling", source=Party.EKS_APPS, target=Party.AWS_APIS, over=SCALING),
    Flow(arrow="5.2", part="images", source=Party.EKS_APPS, target=Party.ECR, over=PULL),
    Flow(
        arrow="5.4",
        part="credentials",
        source=Party.EKS_APPS,
        target=Party.SECRETS_MANAGER,
        over=AwsApi(("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")),
    ),
    Flow(arrow="15.3", part="inventory", source=Party.EKS_APPS, target=Party.INSPECTOR, over=INVENTORY),
    Flow(arrow="15.3", part="telemetry", source=Party.EKS_APPS, target=Party.AWS_APIS, over=TELEMETRY),
    Flow(
        arrow="5.3",
        part="ingress",
        source=Party.EDGE_APPS,
        target=Party.ISTIO_INGRESS,
        over=Tcp((Port.INGRESS_HTTPS, Port.ISTIO_HEALTH)),
    ),
    Flow(
        arrow="6.4",
        part="git",
        source=Party.ARGO_CD,
        target=Party.GIT,
        over=HTTPS,
        requires=Feature.INTERNET,
    ),
    Flow(
        arrow="6.4",
        part="workers",
        source=Party.SPACELIFT_WORKERS,
        target=Party.SPACELIFT,
        over=HTTPS,
        requires=Feature.INTERNET,
    ),
    Flow(
        arrow="6.4",
        part="workers-git",
        source=Party.SPACELIFT_WORKERS,
        target=Party.GIT,
        over=HTTPS,
        requires=Feature.INTERNET,
    ),
    Flow(arrow="6.4", part="tm-cluster", source=Party.SPACELIFT_WORKERS, target=Party.EKS_TM_API, over=HTTPS),
    Flow(
        arrow="6.4",
        part="apps-cluster",
        source=Party.SPACELIFT_WORKERS,
        target=Party.EKS_APPS_API,
        over=HTTPS,
    ),
    Flow(
        arrow="6.4",
        part="worker-apis",
        source=Party.SPACELIFT_WORKERS,
        target=Party.AWS_APIS,
        over=AwsApi(("eks:DescribeCluster", "sts:AssumeRoleWithWebIdentity", "sts:GetCallerIdentity")),
    ),
    Flow(arrow="6.4", part="worker-images", source=Party.SPACELIFT_WORKERS, target=Party.ECR, over=PULL),
    Flow(arrow="10.2", part="nodes", source=Party.EKS_TM, target=Party.EKS_TM, over=AllTraffic()),
    Flow(arrow="8.3", part="cluster-api", source=Party.EKS_TM, target=Party.EKS_TM_API, over=HTTPS),
    Flow(arrow="10.1", part="kubelet", source=Party.EKS_TM_API, target=Party.EKS_TM, over=CLUSTER_CONTROL),
    Flow(arrow="14.2", part="node-apis", source=Party.EKS_TM, target=Party.AWS_APIS, over=NODE),
    Flow(arrow="9.2", part="scaling", source=Party.EKS_TM, target=Party.AWS_APIS, over=SCALING),
    Flow(arrow="7.2", part="telemetry", source=Party.OBSERVABILITY, target=Party.AWS_APIS, over=TELEMETRY),
    Flow(arrow="15.2", part="runtime", source=Party.EKS_TM, target=Party.AUDIT, over=RUNTIME),
    Flow(
        arrow="12.2",
        part="direct",  # the document: "connections managed through pg-pool and direct links"
        source=Party.VAULT,
        target=Party.AURORA,
        over=Tcp((Port.POSTGRES,)),
    ),
    Flow(
        arrow="11.2",
        part="rotation",
        source=Party.SECRET_ROTATION,
        target=Party.AURORA,
        over=Tcp((Port.POSTGRES,)),
    ),
    Flow(
        arrow="16.1",
        part="lake-apis",
        source=Party.LAKE_INGEST,
        target=Party.AWS_APIS,
        over=AwsApi(("kms:Decrypt", "kms:GenerateDataKey", "s3:PutObject", "secretsmanager:GetSecretValue")),
        requires=Feature.DATALAKE,
    ),
)
