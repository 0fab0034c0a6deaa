"""Where the TM zone keeps things: keys, secrets, database, streams. Arrows: 11.1, 11.2, 12.2, 13.1, 16.1, 16.2."""

from collections.abc import Iterator

from modules.aurora import Aurora, AuroraInputs, AuroraOutputs
from modules.eks import EksOutputs
from modules.firewall import FirewallOutputs
from modules.kafka import Kafka, KafkaInputs, KafkaOutputs
from modules.keys import Keys, KeysInputs, KeysOutputs
from modules.kit.shell import ShellInputs
from modules.kit.stack import Published, Ref
from modules.model import names
from modules.model.actions import KEEP_SECRETS
from modules.model.endpoints import actions_of
from modules.model.environment import Environment
from modules.model.flow import Feature
from modules.model.identity import Saml
from modules.model.parties import Party, Tier, Zone
from modules.model.personas import PERSONAS
from modules.model.pods import pods_of
from modules.model.purposes import Purpose
from modules.secrets import Secrets, SecretsInputs, SecretsOutputs
from modules.vault.pool import STATS
from modules.vpc import VpcOutputs
from modules.wiring import Estate


def keys(estate: Estate, name: str, seed: str) -> Published[KeysOutputs]:
    """A key for every purpose."""
    env = estate.env
    s = estate.stack(name, env.accounts.tm, seed)
    inputs = KeysInputs(
        environment=env.name,
        place=Zone.TM,
        account=env.accounts.tm,
        region=env.region,
        purposes=Purpose.of(Zone.TM),
    )
    return s.publish(Keys(s, inputs).outputs)


def kafka(
    estate: Estate,
    name: str,
    seed: str,
    network: Published[VpcOutputs],
    firewall: Published[FirewallOutputs],
    keys: Published[KeysOutputs],
) -> Published[KafkaOutputs]:
    """The Kafka cluster in its own subnets, with the users of the service-account register."""
    env = estate.env
    s = estate.stack(name, env.accounts.tm, seed)
    subnets = [f"{Tier.KAFKA}-{zone[-1]}" for zone in env.zones]
    inputs = KafkaInputs(
        environment=env.name,
        account=env.accounts.tm,
        region=env.region,
        version=env.versions.kafka,
        instance_type=env.sizes.kafka.instance_type,
        storage=env.sizes.kafka.storage,
        maximum_storage=env.sizes.kafka.maximum_storage,
        acl=env.kafka_acl,
        for_roles=Feature.DATALAKE in env.features,
        protected=env.deletion_protection,
        retention=env.retention.logs,
        service_accounts=env.service_accounts,
        subnet_ids=tuple(
            s.use_each(network, lambda out: {key: out.subnet_ids[key] for key in subnets}).values()
        ),
        group_id=s.use(firewall, lambda out: out.group_ids[Party.KAFKA]),
        streams_key_arn=s.use(keys, lambda out: out.key_arns[Purpose.STREAMS]),
        scram_key_arn=s.use(keys, lambda out: out.key_arns[Purpose.SCRAM]),
        secrets_key_arn=s.use(keys, lambda out: out.key_arns[Purpose.SECRETS]),
    )
    return s.publish(Kafka(s, inputs).outputs)


def aurora(
    estate: Estate,
    name: str,
    seed: str,
    network: Published[VpcOutputs],
    firewall: Published[FirewallOutputs],
    keys: Published[KeysOutputs],
) -> Published[AuroraOutputs]:
    """The database in the isolated subnets of the TM VPC (CX-15)."""
    env = estate.env
    s = estate.stack(name, env.accounts.tm, seed)
    subnets = [f"{Tier.DATABASE}-{zone[-1]}" for zone in env.zones]
    inputs = AuroraInputs(
        name=names.database(env.name),
        account=env.accounts.tm,
        region=env.region,
        zones=env.zones,
        size=env.sizes.aurora,
        version=env.versions.aurora,
        password_version=env.versions.aurora_password,
        logical_replication=Feature.DATALAKE in env.features,
        deletion_protection=env.deletion_protection,
        log_retention=env.retention.logs,
        backup_retention=env.retention.backups,
        subnet_ids=tuple(
            s.use_each(network, lambda out: {key: out.subnet_ids[key] for key in subnets}).values()
        ),
        group_id=s.use(firewall, lambda out: out.group_ids[Party.AURORA]),
        database_key_arn=s.use(keys, lambda out: out.key_arns[Purpose.DATABASE]),
        backups_key_arn=s.use(keys, lambda out: out.key_arns[Purpose.BACKUPS]),
        secrets_key_arn=s.use(keys, lambda out: out.key_arns[Purpose.SECRETS]),
        backup_role=names.backup_role(env.name),
        master_secret=names.master_secret(env.name),
        root_secret=names.vault_secret(env.name, "root-db-secrets"),
    )
    return s.publish(Aurora(s, inputs).outputs)


def secrets(
    estate: Estate,
    name: str,
    seed: str,
    *,
    keyring: Published[KeysOutputs],
    cluster: Published[EksOutputs],
    database: Published[AuroraOutputs],
    streams: Published[KafkaOutputs],
) -> Published[SecretsOutputs]:
    """The vendor's installer and its boundaries, and who may read which secret."""
    env = estate.env
    account = env.accounts.tm
    s = estate.stack(name, account, seed)
    installer = f"arn:aws:iam::{account}:role/{names.iam_prefix(env.name)}/*"
    person = _developer(env, account)
    tokens = s.use_each(streams, lambda out: out.token_arns)
    arns = {"root-db": s.use(database, lambda out: out.root_db_secret_arn)} | tokens
    arns["database-master"] = s.use(database, lambda out: out.master_secret_arn)
    # A run reads what its own stack has written, and no run of another stack does.
    aurora_runs, own_runs = (names.runner(account, env.name, f"{stack}-*") for stack in ("tm-aurora", name))
    readers: dict[str, tuple[str, ...]] = {
        "database-master": (aurora_runs,),
        "dummy-saml": (installer, own_runs),
        "root-db": (installer, aurora_runs),
    }
    readers |= dict.fromkeys(tokens, (installer, person))
    inputs = SecretsInputs(
        environment=env.name,
        account=account,
        region=env.region,
        prefix=names.iam_prefix(env.name),
        key_arn=s.use(keyring, lambda out: out.key_arns[Purpose.SECRETS]),
        oidc_provider_arn=s.use(cluster, lambda out: out.oidc_provider_arn),
        oidc_issuer=s.use(cluster, lambda out: out.oidc_issuer),
        keep_secrets=KEEP_SECRETS.actions,
        make_roles=tuple(a for a in actions_of(env.flows, Party.INSTALLER) if a.startswith("iam:")),
        secret_arns=arns,
        readers=readers,
        shells=_shells(env, s.use(keyring, lambda out: out.key_arns[Purpose.SECRETS])),
        saml_secret=names.vault_secret(env.name, "dummy-saml-idp-secrets"),
        saml_user=env.dummy_saml_idp.user if env.dummy_saml_idp else None,
    )
    return s.publish(Secrets(s, inputs).outputs)


def _shells(env: Environment, key_arn: Ref) -> tuple[ShellInputs, ...]:
    """Here and not beside what reads them: they are filled before its pods come, which cannot start without them."""
    return tuple(
        ShellInputs(
            key=key if party is Party.PG_POOL else f"{party}-{key}",
            name=names.platform_secret(env.name, namespace, key),
            description=description,
            fields=fields,
            key_arn=key_arn,
            readers=(f"arn:aws:iam::{env.accounts.tm}:role/{names.store_role(env.name, namespace)}",),
        )
        for party, key, description, fields in _wanted(env)
        for namespace in (pods_of(party)[0].namespace,)
    )


def _wanted(env: Environment) -> Iterator[tuple[Party, str, str, tuple[str, ...]]]:
    """Whose secret it is, the last part of its name, what it holds, and its fields."""
    bundle = (names.POOL_AUTHORITY, "Certificate bundle of Amazon RDS, as a text", ())
    if env.pg_pool:
        users = (*env.pg_pool.users, STATS)
        yield Party.PG_POOL, names.POOL_USERS, "Passwords of pg-pool's users", users
        yield Party.PG_POOL, *bundle
    if env.keycloak:
        words = "Passwords of Keycloak's first administrator and of its user in the database"
        yield Party.KEYCLOAK, names.KEYCLOAK_PASSWORDS, words, ("admin", "database")
        yield Party.KEYCLOAK, *bundle


def _developer(env: Environment, account: str) -> str:
    """ARN of the Smart Contract Developer, the one persona that reads tokens (4.2); Identity Center adds to its name."""
    if isinstance(env.identity, Saml):
        party = Party.SMART_CONTRACT_DEVELOPER
        return f"arn:aws:iam::{account}:role{names.people_path(env.name)}{env.name}-{party}"
    short = next(each.short for each in PERSONAS if each.party is Party.SMART_CONTRACT_DEVELOPER)
    return f"arn:aws:iam::{account}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_{env.name}-{short}_*"
