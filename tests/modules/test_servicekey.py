"""Keys for services: each has a name by which people find it, and nobody decrypts with it from outside."""

from tests.policy.facts import Estate

SERVICE_KEYS = {
    "audit-findings": {"findings_topic_encryption_key"},
    "audit-trail": {"history_encryption_key", "trail_archive_encryption_key", "trail_topic_encryption_key"},
}


def test_every_key_has_an_alias_of_its_environment(estate: Estate) -> None:
    for stack, keys in SERVICE_KEYS.items():
        aliases = {
            estate.target(stack, made["target_key_id"]).name: made["name"]
            for made in estate.resources(stack, "aws_kms_alias").values()
        }
        for key in keys:
            assert aliases[key].startswith(f"alias/{estate.environment.name}-"), f"{stack} {key}"


def test_services_use_keys_only_under_conditions(estate: Estate) -> None:
    """All but EventBridge, which names no source to KMS (test_findings.py)."""
    for stack, keys in SERVICE_KEYS.items():
        for key in keys:
            policy = estate.target(stack, estate.resources(stack, "aws_kms_key")[key]["policy"]).name
            document = estate.stacks[stack]["data"]["aws_iam_policy_document"][policy]
            for statement in document["statement"]:
                own = statement["sid"] == "AccountByIam"
                silent = statement["principals"][0]["identifiers"] == ["events.amazonaws.com"]
                assert own or silent or statement["condition"], f"{stack} {key} {statement['sid']}"
