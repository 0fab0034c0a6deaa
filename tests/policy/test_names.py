"""The public zone and its certificates: byte-exact, and each host covered by its own block's (P10, P13, P81)."""

import pytest

from modules.model.hosts import HOSTS
from tests.policy.facts import Estate

pytestmark = pytest.mark.policy

CERTIFICATES = {
    "cicd": "argui.tm.blx-demo.com",
    "observability": "*.observability.tm.blx-demo.com",
    "core": "*.tm.blx-demo.com",
}
"""As the document names them, written down a second time."""


def _covers(certificate: str, host: str) -> bool:
    label, _, rest = host.partition(".")
    return certificate in {host, f"*.{rest}"} and bool(label)


def test_the_zone_is_the_documents_and_its_parent_is_not_ours(estate: Estate) -> None:
    """NM-12, CX-39: delegation is handed over, never made."""
    zones = [(stack, made["name"]) for stack, _, made in estate.everywhere("aws_route53_zone")]
    assert zones == [("tm-dns", "tm.blx-demo.com")]
    value = estate.stacks["tm-dns"]["output"]["delegation"]["value"]
    assert value == '${join(" ", aws_route53_zone.dns_zone.name_servers)}'


def test_certificates_are_the_documents(estate: Estate) -> None:
    """NM-09…NM-11."""
    found = {
        made["tags"]["Block"]: made["domain_name"] for _, _, made in estate.everywhere("aws_acm_certificate")
    }
    assert found == CERTIFICATES
    for _, name, made in estate.everywhere("aws_acm_certificate"):
        assert made["validation_method"] == "DNS", name
        assert made["lifecycle"] == {"create_before_destroy": True}, name


def test_each_host_is_covered_by_its_own_blocks_certificate(estate: Estate) -> None:
    """P13, CX-11: the certificate of another block may fit, but is not used."""
    names = {
        made["tags"]["Block"]: made["domain_name"] for _, _, made in estate.everywhere("aws_acm_certificate")
    }
    for host in HOSTS:
        assert _covers(names[host.block.value], host.name), host.name


def test_each_certificate_is_validated_by_its_own_record(estate: Estate) -> None:
    validated = set()
    for stack, name, made in estate.everywhere("aws_route53_record"):
        texts = [made["name"], made["type"], *made["records"]]
        block = name.removeprefix("dns_validation-")
        proof = f"tolist(aws_acm_certificate.dns_certificate-{block}.domain_validation_options).0.resource_record_"
        assert all(proof in text for text in texts), f"{stack} {name}"
        assert estate.target(stack, made["zone_id"]).name == "dns_zone"
        validated.add(block)
    assert validated == set(CERTIFICATES)


def test_queries_are_logged_where_route_53_writes_them(estate: Estate) -> None:
    """FSBP Route53.2: the log group has to be in us-east-1, and writable for Route 53 before logging begins."""
    for _, name, _ in estate.everywhere("aws_route53_zone"):
        logs = estate.resources("tm-dns", "aws_route53_query_log").values()
        assert [estate.target("tm-dns", made["zone_id"]).name for made in logs] == [name]
        for made in logs:
            group = estate.at(estate.target("tm-dns", made["cloudwatch_log_group_arn"]))
            assert group["provider"] == "aws.us-east-1"
            [policy] = estate.resources("tm-dns", "aws_cloudwatch_log_resource_policy").items()
            assert policy[1]["provider"] == "aws.us-east-1"
            assert made["depends_on"] == [f"aws_cloudwatch_log_resource_policy.{policy[0]}"]
    for stack, name, made in estate.everywhere("aws_kms_key"):
        logs_elsewhere = "query-log" in name
        assert (made.get("provider") == "aws.us-east-1") == logs_elsewhere, f"{stack} {name}"
