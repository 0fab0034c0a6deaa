"""What IAM allows: policies read as AWS reads them, on names that stand for what references point to.

Judged is what may be possible: a condition on something that only a request knows is taken as met where it allows,
and as not met where it denies. Conditions on who calls, and whose it is, are held.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache, cached_property

from tests.policy.facts import REFERENCE, Estate, Json, Target
from tests.policy.people import account_of

ANY = "*"

KNOWN = {
    "actions",
    "condition",
    "effect",
    "not_actions",
    "not_principals",
    "not_resources",
    "principals",
    "resources",
    "sid",
}


NAMED = {
    "aws_ecr_repository": "arn:aws:ecr:{place}:repository/{name}",
    "aws_iam_policy": "arn:aws:iam::{account}:policy{path}{name}",
    "aws_iam_role": "arn:aws:iam::{account}:role{path}{name}",
    "aws_kms_key": "arn:aws:kms:{place}:key/{target.stack}.{target.name}",
    "aws_msk_cluster": "arn:aws:kafka:{place}:cluster/{cluster_name}/*",
    "aws_s3_bucket": "arn:aws:s3:::{bucket}",
    "aws_secretsmanager_secret": "arn:aws:secretsmanager:{place}:secret:{name}-??????",
    "aws_sns_topic": "arn:aws:sns:{place}:{name}",
}
"""Names of resources by what Terraform says of them; AWS adds six characters to a secret's."""


@dataclass(frozen=True)
class Question:
    """One call: who makes it, what it is, and on what; `*` is on something."""

    action: str
    resource: str
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Policy:
    """A document with the address of what carries it; names in it are resolved."""

    at: str
    statements: tuple[Json, ...]

    def allows(self, asked: Question, principal: str = "") -> bool:
        """Whether some statement allows it, to this principal where statements name one."""
        return any(_fits(each, asked, principal) for each in self.about(asked.action, "Allow"))

    def denies(self, asked: Question, principal: str = "") -> bool:
        """Whether some statement denies it for sure."""
        return any(_fits(each, asked, principal, surely=True) for each in self.about(asked.action, "Deny"))

    @cached_property
    def _known(self) -> dict[tuple[str, str], list[Json]]:
        return {}

    def about(self, action: str, effect: str) -> list[Json]:
        """Statements of an effect that are about an action."""
        key = (action, effect)
        if key not in self._known:
            held = [each for each in self.statements if _effect(each) == effect]
            self._known[key] = [each for each in held if _acts(each, action)]
        return self._known[key]

    @property
    def actions(self) -> set[str]:
        """Every pattern of actions that it allows."""
        return {
            action
            for each in self.statements
            if _effect(each) == "Allow"
            for action in each.get("actions", ())
        }


def _effect(statement: Json) -> str:
    assert not statement.keys() - KNOWN, f"nobody here knows {sorted(statement.keys() - KNOWN)}"
    return str(statement.get("effect", "Allow"))


def _acts(statement: Json, action: str) -> bool:
    if "not_actions" in statement:
        return not _any(statement["not_actions"], action)
    return _any(statement.get("actions", ()), action)


def _fits(statement: Json, asked: Question, principal: str, *, surely: bool = False) -> bool:
    return (
        _on(statement, asked, surely=surely)
        and _by(statement, principal)
        and all(_holds(each, asked.about, surely=surely) for each in statement.get("condition", ()))
    )


def _on(statement: Json, asked: Question, *, surely: bool) -> bool:
    assert "not_resources" not in statement, "statements about all but some resources are unknown here"
    patterns = statement.get("resources", [ANY])
    if asked.resource == ANY:
        return not surely or ANY in patterns
    return any(_matches(pattern, asked.resource) for pattern in patterns)


def _by(statement: Json, principal: str) -> bool:
    assert "not_principals" not in statement, "statements about all but some principals are unknown here"
    if "principals" not in statement or not principal:
        return True
    named = [name for each in statement["principals"] for name in each["identifiers"]]
    account = principal.split(":")[4] if principal.count(":") > 4 else ""
    return bool({ANY, principal, account, f"arn:aws:iam::{account}:root"} & set(named))


def _any(patterns: Iterable[str], action: str) -> bool:
    return any(_is(action, each) for each in patterns)


@cache
def _is(action: str, pattern: str) -> bool:
    return fnmatchcase(action.lower(), pattern.lower())


@cache
def _matches(pattern: str, resource: str) -> bool:
    """Whether some resource is both; `?` and `*` may be in either, as a secret's name ends in six characters."""
    return fnmatchcase(resource, pattern) or fnmatchcase(pattern, resource)


def _holds(condition: Json, about: Mapping[str, str], *, surely: bool) -> bool:
    """What the question does not say, nobody knows before the request."""
    known = about.get(condition["variable"])
    if known is None:
        return not surely
    met = any(_matches(value, known) for value in condition["values"])
    return met is not ("Not" in condition["test"])


@dataclass(frozen=True)
class Names:
    """What references stand for: names of AWS where they are known, an address under the account else."""

    estate: Estate

    def policy(self, stack: str, reference: str, at: str) -> Policy:
        """The document that a resource refers to."""
        found = self.estate.target(stack, reference)
        held = self.estate.stacks[found.stack]["data"]["aws_iam_policy_document"][found.name]
        return Policy(at, tuple(self.plain(found.stack, each) for each in held["statement"]))

    def plain(self, stack: str, statement: Json) -> Json:
        """A statement with its references resolved."""
        made = dict(statement)
        if "resources" in made:
            made["resources"] = [self.text(stack, each) for each in made["resources"]]
        if "condition" in made:
            made["condition"] = [
                each | {"values": [self.text(stack, value) for value in each["values"]]}
                for each in made["condition"]
            ]
        return made

    def text(self, stack: str, text: str) -> str:
        """A text with every reference in it resolved."""
        return re.sub(r"\$\{[^{}]+\}", lambda found: self._name(stack, found[0]), text)

    def _name(self, stack: str, reference: str) -> str:
        if not REFERENCE.fullmatch(reference):
            return reference
        return self.arn(self.estate.target(stack, reference))

    def arn(self, target: Target) -> str:
        """The name of a resource; one that AWS makes up is its address."""
        if target.kind == "aws_secretsmanager_secret_version":
            return self.arn(self.estate.target(target.stack, self.estate.at(target)["secret_id"]))
        made = self.estate.resources(target.stack, target.kind).get(target.name, {})
        account = account_of(self.estate, target.stack)
        about: dict[str, object] = {
            "place": f"{self.estate.environment.region}:{account}",
            "account": account,
            "target": target,
        }
        if target.kind in NAMED:
            return NAMED[target.kind].format(**{"path": "/"} | made | about)
        if target.attribute in {"id", "name", ""}:
            return f"{target.stack}.{target.name}"
        return f"arn:aws:{target.kind}:{about['place']}:{target.stack}.{target.name}"
