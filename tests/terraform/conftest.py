"""Every kind of stack is planned once for all tests that read plans; `make plan` plans each of them."""

import os
import re

import pytest

from tests.policy.facts import Estate
from tools.plan import Result, plan_all
from tools.terraform import MIRROR_VARIABLE, NoTerraformError, Provider, find_provider


@pytest.fixture(scope="session")
def provider() -> Provider:
    if MIRROR_VARIABLE not in os.environ:
        pytest.skip(f"{MIRROR_VARIABLE} names no provider mirror; tests use no registry")
    try:
        return find_provider()
    except NoTerraformError as error:
        pytest.skip(str(error))


def shape(document: object, names: re.Pattern[str]) -> object:
    """A stack without its values: addresses and arguments, alike for stacks that differ in names and numbers."""
    if isinstance(document, dict):
        return {names.sub("*", key): shape(inner, names) for key, inner in document.items()}
    if isinstance(document, list):
        return [shape(inner, names) for inner in document]
    return type(document).__name__


def kinds(estate: Estate) -> dict[str, str]:
    """Every stack and the first one of its shape: Apps environments and accounts are built alike."""
    names = re.compile(
        "|".join(sorted(map(re.escape, estate.environment.apps), key=len, reverse=True)) or r"(?!)"
    )
    first: dict[str, str] = {}
    return {name: first.setdefault(repr(shape(made, names)), name) for name, made in estate.stacks.items()}


@pytest.fixture(scope="session")
def results(estate: Estate, provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> list[Result]:
    scratch = tmp_path_factory.mktemp("plan")
    return plan_all(estate.stacks, sorted(set(kinds(estate).values())), provider, scratch, lambda _: None)
