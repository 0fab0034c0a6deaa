"""What runs in the TM cluster beside Vault: Argo CD and the tools that watch. Arrows: 6.2, 6.3, 6.4, 7.2."""

from collections.abc import Sequence
from typing import Any

from modules.cicd import Cicd, CicdInputs, CicdOutputs
from modules.eks import EksOutputs
from modules.kafka import KafkaOutputs
from modules.keys import KeysOutputs
from modules.kit.stack import Published, broker
from modules.model import names
from modules.model.brokers import Login
from modules.model.charts import Platform, chart
from modules.model.environment import Environment
from modules.model.hosts import Backend
from modules.model.namespaces import injected
from modules.model.parties import Zone
from modules.model.ports import Port
from modules.model.purposes import Purpose
from modules.observability import Observability, ObservabilityInputs, ObservabilityOutputs, Urls
from modules.observability.passwords import PasswordsInputs
from modules.observability.topics import TopicsInputs
from modules.wiring import Estate
from modules.wiring.charts import identities
from modules.wiring.watchers import watchers

ARGO, MONITORING = "argocd", "tm-monitoring"


def cicd(
    estate: Estate,
    name: str,
    seed: str,
    *,
    vault: Published[EksOutputs],
    keyring: Published[KeysOutputs],
    after: Sequence[Published[Any]] = (),
) -> Published[CicdOutputs]:
    """Argo CD, which brings workloads from Git."""
    env = estate.env
    s = estate.chart_stack(name, estate.env.accounts.tm, seed, vault)
    for each in after:
        s.after(each)
    inputs = CicdInputs(
        chart=chart(Platform.ARGO_CD, env.versions.kubernetes),
        host=_host(env, Backend.ARGO_UI),
        region=env.region,
        registry_account=env.accounts.shared,
        oidc=env.oidc,
        git=env.git,
        oidc_secret=names.platform_secret(env.name, ARGO, "oidc"),
        git_secret=names.platform_secret(env.name, ARGO, "git"),
        secrets_key_arn=s.use(keyring, lambda out: out.key_arns[Purpose.SECRETS]),
        readers=(_store(env, ARGO),),
        facts={
            "tm/environment": env.name,
            "tm/region": env.region,
            "tm/account": env.accounts.tm,
            "tm/cluster": s.use(vault, lambda out: out.cluster_name),
        },
    )
    return s.publish(Cicd(s, inputs).outputs)


def _host(env: Environment, backend: Backend) -> str:
    """The public name under which a tool answers."""
    return next(host.name for host in env.hosts if host.backend is backend)


def _store(env: Environment, namespace: str) -> str:
    """ARN of the role in which external-secrets reads the secrets of a namespace."""
    return f"arn:aws:iam::{env.accounts.tm}:role/{names.store_role(env.name, namespace)}"


def observability(
    estate: Estate,
    name: str,
    seed: str,
    *,
    vault: Published[EksOutputs],
    keyring: Published[KeysOutputs],
    streams: Published[KafkaOutputs],
    after: Sequence[Published[Any]] = (),
) -> Published[ObservabilityOutputs]:
    """Prometheus, Thanos, Grafana and Alertmanager, with a topic for each team."""
    env = estate.env
    s = estate.chart_stack(name, estate.env.accounts.tm, seed, vault)
    for each in after:
        s.after(each)
    account, own = env.accounts.tm, names.cluster(env.name, Zone.TM)
    key_arn = s.use(keyring, lambda out: out.key_arns[Purpose.OBSERVABILITY])
    bucket = f"{env.name}-tm-metrics-{account}"
    topics = {team: f"{env.name}-alerts-{team}" for team in (env.owner, *sorted({*env.teams} - {env.owner}))}
    arns = tuple(f"arn:aws:sns:{env.region}:{account}:{topic}" for topic in topics.values())
    pods = watchers(env, bucket, arns, key_arn)
    ready = identities(estate, s, vault, pods).outputs.ready
    addresses = s.use(streams, lambda out: out.bootstrap_brokers[Login.SCRAM])
    inputs = ObservabilityInputs(
        charts={
            each: chart(each, env.versions.kubernetes)
            for each in (Platform.MONITORING, Platform.THANOS, Platform.CLOUDWATCH_EXPORTER)
        },
        cluster=own,
        urls=Urls(
            grafana=_host(env, Backend.GRAFANA),
            alertmanager=_host(env, Backend.ALERTMANAGER),
            metrics=_host(env, Backend.METRICS),
        ),
        region=env.region,
        registry_account=env.accounts.shared,
        owner=env.owner,
        oidc=env.oidc,
        bucket=bucket,
        topics=TopicsInputs(
            names=topics, key_arn=key_arn, publisher=f"arn:aws:iam::{account}:role/{own}-alerts"
        ),
        passwords=PasswordsInputs(
            admin=names.platform_secret(env.name, MONITORING, "grafana-admin"),
            sign_in=names.platform_secret(env.name, MONITORING, "grafana-oidc"),
            key_arn=s.use(keyring, lambda out: out.key_arns[Purpose.SECRETS]),
            reader=_store(env, MONITORING),
            runs=names.runner(account, env.name, f"{name}-*"),
        ),
        key_arn=key_arn,
        brokers={
            port: tuple(broker(addresses, number, port) for number in range(len(env.zones)))
            for port in (Port.KAFKA_METRICS, Port.BROKER_METRICS)
        },
        pool=env.pg_pool is not None,
        meshed=injected(env.features),
    )
    return s.publish(Observability(s, inputs, ready).outputs)
