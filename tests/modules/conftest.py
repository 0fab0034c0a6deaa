"""Fixtures for tests that build an altered estate."""

import json
from collections.abc import Iterator

import pytest

from modules.model.environment import Environment
from modules.synth import Synthesis
from tests.modules.variants import Variants


@pytest.fixture(scope="session")
def variants(
    request: pytest.FixtureRequest,
    environments: dict[str, Environment],
    synthesis: Synthesis,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Variants]:
    """Altered estates, and the unaltered one of the session among them."""
    sandbox, own = environments["sandbox"], tmp_path_factory.mktemp("variants")
    among = hasattr(request.config, "workerinput")
    variants = Variants(sandbox, own, tmp_path_factory.getbasetemp().parent / "variants" if among else None)
    found = {
        path.parent.name: document
        for path, document in synthesis.documents.items()
        if path.parts[0] == sandbox.name
    }
    variants.keep(sandbox, json.loads(json.dumps(found)))
    yield variants
    assert variants.untouched(), "a test has changed an estate that others read"
