"""What the tests of the Audit zone read: accounts, and statements of policies in a form to compare."""

from modules.model.environment import Environment
from tests.policy.facts import Estate, Json, only

FINDINGS, MEMBERS, DELEGATION, TRAIL = "audit-findings", "audit-members", "audit-delegation", "audit-trail"

Told = dict[str, list[str]]


def zones(environment: Environment) -> dict[str, str]:
    """Account by zone, of the zones that there are."""
    accounts = environment.accounts
    found = {"audit": accounts.audit, "network": accounts.network, "tm": accounts.tm}
    found |= {"shared": accounts.shared}
    found |= {f"apps-{name}": apps.account for name, apps in environment.apps.items()}
    return found | ({"lake": accounts.lake} if environment.datalake else {})


def others(environment: Environment) -> set[str]:
    """Accounts of the estate besides the Audit account."""
    return set(zones(environment).values()) - {environment.accounts.audit}


def manager(environment: Environment) -> str | None:
    """The organization's management account, if the Audit account is its delegate."""
    return environment.audit.management_account if environment.audit.mode == "delegated" else None


def organization(environment: Environment) -> str | None:
    """Id of the organization that the trail records."""
    return environment.audit.organization_id if environment.audit.mode == "delegated" else None


def accounts_of_stacks(environment: Environment) -> dict[str, str]:
    """Account by stack."""
    found = {f"config-{zone}": account for zone, account in zones(environment).items()}
    found |= dict.fromkeys((FINDINGS, MEMBERS, TRAIL), environment.accounts.audit)
    head = manager(environment)
    return found | ({DELEGATION: head} if head else {})


def statements(estate: Estate, stack: str, reference: str) -> dict[str, Json]:
    """Statements of a policy by sid."""
    document = estate.stacks[stack]["data"]["aws_iam_policy_document"][estate.target(stack, reference).name]
    found = {each["sid"]: each for each in document["statement"]}
    assert len(found) == len(document["statement"]), f"{stack}: two statements of one name"
    return found


def key_statements(estate: Estate, stack: str, reference: str) -> dict[str, Json]:
    """Statements of the policy of the key that a reference points to, without the account's own."""
    at = estate.target(stack, reference)
    assert at.kind == "aws_kms_key", f"{stack}: {reference}"
    found = statements(estate, at.stack, estate.at(at)["policy"])
    own = found.pop("AccountByIam")
    [account] = estate.stacks[at.stack]["provider"]["aws"][0]["allowed_account_ids"]
    assert own["principals"] == [{"type": "AWS", "identifiers": [f"arn:aws:iam::{account}:root"]}], stack
    return found


def conditions(statement: Json) -> dict[tuple[str, str], list[str]]:
    """Values by operator and key."""
    return {(each["test"], each["variable"]): each["values"] for each in statement.get("condition", [])}


def only_service(statement: Json) -> str:
    """The one service that a statement allows something."""
    assert statement["effect"] == "Allow"
    principal = only(statement["principals"])
    assert principal["type"] == "Service"
    service: str = only(principal["identifiers"])
    return service
