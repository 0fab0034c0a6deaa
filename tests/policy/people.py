"""Readers of people's permissions, for roles of a SAML provider and permission sets of Identity Center alike."""

from dataclasses import dataclass

from modules.model.flow import AwsApi, Session
from tests.policy.facts import Estate, Json

WORKS = {
    "devops": {"tm", "shared", "network", "apps", "lake"},
    "sre": {"tm", "apps", "audit", "lake"},
    "tm-setup-engineer": {"tm", "shared"},
    "smart-contract-developer": {"tm"},
}
"""In the accounts of which zones each persona works, written down a second time."""

SHORT = {
    "devops": "devops",
    "sre": "sre",
    "tm-setup-engineer": "tmse",
    "smart-contract-developer": "scd",
}
"""Names of permission sets, without the environment."""


@dataclass(frozen=True)
class Grant:
    """What a persona may do in some accounts; `name` is the address of its role or permission set."""

    persona: str
    stack: str
    name: str
    accounts: frozenset[str]
    statements: list[Json]

    def of(self, action: str) -> list[Json]:
        """The statements that name an action."""
        return [each for each in self.statements if action in each["actions"]]


def zones(estate: Estate) -> dict[str, set[str]]:
    """The zones that each account holds."""
    accounts = estate.environment.accounts
    found: dict[str, set[str]] = {}
    for account, zone in (
        (accounts.tm, "tm"),
        (accounts.shared, "shared"),
        (accounts.network, "network"),
        *((apps.account, "apps") for apps in estate.environment.apps.values()),
        (accounts.audit, "audit"),
        *(((accounts.lake, "lake"),) if estate.environment.datalake else ()),
    ):
        found.setdefault(account, set()).add(zone)
    return found


def account_of(estate: Estate, stack: str) -> str:
    """The account of a stack's own provider."""
    [own] = [block for block in estate.stacks[stack]["provider"]["aws"] if "alias" not in block]
    [account] = own["allowed_account_ids"]
    return str(account)


def document(estate: Estate, stack: str, reference: str) -> list[Json]:
    """The statements of the policy document that a reference points to."""
    name = estate.target(stack, reference).name
    statements: list[Json] = estate.stacks[stack]["data"]["aws_iam_policy_document"][name]["statement"]
    return statements


def persona_of(estate: Estate, stack: str, name: str) -> str:
    """Whose role or permission set it is, by its name. Raises `KeyError` for one of nobody."""
    environment = estate.environment.name
    if name in estate.resources(stack, "aws_iam_role"):
        given = estate.resources(stack, "aws_iam_role")[name]["name"]
        return {f"{environment}-{persona}": persona for persona in WORKS}[given]
    given = estate.resources(stack, "aws_ssoadmin_permission_set")[name]["name"]
    return {f"{environment}-{short}": persona for persona, short in SHORT.items()}[given]


def grants(estate: Estate) -> list[Grant]:
    """Every role below `access-…`, every permission set, with all policies of either."""
    found = []
    for stack, name, _ in estate.everywhere("aws_iam_role"):
        if stack.startswith("access-"):
            held = [
                statement
                for policy in estate.resources(stack, "aws_iam_role_policy").values()
                if estate.target(stack, policy["role"]).name == name
                for statement in document(estate, stack, policy["policy"])
            ]
            accounts = frozenset({account_of(estate, stack)})
            found.append(Grant(persona_of(estate, stack, name), stack, name, accounts, held))
    for stack, name, _ in estate.everywhere("aws_ssoadmin_permission_set"):
        held = [
            statement
            for policy in pointing(estate, stack, "aws_ssoadmin_permission_set_inline_policy", name)
            for statement in document(estate, stack, policy["inline_policy"])
        ]
        assigned = pointing(estate, stack, "aws_ssoadmin_account_assignment", name)
        accounts = frozenset(str(each["target_id"]) for each in assigned)
        found.append(Grant(persona_of(estate, stack, name), stack, name, accounts, held))
    return found


def pointing(estate: Estate, stack: str, kind: str, permission_set: str) -> list[Json]:
    """Resources of one type that belong to a permission set."""
    return [
        made
        for made in estate.resources(stack, kind).values()
        if estate.target(stack, made["permission_set_arn"]).name == permission_set
    ]


def boundaries(estate: Estate) -> dict[str, list[Json]]:
    """The statements of every account's boundary."""
    name = f"{estate.environment.name}-people-boundary"
    found: dict[str, list[Json]] = {}
    for stack, _, made in estate.everywhere("aws_iam_policy"):
        if made["name"] == name:
            account = account_of(estate, stack)
            assert account not in found, f"{stack}: a second boundary in {account}"
            assert made["path"] == f"/{estate.environment.name}/people/", stack
            found[account] = document(estate, stack, made["policy"])
    return found


def called(estate: Estate, persona: str, account: str) -> set[str]:
    """What the rows of a persona call in one account: those of its zones, and those of AWS's APIs."""
    return {
        action
        for flow in estate.environment.flows
        if flow.source.value == persona and isinstance(flow.over, AwsApi | Session)
        if flow.target.zone.value in zones(estate)[account] or flow.target.zone.value not in WORKS[persona]
        for action in flow.over.actions
    }


def workplaces(estate: Estate, persona: str) -> set[str]:
    """The accounts in which a persona works."""
    return {account for account, held in zones(estate).items() if held & WORKS[persona]}


def condition(test: str, variable: str, *values: str) -> Json:
    """A condition as policy documents hold it."""
    return {"test": test, "values": list(values), "variable": variable}


def by(found: list[Grant], persona: str) -> list[Grant]:
    """The grants of one persona."""
    return [grant for grant in found if grant.persona == persona]
