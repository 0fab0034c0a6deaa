"""The short form: the network and the way in from outside, applied, unchanged, destroyed."""

from pathlib import Path

import pytest

from modules.model.environment import Environment
from tools.rehearse.estate import read, unprotected
from tools.rehearse.rehearsal import rehearsing
from tools.terraform import Provider

pytestmark = [pytest.mark.terraform, pytest.mark.rehearse]

SHORT = ["tm-firewall", "tm-dns"]
"""And what they need: the transit gateway and the VPC, over two accounts."""


def test_network_and_zone_are_applied_settle_and_come_down(
    environments: dict[str, Environment], provider: Provider, tmp_path: Path
) -> None:
    estate = read(unprotected(environments["sandbox"]), tmp_path / "cdktf.out").only(SHORT)

    with rehearsing(estate, provider, tmp_path / "run") as (rehearsal, aws):
        rehearsal.apply()
        assert rehearsal.problems == {}
        assert len(rehearsal.roots["tm-vpc"].held()) > 150
        rehearsal.settle()
        assert rehearsal.problems == {}
        rehearsal.destroy()
        assert rehearsal.problems == {}
        assert aws.rest() == {}
