"""What the vendor's installer finds in the cluster, and the pool of database connections.

Vendor contract: installer identity, outputs an installer needs. K15, K21; arrows 8.3, 12.1, 12.2, 13.1.
Inventory: NM-15, CL-13, CX-21.
"""

import json
import re

import pytest

from tests.policy.charts import objects_of
from tests.policy.facts import Estate, Json, only, only_known

pytestmark = pytest.mark.policy

STACK, EARLIER, VENDOR, DATA, POOL = "tm-vault", "tm-secrets", "tm-system", "tm-data", "pg-pool"

RIGHTS = {
    (VENDOR, "admin", "ServiceAccount", "vault-installer"),
    (VENDOR, "admin", "Group", "tm-operators"),
    (DATA, "view", "Group", "tm-operators"),
    ("tm-monitoring", "view", "Group", "tm-operators"),
}
"""Namespace, role, kind of subject, subject."""

CONTRACT = {
    "cluster_name": ("tm-eks", "aws_eks_cluster", "name"),
    "cluster_endpoint": ("tm-eks", "aws_eks_cluster", "endpoint"),
    "cluster_oidc_provider_arn": ("tm-eks", "aws_iam_openid_connect_provider", "arn"),
    "node_security_group_id": ("tm-firewall", "aws_security_group", "id"),
    "db_endpoint": ("tm-aurora", "aws_rds_cluster", "endpoint"),
    "db_reader_endpoint": ("tm-aurora", "aws_rds_cluster", "reader_endpoint"),
    "db_user": ("tm-aurora", "aws_rds_cluster", "master_username"),
    "vault_installer_role_arn": ("tm-secrets", "aws_iam_role", "arn"),
    "sm_role_permissions_boundary_arn": ("tm-secrets", "aws_iam_policy", "arn"),
    "msk_cluster_arn": ("tm-kafka", "aws_msk_cluster", "arn"),
    "msk_sasl_scram_cmk_arn": ("tm-keys", "aws_kms_key", "arn"),
    "bootstrap_brokers_sasl_scram": ("tm-kafka", "aws_msk_cluster", "bootstrap_brokers_sasl_scram"),
}
"""What the vendor calls it, and what it is."""

TEXTS = {
    "cert_manager_selfsigned_cluster_issuer": "selfsigned-issuer",
    "db_pool_host": "pg-pool.tm-data.svc.cluster.local",
    "ingress_class_name": "istio",
}

SETTINGS = {
    "auth_file": "/etc/pgbouncer-users/userlist.txt",
    "auth_type": "scram-sha-256",
    "client_tls_sslmode": "disable",
    "listen_port": "5432",
    "max_prepared_statements": "200",
    "pool_mode": "transaction",
    "server_tls_ca_file": "/etc/pgbouncer-authority/bundle.pem",
    "server_tls_protocols": "secure",
    "server_tls_sslmode": "verify-full",
    "stats_users": "pool-stats",
}

SIZES = {
    "default_pool_size",
    "ignore_startup_parameters",
    "listen_addr",
    "max_client_conn",
    "unix_socket_dir",
}


def _objects(estate: Estate, chart: str) -> list[Json]:
    held = estate.resources(STACK, "helm_release").values()
    return [each for made in held if made["name"] == chart for each in objects_of(made)]


def _one(estate: Estate, chart: str, kind: str, name: str) -> Json:
    return only(
        (
            each
            for each in _objects(estate, chart)
            if (each["kind"], each["metadata"]["name"]) == (kind, name)
        ),
        f"{kind} {name}",
    )


def test_installer_and_operators_have_their_rights_and_no_others(estate: Estate) -> None:
    """8.3: the service account that the role in AWS trusts; rights end at namespaces."""
    account = _one(estate, "vault-installer", "ServiceAccount", "vault-installer")
    assert account["metadata"]["namespace"] == VENDOR
    role = estate.target(STACK, account["metadata"]["annotations"]["eks.amazonaws.com/role-arn"])
    assert (role.stack, role.kind, role.attribute) == ("tm-secrets", "aws_iam_role", "arn")
    found = set()
    for each in _objects(estate, "vault-installer"):
        assert each["kind"] in {"ConfigMap", "RoleBinding", "ServiceAccount"}, each["kind"]
        if each["kind"] == "RoleBinding":
            subject = only(each["subjects"])
            group = {"apiGroup": "rbac.authorization.k8s.io"} if subject["kind"] == "Group" else {}
            inside = {} if group else {"namespace": VENDOR}
            assert subject == {"kind": subject["kind"], "name": subject["name"], **group, **inside}
            assert each["roleRef"]["kind"] == "ClusterRole"
            assert subject.get("namespace", VENDOR) == VENDOR
            place = each["metadata"]["namespace"]
            found.add((place, each["roleRef"]["name"], subject["kind"], subject["name"]))
    assert found == RIGHTS


def test_the_installer_is_told_what_the_contract_names(estate: Estate) -> None:
    """As a document in the cluster, and as outputs of the stack."""
    data = _one(estate, "vault-installer", "ConfigMap", "installer-inputs")["data"]
    texts = TEXTS | {"tm_iam_prefix": f"tm/{estate.environment.name}"}
    outputs = {name: made["value"] for name, made in estate.stacks[STACK]["output"].items()}
    assert outputs == data
    assert data.keys() == CONTRACT.keys() | texts.keys()
    assert {key: data[key] for key in texts} == texts
    for key, (stack, kind, attribute) in CONTRACT.items():
        target = estate.target(STACK, data[key])
        assert (target.stack, target.kind, target.attribute) == (stack, kind, attribute), key
        assert target.name in estate.resources(stack, kind), key


def test_the_pool_verifies_the_database_and_knows_its_users(estate: Estate) -> None:
    """K15: no `auth_query`, which Aurora does not answer; at least 1.25.2, and from our registry."""
    if estate.environment.pg_pool is None:
        assert not _objects(estate, POOL)
        return
    pod = _one(estate, POOL, "Deployment", POOL)["spec"]["template"]["spec"]
    container = only(each for each in pod["containers"] if each["name"] == "pgbouncer")
    environment = estate.environment
    registry = f"{environment.accounts.shared}.dkr.ecr.{environment.region}.amazonaws.com/ghcr/"
    repository, _, tag = container["image"].rpartition(":")
    assert repository.startswith(registry)
    assert tuple(int(part) for part in tag.split(".")) >= (1, 25, 2)
    text = _one(estate, POOL, "ConfigMap", POOL)["data"]["pgbouncer.ini"]
    heads, settings = re.findall(r"^\[(\w+)\]$", text, re.MULTILINE), {}
    databases, _, rest = text.partition("[pgbouncer]\n")
    for line in rest.splitlines():
        key, _, value = line.partition(" =")
        settings[key] = value.strip()
    assert heads == ["databases", "pgbouncer"]
    assert settings.keys() == SETTINGS.keys() | SIZES
    assert {key: settings[key] for key in SETTINGS} == SETTINGS
    host = only(re.findall(r"^\* = host=(\S+) port=5432$", databases, re.MULTILINE))
    target = estate.target(STACK, host)
    assert (target.kind, target.attribute) == ("aws_rds_cluster", "endpoint")
    mounts = {each["mountPath"]: each["name"] for each in container["volumeMounts"]}
    volumes = {each["name"]: each for each in pod["volumes"]}
    for path, name in (("/etc/pgbouncer-users", "users"), ("/etc/pgbouncer-authority", "authority")):
        assert volumes[mounts[path]]["secret"] == {"secretName": f"{POOL}-{name}"}, path


def test_secrets_of_the_pool_are_made_before_it_and_filled_by_hand(estate: Estate) -> None:
    """Terraform knows their names; external-secrets brings what they hold, in this namespace alone.

    Made in an earlier stack: the pool's pods cannot start without what a person fills in between.
    """
    prefix = f"{estate.environment.name}/{DATA}"
    assert not estate.resources(STACK, "aws_secretsmanager_secret")
    made = {
        each["name"]: name
        for name, each in estate.resources(EARLIER, "aws_secretsmanager_secret").items()
        if each["name"].startswith(f"{prefix}/")
    }
    pool = estate.environment.pg_pool
    if pool is None:
        assert not made
        return
    assert set(made) == {f"{prefix}/{POOL}", f"{prefix}/rds-authority"}
    filled = str(estate.resources(EARLIER, "aws_secretsmanager_secret_version"))
    guarded = str(estate.resources(EARLIER, "aws_secretsmanager_secret_policy"))
    for name in made.values():
        assert f"aws_secretsmanager_secret.{name}." not in filled, name
        assert f"aws_secretsmanager_secret.{name}." in guarded, name
    _brought(estate, prefix, (*pool.users, "pool-stats"))


def _brought(estate: Estate, prefix: str, users: tuple[str, ...]) -> None:
    read = {}
    for name in ("users", "authority", "stats"):
        made = _one(estate, POOL, "ExternalSecret", f"{POOL}-{name}")
        assert made["metadata"]["namespace"] == DATA
        spec = made["spec"]
        only_known(spec, {"data", "refreshInterval", "secretStoreRef", "target"}, name)
        assert spec["secretStoreRef"] == {"kind": "SecretStore", "name": "platform"}
        assert spec["target"]["name"] == f"{POOL}-{name}"
        read[name] = [each["remoteRef"] for each in spec["data"]]
    assert read["users"] == [{"key": f"{prefix}/{POOL}", "property": user} for user in users]
    assert read["stats"] == [{"key": f"{prefix}/{POOL}", "property": "pool-stats"}]
    assert read["authority"] == [{"key": f"{prefix}/rds-authority"}]
    lines = _one(estate, POOL, "ExternalSecret", f"{POOL}-users")["spec"]["target"]["template"]["data"]
    wanted = "".join(f'"{user}" "{{{{ .user{at} }}}}"\n' for at, user in enumerate(users))
    assert lines == {"userlist.txt": wanted}


def test_the_pool_survives_the_loss_of_a_zone_and_gives_nothing_away(estate: Estate) -> None:
    """K21; restricted: not root, nothing but its own files, no token of the cluster."""
    if estate.environment.pg_pool is None:
        return
    spec = _one(estate, POOL, "Deployment", POOL)["spec"]
    labels = {"app.kubernetes.io/name": POOL}
    pod = spec["template"]["spec"]
    budget = _one(estate, POOL, "PodDisruptionBudget", POOL)["spec"]
    assert 1 <= budget["minAvailable"] < spec["replicas"] >= 3
    assert budget["selector"] == spec["selector"] == {"matchLabels": labels}
    assert spec["template"]["metadata"]["labels"] == labels
    spread = only(pod["topologySpreadConstraints"])
    assert (spread["maxSkew"], spread["topologyKey"]) == (1, "topology.kubernetes.io/zone")
    assert spread["whenUnsatisfiable"] == "DoNotSchedule"
    assert spread["labelSelector"] == {"matchLabels": labels}
    assert pod["serviceAccountName"] == POOL
    assert pod["automountServiceAccountToken"] is False
    assert not {"hostIPC", "hostNetwork", "hostPID"} & pod.keys()
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in pod["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "readOnlyRootFilesystem": True,
        }
        assert container["resources"].keys() == {"requests", "limits"}


def test_somebody_says_how_the_pool_is(estate: Estate) -> None:
    """7.2: an exporter beside PgBouncer; the sidecar adds what it says to what Prometheus asks it anyway."""
    if estate.environment.pg_pool is None:
        return
    template = _one(estate, POOL, "Deployment", POOL)["spec"]["template"]
    exporter = only(each for each in template["spec"]["containers"] if each["name"] == "exporter")
    repository, _, _ = exporter["image"].rpartition(":")
    assert repository.endswith(".amazonaws.com/quay/prometheuscommunity/pgbouncer-exporter")
    port = only(exporter["ports"])["containerPort"]
    assert template["metadata"]["annotations"] == {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": str(port),
        "prometheus.io/path": "/metrics",
    }
    told = only(exporter["env"])
    assert told["name"] == "PGBOUNCER_EXPORTER_CONNECTION_STRING"
    reference = told["valueFrom"]["secretKeyRef"]
    target = _one(estate, POOL, "ExternalSecret", reference["name"])["spec"]["target"]
    address = target["template"]["data"][reference["key"]]
    assert address == "postgres://pool-stats:{{ .word | urlquery }}@127.0.0.1:5432/pgbouncer?sslmode=disable"


def test_the_pool_is_one_name_and_one_port(estate: Estate) -> None:
    """12.1: the mesh has to be told the protocol, because the server may speak first."""
    if estate.environment.pg_pool is None:
        return
    labels = {"app.kubernetes.io/name": POOL}
    service = _one(estate, POOL, "Service", POOL)["spec"]
    port = only(service["ports"])
    assert (service["type"], service["selector"]) == ("ClusterIP", labels)
    assert (port["name"], port["port"], port["targetPort"]) == ("tcp-postgres", 5432, 5432)
    assert port["appProtocol"] == "tcp"
    for each in _objects(estate, POOL):
        assert each["metadata"]["namespace"] == DATA, each["kind"]


def test_applications_are_meant_to_have_their_own_topics_alone(estate: Estate) -> None:
    """13.1: each line of the register its own names; nobody all of them."""
    text = _one(estate, "vault-installer", "ConfigMap", "kafka-access")["data"]["grants.json"]
    found = {(each["principal"], each["resource"], each["prefix"]): each for each in json.loads(text)}
    wanted = {
        (f"User:{row.name}", resource, f"{row.name}.")
        for row in estate.environment.service_accounts
        for resource in ("topic", "group")
    }
    assert found.keys() == wanted
    for (_, resource, _), grant in found.items():
        most = {"Describe", "Read", "Write"} if resource == "topic" else {"Describe", "Read"}
        assert set(grant["operations"]) == most
