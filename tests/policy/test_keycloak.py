"""Keycloak: where an environment has it, closed, doubled, and from our registry; where not, nothing of it (CX-05).

Kubernetes.md §10; arrows 10.2, 12.2. Inventory: EP-04.
"""

import pytest

from modules.model.vendor import Keycloak
from tests.policy.charts import is_local, objects, objects_of
from tests.policy.facts import Estate, Json, only, only_known

pytestmark = pytest.mark.policy

STACK, SPACE, NAME, EARLIER = "tm-keycloak", "identity", "keycloak", "tm-secrets"

KINDS = {
    ("Deployment", "keycloak"),
    ("ExternalSecret", "keycloak-authority"),
    ("ExternalSecret", "keycloak-passwords"),
    ("PodDisruptionBudget", "keycloak"),
    ("Service", "keycloak"),
    ("Service", "keycloak-cluster"),
    ("ServiceAccount", "keycloak"),
}

SETTINGS = {
    "JAVA_OPTS_APPEND": "-Djava.io.tmpdir=/opt/keycloak/data",
    "KC_BOOTSTRAP_ADMIN_USERNAME": "admin",
    "KC_CACHE": "ispn",
    "KC_CACHE_EMBEDDED_MTLS_ENABLED": "false",
    "KC_CACHE_STACK": "jdbc-ping",
    "KC_DB": "postgres",
    "KC_HEALTH_ENABLED": "true",
    "KC_HOSTNAME": "https://saml-idp.blx-demo.com",
    "KC_HTTP_ENABLED": "true",
    "KC_HTTP_MANAGEMENT_PORT": "9000",
    "KC_HTTP_PORT": "8180",
    "KC_METRICS_ENABLED": "true",
    "KC_PROXY_HEADERS": "xforwarded",
}
"""Encrypted by the mesh on both sides, so Keycloak's own keys are off (keycloak.org, distributed caches)."""

SECRET = {"KC_BOOTSTRAP_ADMIN_PASSWORD": "admin", "KC_DB_PASSWORD": "database"}

WRITABLE = {"/opt/keycloak/data", "/opt/keycloak/lib/quarkus"}


def _held(estate: Estate) -> dict[tuple[str, str], Json]:
    """Objects of its chart by kind and name."""
    release = only(estate.resources(STACK, "helm_release").values())
    assert is_local(release)
    assert release["namespace"] == SPACE
    return {(each["kind"], each["metadata"]["name"]): each for each in objects_of(release)}


def _pod(estate: Estate) -> Json:
    pod: Json = _held(estate)["Deployment", NAME]["spec"]["template"]["spec"]
    return pod


def _absent(estate: Estate) -> bool:
    """Whether the environment has none; then nothing of it may be anywhere."""
    if estate.environment.keycloak:
        return False
    assert STACK not in estate.stacks
    assert "keycloak" not in {made["metadata"]["name"] for _, made in objects(estate, "AuthorizationPolicy")}
    spaces = {made["metadata"].get("namespace") for _, made in _all(estate)}
    assert SPACE not in spaces | {made["metadata"]["name"] for _, made in objects(estate, "Namespace")}
    for _, name, secret in estate.everywhere("aws_secretsmanager_secret"):
        assert "/tm-identity/" not in secret["name"], name
    return True


def _all(estate: Estate) -> list[tuple[str, Json]]:
    return [
        (stack, each)
        for stack, _, release in estate.everywhere("helm_release")
        if is_local(release)
        for each in objects_of(release)
    ]


def test_keycloak_is_there_when_its_table_is_and_only_then(estate: Estate) -> None:
    """P33: one image by its version; K01: everything in its namespace."""
    if _absent(estate):
        return
    held, environment = _held(estate), estate.environment
    assert set(held) == KINDS
    assert {each["metadata"]["namespace"] for each in held.values()} == {SPACE}
    pod = _pod(estate)
    registry = f"{environment.accounts.shared}.dkr.ecr.{environment.region}.amazonaws.com"
    images = {each["image"] for each in (*pod["containers"], *pod["initContainers"])}
    assert images == {f"{registry}/quay/keycloak/keycloak:26.8.2"}
    routes = {only(made["spec"]["hosts"]): made["spec"] for _, made in objects(estate, "VirtualService")}
    destination = only(only(routes["saml-idp.blx-demo.com"]["http"])["route"])["destination"]
    assert destination == {"host": f"{NAME}.{SPACE}.svc.cluster.local", "port": {"number": 8180}}


def test_keycloak_knows_one_name_one_database_and_no_secret_by_value(estate: Estate) -> None:
    """12.2: TLS whose certificate is checked; passwords come through external-secrets, filled before the pods."""
    if _absent(estate):
        return
    table = estate.environment.keycloak
    assert table
    container = only(_pod(estate)["containers"])
    shown = {each["name"]: each["value"] for each in container["env"] if "value" in each}
    address, _, rest = shown.pop("KC_DB_URL").removeprefix("jdbc:postgresql://").partition(":")
    target = estate.target(STACK, address)
    assert (target.kind, target.attribute) == ("aws_rds_cluster", "endpoint")
    checked = "sslmode=verify-full&sslrootcert=/etc/keycloak-authority/bundle.pem"
    assert rest == f"5432/{table.database}?{checked}"
    assert shown.pop("KC_DB_USERNAME") == table.user
    assert shown == SETTINGS
    assert container["args"] == ["start"]
    hidden = {
        each["name"]: each["valueFrom"]["secretKeyRef"] for each in container["env"] if "valueFrom" in each
    }
    assert hidden == {name: {"name": "keycloak-passwords", "key": key} for name, key in SECRET.items()}
    _brought(estate, table)


def _brought(estate: Estate, table: Keycloak) -> None:
    prefix = f"{estate.environment.name}/tm-identity"
    asked = {}
    for name in ("passwords", "authority"):
        spec = _held(estate)["ExternalSecret", f"keycloak-{name}"]["spec"]
        only_known(spec, {"data", "refreshInterval", "secretStoreRef", "target"}, name)
        assert spec["secretStoreRef"] == {"kind": "SecretStore", "name": "platform"}
        asked[name] = {each["secretKey"]: each["remoteRef"] for each in spec["data"]}
    assert asked == {
        "passwords": {key: {"key": f"{prefix}/keycloak", "property": key} for key in ("admin", "database")},
        "authority": {"bundle.pem": {"key": f"{prefix}/rds-authority"}},
    }
    made = {
        each["name"]: name
        for name, each in estate.resources(EARLIER, "aws_secretsmanager_secret").items()
        if each["name"].startswith(f"{prefix}/")
    }
    assert set(made) == {f"{prefix}/keycloak", f"{prefix}/rds-authority"}
    filled = str(estate.resources(EARLIER, "aws_secretsmanager_secret_version"))
    assert not [name for name in made.values() if f"aws_secretsmanager_secret.{name}." in filled]
    assert table.user not in filled


def test_keycloak_survives_the_loss_of_a_zone_and_writes_little(estate: Estate) -> None:
    """K21, K19: restricted, no token of the cluster, and its own files alone."""
    if _absent(estate):
        return
    spec, pod = _held(estate)["Deployment", NAME]["spec"], _pod(estate)
    labels = {"app.kubernetes.io/name": NAME}
    budget = _held(estate)["PodDisruptionBudget", NAME]["spec"]
    assert 1 <= budget["minAvailable"] < spec["replicas"] >= 2
    assert budget["selector"] == spec["selector"] == {"matchLabels": labels}
    assert spec["template"]["metadata"]["labels"] == labels
    spread = only(pod["topologySpreadConstraints"])
    assert (spread["maxSkew"], spread["topologyKey"]) == (1, "topology.kubernetes.io/zone")
    assert (spread["whenUnsatisfiable"], spread["labelSelector"]) == (
        "DoNotSchedule",
        {"matchLabels": labels},
    )
    assert (pod["serviceAccountName"], pod["automountServiceAccountToken"]) == (NAME, False)
    assert not {"hostIPC", "hostNetwork", "hostPID"} & pod.keys()
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in (*pod["containers"], *pod["initContainers"]):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "readOnlyRootFilesystem": True,
        }
        assert container["resources"].keys() == {"requests", "limits"}
    mounts = {each["mountPath"]: each for each in only(pod["containers"])["volumeMounts"]}
    assert {path for path, each in mounts.items() if not each.get("readOnly")} == WRITABLE


def test_keycloak_is_reached_by_the_ingress_and_its_own_pods(estate: Estate) -> None:
    """10.2: the mesh has to know each port's protocol, and the address of each pod behind the cluster's name."""
    if _absent(estate):
        return
    held = _held(estate)
    service, cluster = held["Service", NAME]["spec"], held["Service", f"{NAME}-cluster"]["spec"]
    assert (service["type"], cluster["clusterIP"]) == ("ClusterIP", "None")
    assert cluster["publishNotReadyAddresses"] is True
    told = {}
    for spec in (service, cluster):
        assert spec["selector"] == {"app.kubernetes.io/name": NAME}
        for port in spec["ports"]:
            assert port["port"] == port["targetPort"]
            told[port["port"]] = (port["name"], port["appProtocol"])
    assert told == {
        8180: ("http-keycloak", "http"),
        7800: ("tcp-cluster", "tcp"),
        57800: ("tcp-failure", "tcp"),
    }
    template = held["Deployment", NAME]["spec"]["template"]
    assert template["metadata"]["annotations"]["prometheus.io/port"] == "9000"
    probes = {
        key: each["httpGet"] for key, each in only(template["spec"]["containers"]).items() if "Probe" in key
    }
    assert probes == {
        f"{probe}Probe": {"path": f"/health/{path}", "port": 9000}
        for probe, path in (("startup", "started"), ("readiness", "ready"), ("liveness", "live"))
    }
