"""Can one party reach another, and by what way: `make reach FROM=… TO=… PORT=…`.

Answers from the written JSON alone, with the readers of the policy tests. FROM is a place, pods (`argocd/argocd-server`)
or a persona; TO may also be a public name or an API of AWS (`s3`, `secretsmanager:sandbox/tm-argocd`, `s3:<account>`).
"""

import argparse
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path

import networkx as nx

from modules.model.flow import AwsApi, Flow
from modules.model.load import InputError, load
from tests.policy.facts import Estate, read_tree
from tests.policy.graph import chains
from tests.policy.reach import Reach
from tests.policy.workloads import Workload

ROOT = Path(__file__).parents[1]

SERVICES = {"inspector2": {"inspector"}, "guardduty": {"audit"}, "securityhub": {"audit"}}
"""What the document calls services that nobody calls: they look by themselves at what others tell (15.1 to 15.3)."""

REACHABLE, STOPPED, MISUSED = 0, 1, 2
"""Exit codes."""


def known(reach: Reach, names: Iterable[str]) -> list[str]:
    """Names by what they are, one line each."""
    kinds = {
        "places": [name for name, party in reach.parties.items() if not isinstance(party, Workload)],
        "pods": [name for name, party in reach.parties.items() if isinstance(party, Workload)],
        "people": reach.people,
        "names": reach.hosts,
        "AWS": [each for each in reach.services if ":" not in each.removeprefix("aws:")],
        "in AWS": [each for each in reach.services if ":" in each.removeprefix("aws:")],
    }
    held = set(names)
    sorted_out = {each for found in kinds.values() for each in found}
    kinds["other callers"] = sorted(held - sorted_out)
    lines = [(kind, ", ".join(each for each in found if each in held)) for kind, found in kinds.items()]
    return [f"known {kind}: {found}" for kind, found in lines if found]


def _mistake(which: str, name: str, names: Iterable[str]) -> str:
    near = get_close_matches(name, list(names), n=1)
    return f"{which}: nobody is called {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")


def mistakes(reach: Reach, source: str, target: str, port: int) -> list[str]:
    """One sentence for each name that nobody has and for a port that is none, then the names that there are."""
    found, names = [], set()
    if source in reach.targets and source not in reach.sources:
        found.append(f"FROM: {source!r} is only reached and opens nothing itself")
        names |= set(reach.sources)
    elif source not in reach.sources:
        found.append(_mistake("FROM", source, reach.sources))
        names |= set(reach.sources)
    if target not in reach.targets and not reach.named(target):
        found.append(_mistake("TO", target, reach.targets))
        names |= set(reach.targets)
    if not 0 <= port <= 65535:  # noqa: PLR2004 -- ports of TCP
        found.append(f"PORT: {port} is not between 0 and 65535")
    return [*found, *known(reach, names)] if found else []


def over_others(reach: Reach, source: str, target: str) -> list[str]:
    """The shortest chain of connections by which others lead there."""
    made = chains(reach)
    if source in reach.people and target in reach.hosts:
        return []  # the way is open to the company's VPN; who it is decides
    if not {source, target} <= set(made) or not nx.has_path(made, source, target):
        return []
    way = nx.shortest_path(made, source, target)
    return [f"  over others: {' → '.join(way)}"] if len(way) > 2 else []  # noqa: PLR2004 -- both ends


def rows(reach: Reach, source: str, target: str) -> list[Flow]:
    """Rows of the model between two whose target the question calls by another name, or that somebody else opens."""
    named = SERVICES.get(target, set())
    return [
        flow
        for flow in reach.estate.environment.flows
        if (
            flow.target.value in named
            and isinstance(flow.over, AwsApi)
            and (source == flow.source.value or source.startswith(f"{flow.source.value}-"))
        )
        or (flow.target.value == source and fits(flow.source.domains, target))
    ]


def fits(domains: Iterable[str], name: str) -> bool:
    """Whether a name is one of a party's domains."""
    return any(fnmatchcase(name, domain) for domain in domains)


def carried(reach: Reach, source: str, flow: Flow) -> tuple[list[str], bool]:
    """What carries a row that is no call of its target: calls of other services, or who opens it."""
    if not isinstance(flow.over, AwsApi):
        return [f"  arrow {flow.row}: {flow.opener.value} opens it for {source}"], False
    verdicts = [reach.calls.can(source, action) for action in flow.over.actions]
    steps = dict.fromkeys(step for verdict in verdicts for step in verdict.steps)
    called = ", ".join(sorted({action.partition(":")[0] for action in flow.over.actions}))
    says = f"  arrow {flow.row}: by calls of {called}; {flow.target.value} reads what they tell, by delegated administration"
    return [*(f"  passes {step}" for step in steps), says], all(verdicts)


def answer(reach: Reach, source: str, target: str, port: int, protocol: str) -> tuple[list[str], int]:
    """Sentences for a person and the exit code: 0 reachable, 1 not, 2 for a name that nobody has."""
    wrong = mistakes(reach, source, target, port)
    if wrong:
        return wrong, MISUSED
    verdict = reach.can(source, target, port, protocol)
    how = f" {protocol} {port}" if target in (*reach.parties, *reach.hosts) else ""
    lines = [f"{source} → {target}{how}", *(f"  passes {step}" for step in verdict.steps)]
    if verdict and source in reach.people and target in reach.hosts:
        own = [
            row.row for row in reach.estate.environment.flows if row.persona and row.persona.value == source
        ]
        lines.append(
            f"  arrows for {source}: {', '.join(own) or 'none'}; the network lets in whoever is in the VPN"
        )
    if verdict:
        return [*lines, "  reachable"], REACHABLE
    for flow in rows(reach, source, target):
        told, open_ = carried(reach, source, flow)
        if open_:
            return [lines[0], *told, "  reachable"], REACHABLE
        lines += told
    return [*lines, f"  stopped by {verdict.stopped}", *over_others(reach, source, target)], STOPPED


def main(arguments: list[str] | None = None) -> int:
    """Print the way, or what stops it."""
    parser = argparse.ArgumentParser(prog="make reach", description=__doc__)
    parser.add_argument("--env", default="sandbox")
    parser.add_argument("--protocol", default="tcp", choices=("tcp", "udp"))
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("port", type=int)
    given = parser.parse_args(arguments)
    file = ROOT / "environments" / f"{given.env}.toml"
    stacks = read_tree(ROOT / "spacelift").get(given.env)
    if not file.exists() or not stacks:
        print(f"ENV: there is no environment {given.env!r} with written stacks", file=sys.stderr)
        return MISUSED
    try:
        reach = Reach(Estate(load(file, None), stacks))
    except InputError as error:
        print(error, file=sys.stderr)
        return MISUSED
    lines, code = answer(reach, given.source, given.target, given.port, given.protocol)
    print("\n".join(lines), file=sys.stderr if code == MISUSED else sys.stdout)
    return code


if __name__ == "__main__":
    sys.exit(main())
