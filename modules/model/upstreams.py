"""Public registries that the images of the charts come from (kubernetes.md §2 and §11)."""

from enum import StrEnum
from typing import Self


class Upstream(StrEnum):
    """The value is the prefix of the repositories in our registry. ECR can cache exactly these (AWS documentation)."""

    host: str
    authenticated: bool

    def __new__(cls, value: str, host: str, authenticated: bool) -> Self:  # noqa: FBT001 -- a column of a table
        """Attach the row to the name."""
        upstream = str.__new__(cls, value)
        upstream._value_ = value
        upstream.host, upstream.authenticated = host, authenticated
        return upstream

    DOCKER_HUB = "dockerhub", "registry-1.docker.io", True
    ECR_PUBLIC = "ecr-public", "public.ecr.aws", False
    GITHUB = "ghcr", "ghcr.io", True
    KUBERNETES = "k8s", "registry.k8s.io", False
    QUAY = "quay", "quay.io", False
