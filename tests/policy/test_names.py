"""The public zone and its certificates: byte-exact, and each host covered by its own block's (P10, P13, P81)."""

import pytest

from modules.model.parties import Party
from tests.policy.facts import Estate, Json

pytestmark = pytest.mark.policy

DNS, TWIN = "tm-dns", "tm-private-dns"

CERTIFICATES = {
    ("cicd", "argui.tm.blx-demo.com"),
    ("observability", "*.observability.tm.blx-demo.com"),
    ("core", "*.tm.blx-demo.com"),
}
"""As the document names them, written down a second time."""

LEGACY = "saml-idp.blx-demo.com"
"""EP-04, CX-05: a name outside the zone, so it has a zone and a certificate of its own."""

CORE = {
    "access-control-api.tm.blx-demo.com",
    "audit-api.tm.blx-demo.com",
    "core-api.tm.blx-demo.com",
    "data-loader-api.tm.blx-demo.com",
    "documentation.tm.blx-demo.com",
    "ops.tm.blx-demo.com",
    "saml-dev.tm.blx-demo.com",
    "workflows-api.tm.blx-demo.com",
}
"""EP-02, EP-03, EP-05, EP-10…EP-14."""


def _legacy(estate: Estate) -> set[str]:
    return {LEGACY} if estate.environment.legacy_saml_alias else set()


def _zones(estate: Estate, stack: str) -> dict[str, Json]:
    return estate.resources(stack, "aws_route53_zone")


def test_the_zones_are_the_documents_and_their_parent_is_not_ours(estate: Estate) -> None:
    """NM-12, CX-05, CX-39: delegation is handed over, never made."""
    zones = {(stack, made["name"], "vpc" in made) for stack, _, made in estate.everywhere("aws_route53_zone")}
    legacy = {(DNS, name, False) for name in _legacy(estate)}
    assert zones == {(DNS, "tm.blx-demo.com", False), (TWIN, "tm.blx-demo.com", True)} | legacy
    outputs = estate.stacks[DNS]["output"]
    delegated = [("delegation", "zone")] + [("legacy_delegation", "legacy-zone")] * len(legacy)
    for output, zone in delegated:
        assert outputs[output]["value"] == f'${{join(" ", aws_route53_zone.dns_{zone}.name_servers)}}'
    for stack, name, made in estate.everywhere("aws_route53_record"):
        assert made["type"] != "NS", f"{stack} {name}"


def test_certificates_are_the_documents(estate: Estate) -> None:
    """NM-09…NM-11."""
    made = [made for _, _, made in estate.everywhere("aws_acm_certificate")]
    found = sorted((each["tags"]["Block"], each["domain_name"]) for each in made)
    assert found == sorted(CERTIFICATES | {("core", name) for name in _legacy(estate)})
    for each in made:
        assert each["validation_method"] == "DNS", each["domain_name"]
        assert each["lifecycle"] == {"create_before_destroy": True}, each["domain_name"]


def test_each_certificate_is_validated_by_its_own_record_in_its_own_zone(estate: Estate) -> None:
    validated = set()
    for name, made in estate.resources(DNS, "aws_route53_record").items():
        texts = [made["name"], made["type"], *made["records"]]
        key = name.removeprefix("dns_validation-")
        proof = (
            f"tolist(aws_acm_certificate.dns_certificate-{key}.domain_validation_options).0.resource_record_"
        )
        assert all(proof in text for text in texts), name
        zone = _zones(estate, DNS)[estate.target(DNS, made["zone_id"]).name]["name"]
        certificate = estate.resources(DNS, "aws_acm_certificate")[f"dns_certificate-{key}"]["domain_name"]
        assert certificate == zone or certificate.endswith(f".{zone}"), name
        validated.add(key)
    assert validated == {"cicd", "observability", "core"} | {"legacy" for _ in _legacy(estate)}


def test_queries_are_logged_where_route_53_writes_them(estate: Estate) -> None:
    """FSBP Route53.2: the log group has to be in us-east-1, and writable for Route 53 before logging begins."""
    logs = estate.resources(DNS, "aws_route53_query_log").values()
    assert sorted(estate.target(DNS, made["zone_id"]).name for made in logs) == sorted(_zones(estate, DNS))
    for made in logs:
        group = estate.at(estate.target(DNS, made["cloudwatch_log_group_arn"]))
        zone = _zones(estate, DNS)[estate.target(DNS, made["zone_id"]).name]["name"]
        assert group["provider"] == "aws.us-east-1"
        assert group["name"] == f"/aws/route53/{zone}"
        [policy] = estate.resources(DNS, "aws_cloudwatch_log_resource_policy").items()
        assert policy[1]["provider"] == "aws.us-east-1"
        assert made["depends_on"] == [f"aws_cloudwatch_log_resource_policy.{policy[0]}"]
    for stack, name, made in estate.everywhere("aws_kms_key"):
        logs_elsewhere = "query-log" in name
        assert (made.get("provider") == "aws.us-east-1") == logs_elsewhere, f"{stack} {name}"


def test_the_twin_knows_the_core_names_and_leads_them_inside(estate: Estate) -> None:
    """CX-03, arrow 5.3: Apps find the Core APIs without the internet, and nothing else."""
    [(zone_name, zone)] = _zones(estate, TWIN).items()
    assert zone["lifecycle"] == {"ignore_changes": ["vpc"]}
    [home] = zone["vpc"]
    assert estate.target(TWIN, home["vpc_id"])[:2] == ("tm-vpc", "aws_vpc")
    records = estate.resources(TWIN, "aws_route53_record")
    assert {made["name"] for made in records.values()} == CORE
    for name, made in records.items():
        assert estate.target(TWIN, made["zone_id"]).name == zone_name, name
        for attribute in ("name", "zone_id"):
            target = estate.target(TWIN, made["alias"][attribute])
            assert estate.at(target)["load_balancer_type"] == "network", name
            assert estate.at(target)["internal"] is True, name


def test_exactly_the_callers_of_the_core_apis_see_the_twin(estate: Estate) -> None:
    """A VPC of another account is authorized before it joins; no other VPC is."""
    callers = {vpc.name: vpc.account for vpc in estate.environment.estate if vpc.zone is Party.EKS_APPS.zone}
    joined = set()
    for stack, _, made in estate.everywhere("aws_route53_zone_association"):
        target = estate.target(stack, made["zone_id"])
        assert target[:2] == (TWIN, "aws_route53_zone")
        joined.add((stack, estate.target(stack, made["vpc_id"]).stack.removesuffix("-vpc")))
        assert made["vpc_region"] == estate.environment.region
    assert joined == {(f"{name}-dns", name) for name in callers}
    authorized = {
        estate.target(stack, made["vpc_id"]).stack.removesuffix("-vpc")
        for stack, _, made in estate.everywhere("aws_route53_vpc_association_authorization")
    }
    home = estate.environment.accounts.tm
    assert authorized == {name for name, account in callers.items() if account != home}
