"""Pods of our own charts: they run as nobody, change nothing that they are given, and find what they name (K19, K21).

Inventory: CX-40.
"""

import re
from collections.abc import Iterator

import pytest

from tests.policy.charts import is_local, objects_of
from tests.policy.facts import Estate, Json, only

pytestmark = pytest.mark.policy

QUANTITY = re.compile(r"[1-9]\d*(?:m|Mi|Gi)?")
FIELD = re.compile(r"\{\{\s*\.(\w+)")


def _workloads(estate: Estate) -> Iterator[tuple[str, Json, list[Json]]]:
    """(place for a message, Deployment, all objects of its chart)."""
    for stack, _, release in estate.everywhere("helm_release"):
        held = objects_of(release) if is_local(release) else []
        for made in held:
            if made["kind"] in {"DaemonSet", "Deployment", "Job", "StatefulSet"}:
                yield f"{stack}: {made['metadata']['name']}", made, held


def _pod(made: Json) -> Json:
    pod: Json = made["spec"]["template"]["spec"]
    return pod


def _containers(made: Json) -> list[Json]:
    return [*_pod(made).get("initContainers", []), *_pod(made)["containers"]]


def test_own_pods_run_as_nobody_and_change_nothing_that_they_are_given(estate: Estate) -> None:
    """K19: and have no token of the cluster, neither by themselves nor by their account."""
    for where, made, held in _workloads(estate):
        pod = _pod(made)
        context = pod["securityContext"]
        assert context["runAsNonRoot"] is True, where
        assert all(context[key] > 0 for key in ("runAsUser", "runAsGroup", "fsGroup")), where
        assert context["seccompProfile"] == {"type": "RuntimeDefault"}, where
        accounts = {each["metadata"]["name"]: each for each in held if each["kind"] == "ServiceAccount"}
        assert accounts[pod["serviceAccountName"]]["automountServiceAccountToken"] is False, where
        assert pod["automountServiceAccountToken"] is False, where
        given = {each["name"] for each in pod["volumes"] if "secret" in each or "configMap" in each}
        for container in _containers(made):
            for mount in container.get("volumeMounts", []):
                assert mount["name"] not in given or mount["readOnly"] is True, (
                    f"{where} {mount['mountPath']}"
                )


def test_own_pods_have_room_and_leave_room(estate: Estate) -> None:
    """K21: amounts that are some, and a change that takes one pod at a time."""
    for where, made, _ in _workloads(estate):
        for container in _containers(made):
            for amounts in container["resources"].values():
                assert amounts.keys() == {"cpu", "memory"}, f"{where} {container['name']}"
                assert all(QUANTITY.fullmatch(each) for each in amounts.values()), where
        assert made["spec"]["strategy"] == {
            "type": "RollingUpdate",
            "rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1},
        }, where


def _filled(held: list[Json]) -> dict[str, set[str]]:
    """Keys of every secret that external-secrets makes for a chart; every field that a template uses is asked for."""
    found = {}
    for each in held:
        if each["kind"] == "ExternalSecret":
            target = each["spec"]["target"]
            asked = {row["secretKey"] for row in each["spec"]["data"]}
            texts = target["template"].get("data", {})
            merged = target["template"].get("mergePolicy") == "Merge"
            used = {field for text in texts.values() for field in FIELD.findall(text)}
            assert used <= asked, f"{target['name']}: nobody asks for {used - asked}"
            assert merged or used == asked, f"{target['name']}: {asked - used} is asked for in vain"
            found[target["name"]] = set(texts) | (asked if merged or not texts else set())
    return found


def test_own_pods_find_what_they_name(estate: Estate) -> None:
    """K01: settings, secrets and their keys are in the same chart; a Service leads to ports that somebody listens on."""
    for where, made, held in _workloads(estate):
        secrets = _filled(held)
        settings = {
            each["metadata"]["name"]: set(each["data"]) for each in held if each["kind"] == "ConfigMap"
        }
        mounted = {each["name"]: each for each in _pod(made)["volumes"]}
        for volume in mounted.values():
            assert "secret" not in volume or secrets[volume["secret"]["secretName"]], where
            assert "configMap" not in volume or settings[volume["configMap"]["name"]], where
        for container in _containers(made):
            for row in container.get("env", []):
                reference = row.get("valueFrom", {}).get("secretKeyRef")
                assert not reference or reference["key"] in secrets[reference["name"]], (
                    f"{where} {row['name']}"
                )
            for mount in container.get("volumeMounts", []):
                assert mount["name"] in mounted, f"{where} {mount['name']}"
        listened = {
            port["containerPort"]: port["protocol"]
            for each in _containers(made)
            for port in each.get("ports", [])
        }
        services = [each for each in held if each["kind"] == "Service"]
        assert services, where
        for service in services:
            assert service["spec"]["selector"] == made["spec"]["template"]["metadata"]["labels"], where
            for port in service["spec"]["ports"]:
                assert listened[port["targetPort"]] == port["protocol"], f"{where} {port['name']}"
        only(each for each in held if each["kind"] == "PodDisruptionBudget")


def test_probes_ask_the_container_that_they_belong_to(estate: Estate) -> None:
    """K19, K21: on a port on which it listens, or it is never ready and started anew for ever."""
    for where, made, _ in _workloads(estate):
        probed = [name for each in _containers(made) for name in each if name.endswith("Probe")]
        assert {"livenessProbe", "readinessProbe"} <= set(probed), where
        for container in _containers(made):
            ports = {port["containerPort"] for port in container.get("ports", [])}
            for name in probed:
                for way in ("httpGet", "tcpSocket"):
                    port = container.get(name, {}).get(way, {}).get("port")
                    assert port is None or port in ports, f"{where} {container['name']} {name}"
