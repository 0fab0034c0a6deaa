"""The personas as permission sets of Identity Center, each assigned to its group where it works."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.ssoadmin_account_assignment import SsoadminAccountAssignment
from cdktf_cdktf_provider_aws.ssoadmin_permission_set import SsoadminPermissionSet
from cdktf_cdktf_provider_aws.ssoadmin_permission_set_inline_policy import SsoadminPermissionSetInlinePolicy
from cdktf_cdktf_provider_aws.ssoadmin_permissions_boundary_attachment import (
    SsoadminPermissionsBoundaryAttachment,
    SsoadminPermissionsBoundaryAttachmentPermissionsBoundary,
    SsoadminPermissionsBoundaryAttachmentPermissionsBoundaryCustomerManagedPolicyReference,
)
from constructs import Construct

from modules.kit.iam import policy
from modules.kit.stack import Dependable, Ref
from modules.model.names import people_boundary, people_path
from modules.model.parties import Party
from modules.model.personas import Persona
from modules.persona.role import LONGEST_HOURS
from modules.persona.statements import Reach, statements


@dataclass(frozen=True, slots=True, kw_only=True)
class CenterInputs:
    """`groups` are ids of Identity Center groups; `reaches` are one per account in which a persona works."""

    environment: str
    instance_arn: str
    personas: tuple[Persona, ...]
    groups: dict[Party, str]
    reaches: dict[Party, tuple[Reach, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CenterOutputs:
    """The permission sets, by persona."""

    permission_set_arns: dict[Party, Ref]


class Center(Construct):
    """Every permission set has its boundary before anybody gets it."""

    def __init__(self, scope: Construct, inputs: CenterInputs) -> None:
        """Create a permission set for each persona."""
        super().__init__(scope, "center")
        self.outputs = CenterOutputs(
            permission_set_arns={
                persona.party: self._permission_set(persona, inputs) for persona in inputs.personas
            }
        )

    def _permission_set(self, persona: Persona, inputs: CenterInputs) -> Ref:
        party = persona.party
        made = SsoadminPermissionSet(
            self,
            party,
            name=f"{inputs.environment}-{persona.short}",
            description=f"What the flows of {party} call",
            instance_arn=inputs.instance_arn,
            session_duration=f"PT{LONGEST_HOURS}H",
        )
        arn = Ref(made.arn)
        inline = SsoadminPermissionSetInlinePolicy(
            self,
            f"{party}-flows",
            instance_arn=inputs.instance_arn,
            permission_set_arn=arn,
            inline_policy=policy(self, f"{party}-flows-policy", statements(inputs.reaches[party])),
        )
        reference = SsoadminPermissionsBoundaryAttachmentPermissionsBoundaryCustomerManagedPolicyReference(
            name=people_boundary(inputs.environment), path=people_path(inputs.environment)
        )
        bound = SsoadminPermissionsBoundaryAttachment(
            self,
            f"{party}-boundary",
            instance_arn=inputs.instance_arn,
            permission_set_arn=arn,
            permissions_boundary=SsoadminPermissionsBoundaryAttachmentPermissionsBoundary(
                customer_managed_policy_reference=reference
            ),
        )
        self._assign(party, arn, inputs, [inline, bound])
        return arn

    def _assign(self, party: Party, arn: Ref, inputs: CenterInputs, after: list[Dependable]) -> None:
        for reach in inputs.reaches[party]:
            SsoadminAccountAssignment(
                self,
                f"{party}-in-{reach.account}",
                instance_arn=inputs.instance_arn,
                permission_set_arn=arn,
                principal_type="GROUP",
                principal_id=inputs.groups[party],
                target_type="AWS_ACCOUNT",
                target_id=reach.account,
                depends_on=after,
            )
