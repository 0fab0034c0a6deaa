"""From links to the rules of security groups: pure, so that it can be tested without CDKTF."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from modules.model.links import ALL, End, Link
from modules.model.parties import PUBLIC_CLIENTS, Party

BY_PREFIX_LIST = (*PUBLIC_CLIENTS, Party.S3_GATEWAY)
LONGEST_DESCRIPTION = 255


class Side(StrEnum):
    """Which of the two rules of a link."""

    INGRESS = "ingress"
    EGRESS = "egress"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the group of `own`; exactly one of group, prefix_list and cidr is not empty."""

    key: str
    side: Side
    own: str
    group: str
    prefix_list: str
    cidr: str
    protocol: str
    ports: tuple[int, int]
    description: str


def rules(vpc: str, links: tuple[Link, ...]) -> list[Rule]:
    """Both sides of every link that touch this VPC.

    AWS refuses two rules with the same peer and port in a group, so such links share one.
    """
    found: dict[Rule, tuple[str, list[str]]] = {}
    for link in links:
        for side, own, peer in (
            (Side.EGRESS, link.opener, link.listener),
            (Side.INGRESS, link.listener, link.opener),
        ):
            if own.vpc != vpc:
                continue
            effect = _effect(side, own, peer, link)
            word = "to" if side is Side.EGRESS else "from"
            port = "all" if link.protocol == ALL else str(link.ports[0])
            key = f"{own.party}-{word}-{effect.group or effect.prefix_list or _range(peer)}-{port}"
            found.setdefault(effect, (key, []))[1].extend(link.labels)
    return [replace(rule, key=key, description=describe(labels)) for rule, (key, labels) in found.items()]


def _range(peer: End) -> str:
    """A rule by address is named after the range, which several parties may share."""
    return f"{peer.vpc}-{peer.tier}" if peer.vpc else peer.name


def _effect(side: Side, own: End, peer: End, link: Link) -> Rule:
    group = peer.party.value if peer.vpc == own.vpc else ""
    prefix_list = peer.party.value if peer.party in BY_PREFIX_LIST else ""
    return Rule(
        key="",
        side=side,
        own=own.party.value,
        group=group,
        prefix_list=prefix_list,
        cidr="" if group or prefix_list else str(peer.cidr),
        protocol=link.protocol,
        ports=link.ports,
        description="",
    )


def describe(labels: Iterable[str]) -> str:
    """`arrow 13.1`, or `arrows 5.2 images, 15.3`: from the AWS console back to the document."""
    unique = dict.fromkeys(label.removeprefix("arrow ") for label in labels)
    text = f"arrow{'s' * (len(unique) > 1)} {', '.join(unique)}"
    if len(text) > LONGEST_DESCRIPTION:
        message = f"a rule's description holds {LONGEST_DESCRIPTION} characters, this has more: {text}"
        raise ValueError(message)
    return text
