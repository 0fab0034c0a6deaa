"""Pages of tables: public names, flows with what enforces them, stacks in run order."""

from collections.abc import Iterable

from modules.kit.stack import Edge
from modules.model.flow import AllTraffic, AwsApi, Elsewhere, Flow, InMesh, Session, Tcp
from modules.model.hosts import Host
from tests.policy.facts import Estate, Target
from tools.docs import trace
from tools.docs.elements import Element, Json
from tools.docs.enforcement import Enforcement
from tools.docs.text import page, shown, table

KINDS = {
    "aws_vpc_security_group_ingress_rule": "group rules",
    "aws_vpc_security_group_egress_rule": "group rules",
    "aws_network_acl_rule": "ACL entries",
    "aws_vpc_endpoint": "endpoint policies",
    "aws_iam_role_policy": "IAM policies",
    "aws_iam_policy": "IAM policies",
    "NetworkPolicy": "network policies",
    "AuthorizationPolicy": "mesh policies",
    "aws_ec2_managed_prefix_list": "address lists",
    "aws_vpn_connection": "VPN connections",
    "aws_ec2_transit_gateway_route": "transit gateway routes",
    "aws_route53_record": "records",
}

FAMILIES = {
    "aws_lb": "load balancing",
    "aws_wafv2_": "web ACLs and address sets",
    "aws_acm_": "certificates",
    "aws_ecr_": "repositories and their policies",
    "aws_inspector2_": "Inspector",
    "aws_guardduty_": "GuardDuty",
    "aws_securityhub_": "Security Hub",
    "aws_dms_": "change capture",
    "aws_secretsmanager_": "secrets",
}
"""Of what is no rule but a part of the way, by the beginning of its type."""


def _kind(element: Element) -> str:
    family = next(
        (said for start, said in FAMILIES.items() if element.kind.startswith(start)), "other resources"
    )
    return KINDS.get(element.kind, family)


def endpoints(estate: Estate) -> str:
    """The document's table of public names, read from the JSON."""
    rows = [_endpoint(estate, host) for host in estate.environment.hosts]
    rows.append(
        (
            "EP-09",
            "brokers of `tmkafka` (names by AWS, output `bootstrap_brokers`)",
            "no public name",
            "none",
            "none: SASL/SCRAM over TLS on 9096",
            "of AWS",
            "MSK",
        )
    )
    head = ("id", "name", "block", "web ACL", "load balancer", "certificate", "backend")
    about = (
        "Every name is reached from the company's VPN alone, on 443; the Core names also by `[[integrations]]`, "
        "and by Apps through their private twin."
    )
    return page(["# Public names", about, table(head, sorted(rows))])


def _endpoint(estate: Estate, host: Host) -> tuple[str, ...]:
    [(stack, rule)] = [
        (stack, rule)
        for stack, _, rule in estate.everywhere("aws_lb_listener_rule")
        if host.name in rule["condition"][0]["host_header"]["values"]
    ]
    listener = estate.at(estate.target(stack, rule["listener_arn"]))
    balancer = estate.target(stack, listener["load_balancer_arn"])
    [acl] = [
        estate.at(estate.target(where, made["web_acl_arn"]))["name"]
        for where, _, made in estate.everywhere("aws_wafv2_web_acl_association")
        if _same(estate.target(where, made["resource_arn"]), balancer)
    ]
    group = estate.at(estate.target(stack, rule["action"][0]["target_group_arn"]))
    backend = host.backend
    service = f"{backend.namespace}/{backend.service}:{int(backend.port)} ({group['protocol']})"
    certificate = host.block.certificate if host.name.endswith("tm.blx-demo.com") else host.name
    name = estate.at(balancer)["name"]
    return (
        host.seed,
        f"`{host.name}`",
        host.block.value,
        f"`{acl}`",
        f"`{name}`",
        f"`{certificate}`",
        service,
    )


def _same(one: Target, other: Target) -> bool:
    return one[:3] == other[:3]


def flows(enforcement: Enforcement) -> str:
    """All arrows and the rows that serve them, with what enforces each."""
    rows = [_flow(enforcement, flow) for flow in sorted(enforcement.environment.flows, key=_order)]
    about = (
        "The document's 38 arrows, and below each the rows without which it cannot work. "
        "`make trace ID=5.4` names every address."
    )
    return page(["# Flows", about, table(("row", "opens", "accepts", "over", "enforced by"), rows)])


def _order(flow: Flow) -> tuple[int, int, str]:
    major, minor = flow.arrow.split(".")
    return int(major), int(minor), flow.part


def _flow(enforcement: Enforcement, flow: Flow) -> tuple[str, ...]:
    found = trace.drawn(enforcement, flow) if not flow.part else sorted(enforcement.everything(flow))
    by_kind: dict[str, list[Element]] = {}
    for each in found:
        by_kind.setdefault(_kind(each), []).append(each)
    said = [
        f"{kind}: {len(held)} ({shown(sorted({each.stack for each in held}), 2)})"
        for kind, held in sorted(by_kind.items())
    ]
    if isinstance(flow.over, Elsewhere):
        said.append(f"elsewhere: {flow.over.reason}")
    name = f"**{flow.row}**" if not flow.part else flow.row
    return name, flow.opener.value, flow.listener.value, over(flow), "; ".join(said) or "nothing yet"


def over(flow: Flow) -> str:
    """Ports, calls or a session, in a few words."""
    match flow.over:
        case Tcp(ports):
            return f"TCP {', '.join(str(int(port)) for port in ports)}"
        case InMesh(ports, datagrams):
            also = f", UDP {', '.join(str(int(port)) for port in datagrams)}" if datagrams else ""
            return f"in the cluster, TCP {', '.join(str(int(port)) for port in ports)}{also}"
        case AllTraffic():
            return "everything"
        case AwsApi(actions):
            services = sorted({action.partition(":")[0] for action in actions})
            return f"{len(actions)} calls of {', '.join(services)}"
        case Session():
            return "Session Manager"
        case Elsewhere():
            return "not here"


def waves(stacks: Iterable[str], edges: Iterable[Edge]) -> list[list[str]]:
    """Stacks that may run at the same time, one list after the other; each sorted."""
    needs: dict[str, set[str]] = {stack: set() for stack in stacks}
    for edge in edges:
        needs[edge.consumer].add(edge.producer)
    found: list[list[str]] = []
    done: set[str] = set()
    while len(done) < len(needs):
        wave = sorted(stack for stack, held in needs.items() if stack not in done and held <= done)
        if not wave:
            raise ValueError(f"stacks wait for one another: {sorted(needs.keys() - done)}")
        found.append(wave)
        done |= set(wave)
    return found


def order(stacks: dict[str, Json], edges: tuple[Edge, ...]) -> str:
    """The run order, from the edges that synthesis recorded."""
    rows = []
    for number, wave in enumerate(waves(stacks, edges), 1):
        for stack in wave:
            needs = sorted({edge.producer for edge in edges if edge.consumer == stack})
            reads = sum(edge.consumer == stack and edge.output != "" for edge in edges)
            made = sum(len(held) for held in stacks[stack].get("resource", {}).values())
            rows.append((str(number), f"`{stack}`", str(made), str(reads), ", ".join(needs) or "nothing"))
    about = "Stacks of one wave may run at the same time; a stack runs after everything that it waits for."
    return page(
        ["# Stacks in run order", about, table(("wave", "stack", "resources", "reads", "after"), rows)]
    )
