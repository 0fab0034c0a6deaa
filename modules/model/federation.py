"""What Keycloak needs where an environment has it: who enters, where it keeps things; supporting rows of 10.2 and 12.2.

It asks nobody outside: people bring the company's answer along (SAML), and the database is that of the estate.
"""

from modules.model.flow import Feature, Flow, InMesh, Tcp
from modules.model.parties import Party
from modules.model.ports import Port

FEDERATION = (
    Flow(
        arrow="10.2",
        part="identity",
        source=Party.ISTIO_INGRESS,
        target=Party.KEYCLOAK,
        over=InMesh((Port.KEYCLOAK,)),
        requires=Feature.KEYCLOAK,
    ),
    Flow(
        arrow="10.2",
        part="identity-cluster",
        source=Party.KEYCLOAK,
        target=Party.KEYCLOAK,
        over=InMesh((Port.KEYCLOAK_CLUSTER, Port.KEYCLOAK_FAILURE)),
        requires=Feature.KEYCLOAK,
    ),
    Flow(
        arrow="12.2",
        part="identity",
        source=Party.KEYCLOAK,
        target=Party.AURORA,
        over=Tcp((Port.POSTGRES,)),
        requires=Feature.KEYCLOAK,
    ),
)
"""Absent without the table `[keycloak]`."""
