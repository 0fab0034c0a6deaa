"""Cases of the other PLAN policies: review and integrity."""

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

CASES = [*REVIEW, *INTEGRITY]
