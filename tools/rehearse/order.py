"""What has to be there before a stack although no value of it says so: the reasons for edges that are order alone.

Spacelift would find out by a run that fails; the simulator and the stand-ins lack what would make it fail.
"""

import json
from collections.abc import Iterator

from tools.rehearse.estate import Estate, Json, Stack

AFTER = (
    ("aws_securityhub_organization_admin_account", "aws_securityhub_account"),
    ("aws_securityhub_organization_configuration", "aws_securityhub_organization_admin_account"),
    ("aws_guardduty_organization_configuration", "aws_guardduty_organization_admin_account"),
    ("aws_inspector2_organization_configuration", "aws_inspector2_delegated_admin_account"),
    ("aws_config_configuration_aggregator", "aws_organizations_delegated_administrator"),
)
"""Type that AWS refuses before the other one is there (CX-27): the delegated account acts once it is delegated."""

WORKERS = "aws_autoscaling_group"
"""What runs stacks that need a private worker."""


def out_of_order(estate: Estate, stack: Stack) -> list[str]:
    """A sentence for each thing that the stack needs and that no stack before it makes, though some stack does."""
    before = estate.before(stack.name) | {stack.name}
    found = []
    for what, why in _wants(stack):
        makers = sorted(name for name, each in estate.stacks.items() if what in _makes(each))
        if makers and not before & set(makers):
            found.append(f"{stack.name} does not wait for {' or '.join(makers)}, {why}")
    return found


def _wants(stack: Stack) -> Iterator[tuple[str, str]]:
    kinds = stack.document.get("resource", {})
    for kind, first in AFTER:
        if kind in kinds:
            yield first, f"whose {first} its {kind} needs"
    if stack.private:
        yield WORKERS, "on whose workers it runs"
    for space in sorted({each["namespace"] for each in kinds.get("helm_release", {}).values()}):
        yield f"namespace {space}", f"which makes its namespace {space}"


def _makes(stack: Stack) -> set[str]:
    kinds: Json = stack.document.get("resource", {})
    texts = [text for each in kinds.get("helm_release", {}).values() for text in each.get("values", ())]
    return {*kinds} | {
        f"namespace {each['metadata']['name']}"
        for text in texts
        for each in _objects(text)
        if each.get("kind") == "Namespace"
    }


def _objects(text: str) -> list[Json]:
    try:
        found = json.loads(text)
    except ValueError:
        return []
    objects: list[Json] = found.get("objects", []) if isinstance(found, dict) else []
    return objects
