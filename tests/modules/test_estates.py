"""Estates that are not in the repository, each held to every policy. Options that do not meet stand in one estate."""

from collections.abc import Callable
from ipaddress import IPv4Network

import pytest

from modules.model.brokers import Acl
from modules.model.database import ProvisionedAurora
from modules.model.environment import Environment
from modules.model.tables import S3, Capture, DataLake, Egress, Nat
from modules.model.vendor import Keycloak
from tests.modules.test_members import _alone, _shared
from tests.modules.test_persona import _identity
from tests.modules.variants import Variants
from tests.policy.facts import Estate
from tests.policy.rules import RULES, Rule


def _network(environment: Environment, **changes: object) -> Environment:
    return environment.model_copy(update={"network": environment.network.model_copy(update=changes)})


def plain(sandbox: Environment) -> Environment:
    """Nothing that an environment may leave out; another database, another Kubernetes, nothing protected."""
    size = ProvisionedAurora(mode="provisioned", instances=5, instance_class="db.r7g.large")
    raised = {"aurora": "16.10", "aurora_password": 2, "kubernetes": "1.36"}
    left_out = {
        "datalake": None,
        "deletion_protection": False,
        "dummy_saml_idp": None,
        "external_networks": (),
        "integrations": (),
        "kafka_acl": Acl.STRICT,
        "legacy_saml_alias": None,
        "pg_pool": None,
        "service_accounts": (),
    }
    sizes = {
        "sizes": sandbox.sizes.model_copy(update={"aurora": size}),
        "versions": sandbox.versions.model_copy(update=raised),
    }
    return sandbox.model_copy(update=left_out | sizes)


def large(sandbox: Environment) -> Environment:
    """A NAT gateway per zone, state in S3, one Apps environment more, Keycloak, a lake with more of everything."""
    addresses = {
        "account": "101010101010",
        "cidr": IPv4Network("10.48.192.0/18"),
        "service_cidr": IPv4Network("172.20.64.0/20"),
    }
    capture = Capture(
        database="core",
        tables=("public.%", "ledger.postings"),
        excluded_columns=(),
        minimum_capacity=2,
        maximum_capacity=16,
        running=True,
        rotation=3,
    )
    topics = {"events": "vault.events", "audit-log": "vault.Audit_log"}
    changes = {
        "keycloak": Keycloak(database="keycloak", user="keycloak"),
        "apps": sandbox.apps | {"qa": sandbox.apps["development"].model_copy(update=addresses)},
        "datalake": DataLake(raw_days=30, curated_days=60, scan_limit=1, capture=capture, topics=topics),
        "state": S3(mode="s3", bucket="states", region="eu-central-1"),
    }
    return _network(sandbox.model_copy(update=changes), nat=Nat.PER_ZONE)


def closed(sandbox: Environment) -> Environment:
    """P08: private subnets without a way to the internet."""
    return _network(sandbox, private_egress=Egress.ENDPOINTS_ONLY)


def center(sandbox: Environment) -> Environment:
    """People come by Identity Center."""
    return sandbox.model_copy(update={"identity": _identity()})


def center_alone(sandbox: Environment) -> Environment:
    """The same in one account that looks after itself."""
    return center(_alone(sandbox))


OTHERS = (_alone, _shared, center, center_alone, closed, large, plain)


@pytest.fixture(scope="module", params=OTHERS, ids=lambda other: other.__name__.strip("_"))
def other(request: pytest.FixtureRequest, variants: Variants) -> Estate:
    change: Callable[[Environment], Environment] = request.param
    return variants.synthesize(change(variants.sandbox))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_policy_holds_elsewhere(other: Estate, rule: Rule) -> None:
    rule(other)
