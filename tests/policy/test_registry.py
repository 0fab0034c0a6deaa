"""Images: the vendor's and the public ones, in a registry that only the estate pulls from (8.1, 14.1, 14.2, 15.2, P33)."""

import json
import re

import pytest

from tests.policy.facts import Estate, Json, only

pytestmark = pytest.mark.policy

STACK = "shared-registry"

UPSTREAMS = {
    "dockerhub": ("registry-1.docker.io", True),
    "ecr-public": ("public.ecr.aws", False),
    "ghcr": ("ghcr.io", True),
    "k8s": ("registry.k8s.io", False),
    "quay": ("quay.io", False),
}
"""Prefix, upstream, and whether it asks who is there (kubernetes.md §11)."""

PULL = {"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}

VENDOR = {"docker.external.thoughtmachine.io.", "attestations.external.thoughtmachine.io."}
"""NM-14, as the DNS firewall writes them."""

AWS_NAMES = re.compile(
    r"\*\.amazonaws\.com\.|\*\.[a-z0-9-]+\.api\.aws\.|\*\.compute\.internal\.|\*\.ec2\.internal\.|\*\.tm\.blx-demo\.com\."
)

WORKERS = {
    "*.spacelift.io.",
    "blob.istio.io.",
    "git.gft.com.",
    "github.com.",
    "keys.openpgp.org.",
    "objects.githubusercontent.com.",
    "registry.opentofu.org.",
    "release-assets.githubusercontent.com.",
}
"""What Spacelift's private workers, which live in the same VPC, need (6.4)."""

WITHOUT_OWN_KEY = "ecr-pullthroughcache/"
"""AWS documentation: ECR reads credentials of upstreams only under Secrets Manager's own key."""


def _document(estate: Estate, stack: str, reference: str) -> list[Json]:
    policy = estate.stacks[stack]["data"]["aws_iam_policy_document"][estate.target(stack, reference).name]
    statements: list[Json] = policy["statement"]
    return statements


def _pullers(estate: Estate) -> set[str]:
    return {f"arn:aws:iam::{vpc.account}:root" for vpc in estate.environment.estate}


def _only_the_estate_pulls(estate: Estate, reference: str, where: str) -> None:
    statement = only(_document(estate, STACK, reference), where)
    assert (statement["effect"], set(statement["actions"])) == ("Allow", PULL), where
    principal = only(statement["principals"], where)
    assert principal["type"] == "AWS", where
    assert set(principal["identifiers"]) == _pullers(estate), where


def _forgets(text: str, told: dict[str, int]) -> None:
    rules = json.loads(text)["rules"]
    found = {rule["selection"]["tagStatus"]: rule["selection"]["countNumber"] for rule in rules}
    assert found == told
    assert all(rule["action"] == {"type": "expire"} for rule in rules)


def test_each_vendor_image_has_a_repository_that_never_changes_a_tag(estate: Estate) -> None:
    """14.1, CX-37; FSBP ECR.1 to ECR.3, ECR.5."""
    made = estate.resources(STACK, "aws_ecr_repository")
    names = {f"thought-machine/{path}" for path in estate.environment.registry.vendor_images}
    assert {each["name"] for each in made.values()} == names
    assert {stack for stack, _, _ in estate.everywhere("aws_ecr_repository")} == {STACK}
    for name, each in made.items():
        assert each["image_tag_mutability"] == "IMMUTABLE", name
        assert each["image_scanning_configuration"] == {"scan_on_push": True}, name
        assert each["force_delete"] is False, name
        encryption = only(each["encryption_configuration"], name)
        assert encryption["encryption_type"] == "KMS", name
        assert estate.target(STACK, encryption["kms_key"]).name == "keys_images", name


def test_vendor_images_are_pulled_by_the_estate_and_thrown_away_in_time(estate: Estate) -> None:
    """14.2: the accounts of TM, Shared Services and Apps, none by organization, no other action."""
    repositories = {each["name"] for each in estate.resources(STACK, "aws_ecr_repository").values()}
    pulled, forgotten = set(), set()
    for name, made in estate.resources(STACK, "aws_ecr_repository_policy").items():
        _only_the_estate_pulls(estate, made["policy"], name)
        pulled.add(estate.at(estate.target(STACK, made["repository"]))["name"])
    for made in estate.resources(STACK, "aws_ecr_lifecycle_policy").values():
        _forgets(made["policy"], {"untagged": 14, "tagged": 50})
        forgotten.add(estate.at(estate.target(STACK, made["repository"]))["name"])
    assert pulled == forgotten == repositories


def test_everything_in_the_registry_is_scanned_as_long_as_it_is_there(estate: Estate) -> None:
    """15.2: Inspector's enhanced scanning."""
    made = only(estate.resources(STACK, "aws_ecr_registry_scanning_configuration").values())
    assert made["scan_type"] == "ENHANCED"
    rule = only(made["rule"])
    assert rule["scan_frequency"] == "CONTINUOUS_SCAN"
    assert rule["repository_filter"] == [{"filter": "*", "filter_type": "WILDCARD"}]


def test_public_images_come_through_caches_of_the_charts_upstreams(estate: Estate) -> None:
    """P33: no other upstream; credentials only for those that ask for them."""
    found = {}
    for made in estate.resources(STACK, "aws_ecr_pull_through_cache_rule").values():
        found[made["ecr_repository_prefix"]] = (made["upstream_registry_url"], "credential_arn" in made)
        if "credential_arn" in made:
            secret = estate.at(estate.target(STACK, made["credential_arn"]))
            wanted = f"ecr-pullthroughcache/{estate.environment.name}-{made['ecr_repository_prefix']}"
            assert secret["name"] == wanted
        template = f"registry_cache_{made['ecr_repository_prefix']}-template"
        assert made["depends_on"] == [f"aws_ecr_repository_creation_template.{template}"]
    assert found == UPSTREAMS


def test_what_a_cache_makes_is_as_closed_as_what_we_make(estate: Estate) -> None:
    templates = estate.resources(STACK, "aws_ecr_repository_creation_template")
    assert {made["prefix"] for made in templates.values()} == set(UPSTREAMS)
    for name, made in templates.items():
        assert made["applied_for"] == ["PULL_THROUGH_CACHE"], name
        assert made["image_tag_mutability"] == "IMMUTABLE", name
        encryption = only(made["encryption_configuration"], name)
        assert estate.target(STACK, encryption["kms_key"]).name == "keys_images", name
        _only_the_estate_pulls(estate, made["repository_policy"], name)
        # By number alone: what was pulled by digest has no tag, and isolated nodes could not fetch it again.
        _forgets(made["lifecycle_policy"], {"any": 200})
        assert made["resource_tags"]["Stack"] == STACK, name


def test_nothing_is_published_to_the_world(estate: Estate) -> None:
    """CX-37: the vendor's images are licensed."""
    kinds = {kind for document in estate.stacks.values() for kind in document["resource"]}
    assert not {kind for kind in kinds if kind.startswith("aws_ecrpublic_")}
    for stack, name, made in estate.everywhere("aws_ecr_repository_policy"):
        for statement in _document(estate, stack, made["policy"]):
            for principal in statement["principals"]:
                assert "*" not in principal["identifiers"], f"{stack} {name}"


def test_only_the_shared_jump_host_makes_a_cache_ask_its_upstream(estate: Estate) -> None:
    """14.1: the isolated VPCs take what is there."""
    allowed = {
        stack
        for stack, document in estate.stacks.items()
        for policy in document.get("data", {}).get("aws_iam_policy_document", {}).values()
        for statement in policy["statement"]
        if "ecr:BatchImportUpstreamImage" in statement["actions"] and "principals" not in statement
    }
    assert allowed == {"shared-jumphost"}


def test_credentials_of_registries_are_empty_shells(estate: Estate) -> None:
    """P50, P51: a person fills them once; no value is in the project."""
    shells = estate.resources(STACK, "aws_secretsmanager_secret")
    asking = {name for name, (_, asks) in UPSTREAMS.items() if asks}
    assert {made["name"] for made in shells.values()} == {
        f"{estate.environment.name}/vendor-registry",
        *(f"ecr-pullthroughcache/{estate.environment.name}-{name}" for name in asking),
    }
    assert not estate.resources(STACK, "aws_secretsmanager_secret_version")
    for name, made in shells.items():
        assert made["recovery_window_in_days"] >= 7, name
        if made["name"].startswith(WITHOUT_OWN_KEY):
            assert "kms_key_id" not in made, name
        else:
            assert estate.target(STACK, made["kms_key_id"]).name == "keys_vendor-credentials", name


def test_the_vendors_credentials_are_read_by_the_shared_jump_host_alone(estate: Estate) -> None:
    """8.1."""
    made = only(estate.resources(STACK, "aws_secretsmanager_secret_policy").values())
    assert made["block_public_policy"] is True
    assert estate.at(estate.target(STACK, made["secret_arn"]))["name"].endswith("/vendor-registry")
    statement = only(_document(estate, STACK, made["policy"]))
    assert (statement["effect"], statement["actions"]) == ("Deny", ["secretsmanager:GetSecretValue"])
    condition = only(statement["condition"])
    assert (condition["test"], condition["variable"]) == ("ArnNotLike", "aws:PrincipalArn")
    environment = estate.environment
    role = f"arn:aws:iam::{environment.accounts.shared}:role/{environment.name}-jumphost-shared"
    assert condition["values"] == [role]


def test_the_mirror_copies_by_digest_from_the_vendor_to_us_and_nowhere_else(estate: Estate) -> None:
    """8.1, 14.1: a tag alone names nothing, and the program speaks to no host but the vendor's and ours."""
    document = only(estate.resources(STACK, "aws_ssm_document").values())
    assert document["document_type"] == "Command"
    content = json.loads(document["content"])
    assert len(document["content"].encode()) < 64 * 1024, "AWS takes no larger document"
    pattern = content["parameters"]["images"]["allowedPattern"]
    digest = "sha256:" + "a" * 64
    assert re.fullmatch(pattern, f"vault/core:5.1@{digest} vault/operator:5.1@{digest}")
    for bad in (
        "vault/core:5.1",
        f"vault/core@{digest}",
        f"vault/core:5.1@{digest}; id",
        f"$(id):1@{digest}",
        f"a/../../b:1@{digest}",
        "",
    ):
        assert not re.fullmatch(pattern, bad), bad
    step = only(content["mainSteps"])
    lines = step["inputs"]["runCommand"]
    text = "\n".join(lines[:-1])
    assert "{{" not in text, "Systems Manager would replace it"
    assert "${" not in document["content"], "Terraform would replace it"
    hosts = set(re.findall(r"https?://([a-z0-9.-]+)", text))
    assert hosts == {name.removesuffix(".") for name in VENDOR}
    environment = estate.environment
    registry = f"{environment.accounts.shared}.dkr.ecr.{environment.region}.amazonaws.com"
    assert f"--registry {registry} --secret {environment.name}/vendor-registry" in lines[-1]


def test_shared_services_know_the_vendors_names_and_no_others_of_the_internet(estate: Estate) -> None:
    """8.1: «egress to that host only», besides what Spacelift's workers in the same VPC need."""
    allowed: set[str] = set()
    for made in estate.resources("shared-vpc", "aws_route53_resolver_firewall_rule").values():
        if made["action"] == "ALLOW":
            allowed |= set(estate.at(estate.target("shared-vpc", made["firewall_domain_list_id"]))["domains"])
    outside = {name for name in allowed if not AWS_NAMES.fullmatch(name)}
    online = estate.environment.network.private_egress == "nat"
    assert outside == (VENDOR | WORKERS if online else set())
