"""The releases of the ground floor, each after what it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from constructs import Construct

from modules.addons import certificates, controllers, names, secrets
from modules.addons.namespaces import cluster_objects, spaces
from modules.addons.policies import policies
from modules.addons.stores import Store, Stores, StoresInputs
from modules.kit.helm import local_chart, release
from modules.kit.stack import Dependable, Ref
from modules.model.charts import Chart, Platform, chart
from modules.model.images import cached, registry
from modules.model.namespaces import Namespace
from modules.model.policies import Policy
from modules.model.upstreams import Upstream

SYSTEM = "kube-system"
"""Where Helm keeps its records of objects that belong to no namespace of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddonsInputs:
    """`kubernetes` is the cluster's version; `zone_id` is None where the zone's API cannot be reached."""

    cluster: str
    region: str
    kubernetes: str
    images_account: str
    namespaces: tuple[Namespace, ...]
    policies: tuple[Policy, ...]
    reader_arn: str
    reading: tuple[str, ...]
    stores: tuple[Store, ...]
    vpc_id: Ref
    volumes_key_arn: Ref
    secrets_key_arn: Ref
    zone_id: Ref | None
    after: tuple[Dependable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddonsOutputs:
    """Nothing is handed on: later stacks come after this one."""


class Addons(Construct):
    """Namespaces before denials, denials before the first pod of ours, controllers before what they control."""

    def __init__(self, scope: Construct, inputs: AddonsInputs) -> None:
        """Create the releases."""
        super().__init__(scope, "addons")
        self._inputs = inputs
        self._first = self._ground()
        self._release(
            Platform.AUTOSCALER,
            lambda row: controllers.autoscaler(
                row,
                self._image(Upstream.KUBERNETES, "autoscaling/cluster-autoscaler"),
                inputs.cluster,
                inputs.region,
            ),
        )
        self._release(
            Platform.LOAD_BALANCER,
            lambda row: controllers.balancer(
                row,
                self._image(Upstream.ECR_PUBLIC, "eks/aws-load-balancer-controller"),
                inputs.cluster,
                inputs.region,
                inputs.vpc_id,
            ),
        )
        self._certificates()
        self._secrets()
        if inputs.zone_id:
            zone_id = inputs.zone_id
            image = self._image(Upstream.KUBERNETES, "external-dns/external-dns")
            self._release(
                Platform.EXTERNAL_DNS,
                lambda row: names.names(row, image, inputs.cluster, inputs.region, zone_id),
            )
        self.outputs = AddonsOutputs()

    def _ground(self) -> tuple[Dependable, ...]:
        inputs = self._inputs
        found = spaces(inputs.namespaces, inputs.kubernetes)
        made = local_chart(self, "namespaces", namespace=SYSTEM, manifests=found, after=inputs.after)
        objects = cluster_objects(inputs.volumes_key_arn)
        classes = local_chart(self, "classes", namespace=SYSTEM, manifests=objects, after=inputs.after)
        allowed = policies(inputs.namespaces, inputs.policies)
        denied = local_chart(
            self, "network-policies", namespace=SYSTEM, manifests=allowed, after=(made, *inputs.after)
        )
        return made, classes, denied

    def _certificates(self) -> None:
        inputs = self._inputs
        host = f"{registry(inputs.images_account, inputs.region)}/{Upstream.QUAY}"
        made = self._release(Platform.CERT_MANAGER, lambda _: certificates.certificates(host, "jetstack"))
        issuers = certificates.issuers()
        local_chart(self, "issuers", namespace=certificates.NAMESPACE, manifests=issuers, after=(made,))
        image = self._image(Upstream.KUBERNETES, "metrics-server/metrics-server")
        self._release(Platform.METRICS_SERVER, lambda row: controllers.metrics(row, image), made)

    def _secrets(self) -> None:
        inputs = self._inputs
        roles = Stores(
            self,
            StoresInputs(
                region=inputs.region,
                reader_arn=inputs.reader_arn,
                reading=inputs.reading,
                key_arn=inputs.secrets_key_arn,
                stores=inputs.stores,
                after=inputs.after,
            ),
        ).outputs
        image = self._image(Upstream.GITHUB, "external-secrets/external-secrets")
        made = self._release(
            Platform.EXTERNAL_SECRETS, lambda row: secrets.external_secrets(row, image), *roles.ready
        )
        held = [secrets.store(name, inputs.region, arn) for name, arn in roles.role_arns.items()]
        local_chart(self, "secret-stores", namespace=secrets.ESO, manifests=held, after=(made, *roles.ready))
        self._release(Platform.CSI_SECRETS, lambda row: secrets.csi(row, self._image))

    def _release(
        self, platform: Platform, values: Callable[[Chart], dict[str, Any]], *after: Dependable
    ) -> Dependable:
        row = chart(platform, self._inputs.kubernetes)
        return release(self, row, values(row), after=(*self._first, *self._inputs.after, *after))

    def _image(self, upstream: Upstream, path: str) -> str:
        return cached(self._inputs.images_account, self._inputs.region, upstream, path)
