"""Weakened names and certificates."""

from tests.mutants.change import Mutant, block, drop, put
from tests.policy import test_names as names

DNS = "tm-dns"
CORE, CICD = "dns_certificate-core", "dns_certificate-cicd"

NAMES = (
    Mutant(
        "another zone",
        put(DNS, "aws_route53_zone", "dns_zone", name="blx-demo.com"),
        names.test_the_zone_is_the_documents_and_its_parent_is_not_ours,
    ),
    Mutant(
        "the parent zone is managed",
        put(DNS, "aws_route53_zone", "dns_parent", name="blx-demo.com"),
        names.test_the_zone_is_the_documents_and_its_parent_is_not_ours,
    ),
    Mutant(
        "a certificate for everything",
        put(DNS, "aws_acm_certificate", CORE, domain_name="*.blx-demo.com"),
        names.test_certificates_are_the_documents,
    ),
    Mutant(
        "a certificate proven by mail",
        put(DNS, "aws_acm_certificate", CICD, validation_method="EMAIL"),
        names.test_certificates_are_the_documents,
    ),
    Mutant(
        "a block uses another one's certificate",
        put(DNS, "aws_acm_certificate", CICD, tags={"Block": "core"}),
        names.test_each_host_is_covered_by_its_own_blocks_certificate,
    ),
    Mutant(
        "a certificate covers one level less",
        put(DNS, "aws_acm_certificate", "dns_certificate-observability", domain_name="*.tm.blx-demo.com"),
        names.test_each_host_is_covered_by_its_own_blocks_certificate,
    ),
    Mutant(
        "a certificate is never proven",
        drop(DNS, "aws_route53_record", "dns_validation-core"),
        names.test_each_certificate_is_validated_by_its_own_record,
    ),
    Mutant(
        "a proof for another certificate",
        put(
            DNS,
            "aws_route53_record",
            "dns_validation-core",
            records=[
                "${tolist(aws_acm_certificate.dns_certificate-cicd.domain_validation_options).0.resource_record_value}"
            ],
        ),
        names.test_each_certificate_is_validated_by_its_own_record,
    ),
    Mutant(
        "queries are not logged",
        drop(DNS, "aws_route53_query_log", "dns_query-log_logging"),
        names.test_queries_are_logged_where_route_53_writes_them,
    ),
    Mutant(
        "queries are logged at home",
        put(DNS, "aws_cloudwatch_log_group", "dns_query-log_group", provider=None),
        names.test_queries_are_logged_where_route_53_writes_them,
    ),
    Mutant(
        "a name server list of our own",
        block(DNS, ("output", "delegation", "value"), "ns.example"),
        names.test_the_zone_is_the_documents_and_its_parent_is_not_ours,
    ),
)
