"""Each of the document's arrows in both directions, through the layer that holds it: it is lost, or more is open."""

from collections.abc import Callable
from functools import wraps

from modules.model.flow import Elsewhere
from modules.model.flows import FLOWS
from tests.mutants.change import FW, IN, TGW, Mutant, Stacks, all_of, block, drop
from tests.mutants.openers import (
    Change,
    allowed,
    beyond,
    called,
    closed,
    joined,
    let,
    lost,
    meshed,
    pods,
    policy,
    refused,
    rule,
    unmeshed,
)
from tests.mutants.personas import TMSE, flows, within
from tests.mutants.personas import more as person
from tests.mutants.values import setting
from tests.policy import test_arrows as proof
from tests.policy.facts import Estate

WAY = proof.test_every_row_has_a_way
CONNECTION = proof.test_every_connection_has_a_row
CALL = proof.test_every_call_has_a_row
NAME = proof.test_public_names_are_asked_by_those_of_the_rows
SESSION = proof.test_sessions_are_those_of_the_rows

NOWHERE = {flow.arrow for flow in FLOWS if isinstance(flow.over, Elsewhere)}
"""Arrows that the model itself gives a reason not to build: there is nothing to weaken."""

EDGE = "tm-edge"
INTEGRATIONS = {"prefix_list_id": "${aws_ec2_managed_prefix_list.firewall_integrations.id}"}
WORLD = {"cidr_ipv4": "0.0.0.0/0"}

NODES = ("tm-eks", "eks_nodes_flows-policy")
APPS_NODES = ("apps-development-eks", "eks_nodes_flows-policy")
JUMPHOST = ("shared-jumphost", "jumphost_profile_flows-policy")
BOUNDARY = ("tm-secrets", "secrets_installer_boundary-policy")
FIREHOSE = ("lake-ingest", "ingest_streams_role-policy")
STORE = ("tm-addons", "addons_stores_argocd-policy")

GRAFANA, PROMETHEUS = {"app.kubernetes.io/name": "grafana"}, {"app.kubernetes.io/name": "prometheus"}
DATABASE = {"ipBlock": {"cidr": "10.40.144.0/20"}}
BROKERS = {"ipBlock": {"cidr": "10.40.160.0/20"}}


def _admitted(block_of: str, addresses: str) -> Change:
    """A web ACL lets one address set more in."""

    def change(stacks: Stacks) -> None:
        held = stacks[EDGE]["resource"]["aws_wafv2_web_acl"][f"{block_of}_waf_acl"]["rule"]
        held.append(held[-1] | {"name": "more", "priority": 99, "statement": _within(addresses)})

    return change


def _within(addresses: str) -> dict[str, dict[str, str]]:
    return {"ip_set_reference_statement": {"arn": f"${{aws_wafv2_ip_set.{addresses}.arn}}"}}


def _world(block_of: str) -> Change:
    """A load balancer that everybody may ask: the web ACL blocks nobody, and the group admits the world."""
    acl = ("resource", "aws_wafv2_web_acl", f"{block_of}_waf_acl", "default_action")
    return all_of(block(EDGE, acl, {"allow": {}}), rule(FW, IN, f"edge-{block_of}", 443, **WORLD))


def _starts(persona: str, stack: str, account: str) -> Change:
    """Somebody else starts sessions, within a boundary that others need."""
    return person(
        stack, persona, "ssm:StartSession", resources=(f"arn:aws:ec2:eu-central-1:{account}:instance/*",)
    )


def _own(service: str, vpc: str) -> Change:
    return drop(f"{vpc}-vpc", "aws_vpc_endpoint", f"vpc_endpoints_{service}")


LOST: dict[str, Change] = {
    "1.2": drop(EDGE, "aws_lb_listener_rule", "cicd_argui"),
    "2.2": drop(EDGE, "aws_route53_record", "observability_name-tm-grafana-observability"),
    "3.1": within("access-shared", flows(TMSE), "StartSessions", actions=["ssm:ResumeSession"]),
    "3.2": within("access-tm", flows(TMSE), "StartSessions", actions=["ssm:ResumeSession"]),
    "4.2": unmeshed("VirtualService", "istio-system/core-api"),
    "5.1": drop(TGW, "aws_ec2_transit_gateway_route_table_association", "transit_external-head-office_association"),
    "5.2": lost("5.2"),
    "5.3": drop("tm-private-dns", "aws_route53_record", "twin_core-api"),
    "5.4": lost("5.4"),
    "6.1": drop(EDGE, "aws_lb_listener", "cicd_balancer_http"),
    "6.2": closed("argocd/arrow-6-2-argo-ui-from-edge-cicd"),
    "6.3": closed("argocd/arrow-6-3-argo-ui-to-argo-cd"),
    "7.1": lost("7.1"),
    "7.2": lost("7.2"),
    "8.1": block("shared-vpc", ("resource", "aws_route53_resolver_firewall_domain_list", "vpc_dns-firewall_allowed", "domains"), ["*.amazonaws.com."]),
    "8.2": _own("ssmmessages", "tm"),
    "8.3": lost("8.3"),
    "9.1": block(EDGE, ("resource", "aws_wafv2_ip_set", "addresses_company-vpn", "addresses"), []),
    "9.2": unmeshed("Gateway", "istio-system/tm-ingress"),
    "10.1": all_of(closed("istio-system/arrow-10-1-istio-from-vault"), closed("istio-system/baseline-proxies")),
    "10.2": meshed("AuthorizationPolicy", "tm-system/vault", ("spec", "rules", 0), None),
    "10.3": closed("istio-system/arrow-10-3-istio-ingress-to-istio"),
    "11.1": refused("tm-vpc", "vpc_endpoints_secretsmanager-policy", "secretsmanager:DescribeSecret"),
    "11.2": refused("tm-vpc", "vpc_endpoints_secretsmanager-policy", "secretsmanager:GetRandomPassword"),
    "12.1": meshed("AuthorizationPolicy", "tm-data/pg-pool", ("spec", "rules", 0, "to", 0, "operation", "ports"), ["5433"]),
    "12.2": unmeshed("ServiceEntry", "tm-data/aurora"),
    "13.1": unmeshed("ServiceEntry", "tm-system/kafka"),
    "14.1": refused(*JUMPHOST, "ecr:PutImage"),
    "14.2": refused("tm-vpc", "vpc_endpoints_s3-policy", "s3:GetObject"),
    "15.1": _own("ssm", "shared"),
    "15.2": refused(*NODES, "ssm:PutInventory"),
    "15.3": _own("guardduty-data", "apps-development"),
    "16.1": lost("16.1"),
    "16.2": refused(*FIREHOSE, "kafka:CreateVpcConnection"),
}  # fmt: skip

MORE: dict[str, tuple[Change, Callable[[Estate], None]]] = {
    "1.2": (_world("cicd"), CONNECTION),
    "2.2": (_world("observability"), CONNECTION),
    "3.1": (_starts("devops", "access-shared", "333333333333"), SESSION),
    "3.2": (_starts("sre", "access-tm", "222222222222"), SESSION),
    "4.2": (_world("core"), CONNECTION),
    "5.1": (all_of(rule("apps-development-firewall", IN, "eks-apps", 22, cidr_ipv4="10.64.0.0/16"), let("apps-development")), CONNECTION),
    "5.2": (beyond("5.2", "apps-development", "apps-staging", "apps-production"), CONNECTION),
    "5.3": (beyond("5.3 ingress"), CONNECTION),
    "5.4": (beyond("5.4", "tm", "apps-development", "apps-staging", "apps-production"), CONNECTION),
    "6.1": (all_of(rule(FW, IN, "edge-cicd", 443, **INTEGRATIONS), _admitted("cicd", "addresses_integrations")), CONNECTION),
    "6.2": (beyond("6.2"), CONNECTION),
    "6.3": (joined(("argocd", "argocd-server"), ("argocd", "argocd-application-controller"), 8082), CONNECTION),
    "7.1": (all_of(rule(FW, IN, "edge-observability", 443, **INTEGRATIONS), _admitted("observability", "addresses_integrations")), NAME),
    "7.2": (beyond("7.2"), CONNECTION),
    "8.1": (beyond("8.1", "tm", "shared"), CONNECTION),
    "8.2": (within("access-tm", flows("sre"), "Backup", actions=["ssm:StartSession"], resources=["*"]), SESSION),
    "8.3": (beyond("8.3"), CONNECTION),
    "9.1": (rule(FW, IN, "edge-core", 80, **INTEGRATIONS), CONNECTION),
    "9.2": (beyond("9.2"), CONNECTION),
    "10.1": (joined(("tm-system", ""), ("istio-system", "istiod"), 15017, "app"), CONNECTION),
    "10.2": (all_of(joined(("tm-data", ""), ("tm-system", ""), 8080), meshed("AuthorizationPolicy", "tm-system/vault", ("spec", "rules", 0, "from", 0, "source", "principals"), ["*"]), meshed("Sidecar", "tm-data/default", ("spec", "egress", 0, "hosts"), ["./*", "tm-system/*"])), CONNECTION),
    "10.3": (all_of(policy("istio-system", {"istio": "tm-ingress"}, "egress", pods("istio-system"), 15014), policy("istio-system", {"app": "istiod"}, "ingress", pods("istio-system"), 15014)), CONNECTION),
    "11.1": (called(BOUNDARY, "tm", "secretsmanager", "secretsmanager:UpdateSecret"), CALL),
    "11.2": (called(STORE, "tm", "secretsmanager", "secretsmanager:UpdateSecretVersionStage"), CALL),
    "12.1": (all_of(joined(("tm-system", ""), ("tm-data", "pg-pool"), 9127), meshed("AuthorizationPolicy", "tm-data/pg-pool", ("spec", "rules", 0, "to", 0, "operation", "ports"), ["5432", "9127"])), CONNECTION),
    "12.2": (policy("tm-monitoring", GRAFANA, "egress", DATABASE, 5432), CONNECTION),
    "13.1": (policy("tm-monitoring", PROMETHEUS, "egress", BROKERS, 9096), CONNECTION),
    "14.1": (all_of(called(JUMPHOST, "shared", "ecr-api", "ecr:DeleteRepository"), allowed("shared-vpc", "vpc_endpoints_ecr-dkr-policy", "ecr:DeleteRepository", principals=True)), CALL),
    "14.2": (all_of(called(NODES, "tm", "ecr-api", "ecr:PutImage"), allowed("tm-vpc", "vpc_endpoints_ecr-dkr-policy", "ecr:PutImage", principals=True)), CALL),
    "15.1": (called(JUMPHOST, "shared", "ssm", "ssm:SendCommand"), CALL),
    "15.2": (called(NODES, "tm", "ssm", "ssm:SendCommand"), CALL),
    "15.3": (called(APPS_NODES, "apps-development", "guardduty-data", "guardduty:GetFindings"), CALL),
    "16.1": (beyond("16.1"), CONNECTION),
    "16.2": (allowed(*FIREHOSE, "kafka:UpdateSecurity"), CALL),
}  # fmt: skip


def _way_of(arrow: str) -> Callable[[Estate], None]:
    """The test of all rows for one alone: what a lost arrow takes along is not what refuses it."""

    @wraps(WAY)
    def killer(estate: Estate) -> None:
        assert proof.stopped(estate, arrow) == {}

    return killer


ARROWS = (
    *(Mutant(f"arrow {arrow} is lost", change, _way_of(arrow)) for arrow, change in LOST.items()),
    Mutant("a row that serves an arrow is lost", closed("tm-system/arrow-12-2-direct-vault-to-aurora"), WAY),
    Mutant(
        "images come without their layers",
        refused("apps-staging-vpc", "vpc_endpoints_s3-policy", "s3:GetObject"),
        WAY,
    ),
    Mutant(
        "Argo CD knows nobody of a group",
        setting("tm-cicd", "cicd_argocd", ("configs", "rbac", "policy.csv"), ""),
        proof.test_people_get_behind_the_names_that_their_sign_in_admits,
    ),
    Mutant(
        "Grafana lets everybody look who signs in",
        setting(
            "tm-observability",
            "observability_tm-monitoring",
            ("grafana", "grafana.ini", "auth.generic_oauth", "role_attribute_path"),
            "contains(groups[*], 'tm-devops') && 'Admin' || contains(groups[*], 'tm-sre') && 'Editor' || 'Viewer'",
        ),
        proof.test_people_get_behind_the_names_that_their_sign_in_admits,
    ),
    Mutant(
        "plain HTTP is answered by what TLS is for",
        block(
            EDGE,
            ("resource", "aws_lb_listener", "core_balancer_http", "default_action"),
            [{"type": "forward", "target_group_arn": "${aws_lb_target_group.core_targets_tm-ingress.arn}"}],
        ),
        proof.test_names_on_plain_http_are_redirected_and_lead_nowhere,
    ),
    Mutant(
        "plain HTTP is sent to another port",
        block(
            EDGE,
            ("resource", "aws_lb_listener", "cicd_balancer_http", "default_action", 0, "redirect", "port"),
            "8443",
        ),
        proof.test_names_on_plain_http_are_redirected_and_lead_nowhere,
    ),
    *(Mutant(f"arrow {arrow} opens more", change, killer) for arrow, (change, killer) in MORE.items()),
)
