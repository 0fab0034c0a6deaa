"""The cluster in the other supported version, in Identity Center mode, and how nodes are shared out."""

import pytest

from modules.eks import Size
from modules.model.versions import KUBERNETES
from modules.synth import Synthesis
from tests.policy.facts import Estate


def test_each_version_pins_every_addon() -> None:
    names = {name for name, _ in KUBERNETES[0].addons}
    for row in KUBERNETES:
        assert {name for name, _ in row.addons} == names, row.version


@pytest.mark.parametrize(
    ("minimum", "maximum", "share"), [(3, 10, (1, 4)), (3, 9, (1, 3)), (4, 4, (2, 2)), (6, 12, (2, 4))]
)
def test_zones_share_the_nodes(minimum: int, maximum: int, share: tuple[int, int]) -> None:
    assert Size(instance_type="m6a.large", minimum=minimum, maximum=maximum).share(3) == share


def test_the_cluster_comes_after_keys_people_and_jump_host(synthesis: Synthesis, estate: Estate) -> None:
    edges = synthesis.edges[estate.environment.name]
    assert {edge.producer for edge in edges if edge.consumer == "tm-eks"} == {
        "access-tm",
        "tm-firewall",
        "tm-jumphost",
        "tm-keys",
        "tm-vpc",
    }
