"""The proof in both directions, over all layers: every row has a way, and every way has a row.

Ways are found on the JSON alone (reach.py, graph.py): groups, routes, network ACLs, listeners, web ACLs, network
policies, the mesh, IAM, endpoints, policies and keys of resources. What is wanted comes from the model (wanted.py).
Inventory: SE-2, SE-5, CX-03, CX-13, CX-17, CX-22.
"""

from fnmatch import fnmatchcase

import networkx as nx
import pytest

from modules.model.flow import AwsApi, Elsewhere, Flow, Session
from modules.model.parties import Party
from modules.model.tables import Egress
from tests.policy.facts import Estate
from tests.policy.graph import chains, connections, requests, sessions
from tests.policy.guards import NEED_KEY
from tests.policy.iam import Question
from tests.policy.packets import ALL, ANY, TCP, judged
from tests.policy.people import account_of
from tests.policy.reach import Reach
from tests.policy.wanted import SIDECAR, Row, Wanted

pytestmark = pytest.mark.policy

NOBODY_YET = {
    "5.2 identities": "pods of applications get roles of their own with the applications",
    "5.2 scaling": "the endpoints stand ready; no Apps cluster has an autoscaler yet",
    "6.4 worker-apis": "runs have roles that people make (runners-…), which no stack of the platform holds",
    "11.2": "passwords are rotated by hand until the vendor's procedure is known (CX-22)",
    "11.2 rotation": "the same: its group stands ready",
    "11.1 identities": "the vendor's pods take roles that the vendor's installer makes",
}
"""Rows that open the way for a caller whom no stack makes, and why. As far as the service the way has to be open."""

UNSIGNED = {"sts:AssumeRoleWithWebIdentity", "sts:GetCallerIdentity"}
"""Calls that no policy has to allow (AWS: actions of STS)."""

CORE, ZONE = "core", ".tm.blx-demo.com"
"""The block that Apps call, and the zone that has a private twin for them (CX-03)."""

WRITERS = {
    "secretsmanager:PutSecretValue": {r"tm/": {"tm-system/vault-installer"}},
    "s3:DeleteObject": {
        r"-lake-raw-": {"lake-ingest"},
        r"-tm-metrics-": {"tm-monitoring/compactor"},
    },
    "s3:PutObject": {
        r"-lake-raw-": {"lake-ingest", "firehose"},
        r"-lake-results-": {"devops"},
        r"-tm-metrics-": {"tm-monitoring/compactor", "tm-monitoring/prometheus"},
    },
    "ecr:PutImage": {r"thought-machine/": {"jumphost-shared"}},
}
"""Who changes what, by a part of its name; everything else is changed by nobody. Written down a second time."""

NO_FURTHER = ("aurora", "internet", "kafka")
"""Where every chain ends: they open nothing."""

STORES = ("/tm-argocd/", "/tm-data/", "/tm-identity/", "/tm-monitoring/")
READERS = {
    "secretsmanager:GetSecretValue": {
        r"service-accounts/": {"smart-contract-developer"},
        r"/spacelift-workers": {"spacelift-workers"},
        **{store: {"external-secrets/external-secrets"} for store in STORES},
        r"/tm-lake/": {"lake-ingest"},
        r"/vendor-registry": {"jumphost-shared"},
        r"tm/": {"tm-system/vault", "tm-system/vault-installer"},
    },
    "ecr:BatchGetImage": {r"thought-machine/": {"eks-apps-*", "eks-tm", "jumphost-shared"}},
    "s3:GetObject": {
        r"-lake-raw-": {"firehose"},
        r"-lake-results-": {"devops"},
        r"-tm-metrics-": {
            "tm-monitoring/compactor",
            "tm-monitoring/prometheus",
            "tm-monitoring/storegateway",
        },
    },
}
"""The same for who reads."""


def _stopped(reach: Reach, wanted: Wanted, flow: Flow) -> list[str]:
    """What stops a row, by what each part of it is about; nothing when all of it is possible."""
    match flow.over:
        case Elsewhere(reason):
            return [] if len(reason.split()) >= 5 else ["no reason"]
        case Session():
            verdict = reach.can(flow.opener.value, flow.listener.value)
            return [verdict.stopped] * (not verdict)
        case AwsApi(actions):
            return [found for action in actions for found in _uncalled(reach, wanted, flow, action)]
        case _:
            return [*_unconnected(reach, wanted, flow), *_unasked(reach, wanted, flow)]


def _uncalled(reach: Reach, wanted: Wanted, flow: Flow, action: str) -> list[str]:
    stopped = []
    for party in wanted.callers(flow):
        if flow.row in NOBODY_YET or action in UNSIGNED or party not in reach.calls.callers:
            continue
        verdict = reach.calls.can(party, action)
        if not verdict and not any(action in held for held in reach.calls.through(party).values()):
            stopped.append(f"{party} {action}: {verdict.stopped}")
    if flow.row in NOBODY_YET:
        stopped += _unready(reach, flow, action)
    return stopped


def _unready(reach: Reach, flow: Flow, action: str) -> list[str]:
    """What stops a call on its way to the service, whoever signs it."""
    ready = {**reach.packets.places, **reach.ready}
    openers = [
        place
        for name, place in ready.items()
        if name == flow.opener.home.value or name.startswith(f"{flow.opener.home.value}-")
        if place.group and reach.estate.at(place.group)["tags"]["Party"] == flow.opener.home.value
    ]
    if not openers and flow.opener is not Party.SPACELIFT_WORKERS:
        return [f"nobody is or stands ready for {flow.opener}"]
    found = []
    for place in openers:
        about = {"aws:PrincipalAccount": account_of(reach.estate, f"{place.vpc}-vpc")}
        verdict = reach.calls.carried(place, place, Question(action, "*", about))
        found += [f"{place.name} {action}: {verdict.stopped}"] * (not verdict)
    return found


def _unconnected(reach: Reach, wanted: Wanted, flow: Flow) -> list[str]:
    stopped = _unattached(reach) if flow.listener is Party.TRANSIT_GATEWAY else []
    parties = {**reach.ready, **reach.parties}
    for source, target, row in wanted.by_row.get(flow.row, ()):
        if {source, target} <= parties.keys():
            protocol = TCP if row.protocol == ALL else row.protocol
            verdict = judged(reach.connect(parties[source], parties[target], _port(row), protocol))
            stopped += [f"{source} to {target} {row.ports}: {verdict.stopped}"] * (not verdict)
    return stopped


def _unattached(reach: Reach) -> list[str]:
    """External networks that the transit gateway leads nowhere: it is no place, and what is behind it is 5.2."""
    network = reach.packets.network
    apps = [max(network.vpcs[name]) for name in network.vpcs if name.startswith("apps-")]
    return [
        f"{name}: the transit gateway has no route for it"
        for name in reach.packets.places
        if name.startswith("external-") and not any(network.over_transit(name, each) for each in apps)
    ]


def _port(row: Row) -> int:
    return row.ports[0] if row.ports != ANY else SIDECAR


def _unasked(reach: Reach, wanted: Wanted, flow: Flow) -> list[str]:
    """Public names: of the estate for who comes by them, of others for who is sent there."""
    environment = reach.estate.environment
    if Party.PUBLIC_ZONE in {flow.listener, flow.source}:
        asked = [(str(flow.persona or "company-vpn"), host.name) for host in environment.hosts]
    elif flow.target is Party.PUBLIC_ZONE:
        asked = [(f"eks-apps-{apps}", name) for apps in environment.apps for name in _twins(reach)]
    else:
        openers = wanted.openers(flow) or [flow.opener.value]
        names = [name.replace("*", "any") for name in flow.listener.domains]
        asked = [(opener, name) for opener in openers for name in names if opener in reach.sources]
    found = [(source, host, judged(reach.request(source, host))) for source, host in asked]
    return [f"{source} to {host}: {verdict.stopped}" for source, host, verdict in found if not verdict]


def _twins(reach: Reach) -> list[str]:
    """Names that Apps see in a private twin of their zone."""
    hosts = reach.estate.environment.hosts
    return [each.name for each in hosts if each.block.value == CORE and each.name.endswith(ZONE)]


def stopped(estate: Estate, *rows: str) -> dict[str, str]:
    """Rows without a way, of some or of all, each with the first thing that stops it."""
    reach = Reach.of(estate)
    wanted = Wanted.of(reach)
    asked = [flow for flow in wanted.flows if not rows or flow.row in rows]
    found = {flow.row: _stopped(reach, wanted, flow) for flow in asked}
    return {row: stops[0] for row, stops in found.items() if stops}


def test_every_row_has_a_way(estate: Estate) -> None:
    """Each of the 38 arrows, and each row that serves one; or the model says where else it happens."""
    assert stopped(estate) == {}


def test_every_connection_has_a_row(estate: Estate) -> None:
    """No pair of places or pods, no port and no protocol beyond the rows, through groups, policies and the mesh."""
    reach = Reach.of(estate)
    wanted = Wanted.of(reach)
    for edge in connections(reach):
        rows = wanted.connections.get((edge.source, edge.target), [])
        assert any(row.explains(edge) for row in rows), edge


def test_every_call_has_a_row(estate: Estate) -> None:
    """IAM, endpoint, network and trust together; what a service does with a key has to be a service of a row."""
    reach = Reach.of(estate)
    wanted = Wanted.of(reach)
    for party, actions in reach.calls.effective.items():
        rows = wanted.calls.get(party, {})
        beyond = actions - rows.keys()
        assert not beyond, f"{party} may call {sorted(beyond)}"
        called = {action.partition(":")[0] for action in rows}
        keys = {host.partition(".")[0] for host in reach.calls.through(party)}
        assert keys <= called, f"keys of {party} are used by {sorted(keys - called)}"


def test_public_names_are_asked_by_those_of_the_rows(estate: Estate) -> None:
    """1.2, 2.2, 4.2, 5.3, TD-1: from the record to the pods, and for nobody else."""
    reach = Reach.of(estate)
    environment = estate.environment
    names = {host.name: host.block.value for host in environment.hosts}
    core = {name for name, block in names.items() if block == CORE}
    wanted = {("company-vpn", name) for name in names}
    wanted |= {(f"eks-apps-{apps}", name) for apps in environment.apps for name in _twins(reach)}
    wanted |= {("integrations", name) for name in core if environment.integrations}
    assert {(edge.source, edge.target) for edge in requests(reach)} == wanted


def test_people_get_behind_the_names_that_their_sign_in_admits(estate: Estate) -> None:
    """PE-1…PE-4; 1.2, 2.2, 4.2: the network tells nobody of the VPN apart, so Argo CD and Grafana have to."""
    reach = Reach.of(estate)
    own = {"argui": {"devops", "sre"}, "tm-grafana": {"devops", "sre"}}
    for host in reach.doors.records(inside=False):
        found = {persona for persona in reach.people if reach.can(persona, host)}
        assert found == own.get(host.partition(".")[0], set(reach.people)), host


def test_names_on_plain_http_are_redirected_and_lead_nowhere(estate: Estate) -> None:
    """1.2, 2.2, 4.2: a rule of a load balancer answers only what its own listener has taken."""
    reach = Reach.of(estate)
    for host in reach.doors.records(inside=False):
        verdict = reach.can("company-vpn", host, 80)
        assert verdict.stopped.endswith("only redirects to 443"), f"{host}: {verdict}"


def test_sessions_are_those_of_the_rows(estate: Estate) -> None:
    """3.1, 3.2, 8.2, CX-13: nobody but the TM Setup Engineer, and the host has dialled out for it."""
    found = {(edge.source, edge.target) for edge in sessions(Reach.of(estate))}
    flows = estate.environment.flows
    assert found == {
        (flow.opener.value, flow.listener.value) for flow in flows if isinstance(flow.over, Session)
    }


def test_named_resources_are_read_and_changed_by_those_that_have_to(estate: Estate) -> None:
    """11.1, 14.1, 16.1, 16.2: role, boundary, endpoint, policy of the resource and key agree for nobody else."""
    reach = Reach.of(estate)
    wanted = Wanted.of(reach)
    for table in (READERS, WRITERS):
        for action, named in table.items():
            service = action.partition(":")[0]
            for own in reach.calls.guards.resources.values():
                if own.service != service:
                    continue
                resource = f"{own.arn}/*" if service == "s3" else own.arn
                found = {party for party in reach.calls.callers if reach.calls.can(party, action, resource)}
                [may] = [held for part, held in named.items() if _is_named(part, own.name)] or [set()]
                have_to = {
                    party
                    for party, actions in wanted.calls.items()
                    if action in actions and any(fnmatchcase(party, each) for each in may)
                }
                assert found == have_to, f"{own.name} {action}: {found ^ have_to}"
    assert READERS.keys() | WRITERS.keys() >= NEED_KEY.keys() - {"sns:Publish"}


def _is_named(part: str, name: str) -> bool:
    return name.startswith(part) if part in {"tm/", "service-accounts/", "thought-machine/"} else part in name


def test_no_chain_of_connections_leads_where_no_arrow_does(estate: Estate) -> None:
    """NT-08, NT-09, P07: places that one gets to over however many others, and the pods between them."""
    reach = Reach.of(estate)
    made = chains(reach)
    leaves = estate.environment.network.private_egress == Egress.NAT
    vault = {"aurora", "eks-tm-api", "endpoints-tm", "kafka"} | ({"internet"} if leaves else set())
    beyond = {
        "company-vpn": vault | {"edge-cicd", "edge-core", "edge-observability"},
        "integrations": vault | {"edge-core"},
        "jumphost-tm": {"eks-tm-api", "endpoints-tm"},
        "jumphost-shared": {"endpoints-shared", "internet"} if leaves else {"endpoints-shared"},
        "lake-ingest": {"aurora", "endpoints-tm"},
    }
    for apps in estate.environment.apps:
        beyond[f"eks-apps-{apps}"] = vault | {"edge-apps", f"eks-apps-api-{apps}", f"endpoints-apps-{apps}"}
    for name in reach.packets.places.keys() & {*beyond, *NO_FURTHER, *_endpoints(reach)}:
        found = (nx.descendants(made, name) & reach.packets.places.keys()) - {name}
        assert found == beyond.get(name, set()), f"{name}: {found ^ beyond.get(name, set())}"


def _endpoints(reach: Reach) -> set[str]:
    return {name for name in reach.packets.places if name.startswith("endpoints-")}
