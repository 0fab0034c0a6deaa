"""The page of who reaches whom: places, pods, public names, people and APIs of AWS, with the rows that want it."""

from collections.abc import Iterable

import networkx as nx

from tests.policy.facts import Estate
from tests.policy.graph import Edge, chains, connections, requests, sessions
from tests.policy.packets import ANY, TCP
from tests.policy.reach import Reach
from tests.policy.wanted import BASELINE, ISTIOD, Wanted
from tests.policy.workloads import Workload
from tools.docs.text import page, table

ABOUT = (
    "All layers of all stacks in one answer, from the JSON: security groups, routes, network ACLs, listeners, web ACLs, "
    "network policies, the mesh, IAM, endpoint policies, policies and keys of resources. "
    "What is not here is not possible (tests/policy/test_arrows.py, tests/policy/test_connections.py). "
    "`make reach FROM=… TO=… PORT=…` says by what way, or what stops it."
)

USES = (
    ("secretsmanager:GetSecretValue", "reads"),
    ("s3:GetObject", "reads"),
    ("ecr:BatchGetImage", "reads"),
    ("secretsmanager:PutSecretValue", "changes"),
    ("s3:PutObject", "writes"),
    ("s3:DeleteObject", "deletes"),
    ("ecr:PutImage", "writes"),
    ("sns:Publish", "publishes"),
    ("kafka:CreateVpcConnection", "connects"),
)
"""Calls by which somebody uses something that has a name, and what that is."""


def page_of(estate: Estate) -> str:
    """The whole page."""
    reach = Reach.of(estate)
    wanted = Wanted.of(reach)
    found = list(connections(reach))
    return page(
        [
            "# Who reaches whom",
            ABOUT,
            *_places(reach, wanted, found),
            *_pods(reach, wanted, found),
            *_names(reach),
            *_people(reach),
            *_apis(reach),
            *_over_others(reach),
        ]
    )


def _ports(edges: Iterable[Edge]) -> str:
    """In order, each once; of another protocol than TCP with its name."""
    said: dict[str, None] = {}
    for edge in sorted(edges, key=lambda each: (each.protocol, each.ports)):
        low, high = edge.ports
        port = "all" if edge.ports == ANY else f"{low}" if low == high else f"{low}-{high}"
        said[port if edge.protocol == TCP or port == "all" else f"{port}/{edge.protocol}"] = None
    return " ".join(said)


def _grouped(edges: Iterable[Edge]) -> dict[tuple[str, str], list[Edge]]:
    found: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        found.setdefault((edge.source, edge.target), []).append(edge)
    return dict(sorted(found.items()))


def _rows(wanted: Wanted, edges: Iterable[Edge]) -> str:
    held = dict.fromkeys(
        row
        for edge in edges
        for each in wanted.connections.get((edge.source, edge.target), ())
        if each.explains(edge)
        for row in each.row.split(", ")
    )
    return ", ".join(held)


def _square(found: dict[tuple[str, str], list[Edge]]) -> str:
    """From the left, to the top; those that nobody reaches have no column."""
    targets = sorted({target for _, target in found})
    rows = [
        (f"**{source}**", *(_ports(found.get((source, target), ())) for target in targets))
        for source in sorted({source for source, _ in found})
    ]
    return table(("from \\ to", *targets), rows)


def _is_pods(reach: Reach, name: str) -> bool:
    return isinstance(reach.parties[name], Workload)


def _places(reach: Reach, wanted: Wanted, found: list[Edge]) -> list[str]:
    own = _grouped(e for e in found if not _is_pods(reach, e.source) and not _is_pods(reach, e.target))
    rows = [(*pair, _ports(held), _rows(wanted, held)) for pair, held in own.items()]
    about = "Pods of the TM cluster wear the group of its nodes, `eks-tm`; what each of them may is below."
    listed = table(("from", "to", "TCP", "rows"), rows)
    return ["## Places", about, _square(own), "### By which arrows", listed]


def _pods(reach: Reach, wanted: Wanted, found: list[Edge]) -> list[str]:
    own = _grouped(e for e in found if _is_pods(reach, e.source) or _is_pods(reach, e.target))
    rows = [(*pair, _ports(held), said) for pair, held in own.items() if _more(said := _rows(wanted, held))]
    all_ = ", ".join(f"`{target}` {port}/{protocol}" for target, protocol, port in BASELINE)
    about = (
        f"Every pod of ours reaches besides: {all_}; with a proxy also `{ISTIOD}` 15012. A proxy lets only what it knows "
        "out, so those of `tm-data` and `tm-system` reach less. `*` is every other pod of a namespace."
    )
    return ["## Pods", about, table(("from", "to", "TCP", "rows"), rows)]


def _more(rows: str) -> bool:
    """Whether something is wanted beside what every pod needs."""
    return rows != "baseline"


def _names(reach: Reach) -> list[str]:
    held: dict[str, list[str]] = {}
    for edge in requests(reach):
        held.setdefault(edge.source, []).append(f"`{edge.target}`")
    rows = [(source, ", ".join(names)) for source, names in sorted(held.items())]
    about = "On 443, through the load balancer and, for the Core names, the ingress of the mesh, as far as the pods."
    return ["## Public names", about, table(("from", "names"), rows)]


def _people(reach: Reach) -> list[str]:
    rows = [(edge.source, edge.target) for edge in sessions(reach)]
    about = "People come to public names by the company's VPN, and to a host by Session Manager only."
    return ["## Sessions", about, table(("from", "to"), rows)]


def _apis(reach: Reach) -> list[str]:
    counted: dict[tuple[str, str], int] = {}
    for party, actions in reach.calls.effective.items():
        for action in actions:
            key = (party, action.partition(":")[0])
            counted[key] = counted.get(key, 0) + 1
    parties = sorted({party for party, _ in counted})
    rows = [
        (
            f"**{party}**",
            ", ".join(f"{name} {n}" for (who, name), n in sorted(counted.items()) if who == party),
        )
        for party in parties
    ]
    about = (
        "Calls that come through, by service: role, boundary, trust, endpoint and packets together. "
        "What a service does with a key on somebody's behalf is not counted."
    )
    uses = "Who uses what has a name; what is not here is used by runs of stacks and services of AWS alone."
    return ["## AWS", about, table(("from", "calls"), rows), "### By name", uses, _used(reach)]


def _used(reach: Reach) -> str:
    rows = []
    for name, own in sorted(reach.calls.guards.resources.items()):
        said = []
        for action, how in USES:
            if action.partition(":")[0] == own.service:
                resource = f"{own.arn}/*" if own.service == "s3" else own.arn
                who = sorted(each for each in reach.calls.callers if reach.calls.can(each, action, resource))
                said += [f"{how}: {', '.join(who)}"] if who else []
        if said:
            rows.append((f"`{name}`", "; ".join(said)))
    return table(("what", "who"), rows)


def _over_others(reach: Reach) -> list[str]:
    made = chains(reach)
    places = [name for name in reach.packets.places if name in made]
    rows = []
    for source in sorted(places):
        far = sorted(nx.descendants(made, source) & set(places) - set(made.successors(source)))
        rows += [(source, target, " → ".join(nx.shortest_path(made, source, target)[1:-1])) for target in far]
    about = (
        "Places that nobody lets one in to directly, and the shortest chain of connections that leads there."
    )
    return ["## Over others", about, table(("from", "to", "over"), rows)]
