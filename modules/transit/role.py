"""The roles through which a VPC's stack sees and routes its attachment in the transit gateway's account."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Ref
from modules.model.names import chart_runner


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRoleInputs:
    """`accounts` are those of the VPCs, by name of the VPC."""

    environment: str
    account: str
    region: str
    accounts: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRoleOutputs:
    """For the second provider of a VPC's stack: `role_arn` for its applies, `reader_arn` for its plans."""

    role_arn: Ref
    reader_arn: Ref


class AttachmentRole(Construct):
    """Only the Spacelift roles of the VPC stacks may assume them: an apply to route attachments, a plan to look."""

    def __init__(self, scope: Construct, inputs: AttachmentRoleInputs) -> None:
        """Create both roles, each with its trust and its policy."""
        super().__init__(scope, "attachment-role")
        look = Statement(
            sid="ReadTransitGateways",
            actions=(
                "ec2:DescribeTransitGatewayAttachments",
                "ec2:DescribeTransitGatewayRouteTables",
                "ec2:DescribeTransitGatewayVpcAttachments",
                "ec2:DescribeTransitGateways",
                "ec2:GetTransitGatewayRouteTableAssociations",
                "ec2:GetTransitGatewayRouteTablePropagations",
                "ec2:SearchTransitGatewayRoutes",
            ),
        )
        role = IamRole(
            self,
            "role",
            name=f"{inputs.environment}-transit-attachments",
            description="Lets the stacks of the VPCs accept and route their own attachments",
            assume_role_policy=policy(self, "trust", (self._trust(inputs, "apply"),)),
        )
        attach = policy(self, "attach-policy", (self._route(inputs), look))
        IamRolePolicy(self, "attach", name="attach", role=role.id, policy=attach)
        reader = IamRole(
            self,
            "reader",
            name=f"{inputs.environment}-transit-attachments-reader",
            description="Lets plans of the stacks of the VPCs look at their attachments",
            assume_role_policy=policy(self, "reader-trust", (self._trust(inputs, "plan"),)),
        )
        IamRolePolicy(self, "look", name="look", role=reader.id, policy=policy(self, "look-policy", (look,)))
        self.outputs = AttachmentRoleOutputs(role_arn=Ref(role.arn), reader_arn=Ref(reader.arn))

    def _trust(self, inputs: AttachmentRoleInputs, phase: str) -> Statement:
        runners = tuple(
            chart_runner(account, inputs.environment, f"{name}-vpc", phase)
            for name, account in sorted(inputs.accounts.items())
        )
        roots = tuple(f"arn:aws:iam::{account}:root" for account in sorted(set(inputs.accounts.values())))
        return Statement(
            sid="RunnersOfVpcStacks",
            actions=("sts:AssumeRole",),
            resources=(),
            principals=(Principals("AWS", roots),),
            conditions=(Condition("ArnEquals", "aws:PrincipalArn", runners),),
        )

    def _route(self, inputs: AttachmentRoleInputs) -> Statement:
        here = f"arn:aws:ec2:{inputs.region}:*"  # an attachment belongs to the account of its VPC
        return Statement(
            sid="RouteAttachments",
            actions=(
                "ec2:AcceptTransitGatewayVpcAttachment",
                "ec2:AssociateTransitGatewayRouteTable",
                "ec2:CreateTags",
                "ec2:CreateTransitGatewayRoute",
                "ec2:DeleteTags",
                "ec2:DeleteTransitGatewayRoute",
                "ec2:DeleteTransitGatewayVpcAttachment",
                "ec2:DisableTransitGatewayRouteTablePropagation",
                "ec2:DisassociateTransitGatewayRouteTable",
                "ec2:EnableTransitGatewayRouteTablePropagation",
            ),
            resources=(f"{here}:transit-gateway-attachment/*", f"{here}:transit-gateway-route-table/*"),
        )
