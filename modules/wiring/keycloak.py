"""Keycloak in the TM cluster, where the environment has one. Arrows: 10.2, 12.2."""

from typing import Any

from modules.aurora import AuroraOutputs
from modules.eks import EksOutputs
from modules.keycloak import Keycloak, KeycloakInputs, KeycloakOutputs
from modules.kit.stack import Published
from modules.model import names
from modules.model.images import cached
from modules.model.parties import Party
from modules.model.pods import pods_of
from modules.model.upstreams import Upstream
from modules.model.vendor import Keycloak as Table
from modules.wiring import Estate

IMAGE = "keycloak/keycloak"


def keycloak(
    estate: Estate,
    name: str,
    seed: str,
    table: Table,
    *,
    vault: Published[EksOutputs],
    database: Published[AuroraOutputs],
    before: tuple[Published[Any], ...],
) -> Published[KeycloakOutputs]:
    """The identity provider behind the legacy name; `before` are stacks that have to be there first."""
    env = estate.env
    s = estate.chart_stack(name, env.accounts.tm, seed, vault)
    for stack in before:
        s.after(stack)
    (pods,) = pods_of(Party.KEYCLOAK)
    inputs = KeycloakInputs(
        namespace=pods.namespace,
        host=names.LEGACY_SAML,
        image=cached(env.accounts.shared, env.region, Upstream.QUAY, IMAGE),
        endpoint=s.use(database, lambda out: out.endpoint),
        database=table.database,
        user=table.user,
        passwords=names.platform_secret(env.name, pods.namespace, names.KEYCLOAK_PASSWORDS),
        authority=names.platform_secret(env.name, pods.namespace, names.POOL_AUTHORITY),
    )
    return s.publish(Keycloak(s, inputs).outputs)
