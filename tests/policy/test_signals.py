"""Golden signals: every part of the estate is seen, and somebody is told (inventory CL-09, arrow 7.2)."""

import json
import re

import pytest

from modules.model.exporters import EXPORTERS, metrics_of
from modules.model.pods import PODS
from tests.policy.charts import objects_of, values_at, values_of
from tests.policy.facts import Estate, Json, only, only_known

pytestmark = pytest.mark.policy

TM = "tm-observability"

GOLDEN = {"latency", "traffic", "errors", "saturation"}

AREAS = {
    "argo",
    "aurora",
    "balancers",
    "certificates",
    "gateway",
    "kafka",
    "nodes",
    "pool",
    "secrets",
    "services",
    "watching",
}

WHOLE = {"aurora", "balancers", "gateway", "kafka", "nodes", "pool", "services"}
"""Areas that have all four; the others have nothing that flows."""

PODS_OF_CHARTS = {
    "alertmanager",
    "compactor",
    "grafana",
    "kube-prometheus-stack-operator",
    "kube-state-metrics",
    "prometheus",
    "prometheus-yet-another-cloudwatch-exporter",
    "query",
    "query-frontend",
    "storegateway",
}
"""Kinds of pods in the namespace with these values (kubernetes.md §7, rendered)."""

WATCHED = {
    "istiod": (15014, {"istio-system"}),
    "proxies": ("http-envoy-prom", {"istio-system", "tm-data", "tm-system"}),
    "argo-controller": (8082, {"argocd"}),
    "argo-server": (8083, {"argocd"}),
    "argo-repository": (8084, {"argocd"}),
    "argo-sets": (8080, {"argocd"}),
    "certificates": (9402, {"cert-manager"}),
    "secrets": (8080, {"external-secrets"}),
}

DECLARED: dict[str, set[object]] = {
    "istiod": {8080, 15010, 15012, 15014, 15017},
    "proxies": {15090, "http-envoy-prom"},
    "argo-controller": {8082, "metrics"},
    "argo-server": {8080, 8083, "server", "metrics"},
    "argo-repository": {8081, 8084, "repo-server", "metrics"},
    "argo-sets": {7000, 8080, 8081, "metrics", "probe", "webhook"},
    "certificates": {9402, 9403, "http-metrics", "http-healthz"},
    "secrets": {8080, "metrics"},
}
"""Ports of containers in the charts' templates; of proxies in Istio's templates for injection."""


def _objects(estate: Estate, kind: str) -> dict[str, Json]:
    made = objects_of(estate.resources(TM, "helm_release")["observability_golden-signals"])
    return {each["metadata"]["name"]: each for each in made if each["kind"] == kind}


def _areas(estate: Estate) -> set[str]:
    return AREAS if estate.environment.pg_pool else AREAS - {"pool"}


def test_every_area_has_a_dashboard_that_grafana_finds(estate: Estate) -> None:
    made = _objects(estate, "ConfigMap")
    assert set(made) == {f"golden-{area}" for area in _areas(estate)}
    for name, each in made.items():
        assert each["metadata"]["labels"] == {"grafana_dashboard": "1"}, name
        assert each["metadata"]["namespace"] == "tm-monitoring", name
        shown = json.loads(each["data"][f"{name}.json"])
        assert shown["uid"] == name
        words = {panel["title"].partition(":")[0].lower() for panel in shown["panels"]}
        assert words <= GOLDEN, name
        assert words == GOLDEN or name.removeprefix("golden-") not in WHOLE, name
        assert len({panel["id"] for panel in shown["panels"]}) == len(shown["panels"]), name
        assert all(only(panel["targets"])["expr"] for panel in shown["panels"]), name


def test_every_alert_says_who_acts_and_what_is_wrong(estate: Estate) -> None:
    made = _objects(estate, "PrometheusRule")
    assert set(made) == {f"golden-{area}" for area in _areas(estate)}
    seen = set()
    for name, each in made.items():
        group = only(each["spec"]["groups"])
        assert group["rules"], name
        for rule in group["rules"]:
            assert rule["labels"]["team"] in estate.environment.teams, name
            assert rule["labels"]["severity"] in {"critical", "warning"}, name
            assert rule["labels"]["golden"] in GOLDEN, name
            assert len(rule["annotations"]["summary"].split()) > 4, name
            assert rule["annotations"]["dashboard"] == name
            assert re.fullmatch(r"\(.+\) [<>!]=? ?[\d.]+", rule["expr"]), rule["alert"]
            assert re.fullmatch(r"[1-9]\d*m", rule["for"]), rule["alert"]
            assert rule["alert"] not in seen, rule["alert"]
            seen.add(rule["alert"])


def test_prometheus_asks_who_has_something_to_say(estate: Estate) -> None:
    made = _objects(estate, "PodMonitor")
    told = {
        name: (
            _asked(only(each["spec"]["podMetricsEndpoints"])),
            set(each["spec"]["namespaceSelector"]["matchNames"]),
        )
        for name, each in made.items()
    }
    wanted = dict(WATCHED)
    if estate.environment.keycloak:
        port, spaces = wanted["proxies"]
        wanted["proxies"] = (port, spaces | {"identity"})
    assert told == wanted
    for name, each in made.items():
        labels = each["spec"]["selector"].get("matchLabels", {})
        mesh = {"matchExpressions": [{"key": "service.istio.io/canonical-name", "operator": "Exists"}]}
        assert labels or each["spec"]["selector"] == mesh, name
        known = [pods for pods in PODS if dict(pods.labels) == labels and pods.namespace in told[name][1]]
        assert known or not labels, f"{name}: no pods have {labels}"
        path = only(each["spec"]["podMetricsEndpoints"])["path"]
        assert path == ("/metrics" if labels else "/stats/prometheus"), name
    for name, (port, _) in WATCHED.items():
        assert port in DECLARED[name], f"{name}: no container declares {port}, so Prometheus finds nobody"
    address = only(only(made["proxies"]["spec"]["podMetricsEndpoints"])["relabelings"])
    assert address == {
        "sourceLabels": ["__meta_kubernetes_pod_ip"],
        "targetLabel": "__address__",
        "replacement": "$1:15020",
    }


def _asked(endpoint: Json) -> object:
    only_known(endpoint, {"interval", "path", "port", "portNumber", "relabelings"}, "endpoint")
    assert ("port" in endpoint) != ("portNumber" in endpoint)
    return endpoint.get("port") or endpoint["portNumber"]


def test_prometheus_asks_every_broker_of_kafka(estate: Estate) -> None:
    """7.2 kafka-metrics: open monitoring of MSK, 11001 and 11002."""
    made = _objects(estate, "ScrapeConfig")
    assert set(made) == {"kafka", "kafka-machines"}
    for name, port in (("kafka", 11001), ("kafka-machines", 11002)):
        targets = only(made[name]["spec"]["staticConfigs"])["targets"]
        assert len(set(targets)) == 3, name
        assert (made[name]["spec"]["jobName"], made[name]["spec"]["metricsPath"]) == (name, "/metrics")
        assert all(each.endswith(f"}}:{port}") and "bootstrap_brokers" in each for each in targets), name


def test_every_pod_that_watches_is_known_to_the_flows(estate: Estate) -> None:
    """K20: a pod that no row knows would be cut off, or let alone."""
    rows = [each for each in PODS if each.namespace == "tm-monitoring"]
    assert {value for row in rows for _, value in row.labels} == PODS_OF_CHARTS
    opened = {flow.part for flow in estate.environment.flows if flow.arrow == "7.2"}
    assert {"alarms", "alerts", "gossip", "history", "kafka-metrics", "query", "scrape", "upload"} <= opened
    assert "telemetry" not in opened
    assert {each["metadata"]["namespace"] for each in _objects(estate, "PodMonitor").values()} == {
        "tm-monitoring"
    }


def _queries(estate: Estate) -> dict[str, str]:
    """Every expression of alerts and panels, by where it stands."""
    found = {}
    for name, each in _objects(estate, "PrometheusRule").items():
        for rule in only(each["spec"]["groups"])["rules"]:
            found[f"{name} {rule['alert']}"] = rule["expr"]
    for name, each in _objects(estate, "ConfigMap").items():
        for panel in json.loads(each["data"][f"{name}.json"])["panels"]:
            found[f"{name} {panel['title']}"] = only(panel["targets"])["expr"]
    return found


def _releases(estate: Estate) -> dict[str, Json]:
    """Releases of the cluster that the tools watch, by name."""
    clusters = {
        stack: estate.target(stack, only(document["provider"]["helm"])["kubernetes"]["host"])
        for stack, document in estate.stacks.items()
        if "helm" in document.get("provider", {})
    }
    return {
        made["name"]: made
        for stack, _, made in estate.everywhere("helm_release")
        if clusters[stack] == clusters[TM]
    }


def _cloudwatch(estate: Estate) -> set[str]:
    """Names as YACE 0.67 makes them of what its configuration asks for (pkg/promutil, BuildMetricName)."""
    config = json.loads(values_of(_releases(estate)["cloudwatch-exporter"])["config"])
    found = set()
    for job in config["customNamespace"]:
        service = job["namespace"].lower().replace("/", "_")
        for metric in job["metrics"]:
            name = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", metric["name"]).lower()
            for word in service.split("_"):
                name = name.removeprefix(word)
            for statistic in metric["statistics"]:
                found.add(f"{service}_{name.removeprefix('_')}_{statistic.lower()}")
    return found


def test_what_is_looked_at_is_said_by_somebody_in_the_same_cluster(estate: Estate) -> None:
    """7.2: a metric that nobody says makes an alert that never fires and a panel that stays empty."""
    releases, cloudwatch = _releases(estate), _cloudwatch(estate)
    monitors = {**_objects(estate, "PodMonitor"), **_objects(estate, "ScrapeConfig")}
    for where, query in _queries(estate).items():
        names = metrics_of(query)
        assert names, f"{where}: {query}"
        for name in names:
            exporter = only((each for each in EXPORTERS if name in each.metrics), f"{where}: {name}")
            assert (exporter.name == "cloudwatch") is (name in cloudwatch), f"{where}: {name}"
            assert bool(exporter.monitor) is not bool(exporter.switches), exporter.name
            assert not exporter.monitor or exporter.monitor in monitors, f"{where}: nobody asks {name}"
            if not exporter.release:
                _brokers_say(estate)
                continue
            assert exporter.release in releases, f"{where}: {name} needs {exporter.release}"
            told = values_of(releases[exporter.release])
            off = [each for each in exporter.switches if not _on(told, each)]
            assert not off, f"{where}: {name} needs {off}"


def _on(told: Json, path: str) -> bool:
    above, _, key = path.rpartition(".")
    return (values_at(told, above) if above else told)[key] is True


def _brokers_say(estate: Estate) -> None:
    """Open monitoring of MSK."""
    cluster = only(estate.resources("tm-kafka", "aws_msk_cluster").values())
    assert cluster["open_monitoring"]["prometheus"]["jmx_exporter"] == {"enabled_in_broker": True}
