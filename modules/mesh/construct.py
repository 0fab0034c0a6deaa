"""Istio in the order in which its parts need one another, then its policies and the bindings."""

from collections.abc import Mapping
from dataclasses import dataclass

from constructs import Construct

from modules.kit.helm import local_chart, release
from modules.kit.stack import Dependable, Ref
from modules.mesh import control, gateway
from modules.mesh.bindings import Binding, binding
from modules.mesh.egress import Way, sidecar, way
from modules.mesh.gateway import NAMESPACE, Route
from modules.mesh.policies import admitted, defaults, ingress
from modules.model.charts import Platform, chart
from modules.model.mesh import Admission, Entrance


@dataclass(frozen=True, slots=True, kw_only=True)
class MeshInputs:
    """`hub` is where images of Istio are in our registry; `sees` are namespaces by the injected one that uses them."""

    kubernetes: str
    hub: str
    vpc_id: Ref
    routes: tuple[Route, ...]
    entrances: tuple[Entrance, ...]
    admissions: tuple[Admission, ...]
    ways: tuple[Way, ...]
    sees: Mapping[str, tuple[str, ...]]
    bindings: tuple[Binding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeshOutputs:
    """Nothing is handed on: later stacks come after this one."""


class Mesh(Construct):
    """Nobody calls anybody, and nothing leaves, but by a row of the flows."""

    def __init__(self, scope: Construct, inputs: MeshInputs) -> None:
        """Install the releases one after the other."""
        super().__init__(scope, "mesh")
        istiod = self._control(inputs)
        entered = release(
            self, chart(Platform.ISTIO_GATEWAY, inputs.kubernetes), gateway.values(), after=[istiod]
        )
        hosts = tuple(route.host for route in inputs.routes)
        policies = [
            *defaults(),
            ingress(inputs.entrances, hosts),
            *(admitted(each) for each in inputs.admissions),
            *(sidecar(namespace, seen) for namespace, seen in inputs.sees.items()),
            *(way(each) for each in inputs.ways),
            *gateway.manifests(inputs.routes),
        ]
        closed = local_chart(self, "mesh-policies", namespace=NAMESPACE, manifests=policies, after=[entered])
        # Last, so that no client comes before the policies.
        bound = [binding(each, inputs.vpc_id) for each in inputs.bindings]
        local_chart(self, "edge-bindings", namespace=NAMESPACE, manifests=bound, after=[closed])
        self.outputs = MeshOutputs()

    def _control(self, inputs: MeshInputs) -> Dependable:
        base = release(self, chart(Platform.ISTIO_BASE, inputs.kubernetes), control.base())
        plugin = chart(Platform.ISTIO_CNI, inputs.kubernetes)
        cni = release(self, plugin, control.cni(inputs.hub, plugin.app_version), after=[base])
        pilot = chart(Platform.ISTIOD, inputs.kubernetes)
        return release(self, pilot, control.istiod(inputs.hub, pilot.app_version), after=[cni])
