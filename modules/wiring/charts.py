"""Stacks that install charts in the TM cluster. Arrows: 6.4, 8.3."""

from modules.eks import EksOutputs
from modules.eks.identity import Identities, IdentitiesInputs, Workload
from modules.kit.provider import ClusterAccess, helm
from modules.kit.stack import PlatformStack, Published
from modules.model.names import cluster
from modules.model.parties import Zone
from modules.wiring import Estate


def chart_stack(estate: Estate, name: str, seed: str, vault: Published[EksOutputs]) -> PlatformStack:
    """A stack of the TM account whose charts go into the TM cluster."""
    s = estate.stack(name, estate.env.accounts.tm, seed)
    access = ClusterAccess(
        name=s.use(vault, lambda out: out.cluster_name),
        endpoint=s.use(vault, lambda out: out.endpoint),
        certificate_authority=s.use(vault, lambda out: out.certificate_authority),
        region=estate.env.region,
    )
    helm(s, access)
    return s


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
