"""How people get inside: the two jump hosts. Arrows: 3.1, 3.2, 8.1, 8.2, 8.3, 14.1, 15.1."""

from modules.firewall import FirewallOutputs
from modules.jumphost import Jumphost, JumphostInputs, JumphostOutputs
from modules.kit.stack import Published
from modules.model.endpoints import actions_of
from modules.model.environment import Vpc as Place
from modules.model.names import tags
from modules.model.parties import Party, Tier
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
