"""Resources in a plan, and what the guardrails say about each. Many resources stand in one plan."""

from collections.abc import Sequence
from typing import Any

from tests.spacelift.inputs import Json, change, plan
from tests.spacelift.rego import Case

Row = tuple[Json, tuple[str, ...]]

STATEFUL = [
    "backup_vault",
    "cloudtrail",
    "cloudwatch_log_group",
    "config_configuration_recorder",
    "db_instance",
    "dms_endpoint",
    "dms_replication_config",
    "dms_replication_instance",
    "dynamodb_table",
    "ebs_volume",
    "ec2_managed_prefix_list",
    "ec2_transit_gateway",
    "ecr_repository",
    "efs_file_system",
    "eip",
    "eks_cluster",
    "glue_catalog_database",
    "guardduty_detector",
    "kms_key",
    "lakeformation_resource",
    "msk_cluster",
    "rds_cluster",
    "rds_cluster_instance",
    "route53_zone",
    "s3_bucket",
    "s3_bucket_object_lock_configuration",
    "secretsmanager_secret",
    "vpc",
]
SHIELDS = [
    "s3_account_public_access_block",
    "s3_bucket_public_access_block",
    "s3_bucket_server_side_encryption_configuration",
    "s3_bucket_versioning",
    "wafv2_web_acl_association",
]
FORBIDDEN = ["ecrpublic_repository", "iam_access_key", "iam_user_login_profile"]
FLAGS = {
    "db_instance": "storage_encrypted",
    "ebs_volume": "encrypted",
    "efs_file_system": "encrypted",
    "rds_cluster": "storage_encrypted",
}
KEYS = {
    "cloudtrail": "kms_key_id",
    "cloudwatch_log_group": "kms_key_id",
    "secretsmanager_secret": "kms_key_id",
    "sns_topic": "kms_master_key_id",
    "sqs_queue": "kms_master_key_id",
}
BLOCKS = ("s3_account_public_access_block", "s3_bucket_public_access_block")
BLOCKED = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
TAGS = ("Environment", "ManagedBy", "Owner", "Project", "SeedId", "Source", "Stack")

OPEN = "can be reached from the internet"
PLAIN = "is not encrypted as it has to be"
WORLD = ("0.0.0.0/0", "::/0", "128.0.0.0/1", "8000::/1")


def row(
    kind: str, name: str, said: Sequence[str] = (), actions: Sequence[str] = ("create",), /, **after: Any
) -> Row:
    address = f"aws_{kind}.{name}"
    made = after if set(actions) & {"create", "update", "no-op"} else None
    return change(address, actions, made, {"id": "x"}), tuple(f"{address}: {sentence}" for sentence in said)


def flag(argument: str, value: bool | None = None) -> Json:
    return {argument: value}


def needs(kind: str) -> str:
    return f"losing it needs the label allow-destroy:aws_{kind}"


def losses() -> list[Row]:
    rows = [row(kind, "gone", [needs(kind)], ["delete"]) for kind in STATEFUL]
    rows += [row(kind, "gone", ["without it something stands open"], ["delete"]) for kind in SHIELDS]
    return [
        *rows,
        row("kms_key", "forgotten", [needs("kms_key")], ["forget"]),
        row("s3_bucket", "replaced", [needs("s3_bucket")], ["delete", "create"]),
        row("s3_bucket", "replaced_later", [needs("s3_bucket")], ["create", "delete"]),
        row("s3_bucket", "kept", [], ["no-op"]),
        row("lambda_function", "gone", [], ["delete"]),
    ]


def ranges() -> list[Row]:
    rows = []
    for number, cidr in enumerate(WORLD):
        said = [f"lets {cidr} in"]
        rule: Json = {"cidr_ipv4": None, "cidr_ipv6": None, "prefix_list_id": None}
        rule["cidr_ipv6" if ":" in cidr else "cidr_ipv4"] = cidr
        rows.append(row("vpc_security_group_ingress_rule", f"wide{number}", said, **rule))
    for key, cidr in (("cidr_blocks", "0.0.0.0/0"), ("ipv6_cidr_blocks", "::/0")):
        said = [f"lets {cidr} in"]
        group = [{"cidr_blocks": ["10.0.0.0/8"], "ipv6_cidr_blocks": None, key: [cidr], "from_port": 443}]
        rows += [
            row("security_group", key, said, ingress=group, egress=[]),
            row("default_security_group", key, said, ["update"], ingress=group),
            row("security_group", f"out_{key}", ingress=[], egress=group),
            row("security_group_rule", key, said, type="ingress", **{key: [cidr]}),
            row("security_group_rule", f"out_{key}", type="egress", **{key: [cidr]}),
        ]
    return [
        *rows,
        row("vpc_security_group_ingress_rule", "narrow", cidr_ipv4="10.0.0.0/8", cidr_ipv6=None),
        row("vpc_security_group_egress_rule", "out", cidr_ipv4="0.0.0.0/0", cidr_ipv6=None),
        row("vpc_security_group_ingress_rule", "old", [], ["delete"]),
        row("vpc_security_group_ingress_rule", "same", [], ["no-op"], cidr_ipv4="0.0.0.0/0", cidr_ipv6=None),
        row("vpc_security_group_ingress_rule", "half_known", ["lets ::/0 in"], cidr_ipv6="::/0"),
        row(
            "security_group_rule",
            "both",
            ["lets ::/0 in"],
            type="ingress",
            cidr_blocks=None,
            ipv6_cidr_blocks=["::/0"],
        ),
        row("other_rule", "other", type="ingress", cidr_blocks=["0.0.0.0/0"]),
    ]


def exposures() -> list[Row]:
    def eks(public: bool) -> Json:
        return {
            "vpc_config": [{"endpoint_public_access": public}],
            "encryption_config": [{"resources": ["secrets"]}],
        }

    def msk(access: str, broker: str = "TLS", inside: bool = True) -> Json:  # noqa: FBT002 -- likewise
        return {
            "broker_node_group_info": [{"connectivity_info": [{"public_access": [{"type": access}]}]}],
            "encryption_info": [{"encryption_in_transit": [{"client_broker": broker, "in_cluster": inside}]}],
        }

    return [
        row("eks_cluster", "public", [OPEN], ["update"], **eks(True)),
        row("eks_cluster", "private", **eks(False)),
        row(
            "eks_cluster",
            "plain",
            [PLAIN],
            vpc_config=[{"endpoint_public_access": False}],
            encryption_config=[],
        ),
        row("msk_cluster", "public", [OPEN], **msk("SERVICE_PROVIDED_EIPS")),
        row("msk_cluster", "private", **msk("DISABLED")),
        row("msk_cluster", "plain", [PLAIN], ["update"], **msk("DISABLED", "TLS_PLAINTEXT")),
        row("msk_cluster", "plain_inside", [PLAIN], **msk("DISABLED", "TLS", False)),
        row("msk_topic", "other", **msk("SERVICE_PROVIDED_EIPS", "PLAINTEXT", False)),
        row("other_cluster", "other", **eks(True) | {"encryption_config": []}),
        row("rds_cluster_instance", "public", [OPEN], publicly_accessible=True),
        row("rds_cluster_instance", "private", publicly_accessible=False),
        row("rds_cluster_instance", "as_it_was", [], ["no-op"], publicly_accessible=True),
        row("dms_replication_instance", "public", [OPEN], publicly_accessible=True),
        row("lb", "public", [OPEN], internal=False),
        row("lb", "unsaid", [OPEN], internal=None),
        row("lb", "absent", [OPEN]),
        row("eks_cluster", "absent", [PLAIN]),
        row("lb", "inside", internal=True),
        row("lb_listener", "other", internal=False),
        *(row(kind, "made", [f"aws_{kind} is not to be made"]) for kind in FORBIDDEN),
        row("iam_access_key", "gone", [], ["delete"]),
    ]


def encryption() -> list[Row]:
    rows = []
    for kind in BLOCKS:
        shut: Json = dict.fromkeys(BLOCKED, True)
        rows.append(row(kind, "shut", **shut))
        rows += [
            row(kind, argument, [f"{argument} has to be true"], **shut | dict.fromkeys([argument], False))
            for argument in BLOCKED
        ]
    for kind, argument in FLAGS.items():
        rows += [
            row(kind, "plain", [PLAIN], **flag(argument, False)),
            row(kind, "unsaid", [PLAIN], ["update"], **flag(argument)),
            row(kind, "absent", [PLAIN]),
            row(kind, "encrypted", **flag(argument, True)),
        ]
    for kind, argument in KEYS.items():
        rows += [
            row(kind, "plain", [PLAIN], ["update"], **{argument: None}),
            row(kind, "encrypted", **{argument: "arn:aws:kms:eu-central-1:222222222222:key/x"}),
            row(kind, "known_later"),
        ]
    return [
        *rows,
        row("secretsmanager_secret", "cache", kms_key_id=None, name="ecr-pullthroughcache/sandbox-ghcr"),
        row("secretsmanager_secret", "named", [PLAIN], kms_key_id=None, name="x-ecr-pullthroughcache/"),
        row("s3_bucket_acl", "other", block_public_acls=False),
        row("ebs_volume", "gone", [needs("ebs_volume")], ["delete"]),
    ]


def tags() -> list[Row]:
    full = dict.fromkeys(TAGS, "x")
    rows = [
        row(
            "sns_topic",
            f"without_{tag}",
            [f"tag {tag} is missing"],
            tags_all={k: v for k, v in full.items() if k != tag},
        )
        for tag in TAGS
    ]
    return [
        *rows,
        row("sns_topic", "tagged", tags_all=full | {"Name": "x"}),
        row("sns_topic", "untagged", [f"tag {tag} is missing" for tag in TAGS], ["update"], tags_all={}),
        row("sns_topic", "kept", [], ["no-op"], tags_all={}),
        row("sns_subscription", "without"),
        row("sns_subscription", "nulled", tags_all=None),
    ]


def case(name: str, rows: Sequence[Row], labels: Sequence[str] = ()) -> Case:
    addresses = [entry["address"] for entry, _ in rows]
    assert len(addresses) == len(set(addresses)), name
    said = [sentence for _, sentences in rows for sentence in sentences]
    return Case("guardrails", name, plan([entry for entry, _ in rows], labels), {"deny": said})


ALLOWED = [row(kind, "gone", [] if kind != "vpc" else [needs(kind)], ["delete"]) for kind in STATEFUL]

CASES = [
    case("losses", losses()),
    case("ranges", ranges()),
    case("exposures", exposures()),
    case("encryption", encryption()),
    case("tags", tags()),
    case("nothing changes", []),
    case("losses by type", ALLOWED, [f"allow-destroy:aws_{kind}" for kind in STATEFUL if kind != "vpc"]),
    case("the edge may be public", [row("lb", "public", internal=False)], ["exposure:edge"]),
    case(
        "the edge may not be all else",
        [row("rds_cluster_instance", "x", [OPEN], publicly_accessible=True)],
        ["exposure:edge"],
    ),
]
