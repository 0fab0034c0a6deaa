"""Weakened meshes: policies, ingress, ways out, bindings."""

import json
from collections.abc import Callable
from typing import Any

from tests.mutants.change import Mutant, Stacks, block, put
from tests.policy import test_mesh as mesh
from tests.policy import test_mesh_egress as egress

TM, HELM = "tm-mesh", "helm_release"
POLICIES, BINDINGS = "mesh_mesh-policies", "mesh_edge-bindings"
PROXY = ("global", "proxy")


def told(
    release: str, path: tuple[str | int, ...], value: object, stack: str = TM
) -> Callable[[Stacks], None]:
    """Tell a chart something else at this place; None takes it away."""

    def change(stacks: Stacks) -> None:
        made = stacks[stack]["resource"][HELM][release]
        values = json.loads(made["values"][0])
        here: Any = values
        for key in path[:-1]:
            here = here.setdefault(key, {}) if isinstance(here, dict) else here[key]
        if value is None:
            del here[path[-1]]
        else:
            here[path[-1]] = value
        made["values"] = [json.dumps(values)]

    return change


def thing(
    kind: str,
    name: str,
    path: tuple[str | int, ...],
    value: object,
    *,
    chart: str = POLICIES,
    stack: str = TM,
) -> Callable[[Stacks], None]:
    """Change one object of a local chart."""

    def change(stacks: Stacks) -> None:
        values = json.loads(stacks[stack]["resource"][HELM][chart]["values"][0])["objects"]
        at = next(
            at for at, each in enumerate(values) if (each["kind"], each["metadata"]["name"]) == (kind, name)
        )
        told(chart, ("objects", at, *path), value, stack)(stacks)

    return change


def more(
    kind: str, name: str, spec: dict[str, Any], *, chart: str = POLICIES, namespace: str = "tm-system"
) -> Callable[[Stacks], None]:
    """One more object in a local chart."""

    def change(stacks: Stacks) -> None:
        made = stacks[TM]["resource"][HELM][chart]
        values = json.loads(made["values"][0])
        values["objects"].append(
            {"kind": kind, "metadata": {"name": name, "namespace": namespace}, "spec": spec}
        )
        made["values"] = [json.dumps(values)]

    return change


def less(kind: str, name: str, chart: str = POLICIES) -> Callable[[Stacks], None]:
    """One object less."""

    def change(stacks: Stacks) -> None:
        made = stacks[TM]["resource"][HELM][chart]
        values = json.loads(made["values"][0])
        values["objects"] = [
            each for each in values["objects"] if (each["kind"], each["metadata"]["name"]) != (kind, name)
        ]
        made["values"] = [json.dumps(values)]

    return change


ANYBODY = {"action": "ALLOW", "rules": [{}]}
SOURCES = ("spec", "rules", 0, "from")
TO = ("spec", "http", 0, "route", 0, "destination")
LEADS = mesh.test_every_core_host_leads_to_the_service_of_its_row

MESH = (
    Mutant(
        "the ingress does not wait for istiod",
        put(TM, HELM, "mesh_tm-ingress", depends_on=["helm_release.mesh_istio-cni"]),
        mesh.test_releases_come_in_the_order_in_which_they_need_one_another,
    ),
    Mutant(
        "the privileged plug-in in a restricted namespace",
        put(TM, HELM, "mesh_istio-cni", namespace="istio-system"),
        mesh.test_releases_come_in_the_order_in_which_they_need_one_another,
    ),
    Mutant(
        "a filter in the proxies",
        more("EnvoyFilter", "open", {}),
        mesh.test_releases_come_in_the_order_in_which_they_need_one_another,
    ),
    Mutant(
        "the mesh takes plain text as well",
        thing("PeerAuthentication", "default", ("spec", "mtls", "mode"), "PERMISSIVE"),
        mesh.test_every_connection_in_the_mesh_is_mutual_tls,
    ),
    Mutant(
        "one port takes plain text",
        thing("PeerAuthentication", "default", ("spec", "portLevelMtls"), {"8080": {"mode": "DISABLE"}}),
        mesh.test_every_connection_in_the_mesh_is_mutual_tls,
    ),
    Mutant(
        "one namespace takes plain text",
        more("PeerAuthentication", "open", {"mtls": {"mode": "DISABLE"}}),
        mesh.test_every_connection_in_the_mesh_is_mutual_tls,
    ),
    Mutant(
        "the mesh allows what no policy denies",
        less("AuthorizationPolicy", "allow-nothing"),
        mesh.test_nobody_is_admitted_but_by_a_flow,
    ),
    Mutant(
        "anybody may call Vault",
        thing("AuthorizationPolicy", "vault", ("spec",), ANYBODY),
        mesh.test_nobody_is_admitted_but_by_a_flow,
    ),
    Mutant(
        "the ingress may call pg-pool",
        thing(
            "AuthorizationPolicy",
            "pg-pool",
            (*SOURCES, 0, "source", "principals"),
            ["cluster.local/ns/istio-system/sa/tm-ingress"],
        ),
        mesh.test_nobody_is_admitted_but_by_a_flow,
    ),
    Mutant(
        "pg-pool is called on any port",
        thing("AuthorizationPolicy", "pg-pool", ("spec", "rules", 0, "to"), None),
        mesh.test_nobody_is_admitted_but_by_a_flow,
    ),
    Mutant(
        "the ingress admits the world",
        thing(
            "AuthorizationPolicy",
            "tm-ingress",
            (*SOURCES, 0, "source", "remoteIpBlocks"),
            ["0.0.0.0/0"],
        ),
        mesh.test_the_ingress_admits_known_clients_through_known_doors,
    ),
    Mutant(
        "whoever is inside may say that he comes from the VPN",
        thing("AuthorizationPolicy", "tm-ingress", (*SOURCES, 0, "source", "ipBlocks"), None),
        mesh.test_the_ingress_admits_known_clients_through_known_doors,
    ),
    Mutant(
        "any private address may be named at the inner door",
        thing("AuthorizationPolicy", "tm-ingress", (*SOURCES, 1, "source", "remoteIpBlocks"), ["10.0.0.0/8"]),
        mesh.test_the_ingress_admits_known_clients_through_known_doors,
    ),
    Mutant(
        "what comes by the inner door names whom it likes",
        thing("AuthorizationPolicy", "tm-ingress", (*SOURCES, 1, "source", "remoteIpBlocks"), None),
        mesh.test_the_ingress_admits_known_clients_through_known_doors,
    ),
    Mutant(
        "an Apps environment is shut out",
        thing(
            "AuthorizationPolicy",
            "tm-ingress",
            (*SOURCES, 1, "source", "remoteIpBlocks"),
            ["10.40.0.0/17", "10.48.0.0/19", "10.48.64.0/19"],
        ),
        mesh.test_the_ingress_admits_known_clients_through_known_doors,
    ),
    Mutant(
        "a client names its own address",
        told("mesh_istiod", ("meshConfig", "defaultConfig", "gatewayTopology", "numTrustedProxies"), 2),
        mesh.test_the_ingress_admits_known_clients_through_known_doors,
    ),
    Mutant(
        "the ingress serves a host that nobody has named",
        thing(
            "AuthorizationPolicy", "tm-ingress", ("spec", "rules", 0, "to", 0, "operation", "hosts"), ["*"]
        ),
        mesh.test_the_ingress_admits_known_clients_through_known_doors,
    ),
    Mutant(
        "the listener asks for a server name",
        thing("Gateway", "tm-ingress", ("spec", "servers", 0, "hosts"), ["*.tm.blx-demo.com"]),
        mesh.test_every_core_host_has_one_route_to_the_vendor,
    ),
    Mutant(
        "a host without a route",
        less("VirtualService", "audit-api"),
        mesh.test_every_core_host_has_one_route_to_the_vendor,
    ),
    Mutant(
        "a route out of the vendor's namespace",
        thing(
            "VirtualService",
            "ops",
            (*TO, "host"),
            "argocd-server.argocd.svc.cluster.local",
        ),
        LEADS,
    ),
    Mutant(
        "a route where the ingress does not look",
        thing("VirtualService", "ops", ("metadata", "namespace"), "tm-system"),
        mesh.test_every_core_host_has_one_route_to_the_vendor,
    ),
    Mutant(
        "a host at another port", thing("VirtualService", "core-api", (*TO, "port", "number"), 9090), LEADS
    ),
    Mutant(
        "one host leads to the service of another",
        thing("VirtualService", "audit-api", (*TO, "host"), "core-api.tm-system.svc.cluster.local"),
        LEADS,
    ),
    Mutant(
        "a certificate that is never new",
        thing("Certificate", "tm-ingress-tls", ("spec", "renewBefore"), "7200h"),
        mesh.test_certificates_are_renewed_before_they_end,
    ),
    Mutant(
        "a certificate of ten years",
        thing("Certificate", "tm-ingress-tls", ("spec", "duration"), "87600h"),
        mesh.test_certificates_are_renewed_before_they_end,
    ),
    Mutant(
        "requests leave no trace",
        thing("Telemetry", "default", ("spec", "accessLogging", 0, "disabled"), True),
        mesh.test_the_mesh_writes_down_every_request,
    ),
    Mutant(
        "one namespace leaves no trace",
        more("Telemetry", "quiet", {"accessLogging": [{"disabled": True}]}),
        mesh.test_the_mesh_writes_down_every_request,
    ),
    Mutant(
        "a binding to another port",
        thing("TargetGroupBinding", "grafana", ("spec", "serviceRef", "port"), 80, chart=BINDINGS),
        mesh.test_bindings_are_exactly_the_target_groups,
    ),
    Mutant(
        "a binding in another namespace",
        thing("TargetGroupBinding", "argo-ui", ("metadata", "namespace"), "tm-system", chart=BINDINGS),
        mesh.test_bindings_are_exactly_the_target_groups,
    ),
    Mutant(
        "a binding that opens security groups",
        thing("TargetGroupBinding", "metrics", ("spec", "networking"), {"ingress": [{}]}, chart=BINDINGS),
        mesh.test_bindings_are_exactly_the_target_groups,
    ),
    Mutant(
        "the way for Apps is bound to nothing",
        less("TargetGroupBinding", "tm-ingress-apps", BINDINGS),
        mesh.test_bindings_are_exactly_the_target_groups,
    ),
    Mutant(
        "the ingress makes a load balancer",
        told("mesh_tm-ingress", ("service", "type"), "LoadBalancer"),
        mesh.test_the_cluster_makes_no_door_of_its_own,
    ),
    Mutant(
        "the ingress listens on one port more",
        told(
            "mesh_tm-ingress",
            ("service", "ports", 0),
            {"name": "http", "port": 8080, "protocol": "TCP", "targetPort": 8080},
        ),
        mesh.test_the_cluster_makes_no_door_of_its_own,
    ),
    Mutant(
        "any Ingress is the mesh's",
        told("mesh_istiod", ("meshConfig", "ingressControllerMode"), "DEFAULT"),
        mesh.test_the_cluster_makes_no_door_of_its_own,
    ),
    Mutant(
        "the ingress in one zone",
        told("mesh_tm-ingress", ("topologySpreadConstraints", 0, "whenUnsatisfiable"), "ScheduleAnyway"),
        mesh.test_the_mesh_survives_the_loss_of_a_zone,
    ),
    Mutant(
        "no pod of istiod may ever be moved",
        told("mesh_istiod", ("pdb", "minAvailable"), 3),
        mesh.test_the_mesh_survives_the_loss_of_a_zone,
    ),
    Mutant(
        "proxies without a seccomp profile",
        told("mesh_istiod", (*PROXY, "seccompProfile"), {}),
        mesh.test_the_mesh_survives_the_loss_of_a_zone,
    ),
    Mutant(
        "proxies from a public registry",
        told("mesh_istiod", ("global", "hub"), "docker.io/istio"),
        mesh.test_images_of_the_mesh_come_from_our_registry,
    ),
    Mutant(
        "one image from elsewhere",
        told("mesh_istiod", (*PROXY, "image"), "docker.io/istio/proxyv2:latest"),
        mesh.test_images_of_the_mesh_come_from_our_registry,
    ),
    Mutant(
        "proxies let everything out",
        told("mesh_istiod", ("meshConfig", "outboundTrafficPolicy", "mode"), "ALLOW_ANY"),
        egress.test_proxies_let_nothing_out_that_is_not_registered,
    ),
    Mutant(
        "one namespace lets everything out",
        thing("Sidecar", "default", ("spec", "outboundTrafficPolicy", "mode"), "ALLOW_ANY"),
        egress.test_proxies_let_nothing_out_that_is_not_registered,
    ),
    Mutant(
        "the database goes past the proxies",
        told("mesh_istiod", (*PROXY, "excludeIPRanges"), "169.254.169.254/32,10.40.144.0/20"),
        egress.test_proxies_let_nothing_out_that_is_not_registered,
    ),
    Mutant(
        "a way to anywhere",
        thing("ServiceEntry", "aws-apis", ("spec", "hosts"), ["*.amazonaws.com"]),
        egress.test_the_ways_out_are_those_of_the_flows,
    ),
    Mutant(
        "the database's port to any address",
        thing("ServiceEntry", "aurora", ("spec", "addresses"), None),
        egress.test_the_ways_out_are_those_of_the_flows,
    ),
    Mutant(
        "a way out for everybody",
        thing("ServiceEntry", "kafka", ("spec", "exportTo"), ["*"]),
        egress.test_the_ways_out_are_those_of_the_flows,
    ),
    Mutant(
        "brokers of any cluster",
        block("tm-kafka", ("output", "broker_hosts", "value"), "*"),
        egress.test_the_ways_out_are_those_of_the_flows,
    ),
)
