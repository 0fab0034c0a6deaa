"""Every policy says what its cases expect, and every line of it is needed for that.

Inventory: CO-07.
"""

import re
import tomllib
from pathlib import Path

import pytest

from tests.spacelift import opa
from tests.spacelift.catalogue import CASES, of
from tests.spacelift.mutants import idle_lines, idle_rules
from tests.spacelift.rego import POLICIES, TYPES, Case, RegoError, evaluate, normal, rules, source

NAMES = sorted(TYPES)
EXCEPTIONS = tomllib.loads((Path(__file__).parent / "exceptions.toml").read_text(encoding="utf-8"))


def test_every_policy_has_a_type_and_cases() -> None:
    written = {path.stem for path in POLICIES.glob("*.rego") if not path.stem.endswith("_test")}
    assert written == set(TYPES) == {case.policy for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.policy}: {case.name}")
def test_a_policy_says_exactly_this(case: Case) -> None:
    assert evaluate(source(case.policy), case) == normal(case.expected)


@pytest.mark.parametrize("policy", NAMES)
def test_names_of_cases_are_names(policy: str) -> None:
    names = [re.sub(r"\W+", "_", case.name) for case in of(policy)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("policy", NAMES)
def test_every_result_is_there_in_one_case_and_not_in_another(policy: str) -> None:
    for rule in rules(policy):
        said = {rule in normal(case.expected) for case in of(policy)}
        assert said == {True, False}, rule


@pytest.mark.parametrize("policy", NAMES)
def test_every_rule_makes_a_difference(policy: str) -> None:
    assert idle_rules(source(policy), of(policy)) == []


@pytest.mark.parametrize("policy", NAMES)
def test_no_line_is_without_a_case(policy: str) -> None:
    excepted = EXCEPTIONS["everywhere"] | EXCEPTIONS.get(policy, {})
    assert idle_lines(source(policy), of(policy)) == set(excepted)
    assert all(len(reason) > 20 for reason in excepted.values())


@pytest.mark.parametrize("policy", NAMES)
def test_the_text_is_rego_v1_for_every_engine(policy: str) -> None:
    """The engine here takes what OPA refuses: heads without `if`, and quotes inside `sprintf`."""
    text = source(policy)
    assert "import rego.v1\n" in text
    for line in text.splitlines():
        if line and line.endswith("{") and not line[0].isspace():
            assert re.search(r" if \{| := [{\[]$| := \{.*\|$|\| \{$", line), line
    assert "%q" not in text
    assert "http.send" not in text
    assert "time.now_ns" not in text
    assert re.search(r"^default ", text, re.MULTILINE) is None, "Spacelift's prelude declares the defaults"


def test_a_policy_that_does_not_parse_is_noticed() -> None:
    case = of("push")[0]
    with pytest.raises(RegoError):
        evaluate("package spacelift\n\ntrack if {\n", case)


@pytest.mark.parametrize("policy", NAMES)
def test_the_files_for_opa_are_those_of_the_cases(policy: str) -> None:
    assert opa.path(policy).read_text(encoding="utf-8") == opa.written(policy), "stale; run make rego"
