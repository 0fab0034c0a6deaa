"""The charts of the platform in a cluster, each with one version for each version of Kubernetes.

Source: kubernetes.md §2, read in the charts' own files; a person raises a version, one chart at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

ISTIO = "https://blob.istio.io/istio-release/charts"
"""Where Istio goes on publishing; its older places end in December 2026 (istio.io, retirement of GCP)."""
ISTIO_VERSION = "1.30.3"
PROMETHEUS = "https://prometheus-community.github.io/helm-charts"
AUTOSCALER = "https://kubernetes.github.io/autoscaler"
EXTERNAL_SECRETS = "https://charts.external-secrets.io"


class Platform(StrEnum):
    """What is installed from a public chart; the value names the committed facts of its values."""

    CLOUDWATCH_EXPORTER = "prometheus-yet-another-cloudwatch-exporter"
    ARGO_CD = "argo-cd"
    AUTOSCALER = "cluster-autoscaler"
    CERT_MANAGER = "cert-manager"
    CSI_SECRETS = "secrets-store-csi-driver-provider-aws"
    EXTERNAL_DNS = "external-dns"
    EXTERNAL_SECRETS = "external-secrets"
    ISTIO_BASE = "istio-base"
    ISTIO_CNI = "istio-cni"
    ISTIO_GATEWAY = "istio-gateway"
    ISTIOD = "istiod"
    LOAD_BALANCER = "aws-load-balancer-controller"
    METRICS_SERVER = "metrics-server"
    MONITORING = "kube-prometheus-stack"
    THANOS = "thanos"


@dataclass(frozen=True, slots=True)
class Chart:
    """One version of a chart and the versions of Kubernetes (`major.minor`) that it is made for.

    `oldest` and `newest` are inclusive, None where the chart's authors name no limit. `app_version` is that of
    the image without a leading `v`. With `own_crds` its definitions lie in the chart's folder `crds/`, which
    Helm installs once and never upgrades.
    """

    platform: Platform
    repository: str
    name: str
    version: str
    app_version: str
    namespace: str
    release: str
    oldest: str | None = None
    newest: str | None = None
    own_crds: bool = False

    def takes(self, kubernetes: str) -> bool:
        """Whether it is made for this version."""
        at_least = self.oldest is None or _order(self.oldest) <= _order(kubernetes)
        return at_least and (self.newest is None or _order(kubernetes) <= _order(self.newest))


CHARTS = (
    Chart(
        Platform.LOAD_BALANCER,
        "https://aws.github.io/eks-charts",
        "aws-load-balancer-controller",
        "3.5.0",
        "3.5.0",
        "kube-system",
        "aws-load-balancer-controller",
        oldest="1.22",
        own_crds=True,
    ),
    Chart(
        Platform.ISTIO_BASE,
        ISTIO,
        "base",
        ISTIO_VERSION,
        ISTIO_VERSION,
        "istio-system",
        "istio-base",
        "1.32",
        "1.36",
    ),
    Chart(
        Platform.ISTIO_CNI,
        ISTIO,
        "cni",
        ISTIO_VERSION,
        ISTIO_VERSION,
        "kube-system",
        "istio-cni",
        "1.32",
        "1.36",
    ),
    Chart(
        Platform.ISTIOD,
        ISTIO,
        "istiod",
        ISTIO_VERSION,
        ISTIO_VERSION,
        "istio-system",
        "istiod",
        "1.32",
        "1.36",
    ),
    Chart(
        Platform.ISTIO_GATEWAY,
        ISTIO,
        "gateway",
        ISTIO_VERSION,
        ISTIO_VERSION,
        "istio-system",
        "tm-ingress",
        "1.32",
        "1.36",
    ),
    Chart(
        Platform.CERT_MANAGER,
        "https://charts.jetstack.io",
        "cert-manager",
        "v1.21.1",
        "1.21.1",
        "cert-manager",
        "cert-manager",
        oldest="1.22",
    ),
    # Only the newest minor is supported, and each is tested on few versions of Kubernetes.
    Chart(
        Platform.EXTERNAL_SECRETS,
        EXTERNAL_SECRETS,
        "external-secrets",
        "2.8.0",
        "2.8.0",
        "external-secrets",
        "external-secrets",
        "1.35",
        "1.35",
    ),
    Chart(
        Platform.EXTERNAL_SECRETS,
        EXTERNAL_SECRETS,
        "external-secrets",
        "2.9.0",
        "2.9.0",
        "external-secrets",
        "external-secrets",
        "1.36",
        "1.36",
    ),
    Chart(
        Platform.CSI_SECRETS,
        "https://aws.github.io/secrets-store-csi-driver-provider-aws",
        "secrets-store-csi-driver-provider-aws",
        "3.1.1",
        "3.1.1",
        "kube-system",
        "secrets-provider-aws",
        oldest="1.30",
        own_crds=True,
    ),
    Chart(
        Platform.EXTERNAL_DNS,
        "https://kubernetes-sigs.github.io/external-dns/",
        "external-dns",
        "1.21.1",
        "0.21.0",
        "external-dns",
        "external-dns",
        own_crds=True,
    ),
    # The image's minor is the cluster's, which the chart does not follow.
    Chart(
        Platform.AUTOSCALER,
        AUTOSCALER,
        "cluster-autoscaler",
        "9.59.0",
        "1.35.2",
        "kube-system",
        "cluster-autoscaler",
        "1.35",
        "1.35",
    ),
    Chart(
        Platform.AUTOSCALER,
        AUTOSCALER,
        "cluster-autoscaler",
        "9.59.0",
        "1.36.1",
        "kube-system",
        "cluster-autoscaler",
        "1.36",
        "1.36",
    ),
    Chart(
        Platform.METRICS_SERVER,
        "https://kubernetes-sigs.github.io/metrics-server/",
        "metrics-server",
        "3.13.1",
        "0.8.1",
        "kube-system",
        "metrics-server",
        oldest="1.31",
    ),
    Chart(
        Platform.ARGO_CD,
        "https://argoproj.github.io/argo-helm",
        "argo-cd",
        "10.1.1",
        "3.4.4",
        "argocd",
        "argocd",
        oldest="1.25",
    ),
    Chart(
        Platform.MONITORING,
        PROMETHEUS,
        "kube-prometheus-stack",
        "88.5.3",
        "0.93.1",
        "tm-monitoring",
        "tm-monitoring",
        oldest="1.25",
        own_crds=True,
    ),
    Chart(
        Platform.THANOS,
        "oci://ghcr.io/thanos-community/helm-charts",
        "thanos",
        "0.38.0",
        "0.42.4",
        "tm-monitoring",
        "thanos",
        oldest="1.30",
    ),
    Chart(
        Platform.CLOUDWATCH_EXPORTER,
        PROMETHEUS,
        "prometheus-yet-another-cloudwatch-exporter",
        "0.47.0",
        "0.67.0",
        "tm-monitoring",
        "cloudwatch-exporter",
    ),
)
"""Every chart; two rows where the version follows the cluster's."""


def chart(platform: Platform, kubernetes: str) -> Chart:
    """The row for a cluster's version. Raises `StopIteration` for a version that no environment may name."""
    return next(row for row in CHARTS if row.platform is platform and row.takes(kubernetes))


def refusals(kubernetes: str, charts: tuple[Chart, ...] = CHARTS) -> Iterator[str]:
    """One sentence for every chart that has no version for this version of Kubernetes."""
    for platform in dict.fromkeys(row.platform for row in charts):
        rows = [row for row in charts if row.platform is platform]
        if not any(row.takes(kubernetes) for row in rows):
            made_for = " or ".join(f"{row.version} for {_range(row)}" for row in rows)
            yield f"{kubernetes!r} is outside what chart {platform} takes ({made_for}); write such a version"


def _range(row: Chart) -> str:
    return f"{row.oldest or 'any'} to {row.newest or 'any'}" if row.oldest != row.newest else str(row.oldest)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
