"""Where the TM zone keeps things: keys, secrets, database, streams. Arrows: 11.1, 11.2, 12.2, 13.1, 16.1, 16.2."""

from modules.aurora import Aurora, AuroraInputs, AuroraOutputs
from modules.firewall import FirewallOutputs
from modules.keys import Keys, KeysInputs, KeysOutputs
from modules.kit.stack import Published
from modules.model import names
from modules.model.flow import Feature
from modules.model.parties import Party, Tier, Zone
from modules.model.purposes import Purpose
from modules.vpc import VpcOutputs
from modules.wiring import Estate


def keys(estate: Estate, name: str, seed: str) -> Published[KeysOutputs]:
    """A key for every purpose."""
    env = estate.env
    s = estate.stack(name, env.accounts.tm, seed)
    inputs = KeysInputs(
        environment=env.name, account=env.accounts.tm, region=env.region, purposes=Purpose.of(Zone.TM)
    )
    return s.publish(Keys(s, inputs).outputs)


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
