"""Kafka: private, encrypted, as the vendor expects it, and open to registered users only (NT-19, P21, P22, K16).

Values of the vendor contract and of AWS are written down here a second time.
Inventory: CO-08, TD-4, CX-09.
"""

import re

import pytest

from modules.model.flow import Feature
from tests.policy.facts import Estate, Json, only, only_known

pytestmark = pytest.mark.policy

TM = "tm-kafka"

VERSIONS = {"3.9.x", "3.9.x.kraft"}
"""Vendor contract: Kafka 3.9.x; the two names that MSK has for it (AWS, supported Kafka versions)."""

TYPE = re.compile(r"kafka\.(m5|m7g)\.(large|[24]?xlarge)")
"""AWS, broker sizes; t3.small has no private connections (AWS, multi-VPC limitations)."""

SETTINGS = {
    "auto.create.topics.enable": "false",
    "default.replication.factor": "3",
    "delete.topic.enable": "true",
    "log.message.timestamp.type": "CreateTime",
    "message.max.bytes": "4194304",
    "min.insync.replicas": "2",
    "offsets.retention.minutes": "20160",
    "replica.fetch.max.bytes": "5242880",
    "unclean.leader.election.enable": "false",
}
"""Vendor contract: MSK, and the broker configuration of its Strimzi twin."""

READING = {
    "sid": "AWSKafkaResourcePolicy",
    "effect": "Allow",
    "actions": ["secretsmanager:getSecretValue"],
    "principals": [{"type": "Service", "identifiers": ["kafka.amazonaws.com"]}],
}
"""What MSK itself attaches to a secret and warns of changing (AWS, sign-in credentials)."""


def _cluster(estate: Estate) -> Json:
    [(stack, _, made)] = estate.everywhere("aws_msk_cluster")
    assert stack == TM
    return made


def _made(estate: Estate, kind: str) -> Json:
    return only(estate.resources(TM, kind).values(), kind)


def _lake(estate: Estate) -> bool:
    return Feature.DATALAKE in estate.environment.features


def test_three_brokers_stand_in_three_zones_without_a_public_address(estate: Estate) -> None:
    """Vendor contract, MSK: 3 brokers; NM-13; NT-19: private subnets."""
    cluster = _cluster(estate)
    nodes = cluster["broker_node_group_info"]
    only_known(
        nodes,
        {"client_subnets", "connectivity_info", "instance_type", "security_groups", "storage_info"},
        TM,
    )
    assert cluster["cluster_name"] == "tmkafka"
    assert cluster["number_of_broker_nodes"] == 3
    subnets = [estate.target(TM, each) for each in nodes["client_subnets"]]
    assert {each.stack for each in subnets} == {"tm-vpc"}
    assert {estate.at(each)["tags"]["Tier"] for each in subnets} == {"kafka"}
    assert sorted(estate.at(each)["availability_zone"] for each in subnets) == sorted(
        estate.environment.zones
    )
    assert nodes["connectivity_info"]["public_access"] == {"type": "DISABLED"}
    group = estate.target(TM, only(nodes["security_groups"]))
    assert estate.at(group)["tags"]["Party"] == "kafka"


def test_kafka_is_what_msk_has(estate: Estate) -> None:
    """Vendor contract, MSK: Kafka 3.9.x; a plan checks neither version nor broker type."""
    cluster = _cluster(estate)
    assert cluster["kafka_version"] in VERSIONS
    assert TYPE.fullmatch(cluster["broker_node_group_info"]["instance_type"])
    assert 1 <= cluster["broker_node_group_info"]["storage_info"]["ebs_storage_info"]["volume_size"] <= 16384


def test_nobody_comes_in_without_a_name(estate: Estate) -> None:
    """P21; vendor contract, MSK: SASL/SCRAM only. Roles come in for the data lake, arrow 16.2 (CX-24)."""
    cluster, lake = _cluster(estate), _lake(estate)
    assert cluster["client_authentication"] == {
        "unauthenticated": False,
        "sasl": {"scram": True, "iam": lake},
    }
    connections = {"client_authentication": {"sasl": {"iam": True, "scram": False}}}
    connectivity = cluster["broker_node_group_info"]["connectivity_info"]
    assert connectivity.get("vpc_connectivity") == (connections if lake else None)
    only_known(connectivity, {"public_access", "vpc_connectivity"}, TM)


def test_messages_are_encrypted_on_every_way_and_on_disk(estate: Estate) -> None:
    """P21; NT-19; vendor contract, MSK: TLS in transit."""
    told = _cluster(estate)["encryption_info"]
    assert told["encryption_in_transit"] == {"client_broker": "TLS", "in_cluster": True}
    key = estate.target(TM, told["encryption_at_rest_kms_key_arn"])
    assert (key.stack, key.name) == ("tm-keys", "keys_streams")


def test_brokers_are_set_as_the_vendor_expects(estate: Estate) -> None:
    """P21; vendor contract, Kafka broker config, with the switch of CX-24. A part of it may not be missing."""
    made = _made(estate, "aws_msk_configuration")
    lines = made["server_properties"].splitlines()
    told = dict(line.split("=") for line in lines)
    everyone = "true" if estate.environment.kafka_acl == "vendor" else "false"
    assert told == SETTINGS | {"allow.everyone.if.no.acl.found": everyone}
    assert len(lines) == len(told)
    assert lines == sorted(lines)
    info = _cluster(estate)["configuration_info"]
    assert [estate.target(TM, info[each])[1:] for each in ("arn", "revision")] == [
        ("aws_msk_configuration", only(estate.resources(TM, "aws_msk_configuration")), attribute)
        for attribute in ("arn", "latest_revision")
    ]
    assert made["lifecycle"] == {"create_before_destroy": True}, "MSK deletes no configuration in use"


def test_brokers_are_watched(estate: Estate) -> None:
    """NT-19: logs and open monitoring. Only log deliveries of the own account write, and before the brokers do."""
    cluster = _cluster(estate)
    assert cluster["enhanced_monitoring"] in {"PER_BROKER", "PER_TOPIC_PER_BROKER"}
    on = {"enabled_in_broker": True}
    assert cluster["open_monitoring"] == {"prometheus": {"jmx_exporter": on, "node_exporter": on}}
    logs = cluster["logging_info"]["broker_logs"]["cloudwatch_logs"]
    assert logs["enabled"] is True
    assert estate.at(estate.target(TM, logs["log_group"]))["name"] == "/aws/msk/tmkafka/brokers"
    [(name, allowed)] = estate.resources(TM, "aws_cloudwatch_log_resource_policy").items()
    assert f"aws_cloudwatch_log_resource_policy.{name}" in cluster["depends_on"]
    policy = estate.target(TM, allowed["policy_document"]).name
    write = only(estate.stacks[TM]["data"]["aws_iam_policy_document"][policy]["statement"])
    account = estate.environment.accounts.tm
    place = f"arn:aws:logs:{estate.environment.region}:{account}"
    assert write["resources"] == [f"{place}:log-group:/aws/msk/tmkafka/brokers:*"]
    assert {(each["variable"], *each["values"]) for each in write["condition"]} == {
        ("aws:SourceAccount", account),
        ("aws:SourceArn", f"{place}:*"),
    }


def test_disks_grow_and_terraform_lets_them(estate: Estate) -> None:
    size = estate.environment.sizes.kafka
    [(name, cluster)] = estate.resources(TM, "aws_msk_cluster").items()
    target, growth = (_made(estate, f"aws_appautoscaling_{each}") for each in ("target", "policy"))
    assert estate.target(TM, target["resource_id"]).name == name
    assert (target["min_capacity"], target["max_capacity"]) == (size.storage, size.maximum_storage)
    told = growth["target_tracking_scaling_policy_configuration"]
    assert told["disable_scale_in"] is True, "MSK shrinks no disk"
    assert told["target_value"] <= 80
    assert told["predefined_metric_specification"] == {
        "predefined_metric_type": "KafkaBrokerStorageUtilization"
    }
    assert cluster["lifecycle"]["ignore_changes"] == [
        "broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size"
    ]


def test_brokers_are_kept_where_the_environment_protects_them(estate: Estate) -> None:
    """MSK has no deletion protection of its own, so Terraform refuses."""
    kept = _cluster(estate)["lifecycle"].get("prevent_destroy", False)
    assert kept is estate.environment.deletion_protection


def _secrets(estate: Estate) -> dict[str, tuple[str, Json]]:
    """Address and secret by the secret's name."""
    made = estate.resources(TM, "aws_secretsmanager_secret")
    found = {secret["name"]: (address, secret) for address, secret in made.items()}
    assert len(found) == len(made)
    return found


def _of(estate: Estate, kind: str, attribute: str, address: str) -> list[tuple[str, Json]]:
    """What points to one secret."""
    return [
        (name, made)
        for name, made in estate.resources(TM, kind).items()
        if estate.target(TM, made[attribute]).name == address
    ]


def test_every_line_of_the_register_has_a_user_and_a_token(estate: Estate) -> None:
    """SA-00…SA-03, P22, K16; vendor contract, MSK: own key for SCRAM secrets; AWS: `AmazonMSK_`. Team and day of expiry are there to be asked for."""
    env = estate.environment
    wanted = {}
    for row in env.service_accounts:
        wanted[f"AmazonMSK_{row.name}"] = (row, "keys_scram")
        wanted[f"service-accounts/{env.name}/{row.name}/api-token"] = (row, "keys_secrets")
    found = _secrets(estate)
    assert found.keys() == wanted.keys()
    for name, (_, secret) in found.items():
        row, key = wanted[name]
        target = estate.target(TM, secret["kms_key_id"])
        assert (target.stack, target.name) == ("tm-keys", key), name
        assert secret["tags"] == {"Name": name, "Team": row.team, "Expires": row.expires.isoformat()}
        assert all(re.fullmatch(r"[\w\s.:/=+@-]{0,256}", value) for value in secret["tags"].values())
        assert row.purpose in secret["description"], name
        assert secret["recovery_window_in_days"] == 30, name


def test_users_have_a_password_that_nobody_sees(estate: Estate) -> None:
    """P22, K16: made inside AWS, written only, with the two fields that MSK reads; tokens stay empty shells."""
    made = estate.stacks[TM].get("ephemeral", {}).get("aws_secretsmanager_random_password", {})
    rows = {row.name: row for row in estate.environment.service_accounts}
    passwords = set()
    for name, (address, _) in _secrets(estate).items():
        versions = _of(estate, "aws_secretsmanager_secret_version", "secret_id", address)
        if not name.startswith("AmazonMSK_"):
            assert not versions, name
            continue
        _, version = only(versions, name)
        assert "secret_string" not in version
        account = name.removeprefix("AmazonMSK_")
        told = re.fullmatch(
            r'\$\{jsonencode\(\{\("username"\) = "([a-z0-9-]+)", \("password"\) = '
            r"ephemeral\.aws_secretsmanager_random_password\.([\w-]+)\.random_password\}\)\}",
            version["secret_string_wo"],
        )
        assert told, name
        assert told[1] == account
        assert made[told[2]]["password_length"] >= 32
        passwords.add(told[2])
        assert version["secret_string_wo_version"] == rows[account].rotation, name
    assert passwords == made.keys()
    assert len(passwords) == len(rows)


def test_users_are_made_known_one_by_one(estate: Estate) -> None:
    """P22, CX-23: a single association each, so that the users of the vendor's installer stay."""
    assert not estate.everywhere("aws_msk_scram_secret_association")
    [cluster] = estate.resources(TM, "aws_msk_cluster")
    users = 0
    for name, (address, _) in _secrets(estate).items():
        kind = "aws_msk_single_scram_secret_association"
        associations = _of(estate, kind, "secret_arn", address)
        policies = _of(estate, "aws_secretsmanager_secret_policy", "secret_arn", address)
        if not name.startswith("AmazonMSK_"):
            assert not associations, name
            assert not policies, name
            continue
        users += 1
        _, association = only(associations, name)
        assert estate.target(TM, association["cluster_arn"]).name == cluster
        [(version, _)] = _of(estate, "aws_secretsmanager_secret_version", "secret_id", address)
        [(policy, readable)] = policies
        assert set(association["depends_on"]) == {
            f"aws_secretsmanager_secret_version.{version}",
            f"aws_secretsmanager_secret_policy.{policy}",
        }
        document = estate.target(TM, readable["policy"]).name
        [statement] = estate.stacks[TM]["data"]["aws_iam_policy_document"][document]["statement"]
        assert statement == READING | {"resources": [f"${{aws_secretsmanager_secret.{address}.arn}}"]}
    assert users == len(estate.environment.service_accounts)


def test_kafka_listens_for_registered_users_and_metrics_only(estate: Estate) -> None:
    """P21, CX-08: 9096, and for Prometheus 11001 and 11002; not 9092, 9094, 9196, 2181."""
    group = only(
        name
        for name, made in estate.resources("tm-firewall", "aws_security_group").items()
        if made["tags"]["Party"] == "kafka"
    )
    found: dict[int, set[str]] = {}
    for rule in estate.resources("tm-firewall", "aws_vpc_security_group_ingress_rule").values():
        if estate.target("tm-firewall", rule["security_group_id"]).name == group:
            assert rule["from_port"] == rule["to_port"]
            found.setdefault(rule["from_port"], set()).add(str(rule.get("referenced_security_group_id")))
    assert found.keys() == {9096, 11001, 11002}
    cluster = {"${aws_security_group.firewall_eks-tm.id}"}
    assert found[11001] == found[11002] == cluster
