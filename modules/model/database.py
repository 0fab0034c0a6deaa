"""The size of the database cluster: one that follows the load, or a fixed one."""

from typing import Annotated, Literal

from pydantic import Field

from modules.model.data import Data
from modules.model.values import DatabaseClass


class Cluster(Data):
    """A writer and at least one reader, over the zones in turn."""

    instances: Annotated[int, Field(ge=2, le=15)]


class ServerlessAurora(Cluster):
    """Instances that grow and shrink with the load; Aurora capacity units."""

    mode: Literal["serverless"]
    minimum_acu: Annotated[float, Field(ge=0, le=256, multiple_of=0.5)]
    maximum_acu: Annotated[float, Field(ge=1, le=256, multiple_of=0.5)]


class ProvisionedAurora(Cluster):
    """Instances of a fixed size."""

    mode: Literal["provisioned"]
    instance_class: DatabaseClass


Aurora = Annotated[ServerlessAurora | ProvisionedAurora, Field(discriminator="mode")]
