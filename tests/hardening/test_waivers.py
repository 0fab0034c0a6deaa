"""Waivers are narrow, have a reason, an owner and an end, and the day does not change what the suite says."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.hardening.hcl import escaped
from tests.hardening.waivers import FILE, Finding, ended, ending, read, unused, unwaived

ROOT = Path(__file__).parents[2]

TEXT = """
[[waiver]]
check = "CKV_AWS_1"
reason = "the check asks for what AWS refuses"
owner = "core-banking-platform"
expires = 2027-01-31
where = ["tm-* aws_kms_key.keys_*"]
"""

FOUND = Finding("CKV_AWS_1", "tm-keys", "aws_kms_key.keys_scram")


def test_the_committed_waivers_have_a_reason_an_owner_and_one_type_each() -> None:
    waivers = read(FILE.read_text(encoding="utf-8"))

    assert waivers
    assert [sentence for waiver in waivers for sentence in waiver.mistakes()] == []


def test_what_a_reason_cites_is_there() -> None:
    """Each test, file of tests and folder, by the name that it has now."""
    files = [*(ROOT / "tests").rglob("test_*.py")]
    names = {
        name for file in files for name in re.findall(r"def (test_\w+)", file.read_text(encoding="utf-8"))
    }
    names |= {file.stem for file in files}
    for waiver in read(FILE.read_text(encoding="utf-8")):
        assert set(re.findall(r"\btest_\w+", waiver.reason)) <= names, waiver
        for path in re.findall(r"\btests/[\w/.]*\w", waiver.reason):
            assert (ROOT / path).exists(), f"{waiver}: {path}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("aws_kms_key.keys_*", "aws_*.keys_*"),
        ("aws_kms_key.keys_*", "*"),
        ("aws_kms_key.keys_*", "aws_kms_key"),
        ("the check asks for what AWS refuses", "not needed"),
        ('owner = "core-banking-platform"', 'owner = ""'),
    ],
)
def test_a_wide_or_vague_waiver_is_refused(old: str, new: str) -> None:
    assert [sentence for waiver in read(TEXT.replace(old, new)) for sentence in waiver.mistakes()]


def test_a_waiver_without_an_end_is_refused() -> None:
    with pytest.raises(TypeError):
        read(TEXT.replace("expires = 2027-01-31", ""))


@pytest.mark.parametrize(
    "other",
    [
        FOUND._replace(check="CKV_AWS_2"),
        FOUND._replace(stack="apps-tm"),
        FOUND._replace(address="aws_kms_alias.keys_scram"),
    ],
)
def test_a_waiver_covers_its_own_check_stack_and_type(other: Finding) -> None:
    assert unwaived([FOUND], read(TEXT)) == []
    assert unwaived([FOUND, other], read(TEXT)) == [other]
    assert unused([other], read(TEXT)) == read(TEXT)
    assert unused([FOUND], read(TEXT)) == []


@pytest.mark.parametrize(
    ("today", "announced", "over"),
    [
        (date(2026, 12, 31), 0, 0),
        (date(2027, 1, 1), 1, 0),
        (date(2027, 1, 31), 1, 0),
        (date(2027, 2, 1), 0, 1),
    ],
)
def test_an_end_is_announced_and_then_refused(today: date, announced: int, over: int) -> None:
    assert len(ending(read(TEXT), today)) == announced
    assert len(ended(read(TEXT), today)) == over


def test_json_in_hcl_gets_quotes_that_a_parser_reads() -> None:
    assert escaped('x = "{"a": ["${aws_x.y.z}"]}"') == r'x = "{\"a\": [\"${aws_x.y.z}\"]}"'
    assert escaped(r'x = "{\"a\": 1}"') == r'x = "{\"a\": 1}"'
