"""How people get inside: the two jump hosts, and the roles of people.

Arrows: 1.2, 2.2, 3.1, 3.2, 4.2, 8.1, 8.2, 8.3, 14.1, 15.1.
"""

from modules.firewall import FirewallOutputs
from modules.jumphost import Jumphost, JumphostInputs, JumphostOutputs
from modules.kit.stack import PlatformStack, Published
from modules.model.endpoints import actions_of
from modules.model.identity import IdentityCenter, Saml
from modules.model.names import tags
from modules.model.parties import Party, Tier, Zone
from modules.model.personas import PERSONAS, Persona, Workplace, permitted, personas_at, workplaces
from modules.model.tables import Vpc as Place
from modules.persona import (
    Center,
    CenterInputs,
    CenterOutputs,
    Entrance,
    Personas,
    PersonasInputs,
    PersonasOutputs,
    Reach,
)
from modules.vpc import VpcOutputs
from modules.wiring import Estate
from modules.wiring.images import ImagesOutputs


def jumphost(
    estate: Estate,
    name: str,
    place: Place,
    party: Party,
    network: Published[VpcOutputs],
    firewall: Published[FirewallOutputs],
    images: Published[ImagesOutputs],
) -> Published[JumphostOutputs]:
    """One jump host in the private tier of a VPC, in the first zone; the one that mirrors images reads their secret."""
    env = estate.env
    seed = "CO-10 NT-07 NT-10"
    s = estate.stack(name, place.account, seed)
    key = f"{Tier.PRIVATE}-{env.zones[0][-1]}"
    host = f"{env.name}-{party}"
    actions = actions_of(env.flows, party)
    mirrors = any(action.startswith("secretsmanager:") for action in actions)
    inputs = JumphostInputs(
        name=host,
        account=place.account,
        region=env.region,
        registry_account=env.accounts.shared,
        instance_type=env.sizes.jumphost,
        subnet_id=s.use(network, lambda out: out.subnet_ids[key]),
        group_id=s.use(firewall, lambda out: out.group_ids[party]),
        actions=actions,
        secrets=(s.use(images, lambda out: out.vendor_secret_arn),) if mirrors else (),
        keys=(s.use(images, lambda out: out.vendor_key_arn),) if mirrors else (),
        retention=env.retention.logs,
        tags=tags(env.name, env.owner, name, seed) | {"Name": host},
    )
    return s.publish(Jumphost(s, inputs).outputs)


def everyone(
    estate: Estate, prefix: str, seed: str, hosts: dict[Zone, Published[JumphostOutputs]]
) -> dict[str, Published[PersonasOutputs]]:
    """A stack for each account in which people work, and one for Identity Center where it makes the roles.

    Returned by account.
    """
    identity = estate.env.identity
    made = [
        (place, people(estate, f"{prefix}-{place.name}", seed, place, hosts))
        for place in workplaces(estate.env)
    ]
    if isinstance(identity, IdentityCenter):
        bounded = [published for _, published in made]
        personas(estate, f"{prefix}-personas", seed, identity, hosts, bounded)
    return {place.account: published for place, published in made}


def people(
    estate: Estate, name: str, seed: str, place: Workplace, hosts: dict[Zone, Published[JumphostOutputs]]
) -> Published[PersonasOutputs]:
    """The boundary of people in one account, and their roles unless Identity Center makes them."""
    env = estate.env
    s = estate.stack(name, place.account, seed)
    saml = env.identity if isinstance(env.identity, Saml) else None
    inputs = PersonasInputs(
        environment=env.name,
        account=place.account,
        provider=saml.provider if saml else None,
        reaches={
            persona.party: _reach(estate, s, persona, place, hosts if saml else {})
            for persona in personas_at(place)
        },
    )
    return s.publish(Personas(s, inputs).outputs)


def personas(
    estate: Estate,
    name: str,
    seed: str,
    identity: IdentityCenter,
    hosts: dict[Zone, Published[JumphostOutputs]],
    bounded: list[Published[PersonasOutputs]],
) -> Published[CenterOutputs]:
    """Permission sets and their assignments; only after every account has the boundary that they name."""
    env = estate.env
    s = estate.stack(name, identity.account, seed)
    for each in bounded:
        s.after(each)
    inputs = CenterInputs(
        environment=env.name,
        instance_arn=identity.instance_arn,
        personas=PERSONAS,
        groups={persona.party: identity.groups.of(persona.party) for persona in PERSONAS},
        reaches={
            persona.party: tuple(
                _reach(estate, s, persona, place, hosts)
                for place in workplaces(env)
                if persona in personas_at(place)
            )
            for persona in PERSONAS
        },
    )
    return s.publish(Center(s, inputs).outputs)


def _reach(
    estate: Estate,
    s: PlatformStack,
    persona: Persona,
    place: Workplace,
    hosts: dict[Zone, Published[JumphostOutputs]],
) -> Reach:
    """Jump hosts only for those whose flows start sessions."""
    env = estate.env
    actions = permitted(env.flows, persona, place)
    entrances = tuple(
        Entrance(
            instance_id=s.use(host, lambda out: out.instance_id),
            document=s.use(host, lambda out: out.session_document),
            key_arn=s.use(host, lambda out: out.key_arn),
        )
        for zone, host in hosts.items()
        if zone in place.zones and "ssm:StartSession" in actions
    )
    return Reach(
        environment=env.name, region=env.region, account=place.account, actions=actions, entrances=entrances
    )
