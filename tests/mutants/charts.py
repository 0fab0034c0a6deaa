"""Weakened charts. Each breaks a release that is right otherwise (tests/modules/test_helm.py)."""

import json
from collections.abc import Callable
from typing import Any

from tests.mutants.change import Mutant, Stacks
from tests.policy import test_charts as charts

TM = "tm-keys"
"""A stack that holds no release of its own, so that a broken one stands alone."""

SWITCHES = {"atomic": True, "cleanup_on_fail": True, "wait": True, "wait_for_jobs": True}

PUBLIC = SWITCHES | {
    "chart": "metrics-server",
    "create_namespace": False,
    "max_history": 10,
    "name": "metrics-server",
    "namespace": "kube-system",
    "repository": "https://kubernetes-sigs.github.io/metrics-server/",
    "skip_crds": False,
    "timeout": 900,
    "version": "3.13.1",
}

PROVIDER = {
    "host": "${var.endpoint}",
    "cluster_ca_certificate": "${base64decode(var.authority)}",
    "exec": {
        "api_version": "client.authentication.k8s.io/v1",
        "command": "aws",
        "args": ["eks", "get-token", "--cluster-name", "${var.name}", "--region", "r", "--output", "json"],
    },
}

OBJECT = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "b"}}


def public(values: dict[str, Any], **attributes: object) -> Callable[[Stacks], None]:
    """One more public chart, with these values, other than it should be in these attributes."""

    def change(stacks: Stacks) -> None:
        for document in stacks.values():  # its namesake may be there already
            document["resource"].pop("helm_release", None)
        made = PUBLIC | {"values": [json.dumps(values)]} | attributes
        stacks[TM]["resource"]["helm_release"] = {"a": made}

    return change


def local(*objects: dict[str, Any]) -> Callable[[Stacks], None]:
    return public({"objects": objects}, chart="./charts/a", name="a", version="1.0.0")


def provider(**attributes: object) -> Callable[[Stacks], None]:
    def change(stacks: Stacks) -> None:
        stacks[TM]["provider"]["helm"] = [{"kubernetes": PROVIDER | attributes}]

    return change


CHART_RELEASES = (
    Mutant(
        "a release of another version than the table's",
        public({}, version="3.13.0"),
        charts.test_every_release_is_pinned_and_gives_up_as_a_whole,
    ),
    Mutant(
        "a release from somewhere else",
        public({}, repository="https://charts.example.com"),
        charts.test_every_release_is_pinned_and_gives_up_as_a_whole,
    ),
    Mutant(
        "a release that makes its namespace, without the labels",
        public({}, create_namespace=True),
        charts.test_every_release_is_pinned_and_gives_up_as_a_whole,
    ),
    Mutant(
        "a release that stays half done",
        public({}, atomic=False),
        charts.test_every_release_is_pinned_and_gives_up_as_a_whole,
    ),
    Mutant(
        "a value past the document of values",
        public({}, set=[{"name": "hostNetwork.enabled", "value": "true"}]),
        charts.test_every_release_is_pinned_and_gives_up_as_a_whole,
    ),
    Mutant(
        "a key that the chart does not have",
        public({"podDisruptionBudget": {"enable": True}}),
        charts.test_releases_set_only_keys_that_their_chart_has,
    ),
    Mutant(
        "a text where the chart has a map",
        public({"podDisruptionBudget": True}),
        charts.test_releases_set_only_keys_that_their_chart_has,
    ),
    Mutant(
        "a map where the chart has a number",
        public({"replicas": {"minimum": 2}}),
        charts.test_releases_set_only_keys_that_their_chart_has,
    ),
    Mutant(
        "a token in the provider",
        provider(token="abc"),  # noqa: S106 -- nobody's
        charts.test_the_runner_comes_into_the_cluster_as_itself,
    ),
    Mutant(
        "the API server's certificate is not checked",
        provider(insecure=True),
        charts.test_the_runner_comes_into_the_cluster_as_itself,
    ),
    Mutant(
        "an object twice in local charts",
        local(OBJECT, OBJECT),
        charts.test_local_charts_hold_whole_objects_and_no_secret,
    ),
    Mutant(
        "a secret in values",
        local(OBJECT | {"kind": "Secret", "stringData": {"a": "b"}}),
        charts.test_local_charts_hold_whole_objects_and_no_secret,
    ),
    Mutant(
        "an object without a kind",
        local({"apiVersion": "v1", "metadata": {"name": "a"}}),
        charts.test_local_charts_hold_whole_objects_and_no_secret,
    ),
)
