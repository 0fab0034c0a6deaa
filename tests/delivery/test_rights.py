"""What runs may do to things inside a service: to secrets, keys, the organization, the state, and to data."""

import re

from tests.delivery.facts import Side
from tests.delivery.test_roles import account_of, allowed, denied, documents, roots_of
from tests.policy.facts import Estate, Json

VERSION = "aws_secretsmanager_secret_version"

OUT = {
    "ec2:GetConsoleOutput",
    "ec2:GetPasswordData",
    "ec2:ModifySnapshotAttribute",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
    "kafka-cluster:*",
    "lakeformation:GetDataAccess",
    "logs:GetLogEvents",
    "rds:ModifyDB*SnapshotAttribute",
    "s3:GetObjectTorrent",
    "secretsmanager:BatchGetSecretValue",
    "ssm:ResumeSession",
    "ssm:SendCommand",
    "ssm:StartAutomationExecution",
    "ssm:StartSession",
}
"""Ways to data, or to a machine, that no run has, whatever else its policy says."""

DELEGATES = {
    "organizations:DeregisterDelegatedAdministrator",
    "organizations:DisableAWSServiceAccess",
    "organizations:EnableAWSServiceAccess",
    "organizations:RegisterDelegatedAdministrator",
}
LOOKS = {"organizations:Describe*", "organizations:List*"}
LINKED = {"iam:CreateServiceLinkedRole", "iam:GetRole"}

ALARMS = {"cloudwatch:DeleteAlarms", "cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm"}

NEEDED = {
    "aws_appautoscaling_policy": ALARMS,
    "aws_autoscaling_policy": ALARMS,
    "aws_cloudtrail": {*LOOKS, "organizations:EnableAWSServiceAccess"},
    "aws_config_configuration_aggregator": {*LOOKS, "organizations:EnableAWSServiceAccess"},
    "aws_eks_pod_identity_association": {
        "eks:CreatePodIdentityAssociation",
        "eks:DeletePodIdentityAssociation",
        "eks:DescribePodIdentityAssociation",
    },
    "aws_instance": {"ssm:GetParameters"},
    "aws_launch_template": {"ssm:GetParameters"},
    "aws_organizations_delegated_administrator": {*LOOKS, *DELEGATES},
    "aws_securityhub_configuration_policy": LOOKS,
    "aws_ssm_association": {"ssm:CreateAssociation"},
}
"""Calls that a type makes in a service that is not its own, or with one exact action of it."""

WHOLE = {
    "autoscaling:*": ("aws_autoscaling_group", "aws_eks_node_group"),
    "ec2:*": ("aws_ec2_", "aws_instance", "aws_launch_template", "aws_security_group", "aws_vpc"),
    "eks:*": ("aws_eks_cluster",),
}
"""Services with which one opens networks and clusters, and what a stack has to make there to have all of one."""

REGION = re.compile(r"^([a-z0-9-]+)\.[a-z]{2}-[a-z]+-\d\.")
CHANGING_KEYS = re.compile(r"kms:(?!CreateKey|Describe|Get|List|Decrypt|GenerateDataKey|CreateGrant).*")
CHANGING_SECRETS = re.compile(r"secretsmanager:(?!Describe|GetR|List|GetSecretValue).*")


def each_document(side: Side, *phases: str) -> list[tuple[str, str, Json]]:
    """(stack, name, policy) of the roles of these phases."""
    return [
        (stack, f"{stack}-{phase}", documents(root)[f"{stack}-{phase}"])
        for stack, root in roots_of(side).items()
        for phase in phases
    ]


def own_secrets(side: Side, stack: str) -> set[str]:
    """Secrets whose values Terraform keeps there or looks up, as ARNs."""
    estate = Estate(side.environment, side.stacks)
    region, account = side.stacks[stack]["provider"]["aws"][0]["region"], account_of(side, stack)
    found = set()
    for part in ("ephemeral", "resource"):
        for made in side.stacks[stack].get(part, {}).get(VERSION, {}).values():
            target = estate.target(stack, made["secret_id"])
            while target.kind == VERSION:
                target = estate.target(target.stack, estate.at(target)["secret_id"])
            name = estate.at(target)["name"]
            found.add(f"arn:aws:secretsmanager:{region}:{account}:secret:{name}-??????")
    return found


def names(side: Side, stack: str, kind: str) -> set[str]:
    return {made["name"] for made in side.stacks[stack].get("resource", {}).get(kind, {}).values()}


def statements(document: Json, action: re.Pattern[str], effect: str = "Allow") -> list[Json]:
    return [
        each
        for each in document["statement"]
        if each["effect"] == effect and any(action.fullmatch(one) for one in each["actions"])
    ]


def denial(document: Json, actions: set[str]) -> Json:
    """The one statement that denies exactly these actions."""
    found: list[Json] = [
        each for each in document["statement"] if each["effect"] == "Deny" and set(each["actions"]) == actions
    ]
    assert len(found) == 1, f"{sorted(actions)} are denied {len(found)} times"
    return found[0]


def values(statement: Json) -> dict[str, tuple[str, list[str]]]:
    return {each["variable"]: (each["test"], each["values"]) for each in statement.get("condition", ())}


def test_runs_read_the_values_of_their_own_secrets(side: Side) -> None:
    """A refresh reads every version, so both roles need it; another secret is denied, not only not allowed."""
    get = re.compile(r"secretsmanager:GetSecretValue")
    for stack, name, document in each_document(side, "plan", "apply"):
        wanted = own_secrets(side, stack)
        found = {resource for action, resource in allowed(document) if get.fullmatch(action)}
        assert found == wanted, name
        beyond = denial(document, {"secretsmanager:GetSecretValue"})
        assert "condition" not in beyond, name
        kept = set(beyond["not_resources"]) if wanted else beyond["resources"] == ["*"] and set()
        assert kept == wanted, name
        decrypting = [each for each in document["statement"] if each["sid"] == "ReadBackKeys"]
        assert bool(decrypting) is bool(wanted), name


def test_an_apply_changes_its_own_secrets(side: Side) -> None:
    for stack, name, document in each_document(side, "apply"):
        own = names(side, stack, "aws_secretsmanager_secret")
        for each in statements(document, CHANGING_SECRETS):
            if each["actions"] == ["secretsmanager:CreateSecret"]:
                test, given = values(each)["secretsmanager:Name"]
                assert test == "StringEquals", name
                assert set(given) == own, name
                continue
            found = {
                resource.partition(":secret:")[2].removesuffix("-??????") for resource in each["resources"]
            }
            assert found == own, name
            assert all(action.startswith("secretsmanager:") for action in each["actions"]), name


def test_an_apply_changes_its_own_keys(side: Side) -> None:
    """By the tag that its keys have; their use goes through services only."""
    for stack, name, document in each_document(side, "apply"):
        for each in statements(document, CHANGING_KEYS):
            where = f"{name}: {each['sid']}"
            assert "kms:*" not in each["actions"], where
            if all(":alias/" in resource for resource in each["resources"]):
                found = {resource.rpartition(":")[2] for resource in each["resources"]}
                assert found == names(side, stack, "aws_kms_alias"), where
                assert all(action.endswith("Alias") for action in each["actions"]), where
                continue
            given = values(each)
            making = "kms:CreateKey" in each["actions"]
            test, tag = given["aws:ResourceTag/Stack"]
            assert (test, tag) == ("StringEqualsIfExists" if making else "StringEquals", [stack]), where
            assert not making or given["aws:RequestTag/Stack"] == ("StringEquals", [stack]), where
            assert not making or set(each["actions"]) == {"kms:CreateKey", "kms:TagResource"}, where
        for each in statements(document, re.compile(r"kms:(Decrypt|GenerateDataKey)\*?")):
            assert "kms:ViaService" in values(each), f"{name}: {each['sid']}"


def test_runs_know_the_organization_and_change_its_delegations_alone(side: Side) -> None:
    for stack, name, document in each_document(side, "plan", "apply"):
        found = {action for action, _ in allowed(document) if action.startswith("organizations:")}
        assert found <= LOOKS | DELEGATES, name
        registers = bool(found & (DELEGATES - {"organizations:EnableAWSServiceAccess"}))
        delegates = "aws_organizations_delegated_administrator" in side.stacks[stack].get("resource", {})
        assert registers is (delegates and name.endswith("-apply")), name


def test_runs_may_do_what_their_types_call_elsewhere(side: Side) -> None:
    """And read service-linked roles, which many services ask for before they make something."""
    for stack, name, document in each_document(side, "apply"):
        found = {action for action, _ in allowed(document)}
        for kind in side.stacks[stack].get("resource", {}):
            assert NEEDED.get(kind, set()) <= found, f"{name}: {kind}"
        linked = {action for action, resource in allowed(document) if resource.endswith("aws-service-role/*")}
        assert linked >= LINKED, name
        for action, resource in allowed(document):
            if action.startswith("ssm:GetParameter"):
                assert resource == "arn:aws:ssm:*::parameter/aws/service/*", name
        assert "ssm:*" not in found, name


def trusting(side: Side, stack: str, arn: str) -> set[str]:
    """Services that the role of this ARN trusts, whichever stack of the account makes it; without a region."""
    account, name = account_of(side, stack), arn.rpartition("/")[2]
    for other, document in side.stacks.items():
        for made in document.get("resource", {}).get("aws_iam_role", {}).values():
            if made["name"] == name and account_of(side, other) == account:
                key = made["assume_role_policy"].removeprefix("${data.aws_iam_policy_document.")
                said = document["data"]["aws_iam_policy_document"][key.removesuffix(".json}")]["statement"]
                return {
                    re.sub(REGION, r"\1.", service)
                    for each in said
                    for principal in each["principals"]
                    if principal["type"] == "Service"
                    for service in principal["identifiers"]
                }
    return set()


def test_an_apply_hands_roles_to_the_services_that_they_trust(side: Side) -> None:
    """EKS takes the role of nodes for EC2."""
    passing = re.compile(r"iam:PassRole")
    found = 0
    for stack, name, document in each_document(side, "apply"):
        for each in statements(document, passing):
            found += 1
            assert each["actions"] == ["iam:PassRole"], name
            test, services = values(each)["iam:PassedToService"]
            assert test == "StringEquals", name
            trusted = [trusting(side, stack, arn) for arn in each["resources"]]
            assert all(trusted), name
            nodes = {"eks.amazonaws.com"} if "aws_eks_node_group" in side.stacks[stack]["resource"] else set()
            plain = {re.sub(REGION, r"\1.", service) for service in services}
            assert plain == set().union(*trusted) | nodes, name
    assert found > 10


def test_a_run_has_no_whole_service_for_a_part_of_it(side: Side) -> None:
    """Whoever joins an account to a role changes no cluster, and whoever makes a database no network."""
    for stack, name, document in each_document(side, "apply"):
        kinds = tuple(side.stacks[stack].get("resource", {}))
        actions = {action for action, _ in allowed(document)}
        for action in WHOLE.keys() & actions:
            assert any(kind.startswith(WHOLE[action]) for kind in kinds), f"{name}: {action}"


def test_no_run_carries_data_away(side: Side) -> None:
    for _, name, document in each_document(side, "plan", "apply"):
        assert denied(document) >= OUT, f"{name}: {sorted(OUT - denied(document))}"


def test_runs_touch_no_object_but_their_state(side: Side) -> None:
    """A plan writes its lock alone; without a bucket of states no object is read."""
    kept = side.environment.state
    objects = {"s3:GetObject", "s3:GetObjectVersion"}
    for stack, name, document in each_document(side, "plan", "apply"):
        beyond = denial(document, objects)
        if kept.mode != "s3":
            assert beyond["resources"] == ["*"], name
            continue
        key = f"arn:aws:s3:::{kept.bucket}/{side.environment.name}/{stack}/terraform.tfstate"
        assert beyond["not_resources"] == [key, f"{key}.tflock"], name
        if name.endswith("-plan"):
            writing = {
                resource
                for action, resource in allowed(document)
                if action.startswith(("s3:Put", "s3:Delete"))
            }
            assert writing == {f"{key}.tflock"}, name
