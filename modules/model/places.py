"""The accounts of an environment, each as the place that Spacelift knows: a space, and the roles of its runs."""

from dataclasses import dataclass

from modules.model.environment import Environment
from modules.model.identity import IdentityCenter
from modules.model.tables import Delegated


@dataclass(frozen=True, slots=True)
class Place:
    """One AWS account, named after the first zone in it."""

    name: str
    account: str
    production: bool
    """Whether what is lost there is lost: deletion protection is on."""


def places(env: Environment) -> tuple[Place, ...]:
    """Each account once; zones that share one share the place of the first."""
    protected = env.deletion_protection
    found = [
        Place("network", env.accounts.network, protected),
        Place("shared", env.accounts.shared, protected),
        Place("tm", env.accounts.tm, protected),
        Place("audit", env.accounts.audit, production=True),
        Place("lake", env.accounts.lake, protected),
    ]
    found += [
        Place(f"apps-{name}", apps.account, apps.deletion_protection) for name, apps in env.apps.items()
    ]
    if isinstance(env.identity, IdentityCenter):
        found.append(Place("identity", env.identity.account, production=True))
    if isinstance(env.audit, Delegated):
        found.append(Place("organization", env.audit.management_account, production=True))
    first = {place.account: place for place in reversed(found)}
    return tuple(
        Place(first[account].name, account, any(each.production for each in found if each.account == account))
        for account in dict.fromkeys(place.account for place in found)
    )
