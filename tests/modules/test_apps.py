"""One Apps environment more: a full set of stacks, and elsewhere only what joins it to Kafka and the Core APIs."""

from ipaddress import IPv4Network

import pytest

from tests.modules.variants import Variants, changes
from tests.policy.facts import Estate

ACCOUNT = "101010101010"

STACKS = {
    "access-apps-qa",
    "apps-qa-dns",
    "apps-qa-eks",
    "apps-qa-firewall",
    "apps-qa-vpc",
    "config-apps-qa",
}

RULE = "aws_vpc_security_group"

POLICIES_OF_ENDPOINTS = (
    "ec2messages",
    "ecr-api",
    "ecr-dkr",
    "eks",
    "kms",
    "logs",
    "s3",
    "secretsmanager",
    "ssm",
    "ssmmessages",
    "sts",
)
"""Spacelift's workers act in the new account too."""

REPOSITORIES = (
    "cache_dockerhub",
    "cache_ecr-public",
    "cache_ghcr",
    "cache_k8s",
    "cache_quay",
    "vault-core",
    "vault-operator",
)

ELSEWHERE = {
    "audit-members": {
        "+ aws_inspector2_member_association.members_inspector-apps-qa",
        "+ aws_securityhub_configuration_policy_association.members_hub-apps-qa",
        "~ aws_inspector2_enabler.members_inspector-enabled",
    },
    "audit-trail": {
        "~ data.aws_iam_policy_document.history_encryption_policy",
        "~ data.aws_iam_policy_document.history_files_policy-document",
    },
    "network-transit": {
        f"+ aws_ram_principal_association.transit_share_with-{ACCOUNT}",
        "~ data.aws_iam_policy_document.transit_attachment-role_reader-trust",
        "~ data.aws_iam_policy_document.transit_attachment-role_trust",
    },
    "shared-firewall": {f"+ {RULE}_egress_rule.firewall_spacelift-workers-to-apps-qa-private-443"},
    "shared-registry": {f"~ data.aws_iam_policy_document.registry_{each}-policy" for each in REPOSITORIES},
    "shared-vpc": {
        "+ aws_network_acl_rule.vpc_acl_workers-from-apps-qa-private-return",
        "+ aws_network_acl_rule.vpc_acl_workers-to-apps-qa-private-443",
        "+ aws_network_acl_rule.vpc_acl_transit-from-apps-qa-private-return",
        "+ aws_network_acl_rule.vpc_acl_transit-to-apps-qa-private-443",
        "+ aws_route.routes_workers-to-apps-qa-private",
        *(f"~ data.aws_iam_policy_document.vpc_endpoints_{each}-policy" for each in POLICIES_OF_ENDPOINTS),
    },
    "tm-firewall": {
        f"+ {RULE}_ingress_rule.firewall_edge-apps-from-apps-qa-private-443",
        f"+ {RULE}_ingress_rule.firewall_kafka-from-apps-qa-private-9096",
    },
    "tm-mesh": {"~ helm_release.mesh_mesh-policies"},
    "tm-private-dns": {
        "+ aws_route53_vpc_association_authorization.twin_admits-apps-qa",
        "+ variable.apps_qa_vpc_vpc_id",
    },
    "tm-vpc": {
        "+ aws_network_acl_rule.vpc_acl_kafka-from-apps-qa-private-9096",
        "+ aws_network_acl_rule.vpc_acl_kafka-to-apps-qa-private-return",
        "+ aws_network_acl_rule.vpc_acl_private-from-apps-qa-private-443",
        "+ aws_network_acl_rule.vpc_acl_private-to-apps-qa-private-return",
        "+ aws_network_acl_rule.vpc_acl_transit-from-apps-qa-private-443",
        "+ aws_network_acl_rule.vpc_acl_transit-from-apps-qa-private-9096",
        "+ aws_network_acl_rule.vpc_acl_transit-to-apps-qa-private-return",
        "+ aws_route.routes_kafka-to-apps-qa-private",
        "+ aws_route.routes_private-to-apps-qa-private",
    },
}
"""What changes in stacks that were there before: flows 5.3, 5.4, 6.4, 14.2 and 15.3 of the new environment."""


@pytest.fixture(scope="module")
def with_qa(variants: Variants) -> Estate:
    addresses = {
        "account": ACCOUNT,
        "cidr": IPv4Network("10.48.192.0/18"),
        "service_cidr": IPv4Network("172.20.64.0/20"),
    }
    qa = variants.sandbox.apps["development"].model_copy(update=addresses)
    return variants.synthesize(
        variants.sandbox.model_copy(update={"apps": variants.sandbox.apps | {"qa": qa}})
    )


def test_a_new_apps_environment_changes_what_joins_it_and_nothing_else(
    variants: Variants, with_qa: Estate
) -> None:
    old, new = variants.synthesize(variants.sandbox).stacks, with_qa.stacks

    assert new.keys() - old.keys() == STACKS
    assert old.keys() <= new.keys()
    found = {name: changes(old[name], new[name]) for name in old}
    assert {name: each for name, each in found.items() if each} == ELSEWHERE


def test_a_new_apps_environment_is_built_like_the_others(with_qa: Estate) -> None:
    """The same resources at the same addresses, but for the names of environments in them."""

    def shape(name: str) -> dict[str, set[str]]:
        others = "|".join(each for each in with_qa.environment.apps)
        found: dict[str, set[str]] = {}
        for stack in STACKS:
            own = stack.replace("qa", name)
            made = with_qa.stacks[own].get("resource", {})
            found[stack] = {f"{kind}.{each}".replace(name, "*") for kind in made for each in made[kind]}
            assert not [each for each in found[stack] for other in others.split("|") if other in each], own
        return found

    assert shape("qa") == shape("development")
