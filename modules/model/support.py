"""What the document does not draw but an arrow cannot work without: each row names the arrow it serves."""

from modules.model.actions import (
    CHANNELS,
    ESTATE,
    HEALTH,
    INVENTORY,
    NODE,
    OBSERVE,
    OWN_SESSION,
    PULL,
    RECOVERY,
    RUNTIME,
    SCALING,
    TELEMETRY,
)
from modules.model.flow import AllTraffic, AwsApi, Feature, Flow, Tcp
from modules.model.parties import Party
from modules.model.ports import Port

CLUSTER_CONTROL = Tcp(
    (Port.HTTPS, Port.WEBHOOK, Port.KUBELET, Port.ISTIO_WEBHOOK),
)

PEOPLE = (
    Flow(arrow="1.2", part="estate", source=Party.DEVOPS, target=Party.AWS_APIS, over=ESTATE),
    Flow(arrow="1.2", part="observe", source=Party.DEVOPS, target=Party.AWS_APIS, over=OBSERVE),
    Flow(arrow="2.2", part="observe", source=Party.SRE, target=Party.AWS_APIS, over=OBSERVE),
    Flow(arrow="2.2", part="health", source=Party.SRE, target=Party.AWS_APIS, over=HEALTH),
    Flow(
        arrow="2.2",
        part="alarms",
        source=Party.SRE,
        target=Party.AWS_APIS,
        over=AwsApi(("cloudwatch:DisableAlarmActions", "cloudwatch:EnableAlarmActions")),
    ),
    Flow(arrow="2.2", part="recovery", source=Party.SRE, target=Party.AURORA, over=RECOVERY),
    Flow(
        arrow="2.2",
        part="brokers",
        source=Party.SRE,
        target=Party.KAFKA,
        over=AwsApi(
            ("kafka:DescribeClusterV2", "kafka:ListClustersV2", "kafka:ListNodes", "kafka:RebootBroker")
        ),
    ),
    Flow(arrow="3.1", part="session", source=Party.TMSE, target=Party.JUMPHOST_SHARED, over=OWN_SESSION),
    Flow(arrow="3.2", part="session", source=Party.TMSE, target=Party.JUMPHOST_TM, over=OWN_SESSION),
    Flow(
        arrow="3.2",
        part="cluster-address",
        source=Party.TMSE,
        target=Party.EKS_TM_API,
        over=AwsApi(("eks:DescribeCluster",)),
    ),
    Flow(
        arrow="4.2",
        part="api-token",
        source=Party.SMART_CONTRACT_DEVELOPER,
        target=Party.SECRETS_MANAGER,
        over=AwsApi(("kms:Decrypt", "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")),
    ),
)
"""What people call. IAM alone decides: they have no place in a network, so no packet filter knows them."""

SUPPORT = (
    *PEOPLE,
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
    Flow(
        arrow="5.2",
        part="cluster-api",
        source=Party.EKS_APPS,
        target=Party.EKS_APPS_API,
        over=Tcp((Port.HTTPS,)),
    ),
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
        over=Tcp((Port.HTTPS,)),
        requires=Feature.INTERNET,
    ),
    Flow(
        arrow="6.4",
        part="workers",
        source=Party.SPACELIFT_WORKERS,
        target=Party.SPACELIFT,
        over=Tcp((Port.HTTPS,)),
        requires=Feature.INTERNET,
    ),
    Flow(
        arrow="6.4",
        part="workers-git",
        source=Party.SPACELIFT_WORKERS,
        target=Party.GIT,
        over=Tcp((Port.HTTPS,)),
        requires=Feature.INTERNET,
    ),
    Flow(
        arrow="6.4",
        part="tm-cluster",
        source=Party.SPACELIFT_WORKERS,
        target=Party.EKS_TM_API,
        over=Tcp((Port.HTTPS,)),
    ),
    Flow(
        arrow="6.4",
        part="apps-cluster",
        source=Party.SPACELIFT_WORKERS,
        target=Party.EKS_APPS_API,
        over=Tcp((Port.HTTPS,)),
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
    Flow(
        arrow="8.3", part="cluster-api", source=Party.EKS_TM, target=Party.EKS_TM_API, over=Tcp((Port.HTTPS,))
    ),
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
