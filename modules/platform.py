"""The whole estate on one page: which stacks exist, in order, and who reads what from whom."""

from cdktf import App

from modules.kit.stack import PlatformStack
from modules.model.environment import Environment
from modules.model.links import links
from modules.model.parties import Party, Zone
from modules.wiring import Estate, access, cluster, data, edge, lake, network
from modules.wiring.images import registry


def build(app: App, env: Environment) -> list[PlatformStack]:
    """Every stack of one environment, in the order in which they are applied."""
    estate = Estate(app, env, links(env))

    # Network, VPN, etc.
    transit = network.transit(estate, "network-transit", "ZN-5 NM-02")

    # Shared Services: where images come from.
    images = registry(estate, "shared-registry", "ZN-2 NM-14 CX-37")

    # TM, Shared Services, Apps-[ENV]: the VPC of each zone, the security groups in it, the jump hosts.
    jumphosts = {Zone.TM: Party.JUMPHOST_TM, Zone.SHARED: Party.JUMPHOST_SHARED}
    networks, firewalls, hosts = {}, {}, {}
    for vpc in env.estate:
        seed = {Zone.TM: "ZN-1 NT-02 NM-01", Zone.SHARED: "ZN-2 NT-07"}.get(vpc.zone, "ZN-4 NT-08")
        made = networks[vpc.name] = network.vpc(estate, f"{vpc.name}-vpc", seed, vpc, transit)
        firewall = network.firewall(estate, f"{vpc.name}-firewall", "SE-1", vpc, made)
        firewalls[vpc.name] = firewall
        if vpc.zone in jumphosts:
            host = jumphosts[vpc.zone]
            hosts[vpc.zone] = access.jumphost(
                estate, f"{vpc.name}-jumphost", vpc, host, made, firewall, images
            )

    # TM: the names and certificates under which people and machines enter, and the doors behind them.
    names = edge.dns(estate, "tm-dns", "CO-01 CO-03 NM-09 NM-10 NM-11 NM-12")
    entrance = edge.entrances(
        estate, "tm-edge", "CO-02 NT-03 NT-04 NT-05 NT-06", networks["tm"], firewalls["tm"], names
    )

    # Apps-[ENV] find the Core names inside.
    twin = edge.twin(estate, "tm-private-dns", "CX-03 NT-13", networks, entrance)
    for vpc in env.estate:
        edge.resolves(estate, f"{vpc.name}-dns", "CX-03", vpc, networks[vpc.name], twin)

    # People: DevOps, SRE, TM Setup Engineer, Smart Contract Developer, in every account where one works.
    people = access.everyone(estate, "access", "PE-1 PE-2 PE-3 PE-4 CX-13", hosts)

    # TM: the keys to what it keeps, the cluster that Vault runs in, its database and its streams.
    keyring = data.keys(estate, "tm-keys", "SE-3 CO-09")
    vault = cluster.tm(
        estate,
        "tm-eks",
        "CL-01 CO-04 NM-16",
        network=networks["tm"],
        firewall=firewalls["tm"],
        keyring=keyring,
        jumphost=hosts[Zone.TM],
        people=people[Zone.TM],
    )
    database = data.aurora(
        estate, "tm-aurora", "NT-18 NT-20 CL-03 CO-09", networks["tm"], firewalls["tm"], keyring
    )
    streams = data.kafka(
        estate,
        "tm-kafka",
        "NT-19 CO-08 EP-09 NM-13 SA-00 SA-01 SA-02 SA-03",
        networks["tm"],
        firewalls["tm"],
        keyring,
    )

    # TM: the vendor's installer, and who may read which secret.
    data.secrets(
        estate,
        "tm-secrets",
        "CO-09 CL-02 CL-11",
        keyring=keyring,
        cluster=vault,
        database=database,
        streams=streams,
    )

    # Data Lake: what arrives and who reads it; then the ways into it, in the account of what they read.
    if env.datalake:
        lake.zone(
            estate,
            "lake-storage",
            "lake-ingest",
            env.datalake,
            people[Zone.LAKE],
            lake.Sources(networks["tm"], firewalls["tm"], keyring, database, streams),
        )

    return estate.stacks
