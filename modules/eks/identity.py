"""Roles of pods, by Pod Identity: one for each service account, taken by nobody else."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.eks_pod_identity_association import EksPodIdentityAssociation
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Dependable, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """A service account that gets a role; `statements` are what it may do."""

    name: str
    namespace: str
    service_account: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentitiesInputs:
    """Every workload of the cluster that calls AWS."""

    name: str
    account: str
    cluster_name: Ref
    cluster_arn: str
    workloads: tuple[Workload, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentitiesOutputs:
    """What add-ons wait for that call AWS."""

    ready: tuple[Dependable, ...]


class Identities(Construct):
    """The trust names cluster, namespace and service account, which EKS asserts as session tags."""

    def __init__(self, scope: Construct, inputs: IdentitiesInputs) -> None:
        """Create a role, its policy and its association for each workload."""
        super().__init__(scope, "identities")
        made = [self._identity(workload, inputs) for workload in inputs.workloads]
        self.outputs = IdentitiesOutputs(ready=tuple(made))

    def _identity(self, workload: Workload, inputs: IdentitiesInputs) -> EksPodIdentityAssociation:
        tagged = "aws:RequestTag/kubernetes"
        trust = Statement(
            sid="PodsOfTheCluster",
            actions=("sts:AssumeRole", "sts:TagSession"),
            resources=(),
            principals=(Principals("Service", ("pods.eks.amazonaws.com",)),),
            conditions=(
                Condition("StringEquals", "aws:SourceAccount", (inputs.account,)),
                Condition("ArnEquals", "aws:SourceArn", (inputs.cluster_arn,)),
                Condition("StringEquals", f"{tagged}-namespace", (workload.namespace,)),
                Condition("StringEquals", f"{tagged}-service-account", (workload.service_account,)),
            ),
        )
        role = IamRole(
            self,
            f"{workload.name}-role",
            name=f"{inputs.name}-{workload.name}",
            description=f"{workload.namespace}/{workload.service_account} of {inputs.name}",
            assume_role_policy=policy(self, f"{workload.name}-trust", (trust,)),
        )
        allowed = IamRolePolicy(
            self,
            f"{workload.name}-flows",
            name="flows",
            role=role.id,
            policy=policy(self, f"{workload.name}-policy", workload.statements),
        )
        return EksPodIdentityAssociation(
            self,
            f"{workload.name}-identity",
            cluster_name=inputs.cluster_name,
            namespace=workload.namespace,
            service_account=workload.service_account,
            role_arn=role.arn,
            tags={"Name": f"{inputs.name}-{workload.name}"},
            depends_on=[allowed],
        )
