"""The mesh admits nobody and lets nothing out but by a flow, and its ingress serves the Core hosts.

K01, K02, K03, K06, K07, K08, K21, P35; kubernetes.md §4. What Istio makes of it in a cluster is not seen here.
Inventory: NT-11, SE-5, CL-09, CL-12, EP-02…EP-05.
"""

from ipaddress import IPv4Network, collapse_addresses

import pytest

from tests.policy.charts import values_of
from tests.policy.facts import Estate, Json, only, only_known
from tests.policy.mesh import INGRESS, POOL, PORT, ROOT, STACK, VENDOR, config, core_hosts, found, place
from tests.policy.mesh import release as named
from tests.policy.mesh import values as told

pytestmark = pytest.mark.policy

LEGACY = "saml-idp.blx-demo.com"

ORDER = ("istio-base", "istio-cni", "istiod", INGRESS, "mesh-policies", "edge-bindings")

KINDS = {
    "mesh-policies": {
        "AuthorizationPolicy",
        "Certificate",
        "Gateway",
        "IngressClass",
        "PeerAuthentication",
        "ServiceEntry",
        "Sidecar",
        "Telemetry",
        "VirtualService",
    },
    "edge-bindings": {"TargetGroupBinding"},
}
"""Not an EnvoyFilter, not a DestinationRule: they could switch off what the others switch on."""

FROM_INGRESS = f"cluster.local/ns/{ROOT}/sa/{INGRESS}"
FROM_VENDOR = f"cluster.local/ns/{VENDOR}/sa/*"

ADMITTED = {
    (VENDOR, "", FROM_INGRESS, ""),
    (VENDOR, "", FROM_VENDOR, ""),
    (POOL, "pg-pool", FROM_VENDOR, "5432"),
}
"""10.2, the vendor's services among themselves, 12.1: namespace, pods, who, port."""

FROM_KEYCLOAK = "cluster.local/ns/identity/sa/keycloak"

WITH_KEYCLOAK = {
    ("identity", "keycloak", FROM_INGRESS, "8180"),
    ("identity", "keycloak", FROM_KEYCLOAK, "7800"),
    ("identity", "keycloak", FROM_KEYCLOAK, "57800"),
}
"""Where the environment has it: who signs in, and its pods among themselves."""


def test_releases_come_in_the_order_in_which_they_need_one_another(estate: Estate) -> None:
    """K08: the ingress gets its image from istiod, and no client comes before the policies."""
    releases = estate.resources(STACK, "helm_release")
    assert sorted(each["name"] for each in releases.values()) == sorted(ORDER)
    before = None
    for name in ORDER:
        made = named(estate, name)
        assert made.get("depends_on") == (before and [before]), name
        before = only(f"helm_release.{key}" for key, each in releases.items() if each is made)
        assert made["namespace"] == ("kube-system" if name == "istio-cni" else ROOT), name
    for name, kinds in KINDS.items():
        assert {each["kind"] for each in values_of(named(estate, name))["objects"]} == kinds, name


def test_every_connection_in_the_mesh_is_mutual_tls(estate: Estate) -> None:
    """K07, P35."""
    policy = only(found(estate, "PeerAuthentication"))
    assert place(policy) == (ROOT, "default")
    assert policy["spec"] == {"mtls": {"mode": "STRICT"}}
    settings = config(estate)
    assert settings["enableAutoMtls"] is True
    assert settings["meshMTLS"] == {"minProtocolVersion": "TLSV1_2"}
    assert told(estate, "istiod")["cni"] == {"enabled": True}
    only_known(
        settings,
        {
            "accessLogEncoding",
            "defaultConfig",
            "enableAutoMtls",
            "ingressControllerMode",
            "ingressSelector",
            "ingressService",
            "meshMTLS",
            "outboundTrafficPolicy",
        },
        "meshConfig",
    )


def test_nobody_is_admitted_but_by_a_flow(estate: Estate) -> None:
    """K07: the policy that allows nothing holds everywhere, and the others only allow."""
    nothing, admitted = [], set()
    for policy in found(estate, "AuthorizationPolicy"):
        spec, where = policy["spec"], place(policy)
        if where == (ROOT, INGRESS):
            continue
        if not spec:
            nothing.append(where)
            continue
        only_known(spec, {"action", "rules", "selector"}, str(where))
        assert spec["action"] == "ALLOW", where
        labels = spec.get("selector", {}).get("matchLabels", {})
        pods = labels.get("app.kubernetes.io/name", "")
        assert labels == ({"app.kubernetes.io/name": pods} if pods else {}), where
        for rule in spec["rules"]:
            only_known(rule, {"from", "to"}, str(where))
            source = only(rule["from"])["source"]
            only_known(source, {"principals"}, str(where))
            operation = only(rule["to"])["operation"] if "to" in rule else {"ports": [""]}
            only_known(operation, {"ports"}, str(where))
            admitted |= {
                (where[0], pods, who, port) for who in source["principals"] for port in operation["ports"]
            }
    assert nothing == [(ROOT, "allow-nothing")]
    assert admitted == ADMITTED | (WITH_KEYCLOAK if estate.environment.keycloak else set())


def test_the_ingress_admits_known_clients_through_known_doors(estate: Estate) -> None:
    """9.2, 5.3; K07: the address that a load balancer names counts, and only if that load balancer names it."""
    environment = estate.environment
    policy = only(each for each in found(estate, "AuthorizationPolicy") if place(each) == (ROOT, INGRESS))
    spec = policy["spec"]
    assert spec["selector"] == {"matchLabels": {"istio": INGRESS}}
    assert spec["action"] == "ALLOW"
    rule = only(spec["rules"])
    only_known(rule, {"from", "to"}, INGRESS)
    assert sorted(only(rule["to"])["operation"]["hosts"]) == core_hosts(estate)
    assert set(only(rule["to"])["operation"]) == {"hosts"}
    public = {*environment.network.vpn_cidrs, *(each.cidr for each in environment.integrations)}
    apps = [each.name for each in environment.estate if each.name.startswith("apps-")]
    own, dmz = _block(estate, "tm", "private"), _block(estate, "tm", "public")
    inside = [own, *(_block(estate, name, "private") for name in apps)]
    seen = []
    for each in rule["from"]:
        only_known(each["source"], {"ipBlocks", "remoteIpBlocks"}, INGRESS)
        seen.append(tuple(_within(each["source"][key]) for key in ("ipBlocks", "remoteIpBlocks")))
    # What comes by the inner door may bear another caller's name, so only these networks may be named there.
    doors = [([dmz], sorted(collapse_addresses(public))), ([own], sorted(collapse_addresses(inside)))]
    assert sorted(seen) == sorted(doors)
    assert config(estate)["defaultConfig"]["gatewayTopology"] == {"numTrustedProxies": 1}


def _block(estate: Estate, vpc: str, tier: str) -> IPv4Network:
    """The one range that holds the subnets of a tier and the reserve beside them, as the JSON has them."""
    subnets = estate.resources(f"{vpc}-vpc", "aws_subnet").items()
    held = [IPv4Network(made["cidr_block"]) for name, made in subnets if name.startswith(f"vpc_{tier}-")]
    block = held[0].supernet(2)
    assert len(held) == 3, vpc
    assert all(each.subnet_of(block) for each in held), vpc
    return block


def _within(texts: list[str]) -> list[IPv4Network]:
    return sorted(collapse_addresses(IPv4Network(each) for each in texts))


def test_every_core_host_has_one_route_to_the_vendor(estate: Estate) -> None:
    """K06: load balancers send no server name, so the listener may ask for none."""
    gateway = only(found(estate, "Gateway"))
    assert place(gateway) == (ROOT, INGRESS)
    assert gateway["spec"]["selector"] == {"istio": INGRESS}
    server = only(gateway["spec"]["servers"])
    assert server["hosts"] == ["*"]
    assert server["port"] == {"number": PORT, "name": "https", "protocol": "HTTPS"}
    certificate = only(found(estate, "Certificate"))
    assert server["tls"] == {
        "mode": "SIMPLE",
        "credentialName": certificate["spec"]["secretName"],
        "minProtocolVersion": "TLSV1_2",
    }
    assert place(certificate)[0] == ROOT
    issuer = {"group": "cert-manager.io", "kind": "ClusterIssuer", "name": "selfsigned-issuer"}
    assert certificate["spec"]["issuerRef"] == issuer
    assert certificate["spec"]["privateKey"]["rotationPolicy"] == "Always"
    assert sorted(certificate["spec"]["dnsNames"]) == core_hosts(estate)
    routes = found(estate, "VirtualService")
    assert sorted(host for route in routes for host in route["spec"]["hosts"]) == core_hosts(estate)
    for route in routes:
        spec = route["spec"]
        assert (place(route)[0], spec["gateways"]) == (ROOT, [f"{ROOT}/{INGRESS}"]), place(route)
        assert spec["exportTo"] == ["."], place(route)
        only_known(spec, {"exportTo", "gateways", "hosts", "http"}, str(place(route)))
        http = only(spec["http"])
        only_known(http, {"name", "route"}, str(place(route)))
        assert set(only(http["route"])) == {"destination"}, place(route)


def test_every_core_host_leads_to_the_service_of_its_row(estate: Estate) -> None:
    """K06, 10.2: by name and port, as the environment file has them; the legacy name leads where SAML's does (CX-05)."""
    environment = estate.environment
    services = {
        f"{each.host}.tm.blx-demo.com": (each.service, each.port) for each in environment.core_services
    }
    wanted = {host: (f"{name}.{VENDOR}", port) for host, (name, port) in services.items()}
    wanted[LEGACY] = (
        ("keycloak.identity", 8180) if environment.keycloak else wanted["saml-dev.tm.blx-demo.com"]
    )
    for route in found(estate, "VirtualService"):
        host = only(route["spec"]["hosts"])
        name, port = wanted[host]
        destination = only(only(route["spec"]["http"])["route"])["destination"]
        assert destination == {"host": f"{name}.svc.cluster.local", "port": {"number": port}}, host


def test_certificates_are_renewed_before_they_end(estate: Estate) -> None:
    """K06: cert-manager refuses one that would be renewed before it begins; times are whole hours."""
    for made in found(estate, "Certificate"):
        spec = made["spec"]
        lasts, before = (int(spec[key].removesuffix("h")) for key in ("duration", "renewBefore"))
        assert 0 < 2 * before < lasts <= 90 * 24, place(made)


def test_the_mesh_writes_down_every_request(estate: Estate) -> None:
    """K07: one setting for all of it, and none that is narrower or turns it off."""
    telemetry = only(found(estate, "Telemetry"))
    assert place(telemetry) == (ROOT, "default")
    assert telemetry["spec"] == {"accessLogging": [{"providers": [{"name": "envoy"}]}]}
    assert config(estate)["accessLogEncoding"] == "JSON"


def test_bindings_are_exactly_the_target_groups(estate: Estate) -> None:
    """K01, K02: each target group of the entrances is bound once, to the Service that it is made for."""
    bound = {}
    for each in found(estate, "TargetGroupBinding"):
        spec, where = each["spec"], place(each)
        only_known(spec, {"ipAddressType", "serviceRef", "targetGroupARN", "targetType", "vpcID"}, str(where))
        group = estate.target(STACK, spec["targetGroupARN"])
        made = estate.at(group)
        assert group.attribute == "arn", where
        assert group not in bound, where
        bound[group] = where
        assert where[0] == made["tags"]["Namespace"], where
        assert spec["serviceRef"] == {"name": made["tags"]["Service"], "port": made["port"]}, where
        assert (spec["targetType"], spec["ipAddressType"]) == (made["target_type"], "ipv4"), where
        assert estate.target(STACK, spec["vpcID"])[:2] == ("tm-vpc", "aws_vpc"), where
    assert {each.name for each in bound} == set(estate.resources("tm-edge", "aws_lb_target_group"))
    assert {where[0] for where in bound.values()} == {"argocd", "tm-monitoring", ROOT}


def test_the_cluster_makes_no_door_of_its_own(estate: Estate) -> None:
    """K03: load balancers are Terraform's; the ingress listens on its two ports inside the cluster."""
    assert not found(estate, "Ingress")
    for made in found(estate, "Service"):
        assert made["spec"].get("type", "ClusterIP") == "ClusterIP", place(made)
        assert "externalIPs" not in made["spec"], place(made)
    service = told(estate, INGRESS)["service"]
    only_known(service, {"ports", "type"}, INGRESS)
    assert service["type"] == "ClusterIP"
    group = estate.resources("tm-edge", "aws_lb_target_group")["core_targets_tm-ingress"]
    wanted = sorted((int(group["health_check"]["port"]), group["port"]))
    ports = sorted(service["ports"], key=lambda each: int(each["port"]), reverse=True)
    assert sorted(each["port"] for each in ports) == sorted(wanted)
    assert all(each["port"] == each["targetPort"] for each in ports)
    for made in found(estate, "IngressClass"):
        assert place(made) == ("", "istio")
        assert made["spec"] == {"controller": "istio.io/ingress-controller"}
    settings = config(estate)
    assert settings["ingressControllerMode"] == "STRICT"
    assert settings["ingressService"] == settings["ingressSelector"] == INGRESS


def test_the_mesh_survives_the_loss_of_a_zone(estate: Estate) -> None:
    """K21."""
    istiod, ingress = told(estate, "istiod"), told(estate, INGRESS)
    _spread(istiod, {"app": "istiod"})
    _spread(ingress, {"istio": INGRESS})
    assert istiod["autoscaleEnabled"] is ingress["autoscaling"]["enabled"] is True
    assert 1 <= istiod["pdb"]["minAvailable"] < istiod["autoscaleMin"] >= 3
    assert 1 <= ingress["podDisruptionBudget"]["minAvailable"] < ingress["autoscaling"]["minReplicas"] >= 3
    assert ingress["securityContext"] == {
        "runAsNonRoot": True,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    proxy = istiod["global"]["proxy"]
    for made in (istiod, ingress, proxy, told(estate, "istio-cni")):
        assert made["resources"].keys() == {"requests", "limits"}
    for made in (istiod, proxy, told(estate, "istio-cni")):
        assert made["seccompProfile"] == {"type": "RuntimeDefault"}


def _spread(made: Json, labels: dict[str, str]) -> None:
    assert only(made["topologySpreadConstraints"]) == {
        "maxSkew": 1,
        "topologyKey": "topology.kubernetes.io/zone",
        "whenUnsatisfiable": "DoNotSchedule",
        "labelSelector": {"matchLabels": labels},
    }


def test_images_of_the_mesh_come_from_our_registry(estate: Estate) -> None:
    """14.2, P33: proxies, which istiod puts into pods, as well."""
    environment = estate.environment
    hub = f"{environment.accounts.shared}.dkr.ecr.{environment.region}.amazonaws.com/dockerhub/istio"
    for name in ("istio-cni", "istiod"):
        own = told(estate, name)["global"]
        assert (own["hub"], own["tag"]) == (hub, named(estate, name)["version"]), name
        assert not {"hub", "image", "tag"} & told(estate, name).keys(), name
        assert "image" not in own.get("proxy", {}), name
