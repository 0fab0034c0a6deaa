"""Objects of Keycloak (kubernetes.md §10): no chart of its authors exists, and their operator brings rights of its own.

Settings are options of Keycloak's server by their names as variables (keycloak.org, all configuration).
"""

from dataclasses import dataclass
from typing import Any

from modules.kit.chart import Manifest
from modules.kit.deployment import deployment, hardened
from modules.kit.external import External
from modules.kit.stack import Ref
from modules.model.pods import NAME as LABEL
from modules.model.ports import Port

NAME = "keycloak"
VERSION = "26.8.2"

REPLICAS = 2
USER = 1000
"""The image's own; it owns what Keycloak writes to."""

CLUSTER = "keycloak-cluster"
PASSWORDS, AUTHORITY = "keycloak-passwords", "keycloak-authority"
BUNDLE = "bundle.pem"

DATA, QUARKUS = "/opt/keycloak/data", "/opt/keycloak/lib/quarkus"
CERTIFICATES, PREPARED = "/etc/keycloak-authority", "/prepared"

WRITABLE = (("built", QUARKUS), ("data", DATA))
"""What Keycloak writes: it builds itself at the start for the database that it is told (keycloak#33698)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """`host` is its public name; `user` owns `database` at `endpoint`; the secrets are names in Secrets Manager."""

    namespace: str
    host: str
    image: str
    endpoint: Ref
    database: str
    user: str
    passwords: str
    authority: str


def manifests(server: Server) -> list[Manifest]:
    """Everything of Keycloak but the secrets' contents, its realm and its clients."""
    labels = {LABEL: NAME}
    budget = {"minAvailable": REPLICAS - 1, "selector": {"matchLabels": labels}}
    passwords = {"admin": "admin", "database": "database"}
    return [
        _object(server, "v1", "ServiceAccount", NAME, {"automountServiceAccountToken": False}),
        _external(server, PASSWORDS, server.passwords, passwords),
        _external(server, AUTHORITY, server.authority, {BUNDLE: ""}),
        _object(server, "apps/v1", "Deployment", NAME, {"spec": _deployment(server, labels)}),
        _object(server, "policy/v1", "PodDisruptionBudget", NAME, {"spec": budget}),
        _object(server, "v1", "Service", NAME, {"spec": _service(labels)}),
        _object(server, "v1", "Service", CLUSTER, {"spec": _cluster(labels)}),
    ]


def _object(server: Server, version: str, kind: str, name: str, body: dict[str, Any]) -> Manifest:
    return Manifest(
        api_version=version,
        kind=kind,
        name=name,
        namespace=server.namespace,
        body=body,
        labels={LABEL: NAME},
    )


def _external(server: Server, name: str, source: str, properties: dict[str, str]) -> Manifest:
    return External(name=name, namespace=server.namespace, source=source, properties=properties).manifest


def _service(labels: dict[str, str]) -> dict[str, Any]:
    return {"type": "ClusterIP", "selector": labels, "ports": [_port("http-keycloak", Port.KEYCLOAK)]}


def _cluster(labels: dict[str, str]) -> dict[str, Any]:
    """The addresses of its pods, without which the mesh would not let one call the other."""
    ports = [_port("tcp-cluster", Port.KEYCLOAK_CLUSTER), _port("tcp-failure", Port.KEYCLOAK_FAILURE)]
    return {"clusterIP": "None", "publishNotReadyAddresses": True, "selector": labels, "ports": ports}


def _port(name: str, port: Port) -> dict[str, Any]:
    kind = name.partition("-")[0]
    return {"name": name, "appProtocol": kind, "port": int(port), "protocol": "TCP", "targetPort": int(port)}


def _settings(server: Server) -> dict[str, str]:
    """Between pods and before them the mesh encrypts; to the database PostgreSQL's own TLS does."""
    checked = f"sslmode=verify-full&sslrootcert={CERTIFICATES}/{BUNDLE}"
    return {
        "JAVA_OPTS_APPEND": f"-Djava.io.tmpdir={DATA}",
        "KC_BOOTSTRAP_ADMIN_USERNAME": "admin",
        "KC_CACHE": "ispn",
        "KC_CACHE_EMBEDDED_MTLS_ENABLED": "false",
        "KC_CACHE_STACK": "jdbc-ping",
        "KC_DB": "postgres",
        "KC_DB_URL": f"jdbc:postgresql://{server.endpoint}:{int(Port.POSTGRES)}/{server.database}?{checked}",
        "KC_DB_USERNAME": server.user,
        "KC_HEALTH_ENABLED": "true",
        "KC_HOSTNAME": f"https://{server.host}",
        "KC_HTTP_ENABLED": "true",
        "KC_HTTP_MANAGEMENT_PORT": str(int(Port.KEYCLOAK_MANAGEMENT)),
        "KC_HTTP_PORT": str(int(Port.KEYCLOAK)),
        "KC_METRICS_ENABLED": "true",
        "KC_PROXY_HEADERS": "xforwarded",
    }


def _deployment(server: Server, labels: dict[str, str]) -> dict[str, Any]:
    pod = {
        "initContainers": [_prepare(server)],
        "containers": [_container(server)],
        "volumes": [
            {"name": "authority", "secret": {"secretName": AUTHORITY}},
            *({"name": name, "emptyDir": {"sizeLimit": "1Gi"}} for name, _ in WRITABLE),
        ],
    }
    return deployment(NAME, labels, REPLICAS, USER, int(Port.KEYCLOAK_MANAGEMENT), pod)


def _prepare(server: Server) -> dict[str, Any]:
    """What the image has where Keycloak builds, which the empty volume would hide."""
    return {
        "name": "prepare",
        "image": f"{server.image}:{VERSION}",
        "command": ["cp", "-r", f"{QUARKUS}/.", PREPARED],
        "resources": {
            "requests": {"cpu": "50m", "memory": "32Mi"},
            "limits": {"cpu": "500m", "memory": "64Mi"},
        },
        "securityContext": hardened(),
        "volumeMounts": [{"name": "built", "mountPath": PREPARED}],
    }


def _container(server: Server) -> dict[str, Any]:
    secrets = {"KC_BOOTSTRAP_ADMIN_PASSWORD": "admin", "KC_DB_PASSWORD": "database"}
    hidden = [
        {"name": name, "valueFrom": {"secretKeyRef": {"name": PASSWORDS, "key": key}}}
        for name, key in secrets.items()
    ]
    shown = [{"name": name, "value": value} for name, value in _settings(server).items()]
    ports = {"http-keycloak": Port.KEYCLOAK, "metrics": Port.KEYCLOAK_MANAGEMENT}
    ports |= {"tcp-cluster": Port.KEYCLOAK_CLUSTER, "tcp-failure": Port.KEYCLOAK_FAILURE}
    return {
        "name": NAME,
        "image": f"{server.image}:{VERSION}",
        "args": ["start"],
        "env": [*shown, *hidden],
        "ports": [
            {"name": name, "containerPort": int(port), "protocol": "TCP"} for name, port in ports.items()
        ],
        "startupProbe": _probe("started") | {"failureThreshold": 60},
        "readinessProbe": _probe("ready"),
        "livenessProbe": _probe("live") | {"failureThreshold": 6},
        "resources": {
            "requests": {"cpu": "500m", "memory": "1250Mi"},
            "limits": {"cpu": "2000m", "memory": "2Gi"},
        },
        "securityContext": hardened(),
        "volumeMounts": [
            {"name": "authority", "mountPath": CERTIFICATES, "readOnly": True},
            *({"name": name, "mountPath": path} for name, path in WRITABLE),
        ],
    }


def _probe(state: str) -> dict[str, Any]:
    target = {"path": f"/health/{state}", "port": int(Port.KEYCLOAK_MANAGEMENT)}
    return {"httpGet": target, "periodSeconds": 10}
