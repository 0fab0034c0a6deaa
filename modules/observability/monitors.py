"""Who is asked for metrics beside what the charts ask themselves: the mesh, Argo CD, the tools, and Kafka's brokers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from modules.kit.chart import Manifest
from modules.kit.stack import Ref
from modules.model.ports import Port
from modules.observability.shape import NAMESPACE

NAME = "app.kubernetes.io/name"


@dataclass(frozen=True, slots=True)
class Watched:
    """Pods with these labels; an empty text asks that the label is there. Those with proxies are in more namespaces."""

    name: str
    namespaces: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    port: Port
    path: str = "/metrics"
    declared: str = ""
    """A port of the containers to find them by, where none declares the port that is asked."""


WATCHED = (
    Watched("istiod", ("istio-system",), (("app", "istiod"),), Port.ISTIO_METRICS),
    Watched(
        "proxies",
        ("istio-system",),
        (("service.istio.io/canonical-name", ""),),
        Port.PROXY_METRICS,
        "/stats/prometheus",
        "http-envoy-prom",  # the proxy declares its own metrics, and not the port that adds the application's
    ),
    Watched("argo-controller", ("argocd",), ((NAME, "argocd-application-controller"),), Port.ARGO_METRICS),
    Watched("argo-server", ("argocd",), ((NAME, "argocd-server"),), Port.ARGO_SERVER_METRICS),
    Watched("argo-repository", ("argocd",), ((NAME, "argocd-repo-server"),), Port.ARGO_REPO_METRICS),
    Watched("argo-sets", ("argocd",), ((NAME, "argocd-applicationset-controller"),), Port.STATE_METRICS),
    Watched("certificates", ("cert-manager",), ((NAME, "cert-manager"),), Port.CERTIFICATE_METRICS),
    Watched("secrets", ("external-secrets",), ((NAME, "external-secrets"),), Port.STATE_METRICS),
)


def monitors(meshed: tuple[str, ...]) -> tuple[Manifest, ...]:
    """One request to the operator for each row; pods of the `meshed` namespaces have proxies."""
    return tuple(_pods(each, meshed) for each in WATCHED)


def brokers(targets: dict[Port, Sequence[Ref]]) -> tuple[Manifest, ...]:
    """Open monitoring of MSK: metrics of Kafka and of its machines, broker by broker (7.2 kafka-metrics)."""
    names = {Port.KAFKA_METRICS: "kafka", Port.BROKER_METRICS: "kafka-machines"}
    return tuple(
        Manifest(
            api_version="monitoring.coreos.com/v1alpha1",
            kind="ScrapeConfig",
            name=names[port],
            namespace=NAMESPACE,
            body={
                "spec": {
                    "jobName": names[port],
                    "metricsPath": "/metrics",
                    "scrapeInterval": "60s",
                    "staticConfigs": [{"targets": list(hosts)}],
                }
            },
        )
        for port, hosts in targets.items()
    )


def _pods(watched: Watched, meshed: tuple[str, ...]) -> Manifest:
    exact = {key: value for key, value in watched.labels if value}
    present = [{"key": key, "operator": "Exists"} for key, value in watched.labels if not value]
    selector: dict[str, Any] = {"matchExpressions": present} if present else {"matchLabels": exact}
    return Manifest(
        api_version="monitoring.coreos.com/v1",
        kind="PodMonitor",
        name=watched.name,
        namespace=NAMESPACE,
        body={
            "spec": {
                "namespaceSelector": {
                    "matchNames": [*watched.namespaces, *(meshed if watched.declared else ())]
                },
                "selector": selector,
                "podMetricsEndpoints": [{**_port(watched), "path": watched.path, "interval": "30s"}],
            }
        },
    )


def _port(watched: Watched) -> dict[str, Any]:
    """Prometheus finds pods by ports that their containers declare, and by no others."""
    if not watched.declared:
        return {"portNumber": watched.port.value}
    address = {
        "sourceLabels": ["__meta_kubernetes_pod_ip"],
        "targetLabel": "__address__",
        "replacement": f"$1:{watched.port.value}",
    }
    return {"port": watched.declared, "relabelings": [address]}
