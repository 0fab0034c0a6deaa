"""Weakened names and certificates."""

from tests.mutants.change import Mutant, block, drop, put
from tests.policy import test_names as names

DNS, TWIN = "tm-dns", "tm-private-dns"
CORE, CICD = "dns_certificate-core", "dns_certificate-cicd"

NAMES = (
    Mutant(
        "another zone",
        put(DNS, "aws_route53_zone", "dns_zone", name="blx-demo.com"),
        names.test_the_zones_are_the_documents_and_their_parent_is_not_ours,
    ),
    Mutant(
        "the parent zone is managed",
        put(DNS, "aws_route53_zone", "dns_parent", name="blx-demo.com"),
        names.test_the_zones_are_the_documents_and_their_parent_is_not_ours,
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
        "a certificate is never proven",
        drop(DNS, "aws_route53_record", "dns_validation-core"),
        names.test_each_certificate_is_validated_by_its_own_record_in_its_own_zone,
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
        names.test_each_certificate_is_validated_by_its_own_record_in_its_own_zone,
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
        names.test_the_zones_are_the_documents_and_their_parent_is_not_ours,
    ),
    Mutant(
        "the older name of the SAML endpoint is delegated to no zone of ours",
        drop(DNS, "aws_route53_zone", "dns_legacy-zone"),
        names.test_the_zones_are_the_documents_and_their_parent_is_not_ours,
    ),
    Mutant(
        "a certificate's proof lies in another zone",
        put(
            DNS, "aws_route53_record", "dns_validation-legacy", zone_id="${aws_route53_zone.dns_zone.zone_id}"
        ),
        names.test_each_certificate_is_validated_by_its_own_record_in_its_own_zone,
    ),
    Mutant(
        "Apps see the dashboards inside",
        put(
            TWIN,
            "aws_route53_record",
            "twin_argui",
            name="argui.tm.blx-demo.com",
            type="A",
            zone_id="${aws_route53_zone.twin_zone.zone_id}",
            alias={
                "name": "${var.tm_edge_inside_dns_name}",
                "zone_id": "${var.tm_edge_inside_zone_id}",
                "evaluate_target_health": True,
            },
        ),
        names.test_the_twin_knows_the_core_names_and_leads_them_inside,
    ),
    Mutant(
        "Apps do not find the Core API",
        drop(TWIN, "aws_route53_record", "twin_core-api"),
        names.test_the_twin_knows_the_core_names_and_leads_them_inside,
    ),
    Mutant(
        "every apply drops the guests of the twin",
        put(TWIN, "aws_route53_zone", "twin_zone", lifecycle={}),
        names.test_the_twin_knows_the_core_names_and_leads_them_inside,
    ),
    Mutant(
        "an Apps environment does not see the twin",
        drop("apps-staging-dns", "aws_route53_zone_association", "resolves_twin"),
        names.test_exactly_the_callers_of_the_core_apis_see_the_twin,
    ),
    Mutant(
        "Shared Services are admitted to the twin",
        put(
            TWIN,
            "aws_route53_vpc_association_authorization",
            "twin_admits-shared",
            zone_id="${aws_route53_zone.twin_zone.zone_id}",
            vpc_id="${var.shared_vpc_vpc_id}",
            vpc_region="eu-central-1",
        ),
        names.test_exactly_the_callers_of_the_core_apis_see_the_twin,
    ),
)
