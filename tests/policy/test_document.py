"""Names that the document fixes are in the JSON, byte by byte (P81; inventory 3.2, 3.3).

Inventory: TD-2.
"""

import pytest

from tests.policy.facts import Estate

pytestmark = pytest.mark.policy

NAMES = {
    "aws_route53_record": (
        "argui.tm.blx-demo.com",
        "core-api.tm.blx-demo.com",
        "ops.tm.blx-demo.com",
        "documentation.tm.blx-demo.com",
        "tm-grafana.observability.tm.blx-demo.com",
        "tm-alertmanager.observability.tm.blx-demo.com",
        "tm-metrics.observability.tm.blx-demo.com",
        "workflows-api.tm.blx-demo.com",
        "data-loader-api.tm.blx-demo.com",
        "audit-api.tm.blx-demo.com",
        "access-control-api.tm.blx-demo.com",
        "saml-dev.tm.blx-demo.com",
    ),
    "aws_ec2_transit_gateway": ("network-tm-tgw",),
    "aws_lb": ("k8s-argocd-argocdar", "k8s-tmmonito-tmmonito", "k8s-istiosys-tmingres"),
    "aws_acm_certificate": ("argui.tm.blx-demo.com", "*.observability.tm.blx-demo.com", "*.tm.blx-demo.com"),
    "aws_route53_zone": ("tm.blx-demo.com",),
    "aws_msk_cluster": ("tmkafka",),
    "aws_route53_resolver_firewall_domain_list": ("docker.external.thoughtmachine.io.",),
    "aws_secretsmanager_secret": ("AmazonMSK_blx-upload-clu", "AmazonMSK_pl-mb"),
}
"""EP-01…EP-14 but EP-04 and EP-09, NM-02, NM-06…NM-14, NM-18."""

AFTER_ENVIRONMENT = {
    "aws_eip": ("tm-ngw-eip",),
    "aws_wafv2_web_acl": ("tm-argocd", "tm-monitoring", "tm-vault-core"),
}
"""NM-01, NM-03…NM-05: in the document after the name of its environment, `sandbox-`."""


NAMED_BY = {
    "aws_acm_certificate": "domain_name",
    "aws_ec2_transit_gateway": "tags",
    "aws_eip": "tags",
    "aws_msk_cluster": "cluster_name",
    "aws_route53_resolver_firewall_domain_list": "domains",
}
"""The argument that names a resource, where it is not `name`."""


def _texts(estate: Estate, kind: str) -> set[str]:
    """The names of all resources of one type."""
    found: set[str] = set()
    for _, _, made in estate.everywhere(kind):
        value = made[NAMED_BY.get(kind, "name")]
        found |= (
            {value} if isinstance(value, str) else set(value.values() if isinstance(value, dict) else value)
        )
    return found


def test_names_of_the_document_are_there_byte_by_byte(estate: Estate) -> None:
    accounts = {account.name for account in estate.environment.service_accounts}
    for kind, names in NAMES.items():
        registered = [name for name in names if name.removeprefix("AmazonMSK_") in accounts]
        wanted = set(registered if kind == "aws_secretsmanager_secret" else names)
        online = estate.environment.network.private_egress == "nat"
        if kind != "aws_route53_resolver_firewall_domain_list" or online:
            assert wanted <= _texts(estate, kind), kind


def test_names_that_begin_with_the_environment_are_there_byte_by_byte(estate: Estate) -> None:
    environment = estate.environment
    for kind, names in AFTER_ENVIRONMENT.items():
        if kind == "aws_eip" and environment.network.private_egress != "nat":
            continue
        zones = environment.zones if kind == "aws_eip" and environment.network.nat == "per-zone" else ()
        for name in names:
            wanted = {f"{environment.name}-{name}-{zone[-1]}" for zone in zones}
            assert (wanted or {f"{environment.name}-{name}"}) <= _texts(estate, kind), kind


def test_the_older_saml_name_is_there_as_long_as_its_table(estate: Estate) -> None:
    """EP-04, CX-05."""
    wanted = estate.environment.legacy_saml_alias is not None
    for kind in ("aws_route53_zone", "aws_acm_certificate", "aws_route53_record"):
        assert ("saml-idp.blx-demo.com" in _texts(estate, kind)) == wanted, kind
