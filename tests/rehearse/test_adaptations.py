"""What the simulator was taught holds mistakes of a stack as AWS would."""

import json
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from tests.rehearse.clients import ACCOUNT, MANAGEMENT, REGION, Json, call
from tools.rehearse.answers import SETTINGS, Missing, Shelves
from tools.rehearse.delivery import SERVICE, denied
from tools.rehearse.simulator import Simulator, simulated_aws


@pytest.fixture(scope="module")
def aws() -> Iterator[Simulator]:
    with simulated_aws([ACCOUNT, MANAGEMENT], MANAGEMENT) as simulator:
        yield simulator


SCRAM, IAM = {"scram": {"enabled": True}}, {"iam": {"enabled": True}}
CLOSED = {"unauthenticated": {"enabled": False}}


@pytest.mark.parametrize(
    ("clients", "between", "kinds"),
    [
        ({"sasl": SCRAM | IAM, **CLOSED}, "TLS", {"SaslScram", "SaslIam"}),
        ({"sasl": SCRAM | {"iam": {"enabled": False}}, **CLOSED}, "TLS", {"SaslScram"}),
        ({"sasl": IAM}, "TLS_PLAINTEXT", {"SaslIam"}),
        ({"tls": {"enabled": True}, **CLOSED}, "TLS", {"Tls"}),
        ({"unauthenticated": {"enabled": True}}, "TLS_PLAINTEXT", {"", "Tls"}),
        ({"unauthenticated": {"enabled": True}}, "PLAINTEXT", {""}),
        (None, "TLS", {"Tls"}),
    ],
)
def test_brokers_have_addresses_for_the_ways_in_that_are_open(
    aws: Simulator, clients: Json | None, between: str, kinds: set[str]
) -> None:
    cluster = {
        "ClusterName": "a",
        "KafkaVersion": "3.9.x",
        "NumberOfBrokerNodes": 3,
        "BrokerNodeGroupInfo": {"ClientSubnets": ["subnet-1"], "InstanceType": "kafka.m7g.large"},
        "EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": between}},
    }
    given = {"ClientAuthentication": _capital(clients)} if clients else {}
    arn = call(aws, "kafka create_cluster", cluster | given)["ClusterArn"]

    found = call(aws, "kafka get_bootstrap_brokers", {"ClusterArn": arn})

    assert found.keys() - {"ResponseMetadata"} == {f"BootstrapBrokerString{kind}" for kind in kinds}
    call(aws, "kafka delete_cluster", {"ClusterArn": arn})


def _capital(clients: Json) -> Json:
    """Keys as the SDK for Python takes them."""
    return {
        key[0].upper() + key[1:]: _capital(value) if isinstance(value, dict) else value
        for key, value in clients.items()
    }


def test_a_user_that_a_cluster_does_not_know_cannot_leave_it(aws: Simulator) -> None:
    names = {"ClusterArn": f"arn:aws:kafka:{REGION}:{ACCOUNT}:cluster/a/1", "SecretArnList": ["arn:aws:a"]}
    call(aws, "kafka batch_associate_scram_secret", names)
    gone = call(aws, "kafka batch_disassociate_scram_secret", names)
    again = call(aws, "kafka batch_disassociate_scram_secret", names)
    assert gone["UnprocessedScramSecrets"] == []
    assert [each["SecretArn"] for each in again["UnprocessedScramSecrets"]] == ["arn:aws:a"]


TLS_ONLY = {"Bool": {"aws:SecureTransport": "false"}}
LOGS = "arn:aws:s3:::logs/*"


def _deny(**parts: object) -> Json:
    return {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": LOGS} | parts


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (_deny(), True),
        (_deny(Condition=TLS_ONLY), False),
        (_deny(Condition={"Bool": {"aws:SecureTransport": ["true"]}}), True),
        (_deny(Condition=TLS_ONLY | {"StringNotEquals": {"aws:PrincipalServiceName": "a"}}), False),
        (_deny(Condition={"StringNotEquals": {"aws:PrincipalServiceName": [SERVICE]}}), False),
        (_deny(Condition={"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}), False),
        (_deny(Condition={"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}), True),
        (_deny(Condition={"NumericLessThan": {"s3:TlsVersion": "1.2"}}), True),
        (_deny(Effect="Allow"), False),
        (_deny(Action=["S3:putobject"]), True),
        (_deny(Action="s3:GetObject"), False),
        (_deny(Resource="arn:aws:s3:::logs"), False),
        (_deny(Resource=["arn:aws:s3:::logs/other/*"]), False),
        (_deny(Resource="arn:aws:s3:::logs/raw/*"), True),
        (_deny(Principal={"AWS": "*"}), True),
        (_deny(Principal={"Service": [SERVICE]}), True),
        (_deny(Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:root"}), False),
        (
            {"Effect": "Deny", "NotPrincipal": {"AWS": ["a"]}, "NotAction": "s3:GetObject", "Resource": LOGS},
            True,
        ),
        ({"Effect": "Deny", "NotPrincipal": {"Service": SERVICE}, "Action": "s3:*", "Resource": LOGS}, False),
        ({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "NotResource": LOGS}, False),
    ],
)
def test_only_what_meets_the_delivery_of_logs_denies_it(statement: Json, *, expected: bool) -> None:
    assert denied({"Statement": [statement]}, "logs", "aws", "raw/") is expected


def test_logs_are_not_delivered_where_everybody_is_denied(aws: Simulator) -> None:
    place = {"CreateBucketConfiguration": {"LocationConstraint": REGION}}
    for name in ("logs", "data"):
        call(aws, "s3 create_bucket", {"Bucket": name, **place})
    allow = {"Effect": "Allow", "Principal": {"Service": SERVICE}, "Action": "s3:PutObject", "Resource": LOGS}
    logging = {"LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": "data/"}}

    for statement in (_deny(Condition=TLS_ONLY), _deny()):
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement, allow]})
        call(aws, "s3 put_bucket_policy", {"Bucket": "logs", "Policy": policy})
        if "Condition" in statement:
            call(aws, "s3 put_bucket_logging", {"Bucket": "data", "BucketLoggingStatus": logging})
        else:
            with pytest.raises(ClientError, match="permissions to the logging service"):
                call(aws, "s3 put_bucket_logging", {"Bucket": "data", "BucketLoggingStatus": logging})


@pytest.mark.parametrize("association", ["enable", "disable"])
@pytest.mark.parametrize("propagation", ["enable", "disable"])
def test_an_attachment_is_in_the_default_table_if_the_gateway_says_so(
    aws: Simulator, association: str, propagation: str
) -> None:
    """Of another account's VPC only when its owner has accepted it."""
    options = {"DefaultRouteTableAssociation": association, "DefaultRouteTablePropagation": propagation}
    made = call(aws, "ec2 create_transit_gateway", {"Options": options})["TransitGateway"]
    gateway, table = made["TransitGatewayId"], made["Options"]["AssociationDefaultRouteTableId"]
    shared = call(aws, "ram create_resource_share", {"name": "a"})["resourceShare"]["resourceShareArn"]
    share = {
        "resourceShareArn": shared,
        "resourceArns": [made["TransitGatewayArn"]],
        "principals": [MANAGEMENT],
    }
    call(aws, "ram associate_resource_share", share)
    expected = [association == "enable", propagation == "enable"]

    assert _routes(aws, table, _attach(aws, gateway, ACCOUNT)) == expected
    foreign = _attach(aws, gateway, MANAGEMENT)
    assert _routes(aws, table, foreign) == [False, False]
    call(aws, "ec2 accept_transit_gateway_vpc_attachment", {"TransitGatewayAttachmentId": foreign})
    assert _routes(aws, table, foreign) == expected


def _attach(aws: Simulator, gateway: str, account: str) -> str:
    subnet = call(aws, "ec2 describe_subnets", {}, account)["Subnets"][0]
    names = {"TransitGatewayId": gateway, "VpcId": subnet["VpcId"], "SubnetIds": [subnet["SubnetId"]]}
    answer = call(aws, "ec2 create_transit_gateway_vpc_attachment", names, account)
    name: str = answer["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
    return name


def _routes(aws: Simulator, table: str, attachment: str) -> list[bool]:
    """Whether it is associated with the table, and propagates to it."""
    name = {"TransitGatewayRouteTableId": table}
    associated = call(aws, "ec2 get_transit_gateway_route_table_associations", name)["Associations"]
    known = call(aws, "ec2 get_transit_gateway_route_table_propagations", name)
    return [
        attachment in [each["TransitGatewayAttachmentId"] for each in found]
        for found in (associated, known["TransitGatewayRouteTablePropagations"])
    ]


@pytest.mark.parametrize(
    ("operation", "given", "code"),
    [
        ("ecr delete_pull_through_cache_rule", {"ecrRepositoryPrefix": "ab"}, "PullThroughCacheRuleNotFound"),
        ("ecr delete_repository_creation_template", {"prefix": "ab"}, "TemplateNotFound"),
        ("eks delete_addon", {"clusterName": "a", "addonName": "a"}, "ResourceNotFound"),
        ("ssm delete_association", {"AssociationId": "a" * 36}, "AssociationDoesNotExist"),
        ("route53resolver delete_firewall_domain_list", {"FirewallDomainListId": "a"}, "ResourceNotFound"),
        ("kafka delete_configuration", {"Arn": "a"}, "BadRequest"),
    ],
)
def test_nothing_is_deleted_that_is_not_there(aws: Simulator, operation: str, given: Json, code: str) -> None:
    with pytest.raises(ClientError) as caught:
        call(aws, operation, given)
    assert caught.value.response["Error"]["Code"].startswith(code)


def test_what_ends_with_something_else_need_not_have_been_there() -> None:
    shelves = Shelves()
    assert [shelves.drop(kind, "place", "name") for kind in SETTINGS] == [{}] * len(SETTINGS)
    with pytest.raises(Missing):
        shelves.drop("anything", "place", "name")
    shelves.put("anything", "place", "name", {"a": 1})
    assert shelves.drop("anything", "place", "name") == {"a": 1}
