"""Checkov finds nothing that nobody has accepted, and has really looked.

It is no judge of its own work: a file that it cannot read counts for it as one without findings.
"""

import json
from pathlib import Path

import pytest

from tests.hardening.scans import PYTHON, Scan, scan
from tests.hardening.waivers import FILE, Finding, read, unused, unwaived

pytestmark = pytest.mark.policy

WAIVERS = read(FILE.read_text(encoding="utf-8"))

LEAST = 400
"""Passed checks of the whole estate, in each language."""

SOMETIMES = {"aws_route53_record"}
"""Types that Checkov judges only in some form: of records, those that are an alias."""


def test_checkov_has_read_every_stack(scans: dict[str, Scan]) -> None:
    for framework, found in scans.items():
        assert found.said["errors"] == [], framework
        assert sum(found.passed.values()) >= LEAST, framework
        assert [stack for stack, passed in found.passed.items() if not passed] == [], framework


def test_checkov_has_looked_at_what_it_knows(scans: dict[str, Scan]) -> None:
    """A type of which it judges one resource is judged everywhere: no stack was read in part."""
    for framework, found in scans.items():
        looked_at = found.looked_at
        known = {address.split(".")[0] for _, address in looked_at if not address.startswith("data.")}
        everything = {
            (stack, f"{kind}.{name}")
            for stack, document in found.estate.stacks.items()
            for kind, elements in document["resource"].items()
            for name in elements
            if kind in known - SOMETIMES
        }
        assert everything - looked_at == set(), framework


def test_no_check_breaks_in_both_languages(scans: dict[str, Scan]) -> None:
    """A check that breaks has judged nothing: the other language has to have done it."""
    broken = [{line.split(" on ")[0] for line in found.said["crashes"]} for found in scans.values()]
    assert set.intersection(*broken) == set()


def test_every_finding_is_accepted_by_name(scans: dict[str, Scan]) -> None:
    for framework, found in scans.items():
        assert unwaived(found.findings, WAIVERS) == [], framework


def test_every_waiver_is_needed(scans: dict[str, Scan]) -> None:
    everything: set[Finding] = set().union(*(each.findings for each in scans.values()))
    assert [f"{each.check} {each.stack} {each.address}" for each in unused(everything, WAIVERS)] == []


def test_a_weak_stack_is_found_and_an_unreadable_one_is_no_clean_one(tmp_path: Path) -> None:
    """What the tests above rely on, and what they do not."""
    if not PYTHON.exists():
        pytest.skip("Checkov is not installed: `make checkov`")
    weak = {"resource": {"aws_kms_key": {"key": {"enable_key_rotation": False}}}}
    for name, document in {
        "weak": weak,
        "unreadable": weak | {"moved": [{"from": "a.b", "to": "a.c"}]},
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "cdk.tf.json").write_text(json.dumps(document), encoding="utf-8")

    said = scan(tmp_path, "terraform_json")

    assert ["CKV_AWS_7", "resource.key"] in said["stacks"]["weak"]["failed"]
    assert "unreadable" not in said["stacks"]
    assert len(said["errors"]) == 1
