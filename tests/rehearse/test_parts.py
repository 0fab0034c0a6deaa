"""The rehearsal judged without terraform: its order, its gaps, its edges, its simulator."""

import json
import urllib.request
from dataclasses import replace
from pathlib import Path
from pkgutil import resolve_name

import pytest

from modules.kit.stack import Edge
from modules.model.environment import Environment
from modules.synth import Synthesis
from tests.rehearse.clients import ACCOUNT, MANAGEMENT, REGION, call
from tools.providers import Lanes
from tools.rehearse.adaptations import ADAPTATIONS
from tools.rehearse.estate import Estate, Stack, unprotected
from tools.rehearse.gaps import MOST, Gap, missing, read_gaps, without
from tools.rehearse.ground import hubs
from tools.rehearse.memory import restore, save
from tools.rehearse.missing import ANSWERS
from tools.rehearse.rehearsal import Rehearsal
from tools.rehearse.root import as_variable
from tools.rehearse.simulator import Faults, Simulator, simulated_aws
from tools.rehearse.walk import DONE, FAILED, HELD, Step, walk
from tools.terraform import Provider

BUCKET = {"Bucket": "a-bucket", "CreateBucketConfiguration": {"LocationConstraint": REGION}}
PARAMETER = {"Name": "/a"}
TAGS = [{"Key": "Team", "Value": "platform"}]

NEEDS = {
    "ground": frozenset[str](),
    "house": frozenset({"ground"}),
    "roof": frozenset({"house"}),
    "garden": frozenset({"ground"}),
}


def _estate(environment: Environment, *stacks: Stack) -> Estate:
    return Estate(environment, {stack.name: stack for stack in stacks})


def _stack(name: str, *edges: Edge) -> Stack:
    """With a variable for every edge."""
    providers = {"aws": [{"allowed_account_ids": ["111111111111"]}]}
    variables = {edge.variable: {"type": "string"} for edge in edges if edge.output}
    return Stack(name, {"provider": providers, "variable": variables}, edges)


def test_stacks_are_worked_on_after_all_that_they_need() -> None:
    order: list[str] = []

    def work(name: str) -> str:
        order.append(name)
        return ""

    steps = walk(NEEDS, work, lambda _: None)

    assert {step.verdict for step in steps.values()} == {DONE}
    assert all(order.index(other) < order.index(name) for name in NEEDS for other in NEEDS[name])


def test_a_failure_stops_only_what_needs_it() -> None:
    steps = walk(NEEDS, lambda name: "broken" if name == "house" else "", lambda _: None)

    assert {name: step.verdict for name, step in steps.items()} == {
        "ground": DONE,
        "house": FAILED,
        "roof": HELD,
        "garden": DONE,
    }
    assert steps["roof"].problem == "needs house"


def test_stacks_that_wait_for_each_other_are_named() -> None:
    with pytest.raises(ValueError, match="egg"):
        walk({"hen": frozenset({"egg"}), "egg": frozenset({"hen"})}, lambda _: "", lambda _: None)


def test_a_missing_output_is_named(environments: dict[str, Environment], tmp_path: Path) -> None:
    """A broken edge fails the consumer, in words that name producer, output and variable."""
    estate = _estate(
        environments["sandbox"], _stack("ground"), _stack("house", Edge("ground", "id", "house", "ground_id"))
    )
    rehearsal = Rehearsal(estate, Provider(None, None), tmp_path, Lanes(), [])
    (tmp_path / "ground").mkdir()
    (tmp_path / "ground" / "terraform.tfstate").write_text(json.dumps({"outputs": {"arn": {"value": "a"}}}))

    with pytest.raises(RuntimeError, match="ground has no output id for ground_id"):
        rehearsal.variables(estate.stacks["house"])


def test_outputs_reach_the_variables_that_the_edges_name(
    environments: dict[str, Environment], tmp_path: Path
) -> None:
    edges = (Edge("ground", "id", "house", "ground_id"), Edge("ground", "", "house", ""))
    estate = _estate(environments["sandbox"], _stack("ground"), _stack("house", *edges))
    rehearsal = Rehearsal(estate, Provider(None, None), tmp_path, Lanes(), [])
    (tmp_path / "ground").mkdir()
    (tmp_path / "ground" / "terraform.tfstate").write_text(json.dumps({"outputs": {"id": {"value": "a"}}}))

    assert rehearsal.variables(estate.stacks["house"]) == {"ground_id": "a"}


def test_values_are_handed_over_as_terraform_reads_them() -> None:
    """A number or a list of an output is no text, and an environment holds nothing else."""
    assert [as_variable(value) for value in ("vpc-1", 5432, ["a", "b"], True)] == [
        "vpc-1",
        "5432",
        '["a", "b"]',
        "true",
    ]


def test_variables_without_an_edge_and_edges_without_a_variable_are_named(
    environments: dict[str, Environment], tmp_path: Path
) -> None:
    sound = _stack("house", Edge("ground", "id", "house", "ground_id"))
    estate = _estate(environments["sandbox"], replace(sound, edges=()))
    rehearsal = Rehearsal(estate, Provider(None, None), tmp_path, Lanes(), [])
    with pytest.raises(RuntimeError, match="no edge gives house a value for ground_id"):
        rehearsal.variables(estate.stacks["house"])
    with pytest.raises(RuntimeError, match="house needs ground, which is not there"):
        rehearsal.variables(sound)
    with pytest.raises(RuntimeError, match="ground gives id to ground_id, which house does not have"):
        rehearsal.variables(replace(sound, document=_stack("house").document))


def test_every_gap_is_a_gap_still_and_says_why() -> None:
    """As soon as the simulator knows an operation, its entry has to go."""
    for gap in read_gaps():
        assert not gap.closed, f"{gap.type}: the simulator knows {gap.missing} by now"
        assert len(gap.reason) > 20
    assert Gap("aws_s3_bucket", "", "s3 list_buckets").closed


def test_gaps_are_few_and_used(synthesis: Synthesis) -> None:
    gaps = read_gaps()
    documents = [document for path, document in synthesis.documents.items() if path.name == "cdk.tf.json"]
    every = [f"{k}.{n}" for each in documents for k, held in each.get("resource", {}).items() for n in held]
    cut = [address for each in documents for address in missing(each, gaps)]
    assert len(cut) <= MOST * len(every)
    assert {gap.type for gap in gaps} <= {address.partition(".")[0] for address in every}


def test_what_reads_a_gap_is_one_and_what_waits_for_it_is_not() -> None:
    document = {
        "resource": {
            "aws_a": {"one": {"name": "x"}},
            "aws_b": {"reader": {"name": "${aws_a.one.arn}"}, "waiter": {"depends_on": ["aws_a.one"]}},
            "aws_c": {"second": {"name": "${aws_b.reader.id}"}},
        },
        "output": {"own": {"value": "${aws_b.waiter.id}"}, "arn": {"value": "${aws_iam_role.x.arn}"}},
    }
    absent = missing(document, [Gap("aws_a", "", "")])

    assert absent == {"aws_a.one", "aws_b.reader", "aws_c.second"}
    assert without(document, absent)["resource"] == {"aws_b": {"waiter": {"depends_on": []}}}
    assert "resource" not in without({"resource": {"aws_a": {"one": {}}}}, frozenset({"aws_a.one"}))


def test_adaptations_replace_what_is_there() -> None:
    """What the simulator has renamed is adapted no more, and what it has learned need not be added."""
    added = set()
    for adaptation in ADAPTATIONS:
        name, _ = adaptation()
        assert len(adaptation.__doc__ or "") > 15, name
        try:
            resolve_name(name)
        except AttributeError:
            added.add(name.rpartition(".")[2])
    assert added == {"accept_transit_gateway_vpc_attachment"}


def test_answers_say_what_they_are_for() -> None:
    """Small additions only: whatever the simulator answers itself by now is none any more."""
    assert len({(each.service, each.operation) for each in ANSWERS}) == len(ANSWERS)
    assert all(len(each.why) > 15 for each in ANSWERS)


def test_an_operators_estate_is_unprotected(environments: dict[str, Environment]) -> None:
    environment = unprotected(environments["sandbox"])
    assert not environment.deletion_protection
    assert not any(each.deletion_protection for each in environment.apps.values())


def test_equal_seeds_give_equal_faults() -> None:
    first, second, third = Faults(0.3, 1), Faults(0.3, 1), Faults(0.3, 2)
    struck = [[faults.strike("ec2") for _ in range(50)] for faults in (first, second, third)]
    assert struck[0] == struck[1] != struck[2]
    assert 0 < first.done < 50


def test_a_simulator_is_empty_when_it_begins_and_gone_when_it_ends() -> None:
    accounts = ["111111111111", "222222222222"]
    with simulated_aws(accounts, "999999999999") as aws:
        assert urllib.request.urlopen(f"{aws.url}/moto-api/data.json").status == 200  # noqa: S310
        assert aws.rest() == {}
        call(aws, "s3 create_bucket", BUCKET)
        assert aws.rest() == {"111111111111 aws s3 buckets": 1}
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(aws.url)  # noqa: S310


def test_a_simulation_goes_on_in_another_one(tmp_path: Path) -> None:
    """Buckets and keys are known again, and what was saved beside them is given back."""
    file = tmp_path / "aws.pickle"
    with simulated_aws([ACCOUNT], None) as aws:
        call(aws, "s3 create_bucket", BUCKET)
        call(aws, "acm request_certificate", {"DomainName": "a.example"})
        call(aws, "ssm put_parameter", PARAMETER | {"Value": "b", "Type": "String", "Tags": TAGS})
        key = call(aws, "kms create_key", {"KeySpec": "RSA_2048", "KeyUsage": "SIGN_VERIFY"})["KeyMetadata"]
        hubs()["o-1"] = {"admin_account_id": ACCOUNT}
        save(file, "beside")
        before = aws.rest()
    with simulated_aws([ACCOUNT], None) as aws:
        assert aws.rest() == {}
        call(aws, "s3 create_bucket", BUCKET | {"Bucket": "of-nobody"}, MANAGEMENT)
        assert restore(file) == "beside"
        assert aws.rest() == before != {}
        assert call(aws, "kms describe_key", {"KeyId": key["KeyId"]})["KeyMetadata"]["Arn"] == key["Arn"]
        asked = {"ResourceType": "Parameter", "ResourceId": PARAMETER["Name"]}
        assert call(aws, "ssm list_tags_for_resource", asked)["TagList"] == TAGS
        assert hubs() == {"o-1": {"admin_account_id": ACCOUNT}}


def test_stacks_with_other_json_and_all_that_need_them_are_applied_again(
    environments: dict[str, Environment], tmp_path: Path
) -> None:
    stacks = (_stack("ground"), _stack("house", Edge("ground", "", "house", "")), _stack("garden"))
    aws, file = Simulator(""), tmp_path / "aws.pickle"
    first = Rehearsal(_estate(environments["sandbox"], *stacks), Provider(None, None), tmp_path, Lanes(), [])
    first.steps["apply"] = {name: Step(name, DONE) for name in ("ground", "house")}
    first.steps["apply"]["garden"] = Step("garden", FAILED, problem="broken")
    first.remember(aws, file)

    changed = (replace(stacks[0], document=stacks[0].document | {"locals": {}}), *stacks[1:])
    same, other = (
        Rehearsal(_estate(environments["sandbox"], *each), Provider(None, None), tmp_path, Lanes(), [])
        for each in (stacks, changed)
    )
    same.recall(aws, file)
    other.recall(aws, file)
    assert same.steps["apply"].keys() == {"ground", "house"}
    assert other.steps["apply"].keys() == set()
