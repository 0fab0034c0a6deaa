"""What holds for every repository, made by us or by the cache: who pulls, and what is thrown away."""

import json

from modules.kit.iam import Principals, Statement

IMMUTABLE = "IMMUTABLE"
UNTAGGED_DAYS = 14
RELEASES = 50
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
    """Layers that no tag holds go after two weeks; the newest fifty releases stay."""
    untagged = {
        "tagStatus": "untagged",
        "countType": "sinceImagePushed",
        "countUnit": "days",
        "countNumber": UNTAGGED_DAYS,
    }
    releases = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": RELEASES}
    rules = [
        {"rulePriority": at, "description": text, "selection": selection, "action": {"type": "expire"}}
        for at, text, selection in (
            (1, "Untagged layers", untagged),
            (2, "All but the newest releases", releases),
        )
    ]
    return json.dumps({"rules": rules}, sort_keys=True)
