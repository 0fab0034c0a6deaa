"""Settings of the brokers, as the vendor's installation expects them (vendor contract)."""

from modules.model.brokers import BROKERS, Acl

KIBIBYTE = 1024
DAY = 24 * 60
"""Minutes."""

LARGEST_MESSAGE = 4096 * KIBIBYTE
FETCH = 5120 * KIBIBYTE
"""More than the largest message, so that every message can be copied to the other brokers."""

IN_SYNC = 2
"""Brokers that hold a message before it counts as written: one zone may be away."""


def server_properties(acl: Acl) -> str:
    """One line each, sorted. MSK takes no `super.users`; its brokers are super users among themselves."""
    settings = {
        "allow.everyone.if.no.acl.found": "true" if acl is Acl.VENDOR else "false",
        "auto.create.topics.enable": "false",
        "default.replication.factor": BROKERS,
        "delete.topic.enable": "true",
        "log.message.timestamp.type": "CreateTime",
        "message.max.bytes": LARGEST_MESSAGE,
        "min.insync.replicas": IN_SYNC,
        "offsets.retention.minutes": 14 * DAY,
        "replica.fetch.max.bytes": FETCH,
        "unclean.leader.election.enable": "false",
    }
    return "".join(f"{key}={value}\n" for key, value in sorted(settings.items()))
