"""What people call, one row for each purpose: supporting rows of the arrows of personas."""

from modules.model.actions import ASK_LAKE, ESTATE, FINDINGS, HEALTH, OBSERVE, OWN_SESSION, RECOVERY
from modules.model.flow import AwsApi, Feature, Flow
from modules.model.parties import Party

PEOPLE = (
    Flow(arrow="1.2", part="estate", source=Party.DEVOPS, target=Party.AWS_APIS, over=ESTATE),
    Flow(arrow="1.2", part="observe", source=Party.DEVOPS, target=Party.AWS_APIS, over=OBSERVE),
    Flow(
        arrow="1.2",
        part="lake",
        source=Party.DEVOPS,
        target=Party.DATA_LAKE,
        over=ASK_LAKE,
        requires=Feature.DATALAKE,
    ),
    Flow(arrow="2.2", part="findings", source=Party.SRE, target=Party.AUDIT, over=FINDINGS),
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
        arrow="8.1",
        part="mirror",
        source=Party.TMSE,
        target=Party.JUMPHOST_SHARED,
        over=AwsApi(("ssm:GetCommandInvocation", "ssm:SendCommand")),
        requires=Feature.INTERNET,
    ),
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
