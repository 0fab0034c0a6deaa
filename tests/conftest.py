"""One synthesis for the whole session; every test reads its JSON.

`--synthesized DIR` judges a tree on disk instead: any folder with `<environment>/<stack>/cdk.tf.json` or
CDKTF's own `stacks/<environment>-<stack>/cdk.tf.json` below it.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.remote import Producer

from modules.model.environment import Environment
from modules.model.load import load
from modules.model.samples import sample
from modules.spacelift.document import FILE
from modules.spacelift.files import read_policies
from modules.synth import Synthesis, synthesize
from modules.wiring.spacelift import deliver
from tests import argument_types
from tests.delivery.facts import Side
from tests.policy.facts import Estate, read_tree
from tests.sharing import Shares, begin_with_the_longest

ROOT = Path(__file__).parents[1]

argument_types.install()
settings.register_profile("shared", deadline=None)  # a busy machine is no counter-example
settings.load_profile("shared")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--synthesized", metavar="DIR", help="judge this tree instead of a fresh synthesis")
    parser.addoption("--environments", metavar="DIR", help="environment files that belong to the tree")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Shares:
    return Shares(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        begin_with_the_longest(items)


def _environments(config: pytest.Config) -> Path:
    return Path(config.getoption("--environments") or ROOT / "environments")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "estate" in metafunc.fixturenames:
        tree = metafunc.config.getoption("--synthesized")
        names = sorted(read_tree(Path(tree))) if tree else _names(metafunc.config)
        if not names:
            raise pytest.UsageError(f"{tree or 'environments'} holds no stack")
        metafunc.parametrize("estate", names, indirect=True, scope="session")
    if "side" in metafunc.fixturenames:
        metafunc.parametrize("side", _names(metafunc.config), indirect=True, scope="session")


def _names(config: pytest.Config) -> list[str]:
    return sorted(path.stem for path in _environments(config).glob("*.toml"))


@pytest.fixture(scope="session")
def environments(request: pytest.FixtureRequest) -> dict[str, Environment]:
    """Environments by name. Dates are not judged: what expires tomorrow must not fail the suite today."""
    folder = _environments(request.config)
    return {path.stem: load(path, None) for path in sorted(folder.glob("*.toml"))}


@pytest.fixture(scope="session")
def synthesis(environments: dict[str, Environment], tmp_path_factory: pytest.TempPathFactory) -> Synthesis:
    return synthesize(list(environments.values()), str(tmp_path_factory.mktemp("cdktf.out")))


@pytest.fixture(scope="session")
def estate(request: pytest.FixtureRequest, environments: dict[str, Environment]) -> Estate:
    """The stacks of one environment, fresh or from the tree that the command line names."""
    name: str = request.param
    tree = request.config.getoption("--synthesized")
    if name not in environments:
        pytest.fail(f"the tree holds {name!r}, for which there is no environment file; see --environments")
    if tree:
        return Estate(environments[name], read_tree(Path(tree))[name])
    made: Synthesis = request.getfixturevalue("synthesis")
    stacks: dict[str, Any] = {
        path.parent.name: json.loads(json.dumps(document))
        for path, document in made.documents.items()
        if path.parts[0] == name
    }
    return Estate(environments[name], stacks)


@pytest.fixture(scope="session")
def sides(
    request: pytest.FixtureRequest, environments: dict[str, Environment], synthesis: Synthesis
) -> dict[str, Side]:
    """Spacelift's side of each environment, by name: fresh, or from the tree that the command line names."""
    tree = request.config.getoption("--synthesized")
    if tree:
        return {name: read_side(Path(tree), environments[name], synthesis) for name in environments}
    return {name: side_of(environment, synthesis) for name, environment in environments.items()}


@pytest.fixture(scope="session")
def side(request: pytest.FixtureRequest, sides: dict[str, Side]) -> Side:
    name: str = request.param
    return sides[name]


def order_of(environment: str, synthesis: Synthesis) -> frozenset[tuple[str, str]]:
    """Pairs of stacks that only wait: no JSON of theirs says so."""
    return frozenset(
        (edge.producer, edge.consumer) for edge in synthesis.edges[environment] if not edge.output
    )


def read_side(tree: Path, environment: Environment, synthesis: Synthesis) -> Side:
    """Roots and stacks as they stand in a tree; it is skipped where the tree has no factory."""
    own = environment.name
    roots = read_tree(tree, FILE).get(own, {})
    if "factory" not in roots:
        pytest.skip(f"{tree} has no factory of {own}")
    return Side(environment, roots, read_tree(tree)[own], order_of(own, synthesis))


def side_of(environment: Environment, synthesis: Synthesis) -> Side:
    """Spacelift's side of one environment of a synthesis."""
    made = deliver([environment], synthesis, read_policies(ROOT), sample)
    own = environment.name
    return Side(
        environment,
        {path.parent.name: document for path, document in made.documents.items()},
        {
            path.parent.name: document
            for path, document in synthesis.documents.items()
            if path.parts[0] == own
        },
        order_of(own, synthesis),
    )
