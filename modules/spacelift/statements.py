"""What the runs of a stack may do in AWS: a plan looks, an apply changes what the stack's JSON has, and no more.

What the types of its resources call, its own roles by name, the roles that it hands on. Data stay unread.
"""

from modules.kit.write import Json
from modules.model.names import runner
from modules.spacelift.inputs import Run
from modules.spacelift.reader import Reader
from modules.spacelift.services import GLOBAL, reads, writes

DATA = (
    "athena:GetQueryResults",
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:Scan",
    "ecr:BatchGetImage",
    "firehose:PutRecord*",
    "kafka-cluster:*",
    "kinesis:GetRecords",
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:GetQueryResults",
    "logs:StartLiveTail",
    "logs:StartQuery",
    "rds-data:*",
    "rds-db:connect",
    "sqs:ReceiveMessage",
    "ssm:SendCommand",
    "ssm:StartSession",
)
"""What is inside things; a run changes the things."""

OBJECTS = ("s3:GetObject", "s3:GetObjectVersion")
SECRETS = ("secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue")
KEY_READS = (
    "kms:DescribeKey",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListAliases",
    "kms:ListResourceTags",
)
ESCALATION = (
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateGroup",
    "iam:CreateLoginProfile",
    "iam:CreateUser",
    "iam:PutGroupPolicy",
    "iam:PutUserPolicy",
)
"""People and machines assume roles (P43)."""


def statement(
    sid: str, actions: list[str], resources: list[str], *conditions: Json, effect: str = "Allow"
) -> Json:
    """One statement in the form of the provider."""
    made: Json = {"actions": sorted(actions), "effect": effect, "resources": resources, "sid": sid}
    return made | ({"condition": list(conditions)} if conditions else {})


def condition(test: str, variable: str, *values: str) -> Json:
    """One condition."""
    return {"test": test, "values": list(values), "variable": variable}


def plan(reader: Reader, run: Run, bucket: str | None, environment: str) -> list[Json]:
    """Of the role that reads."""
    actions = [action for service in reader.services(run) for action in reads(service)]
    named = [*reader.made(run), *reader.passed(run)]
    return [
        statement("Look", ["sts:GetCallerIdentity", *KEY_READS, *actions], ["*"]),
        *([statement("LookAtRoles", ["iam:Get*", "iam:List*"], sorted(set(named)))] if named else []),
        *_common(reader, run, bucket, environment),
    ]


def apply(reader: Reader, run: Run, bucket: str | None, environment: str) -> list[Json]:
    """Of the role that writes; a superset of what its plan may look at."""
    account = run.place.account
    called = reader.services(run)
    everywhere = [action for service in called if service in GLOBAL for action in writes(service)]
    regional = [action for service in called if service not in GLOBAL for action in writes(service)]
    where = condition("StringEquals", "aws:RequestedRegion", *reader.regions(run))
    made, passed = reader.made(run), reader.passed(run)
    linked = f"arn:aws:iam::{account}:role/aws-service-role/*"
    found = [
        statement("Look", ["sts:GetCallerIdentity", *KEY_READS], ["*"]),
        statement("LinkedRoles", ["iam:CreateServiceLinkedRole"], [linked]),
        *([statement("Change", regional, ["*"], where)] if regional else []),
        *([statement("ChangeEverywhere", everywhere, ["*"])] if everywhere else []),
        *([statement("OwnRoles", ["iam:*"], made)] if made else []),
        *([statement("HandOn", ["iam:GetRole", "iam:PassRole"], passed)] if passed else []),
    ]
    if any(kind.startswith("aws_kms_") for kind in reader.kinds(run)):
        keys = [f"arn:aws:kms:{region}:{account}:{each}/*" for region in reader.regions(run) for each in ("alias", "key")]
        found += [
            statement("NewKeys", ["kms:CreateKey"], ["*"], where),
            statement("OwnKeys", ["kms:*"], keys),
        ]
    return found + _uses(run, reader.regions(run)) + _common(reader, run, bucket, environment)


def _uses(run: Run, regions: list[str]) -> list[Json]:
    """Keys of other stacks, through the services that encrypt with them."""
    keys = [f"arn:aws:kms:*:{run.place.account}:key/*"]
    through = condition("StringLike", "kms:ViaService", *(f"*.{region}.amazonaws.com" for region in regions))
    return [
        statement("UseKeys", ["kms:Decrypt", "kms:GenerateDataKey*"], keys, through),
        statement("LendKeys", ["kms:CreateGrant"], keys, condition("Bool", "kms:GrantIsForAWSResource", "true")),
    ]


def _common(reader: Reader, run: Run, bucket: str | None, environment: str) -> list[Json]:
    assumed, secrets = reader.assumed(run), reader.secrets(run)
    denied = [*DATA, *(() if bucket else OBJECTS), *(() if secrets else SECRETS)]
    return [
        *([statement("WorkElsewhere", ["sts:AssumeRole"], assumed)] if assumed else []),
        *([statement("ReadBack", ["secretsmanager:GetSecretValue"], secrets)] if secrets else []),
        *(_read_back_keys(run, reader) if secrets else []),
        *(_state(bucket, environment, run.name) if bucket else []),
        statement("NoData", denied, ["*"], effect="Deny"),
    ]


def _read_back_keys(run: Run, reader: Reader) -> list[Json]:
    service = [f"secretsmanager.{region}.amazonaws.com" for region in reader.regions(run)]
    keys = [f"arn:aws:kms:*:{run.place.account}:key/*"]
    return [
        statement("ReadBackKeys", ["kms:Decrypt"], keys, condition("StringEquals", "kms:ViaService", *service))
    ]


def _state(bucket: str, environment: str, stack: str) -> list[Json]:
    key = f"arn:aws:s3:::{bucket}/{environment}/{stack}/terraform.tfstate"
    return [
        statement("FindState", ["s3:ListBucket"], [f"arn:aws:s3:::{bucket}"]),
        statement("KeepState", ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], [key, f"{key}.tflock"]),
    ]


def boundary(reader: Reader, runs: list[Run], environment: str) -> list[Json]:
    """The most that any run of an account may do, whatever its own policy says; never to its own kind."""
    account = runs[0].place.account
    called = sorted({service for run in runs for service in reader.services(run)})
    assumed = sorted({role for run in runs for role in reader.assumed(run)})
    things = ("instance-profile", "oidc-provider", "policy", "role")
    own = [
        runner(account, environment),
        f"arn:aws:iam::{account}:policy/spacelift/*",
        f"arn:aws:iam::{account}:oidc-provider/*spacelift*",
    ]
    actions = [f"{service}:*" for service in called] + ["kms:*", "s3:*", "sts:GetCallerIdentity"]
    return [
        statement("Work", sorted(set(actions)), ["*"]),
        statement("Roles", ["iam:*"], [f"arn:aws:iam::{account}:{thing}/*" for thing in things]),
        *([statement("WorkElsewhere", ["sts:AssumeRole"], assumed)] if assumed else []),
        statement("NotItself", ["iam:*"], own, effect="Deny"),
        statement("NoUsers", list(ESCALATION), ["*"], effect="Deny"),
    ]
