"""Whom the pages behind a public name let sign in, as far as the JSON says: groups of the company's provider.

The network knows the company's VPN and no persons. What tells them apart is Argo CD's table of roles, Grafana's path to
one, and for the vendor's pages and APIs the vendor: of those, and of pages without sign-in, nothing here says anything.
"""

from tests.policy.charts import is_local, values_of
from tests.policy.doors import Doors
from tests.policy.facts import Estate, Json
from tests.policy.packets import Filters
from tests.policy.people import WORKS


def signed_in(estate: Estate, doors: Doors, persona: str, host: str) -> Filters:
    """Whether the sign-in behind a name of the estate gives a persona any right."""
    records = doors.records(inside=False)
    for behind in doors.behind(records[host][0], host) if host in records else ():
        for at, personas in _admitted(estate, behind.pods):
            refused = "" if persona in personas else f"gives no group of {persona} a right"
            yield f"sign-in of {behind.pods} [{at}]", refused
            return
        yield f"sign-in to {host}: none in the JSON tells people of the VPN apart [{behind.at}]", ""


def _admitted(estate: Estate, pods: str) -> list[tuple[str, set[str]]]:
    """Where the sign-in of pods is said, and the personas whom it gives a right; nothing where nobody says it."""
    releases = [each for each in estate.everywhere("helm_release") if not is_local(each[2])]
    said = [
        (f"{stack} helm_release.{name}", _rules(pods, values_of(made)))
        for stack, name, made in releases
        if made.get("values")
    ]
    groups = estate.environment.oidc.groups
    named = {"devops": groups.devops, "sre": groups.sre}
    return [
        (at, {each for each in WORKS if any("*" in rule or named.get(each, "*") in rule for rule in rules)})
        for at, rules in said
        if rules is not None
    ]


def _rules(pods: str, values: Json) -> list[set[str]] | None:
    """Each rule by the groups that it gives a right; an asterisk is everybody."""
    if pods == "argocd/argocd-server" and "configs" in values:
        told = values["configs"]["rbac"]
        lines = [line.split(", ") for line in told["policy.csv"].splitlines()]
        return [{words[1]} for words in lines if words[0] == "g"] + [{"*"}] * bool(told["policy.default"])
    if pods == "tm-monitoring/grafana" and "grafana" in values:
        told = values["grafana"]["grafana.ini"]["auth.generic_oauth"]
        rules = told["role_attribute_path"].split(" || ")
        found = [{rule.split("'")[1] if rule.startswith("contains(groups[*], ") else "*"} for rule in rules]
        return found + [{"*"}] * (not told["role_attribute_strict"])
    return None
