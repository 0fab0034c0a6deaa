"""Operations of MSK that moto lacks: settings of brokers, their addresses, users, and a later change of access."""

from typing import Any
from uuid import uuid4

from tools.rehearse.answers import Answer, Asked, Json, Missing, Shelves

NOW = "2026-01-01T00:00:00Z"


def _configuration_put(shelves: Shelves, asked: Asked) -> Json:
    account, region = asked.place.split()
    arn = f"arn:aws:kafka:{region}:{account}:configuration/{asked.body['name']}/{uuid4()}-1"
    revision = {"creationTime": NOW, "revision": 1, "description": asked.body.get("description")}
    made = asked.body | {"arn": arn, "creationTime": NOW, "latestRevision": revision, "state": "ACTIVE"}
    return shelves.put("msk-configuration", asked.place, arn, made)


def _configuration_get(shelves: Shelves, asked: Asked) -> Json:
    if not (found := shelves.things.get(("msk-configuration", asked.place, asked.path[0]))):
        raise Missing("BadRequestException", "Configuration ARN does not exist.")
    return found


def _revision_get(shelves: Shelves, asked: Asked) -> Json:
    made = _configuration_get(shelves, asked)
    return {
        "arn": made["arn"],
        "creationTime": NOW,
        "description": made.get("description"),
        "revision": 1,
        "serverProperties": made["serverProperties"],
    }


def _configuration_delete(shelves: Shelves, asked: Asked) -> Json:
    _configuration_get(shelves, asked)
    shelves.drop("msk-configuration", asked.place, asked.path[0])
    return {"state": "DELETING", "arn": asked.path[0]}


PLAIN, TLS = frozenset({"PLAINTEXT", "TLS_PLAINTEXT"}), frozenset({"TLS", "TLS_PLAINTEXT"})
"""Between clients and brokers."""


def _addresses(_shelves: Shelves, asked: Asked) -> Json:
    """Three of each kind by which the cluster lets clients in, as one over three zones has them."""
    cluster = _cluster(asked)
    clients = cluster.client_authentication or {"unauthenticated": {"enabled": True}}
    between = ((cluster.encryption_info or {}).get("encryptionInTransit") or {}).get("clientBroker", "TLS")
    sasl = clients.get("sasl") or {}
    anybody, certificates, scram, iam = (
        bool((way or {}).get("enabled"))
        for way in (clients.get("unauthenticated"), clients.get("tls"), sasl.get("scram"), sasl.get("iam"))
    )
    kinds = (
        ("", 9092, anybody and between in PLAIN),
        ("Tls", 9094, (anybody or certificates) and between in TLS),
        ("SaslScram", 9096, scram and between in TLS),
        ("SaslIam", 9098, iam and between in TLS),
    )
    region = asked.place.split()[1]
    return {
        f"bootstrapBrokerString{kind}": ",".join(
            f"b-{number}.rehearsal.kafka.{region}.amazonaws.com:{port}" for number in (1, 2, 3)
        )
        for kind, port, there in kinds
        if there
    }


def _scram_put(shelves: Shelves, asked: Asked) -> Json:
    for secret in asked.body["secretArnList"]:
        shelves.put(f"scram {asked.path[0]}", asked.place, secret, {"arn": secret})
    return {"clusterArn": asked.path[0], "unprocessedScramSecrets": []}


def _scram_get(shelves: Shelves, asked: Asked) -> Json:
    return {"secretArnList": [each["arn"] for each in shelves.all(f"scram {asked.path[0]}", asked.place)]}


def _scram_delete(shelves: Shelves, asked: Asked) -> Json:
    kind, strange = f"scram {asked.path[0]}", []
    for secret in asked.body["secretArnList"]:
        if (kind, asked.place, secret) in shelves.things:
            shelves.drop(kind, asked.place, secret)
        else:
            said = "The provided secret ARN isn't associated with the cluster."
            strange.append({"secretArn": secret, "errorCode": "InvalidSecretArn", "errorMessage": said})
    return {"clusterArn": asked.path[0], "unprocessedScramSecrets": strange}


def _cluster(asked: Asked) -> Any:  # noqa: ANN401 -- moto's
    from moto.kafka.models import kafka_backends  # noqa: PLC0415

    account, region = asked.place.split()
    return kafka_backends[account][region].clusters[asked.path[0]]


def _access_put(_shelves: Shelves, asked: Asked) -> Json:
    """Done at once: whoever asks for the operation hears that it is over."""
    cluster = _cluster(asked)
    closed = {"publicAccess": {"type": "DISABLED"}}
    cluster.broker_node_group_info["connectivityInfo"] = closed | asked.body["connectivityInfo"]
    return {
        "clusterArn": cluster.arn,
        "clusterOperationArn": cluster.arn.replace(":cluster/", ":cluster-operation/"),
    }


def _operation_get(_shelves: Shelves, asked: Asked) -> Json:
    over = {
        "clusterOperationArn": asked.path[0],
        "operationState": "UPDATE_COMPLETE",
        "operationType": "UPDATE",
    }
    return {"clusterOperationInfo": over}


def _target_put(shelves: Shelves, asked: Asked) -> None:
    """The rest is moto's."""
    if "Tags" in asked.body:
        shelves.put("scaling-tags", asked.place, asked.body["ResourceId"], asked.body["Tags"])


def _target_delete(shelves: Shelves, asked: Asked) -> None:
    """The same."""
    shelves.drop("scaling-tags", asked.place, asked.body["ResourceId"])


def _target_tags(shelves: Shelves, asked: Asked) -> Json:
    from moto.applicationautoscaling.models import applicationautoscaling_backends  # noqa: PLC0415

    account, region = asked.place.split()
    targets = applicationautoscaling_backends[account][region].targets.values()
    [name] = [n for held in targets for n, each in held.items() if each.arn == asked.body["ResourceARN"]]
    return {"Tags": shelves.things.get(("scaling-tags", asked.place, name), {})}


_SETTINGS = "the brokers' settings are a resource of their own"
_USERS = "users of Kafka are secrets that a cluster knows"
_ACCESS = "who may connect is set after a cluster was made"

_GROWTH = "disks of brokers grow by a scaling target, whose tags moto forgets"
_SCALING = "application-autoscaling"

BROKERS: tuple[Answer, ...] = (
    Answer("kafka", "POST /v1/configurations", _SETTINGS, _configuration_put),
    Answer("kafka", "GET /v1/configurations/([^/]+)", _SETTINGS, _configuration_get),
    Answer("kafka", "GET /v1/configurations/([^/]+)/revisions/1", _SETTINGS, _revision_get),
    Answer("kafka", "DELETE /v1/configurations/([^/]+)", _SETTINGS, _configuration_delete),
    Answer("kafka", "GET /v1/clusters/([^/]+)/bootstrap-brokers", "clients are told of them", _addresses),
    Answer("kafka", "POST /v1/clusters/([^/]+)/scram-secrets", _USERS, _scram_put),
    Answer("kafka", "GET /v1/clusters/([^/]+)/scram-secrets", _USERS, _scram_get),
    Answer("kafka", "PATCH /v1/clusters/([^/]+)/scram-secrets", _USERS, _scram_delete),
    Answer("kafka", "PUT /v1/clusters/([^/]+)/connectivity", _ACCESS, _access_put),
    Answer("kafka", "GET (?:/api)?/v[12]/operations/([^/]+)", _ACCESS, _operation_get),
    Answer(_SCALING, "RegisterScalableTarget", _GROWTH, _target_put),
    Answer(_SCALING, "DeregisterScalableTarget", _GROWTH, _target_delete),
    Answer(_SCALING, "ListTagsForResource", _GROWTH, _target_tags),
)
"""Rows of `missing.py`."""
