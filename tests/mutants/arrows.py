"""Each of the document's arrows in both directions: it is lost, or something beyond it is open."""

from collections.abc import Callable, Iterator

from modules.model.flow import Elsewhere
from modules.model.flows import FLOWS
from tests.mutants.change import DEV, FW, IN, OUT, PROPAGATION, VPC, Mutant, Stacks, block, drop, known_to
from tests.policy import test_reach as reach
from tests.policy import test_security_groups as groups
from tests.policy import test_streams as streams
from tests.policy.facts import Json

PUBLIC = ("1.2", "2.2", "4.2")
"""By the public names: whoever comes stands in the list of the company's addresses."""

IN_CLUSTER = dict.fromkeys(("6.3", "10.1", "10.2", "10.3", "12.1"), "10.2 nodes")
"""Inside the cluster packets run over a row that stands for all nodes; only the mesh tells pods apart."""

NOWHERE = {flow.arrow for flow in FLOWS if isinstance(flow.over, Elsewhere)}
"""Arrows that the model itself gives a reason not to build: there is nothing to weaken."""

ENTRIES = ("resource", "aws_ec2_managed_prefix_list", "firewall_company-vpn", "entry")
CONNECTION = ("data", "aws_iam_policy_document", "ingest_streams_connection-policy", "statement")


def _rules(stacks: Stacks, row: str) -> Iterator[tuple[str, str, str, Json]]:
    """Stack, type, name and rule of all that bear a row in their description."""
    for stack in getattr(stacks, "originals", stacks):
        for kind in (IN, OUT):
            for name, rule in list(stacks[stack].get("resource", {}).get(kind, {}).items()):
                words = rule["description"].removeprefix("arrows ").removeprefix("arrow ")
                if row in words.split(", "):
                    yield stack, kind, name, rule


def _lost(row: str) -> Callable[[Stacks], None]:
    def change(stacks: Stacks) -> None:
        for stack, kind, name, _ in _rules(stacks, row):
            del stacks[stack]["resource"][kind][name]

    return change


def _wider(row: str) -> Callable[[Stacks], None]:
    """One port more than the arrow has; of everything, a protocol is not more, so a peer is."""

    def change(stacks: Stacks) -> None:
        stack, kind, name, rule = next(_rules(stacks, row))
        if "to_port" in rule:
            rule["to_port"] += 1
            return
        other = {key: value for key, value in rule.items() if key != "referenced_security_group_id"}
        stacks[stack]["resource"][kind][f"{name}-x"] = other | {"cidr_ipv4": "10.0.0.0/8"}

    return change


def _by_groups(arrow: str) -> tuple[Mutant, Mutant]:
    row = IN_CLUSTER.get(arrow, arrow)
    rule = groups.test_rules_are_exactly_the_flows
    return (
        Mutant(f"arrow {arrow} is lost", _lost(row), rule),
        Mutant(f"arrow {arrow} opens more", _wider(row), rule),
    )


def _by_list(arrow: str) -> tuple[Mutant, Mutant]:
    rest = ", ".join(each for each in PUBLIC if each != arrow)
    more = {"cidr": "203.0.113.128/25", "description": f"arrow {arrow}"}

    def wider(stacks: Stacks) -> None:
        stacks[FW]["resource"][ENTRIES[1]][ENTRIES[2]]["entry"].append(more)

    rule = groups.test_prefix_lists_hold_the_public_clients_and_say_why
    return (
        Mutant(f"arrow {arrow} is lost", block(FW, (*ENTRIES, 0, "description"), f"arrows {rest}"), rule),
        Mutant(f"arrow {arrow} opens more", wider, rule),
    )


FROM_OUTSIDE = (
    Mutant("arrow 5.1 is lost", drop(DEV, PROPAGATION, "attachment_known-to-external"), reach.test_transit_tables_hold_exactly_the_networks_that_flows_join),
    Mutant("arrow 5.1 opens more", known_to(VPC, "external"), reach.test_transit_tables_hold_exactly_the_networks_that_flows_join),
)  # fmt: skip

TO_THE_LAKE = (
    Mutant("arrow 16.2 is lost", block("lake-ingest", (*CONNECTION, 0, "actions"), ["kafka:DescribeClusterV2"]), streams.test_only_firehose_connects_to_the_brokers),
    Mutant("arrow 16.2 opens more", block("lake-ingest", (*CONNECTION, 0, "actions"), ["kafka:CreateVpcConnection", "kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers", "kafka:UpdateSecurity"]), streams.test_only_firehose_connects_to_the_brokers),
)  # fmt: skip


def _of(arrow: str) -> tuple[Mutant, ...]:
    if arrow in NOWHERE:
        return ()
    if arrow in PUBLIC:
        return _by_list(arrow)
    return {"5.1": FROM_OUTSIDE, "16.2": TO_THE_LAKE}.get(arrow) or _by_groups(arrow)


ARROWS = tuple(mutant for flow in FLOWS for mutant in _of(flow.arrow))
