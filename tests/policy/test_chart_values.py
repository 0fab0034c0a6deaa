"""What charts are told, chart by chart: switches, images, accounts, contexts, and room (K05, K17, K18, K19, K21).

`chart_values.toml` is the list, written down a second time; a chart that is not in it is refused.
Inventory: CX-40.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from modules.model.charts import Chart, Platform
from tests.policy.charts import objects, public, values_of
from tests.policy.facts import Estate, Json, only
from tests.policy.kinds import part_faults

pytestmark = pytest.mark.policy

TABLE: Json = tomllib.loads(Path(__file__).with_name("chart_values.toml").read_text(encoding="utf-8"))

CONTAINER = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "readOnlyRootFilesystem": True,
}

PARTS = {
    "resources": "spec.template.spec.containers[].resources",
    "securityContext": "spec.template.spec.securityContext",
    "podSecurityContext": "spec.template.spec.securityContext",
    "containerSecurityContext": "spec.template.spec.containers[].securityContext",
    "topologySpreadConstraints": "spec.template.spec.topologySpreadConstraints[]",
}
"""Keys below which charts copy a part of a pod: the schema of pods says what may stand there."""

QUANTITY = re.compile(r"[1-9]\d*(?:m|Mi|Gi)?")


def _at(told: Json, path: str) -> Any:  # noqa: ANN401 -- whatever stands there
    here: Any = told
    for key in path.split("/"):
        here = here[key]
    return here


def _told(estate: Estate) -> Iterator[tuple[Chart, Json, Json]]:
    """(row, its entry in the list, values) of every public chart."""
    for _, row, release in public(estate):
        yield row, TABLE[row.platform], values_of(release)


def _parts(told: object, above: str = "") -> Iterator[tuple[str, str, Any]]:
    """(path, key, value) of everything that a chart copies into a pod; what a claim asks for is in the list."""
    if isinstance(told, dict):
        for key, inner in told.items():
            if key == "volumeClaimTemplate":
                continue
            path = f"{above}/{key}".lstrip("/")
            if key in PARTS:
                yield path, key, inner
            else:
                yield from _parts(inner, path)


def test_charts_are_told_exactly_what_the_list_says(estate: Estate) -> None:
    """K18, P33: images by path and version too."""
    assert set(TABLE) == set(Platform), "the list is that of the charts"
    environment = estate.environment
    words = {
        "cluster": f"{environment.name}-tm-vault",
        "region": environment.region,
        "registry": f"{environment.accounts.shared}.dkr.ecr.{environment.region}.amazonaws.com",
    }

    def filled(value: Any, app: str) -> Any:  # noqa: ANN401 -- as TOML has it
        if isinstance(value, dict):
            return {key: filled(inner, app) for key, inner in value.items()}
        if isinstance(value, list):
            return [filled(inner, app) for inner in value]
        return value.format(app=app, **words) if isinstance(value, str) else value

    for row, entry, told in _told(estate):
        for path, value in entry["settings"].items():
            wanted = filled(value, row.app_version)
            found = _at(told, path)
            assert (found, type(found)) == (wanted, type(wanted)), f"{row.platform} {path}"


def _leaves(told: object, above: str = "") -> Iterator[str]:
    """Paths of all that is said, whatever it is; a list is one thing."""
    if isinstance(told, dict) and told:
        for key, inner in told.items():
            yield from _leaves(inner, f"{above}/{key}".lstrip("/"))
    else:
        yield above


def test_charts_are_told_nothing_beyond_the_list(estate: Estate) -> None:
    """K03, K18, K19: objects, containers, arguments and switches that a chart takes and nobody has judged."""
    for row, entry, told in _told(estate):
        accounts = {f"{each}/{key}" for each in entry.get("accounts", {}) for key in ("create", "name")}
        lists = (
            entry["settings"],
            entry.get("elsewhere", ()),
            entry.get("pods", ()),
            entry.get("containers", ()),
        )
        known = {*(path for each in lists for path in each), *(path for path, _, _ in _parts(told))}
        for leaf in _leaves(told):
            ways = {leaf, *(leaf[:at] for at, letter in enumerate(leaf) if letter == "/")}
            assert leaf in accounts or ways & known, f"{row.platform}: nobody has judged {leaf}"


def test_pods_of_charts_run_as_nobody_and_gain_nothing(estate: Estate) -> None:
    """K19: each context of the list, whole; one that the list does not know is refused."""
    for row, entry, told in _told(estate):
        pods, containers = entry.get("pods", []), entry.get("containers", [])
        for path in pods:
            context = _at(told, path)
            assert context["runAsNonRoot"] is True, f"{row.platform} {path}"
            assert context["runAsUser"] > 0, f"{row.platform} {path}"
            assert context["fsGroup"] > 0, f"{row.platform} {path}"
            assert context["seccompProfile"] == {"type": "RuntimeDefault"}, f"{row.platform} {path}"
        for path in containers:
            context = dict(_at(told, path))
            assert context.pop("runAsNonRoot", True) is True, f"{row.platform} {path}"
            assert context.pop("seccompProfile", {"type": "RuntimeDefault"}) == {"type": "RuntimeDefault"}
            assert context == CONTAINER, f"{row.platform} {path}"
        known = {*pods, *containers, *(path for path in entry["settings"] if path == "securityContext")}
        found = {path for path, key, _ in _parts(told) if key.lower().endswith("securitycontext")}
        assert found == known, row.platform


def test_accounts_of_charts_are_those_of_the_list(estate: Estate) -> None:
    """K17: network policies, the mesh and roles know pods by them; one without a name has the chart's own."""

    def accounts(told: object, above: str = "") -> Iterator[tuple[str, Json]]:
        for key, inner in told.items() if isinstance(told, dict) else ():
            path = f"{above}/{key}".lstrip("/")
            if key == "serviceAccount" and "perComponent" not in inner:
                yield path, inner
            else:
                yield from accounts(inner, path)

    for row, entry, told in _told(estate):
        found = dict(accounts(told))
        assert {path: each.get("name", "") for path, each in found.items()} == entry.get("accounts", {})
        assert all(each["create"] is True for each in found.values()), row.platform


def test_what_charts_copy_into_pods_is_what_pods_have(estate: Estate) -> None:
    """K21: Helm hands it on unread, and the API server drops a key that it does not know."""
    for row, entry, told in _told(estate):
        for path, key, value in _parts(told):
            if key == "topologySpreadConstraints" and isinstance(value, dict):
                continue  # switches of the subchart, in the list
            for each in value if isinstance(value, list) else [value]:
                whole = "allowPrivilegeEscalation" in each
                part = PARTS["containerSecurityContext" if whole else key]
                assert not list(part_faults("apps/v1 Deployment", part, each)), f"{row.platform} {path}"
            if key == "resources":
                assert value["requests"].keys() == {"cpu", "memory"}, f"{row.platform} {path}"
                assert {"memory"} <= value["limits"].keys() <= {"cpu", "memory"}, f"{row.platform} {path}"
                amounts = [*value["requests"].values(), *value["limits"].values()]
                assert all(QUANTITY.fullmatch(each) for each in amounts), f"{row.platform} {path}"
            elif key == "topologySpreadConstraints":
                spread = only(value, f"{row.platform} {path}")
                assert (spread["maxSkew"], spread["topologyKey"]) == (1, "topology.kubernetes.io/zone")
                label = only(spread["labelSelector"]["matchLabels"].values(), f"{row.platform} {path}")
                assert label == entry.get("spreads", {}).get(path), f"{row.platform} {path}"


def test_a_load_balancer_of_the_controller_would_be_closed(estate: Estate) -> None:
    """K05: none is made here; parameters that let one be made have to shut it first."""
    closed = set()
    for stack, made in objects(estate, "IngressClassParams"):
        spec = made["spec"]
        assert {"certificateArn", "loadBalancerName", "sslPolicy", "wafv2AclArn"} <= spec.keys(), stack
        assert spec.get("inboundCIDRs") or spec.get("prefixListsIDs"), stack
        assert len(spec["loadBalancerName"]) <= 32, stack
        assert "TLS13" in spec["sslPolicy"], stack
        assert "0.0.0.0/0" not in spec.get("inboundCIDRs", []), stack
        closed.add(made["metadata"]["name"])
    for stack, made in objects(estate, "IngressClass"):
        spec = made["spec"]
        if spec["controller"] == "ingress.k8s.aws/alb":
            assert spec.get("parameters", {}).get("name") in closed, f"{stack}: {made['metadata']['name']}"
    told = only(told for row, _, told in _told(estate) if row.platform == "aws-load-balancer-controller")
    assert told["createIngressClassResource"] is False
    assert told["ingressClassParams"] == {"create": False}
    assert not objects(estate, "Ingress")
