"""`make reach`: the way for a person, and a sentence for a name that nobody has."""

import pytest

from tests.policy.facts import Estate
from tests.policy.reach import Reach
from tools.reach import answer, behind, entrances, main

HOST = "core-api.tm.blx-demo.com"


@pytest.fixture(scope="module")
def reach(estate: Estate) -> Reach:
    return Reach(estate)


def test_a_way_is_told_filter_by_filter(reach: Reach) -> None:
    lines, code = answer(reach, "eks-apps-development", "kafka", 9096, "tcp")

    assert code == 0
    assert lines[0] == "eks-apps-development → kafka tcp 9096"
    assert "  passes egress of eks-apps-development: arrow 5.4" in lines
    assert any("apps-development/transit → tm/transit → tm/kafka" in line for line in lines)
    assert lines[-1] == "  reachable"


@pytest.mark.parametrize(
    ("source", "target", "port"),
    [
        ("eks-apps-development", "eks-apps-staging", 443),
        ("eks-apps-staging", "internet", 443),
        ("company-vpn", "aurora", 5432),
        ("company-vpn", "edge-core", 22),
    ],
)
def test_what_stops_is_told(reach: Reach, source: str, target: str, port: int) -> None:
    lines, code = answer(reach, source, target, port, "tcp")

    assert code == 1
    assert lines[-1].startswith("  stopped by ")


def test_a_host_is_another_door_from_inside(reach: Reach) -> None:
    """CX-03: Apps see the private twin."""
    assert entrances(reach, reach.places["company-vpn"])[HOST] == "edge-core"
    assert entrances(reach, reach.places["eks-apps-development"])[HOST] == "edge-apps"
    assert behind(reach, "edge-core", HOST) == [
        "aws_lb_listener_rule.core_core-api → core_targets_tm-ingress"
    ]
    assert len(behind(reach, "edge-apps", HOST)) == 1


def test_unknown_names_are_all_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nobody", "nowhere", "443"]) == 2

    said = capsys.readouterr().err
    assert "FROM: nobody is called 'nobody'" in said
    assert "TO: nobody is called 'nowhere'" in said
    assert "known are: aurora, " in said


def test_an_unknown_environment_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--env", "moon", "aurora", "kafka", "1"]) == 2

    assert "there is no environment 'moon'" in capsys.readouterr().err
