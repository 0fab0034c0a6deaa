"""The document's 38 numbered arrows, one row each, as the document draws them.

Nothing but these rows, and those of support.py that serve them, opens anything in this repository.
"""

from modules.model.actions import INVENTORY, PULL, PUSH, RUNTIME
from modules.model.flow import AwsApi, Elsewhere, Feature, Flow, InMesh, Session, Tcp
from modules.model.parties import Party
from modules.model.ports import Port

WEB = Tcp((Port.HTTPS, Port.HTTP))
HTTPS = Tcp((Port.HTTPS,))
DOCUMENTED_VPN = Elsewhere("the company's VPN gateway is outside AWS; its egress addresses are data here")
START_SESSION = Session(("ssm:StartSession", "ssm:ResumeSession", "ssm:TerminateSession"))

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
    Flow(
        arrow="13.1",
        source=Party.EKS_TM,
        target=Party.KAFKA,
        over=Tcp((Port.KAFKA_SCRAM,)),
        opened_by=Party.VAULT,  # of the pods of the cluster, those that stream
    ),
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
        over=AwsApi(
            (
                "kafka:CreateVpcConnection",
                "kafka:DescribeCluster",
                "kafka:DescribeClusterV2",
                "kafka:GetBootstrapBrokers",
            )
        ),
        opened_by=Party.DATA_LAKE,  # Firehose reads the topics over a connection that AWS manages
        requires=Feature.DATALAKE,
    ),
)
