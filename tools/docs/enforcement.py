"""What in the JSON enforces a flow: rules that name it, ACL entries, and policies that allow its calls."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property

from modules.model.environment import Environment
from modules.model.flow import AwsApi, Flow, Session
from modules.model.links import ALL, Link, links
from modules.model.parties import Party, Tier, Zone
from modules.model.paths import entries
from tests.policy.facts import REFERENCE
from tools.docs.elements import Element, Json, elements

PARTY_STACKS = (
    ((Party.JUMPHOST_SHARED,), "shared-jumphost"),
    ((Party.JUMPHOST_TM,), "tm-jumphost"),
    ((Party.EKS_TM,), "tm-eks tm-addons tm-mesh tm-cicd"),
    ((Party.OBSERVABILITY,), "tm-observability"),
    ((Party.INSTALLER,), "tm-secrets tm-vault"),
    ((Party.EKS_APPS,), "apps-*-eks"),
    ((Party.LAKE_INGEST, Party.DATA_LAKE), "lake-*"),
    ((Party.SPACELIFT_WORKERS,), "shared-workers"),
)
"""In which stacks the roles of a party are."""

IAM = ("aws_iam_role_policy", "aws_iam_policy", "aws_ssoadmin_permission_set_inline_policy")
OWN_ACCOUNT = (Zone.TM, Zone.SHARED, Zone.NETWORK, Zone.APPS, Zone.LAKE)


@dataclass(frozen=True)
class Enforcement:
    """Read once per environment."""

    environment: Environment
    stacks: dict[str, Json]
    beside: dict[str, Json] = field(default_factory=dict)
    """Roots that no stack of the platform is: what makes the stacks themselves."""

    @cached_property
    def parts(self) -> tuple[Element, ...]:
        """Every element of the JSON."""
        return elements(self.stacks | self.beside)

    @property
    def names(self) -> frozenset[str]:
        """Stacks, and what stands beside them."""
        return frozenset(self.stacks | self.beside)

    @cached_property
    def _links(self) -> tuple[Link, ...]:
        return links(self.environment)

    @cached_property
    def _entries(self) -> dict[str, tuple[Element, ...]]:
        """ACL entries by label of the flow that needs them."""
        by_address = {
            (part.stack, part.name): part for part in self.parts if part.kind == "aws_network_acl_rule"
        }
        found: dict[str, set[Element]] = {}
        for vpc in self.environment.estate:
            for tier in Tier:
                for entry, labels in entries(self._links, (vpc.name, tier)).items():
                    low, high = entry.ports
                    port = "all" if entry.protocol == ALL else f"{low}" if low == high else "return"
                    side = "from" if entry.ingress else "to"
                    key = (f"{vpc.name}-vpc", f"vpc_acl_{tier}-{side}-{entry.peer}-{port}")
                    for label in labels if key in by_address else ():
                        found.setdefault(label, set()).add(by_address[key])
        return {label: tuple(sorted(held)) for label, held in found.items()}

    def named(self, flow: Flow) -> tuple[Element, ...]:
        """Rules, policies and objects that name the row."""
        return tuple(part for part in self.parts if flow.row in part.rows)

    def entries(self, flow: Flow) -> tuple[Element, ...]:
        """Entries of network ACLs that the row needs."""
        return self._entries.get(flow.label, ())

    def policies(self, flow: Flow) -> tuple[Element, ...]:
        """IAM policies of the caller that allow at least half of the row: less is another row's."""
        if not isinstance(flow.over, AwsApi | Session):
            return ()
        actions = flow.over.actions
        return tuple(
            part
            for part in self.parts
            if part.kind in IAM and _is_of(part, flow) and 2 * self._allows(part, actions) >= len(actions)
        )

    def endpoints(self, flow: Flow) -> tuple[Element, ...]:
        """VPC endpoints whose policies name a call of the row."""
        if not isinstance(flow.over, AwsApi) or flow.opener.tier is None:
            return ()
        vpcs = {f"{vpc.name}-vpc" for vpc in self.environment.estate if vpc.zone is flow.opener.zone}
        return tuple(
            part
            for part in self.parts
            if part.kind == "aws_vpc_endpoint"
            and part.stack in vpcs
            and self._allows(part, flow.over.actions)
        )

    def everything(self, flow: Flow) -> frozenset[Element]:
        """All of it together."""
        held = (self.named(flow), self.entries(flow), self.policies(flow), self.endpoints(flow))
        return frozenset(part for each in held for part in each)

    def _allows(self, part: Element, actions: Iterable[str]) -> int:
        """How many of the actions a policy allows; those that it allows of everything count for nothing."""
        document = (self.stacks | self.beside)[part.stack]
        made = document["resource"][part.kind][part.name]
        found = REFERENCE.fullmatch(made.get("policy", made.get("inline_policy", "")))
        held = document.get("data", {}).get("aws_iam_policy_document", {})
        allowed = [
            pattern
            for statement in (held[found[2]]["statement"] if found and found[2] in held else ())
            if statement.get("effect", "Allow") == "Allow"
            for pattern in statement.get("actions", ())
            if pattern != "*"
        ]
        return sum(any(fnmatchcase(action, pattern) for pattern in allowed) for action in actions)


def _is_of(part: Element, flow: Flow) -> bool:
    """Whether a policy is one of the caller's roles; people call in the account of what they call."""
    if flow.source.zone is Zone.PEOPLE:
        account = flow.target.zone.value if flow.target.zone in OWN_ACCOUNT else ""
        personal = part.kind != "aws_iam_policy" and flow.source.value in part.name
        return personal and part.stack.startswith(f"access-{account}")
    own = [held for parties, held in PARTY_STACKS if flow.opener in parties]
    patterns = (own or [held for parties, held in PARTY_STACKS if flow.opener.home in parties] or [""])[
        0
    ].split()
    return any(fnmatchcase(part.stack, pattern) for pattern in patterns)
