"""The people of one account: their boundary, and with a SAML provider their roles."""

from dataclasses import dataclass

from constructs import Construct

from modules.kit.stack import Ref
from modules.model.parties import Party
from modules.persona.boundary import Boundary, BoundaryInputs
from modules.persona.role import Role, RoleInputs
from modules.persona.statements import Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonasInputs:
    """`reaches` says what each persona may do here.

    `provider` is the name of the account's SAML provider; None where Identity Center makes the roles.
    """

    environment: str
    account: str
    provider: str | None
    reaches: dict[Party, Reach]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonasOutputs:
    """The roles of the personas, for clusters that admit them; none where Identity Center makes them."""

    boundary_arn: Ref
    role_arns: dict[Party, Ref]


class Personas(Construct):
    """Nobody here may do more than the flows of all personas of the account, whatever a policy says."""

    def __init__(self, scope: Construct, inputs: PersonasInputs) -> None:
        """Create the boundary, and a role for each persona."""
        super().__init__(scope, "personas")
        actions = {action for reach in inputs.reaches.values() for action in reach.actions}
        boundary = Boundary(
            self,
            BoundaryInputs(
                environment=inputs.environment, account=inputs.account, actions=tuple(sorted(actions))
            ),
        ).outputs
        roles: dict[Party, Ref] = {}
        for party, reach in inputs.reaches.items():
            if inputs.provider is not None:
                role = RoleInputs(
                    persona=party, provider=inputs.provider, reach=reach, boundary_arn=boundary.arn
                )
                roles[party] = Role(self, role).outputs.role_arn
        self.outputs = PersonasOutputs(boundary_arn=boundary.arn, role_arns=roles)
