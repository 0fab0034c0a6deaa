"""Which pods a party is: what network policies, mesh authorization and bindings select."""

from dataclasses import dataclass

from modules.model.parties import Party
from modules.model.ports import Port


@dataclass(frozen=True, slots=True)
class Pods:
    """Pods of one namespace with these labels, all of it without any; `ports` are those that they listen on.

    `account` is their service account, by which the mesh knows them; `opens` is false for those of a party that
    only listen.
    """

    party: Party
    namespace: str
    labels: tuple[tuple[str, str], ...]
    ports: tuple[Port, ...] = ()
    account: str = ""
    opens: bool = True


NAME, INSTANCE = "app.kubernetes.io/name", "app.kubernetes.io/instance"
COMPONENT = "app.kubernetes.io/component"

MONITORING = "tm-monitoring"

# A pod that people see is a part of the whole for them, and itself for what it opens.
WATCHERS = (
    Pods(Party.OBSERVABILITY, MONITORING, ((NAME, "grafana"),), (Port.GRAFANA,), "grafana"),
    Pods(Party.DASHBOARDS, MONITORING, ((NAME, "grafana"),), account="grafana"),
    Pods(
        Party.OBSERVABILITY,
        MONITORING,
        ((NAME, "alertmanager"),),
        (Port.ALERTMANAGER, Port.RELOADER_METRICS),
        "alertmanager",
    ),
    Pods(Party.ALERTS, MONITORING, ((NAME, "alertmanager"),), (Port.ALERT_GOSSIP,), "alertmanager"),
    Pods(
        Party.OBSERVABILITY,
        MONITORING,
        ((COMPONENT, "query-frontend"),),
        (Port.PROMETHEUS,),
        "query-frontend",
    ),
    Pods(Party.METRICS_FRONTEND, MONITORING, ((COMPONENT, "query-frontend"),), account="query-frontend"),
    Pods(
        Party.METRICS_QUERY,
        MONITORING,
        ((COMPONENT, "query"),),
        (Port.PROMETHEUS, Port.THANOS_STORE),
        "query",
    ),
    Pods(
        Party.METRICS_STORE,
        MONITORING,
        ((COMPONENT, "storegateway"),),
        (Port.THANOS_STORE, Port.THANOS_METRICS),
        "storegateway",
    ),
    Pods(
        Party.METRICS_COMPACTOR, MONITORING, ((COMPONENT, "compactor"),), (Port.THANOS_METRICS,), "compactor"
    ),
    Pods(
        Party.METRICS,
        MONITORING,
        ((NAME, "prometheus"),),
        (Port.PROMETHEUS, Port.RELOADER_METRICS, Port.THANOS_STORE, Port.THANOS_METRICS),
        "prometheus",
    ),
    Pods(
        Party.CLOUD_METRICS,
        MONITORING,
        ((NAME, "prometheus-yet-another-cloudwatch-exporter"),),
        (Port.CLOUD_METRICS,),
        "cloudwatch-exporter",
    ),
    Pods(
        Party.OBSERVABILITY,
        MONITORING,
        ((NAME, "kube-state-metrics"),),
        (Port.STATE_METRICS,),
        "kube-state-metrics",
    ),
    Pods(
        Party.OBSERVABILITY,
        MONITORING,
        (("app", "kube-prometheus-stack-operator"),),
        (Port.KUBELET,),
        "operator",
    ),
)

PODS = (
    Pods(
        Party.ISTIO,
        "istio-system",
        (("app", "istiod"),),
        (Port.ISTIO_XDS, Port.ISTIO_WEBHOOK, Port.ISTIO_METRICS),
        "istiod",
    ),
    Pods(
        Party.ISTIO_INGRESS,
        "istio-system",
        (("istio", "tm-ingress"),),
        (Port.INGRESS_HTTPS, Port.ISTIO_HEALTH, Port.PROXY_METRICS),
        "tm-ingress",
    ),
    Pods(
        Party.ARGO_UI,
        "argocd",
        ((NAME, "argocd-server"),),
        (Port.ARGO_UI, Port.ARGO_SERVER_METRICS),
        "argocd-server",
    ),
    Pods(
        Party.ARGO_CD,
        "argocd",
        ((NAME, "argocd-repo-server"),),
        (Port.ARGO_REPO_SERVER, Port.ARGO_REPO_METRICS),
        "argocd-repo-server",
    ),
    Pods(Party.ARGO_GIT, "argocd", ((NAME, "argocd-repo-server"),), account="argocd-repo-server"),
    Pods(
        Party.ARGO_CD,
        "argocd",
        (("app", "redis-ha-haproxy"),),
        (Port.REDIS,),
        "argocd-redis-ha-haproxy",
        opens=False,
    ),
    Pods(
        Party.ARGO_CD,
        "argocd",
        ((NAME, "argocd-application-controller"),),
        (Port.ARGO_METRICS,),
        account="argocd-application-controller",
    ),
    Pods(
        Party.ARGO_CD,
        "argocd",
        ((NAME, "argocd-applicationset-controller"),),
        (Port.STATE_METRICS,),
        account="argocd-applicationset-controller",
    ),
    # In front of Redis it listens as Argo CD; behind, it asks as a part of the cache.
    Pods(Party.ARGO_CACHE, "argocd", (("app", "redis-ha-haproxy"),), account="argocd-redis-ha-haproxy"),
    Pods(
        Party.ARGO_CACHE,
        "argocd",
        (("app", "redis-ha"),),
        (Port.REDIS, Port.REDIS_SENTINEL),
        "argocd-redis-ha",
    ),
    *WATCHERS,
    Pods(
        Party.CERTIFICATES,
        "cert-manager",
        ((NAME, "cert-manager"),),
        (Port.CERTIFICATE_METRICS,),
        opens=False,
    ),
    Pods(Party.CERTIFICATES, "cert-manager", ((NAME, "webhook"),), (Port.KUBELET,), opens=False),
    Pods(
        Party.EXTERNAL_SECRETS,
        "external-secrets",
        ((NAME, "external-secrets"),),
        (Port.STATE_METRICS,),
        "external-secrets",
    ),
    Pods(
        Party.EXTERNAL_SECRETS,
        "external-secrets",
        ((NAME, "external-secrets-webhook"),),
        (Port.KUBELET,),
        opens=False,
    ),
    Pods(Party.EXTERNAL_DNS, "external-dns", ((NAME, "external-dns"),), (), "external-dns"),
    Pods(Party.PG_POOL, "tm-data", ((NAME, "pg-pool"),), (Port.POSTGRES, Port.PROXY_METRICS), "pg-pool"),
    Pods(
        Party.KEYCLOAK,
        "identity",
        ((NAME, "keycloak"),),
        (Port.KEYCLOAK, Port.KEYCLOAK_CLUSTER, Port.KEYCLOAK_FAILURE, Port.PROXY_METRICS),
        "keycloak",
    ),
    Pods(Party.VAULT, "tm-system", (), (Port.ISTIO_INBOUND, Port.PROXY_METRICS)),
    Pods(
        Party.INSTALLER,
        "tm-system",
        (("app.kubernetes.io/part-of", "vault-installer"),),
        (),
        "vault-installer",
    ),
)
"""A party may be several kinds of pods; one that listens is found by the port."""


def pods_of(party: Party) -> tuple[Pods, ...]:
    """Every kind of pod that a party is; none for a party that is no pod."""
    return tuple(each for each in PODS if each.party is party)


def listening(party: Party, port: Port) -> tuple[Pods, ...]:
    """The pods of a party that listen on a port."""
    return tuple(each for each in pods_of(party) if port in each.ports)
