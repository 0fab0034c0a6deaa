"""What lets S3 write the logs of one bucket into another one: rows of `adaptations.py`."""

import json
from fnmatch import fnmatchcase
from types import SimpleNamespace
from typing import Any

from tools.rehearse.networks import Adaptation, Replacement

Json = dict[str, Any]

SERVICE = "logging.s3.amazonaws.com"
REQUEST = {
    "aws:principalisawsservice": "true",
    "aws:principalservicename": SERVICE,
    "aws:securetransport": "true",
    "aws:viaawsservice": "false",
}
"""What is known of every request by which S3 delivers logs, by condition key in small letters."""

EQUAL = frozenset({"Bool", "StringEquals", "StringEqualsIgnoreCase", "StringLike"})
OTHER = frozenset({"StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike"})
"""Operators that are judged; one that is not is taken as met, so that it denies rather than not."""


def denied(policy: Json, bucket: str, partition: str, prefix: str) -> bool:
    """Whether a bucket policy forbids S3 to write a log below this prefix."""
    log = f"arn:{partition}:s3:::{bucket}/{prefix}log"
    return any(
        each.get("Effect") == "Deny"
        and _everybody_or_the_service(each)
        and _named(each, "Action", "s3:PutObject")
        and _named(each, "Resource", log)
        and all(
            _met(operator, key, _list(values))
            for operator, keys in each.get("Condition", {}).items()
            for key, values in keys.items()
        )
        for each in _list(policy["Statement"])
    )


def _list(value: Any) -> list[Any]:  # noqa: ANN401 -- JSON
    return value if isinstance(value, list) else [value]


def _everybody_or_the_service(statement: Json) -> bool:
    principal = statement.get("Principal")
    if isinstance(principal, dict):
        return bool({SERVICE, "*"} & {*_list(principal.get("Service", [])), *_list(principal.get("AWS", []))})
    others = statement.get("NotPrincipal")
    return principal == "*" or (isinstance(others, dict) and SERVICE not in _list(others.get("Service", [])))


def _named(statement: Json, key: str, name: str) -> bool:
    """Actions are equal in letters of any size, resources are not."""
    lower = str.lower if key == "Action" else str
    patterns = _list(statement.get(key, statement.get(f"Not{key}", [])))
    return any(fnmatchcase(lower(name), lower(each)) for each in patterns) == (key in statement)


def _met(operator: str, key: str, values: list[str]) -> bool:
    kind, known = operator.removesuffix("IfExists"), REQUEST.get(key.lower())
    if known is None or kind not in EQUAL | OTHER:
        return True
    return any(fnmatchcase(known, str(each).lower()) for each in values) == (kind in EQUAL)


def _log_delivery() -> tuple[str, Replacement]:
    """Moto reads no statement in which everybody is denied something, and obeys none that denies."""
    from moto.s3.models import FakeBucket  # noqa: PLC0415

    original = FakeBucket._log_permissions_enabled_policy  # noqa: SLF001

    def permitted(target_bucket: FakeBucket, target_prefix: str | None) -> bool:
        policy = json.loads(target_bucket.policy or b'{"Statement": []}')
        if denied(policy, target_bucket.name, target_bucket.partition, target_prefix or ""):
            return False
        named = [each for each in policy["Statement"] if isinstance(each.get("Principal"), dict)]
        text = json.dumps(policy | {"Statement": named}).encode()
        shown = SimpleNamespace(policy=text, partition=target_bucket.partition, name=target_bucket.name)
        return original(shown, target_prefix)  # type: ignore[arg-type]

    return "moto.s3.models.FakeBucket._log_permissions_enabled_policy", staticmethod(permitted)


DELIVERY: tuple[Adaptation, ...] = (_log_delivery,)
"""Rows of `adaptations.py`."""
