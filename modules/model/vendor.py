"""Tables of what the database and the Core hosts lead to: the vendor's Services, pg-pool, Keycloak."""

from typing import Annotated

from pydantic import Field

from modules.model.data import Data
from modules.model.values import Alias, CoreHost, DatabaseName, DatabaseUser, TcpPort


class CoreService(Data):
    """The Service of the vendor's behind a Core host, in the vendor's namespace: its name is the vendor's."""

    host: CoreHost
    service: Alias
    port: TcpPort


class PgPool(Data):
    """Presence of the table starts pg-pool, for these users of the database."""

    users: Annotated[tuple[DatabaseUser, ...], Field(min_length=1)]


class Keycloak(Data):
    """Presence of the table starts Keycloak, which answers under `saml-idp.blx-demo.com` (EP-04, CX-05)."""

    database: DatabaseName
    """Of its own, in the same Aurora cluster; an administrator makes it (README)."""
    user: DatabaseUser
    """Who owns that database and nothing else."""
