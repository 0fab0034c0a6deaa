"""Tables that stand for what the vendor knows: its Services and its users of the database."""

from typing import Annotated

from pydantic import Field

from modules.model.data import Data
from modules.model.values import Alias, CoreHost, DatabaseUser, TcpPort


class CoreService(Data):
    """The Service of the vendor's behind a Core host, in the vendor's namespace: its name is the vendor's."""

    host: CoreHost
    service: Alias
    port: TcpPort


class PgPool(Data):
    """Presence of the table starts pg-pool, for these users of the database."""

    users: Annotated[tuple[DatabaseUser, ...], Field(min_length=1)]
