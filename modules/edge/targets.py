"""Target groups: a port and a health check for each service behind a load balancer (kubernetes.md §3)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.lb_target_group import LbTargetGroup, LbTargetGroupHealthCheck
from constructs import Construct

from modules.kit.stack import Ref
from modules.model.hosts import Backend

DEREGISTRATION_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetsInputs:
    """One target group per backend."""

    environment: str
    vpc_id: Ref
    backends: tuple[Backend, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetsOutputs:
    """For listener rules, and for the bindings in the cluster."""

    arns: dict[Backend, Ref]


def health_check(backend: Backend) -> LbTargetGroupHealthCheck:
    """Well after half a minute of good answers, gone after three bad ones."""
    health = backend.health
    return LbTargetGroupHealthCheck(
        enabled=True,
        protocol=health.protocol,
        port=str(health.port.value),
        path=health.path,
        matcher="200",
        interval=15,
        timeout=5,
        healthy_threshold=2,
        unhealthy_threshold=3,
    )


class Targets(Construct):
    """Pods are the targets; the cluster only registers them, rules of security groups stay in the firewall stack."""

    def __init__(self, scope: Construct, inputs: TargetsInputs) -> None:
        """Create the target groups."""
        super().__init__(scope, "targets")
        self.outputs = TargetsOutputs(arns={each: self._group(each, inputs) for each in inputs.backends})

    def _group(self, backend: Backend, inputs: TargetsInputs) -> Ref:
        made = LbTargetGroup(
            self,
            backend.value,
            name=f"{inputs.environment}-tm-{backend}",
            vpc_id=inputs.vpc_id,
            target_type="ip",
            protocol=backend.protocol,
            protocol_version="HTTP1",
            port=backend.port.value,
            deregistration_delay=str(DEREGISTRATION_SECONDS),
            health_check=health_check(backend),
            tags={
                "Name": f"{inputs.environment}-tm-{backend}",
                "Namespace": backend.namespace,
                "Service": backend.service,
            },
        )
        return Ref(made.arn)
