"""The rows of flows.py against the document: written down again by hand, so that neither can drift alone."""

import re
from typing import assert_never

import pytest

from modules.model.environment import Environment
from modules.model.flow import AllTraffic, AwsApi, Elsewhere, Flow, InMesh, Session, Tcp
from modules.model.flows import FLOWS
from modules.model.hosts import HOSTS
from modules.model.links import links
from modules.model.support import SUPPORT

ARROWS = """
1.1 devops company-vpn elsewhere
1.2 company-vpn public-hosted-zone tcp
2.1 sre company-vpn elsewhere
2.2 company-vpn public-hosted-zone tcp
3.1 tm-setup-engineer jumphost-shared session
3.2 tm-setup-engineer jumphost-tm session
4.1 smart-contract-developer company-vpn elsewhere
4.2 company-vpn public-hosted-zone tcp
5.1 external-networks network-tm-tgw tcp
5.2 network-tm-tgw eks-apps tcp
5.3 eks-apps public-hosted-zone tcp
5.4 eks-apps kafka tcp
6.1 public-hosted-zone edge-cicd tcp
6.2 edge-cicd argo-ui tcp
6.3 argo-ui argo-cd in-mesh
6.4 argo-cd infrastructure-as-code elsewhere
7.1 public-hosted-zone edge-observability tcp
7.2 edge-observability observability tcp
8.1 vendor-registry tm-setup-engineer tcp
8.2 tm-setup-engineer jumphost-tm session
8.3 jumphost-tm tm-operator tcp
9.1 public-hosted-zone edge-core tcp
9.2 edge-core istio-ingress tcp
10.1 istio vault in-mesh
10.2 istio vault in-mesh
10.3 istio istio-ingress in-mesh
11.1 eks-tm secrets-manager aws-api
11.2 aurora secrets-manager aws-api
12.1 vault pg-pool in-mesh
12.2 pg-pool aurora tcp
13.1 eks-tm kafka tcp
14.1 jumphost-shared ecr aws-api
14.2 eks-tm ecr aws-api
15.1 jumphost-shared inspector aws-api
15.2 eks-tm inspector aws-api
15.3 eks-apps audit aws-api
16.1 aurora data-lake tcp
16.2 kafka data-lake aws-api
"""


def _kind(flow: Flow) -> str:
    match flow.over:
        case Tcp():
            return "tcp"
        case AwsApi():
            return "aws-api"
        case Session():
            return "session"
        case InMesh():
            return "in-mesh"
        case Elsewhere():
            return "elsewhere"
        case AllTraffic():
            return "all"
        case _:
            assert_never(flow.over)


def test_the_38_arrows_are_the_documents() -> None:
    rows = [f"{flow.arrow} {flow.source} {flow.target} {_kind(flow)}" for flow in FLOWS]

    assert rows == ARROWS.split("\n")[1:-1]
    assert len(rows) == 38


def test_every_supporting_row_serves_an_arrow_and_names_itself() -> None:
    arrows = {flow.arrow for flow in FLOWS}
    labels = [flow.label for flow in SUPPORT]

    assert all(flow.arrow in arrows and re.fullmatch(r"[a-z-]+", flow.part) for flow in SUPPORT)
    assert len(set(labels)) == len(labels)
    assert not any(flow.part for flow in FLOWS)


def test_elsewhere_has_a_reason() -> None:
    for flow in FLOWS + SUPPORT:
        if isinstance(flow.over, Elsewhere):
            assert len(flow.over.reason.split()) > 5, flow.label


def test_actions_are_spelled_out() -> None:
    """Only reading may use a wildcard."""
    for flow in FLOWS + SUPPORT:
        if isinstance(flow.over, AwsApi | Session):
            for action in flow.over.actions:
                assert re.fullmatch(r"[a-z0-9-]+:[A-Z][A-Za-z0-9]+|[a-z0-9]+:Describe\*", action), action


@pytest.fixture(scope="session")
def sandbox(environments: dict[str, Environment]) -> Environment:
    return environments["sandbox"]


def _can(environment: Environment, opener: str, listener: str, port: int) -> bool:
    return any(
        link.opener.name == opener
        and link.listener.name == listener
        and link.ports[0] <= port <= link.ports[1]
        for link in links(environment)
    )


@pytest.mark.parametrize(
    ("opener", "listener", "port"),
    [
        ("eks-apps-development", "kafka", 9096),
        ("eks-apps-production", "edge-apps", 443),
        ("company-vpn", "edge-core", 443),
        ("edge-core", "eks-tm", 8443),
        ("edge-observability", "eks-tm", 3000),
        ("eks-tm", "aurora", 5432),
        ("eks-tm", "kafka", 9096),
        ("jumphost-tm", "eks-tm-api", 443),
        ("jumphost-shared", "endpoints-shared", 443),
        ("jumphost-shared", "internet", 443),
        ("lake-ingest", "aurora", 5432),
        ("external-head-office", "eks-apps-staging", 443),
    ],
)
def test_can(sandbox: Environment, opener: str, listener: str, port: int) -> None:
    assert _can(sandbox, opener, listener, port)


@pytest.mark.parametrize(
    ("opener", "listener", "port"),
    [
        ("eks-apps-development", "eks-apps-staging", 443),
        ("eks-apps-development", "aurora", 5432),
        ("eks-apps-development", "internet", 443),
        ("company-vpn", "eks-tm", 8443),
        ("company-vpn", "jumphost-tm", 22),
        ("edge-core", "eks-tm", 8080),
        ("edge-cicd", "eks-tm", 8443),
        ("jumphost-shared", "eks-tm-api", 443),
        ("jumphost-shared", "aurora", 5432),
        ("aurora", "internet", 443),
        ("kafka", "eks-tm", 443),
        ("external-head-office", "kafka", 9096),
    ],
)
def test_cannot(sandbox: Environment, opener: str, listener: str, port: int) -> None:
    assert not _can(sandbox, opener, listener, port)


def test_hosts_are_the_documents() -> None:
    assert {host.name: host.block.party.value for host in HOSTS} == {
        "argui.tm.blx-demo.com": "edge-cicd",
        "tm-grafana.observability.tm.blx-demo.com": "edge-observability",
        "tm-alertmanager.observability.tm.blx-demo.com": "edge-observability",
        "tm-metrics.observability.tm.blx-demo.com": "edge-observability",
        "core-api.tm.blx-demo.com": "edge-core",
        "ops.tm.blx-demo.com": "edge-core",
        "documentation.tm.blx-demo.com": "edge-core",
        "saml-dev.tm.blx-demo.com": "edge-core",
        "workflows-api.tm.blx-demo.com": "edge-core",
        "data-loader-api.tm.blx-demo.com": "edge-core",
        "audit-api.tm.blx-demo.com": "edge-core",
        "access-control-api.tm.blx-demo.com": "edge-core",
    }
