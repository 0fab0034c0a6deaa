"""Further ways to open or to weaken something, and what the guardrails say about each."""

import json
from collections.abc import Sequence
from typing import Any

from tests.spacelift.guardrail_cases import BLOCKED, OPEN, PLAIN, WORLD, Row, case, row
from tests.spacelift.inputs import Json, change, plan
from tests.spacelift.rego import Case

WEAK = {
    "block_public_policy": False,
    "deletion_protection": False,
    "enable": False,
    "enable_deletion_protection": False,
    "enable_key_rotation": False,
    "enable_log_file_validation": False,
    "enable_logging": False,
    "force_delete": True,
    "force_destroy": True,
    "is_enabled": False,
    "skip_final_snapshot": True,
}
REIGNS = "may do everything, or what administrators may"
MODES: list[tuple[str, list[str], str, list[str]]] = [
    ("dms_endpoint", ["ssl_mode"], "none", ["require", "verify-ca", "verify-full"]),
    ("ecr_repository", ["encryption_configuration", "encryption_type"], "AES256", ["KMS"]),
    ("kinesis_stream", ["encryption_type"], "NONE", ["KMS"]),
]
ADMINISTRATORS = ("AdministratorAccess", "IAMFullAccess", "PowerUserAccess")
BESIDE = ("public_access_block", "server_side_encryption_configuration")
CHART = "losing it needs the label allow-destroy:helm_release"


def updated(kind: str, name: str, before: Json, said: Sequence[str] = (), /, **after: Any) -> Row:
    address = f"aws_{kind}.{name}"
    return change(address, ["update"], after, before), tuple(f"{address}: {sentence}" for sentence in said)


def more_ranges() -> list[Row]:
    """Of ACLs, prefix lists, address sets and routes into the company's network."""
    said = ["lets 0.0.0.0/0 in"]
    rule: Json = {"egress": False, "rule_action": "allow", "from_port": 22, "to_port": 22}
    rule |= {"cidr_block": "0.0.0.0/0", "ipv6_cidr_block": None}
    six: Json = {"cidr_block": None, "ipv6_cidr_block": "::/0"}
    kind = "network_acl_rule"
    return [
        row(kind, "ssh", said, **rule),
        row(kind, "six", ["lets ::/0 in"], **rule | six),
        row(kind, "all", said, **rule | {"from_port": None, "to_port": None}),
        row(kind, "low", said, **rule | {"from_port": 80, "to_port": 443}),
        row(kind, "web", **rule | {"from_port": 80, "to_port": 80}),
        row(kind, "tls", **rule | {"from_port": 443, "to_port": 443}),
        row(kind, "answers", **rule | {"from_port": 1024, "to_port": 65535}),
        row(kind, "out", **rule | {"egress": True}),
        row(kind, "denied", **rule | {"rule_action": "deny"}),
        row(kind, "narrow", **rule | {"cidr_block": "10.0.0.0/8"}),
        row("ec2_managed_prefix_list", "wide", said, entry=[{"cidr": "10.0.0.0/8"}, {"cidr": "0.0.0.0/0"}]),
        row("wafv2_ip_set", "wide", said, addresses=["192.0.2.0/24", "0.0.0.0/0"]),
        row("vpn_connection_route", "wide", said, destination_cidr_block="0.0.0.0/0"),
        row("vpn_connection_route", "narrow", destination_cidr_block="10.0.0.0/8"),
        row(
            "other_list",
            "other",
            **rule | {"entry": [{"cidr": "0.0.0.0/0"}], "addresses": WORLD, "destination_cidr_block": "::/0"},
        ),
    ]


def says(principal: Any, effect: str = "Allow", action: Any = "*", **more: Any) -> str:
    return json.dumps({"Statement": [{"Effect": effect, "Principal": principal, "Action": action} | more]})


def more_exposures() -> list[Row]:
    """Public addresses of machines, and policies that let anybody in."""
    elsewhere = {"StringNotEquals": {"aws:SourceAccount": "222222222222"}}
    return [
        row("instance", "public", [OPEN], associate_public_ip_address=True),
        row("instance", "private", associate_public_ip_address=False),
        row("subnet", "public", [OPEN], map_public_ip_on_launch=True),
        row("subnet", "private", map_public_ip_on_launch=False),
        row(
            "launch_template", "public", [OPEN], network_interfaces=[{"associate_public_ip_address": "true"}]
        ),
        row("launch_template", "private", network_interfaces=[{"associate_public_ip_address": "false"}]),
        row("sns_topic_policy", "public", [OPEN], policy=says("*")),
        row("sns_topic_policy", "public_too", [OPEN], policy=says({"AWS": "*"})),
        row("sns_topic_policy", "public_among", [OPEN], policy=says({"AWS": ["222222222222", "*"]})),
        row("iam_role", "public", [OPEN], assume_role_policy=says("*", action="sts:AssumeRole")),
        row("iam_role", "trusting", assume_role_policy=says({"Service": "ec2.amazonaws.com"})),
        row("sns_topic_policy", "held", policy=says("*", Condition=elsewhere)),
        row("sns_topic_policy", "denied", policy=says("*", "Deny")),
        row("sns_topic_policy", "named", policy=says({"Service": "events.amazonaws.com"})),
        row("vpc_endpoint", "inside", policy=says("*")),
    ]


def more_encryption() -> list[Row]:
    """Words for how something is encrypted, disks of machines, and buckets that lose their key."""

    def mode(path: list[str], value: str) -> Json:
        return {path[0]: [{path[1]: value}] if path[1:] else value}

    def disk(value: str) -> Json:
        return {"block_device_mappings": [{"ebs": [{"encrypted": value}]}]}

    def algorithm(value: str) -> Json:
        return {"rule": [{"apply_server_side_encryption_by_default": [{"sse_algorithm": value}]}]}

    rows = []
    for kind, path, bad, good in MODES:
        rows += [row(kind, "plain", [PLAIN], **mode(path, bad)), row(kind, "absent", [PLAIN])]
        rows += [row(kind, f"good_{index}", **mode(path, value)) for index, value in enumerate(good)]
    sse, kms, own = (
        "s3_bucket_server_side_encryption_configuration",
        algorithm("aws:kms"),
        algorithm("AES256"),
    )
    return [
        *rows,
        row("launch_template", "plain", [PLAIN], **disk("false")),
        row("launch_template", "encrypted", **disk("true")),
        row("other_template", "other", **disk("false")),
        updated(sse, "weaker", kms, [PLAIN], **own),
        updated(sse, "as_it_was", kms, **kms),
        updated(sse, "of_logs", own, **own),
        updated("other_configuration", "other", kms, **own),
    ]


def rulers() -> list[Row]:
    """Rights of administrators, by name or by a star."""

    def attached(name: str) -> Json:
        return {"policy_arn": f"arn:aws:iam::aws:policy/{name}"}

    star, listed, some = says(None), says(None, action=["s3:*", "*"]), says(None, action=["s3:*"])
    return [
        *(row("iam_role_policy_attachment", name, [REIGNS], **attached(name)) for name in ADMINISTRATORS),
        row("iam_role_policy_attachment", "reader", **attached("ReadOnlyAccess")),
        row("iam_role_policy_attachment", "as_it_was", [], ["no-op"], **attached("AdministratorAccess")),
        row(
            "ssoadmin_managed_policy_attachment",
            "ruler",
            [REIGNS],
            managed_policy_arn="arn:aws:iam::aws:policy/AdministratorAccess",
        ),
        row("iam_role_policy", "star", [REIGNS], policy=star),
        row("iam_policy", "listed", [REIGNS], policy=listed),
        row("iam_policy", "some", policy=some),
        row("iam_policy", "denied", policy=says(None, "Deny")),
        row("sqs_queue_policy", "other", policy=star),
    ]


def buckets(name: str, new: Sequence[str], said: Sequence[str], actions: Sequence[str] = ("create",)) -> Case:
    """A bucket, and what is made beside it."""
    shut = dict.fromkeys(BLOCKED, True)
    made = [change(f"aws_s3_bucket{kind and f'_{kind}'}.a", actions, shut) for kind in ("", *new)]
    lacks = [f"a new bucket is without its aws_s3_bucket_{kind}" for kind in said]
    return Case("guardrails", name, plan(made), {"deny": lacks})


def weakened() -> list[Row]:
    rows = []
    for argument, weak in WEAK.items():
        said = [f"{argument} weakens it, and needs the label allow-destroy:aws_x_thing"]
        rows += [
            updated("x_thing", f"{argument}_weak", {argument: not weak}, said, **{argument: weak}),
            updated("x_thing", f"{argument}_kept", {argument: not weak}, **{argument: not weak}),
            updated("x_thing", f"{argument}_strong", {argument: weak}, **{argument: not weak}),
            updated("x_thing", f"{argument}_as_it_was", {argument: weak}, **{argument: weak}),
        ]
    kept, lost = [{"status": "Enabled"}], [{"status": "Suspended"}]
    return [
        *rows,
        (change("aws_x_thing.new", ["create"], {"force_destroy": True}, {"force_destroy": False}), ()),
        row("s3_bucket_versioning", "kept", versioning_configuration=kept),
        row("s3_bucket_versioning", "lost", ["versions have to be kept"], versioning_configuration=lost),
        row("s3_bucket_versioning", "lost_before", [], ["no-op"], versioning_configuration=lost),
        row("other_versioning", "other", versioning_configuration=lost),
    ]


CASES = [
    case("other ranges", more_ranges()),
    case("other exposures", more_exposures()),
    case("other encryption", more_encryption()),
    case("rulers", rulers()),
    buckets("a bucket alone", [], BESIDE),
    *(
        buckets(f"a bucket with its {kind}", [kind], [each for each in BESIDE if each != kind])
        for kind in BESIDE
    ),
    buckets("a whole bucket", BESIDE, []),
    buckets("a bucket as it was", [], [], ["no-op"]),
    case("weaker than it was", weakened()),
    case(
        "weaker on purpose",
        [updated("x_thing", "x", {"deletion_protection": True}, [], deletion_protection=False)],
        ["allow-destroy:aws_x_thing"],
    ),
    case("a chart", [(change("helm_release.a", ["delete"]), ("helm_release.a: " + CHART,))]),
]
