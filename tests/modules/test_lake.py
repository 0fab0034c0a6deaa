"""The data lake in other environments: without its table nothing of it is left, and nothing else is lost."""

import re
from collections.abc import Iterator

import pytest

from modules.synth import Synthesis
from tests.modules import estates
from tests.modules.variants import Variants
from tests.policy.facts import Estate

STACKS = {"access-lake", "config-lake", "lake-ingest", "lake-storage"}

BROKERS = "resource/aws_msk_cluster/kafka_cluster_brokers"
RULE = "resource/aws_vpc_security_group"
GROUP = "firewall_lake-ingest"

WATCHED = {
    "audit-members resource/aws_inspector2_enabler/members_inspector-enabled/account_ids",
    "audit-members resource/aws_inspector2_enabler/members_inspector-enabled/depends_on",
    "audit-members resource/aws_inspector2_member_association/members_inspector-lake",
    "audit-members resource/aws_securityhub_configuration_policy_association/members_hub-lake",
    "audit-trail data/aws_iam_policy_document/history_encryption_policy/statement",
    "audit-trail data/aws_iam_policy_document/history_files_policy-document/statement",
}
"""An account that the estate no longer has is no longer watched."""

LOST = WATCHED | {
    "tm-aurora resource/aws_rds_cluster_parameter_group/aurora_parameters/parameter",
    f"tm-firewall output/{GROUP.replace('firewall', 'group_ids').replace('-', '_')}",
    f"tm-firewall resource/aws_security_group/{GROUP}",
    f"tm-firewall {RULE}_egress_rule/{GROUP}-to-aurora-5432",
    f"tm-firewall {RULE}_egress_rule/{GROUP}-to-endpoints-tm-443",
    f"tm-firewall {RULE}_egress_rule/{GROUP}-to-s3-gateway-443",
    f"tm-firewall {RULE}_ingress_rule/firewall_aurora-from-lake-ingest-5432",
    f"tm-firewall {RULE}_ingress_rule/firewall_endpoints-tm-from-lake-ingest-443",
    f"tm-kafka {BROKERS}/broker_node_group_info/connectivity_info/vpc_connectivity",
    f"tm-kafka {BROKERS}/client_authentication/sasl/iam",
    "tm-kafka output/bootstrap_brokers_sasl_iam",
    "tm-vpc data/aws_iam_policy_document/vpc_endpoints_s3-policy/statement",
}
"""Everything outside the lake's own stacks that only the lake needs: CX-38, arrows 16.1 and 16.2."""

ONLY_THE_LAKES_ACTION = {"s3:PutObjectTagging"}


def _differences(old: object, new: object, path: str) -> Iterator[tuple[str, object, object]]:
    """(path, before, after) of every value that differs; None where there is none."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from _differences(old.get(key), new.get(key), f"{path}/{key}")
    elif old != new:
        yield path, old, new


def _all(old: Estate, new: Estate) -> dict[str, tuple[object, object]]:
    return {
        f"{stack} {path.lstrip('/')}": (before, after)
        for stack in sorted(old.stacks.keys() & new.stacks.keys())
        for path, before, after in _differences(old.stacks[stack], new.stacks[stack], "")
    }


@pytest.fixture(scope="module")
def dry(variants: Variants) -> Estate:
    return variants.synthesize(estates.dry(variants.sandbox))


def test_without_its_table_exactly_the_lakes_stacks_are_gone(variants: Variants, dry: Estate) -> None:
    wet = variants.synthesize(variants.sandbox)

    assert wet.stacks.keys() - dry.stacks.keys() == STACKS
    assert dry.stacks.keys() <= wet.stacks.keys()


def test_without_its_table_others_lose_exactly_what_only_the_lake_needed(
    variants: Variants, dry: Estate
) -> None:
    found = _all(variants.synthesize(variants.sandbox), dry)

    assert found.keys() == LOST
    for path, (before, after) in found.items():
        if path in WATCHED:
            named = re.compile(rf"{variants.sandbox.accounts.lake}|-lake\b")
            assert named.search(f"{path} {before}"), path
            assert not named.search(str(after)), path
        elif path.endswith("/sasl/iam"):
            assert (before, after) == (True, False)
        elif path.endswith("/parameter"):
            assert isinstance(before, list)
            assert isinstance(after, list)
            lost = {"apply_method": "pending-reboot", "name": "rds.logical_replication", "value": "1"}
            assert [each for each in before if each not in after] == [lost]
            assert all(each in before for each in after)
        elif path.endswith("s3-policy/statement"):
            assert _without_the_lake(before, variants.sandbox.accounts.lake) == after
        else:
            assert after is None, path


def _without_the_lake(statements: object, account: str) -> list[dict[str, object]]:
    """Without the action that only the lake needs, and without its account among the owners of buckets."""
    assert isinstance(statements, list)
    found = []
    for each in statements:
        less = {"actions": [action for action in each["actions"] if action not in ONLY_THE_LAKES_ACTION]}
        if "condition" in each:
            less["condition"] = [
                condition | {"values": [value for value in condition["values"] if value != account]}
                for condition in each["condition"]
            ]
        found.append(each | less)
    return found


def test_a_topic_more_adds_its_own_and_touches_nothing(variants: Variants) -> None:
    lake = variants.sandbox.datalake
    assert lake
    more = lake.model_copy(update={"topics": {**lake.topics, "audit": "vault.audit"}})

    found = _all(
        variants.synthesize(variants.sandbox),
        variants.synthesize(variants.sandbox.model_copy(update={"datalake": more})),
    )

    changed = {path for path, (before, _) in found.items() if before is not None}
    assert changed == {"lake-ingest data/aws_iam_policy_document/ingest_streams_role-policy/statement"}
    assert all(
        "/ingest_streams_audit" in path or "/ingest_watch_audit" in path for path in found.keys() - changed
    )


def test_it_hands_over_where_and_with_which_key_others_write(estate: Estate) -> None:
    assert set(estate.stacks["lake-storage"]["output"]) == {
        "alarm_topic_arn",
        "raw_bucket",
        "raw_bucket_arn",
        "raw_key_arn",
        "workgroup",
    }


def test_the_lake_waits_for_people_alone(synthesis: Synthesis, estate: Estate) -> None:
    edges = synthesis.edges[estate.environment.name]
    assert {edge.producer for edge in edges if edge.consumer == "lake-storage"} == {"access-lake"}
