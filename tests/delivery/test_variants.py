"""Other environments get another Spacelift side, held to the same tests."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from modules.kit.stack import Edge
from modules.model.delivery import Workers
from modules.model.environment import Environment
from modules.model.samples import sample
from modules.spacelift import factory, runbook, runners
from modules.spacelift.document import FILE
from modules.spacelift.files import read_policies
from modules.spacelift.inputs import Inputs
from modules.spacelift.reader import UnreadableError
from modules.spacelift.services import UnknownServiceError, services
from modules.synth import Synthesis
from modules.wiring.spacelift import inputs_of
from tests.conftest import ROOT, side_of
from tests.delivery import test_graph, test_rights, test_roles, test_stacks
from tests.delivery.facts import Side, stack
from tests.policy.facts import Json

RULES = [
    rule
    for module in (test_graph, test_stacks, test_roles, test_rights)
    for name, rule in vars(module).items()
    if name.startswith("test_")
]

Alter = Callable[[Environment, dict[str, Any], list[Edge]], Environment]


def with_charts(env: Environment, stacks: dict[str, Any], _edges: list[Edge]) -> Environment:
    """A stack of charts, and one that only waits for it."""
    charts = copy.deepcopy(stacks["tm-keys"])
    charts["provider"]["helm"] = [{}]
    charts["resource"] = {
        "helm_release": {"a": {"name": "a", "chart": "./charts/a", "version": "1.0.0", "values": ["{}"]}}
    }
    charts.pop("output")
    stacks["tm-charts"] = charts
    return env


def on_private_workers(env: Environment, _stacks: dict[str, Any], _edges: list[Edge]) -> Environment:
    return env.model_copy(update={"spacelift": env.spacelift.model_copy(update={"workers": Workers.ALL})})


def with_own_state(env: Environment, stacks: dict[str, Any], _edges: list[Edge]) -> Environment:
    for document in stacks.values():
        document["terraform"]["backend"] = {"s3": {}}
    state = {"mode": "s3", "bucket": "states", "region": env.region}
    return Environment.model_validate_json(
        json.dumps(env.model_dump(mode="json", by_alias=True) | {"state": state})
    )


ALTERATIONS = (with_charts, on_private_workers, with_own_state)


@pytest.fixture(scope="session")
def sandbox(environments: dict[str, Environment]) -> Environment:
    return environments["sandbox"]


def altered(alter: Alter, env: Environment, synthesis: Synthesis) -> Side:
    stacks = {
        path.parent.name: copy.deepcopy(document)
        for path, document in synthesis.documents.items()
        if path.parts[0] == env.name
    }
    edges = list(synthesis.edges[env.name])
    changed = alter(env, stacks, edges)
    documents = {Path(env.name, name, FILE): document for name, document in stacks.items()}
    return side_of(changed, Synthesis(documents, {}, {env.name: tuple(edges)}))


@pytest.mark.parametrize("alter", ALTERATIONS, ids=lambda alter: alter.__name__)
def test_every_rule_holds(alter: Alter, sandbox: Environment, synthesis: Synthesis) -> None:
    side = altered(alter, sandbox, synthesis)
    for rule in RULES:
        rule(side)


def test_drift_is_looked_for_at_different_minutes(sandbox: Environment, synthesis: Synthesis) -> None:
    side = altered(on_private_workers, sandbox, synthesis)
    starts = [made["schedule"][0] for made in side.of("spacelift_drift_detection").values()]
    assert len(set(starts)) == len(starts) == len(side.stacks)


def test_a_chart_has_no_right_in_aws(sandbox: Environment, synthesis: Synthesis) -> None:
    side = altered(with_charts, sandbox, synthesis)
    document = side.runners["runners-tm"]["data"]["aws_iam_policy_document"]["tm-charts-apply"]
    assert "Change" not in [each["sid"] for each in document["statement"]]


@pytest.fixture
def inputs(sandbox: Environment, synthesis: Synthesis) -> Callable[..., Inputs]:
    def make(*more: Edge, **documents: Json) -> Inputs:
        stacks = {
            path.parent.name: document
            for path, document in synthesis.documents.items()
            if path.parts[0] == sandbox.name
        } | documents
        edges = (*synthesis.edges[sandbox.name], *more)
        return inputs_of(sandbox, stacks, edges, read_policies(ROOT), sample)

    return make


def test_order_alone_starts_what_waits_always(inputs: Callable[..., Inputs]) -> None:
    """P72: as a pair of its own, and beside a value that is read."""
    alone = Edge("tm-keys", "", "tm-dns", "")
    beside = Edge("tm-vpc", "", "tm-firewall", "")
    resource = factory(inputs(alone, beside))["resource"]
    pair = resource["spacelift_stack_dependency"]["tm-dns_tm-keys"]
    assert stack(pair["stack_id"]) == "tm-dns"
    assert not [
        key for key in resource["spacelift_stack_dependency_reference"] if key.startswith("tm-dns_tm-keys")
    ]
    always = {
        key: made["trigger_always"] for key, made in resource["spacelift_stack_dependency_reference"].items()
    }
    assert {key for key, value in always.items() if value} == {
        key for key in always if key.startswith("tm-firewall_tm-vpc_")
    }


def test_waves_put_nothing_before_what_it_waits_for(inputs: Callable[..., Inputs]) -> None:
    made = inputs()
    wave = {name: number for number, names in enumerate(made.waves()) for name in names}
    assert wave.keys() == {run.name for run in made.runs}
    for run in made.runs:
        assert all(wave[producer] < wave[run.name] for producer in run.producers)
        assert not run.producers or max(wave[producer] for producer in run.producers) == wave[run.name] - 1
    page = runbook(made)
    assert all(page.count(f"| `{made.slug(run.name)}` |") == 1 for run in made.runs)


def test_what_nobody_has_described_is_refused(inputs: Callable[..., Inputs]) -> None:
    with pytest.raises(UnknownServiceError, match=r"add it to modules/spacelift/services\.py"):
        services("aws_quantum_computer")
    unnamed = copy.deepcopy(inputs().runs[0].document)
    unnamed["resource"]["aws_iam_role"] = {"x": {"name": "${var.x}"}}
    with pytest.raises(UnreadableError, match="known before it is made"):
        runners(inputs(**{inputs().runs[0].name: unnamed}))


@pytest.mark.parametrize(
    ("kind", "called"),
    [
        ("aws_route", ("ec2",)),
        ("aws_eks_access_entry", ("eks", "ec2", "autoscaling")),
        ("aws_eks_pod_identity_association", ("eks.identities",)),
        ("aws_route53_record", ("route53",)),
        ("aws_route53_resolver_firewall_rule", ("route53resolver", "ec2")),
        ("aws_cloudwatch_log_group", ("logs",)),
        ("aws_iam_role", ()),
        ("helm_release", ()),
    ],
)
def test_the_longest_prefix_counts(kind: str, called: tuple[str, ...]) -> None:
    assert services(kind) == called
