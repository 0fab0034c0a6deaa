"""Bucket, topics and secrets first, then Thanos' configuration, Prometheus and the rest, and what they look at."""

from dataclasses import dataclass

from constructs import Construct

from modules.bucket import Bucket, BucketInputs
from modules.kit.external import External
from modules.kit.helm import local_chart, release
from modules.kit.stack import Dependable, Ref
from modules.model.charts import Chart, Platform
from modules.model.ports import Port
from modules.model.signin import Oidc
from modules.observability import golden_data, golden_platform, golden_traffic
from modules.observability.alertmanager import AlertmanagerInputs
from modules.observability.exporter import exporter
from modules.observability.grafana import ADMIN, SIGN_IN, SIGN_IN_KEY, GrafanaInputs
from modules.observability.monitors import brokers, monitors
from modules.observability.passwords import Passwords, PasswordsInputs
from modules.observability.prometheus import MonitoringInputs, monitoring
from modules.observability.shape import NAMESPACE
from modules.observability.signals import manifests
from modules.observability.thanos import ThanosInputs, objects, thanos
from modules.observability.topics import Topics, TopicsInputs

AREAS = (*golden_traffic.AREAS, *golden_data.AREAS, *golden_platform.AREAS)
DATASOURCE = "http://thanos-query-frontend.tm-monitoring:9090/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Urls:
    """Host names under which the tools answer (EP-06…EP-08)."""

    grafana: str
    alertmanager: str
    metrics: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservabilityInputs:
    """`topics` are names by team, `brokers` hosts and ports of Kafka; `pool` says whether there is a pg-pool.

    Pods of the namespaces in `meshed` have proxies.
    """

    charts: dict[Platform, Chart]
    cluster: str
    urls: Urls
    region: str
    registry_account: str
    owner: str
    oidc: Oidc
    bucket: str
    topics: TopicsInputs
    passwords: PasswordsInputs
    key_arn: Ref
    brokers: dict[Port, tuple[Ref, ...]]
    pool: bool
    meshed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservabilityOutputs:
    """For whoever subscribes to topics and fills the secret."""

    topic_arns: dict[str, Ref]
    sign_in_secret_arn: Ref


class Observability(Construct):
    """What people see of the estate, and who is told when something is wrong."""

    def __init__(
        self, scope: Construct, inputs: ObservabilityInputs, identities: tuple[Dependable, ...]
    ) -> None:
        """Create what is in AWS and install the charts; `identities` are there before the pods that need them."""
        super().__init__(scope, "observability")
        self._inputs = inputs
        bucket = BucketInputs(
            name=inputs.bucket, purpose="metrics", key_arn=inputs.key_arn, days=None, statements=()
        )
        blocks = objects(Bucket(self, bucket).outputs.name, inputs.region)
        topics = Topics(self, inputs.topics).outputs.arns
        passwords = Passwords(self, inputs.passwords).outputs
        secrets = self._secrets()
        values = monitoring(
            MonitoringInputs(
                cluster=inputs.cluster,
                url=f"https://{inputs.urls.metrics}",
                registry_account=inputs.registry_account,
                region=inputs.region,
                objects=blocks,
                alertmanager=AlertmanagerInputs(
                    url=f"https://{inputs.urls.alertmanager}",
                    region=inputs.region,
                    owner=inputs.owner,
                    topics=topics,
                ),
                grafana=GrafanaInputs(
                    host=inputs.urls.grafana,
                    oidc=inputs.oidc,
                    registry_account=inputs.registry_account,
                    region=inputs.region,
                    datasource=DATASOURCE,
                ),
            )
        )
        installed = release(
            self, inputs.charts[Platform.MONITORING], values, after=[secrets, passwords.ready, *identities]
        )
        history = ThanosInputs(registry_account=inputs.registry_account, region=inputs.region, objects=blocks)
        release(self, inputs.charts[Platform.THANOS], thanos(history), after=[installed])
        cloud = exporter(inputs.registry_account, inputs.region)
        release(self, inputs.charts[Platform.CLOUDWATCH_EXPORTER], cloud, after=[installed])
        areas = [each for each in AREAS if inputs.pool or each is not golden_data.POOL]
        watched = (*monitors(inputs.meshed), *brokers(dict(inputs.brokers)), *manifests(areas, inputs.owner))
        local_chart(self, "golden-signals", namespace=NAMESPACE, manifests=watched, after=[installed])
        self.outputs = ObservabilityOutputs(topic_arns=topics, sign_in_secret_arn=passwords.sign_in_arn)

    def _secrets(self) -> Dependable:
        passwords = self._inputs.passwords
        admin = External(
            name=ADMIN,
            namespace=NAMESPACE,
            source=passwords.admin,
            properties={"user": "user", "password": "password"},
        )
        sign_in = External(
            name=SIGN_IN,
            namespace=NAMESPACE,
            source=passwords.sign_in,
            properties={SIGN_IN_KEY: "clientSecret"},
        )
        return local_chart(
            self,
            "monitoring-secrets",
            namespace=NAMESPACE,
            manifests=(admin.manifest, sign_in.manifest),
        )
