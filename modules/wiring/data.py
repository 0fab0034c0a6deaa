"""Where the TM zone keeps things: keys, secrets, database, streams. Arrows: 11.1, 11.2, 12.2, 13.1, 16.1, 16.2."""

from modules.firewall import FirewallOutputs
from modules.kafka import Kafka, KafkaInputs, KafkaOutputs
from modules.keys import Keys, KeysInputs, KeysOutputs
from modules.kit.stack import Published
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
