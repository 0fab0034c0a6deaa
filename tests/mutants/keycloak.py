"""A Keycloak that nobody has asked for, in the sandbox; what it is like where it is, is in tests/modules/test_keycloak.py."""

from collections.abc import Callable
from functools import partial

from tests.mutants.change import Mutant, Stacks, put
from tests.mutants.values import more
from tests.policy import test_keycloak as keycloak

ADDONS, MESH, SECRETS = "tm-addons", "tm-mesh", "aws_secretsmanager_secret"

addon = partial(more, ADDONS, "addons_namespaces")
policy = partial(more, MESH, "mesh_mesh-policies")


def made(kind: str, name: str, namespace: str | None = "identity", version: str = "v1") -> dict[str, object]:
    metadata = {"name": name} | ({"namespace": namespace} if namespace else {})
    return {"apiVersion": version, "kind": kind, "metadata": metadata}


def stack(stacks: Stacks) -> None:
    stacks["tm-keycloak"] = {"resource": {}, "provider": {}}


def secret(name: str, stack: str = "tm-secrets") -> Callable[[Stacks], None]:
    return put(stack, SECRETS, "keycloak", name=f"sandbox/tm-identity/{name}")


THERE = keycloak.test_keycloak_is_there_when_its_table_is_and_only_then
KNOWS = keycloak.test_keycloak_knows_one_name_one_database_and_no_secret_by_value
STANDS = keycloak.test_keycloak_survives_the_loss_of_a_zone_and_writes_little
REACHED = keycloak.test_keycloak_is_reached_by_the_ingress_and_its_own_pods

KEYCLOAK = (
    Mutant("a stack of Keycloak without its table", stack, THERE),
    Mutant(
        "a namespace of Keycloak without its table",
        addon(made("Namespace", "identity", namespace=None)),
        THERE,
    ),
    Mutant("passwords of Keycloak without its table", secret("keycloak"), KNOWS),
    Mutant("certificates for a Keycloak that is not there", secret("rds-authority"), KNOWS),
    Mutant(
        "pods of Keycloak without its table", addon(made("Deployment", "keycloak", version="apps/v1")), STANDS
    ),
    Mutant(
        "a budget of Keycloak without its table",
        addon(made("PodDisruptionBudget", "keycloak", version="policy/v1")),
        STANDS,
    ),
    Mutant(
        "the mesh knows a Keycloak that is not there",
        policy(made("AuthorizationPolicy", "keycloak", "tm-system", "security.istio.io/v1")),
        REACHED,
    ),
    Mutant("a name leads to a Keycloak that is not there", policy(made("Service", "keycloak")), REACHED),
)
