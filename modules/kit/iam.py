"""IAM policy documents from typed statements."""

from collections.abc import Sequence
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.data_aws_iam_policy_document import (
    DataAwsIamPolicyDocument,
    DataAwsIamPolicyDocumentStatement,
    DataAwsIamPolicyDocumentStatementCondition,
    DataAwsIamPolicyDocumentStatementPrincipals,
)
from constructs import Construct

from modules.kit.stack import Ref


@dataclass(frozen=True, slots=True)
class Condition:
    """`test` is an IAM condition operator, `variable` a condition key."""

    test: str
    variable: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Principals:
    """`kind` is AWS, Service or Federated."""

    kind: str
    identifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement. Raises `ValueError` for one that allows every action on every resource.

    There is no `NotAction`, `NotResource` or `NotPrincipal`: what a statement leaves out is not allowed.
    """

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...] = ("*",)
    principals: tuple[Principals, ...] = ()
    conditions: tuple[Condition, ...] = ()
    deny: bool = False

    def __post_init__(self) -> None:
        """Refuse `*` on `*` in every spelling, and a statement that names nothing."""
        everything = any(map(_every_action, self.actions)) and any(map(_every_resource, self.resources))
        if everything and not self.deny:
            message = f"statement {self.sid} allows * on *; name the actions or the resources"
            raise ValueError(message)
        if not self.actions or not (self.resources or self.principals):
            message = f"statement {self.sid} needs an action, and a resource or a principal"
            raise ValueError(message)


def _every_action(pattern: str) -> bool:
    """`*`, `*:*`, `?*`: nothing is left but wildcards."""
    return not pattern.strip("*?:")


def _every_resource(pattern: str) -> bool:
    """`*`, `arn:*`, `arn:aws:*:*`: no service is named."""
    parts = pattern.split(":")
    return not pattern.strip("*?") or (parts[0] == "arn" and not "".join(parts[2:]).strip("*?/"))


def policy(scope: Construct, name: str, statements: Sequence[Statement]) -> Ref:
    """The JSON of a policy, evaluated by the provider, readable in the diff as blocks."""
    document = DataAwsIamPolicyDocument(scope, name, statement=[_block(each) for each in statements])
    return Ref(document.json)


def _block(statement: Statement) -> DataAwsIamPolicyDocumentStatement:
    return DataAwsIamPolicyDocumentStatement(
        sid=statement.sid,
        effect="Deny" if statement.deny else "Allow",
        actions=sorted(statement.actions),
        resources=sorted(statement.resources) or None,
        principals=[
            DataAwsIamPolicyDocumentStatementPrincipals(type=each.kind, identifiers=list(each.identifiers))
            for each in statement.principals
        ]
        or None,
        condition=[
            DataAwsIamPolicyDocumentStatementCondition(
                test=each.test, variable=each.variable, values=list(each.values)
            )
            for each in statement.conditions
        ]
        or None,
    )


def assumable_by(kind: str, identifier: str, *conditions: Condition) -> Statement:
    """A trust statement: who may assume the role, and under which conditions."""
    return Statement(
        sid="Assume",
        actions=("sts:AssumeRole",),
        resources=(),
        principals=(Principals(kind, (identifier,)),),
        conditions=conditions,
    )
