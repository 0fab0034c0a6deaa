"""Values that are made or read while Terraform runs and are never written down: not in plan, state or output."""

import json
from collections.abc import Mapping

from cdktf import TerraformStack, Token
from constructs import Construct

from modules.kit.stack import Ref

LENGTH = 32
"""Characters of a made password; Secrets Manager leaves punctuation out that URLs and shells would trip over."""


def random_password(scope: Construct, key: str) -> Ref:
    """A new password of Secrets Manager; another one each time. Only for write-only arguments."""
    config = {"password_length": LENGTH, "exclude_punctuation": True, "require_each_included_type": True}
    return _ephemeral(scope, "aws_secretsmanager_random_password", key, config, "random_password")


def stored(scope: Construct, key: str, version_arn: Ref) -> Ref:
    """What a secret holds, read after it was written. Only for write-only arguments.

    `version_arn` is the `arn` of the secret's version resource, so that the reading waits for the writing.
    """
    return _ephemeral(
        scope, "aws_secretsmanager_secret_version", key, {"secret_id": version_arn}, "secret_string"
    )


def document(fields: Mapping[str, object]) -> Ref:
    """A JSON object, put together by Terraform; its keys and texts may be references."""
    return Ref(f"${{jsonencode({_expression(fields)})}}")


def _expression(value: object) -> str:
    """In Terraform's language. CDKTF takes the braces off its own references there, but not off ours."""
    if isinstance(value, Mapping):
        inner = (f"({_expression(key)}) = {_expression(held)}" for key, held in value.items())
        return f"{{{', '.join(inner)}}}"
    text = str(value)
    if Token.is_unresolved(text):
        return text
    return text[2:-1] if text.startswith("${ephemeral.") else json.dumps(text)


def _ephemeral(scope: Construct, kind: str, key: str, config: Mapping[str, object], attribute: str) -> Ref:
    # CDKTF has no ephemeral resources (verification of 0.21), so the block is written into the stack.
    address = "_".join([*scope.node.path.split("/")[1:], key])
    TerraformStack.of(scope).add_override(f"ephemeral.{kind}.{address}", dict(config))
    return Ref(f"${{ephemeral.{kind}.{address}.{attribute}}}")
