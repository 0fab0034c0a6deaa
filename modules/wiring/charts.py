"""Roles of the service accounts that charts bring to the TM cluster. Arrows: 7.2, 9.2, 11.1."""

from modules.eks import EksOutputs
from modules.eks.identity import Identities, IdentitiesInputs, Workload
from modules.kit.stack import PlatformStack, Published
from modules.model.names import cluster
from modules.model.parties import Zone
from modules.wiring import Estate


def identities(
    estate: Estate, s: PlatformStack, vault: Published[EksOutputs], workloads: tuple[Workload, ...]
) -> Identities:
    """Roles of the service accounts that a stack's charts bring, by Pod Identity (P42)."""
    env = estate.env
    own = cluster(env.name, Zone.TM)
    inputs = IdentitiesInputs(
        name=own,
        account=env.accounts.tm,
        cluster_name=s.use(vault, lambda out: out.cluster_name),
        cluster_arn=f"arn:aws:eks:{env.region}:{env.accounts.tm}:cluster/{own}",
        workloads=workloads,
    )
    return Identities(s, inputs)
