"""Spacelift's private workers, where a way to the internet leads to Spacelift. Arrow: 6.4."""

from modules.firewall import FirewallOutputs
from modules.keys import Keys, KeysInputs
from modules.kit.stack import Published
from modules.model.endpoints import actions_of
from modules.model.flow import Feature
from modules.model.names import tags, worker_secret
from modules.model.parties import Party, Tier, Zone
from modules.model.purposes import Purpose
from modules.model.tables import Vpc as Place
from modules.model.upstreams import Upstream
from modules.vpc import VpcOutputs
from modules.wiring import Estate
from modules.workers import Workers, WorkersInputs, WorkersOutputs

OF_RUNS = "worker-apis"
"""The row of what runs call, in roles of their own; the machines call the other rows."""


def workers(
    estate: Estate,
    name: str,
    seed: str,
    place: Place,
    network: Published[VpcOutputs],
    firewall: Published[FirewallOutputs],
) -> Published[WorkersOutputs] | None:
    """Machines in the tier of the workers, over all zones; None where Spacelift cannot be reached."""
    env, pool = estate.env, estate.env.spacelift.pool
    if Feature.INTERNET not in env.features:
        return None
    s = estate.stack(name, place.account, seed)
    keys = KeysInputs(
        environment=env.name,
        place=Zone.SHARED,
        account=place.account,
        region=env.region,
        purposes=(Purpose.VOLUMES, Purpose.SECRETS),
    )
    key_arns = Keys(s, keys).outputs.key_arns
    machines = f"{env.name}-{Party.SPACELIFT_WORKERS}"
    own = tuple(flow for flow in env.flows if flow.part != OF_RUNS)
    subnets = [f"{Tier.WORKERS}-{zone[-1]}" for zone in env.zones]
    inputs = WorkersInputs(
        name=machines,
        account=place.account,
        region=env.region,
        instance_type=pool.instance_type,
        minimum=pool.minimum,
        maximum=pool.maximum,
        image=f"{Upstream.ECR_PUBLIC}/{pool.image}",
        secret=worker_secret(env.name),
        subnet_ids=tuple(
            s.use_each(network, lambda out: {key: out.subnet_ids[key] for key in subnets}).values()
        ),
        group_id=s.use(firewall, lambda out: out.group_ids[Party.SPACELIFT_WORKERS]),
        actions=actions_of(own, Party.SPACELIFT_WORKERS),
        volumes_key=key_arns[Purpose.VOLUMES],
        secrets_key=key_arns[Purpose.SECRETS],
        retention=env.retention.logs,
        tags=tags(env.name, env.owner, name, seed) | {"Name": machines},
    )
    return s.publish(Workers(s, inputs).outputs)
