"""VPC endpoints: AWS APIs without the internet, each only for the actions that a flow needs.

Arrows: 3.1, 3.2, 8.2, 11.1, 11.2, 14.1, 14.2, 15.1, 15.2, 15.3, 16.1.
"""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc_endpoint import VpcEndpoint
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Ref
from modules.model.endpoints import GATEWAY, aws_objects

ANYONE = (Principals("AWS", ("*",)),)

SECRETS = "secretsmanager"

NAMELESS = ("secretsmanager:GetRandomPassword",)
"""Calls that name no secret."""

UNSIGNED = ("sts:AssumeRoleWithWebIdentity",)
"""Calls without a principal: the role that they ask for stands where the caller's account would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointsInputs:
    """`actions` by service name.

    `principals` are the accounts whose identities work in the VPC, `owners` those whose buckets they use,
    `runners` the roles of Spacelift that may call anything from here, as far as IAM lets them (6.4),
    `secrets` the ARNs of the secrets that the VPC's parties read (11.1).
    """

    name: str
    region: str
    vpc_id: Ref
    subnet_ids: tuple[Ref, ...]
    route_table_ids: tuple[Ref, ...]
    actions: dict[str, tuple[str, ...]]
    principals: tuple[str, ...]
    runners: tuple[str, ...]
    owners: tuple[str, ...]
    secrets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointsOutputs:
    """The security group that all interface endpoints wear; its rules come from the firewall stack."""

    group_id: Ref
    s3_prefix_list_id: Ref


class Endpoints(Construct):
    """No principal of a foreign account gets through, and no action that no flow names."""

    def __init__(self, scope: Construct, inputs: EndpointsInputs) -> None:
        """Create the group, an interface endpoint per service, and the S3 gateway endpoint."""
        super().__init__(scope, "endpoints")
        group = SecurityGroup(
            self,
            "group",
            name=f"{inputs.name}-endpoints",
            description="Interface endpoints; rules in the firewall stack",
            vpc_id=inputs.vpc_id,
            tags={"Name": f"{inputs.name}-endpoints", "Party": "endpoints"},
        )
        for service, actions in inputs.actions.items():
            if service != GATEWAY:
                self._interface(service, actions, Ref(group.id), inputs)
        gateway = VpcEndpoint(
            self,
            GATEWAY,
            vpc_id=inputs.vpc_id,
            service_name=f"com.amazonaws.{inputs.region}.{GATEWAY}",
            vpc_endpoint_type="Gateway",
            route_table_ids=list(inputs.route_table_ids),
            policy=policy(self, f"{GATEWAY}-policy", self._objects(inputs)),
            tags={"Name": f"{inputs.name}-{GATEWAY}"},
        )
        self.outputs = EndpointsOutputs(group_id=Ref(group.id), s3_prefix_list_id=Ref(gateway.prefix_list_id))

    def _interface(
        self, service: str, actions: tuple[str, ...], group_id: Ref, inputs: EndpointsInputs
    ) -> None:
        key = service.replace(".", "-")
        own = Condition("StringEquals", "aws:PrincipalAccount", inputs.principals)
        of_secrets = tuple(action for action in actions if service == SECRETS and action not in NAMELESS)
        others = tuple(action for action in actions if action not in (*UNSIGNED, *of_secrets))
        statements = [
            Statement(sid=sid, actions=found, resources=resources, principals=ANYONE, conditions=(own,))
            for sid, found, resources in (
                ("FlowsOfThisVpc", others, ("*",)),
                ("SecretsOfThisVpc", of_secrets, inputs.secrets),
            )
            if found
        ]
        if inputs.runners:
            spacelift = Condition("ArnLike", "aws:PrincipalArn", inputs.runners)
            service_actions = (f"{actions[0].partition(':')[0]}:*",)
            statements.append(
                Statement(
                    sid="RunnersOfStacks", actions=service_actions, principals=ANYONE, conditions=(spacelift,)
                )
            )
        if unsigned := tuple(action for action in actions if action in UNSIGNED):
            roles = tuple(f"arn:aws:iam::{account}:role/*" for account in inputs.principals)
            statements.append(
                Statement(sid="RolesOfTheEstate", actions=unsigned, resources=roles, principals=ANYONE)
            )
        VpcEndpoint(
            self,
            key,
            vpc_id=inputs.vpc_id,
            service_name=f"com.amazonaws.{inputs.region}.{service}",
            vpc_endpoint_type="Interface",
            private_dns_enabled=True,
            subnet_ids=list(inputs.subnet_ids),
            security_group_ids=[group_id],
            policy=policy(self, f"{key}-policy", statements),
            tags={"Name": f"{inputs.name}-{key}"},
        )

    def _objects(self, inputs: EndpointsInputs) -> tuple[Statement, ...]:
        """Our own buckets, and the buckets of AWS that image layers, agents and patches come from."""
        from_aws = Statement(
            sid="ReadBucketsOfAws",
            actions=("s3:GetObject",),
            resources=aws_objects(inputs.region),
            principals=ANYONE,
        )
        actions = inputs.actions.get(GATEWAY, ())
        own = Statement(
            sid="FlowsOfThisVpc",
            actions=actions or ("s3:GetObject",),
            principals=ANYONE,
            conditions=(
                Condition("StringEquals", "aws:PrincipalAccount", inputs.principals),
                Condition("StringEquals", "aws:ResourceAccount", inputs.owners),
            ),
        )
        return (from_aws, own) if actions else (from_aws,)
