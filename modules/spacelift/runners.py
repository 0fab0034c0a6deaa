"""The roles of runs in one account: two for each stack, one that plans and one that applies.

CO-07, ZN-1…ZN-6. A token of Spacelift's that names the stack, the kind of run and the phase opens exactly one
of them. People apply this root, as they do `bootstrap`, whose outputs name the spaces.
"""

from modules.kit.write import Json
from modules.model.names import chart_runner
from modules.spacelift import statements
from modules.spacelift.bootstrap import trusted
from modules.spacelift.document import by_hand, root, space_variable, variable
from modules.spacelift.inputs import Inputs, Place, Run
from modules.spacelift.reader import Reader

SESSION = 3600
"""Seconds; a token of Spacelift's lives as long."""

PHASES = (
    ("plan", (("PROPOSED", "read"), ("TRACKED", "read"))),
    ("apply", (("TRACKED", "write"),)),
)
"""Role, and kinds of run and phases that open it. Tasks open none."""


def runners(inputs: Inputs) -> dict[str, Json]:
    """The root `runners-<place>` of each account that has a stack."""
    reader = Reader({run.name: run for run in inputs.runs})
    found = {}
    for place in inputs.places:
        runs = [run for run in inputs.runs if run.place == place]
        if runs:
            found[f"runners-{place.name}"] = _account(inputs, reader, place, runs)
    return found


def _account(inputs: Inputs, reader: Reader, place: Place, runs: list[Run]) -> Json:
    provider = {
        "region": inputs.region,
        "allowed_account_ids": [place.account],
        "default_tags": [{"tags": inputs.tags[place.name]}],
    }
    documents: Json = {"boundary": {"statement": statements.boundary(reader, runs, inputs.environment)}}
    roles: Json = {}
    policies: Json = {}
    for run in runs:
        for phase, kinds in PHASES:
            key = f"{run.name}-{phase}"
            say = statements.plan if phase == "plan" else statements.apply
            documents[f"{key}-trust"] = {"statement": [_trust(inputs, run, kinds)]}
            documents[key] = {"statement": say(reader, run, inputs.bucket, inputs.environment)}
            roles[key] = _role(inputs, run, phase)
            policies[key] = {
                "name": phase,
                "role": f"${{aws_iam_role.{key}.id}}",
                "policy": f"${{data.aws_iam_policy_document.{key}.json}}",
            }
    return root(
        {"aws": inputs.aws},
        {"aws": [provider]},
        by_hand(inputs.environment, f"runners-{place.name}", inputs.region),
        data={"aws_iam_policy_document": documents},
        resource={
            "aws_iam_openid_connect_provider": {
                "spacelift": {"url": f"https://{inputs.host}", "client_id_list": [inputs.host]}
            },
            "aws_iam_policy": {
                "boundary": {
                    "name": f"{inputs.environment}-runners-boundary",
                    "path": "/spacelift/",
                    "description": "The most that a run of Spacelift's may do",
                    "policy": "${data.aws_iam_policy_document.boundary.json}",
                }
            },
            "aws_iam_role": roles,
            "aws_iam_role_policy": policies,
        },
        variable={space_variable(place.name): variable(f"Space of {place.name}, an output of bootstrap")},
    )


def _trust(inputs: Inputs, run: Run, kinds: tuple[tuple[str, str], ...]) -> Json:
    provider = "${aws_iam_openid_connect_provider.spacelift.arn}"
    subjects = [trusted(inputs, run, kind, scope) for kind, scope in kinds]
    return {
        "actions": ["sts:AssumeRoleWithWebIdentity"],
        "effect": "Allow",
        "principals": [{"type": "Federated", "identifiers": [provider]}],
        "condition": [
            statements.condition("StringEquals", f"{inputs.host}:aud", inputs.host),
            statements.condition("StringEquals", f"{inputs.host}:sub", *subjects),
        ],
        "sid": "RunsOfThisStack",
    }


def _role(inputs: Inputs, run: Run, phase: str) -> Json:
    key = f"{run.name}-{phase}"
    arn = chart_runner(run.place.account, inputs.environment, run.name, phase)
    return {
        "name": arn.rpartition("/")[2],
        "path": "/spacelift/",
        "description": f"Runs of stack {inputs.slug(run.name)}: {phase}",
        "assume_role_policy": f"${{data.aws_iam_policy_document.{key}-trust.json}}",
        "permissions_boundary": "${aws_iam_policy.boundary.arn}",
        "max_session_duration": SESSION,
    }
