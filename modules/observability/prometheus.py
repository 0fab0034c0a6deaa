"""Values of kube-prometheus-stack (kubernetes.md §7): the operator, two Prometheus, and what reports on nodes."""

from dataclasses import dataclass
from typing import Any

from modules.model.ports import Port
from modules.model.upstreams import Upstream
from modules.observability.alertmanager import AlertmanagerInputs, alertmanager
from modules.observability.grafana import GrafanaInputs, grafana
from modules.observability.shape import (
    NAMESPACE,
    REPLICA,
    RETENTION,
    container,
    pod,
    resources,
    source,
    spread,
    volume,
)

REPLICAS = 2

OFF = ("kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy", "thanosRuler", "windowsMonitoring")
"""What EKS does not show, and what nobody needs here."""

OWN = ("podmonitors", "prometheusrules", "scrapeconfigs", "servicemonitors")
"""Kinds of which those of the namespace itself speak about the whole cluster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringInputs:
    """`objects` is where Thanos keeps blocks, in its own words."""

    cluster: str
    url: str
    registry_account: str
    region: str
    objects: dict[str, Any]
    alertmanager: AlertmanagerInputs
    grafana: GrafanaInputs


def monitoring(inputs: MonitoringInputs) -> dict[str, Any]:
    """Everything but what Thanos does with the blocks."""
    quay = {"registry": source(inputs.registry_account, inputs.region, Upstream.QUAY)}
    kubernetes = {"registry": source(inputs.registry_account, inputs.region, Upstream.KUBERNETES)}
    return {
        "fullnameOverride": "tm-monitoring",
        "crds": {"enabled": True, "upgradeJob": {"enabled": False}},
        **{each: {"enabled": False} for each in OFF},
        "prometheusOperator": _operator(quay),
        "prometheus": _prometheus(inputs, quay),
        "alertmanager": alertmanager(inputs.alertmanager, quay),
        "grafana": grafana(inputs.grafana),
        # On by default; alerts need each of them.
        "kubelet": {"enabled": True, "serviceMonitor": {"cAdvisor": True}},
        "kubeStateMetrics": {"enabled": True},
        "nodeExporter": {"enabled": True},
        "kube-state-metrics": {
            "fullnameOverride": "kube-state-metrics",
            "image": kubernetes,
            "serviceAccount": {"create": True, "name": "kube-state-metrics"},
            "networkPolicy": {"enabled": False},
            "resources": resources("50m", "128Mi", "256Mi"),
        },
        "prometheus-node-exporter": {
            # It looks at the node itself, which a restricted namespace does not let it.
            "namespaceOverride": "kube-system",
            "fullnameOverride": "node-exporter",
            "image": quay,
            "resources": resources("50m", "32Mi", "64Mi"),
        },
    }


def _operator(quay: dict[str, str]) -> dict[str, Any]:
    return {
        "serviceAccount": {"create": True, "name": "operator"},
        "image": quay,
        "prometheusConfigReloader": {"image": quay, "resources": resources("10m", "32Mi", "64Mi")},
        "thanosImage": quay,
        "networkPolicy": {"enabled": False},
        "tls": {"enabled": True, "internalPort": Port.KUBELET.value},
        # cert-manager is there; a job that makes certificates would be one more image.
        "admissionWebhooks": {
            "enabled": True,
            # The rules of the same release come before the operator has its certificate.
            "failurePolicy": "IgnoreOnInstallOnly",
            "certManager": {"enabled": True},
            "patch": {"enabled": False},
            "deployment": {"enabled": False},
        },
        "resources": resources("100m", "128Mi", "256Mi"),
    }


def _prometheus(inputs: MonitoringInputs, quay: dict[str, str]) -> dict[str, Any]:
    selectors = ("serviceMonitor", "podMonitor", "rule", "probe", "scrapeConfig")
    return {
        "enabled": True,
        "serviceAccount": {"create": True, "name": "prometheus"},
        "networkPolicy": {"enabled": False},
        "podDisruptionBudget": {"enabled": True, "minAvailable": 1},
        "thanosService": {"enabled": True},
        "thanosServiceMonitor": {"enabled": True},
        "prometheusSpec": {
            "image": quay,
            "replicas": REPLICAS,
            "retention": RETENTION,
            "retentionSize": "40GB",
            # Two compactors of one block would break it.
            "disableCompaction": True,
            "replicaExternalLabelName": REPLICA,
            "externalLabels": {"cluster": inputs.cluster},
            "externalUrl": inputs.url,
            # A monitor of a namespace must not have Prometheus read its own files, and send them.
            "arbitraryFSAccessThroughSMs": {"deny": True},
            # What others say of themselves bears the namespace that they say it in.
            "enforcedNamespaceLabel": "namespace",
            "excludedFromEnforcement": [{"resource": each, "namespace": NAMESPACE} for each in OWN],
            "enableRemoteWriteReceiver": False,
            **{f"{each}SelectorNilUsesHelmValues": False for each in selectors},
            "podAntiAffinity": "hard",
            "podAntiAffinityTopologyKey": "kubernetes.io/hostname",
            "topologySpreadConstraints": spread(app_kubernetes_io__name="prometheus"),
            "securityContext": pod(),
            "resources": resources("500m", "2Gi", "4Gi"),
            "storageSpec": volume("50Gi"),
            "thanos": {
                "objectStorageConfig": {"secret": inputs.objects},
                "resources": resources("50m", "128Mi", "512Mi"),
                "securityContext": container(),
            },
        },
    }
