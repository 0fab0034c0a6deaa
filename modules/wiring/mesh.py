"""The mesh of the TM cluster, and what binds it to the load balancers. Arrows: 5.3, 6.2, 7.2, 9.2, 10.1, 10.2, 10.3, 12.1."""

from dataclasses import dataclass
from typing import Any

from modules.aurora import AuroraOutputs
from modules.eks import EksOutputs
from modules.kafka import KafkaOutputs
from modules.kit.stack import PlatformStack, Published, Ref
from modules.mesh import Mesh, MeshInputs, MeshOutputs
from modules.mesh.bindings import Binding
from modules.mesh.egress import Way
from modules.mesh.gateway import Route
from modules.model.environment import Environment
from modules.model.hosts import LEGACY_HOST, SAML, Backend, Block, Host
from modules.model.images import cached
from modules.model.mesh import Exit, admissions, api_host, entrances, exits, ranges, sees
from modules.model.namespaces import injected
from modules.model.parties import Party
from modules.model.pods import pods_of
from modules.model.ports import Port
from modules.model.upstreams import Upstream
from modules.vpc import VpcOutputs
from modules.wiring import Estate
from modules.wiring.edge import EntranceOutputs


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the mesh joins: the network, the doors before it, and what its pods connect to.

    `addons` are the stack of namespaces and of the load balancers' controller; the mesh runs after it.
    """

    network: Published[VpcOutputs]
    entrance: Published[EntranceOutputs]
    vault: Published[EksOutputs]
    database: Published[AuroraOutputs]
    streams: Published[KafkaOutputs]
    addons: Published[Any] | None = None


def mesh(estate: Estate, name: str, seed: str, around: Around) -> Published[MeshOutputs]:
    """Istio in the TM cluster, closed but for the rows of the flows."""
    env = estate.env
    s = estate.chart_stack(name, estate.env.accounts.tm, seed, around.vault)
    if around.addons:
        s.after(around.addons)
    inputs = MeshInputs(
        kubernetes=env.versions.kubernetes,
        # ECR caches no images of Istio's own registry, but those on Docker Hub.
        hub=cached(env.accounts.shared, env.region, Upstream.DOCKER_HUB, "istio"),
        vpc_id=s.use(around.network, lambda out: out.vpc_id),
        routes=_routes(env),
        entrances=entrances(env, estate.links),
        admissions=admissions(env.flows),
        ways=tuple(_way(env, s, around, each) for each in exits(env.flows)),
        sees={namespace: sees(namespace, env.flows) for namespace in injected(env.features)},
        bindings=_bindings(s, around.entrance),
    )
    return s.publish(Mesh(s, inputs).outputs)


def _routes(env: Environment) -> tuple[Route, ...]:
    """A route for each Core host; the legacy name leads to Keycloak, or else where the SAML endpoint does (CX-05)."""
    services = {each.host: each for each in env.core_services}
    [vault, *_], [keycloak] = pods_of(Party.VAULT), pods_of(Party.KEYCLOAK)
    found = []
    for host in env.hosts:
        if host == LEGACY_HOST and env.keycloak:
            found.append(_route(host, keycloak.namespace, keycloak.account, Port.KEYCLOAK))
        elif host.block is Block.CORE:
            to = services[SAML if host == LEGACY_HOST else host.key]
            found.append(_route(host, vault.namespace, to.service, to.port))
    return tuple(found)


def _route(host: Host, namespace: str, service: str, port: int) -> Route:
    return Route(key=host.key, host=host.name, service=service, namespace=namespace, port=port)


def _way(env: Environment, s: PlatformStack, around: Around, leads: Exit) -> Way:
    hosts: tuple[str | Ref, ...]
    match leads.target:
        case Party.AURORA:
            hosts = tuple(
                s.use_each(
                    around.database, lambda out: {"writer": out.endpoint, "reader": out.reader_endpoint}
                ).values()
            )
        case Party.KAFKA:
            hosts = (s.use(around.streams, lambda out: out.broker_hosts),)
        case _:
            hosts = tuple(api_host(each, env.region) for each in leads.services)
    return Way(
        key=leads.target.value,
        namespace=leads.namespace,
        hosts=hosts,
        port=leads.port.value,
        tls=leads.target is not Party.AURORA,  # PostgreSQL asks for TLS inside its own protocol
        ranges=ranges(env, leads.target),
    )


def _bindings(s: PlatformStack, entrance: Published[EntranceOutputs]) -> tuple[Binding, ...]:
    """Services listen on the port of their pods, so target group and Service have the same one."""
    arns = s.use_each(entrance, lambda out: out.target_group_arns)
    found = [_binding(backend, backend.value, arns[backend]) for backend in Backend]
    inside = s.use(entrance, lambda out: out.inside_target_group_arn)
    return (*found, _binding(Backend.CORE, f"{Backend.CORE}-apps", inside))


def _binding(backend: Backend, key: str, arn: Ref) -> Binding:
    return Binding(
        key=key,
        namespace=backend.namespace,
        service=backend.service,
        port=backend.port.value,
        target_group_arn=arn,
    )
