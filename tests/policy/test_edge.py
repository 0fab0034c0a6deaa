"""The edge: the document's triples, who may come in, and that nothing else can be reached from outside (P03, P10 to P14).

Inventory: HZ-1…HZ-3, CX-06, CX-20, CX-31, CX-32, TD-5.
"""

from ipaddress import IPv4Network

import pytest

from tests.policy.facts import Estate, Json, Target, only

pytestmark = pytest.mark.policy

EDGE = "tm-edge"

BLOCKS = {
    "k8s-argocd-argocdar": ("tm-argocd", "cicd", {"argui.tm.blx-demo.com": "argo-ui"}),
    "k8s-tmmonito-tmmonito": (
        "tm-monitoring",
        "observability",
        {
            "tm-grafana.observability.tm.blx-demo.com": "grafana",
            "tm-alertmanager.observability.tm.blx-demo.com": "alertmanager",
            "tm-metrics.observability.tm.blx-demo.com": "metrics",
        },
    ),
    "k8s-istiosys-tmingres": (
        "tm-vault-core",
        "core",
        {
            f"{name}.tm.blx-demo.com": "tm-ingress"
            for name in (
                "access-control-api",
                "audit-api",
                "core-api",
                "data-loader-api",
                "documentation",
                "ops",
                "saml-dev",
                "workflows-api",
            )
        },
    ),
}
"""Load balancer: web ACL after the environment's name, block, and hosts with what answers; from the document."""

TARGETS = {
    "argo-ui": ("HTTPS", 8080, "HTTPS", "8080", "/healthz"),
    "grafana": ("HTTP", 3000, "HTTP", "3000", "/api/health"),
    "alertmanager": ("HTTP", 9093, "HTTP", "9093", "/-/healthy"),
    "metrics": ("HTTP", 9090, "HTTP", "9090", "/-/healthy"),
    "tm-ingress": ("HTTPS", 8443, "HTTP", "15021", "/healthz/ready"),
}
"""Protocol and port, then protocol, port and path of the health check (kubernetes.md §3)."""

MANAGED = [
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesAnonymousIpList",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesSQLiRuleSet",
]
"""In this order after the limit of requests: first who calls, then what is asked."""

MAY_COUNT = {"AWSManagedRulesAnonymousIpList"}

TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"

HEADERS = {
    "routing_http_response_server_enabled": False,
    "routing_http_response_strict_transport_security_header_value": "max-age=31536000",
}
"""What a load balancer says with each answer: HTTPS alone for a year, and nothing of itself."""


def _hosts(estate: Estate, balancer: str) -> dict[str, str]:
    hosts = BLOCKS[balancer][2]
    legacy = balancer == "k8s-istiosys-tmingres" and estate.environment.legacy_saml_alias
    return hosts | ({"saml-idp.blx-demo.com": "tm-ingress"} if legacy else {})


def _balancers(estate: Estate) -> dict[str, tuple[str, Json]]:
    """Internet-facing load balancers of the whole estate: local name and resource, by AWS name."""
    found = {}
    for stack, name, made in estate.everywhere("aws_lb"):
        assert stack == EDGE, f"{stack} {name}"
        if not made["internal"]:
            found[made["name"]] = (name, made)
    return found


def _of(estate: Estate, kind: str, attribute: str, name: str) -> list[tuple[str, Json]]:
    """Resources of the edge that point to one load balancer, or one listener."""
    return [
        (key, made)
        for key, made in estate.resources(EDGE, kind).items()
        if estate.target(EDGE, made[attribute]).name == name
    ]


def _listeners(estate: Estate, name: str) -> dict[int, tuple[str, Json]]:
    return {
        made["port"]: (key, made) for key, made in _of(estate, "aws_lb_listener", "load_balancer_arn", name)
    }


def _acl(estate: Estate, name: str) -> Json:
    _, association = only(_of(estate, "aws_wafv2_web_acl_association", "resource_arn", name), name)
    return estate.at(estate.target(EDGE, association["web_acl_arn"]))


def _covers(certificate: str, host: str) -> bool:
    return certificate in {host, f"*.{host.partition('.')[2]}"}


def _certificate(estate: Estate, reference: str) -> Json:
    """The certificate of a listener, through the resource that waits until it is issued."""
    issued = estate.at(estate.target(EDGE, reference))
    certificate = estate.target(EDGE, issued["certificate_arn"])
    [proof] = issued["validation_record_fqdns"]
    record = estate.target(EDGE, proof)
    assert record.name.removeprefix("dns_validation-") == certificate.name.removeprefix("dns_certificate-")
    return estate.at(certificate)


def test_blocks_are_the_documents_triples(estate: Estate) -> None:
    """P10, NM-03…NM-08: each block has the web ACL, load balancer and group that the document gives it."""
    found = _balancers(estate)
    assert found.keys() == BLOCKS.keys()
    for balancer, (acl, block, _) in BLOCKS.items():
        name, made = found[balancer]
        assert _acl(estate, name)["name"] == f"{estate.environment.name}-{acl}"
        assert made["load_balancer_type"] == "application"
        groups = [estate.at(estate.target(EDGE, group))["tags"]["Party"] for group in made["security_groups"]]
        assert groups == [f"edge-{block}"], balancer
        tiers = {estate.at(estate.target(EDGE, subnet))["tags"]["Tier"] for subnet in made["subnets"]}
        assert (tiers, len(made["subnets"])) == ({"public"}, 3), balancer
    assert len(estate.everywhere("aws_wafv2_web_acl")) == len(BLOCKS)


def test_web_acls_block_all_but_the_address_sets_and_those_after_the_managed_rules(estate: Estate) -> None:
    """P11; FSBP WAF.10, WAF.12."""
    for balancer, (name, _) in _balancers(estate).items():
        acl = _acl(estate, name)
        assert (acl["scope"], acl["default_action"]) == ("REGIONAL", {"block": {}}), balancer
        rules = {rule["priority"]: rule for rule in acl["rule"]}
        assert len(rules) == len(acl["rule"]), balancer
        allowing = {priority for priority, rule in rules.items() if "allow" in rule.get("action", {})}
        others = rules.keys() - allowing
        assert max(others) < min(allowing), balancer
        managed = []
        for priority in sorted(others):
            rule, [(kind, said)] = rules[priority], rules[priority]["statement"].items()
            if kind == "rate_based_statement":
                assert rule["action"] == {"block": {}}
                assert said["limit"] <= 10_000
                assert priority == min(others), balancer
                continue
            managed.append(said["name"])
            assert (kind, said["vendor_name"]) == ("managed_rule_group_statement", "AWS")
            assert rule["override_action"] == ({"count": {}} if said["name"] in MAY_COUNT else {"none": {}})
            counted = {each["name"] for each in said.get("rule_action_override", [])}
            assert counted == ({"SizeRestrictions_BODY"} if "Common" in said["name"] else set())
        assert managed == MANAGED, balancer
        assert any("rate_based_statement" in rules[each]["statement"] for each in others), balancer
        for rule in [acl, *rules.values()]:
            assert rule["visibility_config"]["cloudwatch_metrics_enabled"] is True, balancer


def _admitted(estate: Estate, name: str) -> set[str]:
    """Addresses that a load balancer's web ACL allows."""
    found: set[str] = set()
    for rule in _acl(estate, name)["rule"]:
        if "allow" in rule.get("action", {}):
            [(kind, said)] = rule["statement"].items()
            assert kind == "ip_set_reference_statement", name
            chosen = estate.at(estate.target(EDGE, said["arn"]))
            assert (chosen["ip_address_version"], chosen["scope"]) == ("IPV4", "REGIONAL")
            found |= set(chosen["addresses"])
    return found


def test_only_the_vpn_and_named_integrations_come_in(estate: Estate) -> None:
    """P03, TD-1: security groups and web ACLs admit the same addresses; integrations on Core alone."""
    vpn = {str(cidr) for cidr in estate.environment.network.vpn_cidrs}
    named = {str(each.cidr) for each in estate.environment.integrations}
    for balancer, (name, made) in _balancers(estate).items():
        core = BLOCKS[balancer][1] == "core"
        assert _admitted(estate, name) == vpn | (named if core else set()), balancer
        [group] = made["security_groups"]
        assert _from_outside(estate, estate.target(EDGE, group)) == {
            **{address: {80, 443} for address in vpn},
            **{address: {443} for address in named if core},
        }, balancer


def _from_outside(estate: Estate, group: Target) -> dict[str, set[int]]:
    """Ports of a security group by the outside range that may open them."""
    inside = [vpc.cidr for vpc in estate.environment.estate]
    inside += [net.cidr for net in estate.environment.external_networks]
    found: dict[str, set[int]] = {}
    for stack, _, rule in estate.everywhere("aws_vpc_security_group_ingress_rule"):
        if estate.target(stack, rule["security_group_id"])[:3] != group[:3]:
            continue
        ranges = [rule["cidr_ipv4"]] if "cidr_ipv4" in rule else []
        if "prefix_list_id" in rule:
            held = estate.at(estate.target(stack, rule["prefix_list_id"]))
            ranges = [entry["cidr"] for entry in held["entry"]]
        for each in ranges:
            if not any(IPv4Network(each).subnet_of(own) for own in inside):
                ports = range(rule.get("from_port", 0), rule.get("to_port", 65535) + 1)
                found.setdefault(each, set()).update(ports)
    return found


def test_nothing_but_the_three_load_balancers_is_reachable_from_outside(estate: Estate) -> None:
    """No other group admits an outside address, and nothing else has a public one but the NAT gateways."""
    faces = set()
    for _, made in _balancers(estate).values():
        faces |= {estate.target(EDGE, group)[:3] for group in made["security_groups"]}
    for stack, name, _ in estate.everywhere("aws_security_group"):
        group = Target(stack, "aws_security_group", name, "id")
        if group[:3] not in faces:
            assert not _from_outside(estate, group), f"{stack} {name}"
    used = {
        estate.target(stack, made["allocation_id"]).name
        for stack, _, made in estate.everywhere("aws_nat_gateway")
    }
    assert {name for _, name, _ in estate.everywhere("aws_eip")} == used
    for _, name, made in estate.everywhere("aws_subnet"):
        assert made["map_public_ip_on_launch"] is False, name
    for kind in ("aws_eip_association", "aws_globalaccelerator_accelerator", "aws_cloudfront_distribution"):
        assert not estate.everywhere(kind), kind


def test_decisions_are_logged_without_tokens(estate: Estate) -> None:
    """P11; FSBP WAF.11: the log group's prefix is AWS's rule, redaction keeps X-Auth-Token out of it."""
    for balancer, (name, _) in _balancers(estate).items():
        acl = _acl(estate, name)
        [logging] = [
            made
            for made in estate.resources(EDGE, "aws_wafv2_web_acl_logging_configuration").values()
            if estate.at(estate.target(EDGE, made["resource_arn"])) == acl
        ]
        [destination] = logging["log_destination_configs"]
        group = estate.at(estate.target(EDGE, destination))
        assert group["name"] == f"aws-waf-logs-{acl['name']}", balancer
        [policy] = estate.resources(EDGE, "aws_cloudwatch_log_resource_policy")
        assert logging["depends_on"] == [f"aws_cloudwatch_log_resource_policy.{policy}"], balancer
        redacted = {each["single_header"]["name"] for each in logging["redacted_fields"]}
        assert redacted == {"authorization", "cookie", "x-auth-token"}, balancer
        protected = only(acl["data_protection_config"]["data_protection"], balancer)
        assert (protected["action"], protected["field"]["field_type"]) == ("SUBSTITUTION", "SINGLE_HEADER")
        assert set(protected["field"]["field_keys"]) == redacted, balancer


def test_load_balancers_speak_tls_and_drop_what_is_malformed(estate: Estate) -> None:
    """P12; FSBP ELB.1, ELB.4, ELB.5, ELB.6, ELB.12, ELB.17."""
    for balancer, (name, made) in _balancers(estate).items():
        assert made["drop_invalid_header_fields"] is True, balancer
        assert made["desync_mitigation_mode"] == "strictest", balancer
        assert made["enable_deletion_protection"] is estate.environment.deletion_protection, balancer
        assert made["enable_waf_fail_open"] is False, balancer
        logs = made["access_logs"]
        assert (logs["enabled"], logs["prefix"]) == (True, balancer)
        assert estate.target(EDGE, logs["bucket"]).kind == "aws_s3_bucket_policy", balancer
        listeners = _listeners(estate, name)
        assert listeners.keys() == {80, 443}, balancer
        _, plain = listeners[80]
        [action] = plain["default_action"]
        redirect = {"port": "443", "protocol": "HTTPS", "status_code": "HTTP_301"}
        assert action == {"type": "redirect", "redirect": redirect}, balancer
        _, secure = listeners[443]
        assert (secure["protocol"], secure["ssl_policy"]) == ("HTTPS", TLS_POLICY), balancer
        assert {key: value for key, value in secure.items() if key.startswith("routing_")} == HEADERS, (
            balancer
        )
        [action] = secure["default_action"]
        assert (action["type"], action["fixed_response"]["status_code"]) == ("fixed-response", "404"), (
            balancer
        )


def test_each_host_has_one_rule_one_covering_certificate_and_one_target(estate: Estate) -> None:
    """P13, CX-11: of its own block, even where another one's certificate would fit."""
    seen: list[str] = []
    for balancer, (name, _) in _balancers(estate).items():
        key, listener = _listeners(estate, name)[443]
        extra = _of(estate, "aws_lb_listener_certificate", "listener_arn", key)
        references = [listener["certificate_arn"], *(made["certificate_arn"] for _, made in extra)]
        certificates = [_certificate(estate, reference) for reference in references]
        assert {each["tags"]["Block"] for each in certificates} == {BLOCKS[balancer][1]}
        rules = [made for _, made in _of(estate, "aws_lb_listener_rule", "listener_arn", key)]
        assert len({rule["priority"] for rule in rules}) == len(rules), balancer
        for rule in rules:
            [condition] = rule["condition"]
            assert set(condition) == {"host_header"}
            [host] = condition["host_header"]["values"]
            seen.append(host)
            assert sum(_covers(each["domain_name"], host) for each in certificates) == 1, host
            [action] = rule["action"]
            group = estate.at(estate.target(EDGE, action["target_group_arn"]))
            assert action["type"] == "forward"
            assert group["name"] == f"{estate.environment.name}-tm-{_hosts(estate, balancer)[host]}", host
    assert sorted(seen) == sorted(host for balancer in BLOCKS for host in _hosts(estate, balancer))


def test_names_are_aliases_of_their_blocks_load_balancer(estate: Estate) -> None:
    """P14: no address and no chain of names that could be taken over."""
    wanted = {host: name for name in BLOCKS for host in _hosts(estate, name)}
    found = {}
    for name, made in estate.resources(EDGE, "aws_route53_record").items():
        target = estate.target(EDGE, made["alias"]["name"])
        assert (made["type"], target.attribute) == ("A", "dns_name"), name
        assert estate.target(EDGE, made["alias"]["zone_id"])[:3] == target[:3], name
        assert made["alias"]["evaluate_target_health"] is True, name
        zone = estate.at(estate.target(EDGE, made["zone_id"]))["name"]
        assert made["name"] == zone or made["name"].endswith(f".{zone}"), name
        found[made["name"]] = estate.at(target)["name"]
    assert found == wanted


def test_target_groups_have_the_ports_and_health_checks_of_the_charts(estate: Estate) -> None:
    """kubernetes.md §3; pods are the targets."""
    found = {}
    for stack, name, made in estate.everywhere("aws_lb_target_group"):
        assert (stack, made["target_type"]) == (EDGE, "ip"), name
        health = made["health_check"]
        assert health["enabled"] is True, name
        assert estate.target(EDGE, made["vpc_id"]).stack == "tm-vpc", name
        told = (made["protocol"], made["port"], health["protocol"], health["port"], health["path"])
        found[made["name"].removeprefix(f"{estate.environment.name}-tm-")] = told
    assert found == TARGETS | {"core-inside": ("TLS", *TARGETS["tm-ingress"][1:])}


def test_apps_come_in_by_an_internal_balancer_with_the_core_certificate(estate: Estate) -> None:
    """Arrow 5.3, CX-03: TLS to the balancer, TLS on to the mesh; no public address."""
    inside = [(name, made) for name, made in estate.resources(EDGE, "aws_lb").items() if made["internal"]]
    name, made = only(inside, "the entrance for Apps")
    assert made["load_balancer_type"] == "network"
    assert made["enable_deletion_protection"] is estate.environment.deletion_protection
    groups = [estate.at(estate.target(EDGE, group))["tags"]["Party"] for group in made["security_groups"]]
    assert groups == ["edge-apps"]
    tiers = [estate.at(estate.target(EDGE, subnet))["tags"]["Tier"] for subnet in made["subnets"]]
    assert tiers == ["private"] * 3
    [(port, (_, listener))] = _listeners(estate, name).items()
    assert (port, listener["protocol"], listener["ssl_policy"]) == (443, "TLS", TLS_POLICY)
    assert _certificate(estate, listener["certificate_arn"])["domain_name"] == "*.tm.blx-demo.com"
    [action] = listener["default_action"]
    group = estate.at(estate.target(EDGE, action["target_group_arn"]))
    assert group["preserve_client_ip"] == "false"
    assert made["access_logs"]["enabled"] is True
