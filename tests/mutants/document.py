"""Names of the document that are written otherwise."""

from tests.mutants.change import TGW, VPC, Mutant, drop, put
from tests.policy import test_document as document

EDGE, DNS = "tm-edge", "tm-dns"

DOCUMENT = (
    Mutant(
        "the transit gateway under another name",
        put(TGW, "aws_ec2_transit_gateway", "transit_gateway", tags={"Name": "network-TM-tgw"}),
        document.test_names_of_the_document_are_there_byte_by_byte,
    ),
    Mutant(
        "Kafka under another name",
        put("tm-kafka", "aws_msk_cluster", "kafka_cluster_brokers", cluster_name="tm-kafka"),
        document.test_names_of_the_document_are_there_byte_by_byte,
    ),
    Mutant(
        "the fixed address under another name",
        put(VPC, "aws_eip", "vpc_internet_nat-address", tags={"Name": "sandbox-tm-nat"}),
        document.test_names_that_begin_with_the_environment_are_there_byte_by_byte,
    ),
    Mutant(
        "a web ACL under another name",
        put(EDGE, "aws_wafv2_web_acl", "core_waf_acl", name="sandbox-tm-core"),
        document.test_names_that_begin_with_the_environment_are_there_byte_by_byte,
    ),
    Mutant(
        "the older name is only half there",
        put(DNS, "aws_route53_zone", "dns_legacy-zone", name="saml-idp.tm.blx-demo.com"),
        document.test_the_older_saml_name_is_there_as_long_as_its_table,
    ),
    Mutant(
        "the older name has no record",
        drop(EDGE, "aws_route53_record", "core_name-saml-idp-blx-demo-com"),
        document.test_the_older_saml_name_is_there_as_long_as_its_table,
    ),
)
