"""Objects of local charts: kinds that the cluster knows, with the fields, types and values of their schema.

Helm sends what it is given; the API server refuses a wrong object in the middle of an apply, and drops a field that
it does not know without a word.
Inventory: CX-40.
"""

import pytest

from tests.policy.charts import is_local, objects_of, public
from tests.policy.facts import Estate, Json
from tests.policy.kinds import faults, kind_of, kinds

pytestmark = pytest.mark.policy


def _everything(estate: Estate) -> list[tuple[str, Json]]:
    """(place for a message, object) of all local charts."""
    return [
        (f"{stack}: {made['apiVersion']} {made['kind']} {made['metadata']['name']}", made)
        for stack, _, release in estate.everywhere("helm_release")
        if is_local(release)
        for made in objects_of(release)
    ]


def test_every_object_is_of_a_kind_that_the_cluster_knows(estate: Estate) -> None:
    """A custom kind comes from a chart of the estate, in a version whose definition was read."""
    versions: dict[str, set[str]] = {chart: set(text.split()) for chart, text in kinds()["versions"].items()}
    there = {str(chart.platform): chart.version for _, chart, _ in public(estate)}
    for where, made in _everything(estate):
        assert f"{made['apiVersion']} {made['kind']}" in kinds(), f"{where}: nobody wrote this kind down"
        chart = kind_of(made).get("chart")
        assert chart is None or there.get(chart) in versions[chart], f"{where}: {chart} {there.get(chart)}"


def test_objects_have_the_fields_and_values_of_their_kind(estate: Estate) -> None:
    for where, made in _everything(estate):
        found = list(faults(made))
        assert not found, f"{where}: {found}"


def test_objects_are_in_a_namespace_where_their_kind_is(estate: Estate) -> None:
    """A namespace on an object of the cluster is dropped; without one Helm takes that of the release."""
    for where, made in _everything(estate):
        assert bool(made["metadata"].get("namespace")) is kind_of(made)["namespaced"], where
