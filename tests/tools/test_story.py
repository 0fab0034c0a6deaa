"""`make diff` tells what a change means for rows, for exposure, and for the order of runs."""

from typing import Any

from tools.diff import compare
from tools.story import admitted, exposed, rows, story, touched, waves

RULE = "aws_vpc_security_group_ingress_rule"


def document(kind: str, **made: object) -> dict[str, Any]:
    return {"resource": {kind: {"a": made}}}


def factory(*pairs: tuple[str, str]) -> dict[str, Any]:
    names = {name for pair in pairs for name in pair}
    return {
        "resource": {
            "spacelift_stack": {name: {} for name in names},
            "spacelift_stack_dependency": {
                f"{then}_{first}": {
                    "stack_id": f"${{spacelift_stack.{then}.id}}",
                    "depends_on_stack_id": f"${{spacelift_stack.{first}.id}}",
                }
                for first, then in pairs
            },
        }
    }


def test_rows_come_and_go() -> None:
    old = {"sandbox/tm": document(RULE, description="arrow 13.1")}
    new = {"sandbox/tm": document(RULE, description="arrow 12.2")}
    assert rows(new) == {"12.2"}
    assert story(old, new, {}) == [
        "rows that rules now carry: 12.2",
        "rows that no rule carries any more: 13.1",
    ]


def test_what_opens_to_everyone_is_said() -> None:
    closed = {"e/tm": document(RULE, cidr_ipv4="10.0.0.0/8")}
    opened = {"e/tm": document(RULE, cidr_ipv4="0.0.0.0/0")}
    assert story(closed, opened, {}) == [f"open to everyone from now on: e/tm {RULE}.a"]
    assert story(opened, closed, {}) == [f"no longer open to everyone: e/tm {RULE}.a"]
    assert exposed({"e/tm": document("aws_lb", internal=False)}) == {"e/tm aws_lb.a"}
    assert exposed({"e/tm": document("aws_lb", internal=True)}) == set()
    entry = {"cidr_block": "0.0.0.0/0", "rule_action": "allow"}
    assert exposed({"e/tm": document("aws_network_acl_rule", egress=True, **entry)}) == set()
    assert exposed({"e/tm": document("aws_network_acl_rule", egress=False, **entry)}) != set()


def test_rows_whose_rules_change_are_named() -> None:
    old = {"e/tm": document(RULE, description="arrow 5.2", cidr_ipv4="10.0.0.0/8")}
    new = {"e/tm": document(RULE, description="arrow 5.2", cidr_ipv4="10.1.0.0/16")}
    assert touched(old, new) == {"5.2"}
    assert story(old, new, {}) == ["rows whose rules change: 5.2"]
    assert touched(old, old) == set()


def test_addresses_of_the_internet_are_told() -> None:
    """By lists, by address sets, and by rules; ranges of a network of one's own are none."""
    lists = {"e/tm": document("aws_ec2_managed_prefix_list", entry=[{"cidr": "203.0.113.10/32"}])}
    more = {"e/tm": document("aws_ec2_managed_prefix_list", entry=[{"cidr": "203.0.113.12/32"}])}
    assert story(lists, more, {}) == [
        "addresses of the internet that may come in from now on: 203.0.113.12/32",
        "addresses of the internet that may no longer come in: 203.0.113.10/32",
    ]
    assert admitted({"e/tm": document("aws_wafv2_ip_set", addresses=["192.0.2.40/32"])}) == {"192.0.2.40/32"}
    assert admitted({"e/tm": document(RULE, cidr_ipv4="198.51.100.0/24")}) == {"198.51.100.0/24"}
    assert admitted({"e/tm": document(RULE, cidr_ipv4="10.0.0.0/8")}) == set()
    assert admitted({"e/tm": document(RULE, cidr_ipv4="${var.x}")}) == set()
    assert admitted({"e/tm": document(RULE.replace("ingress", "egress"), cidr_ipv4="192.0.2.0/24")}) == set()


def test_what_is_made_anew_is_not_only_changed() -> None:
    def database(**made: str) -> dict[str, Any]:
        return {"resource": {"aws_rds_cluster": {"a": {"engine": "aurora-postgresql", "port": "1"} | made}}}

    [anew] = compare("e/tm", database(), database(engine="aurora-mysql", port="2"))
    assert anew.sentence() == "e/tm replaces aws_rds_cluster.a (engine, port)"
    [changed] = compare("e/tm", database(), database(port="2"))
    assert changed.verb == "changes"
    [gone] = compare("e/tm", database(), {})
    assert gone.sentence() == "e/tm destroys aws_rds_cluster.a"


def test_changed_stacks_are_named_in_the_order_of_their_runs() -> None:
    graph = factory(("vpc", "firewall"), ("firewall", "eks"), ("vpc", "eks"))
    assert waves(graph) == [["vpc"], ["firewall"], ["eks"]]
    new = {"e/eks": document("x"), "e/vpc": document("x"), "e/firewall": {}}
    assert story({"e/firewall": {}}, new, {"e": graph}) == [
        "e runs vpc; then eks; after them what reads an output that changed"
    ]
