"""Weakened edges: load balancers, web ACLs, names."""

from collections.abc import Callable

from tests.mutants.change import FW, IN, VPC, Mutant, Stacks, all_of, block, drop, put
from tests.policy import test_edge as edge

TM = "tm-edge"
ALB, LISTENER, ACL = "aws_lb", "aws_lb_listener", "aws_wafv2_web_acl"
CORE, CICD = "core_balancer_alb", "cicd_balancer_alb"
CORE_ACL = ("resource", ACL, "core_waf_acl")
RULE, RECORD, GROUP = "aws_lb_listener_rule", "aws_route53_record", "aws_lb_target_group"
FROM_VPN = "firewall_edge-core-from-company-vpn-443"
DNS = "tm-dns"
HSTS = "routing_http_response_strict_transport_security_header_value"


def waf_rule(name: str, **changes: object) -> Callable[[Stacks], None]:
    """Change one rule of the Core web ACL."""

    def change(stacks: Stacks) -> None:
        rules = stacks[TM]["resource"][ACL]["core_waf_acl"]["rule"]
        next(rule for rule in rules if rule["name"] == name).update(changes)

    return change


def without_waf_rule(name: str) -> Callable[[Stacks], None]:
    """Delete one rule of the Core web ACL."""

    def change(stacks: Stacks) -> None:
        rules = stacks[TM]["resource"][ACL]["core_waf_acl"]["rule"]
        rules[:] = [rule for rule in rules if rule["name"] != name]

    return change


EDGE = (
    Mutant(
        "a load balancer under another name",
        put(TM, ALB, CORE, name="k8s-istiosys-tmingres-cc69880969"),
        edge.test_blocks_are_the_documents_triples,
    ),
    Mutant(
        "two blocks share a web ACL",
        put(
            TM,
            "aws_wafv2_web_acl_association",
            "cicd_protected",
            web_acl_arn="${aws_wafv2_web_acl.core_waf_acl.arn}",
        ),
        edge.test_blocks_are_the_documents_triples,
    ),
    Mutant(
        "a load balancer without web ACL",
        drop(TM, "aws_wafv2_web_acl_association", "core_protected"),
        edge.test_blocks_are_the_documents_triples,
    ),
    Mutant(
        "a load balancer wears another block's group",
        put(TM, ALB, CICD, security_groups=["${var.tm_firewall_group_ids_edge_core}"]),
        edge.test_blocks_are_the_documents_triples,
    ),
    Mutant(
        "a web ACL allows by default",
        block(TM, (*CORE_ACL, "default_action"), {"allow": {}}),
        edge.test_web_acls_block_all_but_the_address_sets_and_those_after_the_managed_rules,
    ),
    Mutant(
        "the VPN is allowed before the managed rules look",
        waf_rule("allow-company-vpn", priority=1),
        edge.test_web_acls_block_all_but_the_address_sets_and_those_after_the_managed_rules,
    ),
    Mutant(
        "known bad inputs only count",
        waf_rule("AWSManagedRulesKnownBadInputsRuleSet", override_action={"count": {}}),
        edge.test_web_acls_block_all_but_the_address_sets_and_those_after_the_managed_rules,
    ),
    Mutant(
        "bodies are read before callers of bad repute are refused",
        waf_rule("AWSManagedRulesCommonRuleSet", priority=9),
        edge.test_web_acls_block_all_but_the_address_sets_and_those_after_the_managed_rules,
    ),
    Mutant(
        "requests are limited last",
        waf_rule("rate-limit", priority=20),
        edge.test_web_acls_block_all_but_the_address_sets_and_those_after_the_managed_rules,
    ),
    Mutant(
        "no rate limit",
        without_waf_rule("rate-limit"),
        edge.test_web_acls_block_all_but_the_address_sets_and_those_after_the_managed_rules,
    ),
    Mutant(
        "no rule against SQL injection",
        without_waf_rule("AWSManagedRulesSQLiRuleSet"),
        edge.test_web_acls_block_all_but_the_address_sets_and_those_after_the_managed_rules,
    ),
    Mutant(
        "one address more in the VPN's address set",
        put(TM, "aws_wafv2_ip_set", "addresses_company-vpn", addresses=["203.0.113.0/24"]),
        edge.test_only_the_vpn_and_named_integrations_come_in,
    ),
    Mutant(
        "integrations come in to Argo CD",
        waf_rule("allow-integrations", statement={"geo_match_statement": {"country_codes": ["DE"]}}),
        edge.test_only_the_vpn_and_named_integrations_come_in,
    ),
    Mutant(
        "the Core group admits an address of nobody",
        put(
            FW,
            IN,
            "firewall_x",
            security_group_id="${aws_security_group.firewall_edge-core.id}",
            cidr_ipv4="192.0.2.99/32",
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
        ),
        edge.test_only_the_vpn_and_named_integrations_come_in,
    ),
    Mutant(
        "the VPN cannot come in",
        drop(FW, IN, FROM_VPN),
        edge.test_only_the_vpn_and_named_integrations_come_in,
    ),
    Mutant(
        "Kafka admits the VPN",
        put(FW, IN, FROM_VPN, security_group_id="${aws_security_group.firewall_kafka.id}"),
        edge.test_nothing_but_the_three_load_balancers_is_reachable_from_outside,
    ),
    Mutant(
        "a spare public address",
        put(VPC, "aws_eip", "vpc_spare", domain="vpc"),
        edge.test_nothing_but_the_three_load_balancers_is_reachable_from_outside,
    ),
    Mutant(
        "what starts in the DMZ gets a public address",
        put(VPC, "aws_subnet", "vpc_public-a", map_public_ip_on_launch=True),
        edge.test_nothing_but_the_three_load_balancers_is_reachable_from_outside,
    ),
    Mutant(
        "tokens in the log",
        put(TM, "aws_wafv2_web_acl_logging_configuration", "core_waf_logging", redacted_fields=[]),
        edge.test_decisions_are_logged_without_tokens,
    ),
    Mutant(
        "tokens in the samples",
        block(TM, (*CORE_ACL, "data_protection_config", "data_protection"), []),
        edge.test_decisions_are_logged_without_tokens,
    ),
    Mutant(
        "a log group that WAF does not write to",
        put(TM, "aws_cloudwatch_log_group", "logs_core", name="/aws/waf/core"),
        edge.test_decisions_are_logged_without_tokens,
    ),
    Mutant(
        "TLS 1.0",
        put(TM, LISTENER, "core_balancer_https", ssl_policy="ELBSecurityPolicy-2016-08"),
        edge.test_load_balancers_speak_tls_and_drop_what_is_malformed,
    ),
    Mutant(
        "browsers come back by plain HTTP",
        put(TM, LISTENER, "observability_balancer_https", **{HSTS: None}),
        edge.test_load_balancers_speak_tls_and_drop_what_is_malformed,
    ),
    Mutant(
        "answers say what the load balancer is",
        put(TM, LISTENER, "observability_balancer_https", routing_http_response_server_enabled=None),
        edge.test_load_balancers_speak_tls_and_drop_what_is_malformed,
    ),
    Mutant(
        "plain HTTP is served",
        block(TM, ("resource", LISTENER, "core_balancer_http", "default_action"), [{"type": "forward"}]),
        edge.test_load_balancers_speak_tls_and_drop_what_is_malformed,
    ),
    Mutant(
        "malformed headers get through",
        put(TM, ALB, CORE, drop_invalid_header_fields=False),
        edge.test_load_balancers_speak_tls_and_drop_what_is_malformed,
    ),
    Mutant(
        "requests are not logged",
        block(TM, ("resource", ALB, CICD, "access_logs", "enabled"), False),
        edge.test_load_balancers_speak_tls_and_drop_what_is_malformed,
    ),
    Mutant(
        "unknown hosts reach the mesh",
        block(
            TM,
            ("resource", LISTENER, "core_balancer_https", "default_action"),
            [
                {
                    "type": "forward",
                    "fixed_response": {"status_code": "404"},
                    "target_group_arn": "${aws_lb_target_group.core_targets_tm-ingress.arn}",
                }
            ],
        ),
        edge.test_load_balancers_speak_tls_and_drop_what_is_malformed,
    ),
    Mutant(
        "a host without rule",
        drop(TM, RULE, "core_core-api"),
        edge.test_each_host_has_one_rule_one_covering_certificate_and_one_target,
    ),
    Mutant(
        "a host with two rules",
        put(
            TM,
            RULE,
            "core_x",
            listener_arn="${aws_lb_listener.core_balancer_https.arn}",
            priority=1,
            condition=[{"host_header": {"values": ["core-api.tm.blx-demo.com"]}}],
            action=[
                {"type": "forward", "target_group_arn": "${aws_lb_target_group.core_targets_tm-ingress.arn}"}
            ],
        ),
        edge.test_each_host_has_one_rule_one_covering_certificate_and_one_target,
    ),
    Mutant(
        "a rule for every host",
        block(
            TM,
            ("resource", RULE, "core_core-api", "condition"),
            [{"host_header": {"values": ["*.tm.blx-demo.com"]}}],
        ),
        edge.test_each_host_has_one_rule_one_covering_certificate_and_one_target,
    ),
    Mutant(
        "Grafana answers for Alertmanager",
        block(
            TM,
            (
                "resource",
                RULE,
                "observability_tm-alertmanager-observability",
                "action",
                0,
                "target_group_arn",
            ),
            "${aws_lb_target_group.observability_targets_grafana.arn}",
        ),
        edge.test_each_host_has_one_rule_one_covering_certificate_and_one_target,
    ),
    Mutant(
        "a block uses another one's certificate",
        put(
            TM,
            LISTENER,
            "cicd_balancer_https",
            certificate_arn="${aws_acm_certificate_validation.core_issued-core_validation.certificate_arn}",
        ),
        edge.test_each_host_has_one_rule_one_covering_certificate_and_one_target,
    ),
    Mutant(
        "a certificate covers one level less",
        put(DNS, "aws_acm_certificate", "dns_certificate-observability", domain_name="*.tm.blx-demo.com"),
        edge.test_each_host_has_one_rule_one_covering_certificate_and_one_target,
    ),
    Mutant(
        "a name points to another block",
        block(
            TM,
            ("resource", RECORD, "core_name-ops", "alias"),
            {
                "name": "${aws_lb.cicd_balancer_alb.dns_name}",
                "zone_id": "${aws_lb.cicd_balancer_alb.zone_id}",
                "evaluate_target_health": True,
            },
        ),
        edge.test_names_are_aliases_of_their_blocks_load_balancer,
    ),
    Mutant(
        "a name that could be taken over",
        put(TM, RECORD, "core_name-ops", type="CNAME", alias=None, records=["ops.example.com"]),
        edge.test_names_are_aliases_of_their_blocks_load_balancer,
    ),
    Mutant(
        "a name is missing",
        drop(TM, RECORD, "core_name-workflows-api"),
        edge.test_names_are_aliases_of_their_blocks_load_balancer,
    ),
    Mutant(
        "Grafana is asked at the wrong port",
        put(TM, GROUP, "observability_targets_grafana", port=80),
        edge.test_target_groups_have_the_ports_and_health_checks_of_the_charts,
    ),
    Mutant(
        "the ingress is asked in plain HTTP",
        put(TM, GROUP, "core_targets_tm-ingress", protocol="HTTP"),
        edge.test_target_groups_have_the_ports_and_health_checks_of_the_charts,
    ),
    Mutant(
        "the ingress counts as well whatever it says",
        block(TM, ("resource", GROUP, "core_targets_tm-ingress", "health_check", "path"), "/"),
        edge.test_target_groups_have_the_ports_and_health_checks_of_the_charts,
    ),
    Mutant(
        "the entrance for Apps is public",
        put(TM, ALB, "inside_nlb", internal=False),
        edge.test_apps_come_in_by_an_internal_balancer_with_the_core_certificate,
    ),
    Mutant(
        "the entrance for Apps speaks no TLS",
        put(TM, LISTENER, "inside_tls", protocol="TCP"),
        edge.test_apps_come_in_by_an_internal_balancer_with_the_core_certificate,
    ),
    Mutant(
        "the entrance for Apps stands in the DMZ",
        all_of(
            block(
                TM,
                ("resource", ALB, "inside_nlb", "subnets"),
                [f"${{var.tm_vpc_subnet_ids_public_{zone}}}" for zone in "abc"],
            )
        ),
        edge.test_apps_come_in_by_an_internal_balancer_with_the_core_certificate,
    ),
)
