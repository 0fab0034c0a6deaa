"""Network policies as data: names, merged ends, baselines, and rows that nobody can turn into one."""

from ipaddress import IPv4Network

import pytest

from modules.model.environment import Environment
from modules.model.flow import Flow, InMesh, Tcp
from modules.model.parties import Party
from modules.model.policies import METADATA, Peer, Policy, policies
from modules.model.ports import Port


@pytest.fixture(scope="module")
def found(environments: dict[str, Environment]) -> dict[tuple[str, str], Policy]:
    return {(each.namespace, each.name): each for each in policies(environments["sandbox"])}


def test_names_are_those_of_rows_and_fit_kubernetes(found: dict[tuple[str, str], Policy]) -> None:
    assert ("tm-data", "arrow-12-2-pg-pool-to-aurora") in found
    assert ("argocd", "arrow-6-3-argo-ui-to-argo-cd") in found
    assert len(found) == len(set(found))
    for _, name in found:
        assert len(name) <= 253
        assert not set(name) - set("abcdefghijklmnopqrstuvwxyz0123456789-"), name


def test_a_sidecars_port_stands_for_every_port(found: dict[tuple[str, str], Policy]) -> None:
    """A policy sees the port that was called, before the sidecar takes it over."""
    (rule,) = found["tm-system", "arrow-10-2-vault-from-istio-ingress"].rules
    assert rule.ports == (("TCP", None),)


def test_balancers_come_from_the_tier_they_live_in(found: dict[tuple[str, str], Policy]) -> None:
    (rule,) = found["argocd", "arrow-6-2-argo-ui-from-edge-cicd"].rules
    assert rule.peers == (Peer(IPv4Network("10.40.128.0/20")),)


def test_the_internet_is_without_networks_and_nodes(found: dict[tuple[str, str], Policy]) -> None:
    (rule,) = found["tm-system", "arrow-8-3-installer-internet-vault-installer-to-internet"].rules
    (peer,) = rule.peers
    assert any(METADATA.subnet_of(each) for each in peer.excluded)
    assert any(IPv4Network("10.40.0.0/16").subnet_of(each) for each in peer.excluded)


def _with(environment: Environment, flow: Flow) -> Environment:
    class More(Environment):
        @property
        def flows(self) -> tuple[Flow, ...]:
            return (flow,)

    return More.model_construct(**dict(environment))


@pytest.mark.parametrize(
    ("flow", "sentence"),
    [
        (
            Flow(
                arrow="8.3",
                source=Party.INSTALLER,
                target=Party.ISTIO_INGRESS,
                over=InMesh((Port.KAFKA_SCRAM,)),
            ),
            "write it in pods.py",
        ),
        (
            Flow(arrow="12.1", source=Party.CERTIFICATES, target=Party.AURORA, over=Tcp((Port.POSTGRES,))),
            "write them in pods.py",
        ),
        (
            Flow(
                arrow="5.1", source=Party.EXTERNAL_NETWORKS, target=Party.ARGO_UI, over=Tcp((Port.ARGO_UI,))
            ),
            "no addresses",
        ),
    ],
)
def test_a_row_that_begins_or_ends_nowhere_is_refused(
    environments: dict[str, Environment], flow: Flow, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        policies(_with(environments["sandbox"], flow))
