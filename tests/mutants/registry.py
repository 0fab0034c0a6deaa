"""Weakened registries and mirrors."""

import json
from typing import Any

from tests.mutants.change import SHARED, Mutant, Stacks, block, drop, put
from tests.policy import test_registry as registry

TM = "shared-registry"
CORE = "registry_vault-core"
DOCUMENTS = ("data", "aws_iam_policy_document")
PULLED = (*DOCUMENTS, "registry_vault-core-policy", "statement", 0)
CACHED = (*DOCUMENTS, "registry_cache_quay-policy", "statement", 0)
READERS = (*DOCUMENTS, "mirror_readers-policy", "statement", 0)
HOST = (*DOCUMENTS, "jumphost_profile_flows-policy", "statement")
SCANNING = ("resource", "aws_ecr_registry_scanning_configuration", "registry_scanning")
TEMPLATE, RULE = "aws_ecr_repository_creation_template", "aws_ecr_pull_through_cache_rule"
ALLOWED = ("resource", "aws_route53_resolver_firewall_domain_list", "vpc_dns-firewall_allowed", "domains")


def job(change: Any) -> Any:  # noqa: ANN401
    """Change the content of the mirror's document."""

    def changed(stacks: Stacks) -> None:
        document = stacks[TM]["resource"]["aws_ssm_document"]["mirror_document"]
        content = json.loads(document["content"])
        change(content)
        document["content"] = json.dumps(content)

    return changed


def without_fence(content: Any) -> None:  # noqa: ANN401
    content["parameters"]["images"]["allowedPattern"] = ".*"


def elsewhere(content: Any) -> None:  # noqa: ANN401
    lines = content["mainSteps"][0]["inputs"]["runCommand"]
    lines[5:] = [line.replace("docker.external.thoughtmachine.io", "docker.io") for line in lines[5:]]


REGISTRY = (
    Mutant(
        "a tag may change its image",
        put(TM, "aws_ecr_repository", CORE, image_tag_mutability="MUTABLE"),
        registry.test_each_vendor_image_has_a_repository_that_never_changes_a_tag,
    ),
    Mutant(
        "images without a customer key",
        block(TM, ("resource", "aws_ecr_repository", CORE, "encryption_configuration"), []),
        registry.test_each_vendor_image_has_a_repository_that_never_changes_a_tag,
    ),
    Mutant(
        "a vendor image has no repository",
        drop(TM, "aws_ecr_repository", CORE),
        registry.test_each_vendor_image_has_a_repository_that_never_changes_a_tag,
    ),
    Mutant(
        "another account pulls",
        block(TM, (*PULLED, "principals", 0, "identifiers"), ["arn:aws:iam::999999999999:root"]),
        registry.test_vendor_images_are_pulled_by_the_estate_and_thrown_away_in_time,
    ),
    Mutant(
        "the estate pushes",
        block(TM, (*PULLED, "actions"), ["ecr:PutImage"]),
        registry.test_vendor_images_are_pulled_by_the_estate_and_thrown_away_in_time,
    ),
    Mutant(
        "images stay for ever",
        drop(TM, "aws_ecr_lifecycle_policy", "registry_vault-core-lifecycle"),
        registry.test_vendor_images_are_pulled_by_the_estate_and_thrown_away_in_time,
    ),
    Mutant(
        "images are scanned once",
        block(TM, (*SCANNING, "rule", 0, "scan_frequency"), "SCAN_ON_PUSH"),
        registry.test_everything_in_the_registry_is_scanned_as_long_as_it_is_there,
    ),
    Mutant(
        "some images are scanned",
        block(TM, (*SCANNING, "rule", 0, "repository_filter", 0, "filter"), "thought-machine/*"),
        registry.test_everything_in_the_registry_is_scanned_as_long_as_it_is_there,
    ),
    Mutant(
        "a cache of a stranger",
        put(TM, RULE, "registry_cache_quay", upstream_registry_url="registry.example.com"),
        registry.test_public_images_come_through_caches_of_the_charts_upstreams,
    ),
    Mutant(
        "Docker Hub without credentials",
        put(TM, RULE, "registry_cache_dockerhub", credential_arn=None),
        registry.test_public_images_come_through_caches_of_the_charts_upstreams,
    ),
    Mutant(
        "a cache without template",
        drop(TM, TEMPLATE, "registry_cache_quay-template"),
        registry.test_what_a_cache_makes_is_as_closed_as_what_we_make,
    ),
    Mutant(
        "anybody pulls from a cache",
        block(TM, (*CACHED, "principals", 0, "identifiers"), ["*"]),
        registry.test_what_a_cache_makes_is_as_closed_as_what_we_make,
    ),
    Mutant(
        "a public repository",
        put(TM, "aws_ecrpublic_repository", "registry_x", repository_name="x"),
        registry.test_nothing_is_published_to_the_world,
    ),
    Mutant(
        "the vendor's images for everyone",
        block(TM, (*PULLED, "principals", 0, "identifiers"), ["*"]),
        registry.test_nothing_is_published_to_the_world,
    ),
    Mutant(
        "the TM jump host asks upstreams as well",
        block("tm-jumphost", (*HOST, 0, "actions"), ["ecr:BatchImportUpstreamImage"]),
        registry.test_only_the_shared_jump_host_makes_a_cache_ask_its_upstream,
    ),
    Mutant(
        "nobody fills the caches",
        block("shared-jumphost", HOST, []),
        registry.test_only_the_shared_jump_host_makes_a_cache_ask_its_upstream,
    ),
    Mutant(
        "credentials in the code",
        put(TM, "aws_secretsmanager_secret_version", "mirror_value", secret_string="x"),  # noqa: S106
        registry.test_credentials_of_registries_are_empty_shells,
    ),
    Mutant(
        "credentials of a cache under a key that ECR cannot use",
        put(
            TM,
            "aws_secretsmanager_secret",
            "registry_cache_ghcr-credentials",
            kms_key_id="${aws_kms_key.keys_images.arn}",
        ),
        registry.test_credentials_of_registries_are_empty_shells,
    ),
    Mutant(
        "deleted credentials are gone at once",
        put(TM, "aws_secretsmanager_secret", "mirror_credentials", recovery_window_in_days=0),
        registry.test_credentials_of_registries_are_empty_shells,
    ),
    Mutant(
        "every role reads the vendor's credentials",
        block(TM, (*READERS, "condition", 0, "values"), ["arn:aws:iam::333333333333:role/*"]),
        registry.test_the_vendors_credentials_are_read_by_the_shared_jump_host_alone,
    ),
    Mutant(
        "nobody is denied the vendor's credentials",
        block(TM, (*READERS, "effect"), "Allow"),
        registry.test_the_vendors_credentials_are_read_by_the_shared_jump_host_alone,
    ),
    Mutant(
        "the mirror takes any argument",
        job(without_fence),
        registry.test_the_mirror_copies_by_digest_from_the_vendor_to_us_and_nowhere_else,
    ),
    Mutant(
        "the mirror copies from Docker Hub",
        job(elsewhere),
        registry.test_the_mirror_copies_by_digest_from_the_vendor_to_us_and_nowhere_else,
    ),
    Mutant(
        "Shared Services find Docker Hub",
        block(SHARED, (*ALLOWED, 0), "registry-1.docker.io."),
        registry.test_shared_services_know_the_vendors_names_and_no_others_of_the_internet,
    ),
    Mutant(
        "Shared Services do not find the vendor",
        block(SHARED, ALLOWED, ["*.amazonaws.com."]),
        registry.test_shared_services_know_the_vendors_names_and_no_others_of_the_internet,
    ),
)
