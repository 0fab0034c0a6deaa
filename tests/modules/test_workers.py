"""Private workers: what they wait for, what they hand over, and an environment where they cannot be."""

import shutil
import subprocess
from ipaddress import IPv4Network

import pytest

from modules.model.flow import AwsApi
from modules.model.parties import Party
from modules.synth import Synthesis
from modules.workers.template import BOOT, Boot
from tests.modules import estates
from tests.modules.variants import Variants
from tests.policy import test_connections as connections
from tests.policy.facts import Estate
from tests.policy.packets import Packets

STACK = "shared-workers"


def test_they_need_their_network_and_their_group_only(synthesis: Synthesis, estate: Estate) -> None:
    edges = synthesis.edges[estate.environment.name]
    assert {edge.producer for edge in edges if edge.consumer == STACK} == {"shared-vpc", "shared-firewall"}
    assert set(estate.stacks[STACK]["output"]) == {"secret_arn", "group_name", "log_group_name"}


def test_they_reach_spacelift_and_every_cluster_and_nobody_reaches_them(estate: Estate) -> None:
    """CX-18, over the transit gateway; test_connections.py asks the same for every pair and port."""
    reach = Packets(estate)
    machines = reach.places["spacelift-workers"]
    assert machines.tiers == ("workers",)
    assert len(machines.ranges) == len(estate.environment.zones)
    clusters = ["eks-tm-api", *(f"eks-apps-api-{name}" for name in estate.environment.apps)]
    for name in ("internet", *clusters):
        assert reach.can(machines, reach.places[name], 443, "tcp"), name
        assert not reach.can(reach.places[name], machines, 443, "tcp"), name
    assert not reach.can(machines, reach.places["aurora"], 5432, "tcp")
    assert all(isinstance(each, IPv4Network) for each in machines.ranges)


def test_without_a_way_to_the_internet_there_are_none_and_no_row_of_theirs(variants: Variants) -> None:
    estate = variants.synthesize(estates.closed(variants.sandbox))
    assert STACK not in estate.stacks
    called = {
        action
        for flow in estate.environment.flows
        if flow.opener is Party.SPACELIFT_WORKERS and isinstance(flow.over, AwsApi)
        for action in flow.over.actions
    }
    assert not {action for action in called if action.startswith(("secretsmanager:", "logs:", "kms:"))}
    connections.test_everybody_whom_a_flow_names_is_somewhere(estate)


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_the_boot_script_is_a_shell_script_that_ec2_takes() -> None:
    """EC2 takes 16 KiB of user data before base64 (AWS documentation)."""
    boot = Boot(region="eu-central-1", registry="r", secret="e/s", image="p:t", group="/g")  # noqa: S106
    assert len(boot.script()) * 3 // 4 <= 16 * 1024
    subprocess.run(["bash", "-n", str(BOOT)], check=True, timeout=30)  # noqa: S603, S607


def test_whatever_talks_to_a_cluster_waits_for_the_workers(synthesis: Synthesis, estate: Estate) -> None:
    """CX-18: Spacelift gives such a stack to the private workers, and without them its run waits for ever."""
    edges = synthesis.edges[estate.environment.name]
    waiting = {edge.consumer for edge in edges if edge.producer == "shared-workers"}
    assert waiting == {name for name, made in estate.stacks.items() if "helm" in made["provider"]}
    assert waiting
