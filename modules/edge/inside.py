"""The internal entrance to the Core APIs, for Apps over the transit gateway. Arrow: 5.3 (CX-03, ADR 0013)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.lb import Lb, LbAccessLogs
from cdktf_cdktf_provider_aws.lb_listener import LbListener, LbListenerDefaultAction
from cdktf_cdktf_provider_aws.lb_target_group import LbTargetGroup
from constructs import Construct

from modules.edge.balancer import TLS_POLICY
from modules.edge.targets import health_check
from modules.kit.stack import Ref
from modules.model.hosts import Backend
from modules.model.ports import Port


@dataclass(frozen=True, slots=True, kw_only=True)
class InsideInputs:
    """`certificate_arn` is the Core block's own, issued: Apps call the same names."""

    environment: str
    vpc_id: Ref
    subnet_ids: tuple[Ref, ...]
    group_id: Ref
    certificate_arn: Ref
    log_bucket: Ref
    deletion_protection: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InsideOutputs:
    """For the private twin of the zone, and for the binding in the cluster."""

    dns_name: Ref
    zone_id: Ref
    target_group_arn: Ref


class Inside(Construct):
    """A network load balancer: it ends TLS with the Core certificate and speaks TLS to the ingress of the mesh."""

    def __init__(self, scope: Construct, inputs: InsideInputs) -> None:
        """Create load balancer, listener and target group."""
        super().__init__(scope, "inside")
        name = f"{inputs.environment}-tm-core-inside"
        balancer = Lb(
            self,
            "nlb",
            name=name,
            load_balancer_type="network",
            internal=True,
            ip_address_type="ipv4",
            subnets=list(inputs.subnet_ids),
            security_groups=[inputs.group_id],
            enable_cross_zone_load_balancing=True,
            enable_deletion_protection=inputs.deletion_protection,
            access_logs=LbAccessLogs(enabled=True, bucket=inputs.log_bucket, prefix=name),
            tags={"Name": name},
        )
        group = LbTargetGroup(
            self,
            "tm-ingress",
            name=name,
            vpc_id=inputs.vpc_id,
            target_type="ip",
            protocol="TLS",
            port=Backend.CORE.port.value,
            # The ingress admits the load balancer, not every address behind the transit gateway.
            preserve_client_ip="false",
            health_check=health_check(Backend.CORE),
            tags={"Name": name, "Namespace": Backend.CORE.namespace, "Service": Backend.CORE.service},
        )
        LbListener(
            self,
            "tls",
            load_balancer_arn=balancer.arn,
            port=Port.HTTPS.value,
            protocol="TLS",
            ssl_policy=TLS_POLICY,
            certificate_arn=inputs.certificate_arn,
            default_action=[LbListenerDefaultAction(type="forward", target_group_arn=group.arn)],
        )
        self.outputs = InsideOutputs(
            dns_name=Ref(balancer.dns_name),
            zone_id=Ref(balancer.zone_id),
            target_group_arn=Ref(group.arn),
        )
