"""One API block: its web ACL in front of its load balancer, and a listener rule and a record for each host."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.lb_listener_certificate import LbListenerCertificate
from cdktf_cdktf_provider_aws.lb_listener_rule import (
    LbListenerRule,
    LbListenerRuleAction,
    LbListenerRuleCondition,
    LbListenerRuleConditionHostHeader,
)
from cdktf_cdktf_provider_aws.route53_record import Route53Record, Route53RecordAlias
from cdktf_cdktf_provider_aws.wafv2_web_acl_association import Wafv2WebAclAssociation
from constructs import Construct

from modules.edge.balancer import Balancer, BalancerInputs
from modules.edge.certificate import Issued, IssuedInputs
from modules.edge.targets import Targets, TargetsInputs
from modules.edge.waf import WebAcl, WebAclInputs
from modules.kit.stack import Dependable, Ref
from modules.model.hosts import Backend, Block, Host


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeInputs:
    """`address_sets` are the WAF address sets that may come in, by name; `zone_ids` and `proofs` by host name.

    `proofs` are (certificate, name of its validation record): first the block's own, then those of hosts
    that the block's does not cover.
    """

    environment: str
    block: Block
    hosts: tuple[Host, ...]
    vpc_id: Ref
    subnet_ids: tuple[Ref, ...]
    group_id: Ref
    address_sets: dict[str, Ref]
    zone_ids: dict[str, Ref]
    proofs: dict[str, tuple[Ref, Ref]]
    log_group_arn: Ref
    log_ready: Dependable
    log_bucket: Ref
    deletion_protection: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeOutputs:
    """For the bindings in the cluster; the certificate is the block's own, issued."""

    target_group_arns: dict[Backend, Ref]
    certificate_arn: Ref


class Edge(Construct):
    """A request that no host's rule takes is answered 404; one from elsewhere than the address sets never gets in."""

    def __init__(self, scope: Construct, inputs: EdgeInputs) -> None:
        """Create web ACL, load balancer, target groups, listener rules and records of one block."""
        super().__init__(scope, inputs.block.value)
        acl = WebAclInputs(
            name=f"{inputs.environment}-{inputs.block.firewall}",
            address_sets=inputs.address_sets,
            log_group_arn=inputs.log_group_arn,
            log_ready=inputs.log_ready,
        )
        made = {key: self._issued(key, proof) for key, proof in inputs.proofs.items()}
        own, *others = made
        balancer = Balancer(
            self,
            BalancerInputs(
                block=inputs.block,
                subnet_ids=inputs.subnet_ids,
                group_id=inputs.group_id,
                certificate_arn=made[own],
                log_bucket=inputs.log_bucket,
                deletion_protection=inputs.deletion_protection,
            ),
        ).outputs
        Wafv2WebAclAssociation(
            self,
            "protected",
            resource_arn=balancer.arn,
            web_acl_arn=WebAcl(self, acl).outputs.web_acl_arn,
        )
        for key in others:
            LbListenerCertificate(
                self, f"also-{key}", listener_arn=balancer.listener_arn, certificate_arn=made[key]
            )
        backends = tuple(dict.fromkeys(host.backend for host in inputs.hosts))
        targets = TargetsInputs(environment=inputs.environment, vpc_id=inputs.vpc_id, backends=backends)
        arns = Targets(self, targets).outputs.arns
        for host in inputs.hosts:
            self._rule(host, balancer.listener_arn, arns[host.backend])
            self._record(host, inputs.zone_ids[host.name], balancer.dns_name, balancer.zone_id)
        self.outputs = EdgeOutputs(target_group_arns=arns, certificate_arn=made[own])

    def _issued(self, key: str, proof: tuple[Ref, Ref]) -> Ref:
        certificate_arn, validation_name = proof
        inputs = IssuedInputs(key=key, certificate_arn=certificate_arn, validation_name=validation_name)
        return Issued(self, inputs).outputs.certificate_arn

    def _rule(self, host: Host, listener_arn: Ref, target_group_arn: Ref) -> None:
        LbListenerRule(
            self,
            host.key,
            listener_arn=listener_arn,
            priority=host.priority,
            condition=[
                LbListenerRuleCondition(host_header=LbListenerRuleConditionHostHeader(values=[host.name]))
            ],
            action=[LbListenerRuleAction(type="forward", target_group_arn=target_group_arn)],
            tags={"Name": host.name},
        )

    def _record(self, host: Host, zone_id: Ref, dns_name: Ref, balancer_zone_id: Ref) -> None:
        Route53Record(
            self,
            f"name-{host.key}",
            zone_id=zone_id,
            name=host.name,
            type="A",
            alias=Route53RecordAlias(name=dns_name, zone_id=balancer_zone_id, evaluate_target_health=True),
        )
