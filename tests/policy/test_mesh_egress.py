"""What leaves the mesh: the database, the brokers and named APIs of AWS, and each from its own namespace alone.

Arrows 8.3, 11.1, 12.2, 13.1; kubernetes.md §4 (REGISTRY_ONLY).
"""

import pytest

from tests.policy.facts import Estate, only, only_known
from tests.policy.mesh import POOL, ROOT, STACK, VENDOR, config, found, place, told_proxy

pytestmark = pytest.mark.policy

SEEN = {
    POOL: {"./*"},
    VENDOR: {"./*", f"{POOL}/*"},
}
"""12.1: Vault knows pg-pool; both know the mesh itself, the API server and the resolver."""

ALWAYS = {
    f"{ROOT}/*",
    "default/kubernetes.default.svc.cluster.local",
    "kube-system/kube-dns.kube-system.svc.cluster.local",
}

DATABASE = {"${aws_rds_cluster.endpoint}", "${aws_rds_cluster.reader_endpoint}"}


def test_proxies_let_nothing_out_that_is_not_registered(estate: Estate) -> None:
    """In the whole mesh and in each namespace; only the addresses of a node itself go past the proxies."""
    assert config(estate)["outboundTrafficPolicy"] == {"mode": "REGISTRY_ONLY"}
    sidecars = {place(each): each["spec"] for each in found(estate, "Sidecar")}
    seen = SEEN | ({"identity": {"./*"}} if estate.environment.keycloak else {})
    assert set(sidecars) == {(namespace, "default") for namespace in seen}
    for (namespace, _), spec in sidecars.items():
        only_known(spec, {"egress", "outboundTrafficPolicy"}, namespace)
        assert spec["outboundTrafficPolicy"] == {"mode": "REGISTRY_ONLY"}, namespace
        egress = only(spec["egress"])
        only_known(egress, {"hosts"}, namespace)
        assert set(egress["hosts"]) == seen[namespace] | ALWAYS, namespace
    proxy = told_proxy(estate)
    only_known(proxy, {"excludeIPRanges", "resources", "seccompProfile"}, "proxy")
    assert set(proxy["excludeIPRanges"].split(",")) == {"169.254.169.254/32", "169.254.170.23/32"}


def test_the_ways_out_are_those_of_the_flows(estate: Estate) -> None:
    """Each known in its namespace only, and where a name proves nothing, bound to the subnets as well."""
    environment = estate.environment
    region = environment.region
    apis = {f"secretsmanager.{region}.amazonaws.com", f"sts.{region}.amazonaws.com"}
    apis |= {"iam.amazonaws.com"} if environment.network.private_egress == "nat" else set()
    database, brokers = _subnets(estate, "database"), _subnets(estate, "kafka")
    wanted = {
        (POOL, "aurora"): (DATABASE, (5432, "TCP"), "NONE", database),
        (VENDOR, "aurora"): (DATABASE, (5432, "TCP"), "NONE", database),
        (VENDOR, "kafka"): ({"${aws_msk_cluster.*}"}, (9096, "TLS"), "NONE", brokers),
        (VENDOR, "aws-apis"): (apis, (443, "TLS"), "DNS", set()),
    }
    if environment.keycloak:
        wanted["identity", "aurora"] = wanted[POOL, "aurora"]
    entries = {}
    for each in found(estate, "ServiceEntry"):
        spec = each["spec"]
        only_known(
            spec,
            {"addresses", "exportTo", "hosts", "location", "ports", "resolution"},
            str(place(each)),
        )
        assert (spec["exportTo"], spec["location"]) == (["."], "MESH_EXTERNAL"), place(each)
        port = only(spec["ports"])
        hosts = {_host(estate, host) for host in spec["hosts"]}
        where = (port["number"], port["protocol"])
        entries[place(each)] = (hosts, where, spec["resolution"], set(spec.get("addresses", ())))
    assert entries == wanted


def _subnets(estate: Estate, tier: str) -> set[str]:
    subnets = estate.resources("tm-vpc", "aws_subnet").items()
    return {made["cidr_block"] for name, made in subnets if name.startswith(f"vpc_{tier}-")}


def _host(estate: Estate, host: str) -> str:
    """A name as it is, or what a reference stands for."""
    if not host.startswith("${"):
        return host
    if host == "${var.tm_kafka_broker_hosts}":
        made = estate.stacks["tm-kafka"]["output"]["broker_hosts"]["value"]
        first = '${replace(element(split(":", aws_msk_cluster.kafka_cluster_brokers.'
        assert made == f'{first}bootstrap_brokers_sasl_scram), 0), "/^[^.]+/", "*")}}'
        return "${aws_msk_cluster.*}"
    target = estate.target(STACK, host)
    return f"${{{target.kind}.{target.attribute}}}"
