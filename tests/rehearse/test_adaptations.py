"""What the simulator was taught holds mistakes of a stack as AWS would."""

from collections.abc import Iterator

import pytest

from tests.rehearse.clients import ACCOUNT, MANAGEMENT, REGION, Json, call
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
