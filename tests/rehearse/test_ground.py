"""What is left is seen: of everything the estate makes, one thing is made and ended in the simulated AWS."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from tests.rehearse.clients import ACCOUNT, MANAGEMENT, REGION, Json, call
from tools.rehearse.ground import KEPT, held
from tools.rehearse.simulator import Simulator, simulated_aws

ROLE = f"arn:aws:iam::{ACCOUNT}:role/a"
BUCKET = "arn:aws:s3:::a"
TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})
VISIBLE = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "a"}
BROKERS = {"ClientSubnets": ["subnet-1"], "InstanceType": "kafka.m7g.large"}
DOCUMENT = {"schemaVersion": "2.2", "mainSteps": []}
NAMED = {"Name": "a"}
EVERY = {"allSupported": True, "includeGlobalResourceTypes": True}

Row = tuple[str, str, Json, str, Json]
"""Collection, operation that makes, what it is given, operation that ends, and what that is given.

Operations carry their service; a value with `@` is a path into what the first one answered.
"""

# fmt: off
ROWS: tuple[Row, ...] = (
    ("s3 buckets", "s3 create_bucket", {"Bucket": "abc", "CreateBucketConfiguration": {"LocationConstraint": REGION}}, "s3 delete_bucket", {"Bucket": "abc"}),
    ("ec2 vpcs", "ec2 create_vpc", {"CidrBlock": "10.0.0.0/16"}, "ec2 delete_vpc", {"VpcId": "@Vpc.VpcId"}),
    ("ec2 groups", "ec2 create_security_group", {"GroupName": "a", "Description": "a"}, "ec2 delete_security_group", {"GroupId": "@GroupId"}),
    ("ec2 launch_templates", "ec2 create_launch_template", {"LaunchTemplateName": "abc", "LaunchTemplateData": {"ImageId": "ami-1"}}, "ec2 delete_launch_template", {"LaunchTemplateName": "abc"}),
    ("ec2 transit_gateways", "ec2 create_transit_gateway", {}, "ec2 delete_transit_gateway", {"TransitGatewayId": "@TransitGateway.TransitGatewayId"}),
    ("ec2 managed_prefix_lists", "ec2 create_managed_prefix_list", {"PrefixListName": "a", "AddressFamily": "IPv4", "MaxEntries": 1}, "ec2 delete_managed_prefix_list", {"PrefixListId": "@PrefixList.PrefixListId"}),
    ("ec2 addresses", "ec2 allocate_address", {"Domain": "vpc"}, "ec2 release_address", {"AllocationId": "@AllocationId"}),
    ("iam roles", "iam create_role", {"RoleName": "a", "AssumeRolePolicyDocument": TRUST}, "iam delete_role", {"RoleName": "a"}),
    ("iam managed_policies", "iam create_policy", {"PolicyName": "a", "PolicyDocument": json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})}, "iam delete_policy", {"PolicyArn": "@Policy.Arn"}),
    ("iam instance_profiles", "iam create_instance_profile", {"InstanceProfileName": "a"}, "iam delete_instance_profile", {"InstanceProfileName": "a"}),
    ("iam open_id_providers", "iam create_open_id_connect_provider", {"Url": "https://a.example"}, "iam delete_open_id_connect_provider", {"OpenIDConnectProviderArn": "@OpenIDConnectProviderArn"}),
    ("ec2 customer_gateways", "ec2 create_customer_gateway", {"Type": "ipsec.1", "IpAddress": "192.0.2.1", "BgpAsn": 65000}, "ec2 delete_customer_gateway", {"CustomerGatewayId": "@CustomerGateway.CustomerGatewayId"}),
    ("ec2 reservations", "ec2 run_instances", {"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1}, "ec2 terminate_instances", {"InstanceIds": ["@Instances.0.InstanceId"]}),
    ("ec2 vpc_end_points", "ec2 create_vpc_endpoint", {"VpcId": "VPC", "ServiceName": f"com.amazonaws.{REGION}.s3", "VpcEndpointType": "Gateway"}, "ec2 delete_vpc_endpoints", {"VpcEndpointIds": ["@VpcEndpoint.VpcEndpointId"]}),
    ("ecr-cache", "ecr create_pull_through_cache_rule", {"ecrRepositoryPrefix": "ab", "upstreamRegistryUrl": "a.example"}, "ecr delete_pull_through_cache_rule", {"ecrRepositoryPrefix": "ab"}),
    ("config config_rules", "config put_config_rule", {"ConfigRule": {"ConfigRuleName": "a", "Source": {"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_LOGGING_ENABLED"}}}, "config delete_config_rule", {"ConfigRuleName": "a"}),
    ("config config_aggregators", "config put_configuration_aggregator", {"ConfigurationAggregatorName": "a", "AccountAggregationSources": [{"AccountIds": [ACCOUNT], "AllAwsRegions": True}]}, "config delete_configuration_aggregator", {"ConfigurationAggregatorName": "a"}),
    ("kms keys", "kms create_key", {}, "kms schedule_key_deletion", {"KeyId": "@KeyMetadata.KeyId"}),
    ("secretsmanager secrets", "secretsmanager create_secret", {"Name": "a", "SecretString": "a"}, "secretsmanager delete_secret", {"SecretId": "a"}),
    ("rds clusters", "rds create_db_cluster", {"DBClusterIdentifier": "a", "Engine": "aurora-postgresql", "MasterUsername": "a", "ManageMasterUserPassword": True}, "rds delete_db_cluster", {"DBClusterIdentifier": "a", "SkipFinalSnapshot": True}),
    ("rds databases", "rds create_db_instance", {"DBInstanceIdentifier": "a", "Engine": "postgres", "DBInstanceClass": "db.r8g.large", "AllocatedStorage": 20, "MasterUsername": "a", "MasterUserPassword": "abcdefghij"}, "rds delete_db_instance", {"DBInstanceIdentifier": "a"}),
    ("rds db_parameter_groups", "rds create_db_parameter_group", {"DBParameterGroupName": "a", "DBParameterGroupFamily": "aurora-postgresql17", "Description": "a"}, "rds delete_db_parameter_group", {"DBParameterGroupName": "a"}),
    ("rds db_cluster_parameter_groups", "rds create_db_cluster_parameter_group", {"DBClusterParameterGroupName": "a", "DBParameterGroupFamily": "aurora-postgresql17", "Description": "a"}, "rds delete_db_cluster_parameter_group", {"DBClusterParameterGroupName": "a"}),
    ("rds subnet_groups", "rds create_db_subnet_group", {"DBSubnetGroupName": "a", "DBSubnetGroupDescription": "a", "SubnetIds": "SUBNETS"}, "rds delete_db_subnet_group", {"DBSubnetGroupName": "a"}),
    ("acm _certificates", "acm request_certificate", {"DomainName": "a.example"}, "acm delete_certificate", {"CertificateArn": "@CertificateArn"}),
    ("ssm _documents", "ssm create_document", {"Name": "abc", "DocumentType": "Command", "Content": json.dumps(DOCUMENT)}, "ssm delete_document", {"Name": "abc"}),
    ("ssm _parameters", "ssm put_parameter", {"Name": "/a", "Value": "a", "Type": "String"}, "ssm delete_parameter", {"Name": "/a"}),
    ("ssm-run", "ssm create_association", NAMED, "ssm delete_association", {"AssociationId": "@AssociationDescription.AssociationId"}),
    ("logs groups", "logs create_log_group", {"logGroupName": "a"}, "logs delete_log_group", {"logGroupName": "a"}),
    ("logs resource_policies", "logs put_resource_policy", {"policyName": "a", "policyDocument": TRUST}, "logs delete_resource_policy", {"policyName": "a"}),
    ("eks clusters", "eks create_cluster", {"name": "a", "roleArn": ROLE, "resourcesVpcConfig": {"subnetIds": ["subnet-1"]}}, "eks delete_cluster", {"name": "a"}),
    ("kafka clusters", "kafka create_cluster", {"ClusterName": "a", "KafkaVersion": "3.9.x", "NumberOfBrokerNodes": 3, "BrokerNodeGroupInfo": BROKERS}, "kafka delete_cluster", {"ClusterArn": "@ClusterArn"}),
    ("elbv2 load_balancers", "elbv2 create_load_balancer", {"Name": "a", "Subnets": "SUBNETS", "Scheme": "internal"}, "elbv2 delete_load_balancer", {"LoadBalancerArn": "@LoadBalancers.0.LoadBalancerArn"}),
    ("elbv2 target_groups", "elbv2 create_target_group", {"Name": "a", "Protocol": "HTTPS", "Port": 443, "VpcId": "VPC"}, "elbv2 delete_target_group", {"TargetGroupArn": "@TargetGroups.0.TargetGroupArn"}),
    ("wafv2 wacls", "wafv2 create_web_acl", {"Name": "a", "Scope": "REGIONAL", "DefaultAction": {"Allow": {}}, "VisibilityConfig": VISIBLE}, "wafv2 delete_web_acl", {"Name": "a", "Scope": "REGIONAL", "Id": "@Summary.Id", "LockToken": "@Summary.LockToken"}),
    ("wafv2 ip_sets", "wafv2 create_ip_set", {"Name": "a", "Scope": "REGIONAL", "IPAddressVersion": "IPV4", "Addresses": []}, "wafv2 delete_ip_set", {"Name": "a", "Scope": "REGIONAL", "Id": "@Summary.Id", "LockToken": "@Summary.LockToken"}),
    ("route53 zones", "route53 create_hosted_zone", {"Name": "a.example", "CallerReference": "a"}, "route53 delete_hosted_zone", {"Id": "@HostedZone.Id"}),
    ("ecr repositories", "ecr create_repository", {"repositoryName": "ab"}, "ecr delete_repository", {"repositoryName": "ab"}),
    ("guardduty detectors", "guardduty create_detector", {"Enable": True}, "guardduty delete_detector", {"DetectorId": "@DetectorId"}),
    ("securityhub enabled", "securityhub enable_security_hub", {}, "securityhub disable_security_hub", {}),
    ("inspector2 account_status", "inspector2 enable", {"accountIds": [ACCOUNT], "resourceTypes": ["EC2"]}, "inspector2 disable", {"accountIds": [ACCOUNT], "resourceTypes": ["EC2"]}),
    ("config recorders", "config put_configuration_recorder", {"ConfigurationRecorder": {"name": "a", "roleARN": ROLE, "recordingGroup": EVERY}}, "config delete_configuration_recorder", {"ConfigurationRecorderName": "a"}),
    ("backup vaults", "backup create_backup_vault", {"BackupVaultName": "a"}, "backup delete_backup_vault", {"BackupVaultName": "a"}),
    ("backup plans", "backup create_backup_plan", {"BackupPlan": {"BackupPlanName": "a", "Rules": []}}, "backup delete_backup_plan", {"BackupPlanId": "@BackupPlanId"}),
    ("sns topics", "sns create_topic", NAMED, "sns delete_topic", {"TopicArn": "@TopicArn"}),
    ("events event_buses", "events put_rule", {"Name": "a", "ScheduleExpression": "rate(1 day)"}, "events delete_rule", NAMED),
    ("cloudwatch alarms", "cloudwatch put_metric_alarm", {"AlarmName": "a", "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1, "MetricName": "a", "Namespace": "a", "Period": 60, "Statistic": "Sum", "Threshold": 1}, "cloudwatch delete_alarms", {"AlarmNames": ["a"]}),
    ("dms endpoints", "dms create_endpoint", {"EndpointIdentifier": "a", "EndpointType": "target", "EngineName": "s3"}, "dms delete_endpoint", {"EndpointArn": "@Endpoint.EndpointArn"}),
    ("dms replication_subnet_groups", "dms create_replication_subnet_group", {"ReplicationSubnetGroupIdentifier": "a", "ReplicationSubnetGroupDescription": "a", "SubnetIds": "SUBNETS"}, "dms delete_replication_subnet_group", {"ReplicationSubnetGroupIdentifier": "a"}),
    ("firehose delivery_streams", "firehose create_delivery_stream", {"DeliveryStreamName": "a", "S3DestinationConfiguration": {"RoleARN": ROLE, "BucketARN": BUCKET}}, "firehose delete_delivery_stream", {"DeliveryStreamName": "a"}),
    ("glue databases", "glue create_database", {"DatabaseInput": NAMED}, "glue delete_database", NAMED),
    ("glue crawlers", "glue create_crawler", {"Name": "a", "Role": ROLE, "Targets": {}}, "glue delete_crawler", NAMED),
    ("glue security_configurations", "glue create_security_configuration", {"Name": "a", "EncryptionConfiguration": {}}, "glue delete_security_configuration", NAMED),
    ("lakeformation resources", "lakeformation register_resource", {"ResourceArn": BUCKET, "RoleArn": ROLE}, "lakeformation deregister_resource", {"ResourceArn": BUCKET}),
    ("athena work_groups", "athena create_work_group", NAMED, "athena delete_work_group", {"WorkGroup": "a"}),
    ("ram resource_shares", "ram create_resource_share", {"name": "a"}, "ram delete_resource_share", {"resourceShareArn": "@resourceShare.resourceShareArn"}),
)

LOG = {"logGroupName": "a", "filterName": "a"}
COUNT = [{"metricName": "a", "metricNamespace": "a", "metricValue": "1"}]
GROUP = {"AutoScalingGroupName": "a"}
GRANT = {"Principal": {"DataLakePrincipalIdentifier": ROLE}, "Resource": {"Database": {"Name": "a"}}, "Permissions": ["DESCRIBE"]}
ENCRYPTED = {"EncryptionAtRest": {"CatalogEncryptionMode": "SSE-KMS"}}
PASSWORDS = {"ConnectionPasswordEncryption": {"ReturnConnectionPasswordEncrypted": True}}
OFF = {"EncryptionAtRest": {"CatalogEncryptionMode": "DISABLED"}, "ConnectionPasswordEncryption": {"ReturnConnectionPasswordEncrypted": False}}
DEFAULTS: Json = {"CreateDatabaseDefaultPermissions": [], "CreateTableDefaultPermissions": []}
ADMIN = {"AccountId": ACCOUNT, "ServicePrincipal": "config.amazonaws.com"}
Step = tuple[str, Json]

CHAINS: tuple[tuple[str, list[Step], list[Step], list[Step]], ...] = (
    ("logs filters", [("logs create_log_group", {"logGroupName": "a"})],
     [("logs put_metric_filter", {**LOG, "filterPattern": "a", "metricTransformations": COUNT})], [("logs delete_metric_filter", LOG), ("logs delete_log_group", {"logGroupName": "a"})]),
    ("cloudtrail trails", [("s3 create_bucket", {"Bucket": "trails", "CreateBucketConfiguration": {"LocationConstraint": REGION}})],
     [("cloudtrail create_trail", {"Name": "abc", "S3BucketName": "trails"})], [("cloudtrail delete_trail", {"Name": "abc"}), ("s3 delete_bucket", {"Bucket": "trails"})]),
    ("autoscaling autoscaling_groups", [("autoscaling create_launch_configuration", {"LaunchConfigurationName": "a", "ImageId": "ami-1", "InstanceType": "m7g.large"})],
     [("autoscaling create_auto_scaling_group", {**GROUP, "MinSize": 0, "MaxSize": 0, "LaunchConfigurationName": "a", "AvailabilityZones": [f"{REGION}a"]})],
     [("autoscaling delete_auto_scaling_group", GROUP), ("autoscaling delete_launch_configuration", {"LaunchConfigurationName": "a"})]),
    ("lakeformation grants", [], [("lakeformation grant_permissions", GRANT)], [("lakeformation revoke_permissions", GRANT)]),
    ("lakeformation settings", [], [("lakeformation put_data_lake_settings", {"DataLakeSettings": DEFAULTS | {"DataLakeAdmins": [{"DataLakePrincipalIdentifier": ROLE}]}})],
     [("lakeformation put_data_lake_settings", {"DataLakeSettings": DEFAULTS})]),
    ("lakeformation settings", [], [("lakeformation put_data_lake_settings", {"DataLakeSettings": DEFAULTS | {"ReadOnlyAdmins": [{"DataLakePrincipalIdentifier": ROLE}]}})],
     [("lakeformation put_data_lake_settings", {"DataLakeSettings": DEFAULTS})]),
    *(("glue data_catalog_encryption_settings", [], [("glue put_data_catalog_encryption_settings", {"DataCatalogEncryptionSettings": OFF | one})], [("glue put_data_catalog_encryption_settings", {"DataCatalogEncryptionSettings": OFF})])
      for one in (ENCRYPTED, PASSWORDS)),
    ("organizations admins", [], [("organizations register_delegated_administrator", ADMIN)], [("organizations deregister_delegated_administrator", ADMIN)]),
    ("guardduty admin_account_ids", [], [("guardduty enable_organization_admin_account", {"AdminAccountId": ACCOUNT})], [("guardduty disable_organization_admin_account", {"AdminAccountId": ACCOUNT})]),
    ("inspector2 admin_accounts", [], [("inspector2 enable_delegated_admin_account", {"delegatedAdminAccountId": ACCOUNT})], [("inspector2 disable_delegated_admin_account", {"delegatedAdminAccountId": ACCOUNT})]),
    ("securityhub administrators", [], [("securityhub enable_organization_admin_account", {"AdminAccountId": ACCOUNT})], [("securityhub disable_organization_admin_account", {"AdminAccountId": ACCOUNT})]),
)
# fmt: on
"""What something else has to be there for, or is a setting: collection, before, made, ended."""

ORGANIZATION = frozenset({"organizations", "guardduty", "inspector2", "securityhub"})
"""Services whose administrator the management account names."""


@pytest.fixture(scope="module")
def aws() -> Iterator[Simulator]:
    with simulated_aws([ACCOUNT, MANAGEMENT], MANAGEMENT) as simulator:
        yield simulator


def _filled(value: object, answer: Json) -> object:
    if isinstance(value, list):
        return [_filled(each, answer) for each in value]
    return _found(answer, value[1:]) if isinstance(value, str) and value[:1] == "@" else value


def _found(answer: Json, path: str) -> object:
    found: Any = answer
    for part in path.split("."):
        found = found[int(part) if part.isdigit() else part]
    return found


@pytest.fixture(scope="module")
def network(aws: Simulator) -> Json:
    """What every account has."""
    subnets = call(aws, "ec2 describe_subnets", {})["Subnets"]
    return {"SUBNETS": [each["SubnetId"] for each in subnets], "VPC": subnets[0]["VpcId"]}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_is_made_is_left_until_it_is_ended(aws: Simulator, network: Json, row: Row) -> None:
    place, make, given, end, names = row
    before = aws.rest()
    known = {name: network.get(str(value), value) for name, value in given.items()}

    made = call(aws, make, known)

    assert [key for key in aws.rest().keys() - before.keys() if key.endswith(f" {place}")], aws.rest()
    call(aws, end, {name: _filled(value, made) for name, value in names.items()})
    assert aws.rest() == before


@pytest.mark.parametrize(("place", "before", "made", "ended"), CHAINS)
def test_what_is_made_of_something_else_is_left_until_it_is_ended(
    aws: Simulator, place: str, before: list[Step], made: list[Step], ended: list[Step]
) -> None:
    account = MANAGEMENT if place.split(maxsplit=1)[0] in ORGANIZATION else ACCOUNT
    untouched = aws.rest()
    for step in before:
        call(aws, *step, account)
    rest = aws.rest()
    for step in made:
        call(aws, *step, account)
    assert [key for key in aws.rest().keys() - rest.keys() if key.endswith(f" {place}")], aws.rest()
    for step in ended:
        call(aws, *step, account)
    assert aws.rest() == untouched


def test_a_key_whose_end_was_called_off_is_left(aws: Simulator) -> None:
    key = {"KeyId": call(aws, "kms create_key", {})["KeyMetadata"]["KeyId"]}
    call(aws, "kms schedule_key_deletion", key)
    assert aws.rest() == {}
    call(aws, "kms cancel_key_deletion", key)
    assert aws.rest() == {f"{ACCOUNT} {REGION} kms keys": 1}
    call(aws, "kms schedule_key_deletion", key)


def test_a_restored_secret_is_left(aws: Simulator) -> None:
    call(aws, "secretsmanager create_secret", {"Name": "b", "SecretString": "b"})
    call(aws, "secretsmanager delete_secret", {"SecretId": "b"})
    assert aws.rest() == {}
    call(aws, "secretsmanager restore_secret", {"SecretId": "b"})
    assert aws.rest() == {f"{ACCOUNT} {REGION} secretsmanager secrets": 1}
    call(aws, "secretsmanager delete_secret", {"SecretId": "b"})


def test_what_aws_brings_itself_is_not_left(aws: Simulator) -> None:
    """Sessions, public parameters, the key of disks for which nobody has named another one."""
    disk = {"AvailabilityZone": f"{REGION}a", "Size": 1, "Encrypted": True}
    volume = call(aws, "ec2 create_volume", disk)["VolumeId"]
    call(aws, "ec2 delete_volume", {"VolumeId": volume})
    call(aws, "sts assume_role", {"RoleArn": ROLE, "RoleSessionName": "ab"})
    call(
        aws,
        "ssm get_parameters_by_path",
        {"Path": "/aws/service/ami-amazon-linux-latest", "Recursive": True},
    )
    assert aws.rest() == {}


def test_only_the_last_snapshot_of_a_cluster_is_no_leftover(aws: Simulator) -> None:
    """Those that AWS takes go with the cluster, the last one is kept on purpose, others are somebody's."""
    cluster = {"DBClusterIdentifier": "b"}
    new = {"Engine": "aurora-postgresql", "MasterUsername": "a", "MasterUserPassword": "abcdefghij"}
    call(aws, "rds create_db_cluster", cluster | new)
    call(aws, "rds create_db_cluster_snapshot", cluster | {"DBClusterSnapshotIdentifier": "b-other"})
    call(aws, "rds delete_db_cluster", cluster | {"FinalDBSnapshotIdentifier": "b-final"})
    assert aws.rest() == {f"{ACCOUNT} {REGION} rds cluster_snapshots": 1}
    call(aws, "rds delete_db_cluster_snapshot", {"DBClusterSnapshotIdentifier": "b-other"})
    assert aws.rest() == {}


def test_what_another_account_holds_is_left(aws: Simulator) -> None:
    """A provider with wrong keys would make things where nobody looks."""
    call(aws, "sns create_topic", {"Name": "a"}, "333333333333")
    assert aws.rest() == {f"333333333333 {REGION} sns topics": 1}
    call(aws, "sns delete_topic", {"TopicArn": f"arn:aws:sns:{REGION}:333333333333:a"}, "333333333333")


def test_what_is_shown_as_deleted_and_what_belongs_to_it_is_not_left() -> None:
    """Every one counts, also in collections by VPC or zone."""
    gone, there = SimpleNamespace(state="deleted"), SimpleNamespace(state="available")
    backend = SimpleNamespace(
        vpcs={"vpc-1": there, "vpc-2": gone},
        network_acls={
            "a": SimpleNamespace(vpc_id="vpc-1"),
            "b": SimpleNamespace(vpc_id="vpc-2"),
            "c": SimpleNamespace(vpc_id="vpc-3"),
        },
        groups={"vpc-1": {}, "vpc-2": {"sg-1": gone}, "vpc-3": {"sg-2": there, "sg-3": there}},
    )
    assert +held(backend) == {"vpcs": 1, "network_acls": 1, "groups": 2}


def test_what_is_empty_or_about_to_go_is_not_left() -> None:
    """A reservation of nothing but terminated instances, their interfaces, a plan with a day of deletion."""
    running, over = (SimpleNamespace(_state=SimpleNamespace(name=n)) for n in ("running", "terminated"))
    container = type("Reservation", (), {})
    full, empty = container(), container()
    full.instances, empty.instances = [over, running], [over]
    backend = SimpleNamespace(
        reservations=[full, empty],
        enis=[SimpleNamespace(instance=each) for each in (running, over, None)],
        plans=[SimpleNamespace(deletion_date=each) for each in (None, 1.5)],
    )
    assert held(backend) == {"reservations": 1, "enis": 2, "plans": 1}


def test_switches_settings_and_records_count_and_numbers_do_not() -> None:
    rules = [{"type": "ENHANCED", "filters": []}]
    backend = SimpleNamespace(
        on=True, off=False, policy="{}", none=None, ever=7, scanning={"type": "BASIC", "rules": rules}
    )
    assert +held(backend) == {"on": 1, "policy": 1, "scanning": 2}


def test_no_collection_of_resources_is_passed_over() -> None:
    """What is passed over would hide whatever nobody deletes."""
    places = {row[0] for row in (*ROWS, *CHAINS)}
    assert {f"{service} {name}" for service, name, _ in KEPT}.isdisjoint(places)
    assert all(len(why) > 7 for _, _, why in KEPT)
