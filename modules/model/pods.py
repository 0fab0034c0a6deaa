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

PODS = (
    Pods(Party.ISTIO, "istio-system", (("app", "istiod"),), (Port.ISTIO_XDS, Port.ISTIO_WEBHOOK), "istiod"),
    Pods(
        Party.ISTIO_INGRESS,
        "istio-system",
        (("istio", "tm-ingress"),),
        (Port.INGRESS_HTTPS, Port.ISTIO_HEALTH),
        "tm-ingress",
    ),
    Pods(Party.ARGO_UI, "argocd", ((NAME, "argocd-server"),), (Port.ARGO_UI,)),
    Pods(Party.ARGO_CD, "argocd", ((NAME, "argocd-repo-server"),), (Port.ARGO_REPO_SERVER,)),
    Pods(Party.ARGO_CD, "argocd", (("app", "redis-ha-haproxy"),), (Port.REDIS,)),
    Pods(Party.ARGO_CD, "argocd", ((NAME, "argocd-application-controller"),)),
    Pods(Party.OBSERVABILITY, "tm-monitoring", ((NAME, "grafana"),), (Port.GRAFANA,)),
    Pods(Party.OBSERVABILITY, "tm-monitoring", ((NAME, "alertmanager"),), (Port.ALERTMANAGER,)),
    Pods(
        Party.OBSERVABILITY,
        "tm-monitoring",
        (("app.kubernetes.io/component", "query-frontend"),),
        (Port.PROMETHEUS,),
    ),
    Pods(Party.OBSERVABILITY, "tm-monitoring", ((NAME, "prometheus"),)),
    Pods(Party.CERTIFICATES, "cert-manager", ((NAME, "webhook"),), (Port.KUBELET,), opens=False),
    Pods(Party.EXTERNAL_SECRETS, "external-secrets", ((NAME, "external-secrets"),), (), "external-secrets"),
    Pods(
        Party.EXTERNAL_SECRETS,
        "external-secrets",
        ((NAME, "external-secrets-webhook"),),
        (Port.KUBELET,),
        opens=False,
    ),
    Pods(Party.EXTERNAL_DNS, "external-dns", ((NAME, "external-dns"),), (), "external-dns"),
    Pods(Party.PG_POOL, "tm-data", ((NAME, "pg-pool"),), (Port.POSTGRES,), "pg-pool"),
    Pods(Party.VAULT, "tm-system", (), (Port.ISTIO_INBOUND,)),
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
