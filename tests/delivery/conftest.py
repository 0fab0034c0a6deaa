"""Spacelift's side of each environment, made anew from the session's synthesis."""

from pathlib import Path

import pytest

from modules.model.environment import Environment
from modules.spacelift.files import read_policies
from modules.synth import Synthesis
from modules.wiring.spacelift import Delivery, deliver
from tests.delivery.facts import Side
from tools.samples import sample

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def delivery(environments: dict[str, Environment], synthesis: Synthesis) -> Delivery:
    return deliver(list(environments.values()), synthesis, read_policies(ROOT), sample)


@pytest.fixture(scope="session")
def sides(environments: dict[str, Environment], synthesis: Synthesis, delivery: Delivery) -> dict[str, Side]:
    return {name: side_of(each, synthesis, delivery) for name, each in environments.items()}


@pytest.fixture
def side(sides: dict[str, Side], request: pytest.FixtureRequest) -> Side:
    return sides[request.param]


def side_of(environment: Environment, synthesis: Synthesis, delivery: Delivery) -> Side:
    own = environment.name
    return Side(
        environment,
        {path.parent.name: made for path, made in delivery.documents.items() if path.parts[0] == own},
        {path.parent.name: made for path, made in synthesis.documents.items() if path.parts[0] == own},
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "side" in metafunc.fixturenames:
        names = sorted(path.stem for path in (ROOT / "environments").glob("*.toml"))
        metafunc.parametrize("side", names, indirect=True)
