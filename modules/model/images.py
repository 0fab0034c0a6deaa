"""Where images come from: our registry alone, in which each public one has a repository (14.1, 14.2)."""

from modules.model.upstreams import Upstream


def registry(account: str, region: str) -> str:
    """Host of the estate's registry, in the Shared Services account."""
    return f"{account}.dkr.ecr.{region}.amazonaws.com"


def cached(account: str, region: str, upstream: Upstream, path: str) -> str:
    """Repository, without a tag, of an image from a public registry: `…/quay/argoproj/argocd`."""
    return f"{registry(account, region)}/{upstream}/{path}"
