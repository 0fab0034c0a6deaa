"""Every stack is planned once for all tests that read plans."""

import os

import pytest

from tests.policy.facts import Estate
from tools.plan import Result
from tools.terraform import MIRROR_VARIABLE, NoTerraformError, Provider, find_provider
from tools.together import plan_together


@pytest.fixture(scope="session")
def provider() -> Provider:
    if MIRROR_VARIABLE not in os.environ:
        pytest.skip(f"{MIRROR_VARIABLE} names no provider mirror; tests use no registry")
    try:
        return find_provider()
    except NoTerraformError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def results(estate: Estate, provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> list[Result]:
    scratch = tmp_path_factory.mktemp("plan")
    return plan_together(estate.stacks, sorted(estate.stacks), provider, scratch, lambda _: None)
