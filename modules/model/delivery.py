"""How Spacelift runs the stacks: the table `[spacelift]`."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from modules.model.data import Data
from modules.model.values import (
    Alias,
    Channel,
    GroupName,
    InstanceType,
    OpenTofu,
    RepositoryName,
    RunnerImage,
    SpaceName,
    TimeZone,
)

ESTATE = "estate"
"""What the table calls the space of the whole environment; `root` is that of the account."""

HOSTED = "app.spacelift.io"


class Workers(StrEnum):
    """Which stacks run on private workers; only those have drift detection."""

    CHARTS = "charts"
    """Those that talk to a cluster. The others run before the network of the workers is there."""
    ALL = "all"


class Pool(Data):
    """Machines of the private workers in Shared Services (CX-18). Each does one run at a time.

    `image` is what runs start from, a path of public.ecr.aws, which our registry keeps a copy of.
    """

    instance_type: InstanceType
    minimum: Annotated[int, Field(ge=1, le=20)]
    maximum: Annotated[int, Field(ge=1, le=20)]
    image: RunnerImage


class SpaceRole(StrEnum):
    """What a group may do in a space. Spacelift's own writer is not among them: it changes what a stack's runs see."""

    ADMIN = "space-admin"
    """Spacelift's own: everything."""
    DEPLOYER = "deployer"
    """Starts runs, confirms and discards them."""
    READER = "space-reader"
    """Spacelift's own: looks."""
    REVIEWER = "reviewer"
    """Approves and rejects runs."""


class Access(Data):
    """A group of the identity provider has a role in a space: `root`, `estate`, or the name of a place."""

    group: GroupName
    space: SpaceName
    role: SpaceRole


class Delivery(Data):
    """Account, repository and teams. `access` of all environments of an account stands in one of them."""

    account: Alias
    """First part of `<account>.app.spacelift.io`."""
    namespace: RepositoryName
    """Group of the repository in the company's GitLab, which Spacelift reaches by its GitLab integration."""
    repository: Alias
    branch: Alias
    opentofu: OpenTofu
    workers: Workers
    pool: Pool
    timezone: TimeZone
    approvers: Annotated[tuple[Alias, ...], Field(min_length=1)]
    """Teams that approve what the owner changes in production."""
    channel: Channel | None = None
    """Slack channel that hears of failures and of runs that wait."""
    access: tuple[Access, ...]

    @property
    def host(self) -> str:
        """Issuer and audience of the tokens that runs show to AWS."""
        return f"{self.account}.{HOSTED}"
