"""Fixtures for tests that build an altered estate."""

import pytest

from modules.model.environment import Environment
from tests.modules.variants import Variants


@pytest.fixture(scope="session")
def variants(environments: dict[str, Environment], tmp_path_factory: pytest.TempPathFactory) -> Variants:
    return Variants(environments["sandbox"], tmp_path_factory.mktemp("variants"))
