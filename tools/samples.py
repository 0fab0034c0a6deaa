"""Typed sample values for the variables of a stack: what its producers would have handed over.

A sample follows from the producer's output expression, so that a plan meets an id where it expects one.
"""

import hashlib
import re
from typing import Any

Json = dict[str, Any]

EXPRESSION = re.compile(r"\$\{(?:data\.)?(aws_[a-z0-9_]+)\.[A-Za-z0-9_-]+\.([a-z0-9_]+)\}")

ID_PREFIX = (
    ("aws_ec2_managed_prefix_list", "pl"),
    ("aws_ec2_transit_gateway", "tgw"),
    ("aws_ec2_transit_gateway_route_table", "tgw-rtb"),
    ("aws_instance", "i"),
    ("aws_route_table", "rtb"),
    ("aws_security_group", "sg"),
    ("aws_subnet", "subnet"),
    ("aws_vpc", "vpc"),
)
"""Resource types whose `id` is a prefix and seventeen hexadecimal digits."""

ARN = (
    ("aws_iam_role", "arn:aws:iam::123456789012:role/sample"),
    ("aws_kms_key", "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000"),
)


class NoSampleError(LookupError):
    """An output whose kind of value nobody has described yet."""


def sample(expression: str) -> str:
    """A value of the kind that `${type.name.attribute}` has. Raises `NoSampleError`."""
    found = EXPRESSION.fullmatch(expression)
    if not found:
        message = f"{expression} is not an attribute of a resource; describe it in tools/samples.py"
        raise NoSampleError(message)
    kind, attribute = found.groups()
    digits = hashlib.sha256(expression.encode()).hexdigest()[:17]
    if attribute == "id" and kind in dict(ID_PREFIX):
        return f"{dict(ID_PREFIX)[kind]}-{digits}"
    if attribute == "arn" and kind in dict(ARN):
        return dict(ARN)[kind]
    if attribute == "prefix_list_id":
        return f"pl-{digits}"
    if (kind, attribute) == ("aws_ssm_document", "name"):
        return "sample-session"
    if attribute == "public_ip":
        return "192.0.2.1"
    message = f"no sample value for {attribute} of {kind}; add one to tools/samples.py"
    raise NoSampleError(message)


def samples(stack: Json, estate: dict[str, Json]) -> dict[str, str]:
    """A value for every variable of a stack, by the output of the stack that the variable names."""
    outputs = {
        f"{producer}_{name}".replace("-", "_"): output["value"]
        for producer, document in estate.items()
        for name, output in document.get("output", {}).items()
    }
    return {name: sample(outputs[name]) for name in stack.get("variable", {})}
