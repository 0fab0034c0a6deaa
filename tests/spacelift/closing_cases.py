"""Ways around the guardrails: policies written otherwise, ranges inside an ACL, and what is kept too shortly."""

import json
from collections.abc import Sequence
from typing import Any

from tests.spacelift.guardrail_cases import OPEN, PLAIN, TAGS, Row, case, row
from tests.spacelift.inputs import Json, change
from tests.spacelift.weakening_cases import ADMINISTRATORS, REIGNS, says, updated

SHORTER = "keeps for a shorter time, and needs the label allow-destroy:aws_"
WEEK = "ends within a week what a bucket keeps"
RULER = "arn:aws:iam::aws:policy/AdministratorAccess"
READER = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def alone(**statement: Any) -> str:
    """A policy with one statement and no list around it."""
    return json.dumps({"Statement": {"Effect": "Allow"} | statement})


def rights() -> list[Row]:
    """Everything, in other words."""
    star, some = alone(Action="*", Resource="*"), alone(Action="s3:GetObject", Resource="*")
    rest = alone(NotAction="iam:*", Resource="*")
    inline = "ssoadmin_permission_set_inline_policy"
    return [
        row("iam_role_policy", "alone", [REIGNS], policy=star),
        row("iam_role_policy", "some", policy=some),
        row("iam_role_policy", "services", [REIGNS], policy=alone(Action="*:*")),
        row("iam_role_policy", "among", [REIGNS], policy=alone(Action=["s3:*", "*:*"])),
        row("iam_role_policy", "rest", [REIGNS], policy=rest),
        row("iam_role_policy", "rest_denied", policy=alone(Effect="Deny", NotAction="iam:*")),
        row("iam_role", "inline", [REIGNS], inline_policy=[{"name": "a", "policy": star}]),
        row("iam_role", "inline_some", inline_policy=[{"name": "a", "policy": some}]),
        row("iam_role", "attached", [REIGNS], managed_policy_arns=[READER, RULER]),
        row("iam_role", "attached_some", managed_policy_arns=[READER]),
        row("iam_policy_attachment", "of_no_policies", users=[RULER]),
        row("iam_role_policy_attachments_exclusive", "all", [REIGNS], policy_arns=[RULER]),
        row(inline, "all", [REIGNS], inline_policy=star),
        row(inline, "some", inline_policy=some),
        row("other_inline_policy", "other", inline_policy=star),
        *(
            row("iam_role", name, [REIGNS], managed_policy_arns=[RULER[:-19] + name])
            for name in ADMINISTRATORS
        ),
    ]


def principals() -> list[Row]:
    """Anybody, in other words."""
    where = {"StringEquals": {"aws:SourceAccount": "222222222222"}}
    kind = "s3_bucket_policy"
    return [
        row(kind, "alone", [OPEN], policy=alone(Principal="*", Action="s3:GetObject")),
        row(kind, "alone_held", policy=alone(Principal="*", Action="s3:GetObject", Condition=where)),
        row(kind, "no_condition", [OPEN], policy=says("*", Condition={})),
        row(kind, "all_but_one", [OPEN], policy=alone(NotPrincipal={"AWS": "222222222222"}, Condition=where)),
        row(kind, "denied_to_the_rest", policy=alone(Effect="Deny", NotPrincipal={"AWS": "222222222222"})),
        row(kind, "known_later"),
        row(kind, "none", policy=None),
    ]


def lists() -> list[Row]:
    """Rules written into an ACL, as AWS's own rules for both ways are."""
    said = ["lets 0.0.0.0/0 in"]

    def rule(**given: Any) -> Json:
        made = {"action": "allow", "cidr_block": "0.0.0.0/0", "ipv6_cidr_block": "", "rule_no": 100}
        return {"ingress": [made | {"from_port": 0, "to_port": 0} | given]}

    return [
        row("network_acl", "wide", said, **rule()),
        row("default_network_acl", "wide", said, **rule()),
        row("network_acl", "six", ["lets ::/0 in"], **rule(cidr_block="", ipv6_cidr_block="::/0")),
        row("network_acl", "denied", **rule(action="deny")),
        row("network_acl", "answers", **rule(from_port=1024, to_port=65535)),
        row("network_acl", "narrow", **rule(cidr_block="10.0.0.0/8")),
        row("network_acl", "out", egress=rule()["ingress"]),
        row("other_acl", "other", **rule()),
    ]


def expiring(days: int | None = None, noncurrent: int | None = None, status: str = "Enabled") -> Json:
    """A rule of a bucket as a plan has it."""
    ends = {
        "expiration": [{"days": days}] if days is not None else [],
        "noncurrent_version_expiration": [{"noncurrent_days": noncurrent}] if noncurrent else [],
    }
    return {"rule": [{"status": status} | ends]}


def spans() -> list[Row]:
    """What ends earlier than it did."""
    rows: list[Row] = []
    for kind, argument in (
        ("cloudwatch_log_group", "retention_in_days"),
        ("rds_cluster", "backup_retention_period"),
        ("kinesis_stream", "retention_period"),
    ):
        whole: Json = {"kms_key_id": "a", "storage_encrypted": True, "encryption_type": "KMS"}
        said = [SHORTER + kind]
        rows += [
            updated(kind, "shorter", whole | {argument: 14}, said, **whole | {argument: 7}),
            updated(kind, "longer", whole | {argument: 7}, **whole | {argument: 14}),
            updated(kind, "unsaid", whole | {argument: 14}, **whole | {argument: None}),
        ]
        none = [] if argument == "retention_in_days" else said
        rows.append(updated(kind, "zero", whole | {argument: 14}, none, **whole | {argument: 0}))
    kind = "s3_bucket_lifecycle_configuration"
    said = [SHORTER + kind]
    return [
        *rows,
        updated(kind, "shorter", expiring(365, 30), said, **expiring(31, 30)),
        updated(kind, "versions", expiring(365, 30), said, **expiring(365, 10)),
        updated(kind, "first_end", {"rule": []}, said, **expiring(365)),
        updated(kind, "longer", expiring(365, 30), **expiring(1000, 30)),
        updated(kind, "off", expiring(365, 30), **expiring(1, 1, "Disabled")),
        updated(kind, "markers", expiring(365), **expiring(0)),
        (change(f"aws_{kind}.soon", ["create"], expiring(6)), (f"aws_{kind}.soon: {WEEK}",)),
        (change(f"aws_{kind}.soon_too", ["create"], expiring(7, 6)), (f"aws_{kind}.soon_too: {WEEK}",)),
        (change(f"aws_{kind}.in_a_week", ["create"], expiring(7)), ()),
        updated(kind, "as_soon_as_before", expiring(1), [WEEK], **expiring(1)),
        (change(f"aws_{kind}.left_alone", ["no-op"], expiring(1), expiring(1)), ()),
    ]


def disks() -> list[Row]:
    """Disks of machines, shares, and tags that say nothing."""
    rows = []
    for key in ("ebs_block_device", "root_block_device"):
        rows += [
            row("instance", f"plain_{key}", [PLAIN], **{key: [{"encrypted": False}]}),
            row("instance", f"unsaid_{key}", [PLAIN], **{key: [{"encrypted": None}]}),
            row("instance", f"encrypted_{key}", **{key: [{"encrypted": True}]}),
        ]
    full = dict.fromkeys(TAGS, "x")
    share, said = "ram_resource_share", ["may be shared with other organizations"]
    return [
        *rows,
        row("other_instance", "other", root_block_device=[{"encrypted": False}]),
        row(share, "open", said, allow_external_principals=True),
        row(share, "shut", allow_external_principals=False),
        row(share, "left_alone", [], ["no-op"], allow_external_principals=True),
        row("sns_topic", "empty", ["tag Owner is missing"], tags_all=full | {"Owner": ""}),
        row("sns_topic", "blank", ["tag Owner is missing"], tags_all=full | {"Owner": " "}),
    ]


def meant() -> Sequence[Row]:
    return [
        updated(
            "rds_cluster",
            "x",
            {"backup_retention_period": 14},
            backup_retention_period=7,
            storage_encrypted=True,
        )
    ]


CASES = [
    case("rights in other words", rights()),
    case("principals in other words", principals()),
    case("ranges inside an ACL", lists()),
    case("kept for a shorter time", spans()),
    case("shorter on purpose", meant(), ["allow-destroy:aws_rds_cluster"]),
    case("disks shares and tags", disks()),
]
