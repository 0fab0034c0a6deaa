"""The short form: the network and the way in from outside, applied, unchanged, destroyed."""

from pathlib import Path

import pytest

from modules.model.environment import Environment
from tools.rehearse.estate import read, unprotected
from tools.rehearse.rehearsal import rehearsing
from tools.terraform import Provider

pytestmark = pytest.mark.terraform

SHORT = ["apps-staging-firewall", "tm-dns"]
"""And what they need: the transit gateway and a VPC that is attached to it, over three accounts.

`tm-edge` itself is part of the full form only: its firewall rules alone are worth a minute of a processor.
"""


def test_network_and_public_names_are_applied_settle_and_come_down(
    environments: dict[str, Environment], provider: Provider, tmp_path: Path
) -> None:
    estate = read(unprotected(environments["sandbox"]), tmp_path / "cdktf.out").only(SHORT)

    with rehearsing(estate, provider, tmp_path / "run") as (rehearsal, aws):
        rehearsal.apply()
        assert rehearsal.problems == {}
        assert len(rehearsal.roots["apps-staging-vpc"].held()) > 80
        rehearsal.settle()
        assert rehearsal.problems == {}
        rehearsal.destroy()
        assert rehearsal.problems == {}
        assert aws.rest() == {}
