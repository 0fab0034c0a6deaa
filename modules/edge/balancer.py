"""An internet-facing load balancer under the document's name: TLS 1.3, plain HTTP only to be sent on to HTTPS."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.lb import Lb, LbAccessLogs
from cdktf_cdktf_provider_aws.lb_listener import (
    LbListener,
    LbListenerDefaultAction,
    LbListenerDefaultActionFixedResponse,
    LbListenerDefaultActionRedirect,
)
from constructs import Construct

from modules.kit.stack import Ref
from modules.model.hosts import Block
from modules.model.ports import Port

TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
"""TLS 1.3, and 1.2 with forward secrecy for clients without it (FSBP ELB.17)."""

HSTS = "max-age=31536000"


@dataclass(frozen=True, slots=True, kw_only=True)
class BalancerInputs:
    """`certificate_arn` is one that has been issued."""

    block: Block
    subnet_ids: tuple[Ref, ...]
    group_id: Ref
    certificate_arn: Ref
    log_bucket: Ref
    deletion_protection: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BalancerOutputs:
    """For rules, web ACL and alias records."""

    arn: Ref
    listener_arn: Ref
    dns_name: Ref
    zone_id: Ref


class Balancer(Construct):
    """Nobody but Terraform owns it, so that destroying the cluster leaves none behind (CX-07)."""

    def __init__(self, scope: Construct, inputs: BalancerInputs) -> None:
        """Create the load balancer and its two listeners."""
        super().__init__(scope, "balancer")
        balancer = Lb(
            self,
            "alb",
            name=inputs.block.load_balancer,
            load_balancer_type="application",
            internal=False,
            ip_address_type="ipv4",
            subnets=list(inputs.subnet_ids),
            security_groups=[inputs.group_id],
            drop_invalid_header_fields=True,
            desync_mitigation_mode="strictest",
            enable_deletion_protection=inputs.deletion_protection,
            enable_waf_fail_open=False,
            access_logs=LbAccessLogs(
                enabled=True, bucket=inputs.log_bucket, prefix=inputs.block.load_balancer
            ),
            tags={"Name": inputs.block.load_balancer, "Block": inputs.block.value},
        )
        arn = Ref(balancer.arn)
        nobody = LbListenerDefaultActionFixedResponse(
            content_type="text/plain", message_body="Not found", status_code="404"
        )
        listener = LbListener(
            self,
            "https",
            load_balancer_arn=arn,
            port=Port.HTTPS.value,
            protocol="HTTPS",
            ssl_policy=TLS_POLICY,
            certificate_arn=inputs.certificate_arn,
            routing_http_response_server_enabled=False,
            routing_http_response_strict_transport_security_header_value=HSTS,
            default_action=[LbListenerDefaultAction(type="fixed-response", fixed_response=nobody)],
        )
        onward = LbListenerDefaultActionRedirect(
            port=str(Port.HTTPS.value), protocol="HTTPS", status_code="HTTP_301"
        )
        LbListener(
            self,
            "http",
            load_balancer_arn=arn,
            port=Port.HTTP.value,
            protocol="HTTP",
            default_action=[LbListenerDefaultAction(type="redirect", redirect=onward)],
        )
        self.outputs = BalancerOutputs(
            arn=arn,
            listener_arn=Ref(listener.arn),
            dns_name=Ref(balancer.dns_name),
            zone_id=Ref(balancer.zone_id),
        )
