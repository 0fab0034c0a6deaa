"""Cases of the other PLAN policies: review, integrity, factory."""

from collections.abc import Sequence
from typing import Any

from tests.spacelift.inputs import Json, change, plan
from tests.spacelift.rego import Case

ACCESS = [
    "aws_iam_role",
    "aws_kms_key",
    "aws_lakeformation_permissions",
    "aws_ssoadmin_permission_set",
    "aws_ecr_registry_policy",
    "aws_ecr_repository_policy",
    "aws_eks_access_entry",
    "aws_eks_access_policy_association",
    "aws_eks_pod_identity_association",
    "aws_s3_bucket_policy",
    "aws_secretsmanager_secret_policy",
    "aws_ram_resource_share",
    "aws_vpc_endpoint",
    "aws_vpc_endpoint_policy",
    "aws_msk_cluster_policy",
    "aws_sns_topic_policy",
    "helm_release",
]
NETWORK = [
    "aws_default_network_acl",
    "aws_default_security_group",
    "aws_ec2_managed_prefix_list",
    "aws_ec2_transit_gateway_route",
    "aws_network_acl_rule",
    "aws_route53_record",
    "aws_security_group",
    "aws_vpc_security_group_ingress_rule",
    "aws_vpn_connection",
    "aws_wafv2_ip_set",
]
FLAG = ["review:security"]


def many(number: int, *actions: str) -> list[Json]:
    return [change(f"aws_sqs_queue.a{index}", actions) for index in range(number)]


def reviewed(
    name: str, changes: Sequence[Json], said: Sequence[str] = (), labels: Sequence[str] = (), **of: Any
) -> Case:
    flag: list[str] = of.pop("flag", [])
    return Case("review", name, plan(changes, labels, **of), {"warn": list(said), "flag": flag})


REVIEW = [
    reviewed(
        "access",
        [change(f"{kind}.a", ["create"]) for kind in ACCESS],
        [f"{kind}.a: changes who may do what" for kind in ACCESS],
        flag=FLAG,
    ),
    reviewed(
        "network",
        [change(f"{kind}.a", ["update"]) for kind in NETWORK],
        [f"{kind}.a: changes who reaches whom" for kind in NETWORK],
    ),
    reviewed(
        "nothing",
        [change(f"{kind}.a", ["no-op"]) for kind in [*ACCESS, *NETWORK]],
        labels=["grade:production"],
    ),
    reviewed("new and reading", [*many(100, "create"), change("aws_sqs_queue.b", ["read"])]),
    reviewed("large", many(101, "create"), ["weight 101 is over 100: the change is large"]),
    reviewed("losses weigh", many(11, "delete"), ["weight 110 is over 100: the change is large"]),
    reviewed(
        "so does what is forgotten", many(11, "forget"), ["weight 110 is over 100: the change is large"]
    ),
    reviewed("and what changes", many(51, "update"), ["weight 102 is over 100: the change is large"]),
    reviewed(
        "production",
        [
            change("aws_sqs_queue.a", ["create"]),
            change("aws_sqs_queue.b", ["update"]),
            change("aws_sqs_queue.c", ["delete", "create"]),
            change("aws_sqs_queue.d", ["no-op"]),
        ],
        [
            "aws_sqs_queue.b: production is changed by update",
            "aws_sqs_queue.c: production is changed by delete and create",
        ],
        ["grade:production"],
    ),
    reviewed("elsewhere", many(1, "update"), labels=["grade:sandbox"]),
    reviewed("drift", many(1, "update"), ["drift is not put back without a decision"], drift_detection=True),
    reviewed("drift, only looked at", many(1, "update"), drift_detection=True, type="PROPOSED"),
    reviewed("no drift", many(1, "no-op"), drift_detection=True),
]

SYNTH = {
    "stack": "sandbox/tm-keys",
    "expected_sha256": "a1",
    "actual_sha256": "a1",
    "has_backend": False,
    "others": [],
}
OWN = ("stack:sandbox/tm-keys", "state:spacelift", "owner:platform")
STALE = "cdk.tf.json and charts are not what stack.meta.json describes: run make synth and commit all"
STACKLESS = "what was measured names no stack"
UNMEASURED = "nothing was measured: the integrity hooks have not run"
ONE_LABEL = "the stack needs exactly one label stack:<environment>/<stack>"


def measured(
    name: str, deny: Sequence[str] = (), labels: Sequence[str] = OWN, root: str = "", **synth: Any
) -> Case:
    custom = synth.pop("custom", {"synth": SYNTH | synth})
    given = plan([], labels, custom, runtime_config={"before_init": [], "project_root": root})
    return Case("integrity", name, given, {"deny": list(deny)})


INTEGRITY = [
    measured("as written"),
    measured("in its folder", root="spacelift/sandbox/tm-keys/"),
    measured("not measured", [UNMEASURED], custom={}),
    measured("stale", [STALE], actual_sha256="b2"),
    measured("without a hash", [STALE], expected_sha256=None),
    measured("without hashes", [STALE], custom={"synth": {"stack": "sandbox/tm-keys"}}),
    measured("files of another", ["the files are those of sandbox/tm-keys-x"], stack="sandbox/tm-keys-x"),
    measured("of no stack", [STACKLESS], custom={"synth": {k: v for k, v in SYNTH.items() if k != "stack"}}),
    measured("no label", ["the files are those of sandbox/tm-keys", ONE_LABEL], ["owner:platform"]),
    measured("two labels", [ONE_LABEL], ["stack:sandbox/tm-keys", "stack:sandbox/tm-vpc"]),
    measured(
        "another folder",
        ["the run works in spacelift/sandbox/tm-keys-x, which is not the stack's folder"],
        root="spacelift/sandbox/tm-keys-x",
    ),
    measured(
        "a backend of its own", ["cdk.tf.json has a backend, and Spacelift keeps the state"], has_backend=True
    ),
    measured("a backend where it is meant", labels=["stack:sandbox/tm-keys"], has_backend=True),
    measured(
        "one file more",
        ["extra_override.tf: Terraform reads it, and synthesis has not written it"],
        others=["extra_override.tf"],
    ),
]

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


BARE = STACK | {"protect_from_deletion": False}
GRADED, EDGE = [*GOOD, "grade:production"], [*GOOD, "exposure:edge"]
LOSS = "allow-destroy:aws_rds_cluster"
UNGRADED = "is no longer production; that needs the label allow-delete:grade"
FACING = "may face the internet from now on"
PROTECTED = "is protected; take its protection away in a change of its own"
LABELS = ("approver:", "feature:ignore_runtime_config", "owner:", "stack:")

FACTORY = [
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
    made("no longer production", [UNGRADED], ["update"], STACK | {"labels": GRADED}),
    made("meant so", (), ["update"], STACK | {"labels": GRADED}, holder=["allow-delete:grade"]),
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

CASES = [*REVIEW, *INTEGRITY, *FACTORY]
