"""Spacelift runs the stacks in an order in which every value is there, and hands on exactly those values."""

import shlex

import networkx as nx

from tests.delivery.facts import Side, stack, text
from tests.policy.facts import only_known


def test_every_written_stack_is_one_of_spacelift(side: Side) -> None:
    assert side.of("spacelift_stack").keys() == side.stacks.keys()


def test_the_order_has_no_circle(side: Side) -> None:
    """P70."""
    assert nx.is_directed_acyclic_graph(side.graph())


def test_references_are_exactly_the_variables_of_the_stacks(side: Side) -> None:
    """P70, P71: both ways, each once, and each from the stack whose output it is."""
    wanted = sorted(
        (consumer, variable)
        for consumer, made in side.stacks.items()
        for variable in made.get("variable", {})
    )
    assert sorted((consumer, variable) for _, _, consumer, variable, _ in side.references()) == wanted
    for producer, output, consumer, variable, _ in side.references():
        made = side.stacks[producer]["output"][output]
        assert not made.get("sensitive"), f"{producer}.{output}"
        assert f"{producer}_{output}".replace("-", "_") == variable, f"{consumer}: {variable}"


def test_dependencies_are_exactly_those_of_the_references_and_the_order(side: Side) -> None:
    """P70, P72: a pair without a reference is order alone, and starts what waits for it always."""
    pairs = [
        (stack(made["depends_on_stack_id"]), stack(made["stack_id"]))
        for made in side.of("spacelift_stack_dependency").values()
    ]
    assert len(pairs) == len(set(pairs))
    read = {(producer, consumer) for producer, _, consumer, _, _ in side.references()}
    assert read <= set(pairs)
    assert set(pairs) - read == side.order - read
    for producer, output, consumer, _, always in side.references():
        assert always is ((producer, consumer) in side.order), f"{consumer} reads {producer}.{output}"


def test_hooks_have_a_sample_for_every_variable_of_a_proposed_run(side: Side) -> None:
    """And for no other run: a tracked one would plan, and apply, what is not there."""
    for name, made in side.of("spacelift_stack").items():
        given = {}
        for hook in made.get("before_plan", []):
            words = shlex.split(text(hook))
            assert words[:5] == ["test", "$TF_VAR_spacelift_run_type", "!=", "PROPOSED", "||"], hook
            assert words[5:7] == ["test", "-n"], hook
            assert words[8:10] == ["||", "export"], hook
            variable, _, value = words[10].partition("=")
            assert words[7] == f"${variable}", hook
            assert len(words) == 11, hook
            assert value, hook
            assert "\n" not in hook, hook
            given[variable.removeprefix("TF_VAR_")] = value
        assert given.keys() == side.stacks[name].get("variable", {}).keys(), name


def test_ids_come_from_bootstrap(side: Side) -> None:
    """P71 between the roots of Spacelift's side: every variable has its value, every value its variable."""
    handed = side.of("spacelift_environment_variable", "bootstrap")
    for made in handed.values():
        only_known(made, {"name", "stack_id", "value", "write_only"}, made["name"])
        assert made["stack_id"] == "${spacelift_stack.factory.id}"
    given = {made["name"].removeprefix("TF_VAR_") for made in handed.values()}
    assert side.roots["factory"]["variable"].keys() <= given
    outputs = {f"bootstrap_{name}" for name in side.roots["bootstrap"]["output"]}
    for name, root in side.runners.items():
        assert root["variable"].keys() <= outputs, name
    assert side.roots["bootstrap"]["variable"].keys() == {"worker_pool_csr"}
