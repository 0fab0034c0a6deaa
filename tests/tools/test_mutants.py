"""`make mutants` counts what is refused, and survivors fail it."""

import pytest

from tests.mutants.change import Mutant, drop
from tests.policy.facts import Estate
from tests.policy.rules import Rule
from tools import mutants

KEYS = {"tm-keys": {"resource": {"aws_kms_key": {"one": {"enable_key_rotation": True}}}}}


def _rotates(estate: Estate) -> None:
    for _, _, made in estate.everywhere("aws_kms_key"):
        assert made["enable_key_rotation"] is True


def _is_there(estate: Estate) -> None:
    assert estate.everywhere("aws_kms_key")


def _never_content(estate: Estate) -> None:
    raise AssertionError


GONE = drop("tm-keys", "aws_kms_key", "one")


@pytest.mark.parametrize(
    ("killer", "killed"), [(_is_there, True), (_rotates, False), (_never_content, False)]
)
def test_a_mutant_is_killed_by_a_test_that_the_estate_passes(
    killer: Rule,
    killed: bool,  # noqa: FBT001
    estate: Estate,
) -> None:
    [verdict] = mutants.judge([Mutant("gone", GONE, killer)], Estate(estate.environment, KEYS))

    assert verdict.killed is killed


def test_the_table_is_printed_and_fails_with_a_survivor(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], estate: Estate
) -> None:
    monkeypatch.setattr(mutants, "committed", lambda: Estate(estate.environment, KEYS))
    monkeypatch.setattr(
        mutants, "MUTANTS", (Mutant("a key is gone", GONE, _is_there), Mutant("gone unseen", GONE, _rotates))
    )

    assert mutants.main(["-k", "a key is"]) == 0
    assert mutants.main([]) == 1
    assert "2 mutants, 1 survived" in capsys.readouterr().out
    assert mutants.main(["-k", "nothing of this name"]) == 1
