"""pg-pool: PgBouncer between Vault and the database (12.1, 12.2, CX-21; kubernetes.md §8).

`auth_query` cannot work on Aurora, so users are a list, rendered from Secrets Manager inside the cluster.
"""

from dataclasses import dataclass
from typing import Any

from modules.kit.chart import Manifest
from modules.kit.deployment import deployment, hardened
from modules.kit.stack import Ref
from modules.model.pods import NAME
from modules.model.ports import Port

POOL = "pg-pool"
VERSION = "1.25.2"
"""The first one without CVE-2026-6664 to 6667 (PgBouncer's news)."""

STORE = "platform"
"""The namespace's own store, which reads the secrets of this namespace and no others."""

REPLICAS = 3
USER = 70
"""The user `postgres` of Alpine, which the image is built on."""

STATS = "pool-stats"
"""PgBouncer's own user that reads its counts and no data; its password is one more field of the users' secret."""

METRICS = "metrics"
EXPORTER_VERSION = "v0.12.0"

SETTINGS, USERS, AUTHORITY = "/etc/pgbouncer", "/etc/pgbouncer-users", "/etc/pgbouncer-authority"
BUNDLE, LIST = "bundle.pem", "userlist.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """`users` are those of the database; the secrets are names, the first one's keys are the users and STATS."""

    namespace: str
    image: str
    exporter: str
    endpoint: Ref
    users: tuple[str, ...]
    users_secret: str
    authority_secret: str


def manifests(pool: Pool) -> list[Manifest]:
    """Everything of the pool but the secrets' contents."""
    labels = {NAME: POOL}
    return [
        _object(pool, "v1", "ServiceAccount", POOL, {"automountServiceAccountToken": False}),
        _object(pool, "v1", "ConfigMap", POOL, {"data": {"pgbouncer.ini": _settings(pool.endpoint)}}),
        _users(pool),
        _authority(pool),
        _stats(pool),
        _object(pool, "apps/v1", "Deployment", POOL, {"spec": _deployment(pool, labels)}),
        _object(
            pool,
            "policy/v1",
            "PodDisruptionBudget",
            POOL,
            {"spec": {"minAvailable": REPLICAS - 1, "selector": {"matchLabels": labels}}},
        ),
        _object(pool, "v1", "Service", POOL, {"spec": _service(labels)}),
    ]


def _object(pool: Pool, version: str, kind: str, name: str, body: dict[str, Any]) -> Manifest:
    return Manifest(
        api_version=version,
        kind=kind,
        name=name,
        namespace=pool.namespace,
        body=body,
        labels={NAME: POOL},
    )


def _settings(endpoint: Ref) -> str:
    """Between a pod and the pool the mesh encrypts; between the pool and the database PostgreSQL's own TLS does."""
    lines = (
        "[databases]",
        f"* = host={endpoint} port={int(Port.POSTGRES)}",
        "[pgbouncer]",
        "listen_addr = 0.0.0.0",
        f"listen_port = {int(Port.POSTGRES)}",
        "unix_socket_dir =",
        "auth_type = scram-sha-256",
        f"auth_file = {USERS}/{LIST}",
        "pool_mode = transaction",
        "max_prepared_statements = 200",
        "max_client_conn = 1000",
        "default_pool_size = 20",
        "ignore_startup_parameters = extra_float_digits, search_path",
        f"stats_users = {STATS}",
        "client_tls_sslmode = disable",
        "server_tls_sslmode = verify-full",
        f"server_tls_ca_file = {AUTHORITY}/{BUNDLE}",
        "server_tls_protocols = secure",
    )
    return "\n".join((*lines, ""))


def _external(pool: Pool, name: str, data: list[dict[str, Any]], template: dict[str, str]) -> Manifest:
    spec = {
        "refreshInterval": "5m",
        "secretStoreRef": {"kind": "SecretStore", "name": STORE},
        "target": {
            "name": name,
            "creationPolicy": "Owner",
            "template": {"engineVersion": "v2", "data": template},
        },
        "data": data,
    }
    return _object(pool, "external-secrets.io/v1", "ExternalSecret", name, {"spec": spec})


def _users(pool: Pool) -> Manifest:
    data = [
        {"secretKey": f"user{at}", "remoteRef": {"key": pool.users_secret, "property": user}}
        for at, user in enumerate((*pool.users, STATS))
    ]
    lines = "".join(f'"{user}" "{{{{ .user{at} }}}}"\n' for at, user in enumerate((*pool.users, STATS)))
    return _external(pool, f"{POOL}-users", data, {LIST: lines})


def _authority(pool: Pool) -> Manifest:
    """AWS's certificates: no secret, but too long and too often renewed for this repository."""
    data = [{"secretKey": "bundle", "remoteRef": {"key": pool.authority_secret}}]
    return _external(pool, f"{POOL}-authority", data, {BUNDLE: "{{ .bundle }}"})


def _stats(pool: Pool) -> Manifest:
    """How the exporter asks the pool beside it."""
    data = [{"secretKey": "word", "remoteRef": {"key": pool.users_secret, "property": STATS}}]
    address = f"127.0.0.1:{int(Port.POSTGRES)}/pgbouncer?sslmode=disable"
    return _external(
        pool, f"{POOL}-stats", data, {METRICS: f"postgres://{STATS}:{{{{ .word | urlquery }}}}@{address}"}
    )


def _service(labels: dict[str, str]) -> dict[str, Any]:
    port = {
        "name": "tcp-postgres",
        "appProtocol": "tcp",  # the server may speak first, so nothing may be guessed
        "port": int(Port.POSTGRES),
        "protocol": "TCP",
        "targetPort": int(Port.POSTGRES),
    }
    return {"type": "ClusterIP", "selector": labels, "ports": [port]}


def _deployment(pool: Pool, labels: dict[str, str]) -> dict[str, Any]:
    volumes = {
        "settings": {"configMap": {"name": POOL}},
        "users": {"secret": {"secretName": f"{POOL}-users"}},
        "authority": {"secret": {"secretName": f"{POOL}-authority"}},
    }
    pod = {
        "containers": [_container(pool), _exporter(pool)],
        "volumes": [{"name": name, **source} for name, source in volumes.items()],
    }
    return deployment(POOL, labels, REPLICAS, USER, int(Port.POOL_METRICS), pod)


def _container(pool: Pool) -> dict[str, Any]:
    mounts = {"settings": SETTINGS, "users": USERS, "authority": AUTHORITY}
    probe = {"tcpSocket": {"port": int(Port.POSTGRES)}, "periodSeconds": 10}
    return {
        "name": "pgbouncer",
        "image": f"{pool.image}:{VERSION}",
        "args": ["/usr/bin/pgbouncer", f"{SETTINGS}/pgbouncer.ini"],
        "ports": [{"name": "tcp-postgres", "containerPort": int(Port.POSTGRES), "protocol": "TCP"}],
        "readinessProbe": probe,
        "livenessProbe": probe | {"failureThreshold": 6},
        "resources": {
            "requests": {"cpu": "100m", "memory": "64Mi"},
            "limits": {"cpu": "1000m", "memory": "256Mi"},
        },
        "securityContext": hardened(),
        "volumeMounts": [
            {"name": name, "mountPath": path, "readOnly": True} for name, path in mounts.items()
        ],
    }


def _exporter(pool: Pool) -> dict[str, Any]:
    connection = {"secretKeyRef": {"name": f"{POOL}-stats", "key": METRICS}}
    return {
        "name": "exporter",
        "image": f"{pool.exporter}:{EXPORTER_VERSION}",
        "env": [{"name": "PGBOUNCER_EXPORTER_CONNECTION_STRING", "valueFrom": connection}],
        "ports": [{"name": METRICS, "containerPort": int(Port.POOL_METRICS), "protocol": "TCP"}],
        "resources": {
            "requests": {"cpu": "10m", "memory": "32Mi"},
            "limits": {"cpu": "100m", "memory": "64Mi"},
        },
        "securityContext": hardened(),
    }
