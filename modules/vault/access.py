"""Which topics an application may use: an intent, which the vendor's own job or a person carries out (13.1, CX-24).

Terraform cannot: lists are set through the brokers' protocol, which no run reaches.
"""

import json
from dataclasses import asdict, dataclass

from modules.kit.chart import Manifest

KAFKA_ACCESS = "kafka-access"
TOPIC, GROUP = ("Describe", "Read", "Write"), ("Describe", "Read")


@dataclass(frozen=True, slots=True)
class Grant:
    """Operations of a user on everything whose name begins with `prefix`."""

    principal: str
    resource: str
    prefix: str
    operations: tuple[str, ...]


def grants(accounts: tuple[str, ...]) -> tuple[Grant, ...]:
    """A user owns the topics and groups that begin with its name, and no others."""
    return tuple(
        Grant(f"User:{name}", resource, f"{name}.", operations)
        for name in accounts
        for resource, operations in (("topic", TOPIC), ("group", GROUP))
    )


def intent(namespace: str, accounts: tuple[str, ...]) -> Manifest:
    """As a JSON document that a job reads."""
    text = json.dumps([asdict(each) for each in grants(accounts)], sort_keys=True)
    return Manifest(
        api_version="v1",
        kind="ConfigMap",
        name=KAFKA_ACCESS,
        namespace=namespace,
        body={"data": {"grants.json": text}},
    )
