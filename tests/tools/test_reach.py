"""`make reach`: the way for a person with every address, and a sentence for a name that nobody has."""

import pytest

from tests.policy.facts import Estate
from tests.policy.reach import Reach
from tools.reach import answer, main

HOST = "core-api.tm.blx-demo.com"


@pytest.fixture(scope="module")
def reach(estate: Estate) -> Reach:
    return Reach.of(estate)


def test_a_way_is_told_filter_by_filter(reach: Reach) -> None:
    lines, code = answer(reach, "eks-apps-development", "kafka", 9096, "tcp")

    own = "apps-development-firewall aws_vpc_security_group_egress_rule.firewall_eks-apps-to-tm-kafka-9096"
    assert code == 0
    assert lines[0] == "eks-apps-development → kafka tcp 9096"
    assert f"  passes egress of eks-apps-development: arrow 5.4 [{own}]" in lines
    assert any("apps-development/transit → tm/transit → tm/kafka" in line for line in lines)
    assert all(line.endswith("]") for line in lines[1:-1])
    assert lines[-1] == "  reachable"


@pytest.mark.parametrize(
    ("source", "target", "port", "stop"),
    [
        ("eks-apps-development", "eks-apps-staging", 443, "aws_security_group.firewall_eks-apps]"),
        ("eks-apps-staging", "internet", 443, "aws_security_group.firewall_eks-apps]"),
        ("company-vpn", "aurora", 5432, "no route to aurora"),
        ("company-vpn", "edge-core", 22, "aws_network_acl.vpc_acl_public]"),
        ("tm-monitoring/grafana", "aurora", 5432, "NetworkPolicy.tm-monitoring/default-deny]"),
        ("tm-monitoring/prometheus", "tm-system/vault", 8080, "NetworkPolicy.tm-monitoring/default-deny]"),
        ("tm-data/pg-pool", "endpoints-tm", 443, "Sidecar.tm-data/default]"),
        ("jumphost-tm", "github.com", 443, "aws_route53_resolver_firewall_domain_list.vpc_dns-firewall_allowed]"),
        ("sre", "jumphost-tm", 443, "aws_iam_role.personas_sre_role]"),
        ("devops", "jumphost-tm", 443, "policy of devops [access-tm aws_iam_role.personas_devops_role]"),
        ("devops", "s3:sandbox-trail", 443, "none is in 444444444444"),
        ("tm-setup-engineer", "jumphost-tm", 3306, "jumphost_session_document]: a shell, which has no tcp 3306"),
        ("company-vpn", "ops.tm.blx-demo.com", 80, "aws_lb_listener.core_balancer_http]: only redirects to 443"),
        ("jumphost-shared", "eks-tm-api", 443, "another way, tm/private → tm/public → tm/transit → shared/transit"),
        ("sre", "kafka", 9096, "aws_security_group.firewall_kafka]"),
        ("tm-monitoring/prometheus", "s3:sandbox-lake-raw", 443, "aws_iam_role_policy.identities_metrics-flows]"),
        ("external-secrets/external-secrets", "secretsmanager:tm/sandbox", 443, "-flows]"),
        ("argocd/argocd-server", "secretsmanager", 443, "aws_eks_cluster.eks_cluster_control-plane]"),
        ("firehose", "aurora", 5432, "aws_iam_role.ingest_streams_role]"),
        ("jumphost-tm", "secretsmanager", 443, "aws_iam_role_policy.jumphost_profile_flows]"),
    ],
)  # fmt: skip
def test_what_stops_is_told_with_its_address(
    reach: Reach, source: str, target: str, port: int, stop: str
) -> None:
    lines, code = answer(reach, source, target, port, "tcp")

    [stopped] = [line for line in lines if line.startswith("  stopped by ")]
    assert code == 1
    assert stop in stopped


@pytest.mark.parametrize(
    ("source", "target", "passed"),
    [
        ("tm-setup-engineer", "jumphost-tm", "aws_instance.jumphost_host_instance]"),
        ("tm-setup-engineer", "jumphost-tm", "aws_ssm_document.jumphost_session_document]"),
        ("sre", HOST, "VirtualService.istio-system/core-api]"),
        ("eks-apps-staging", HOST, "tm-private-dns aws_route53_record.twin_core-api]"),
        ("argocd/argocd-repo-server", "git.gft.com", "arrow-6-4-git-argo-git-to-git]"),
        ("tm-system/vault", "secretsmanager:tm/sandbox", "aws_vpc_endpoint.vpc_endpoints_sts]"),
        ("external-secrets/external-secrets", "secretsmanager:sandbox/tm-argocd", "aws_kms_key.keys_secrets]"),
        ("eks-tm", "ecr:333333333333", "aws_ecr_repository_policy.registry_vault-core-pulled]"),
        ("firehose", "kafka:tmkafka", "aws_msk_cluster_policy.ingest_streams_connection]"),
        ("lake-ingest", "s3", "aws_s3_bucket_policy.lake_storage_raw_policy]"),
        ("devops", "aws:kafka", "aws_iam_role.personas_devops_role]"),
    ],
)  # fmt: skip
def test_people_pods_names_and_apis_are_parties(reach: Reach, source: str, target: str, passed: str) -> None:
    lines, code = answer(reach, source, target, 443, "tcp")

    assert (code, lines[-1]) == (0, "  reachable")
    assert any(passed in line for line in lines)


def test_every_question_has_an_answer(reach: Reach) -> None:
    """Each who may ask, of one of each kind; and each who may be asked, by one of each kind."""
    some = ("aurora", "edge-core", "tm-system/vault", HOST, "github.com", "s3", "s3:sandbox-lake-raw")
    asking = ("company-vpn", "eks-apps-staging", "argocd/argocd-server", "sre", "firehose")
    pairs = {(source, target) for source in reach.sources for target in some}
    pairs |= {(source, target) for source in asking for target in reach.targets}
    for source, target in sorted(pairs):
        verdict = reach.can(source, target)
        assert verdict.steps or verdict.stopped, f"{source} to {target}"


def test_a_way_over_others_is_told(reach: Reach) -> None:
    lines, code = answer(reach, "company-vpn", "aurora", 5432, "tcp")

    assert code == 1
    assert lines[-1] == (
        "  over others: company-vpn → edge-core → istio-system/tm-ingress → tm-system/vault → aurora"
    )
    assert not answer(reach, "internet", "aurora", 5432, "tcp")[0][-1].startswith("  over")


def test_a_host_is_another_door_from_inside(reach: Reach) -> None:
    """CX-03: Apps see the private twin."""
    assert f"{HOST} is edge-core" in reach.can("company-vpn", HOST).steps[0]
    assert f"{HOST} is edge-apps" in reach.can("eks-apps-development", HOST).steps[0]


def test_unknown_names_are_all_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nobody", "kafkas", "70000"]) == 2

    said = capsys.readouterr().err
    assert "FROM: nobody is called 'nobody'" in said
    assert "TO: nobody is called 'kafkas'; did you mean 'kafka'?" in said
    assert "PORT: 70000 is not between 0 and 65535" in said
    assert "known places: aurora, " in said
    assert "known people: devops, " in said
    assert "known AWS: " in said


@pytest.mark.parametrize(
    ("source", "target", "arrow"),
    [
        ("jumphost-shared", "inspector2", "arrow 15.1: by calls of ec2messages, ssm"),
        ("eks-tm", "inspector2", "arrow 15.2: by calls of ec2messages, ssm"),
        ("eks-apps-staging", "inspector2", "arrow 15.3 inventory: by calls of ec2messages, ssm"),
        ("eks-apps-staging", "securityhub", "arrow 15.3: by calls of guardduty"),
    ],
)
def test_what_others_carry_is_told_with_its_arrow(reach: Reach, source: str, target: str, arrow: str) -> None:
    """15.1 to 15.3: nobody calls those who look."""
    lines, code = answer(reach, source, target, 443, "tcp")

    assert (code, lines[-1]) == (0, "  reachable")
    assert lines[-2].startswith(f"  {arrow}")
    assert any("aws_vpc_endpoint." in line for line in lines)


@pytest.mark.parametrize(
    ("source", "target"), [("jumphost-tm", "inspector2"), ("jumphost-tm", "securityhub")]
)
def test_without_an_arrow_nothing_is_carried(reach: Reach, source: str, target: str) -> None:
    assert answer(reach, source, target, 443, "tcp")[1] == 1


def test_who_opens_a_row_for_somebody_is_told(reach: Reach) -> None:
    """8.1."""
    lines, code = answer(reach, "tm-setup-engineer", "docker.external.thoughtmachine.io", 443, "tcp")

    assert code == 1
    assert "  arrow 8.1: jumphost-shared opens it for tm-setup-engineer" in lines


def test_what_tells_people_apart_is_told(reach: Reach) -> None:
    """PE-1…PE-4: the network does not."""
    refused, code = answer(reach, "tm-setup-engineer", "argui.tm.blx-demo.com", 443, "tcp")
    assert code == 1
    assert refused[-1].endswith("cicd_argocd]: gives no group of tm-setup-engineer a right")

    lines, code = answer(reach, "smart-contract-developer", HOST, 443, "tcp")
    assert code == 0
    assert (
        lines[-2] == "  arrows for smart-contract-developer: 4.2; the network lets in whoever is in the VPN"
    )


@pytest.mark.parametrize("source", [HOST, "s3"])
def test_names_and_apis_open_nothing(capsys: pytest.CaptureFixture[str], source: str) -> None:
    assert main([source, "aurora", "1"]) == 2

    assert f"FROM: '{source}' is only reached and opens nothing itself" in capsys.readouterr().err


def test_what_is_not_in_a_service_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sre", "s3:nothing-like-it", "443"]) == 2

    assert "TO: nobody is called 's3:nothing-like-it'" in capsys.readouterr().err


def test_an_unknown_environment_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--env", "moon", "aurora", "kafka", "1"]) == 2

    assert "there is no environment 'moon'" in capsys.readouterr().err
