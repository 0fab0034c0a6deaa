"""Environments that are not in the repository. Options that do not meet stand in one, for each is a synthesis."""

from datetime import date
from ipaddress import IPv4Network

from modules.model.brokers import Acl
from modules.model.database import ProvisionedAurora
from modules.model.environment import Environment
from modules.model.identity import IdentityCenter
from modules.model.signin import Members
from modules.model.tables import S3, Capture, DataLake, Egress, Nat, ServiceAccount, Standalone
from modules.model.vendor import Keycloak
from tests.policy import people

ACCOUNT, HOME = "111111111111", "999999999999"
"""The account of an estate that has one, and that of Identity Center."""


def network(environment: Environment, **changes: object) -> Environment:
    """Another network and nothing else."""
    return environment.model_copy(update={"network": environment.network.model_copy(update=changes)})


def alone(sandbox: Environment) -> Environment:
    """One account that looks after itself."""
    zones = ("network", "tm", "shared", "audit", "lake")
    accounts = sandbox.accounts.model_copy(update=dict.fromkeys(zones, ACCOUNT))
    apps = {name: each.model_copy(update={"account": ACCOUNT}) for name, each in sandbox.apps.items()}
    audit = Standalone(mode="standalone")
    return sandbox.model_copy(update={"accounts": accounts, "apps": apps, "audit": audit})


def shared(sandbox: Environment) -> Environment:
    """The Audit account keeps the network too, no data lake, and two Apps environments live together."""
    accounts = sandbox.accounts.model_copy(update={"network": sandbox.accounts.audit})
    development = sandbox.apps["development"].account
    apps = sandbox.apps | {"staging": sandbox.apps["staging"].model_copy(update={"account": development})}
    return sandbox.model_copy(update={"accounts": accounts, "apps": apps, "datalake": None})


def center(sandbox: Environment) -> Environment:
    """People come by Identity Center."""
    groups = {
        persona: f"00000000-0000-0000-0000-00000000000{digit}" for digit, persona in enumerate(people.WORKS)
    }
    identity = {
        "mode": "identity-center",
        "account": HOME,
        "instance_arn": "arn:aws:sso:::instance/ssoins-0123456789abcdef",
        "groups": groups,
    }
    return sandbox.model_copy(update={"identity": IdentityCenter.model_validate(identity)})


def center_alone(sandbox: Environment) -> Environment:
    """The same in one account that looks after itself."""
    return center(alone(sandbox))


def closed(sandbox: Environment) -> Environment:
    """P08: private subnets without a way to the internet; the newer Kubernetes."""
    versions = sandbox.versions.model_copy(update={"kubernetes": "1.36"})
    closed_network = network(sandbox, private_egress=Egress.ENDPOINTS_ONLY)
    return closed_network.model_copy(update={"versions": versions})


def large(sandbox: Environment) -> Environment:
    """A NAT gateway per zone, state in S3, Keycloak, logs for two years, and more of everything else."""
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
        "retention": sandbox.retention.model_copy(update={"logs": 731}),
        "state": S3(mode="s3", bucket="states", region="eu-central-1"),
    }
    vpn = (*sandbox.network.vpn_cidrs, IPv4Network("203.0.113.99/32"))
    return network(sandbox.model_copy(update=changes), nat=Nat.PER_ZONE, vpn_cidrs=vpn)


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


def foreign(sandbox: Environment) -> Environment:
    """Another company with one team and an identity provider of its own, nobody registered, no data lake."""
    oidc = {"token": "https://id.gft.com/x", "groups": Members(devops="a", sre="b")}
    changes = {
        "datalake": None,
        "git": sandbox.git.model_copy(update={"folder": "apps/tm", "revision": "release"}),
        "integrations": (),
        "oidc": sandbox.oidc.model_copy(update=oidc),
        "service_accounts": (),
        "teams": (sandbox.owner,),
    }
    return sandbox.model_copy(update=changes)


def foreign_closed(sandbox: Environment) -> Environment:
    """The same without a way to the internet and without the older name of the SAML endpoint."""
    changed = foreign(sandbox).model_copy(update={"legacy_saml_alias": None})
    return network(changed, private_egress=Egress.ENDPOINTS_ONLY)


def crowded(sandbox: Environment) -> Environment:
    """Identity Center, and as many Apps environments, VPN addresses and external networks as the model allows."""
    apps = {
        f"apps{i}": sandbox.apps["development"].model_copy(
            update={"account": f"{i}" * 12, "cidr": IPv4Network(f"10.{100 + i}.0.0/16")}
        )
        for i in range(4, 10)
    }
    external = tuple(
        sandbox.external_networks[0].model_copy(
            update={"name": f"site{i}", "cidr": IPv4Network(f"10.{200 + i}.0.0/16")}
        )
        for i in range(8)
    )
    vpn = tuple(IPv4Network(f"203.0.113.{i}/32") for i in range(6))
    changed = center(sandbox).model_copy(update={"apps": apps, "external_networks": external})
    return network(changed, vpn_cidrs=vpn, nat=Nat.PER_ZONE)


def dry(sandbox: Environment) -> Environment:
    """No data lake."""
    return sandbox.model_copy(update={"datalake": None})


def leaving(sandbox: Environment) -> Environment:
    """An estate that comes down."""
    return sandbox.model_copy(update={"deletion_protection": False})


def settled(sandbox: Environment) -> Environment:
    """A database of a smaller capacity, and strict lists of Kafka's topics."""
    smaller = sandbox.sizes.aurora.model_copy(update={"maximum_acu": 4.0})
    sizes = sandbox.sizes.model_copy(update={"aurora": smaller})
    return sandbox.model_copy(update={"kafka_acl": Acl.STRICT, "sizes": sizes})


def turned(sandbox: Environment) -> Environment:
    """New passwords: of the database, and of the first service account."""
    versions = sandbox.versions
    raised = versions.model_copy(update={"aurora_password": versions.aurora_password + 1})
    first, *others = sandbox.service_accounts
    rows = (first.model_copy(update={"rotation": 2}), *others)
    return sandbox.model_copy(update={"service_accounts": rows, "versions": raised})


def joined(sandbox: Environment) -> Environment:
    """One service account more; Shared Services keep the network, two Apps environments share an account."""
    more = ServiceAccount(
        name="de-cards-batch",
        team="banklitex",
        purpose="Settles card payments every night",
        expires=date(2027, 6, 30),
        rotation=1,
    )
    accounts = sandbox.accounts.model_copy(update={"network": sandbox.accounts.shared})
    development = sandbox.apps["development"].account
    changes = {
        "accounts": accounts,
        "apps": sandbox.apps
        | {"staging": sandbox.apps["staging"].model_copy(update={"account": development})},
        "service_accounts": (more, *sandbox.service_accounts),
    }
    return sandbox.model_copy(update=changes)
