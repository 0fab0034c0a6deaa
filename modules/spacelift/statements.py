"""What the runs of a stack may do in AWS: a plan looks, an apply changes what the stack's JSON has, and no more.

What the types of its resources call, its own roles by name, the roles that it hands on. Data stay unread.
"""

from modules.kit.write import Json
from modules.model.names import runner
from modules.spacelift.inputs import Run
from modules.spacelift.reader import Reader
from modules.spacelift.services import CHANGES, GLOBAL, IMAGES, reads, whole, writes

DATA = (
    "athena:GetQueryResults",
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:Scan",
    "ec2:GetConsoleOutput",
    "ec2:GetConsoleScreenshot",
    "ec2:GetPasswordData",
    "ec2:ModifySnapshotAttribute",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
    "firehose:PutRecord*",
    "kafka-cluster:*",
    "kinesis:GetRecords",
    "lakeformation:GetDataAccess",
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:GetQueryResults",
    "logs:StartLiveTail",
    "logs:StartQuery",
    "rds-data:*",
    "rds-db:connect",
    "rds:ModifyDB*SnapshotAttribute",
    "s3:GetObjectTorrent",
    "secretsmanager:BatchGetSecretValue",
    "sqs:ReceiveMessage",
    "ssm:ResumeSession",
    "ssm:SendCommand",
    "ssm:StartAutomationExecution",
    "ssm:StartSession",
)
"""What is inside things, and ways to carry it out of the account; a run changes the things."""

OBJECTS = ("s3:GetObject", "s3:GetObjectVersion")
SECRETS = ("secretsmanager:GetSecretValue",)
KEY_READS = (
    "kms:DescribeKey",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListAliases",
    "kms:ListResourceTags",
)
KEY_CHANGES = (
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DisableKey*",
    "kms:EnableKey*",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
)
"""Of a key that the stack has made; using it is not among them."""

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

ADMINISTRATORS = ("AdministratorAccess", "IAMFullAccess", "PowerUserAccess")
"""Policies of AWS that no role of a stack gets."""


def statement(
    sid: str, actions: list[str], resources: list[str], *conditions: Json, effect: str = "Allow"
) -> Json:
    """One statement in the form of the provider."""
    made: Json = {"actions": sorted(set(actions)), "effect": effect, "resources": resources, "sid": sid}
    return made | ({"condition": list(conditions)} if conditions else {})


def condition(test: str, variable: str, *values: str) -> Json:
    """One condition."""
    return {"test": test, "values": list(values), "variable": variable}


def _deny_beyond(sid: str, actions: tuple[str, ...], own: list[str]) -> list[Json]:
    """Nothing but one's own; everything is denied where nothing is."""
    if not own:
        return [statement(sid, list(actions), ["*"], effect="Deny")]
    return [{"actions": list(actions), "effect": "Deny", "not_resources": own, "sid": sid}]


def plan(reader: Reader, run: Run, bucket: str | None, environment: str) -> list[Json]:
    """Of the role that reads."""
    actions = [action for service in reader.services(run) for action in reads(service)]
    named = [*reader.made(run), *reader.passed(run)]
    return [
        statement("Look", ["sts:GetCallerIdentity", *KEY_READS, *actions], ["*"]),
        *([statement("LookAtRoles", ["iam:Get*", "iam:List*"], sorted(set(named)))] if named else []),
        *_common(reader, run, "plan"),
        *_state(bucket, environment, run.name, ()),
    ]


def apply(reader: Reader, run: Run, bucket: str | None, environment: str) -> list[Json]:
    """Of the role that writes; a superset of what its plan may look at."""
    account = run.place.account
    called = reader.services(run)
    everywhere = [action for service in called if whole(service) in GLOBAL for action in writes(service)]
    regional = [action for service in called if whole(service) not in GLOBAL for action in writes(service)]
    where = condition("StringEquals", "aws:RequestedRegion", *reader.regions(run))
    made, passed = reader.made(run), reader.passed(run)
    linked = f"arn:aws:iam::{account}:role/aws-service-role/*"
    found = [
        statement("Look", ["sts:GetCallerIdentity", *KEY_READS], ["*"]),
        statement("LinkedRoles", ["iam:CreateServiceLinkedRole", "iam:GetRole"], [linked]),
        *([statement("Change", regional, ["*"], where)] if regional else []),
        *([statement("ChangeEverywhere", everywhere, ["*"])] if everywhere else []),
        *([statement("OwnRoles", ["iam:*"], made)] if made else []),
        *(_hands_on(passed, reader.receivers(run)) if passed else []),
    ]
    return [
        *found,
        *_own_keys(reader, run),
        *_own_secrets(reader, run),
        *_uses(run, reader.regions(run)),
        *_common(reader, run, "apply"),
        *_state(bucket, environment, run.name, ("s3:DeleteObject", "s3:PutObject")),
    ]


def _hands_on(roles: list[str], services: list[str]) -> list[Json]:
    """Exact roles, and to no service but those that they are for."""
    to = condition("StringEquals", "iam:PassedToService", *services)
    return [
        statement("SeeWhatIsHandedOn", ["iam:GetRole"], roles),
        statement("HandOn", ["iam:PassRole"], roles, to),
    ]


def _own_keys(reader: Reader, run: Run) -> list[Json]:
    """By the tag `Stack`, which a key gets as it is made, and keeps: no stack puts its tag onto another's key."""
    if not any(kind.startswith("aws_kms_") for kind in reader.kinds(run)):
        return []
    regions, account = reader.regions(run), run.place.account
    keys = [f"arn:aws:kms:{region}:{account}:key/*" for region in regions]
    aliases = [
        f"arn:aws:kms:{region}:{account}:{alias}" for region in regions for alias in reader.aliases(run)
    ]
    tag = reader.tag(run)
    return [
        statement(
            "NewKeys",
            ["kms:CreateKey", "kms:TagResource"],
            ["*"],
            condition("StringEquals", "aws:RequestedRegion", *regions),
            condition("StringEquals", "aws:RequestTag/Stack", tag),
            condition("StringEqualsIfExists", "aws:ResourceTag/Stack", tag),
        ),
        statement(
            "OwnKeys", list(KEY_CHANGES), keys, condition("StringEquals", "aws:ResourceTag/Stack", tag)
        ),
        statement("OwnAliases", ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"], aliases),
    ]


def _own_secrets(reader: Reader, run: Run) -> list[Json]:
    """By name; until a secret is there, its ARN lacks the six characters that AWS adds."""
    names = reader.keeps(run)
    if not names:
        return []
    head = [f"arn:aws:secretsmanager:{region}:{run.place.account}:secret" for region in reader.regions(run)]
    own = [f"{each}:{name}{end}" for each in head for name in names for end in ("", "-??????")]
    return [
        statement(
            "NewSecrets",
            ["secretsmanager:CreateSecret"],
            ["*"],
            condition("StringEquals", "secretsmanager:Name", *names),
        ),
        statement("OwnSecrets", [f"secretsmanager:{verb}" for verb in CHANGES], own),
    ]


def _uses(run: Run, regions: list[str]) -> list[Json]:
    """Keys of other stacks, through the services that encrypt with them."""
    keys = [f"arn:aws:kms:*:{run.place.account}:key/*"]
    through = condition("StringLike", "kms:ViaService", *(f"*.{region}.amazonaws.com" for region in regions))
    return [
        statement("UseKeys", ["kms:Decrypt", "kms:GenerateDataKey*"], keys, through),
        statement(
            "LendKeys", ["kms:CreateGrant"], keys, condition("Bool", "kms:GrantIsForAWSResource", "true")
        ),
    ]


def _common(reader: Reader, run: Run, phase: str) -> list[Json]:
    assumed, secrets = reader.assumed(run, phase), reader.secrets(run)
    actions, images = IMAGES
    return [
        *([statement("WorkElsewhere", ["sts:AssumeRole"], assumed)] if assumed else []),
        *([statement("FindImages", list(actions), [images])] if "ssm.images" in reader.services(run) else []),
        *([statement("ReadBack", list(SECRETS), secrets)] if secrets else []),
        *(_read_back_keys(run, reader) if secrets else []),
        *_deny_beyond("NoSecrets", SECRETS, secrets),
        statement("NoData", list(DATA), ["*"], effect="Deny"),
    ]


def _read_back_keys(run: Run, reader: Reader) -> list[Json]:
    service = [f"secretsmanager.{region}.amazonaws.com" for region in reader.regions(run)]
    keys = [f"arn:aws:kms:*:{run.place.account}:key/*"]
    return [
        statement(
            "ReadBackKeys", ["kms:Decrypt"], keys, condition("StringEquals", "kms:ViaService", *service)
        )
    ]


def _state(bucket: str | None, environment: str, stack: str, writing: tuple[str, ...]) -> list[Json]:
    """A plan writes the lock alone, an apply the state too; no object besides is read."""
    if not bucket:
        return _deny_beyond("NoObjects", OBJECTS, [])
    key = f"arn:aws:s3:::{bucket}/{environment}/{stack}/terraform.tfstate"
    lock = f"{key}.tflock"
    return [
        statement("FindState", ["s3:ListBucket"], [f"arn:aws:s3:::{bucket}"]),
        statement("KeepState", ["s3:GetObject", *writing], [key]),
        statement("LockState", ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], [lock]),
        *_deny_beyond("NoObjects", OBJECTS, [key, lock]),
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
    wholly = {whole(service) for service in called if whole(service) == service}
    actions = [f"{service}:*" for service in {*wholly, "kms", "s3"}]
    actions += [action for each in called if whole(each) not in wholly for action in writes(each)]
    actions += IMAGES[0] if "ssm.images" in called else ()
    return [
        statement("Work", ["sts:GetCallerIdentity", *actions], ["*"]),
        statement("Roles", ["iam:*"], [f"arn:aws:iam::{account}:{thing}/*" for thing in things]),
        *([statement("WorkElsewhere", ["sts:AssumeRole"], assumed)] if assumed else []),
        statement("NotItself", ["iam:*"], own, effect="Deny"),
        statement("NoUsers", list(ESCALATION), ["*"], effect="Deny"),
        statement(
            "NoAdministrators",
            ["iam:AttachRolePolicy"],
            ["*"],
            condition(
                "ArnEquals", "iam:PolicyARN", *(f"arn:aws:iam::aws:policy/{name}" for name in ADMINISTRATORS)
            ),
            effect="Deny",
        ),
    ]
