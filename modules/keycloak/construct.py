"""One local chart: secrets from Secrets Manager, two pods over the zones, and the names that lead to them."""

from dataclasses import dataclass

from constructs import Construct

from modules.keycloak.server import NAME, Server, manifests
from modules.kit.helm import local_chart
from modules.kit.stack import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class KeycloakInputs:
    """`passwords` and `authority` are names of secrets, which a person has filled before the pods come."""

    namespace: str
    host: str
    image: str
    endpoint: Ref
    database: str
    user: str
    passwords: str
    authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeycloakOutputs:
    """Nothing is handed on: people make its realm and its clients in it."""


class Keycloak(Construct):
    """Whoever signs in comes through the ingress of the mesh, by the one name that it knows itself under."""

    def __init__(self, scope: Construct, inputs: KeycloakInputs) -> None:
        """Create the release."""
        super().__init__(scope, "keycloak")
        server = Server(
            namespace=inputs.namespace,
            host=inputs.host,
            image=inputs.image,
            endpoint=inputs.endpoint,
            database=inputs.database,
            user=inputs.user,
            passwords=inputs.passwords,
            authority=inputs.authority,
        )
        local_chart(self, NAME, namespace=inputs.namespace, manifests=manifests(server))
        self.outputs = KeycloakOutputs()
