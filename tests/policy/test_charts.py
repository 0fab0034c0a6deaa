"""Charts: pinned, from their own place, with values that they know, and objects that hold no secret (K13, K22).

What a chart makes of its values is not rendered here.
Inventory: CX-40.
"""

import re

import pytest

from tests.policy.charts import facts_of, is_local, objects_of, public, unknown_keys, values_of
from tests.policy.facts import Estate, only, only_known

pytestmark = pytest.mark.policy

MIRROR = re.compile(r"oci://\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/.+")
LOCAL = re.compile(r"\./charts/([a-z0-9]+(?:-[a-z0-9]+)*)")


def test_every_release_is_pinned_and_gives_up_as_a_whole(estate: Estate) -> None:
    seen = set()
    for stack, _, release in estate.everywhere("helm_release"):
        assert not {"set", "set_list", "set_sensitive", "set_wo"} & release.keys(), stack
        assert release["atomic"] is release["wait"] is release["cleanup_on_fail"] is True, stack
        assert release["create_namespace"] is False, stack
        assert 600 <= release["timeout"] <= 3600, stack
        assert 2 <= release["max_history"] <= 10, stack
        assert (release["namespace"], release["name"]) not in seen, (
            f"{stack}: {release['name']} is there twice"
        )
        seen.add((release["namespace"], release["name"]))
        if is_local(release):
            assert LOCAL.fullmatch(release["chart"]), stack
            assert "repository" not in release, stack
            assert re.fullmatch(r"\d+\.\d+\.\d+", release["version"]), stack
    for stack, chart, release in public(estate):
        own = release["repository"] == chart.repository
        assert own or MIRROR.fullmatch(release["repository"]), f"{stack}: {release['repository']}"


def test_releases_set_only_keys_that_their_chart_has(estate: Estate) -> None:
    """Helm takes any key and does nothing with those that the chart does not read."""
    for stack, chart, release in public(estate):
        facts = facts_of(chart.platform)
        assert (facts["chart"], chart.version in facts["versions"]) == (chart.name, True), chart.platform
        unknown = [repr(path) for path in unknown_keys(values_of(release), facts["keys"])]
        assert not unknown, f"{stack}: chart {chart.platform} knows no {', '.join(unknown)}"


def test_the_runner_comes_into_the_cluster_as_itself(estate: Estate) -> None:
    """A token for each run, of the role that runs it: nothing else stands in the provider."""
    for stack, document in estate.stacks.items():
        if "helm_release" not in document["resource"] and "helm" not in document["provider"]:
            continue
        provider = only(document["provider"]["helm"], stack)
        only_known(provider, {"kubernetes"}, stack)
        cluster = provider["kubernetes"]
        only_known(cluster, {"host", "cluster_ca_certificate", "exec"}, stack)
        only_known(cluster["exec"], {"api_version", "command", "args"}, stack)
        assert cluster["exec"]["command"] == "aws", stack
        assert cluster["exec"]["api_version"] == "client.authentication.k8s.io/v1", stack
        *words, name, region_flag, region, output_flag, output = cluster["exec"]["args"]
        assert words == ["eks", "get-token", "--cluster-name"], stack
        assert name.startswith("${"), stack
        assert (region_flag, output_flag, output) == ("--region", "--output", "json"), stack
        assert region, stack


def test_local_charts_hold_whole_objects_and_no_secret(estate: Estate) -> None:
    """K22: one owner for each object; a secret comes through External Secrets, never through values."""
    seen = set()
    for stack, _, release in estate.everywhere("helm_release"):
        for each in objects_of(release) if is_local(release) else ():
            where = f"{stack}: {each.get('kind')} {each.get('metadata')}"
            assert {"apiVersion", "kind", "metadata"} <= each.keys(), where
            assert each["metadata"]["name"], where
            only_known(each["metadata"], {"name", "namespace", "labels", "annotations"}, where)
            assert each["kind"] != "Secret" or not {"data", "stringData"} & each.keys(), where
            group = each["apiVersion"].partition("/")[0] if "/" in each["apiVersion"] else ""
            identity = (group, each["kind"], each["metadata"].get("namespace"), each["metadata"]["name"])
            assert identity not in seen, f"{where} is there twice"
            seen.add(identity)
