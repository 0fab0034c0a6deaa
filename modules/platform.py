"""The whole estate on one page: which stacks exist, in order, and who reads what from whom."""

from dataclasses import dataclass, field

from cdktf import App

from modules.aurora import AuroraOutputs
from modules.dns import TwinOutputs
from modules.eks import EksOutputs
from modules.firewall import FirewallOutputs
from modules.jumphost import JumphostOutputs
from modules.kafka import KafkaOutputs
from modules.keys import KeysOutputs
from modules.kit.stack import PlatformStack, Published
from modules.model.environment import Environment
from modules.model.links import links
from modules.model.parties import Party, Zone
from modules.persona import PersonasOutputs
from modules.secrets import SecretsOutputs
from modules.vpc import VpcOutputs
from modules.wiring import (
    Estate,
    access,
    addons,
    audit,
    cluster,
    data,
    edge,
    inside,
    keycloak,
    lake,
    mesh,
    network,
    vault,
    workers,
)
from modules.wiring.edge import EntranceOutputs
from modules.wiring.images import registry


@dataclass(frozen=True, slots=True)
class Ground:
    """What everything else stands on: by name of the VPC, jump hosts by zone."""

    networks: dict[str, Published[VpcOutputs]] = field(default_factory=dict)
    firewalls: dict[str, Published[FirewallOutputs]] = field(default_factory=dict)
    hosts: dict[Zone, Published[JumphostOutputs]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doors:
    """Through which the TM cluster is entered, and the zone that leads Apps there."""

    entrance: Published[EntranceOutputs]
    twin: Published[TwinOutputs]


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """The cluster that Vault runs in, and what stands around it."""

    keyring: Published[KeysOutputs]
    vault: Published[EksOutputs]
    database: Published[AuroraOutputs]
    streams: Published[KafkaOutputs]
    secrets: Published[SecretsOutputs]


def build(app: App, env: Environment) -> list[PlatformStack]:
    """Every stack of one environment, in the order in which they are applied."""
    estate = Estate(app, env, links(env))
    ground = _ground(estate)
    doors = _entrance(estate, ground)

    # People: DevOps, SRE, TM Setup Engineer, Smart Contract Developer, in every account where one works.
    people = access.everyone(estate, "access", "PE-1 PE-2 PE-3 PE-4 CX-13", ground.hosts)

    # Audit: what is found out, done and changed in every account.
    audit.audit(estate, "audit", "ZN-3")

    core = _vault(estate, ground, people)
    _inside(estate, ground, doors, core)
    _apps(estate, ground, people)
    return estate.stacks


def _ground(estate: Estate) -> Ground:
    ground = Ground()

    # Network, VPN, etc.
    transit = network.transit(estate, "network-transit", "ZN-5 NM-02")

    # Shared Services: where images come from.
    images = registry(estate, "shared-registry", "ZN-2 NM-14 CX-37")

    # TM, Shared Services, Apps-[ENV]: the VPC of each zone, the security groups in it, the jump hosts.
    jumphosts = {Zone.TM: Party.JUMPHOST_TM, Zone.SHARED: Party.JUMPHOST_SHARED}
    for vpc in estate.env.estate:
        seed = {Zone.TM: "ZN-1 NT-02 NM-01", Zone.SHARED: "ZN-2 NT-07"}.get(vpc.zone, "ZN-4 NT-08")
        made = ground.networks[vpc.name] = network.vpc(estate, f"{vpc.name}-vpc", seed, vpc, transit)
        firewall = network.firewall(estate, f"{vpc.name}-firewall", "SE-1", vpc, made)
        ground.firewalls[vpc.name] = firewall
        if vpc.zone in jumphosts:
            host = jumphosts[vpc.zone]
            ground.hosts[vpc.zone] = access.jumphost(
                estate, f"{vpc.name}-jumphost", vpc, host, made, firewall, images
            )
        if vpc.zone is Zone.SHARED:
            # Shared Services: what reaches the clusters on Spacelift's behalf.
            estate.workers = workers.workers(
                estate, "shared-workers", "ZN-2 CO-07 CX-18", vpc, made, firewall
            )
    return ground


def _entrance(estate: Estate, ground: Ground) -> Doors:
    # TM: the names and certificates under which people and machines enter, and the doors behind them.
    names = edge.dns(estate, "tm-dns", "CO-01 CO-03 NM-09 NM-10 NM-11 NM-12")
    seed = "CO-02 NT-03 NT-04 NT-05 NT-06"
    entrance = edge.entrances(estate, "tm-edge", seed, ground.networks["tm"], ground.firewalls["tm"], names)

    # Apps-[ENV] find the Core names inside.
    twin = edge.twin(estate, "tm-private-dns", "CX-03 NT-13", ground.networks, entrance)
    for vpc in estate.env.estate:
        edge.resolves(estate, f"{vpc.name}-dns", "CX-03", vpc, ground.networks[vpc.name], twin)
    return Doors(entrance, twin)


def _vault(estate: Estate, ground: Ground, people: dict[str, Published[PersonasOutputs]]) -> Core:
    vpc, firewall = ground.networks["tm"], ground.firewalls["tm"]

    # TM: the keys to what it keeps, the cluster that Vault runs in, its database and its streams.
    keyring = data.keys(estate, "tm-keys", "SE-3 CO-09")
    eks = cluster.tm(
        estate,
        "tm-eks",
        "CL-01 CO-04 NM-16",
        network=vpc,
        firewall=firewall,
        keyring=keyring,
        jumphost=ground.hosts[Zone.TM],
        people=people[estate.env.accounts.tm],
    )
    database = data.aurora(estate, "tm-aurora", "NT-18 NT-20 CL-03 CO-09", vpc, firewall, keyring)
    seed = "NT-19 CO-08 EP-09 NM-13 SA-00 SA-01 SA-02 SA-03"
    streams = data.kafka(estate, "tm-kafka", seed, vpc, firewall, keyring)

    # TM: the vendor's installer, and who may read which secret.
    secrets = data.secrets(
        estate,
        "tm-secrets",
        "CO-09 CL-02 CL-11",
        keyring=keyring,
        cluster=eks,
        database=database,
        streams=streams,
    )
    # Data Lake: what arrives and who reads it; then the ways into it, in the account of what they read.
    if estate.env.datalake:
        lake.zone(
            estate,
            "lake-storage",
            "lake-ingest",
            estate.env.datalake,
            people[estate.env.accounts.lake],
            lake.Sources(vpc, firewall, keyring, database, streams),
        )
    return Core(keyring=keyring, vault=eks, database=database, streams=streams, secrets=secrets)


def _inside(estate: Estate, ground: Ground, doors: Doors, core: Core) -> None:
    # TM: what every chart in the cluster stands on.
    floor = addons.tm(
        estate,
        "tm-addons",
        "SE-2 CL-01 CL-11",
        vault=core.vault,
        network=ground.networks["tm"],
        keyring=core.keyring,
        entrance=doors.entrance,
        twin=doors.twin,
    )

    # TM, in the cluster: the mesh, closed but for the rows of the flows, and the doors' way to its pods.
    around = mesh.Around(
        network=ground.networks["tm"],
        entrance=doors.entrance,
        vault=core.vault,
        database=core.database,
        streams=core.streams,
        addons=floor,
    )
    meshed = mesh.mesh(estate, "tm-mesh", "NM-06 NM-07 NM-08 CX-36", around)

    # TM, inside the cluster: Argo UI and Argo CD.
    seed = "CO-06 CL-07 CL-08 EP-01 CX-17"
    inside.cicd(estate, "tm-cicd", seed, vault=core.vault, keyring=core.keyring, after=(floor,))

    # TM, inside the cluster: what watches, and who is told.
    inside.observability(
        estate,
        "tm-observability",
        "EP-06 EP-07 EP-08 NM-07",
        vault=core.vault,
        keyring=core.keyring,
        streams=core.streams,
        after=(floor,),
    )

    # TM, in the cluster: what the vendor's installer finds there, and the pool of database connections.
    contract = vault.Contract(
        firewall=ground.firewalls["tm"],
        keyring=core.keyring,
        vault=core.vault,
        database=core.database,
        streams=core.streams,
        secrets=core.secrets,
        before=(meshed,),
    )
    vault.ground(estate, "tm-vault", "CL-02 CL-11 CL-13 CX-05 CX-21 CX-24", contract)

    if estate.env.keycloak:
        # TM, in the cluster: an identity provider of the environment's own, where its table asks for one.
        keycloak.keycloak(
            estate,
            "tm-keycloak",
            "EP-04 CX-05",
            estate.env.keycloak,
            vault=core.vault,
            database=core.database,
            before=(meshed, core.secrets),
        )


def _apps(estate: Estate, ground: Ground, people: dict[str, Published[PersonasOutputs]]) -> None:
    # Apps-[ENV]: a cluster for each environment, which reaches Kafka and the Core APIs and nothing else.
    for vpc in estate.env.estate:
        if vpc.zone is Zone.APPS:
            cluster.apps(
                estate,
                f"{vpc.name}-eks",
                "ZN-4 NM-16 NM-17 NT-08",
                vpc,
                ground.networks[vpc.name],
                ground.firewalls[vpc.name],
                people[vpc.account],
            )
