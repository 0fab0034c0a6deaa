"""The register of service accounts; access sheets: who reaches what, how, with which secrets and roles."""

from modules.model.environment import Environment
from modules.model.flow import AwsApi, Flow, Session
from modules.model.hosts import Block
from modules.model.names import KAFKA, LEGACY_SAML, api_token, scram_secret
from modules.model.parties import Party
from modules.model.personas import PERSONAS, Persona, permitted, personas_at, workplaces
from modules.model.tables import ServiceAccount
from tools.docs.elements import Json
from tools.docs.text import page, table

SHOWN = {
    "devops": tuple(Block),
    "sre": tuple(Block),
    "smart-contract-developer": (Block.CORE,),
    "tm-setup-engineer": (),
}
"""Blocks that a persona's own arrows lead to; the VPN admits whoever is in it to all of them."""


def service_accounts(environment: Environment) -> str:
    """The document's register, with teams where it names persons (CX-33)."""
    name = environment.name
    rows = [
        (
            f"`{account.name}`",
            account.team,
            account.purpose,
            f"{account.expires}",
            f"`{scram_secret(account.name)}`",
            f"`{api_token(name, account.name)}`",
        )
        for account in environment.service_accounts
    ]
    head = ("name", "team", "purpose", "expires", "Kafka user", "Core API token")
    return page(
        [
            "# Service accounts",
            (
                "Of the TM zone (SA-00…SA-03). Both secrets are in Secrets Manager of the TM account; "
                "the token is empty until Vault has issued one. After its day `make synth` refuses the entry."
            ),
            table(head, rows),
        ]
    )


def sheet(environment: Environment, stacks: dict[str, Json]) -> str:
    """The page of all access sheets."""
    saml = environment.identity.mode == "saml"
    door = "the company's SAML provider" if saml else "IAM Identity Center"
    about = (
        f"Personas take their roles through {door}, with MFA (CX-13); the VPN's addresses admit to the pages."
    )
    parts = ["# Who reaches what", "A sheet for each persona, then one for each team that consumes. " + about]
    for persona in PERSONAS:
        parts += _persona(environment, stacks, persona)
    for team in environment.teams:
        parts += _team(environment, stacks, team)
    return page(parts)


def _persona(environment: Environment, stacks: dict[str, Json], persona: Persona) -> list[str]:
    places = [place for place in workplaces(environment) if persona in personas_at(place)]
    rows = [
        (
            f"`{_role(stacks, persona, place.name)}`",
            f"{place.name} ({place.account})",
            ", ".join(_services(permitted(environment.flows, persona, place))),
        )
        for place in places
    ]
    flows = [flow for flow in environment.flows if persona.party in (flow.source, flow.persona)]
    drawn = [flow for flow in flows if not flow.part]
    return [
        f"## {persona.party.value}",
        "How: " + "; ".join(_how(flow) for flow in drawn) + ".",
        _hosts(environment, SHOWN[persona.party.value]),
        table(("role", "account", "calls of"), rows),
        _clusters(stacks, persona),
        _api(flows),
    ]


def _how(flow: Flow) -> str:
    if isinstance(flow.over, Session):
        return f"session to `{flow.target}` with MFA (arrow {flow.arrow})"
    return f"{flow.source} → {flow.target} (arrow {flow.arrow})"


def _hosts(environment: Environment, blocks: tuple[Block, ...]) -> str:
    names = [f"`{host.name}`" for host in environment.hosts if host.block in blocks]
    return f"Pages, from the VPN: {', '.join(names)}." if names else ""


def _role(stacks: dict[str, Json], persona: Persona, place: str) -> str:
    """Its name in the JSON, or that of its permission set."""
    made = stacks.get(f"access-{place}", {}).get("resource", {}).get("aws_iam_role", {})
    found = [role for name, role in made.items() if f"_{persona.party.value}_" in f"_{name}_"]
    return f"{found[0].get('path', '/')}{found[0]['name']}" if found else f"permission set {persona.short}"


def _services(actions: tuple[str, ...]) -> list[str]:
    """`ssm (5)`: how many calls of each service."""
    found: dict[str, int] = {}
    for action in actions:
        found[action.partition(":")[0]] = found.get(action.partition(":")[0], 0) + 1
    return [f"{service} ({count})" for service, count in sorted(found.items())] or ["nothing"]


def _clusters(stacks: dict[str, Json], persona: Persona) -> str:
    """Access policies of the clusters by their last word, with their namespaces."""
    found = []
    for stack, document in sorted(stacks.items()):
        held = document.get("resource", {}).get("aws_eks_access_policy_association", {})
        for name, made in sorted(held.items()):
            if name.endswith(f"_{persona.party.value}-right"):
                scope = (
                    made["access_scope"]
                    if isinstance(made["access_scope"], dict)
                    else made["access_scope"][0]
                )
                spaces = ", ".join(scope.get("namespaces", [])) or "the whole cluster"
                found.append(f"`{stack}` as {made['policy_arn'].rpartition('/')[2]} in {spaces}")
    return f"Clusters: {'; '.join(found)}." if found else ""


def _api(flows: list[Flow]) -> str:
    reads = [flow for flow in flows if isinstance(flow.over, AwsApi) and flow.target is Party.SECRETS_MANAGER]
    return (
        "Secrets: tokens of service accounts (rows " + ", ".join(f.row for f in reads) + ")." if reads else ""
    )


def _team(environment: Environment, stacks: dict[str, Json], team: str) -> list[str]:
    """What a team has in its own name: accounts, addresses, alarms, stacks."""
    found = [
        said
        for account in environment.service_accounts
        if account.team == team
        for said in _account(environment, account)
    ]
    found += [
        f"- {each.cidr} until {each.expires} at the Core names on 443 (9.1 integrations): {each.purpose}"
        for each in environment.integrations
        if each.team == team
    ]
    alias = environment.legacy_saml_alias
    if alias and alias.team == team:
        found.append(f"- keeps `{LEGACY_SAML}` until {alias.expires} (CX-05)")
    found += _alarms(stacks, team)
    if environment.owner == team:
        found.append("- owns every stack of this environment")
    return [f"## team {team}", "\n".join(found) or "Nothing in its own name."]


def _account(environment: Environment, account: ServiceAccount) -> list[str]:
    return [
        (
            f"- `{account.name}` until {account.expires}: Kafka `{KAFKA}` on 9096 from the Apps clusters (arrow 5.4), "
            f"user in `{scram_secret(account.name)}`"
        ),
        (
            "- the same at the Core API from the Apps clusters (arrow 5.3) or the VPN, "
            f"header `X-Auth-Token` from `{api_token(environment.name, account.name)}`"
        ),
    ]


def _alarms(stacks: dict[str, Json], team: str) -> list[str]:
    names = [
        (str(made.get("name", "")), stack)
        for stack, document in sorted(stacks.items())
        for made in document.get("resource", {}).get("aws_sns_topic", {}).values()
    ]
    return [
        f"- hears alarms at the topic `{name}` (`{stack}`)"
        for name, stack in names
        if name.endswith(f"-{team}")
    ]
