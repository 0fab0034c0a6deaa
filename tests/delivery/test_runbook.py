"""The page of a first deployment says what people do between its waves."""

import copy
import re

import pytest

from modules.model.environment import Environment
from modules.model.samples import sample
from modules.spacelift import runbook
from modules.spacelift.files import read_policies
from modules.spacelift.inputs import Inputs
from modules.synth import Synthesis
from modules.wiring.spacelift import inputs_of
from tests.conftest import ROOT
from tests.policy.facts import Json


@pytest.fixture(scope="module")
def stacks(synthesis: Synthesis) -> dict[str, Json]:
    return {
        path.parent.name: copy.deepcopy(document)
        for path, document in synthesis.documents.items()
        if path.parts[0] == "sandbox"
    }


def _inputs(env: Environment, synthesis: Synthesis, stacks: dict[str, Json]) -> Inputs:
    return inputs_of(env, stacks, synthesis.edges[env.name], read_policies(ROOT), sample)


def _page(env: Environment, synthesis: Synthesis, stacks: dict[str, Json]) -> str:
    return runbook(_inputs(env, synthesis, stacks))


def _waves(page: str) -> list[str]:
    return re.split(r"^### Wave ", page, flags=re.MULTILINE)[1:]


def test_empty_secrets_are_filled_before_what_needs_them(
    environments: dict[str, Environment], synthesis: Synthesis, stacks: dict[str, Json]
) -> None:
    """Caches before the first image, the pool's passwords before the pool."""
    waves = _waves(_page(environments["sandbox"], synthesis, stacks))
    for secret, maker, reader in (
        ("ecr-pullthroughcache/sandbox-dockerhub", "shared-registry", "tm-addons"),
        ("sandbox/tm-data/pg-pool", "tm-secrets", "tm-vault"),
        ("sandbox/tm-data/rds-authority", "tm-secrets", "tm-vault"),
    ):
        [told] = [number for number, wave in enumerate(waves) if f"- `{secret}`: " in wave]
        assert f"| `sandbox-{maker}` |" in waves[told], secret
        assert not any(f"| `sandbox-{reader}` |" in wave for wave in waves[: told + 1]), secret
    assert not any("sandbox/tm-aurora/master`" in wave for wave in waves), "it has a value"


def test_a_secret_that_loses_its_value_is_named(
    environments: dict[str, Environment], synthesis: Synthesis, stacks: dict[str, Json]
) -> None:
    weaker = copy.deepcopy(stacks)
    del weaker["tm-aurora"]["resource"]["aws_secretsmanager_secret_version"]
    assert "- `sandbox/tm-aurora/master`: " in _page(environments["sandbox"], synthesis, weaker)


def test_images_are_brought_before_the_first_chart(
    environments: dict[str, Environment], synthesis: Synthesis, stacks: dict[str, Json]
) -> None:
    """14.1: every public release has its command, every image that stands in an object its line."""
    before, _, rest = _page(environments["sandbox"], synthesis, stacks).partition(
        "### Before the first charts"
    )
    steps, _, after = rest.partition("### Wave ")
    releases = {
        (name, key): release
        for name, document in stacks.items()
        for key, release in document["resource"].get("helm_release", {}).items()
    }
    assert releases
    assert re.search(r"\n\S+/dockerhub/istio/proxyv2:\d", steps), "no object names the image of sidecars"
    for (name, key), release in releases.items():
        assert f"| `sandbox-{name}` |" not in before
        assert f"| `sandbox-{name}` |" in after
        lines = [line for line in steps.splitlines() if f"/{name}/cdk.tf.json {key} " in line]
        assert len(lines) == (not release["chart"].startswith("./")), key
        assert all(f"--version {release['version']} " in line for line in lines), key
        for image in re.findall(r'"image":"([^"]+)"', release["values"][0]):
            assert f"\n{image}\n" in steps, image
