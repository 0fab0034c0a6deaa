"""DevOps, SRE, TM Setup Engineer and Smart Contract Developer: in which accounts each works, and as what.

What each may do there are the rows of flows.py and support.py that it opens. Inventory: PE-1…PE-4.
"""

from dataclasses import dataclass

from modules.model.environment import Environment
from modules.model.flow import AwsApi, Flow, Session
from modules.model.parties import Party, Zone


@dataclass(frozen=True, slots=True)
class Persona:
    """`short` names its permission set, for which AWS takes 32 characters."""

    party: Party
    short: str
    zones: tuple[Zone, ...]


PERSONAS = (
    Persona(Party.DEVOPS, "devops", (Zone.TM, Zone.SHARED, Zone.NETWORK, Zone.APPS, Zone.LAKE)),
    Persona(Party.SRE, "sre", (Zone.TM, Zone.APPS, Zone.LAKE, Zone.AUDIT)),
    Persona(Party.TMSE, "tmse", (Zone.TM, Zone.SHARED)),
    Persona(Party.SMART_CONTRACT_DEVELOPER, "scd", (Zone.TM,)),
)


@dataclass(frozen=True, slots=True)
class Workplace:
    """One account in which people work, named after the first of its zones."""

    name: str
    account: str
    zones: frozenset[Zone]


def workplaces(env: Environment) -> tuple[Workplace, ...]:
    """Each account once; zones that share one share the workplace of the first."""
    found = [
        ("tm", env.accounts.tm, Zone.TM),
        ("shared", env.accounts.shared, Zone.SHARED),
        ("network", env.accounts.network, Zone.NETWORK),
        *((f"apps-{name}", apps.account, Zone.APPS) for name, apps in env.apps.items()),
        ("audit", env.accounts.audit, Zone.AUDIT),
        *((("lake", env.accounts.lake, Zone.LAKE),) if env.datalake else ()),
    ]
    names = {account: name for name, account, _ in reversed(found)}
    accounts = dict.fromkeys(account for _, account, _ in found)
    return tuple(
        Workplace(names[account], account, frozenset(zone for _, own, zone in found if own == account))
        for account in accounts
    )


def personas_at(place: Workplace) -> tuple[Persona, ...]:
    """Who works in an account."""
    return tuple(persona for persona in PERSONAS if place.zones & set(persona.zones))


def permitted(flows: tuple[Flow, ...], persona: Persona, place: Workplace) -> tuple[str, ...]:
    """IAM actions of a persona in one account, sorted.

    A row whose target lies in a zone holds in the account of that zone; one whose target is an API of AWS
    holds wherever the persona works.
    """
    found = {
        action
        for flow in flows
        if flow.source is persona.party and isinstance(flow.over, AwsApi | Session)
        if flow.target.zone in place.zones or flow.target.zone not in persona.zones
        for action in flow.over.actions
    }
    return tuple(sorted(found))
