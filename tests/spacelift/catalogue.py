"""Every case of every policy."""

from tests.spacelift import (
    closing_cases,
    factory_cases,
    guardrail_cases,
    plan_cases,
    run_cases,
    weakening_cases,
)
from tests.spacelift.rego import Case

CASES: tuple[Case, ...] = (
    *guardrail_cases.CASES,
    *weakening_cases.CASES,
    *closing_cases.CASES,
    *plan_cases.CASES,
    *factory_cases.CASES,
    *run_cases.CASES,
)


def of(policy: str) -> list[Case]:
    """The cases of one policy."""
    return [case for case in CASES if case.policy == policy]
