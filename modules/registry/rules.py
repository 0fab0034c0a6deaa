"""What holds for every repository, made by us or by the cache: who pulls, and what is thrown away."""

import json

from modules.kit.iam import Principals, Statement

IMMUTABLE = "IMMUTABLE"
UNTAGGED_DAYS = 14
RELEASES = 50
CACHED = 200
"""Images and the parts of indexes, in each repository of a cache."""
WITHOUT_REPOSITORY = ("ecr:GetAuthorizationToken",)
"""Asked of the registry, not of a repository."""


def pull(accounts: tuple[str, ...], actions: tuple[str, ...]) -> Statement:
    """Named accounts may pull, and IAM there says who of them does (14.2)."""
    return Statement(
        sid="EstatePulls",
        actions=tuple(action for action in actions if action not in WITHOUT_REPOSITORY),
        resources=(),
        principals=(Principals("AWS", tuple(f"arn:aws:iam::{account}:root" for account in accounts)),),
    )


def lifecycle() -> str:
    """What neither a tag nor a tagged index holds goes after two weeks; the newest fifty releases stay."""
    untagged: dict[str, object] = {
        "tagStatus": "untagged",
        "countType": "sinceImagePushed",
        "countUnit": "days",
        "countNumber": UNTAGGED_DAYS,
    }
    releases: dict[str, object] = {
        "tagStatus": "tagged",
        "tagPatternList": ["*"],
        "countType": "imageCountMoreThan",
        "countNumber": RELEASES,
    }
    return _rules(("Untagged images", untagged), ("All but the newest releases", releases))


def cache_lifecycle() -> str:
    """By number alone: an image that was pulled by its digest has no tag, and isolated nodes could not fetch it again."""
    newest: dict[str, object] = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": CACHED}
    return _rules(("All but the newest images", newest))


def _rules(*selections: tuple[str, dict[str, object]]) -> str:
    rules = [
        {"rulePriority": at, "description": text, "selection": selection, "action": {"type": "expire"}}
        for at, (text, selection) in enumerate(selections, 1)
    ]
    return json.dumps({"rules": rules}, sort_keys=True)
