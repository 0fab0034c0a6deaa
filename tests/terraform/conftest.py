"""Every stack is planned once for all tests that read plans; what runs for that ends with the last of them."""

import os
from collections.abc import Iterator

import pytest

from tests.policy.facts import Estate
from tools.plan import Result, Surroundings, plan_all, surroundings
from tools.terraform import MIRROR_VARIABLE, NoTerraformError, Provider, find_provider


@pytest.fixture(scope="session")
def provider() -> Provider:
    if MIRROR_VARIABLE not in os.environ:
        pytest.skip(f"{MIRROR_VARIABLE} names no provider mirror; tests use no registry")
    try:
        return find_provider()
    except NoTerraformError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="package")
def around(
    estate: Estate, provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Surroundings]:
    """The AWS provider's processes, a simulated AWS and the stand-ins, for every plan of the estate."""
    with surroundings(estate.stacks, provider, tmp_path_factory.mktemp("around")) as made:
        yield made


@pytest.fixture(scope="package")
def results(estate: Estate, around: Surroundings, tmp_path_factory: pytest.TempPathFactory) -> list[Result]:
    scratch = tmp_path_factory.mktemp("plan")
    return plan_all(estate.stacks, sorted(estate.stacks), around, scratch, lambda _: None)
