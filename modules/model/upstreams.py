"""Public registries that the images of the charts come from (kubernetes.md §2 and §11)."""

from enum import StrEnum
from typing import Self


class Upstream(StrEnum):
    """The value is the prefix of the repositories in our registry. ECR can cache exactly these (AWS documentation)."""

    host: str

    def __new__(cls, value: str, host: str) -> Self:
        """Attach the row to the name."""
        upstream = str.__new__(cls, value)
        upstream._value_ = value
        upstream.host = host
        return upstream

    DOCKER_HUB = "dockerhub", "registry-1.docker.io"
    ECR_PUBLIC = "ecr-public", "public.ecr.aws"
    GITHUB = "ghcr", "ghcr.io"
    KUBERNETES = "k8s", "registry.k8s.io"
    QUAY = "quay", "quay.io"

    @property
    def authenticated(self) -> bool:
        """Whether it asks who is there."""
        return self in {Upstream.DOCKER_HUB, Upstream.GITHUB}
