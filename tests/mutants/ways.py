"""Weakenings of one layer each that only the proof over all layers shows, and chains over several parties."""

from tests.mutants.arrows import BROKERS, JUMPHOST, STORE
from tests.mutants.change import FW, IN, OUT, Mutant, all_of, drop
from tests.mutants.openers import allowed, closed, let, meshed, policy, refused, rule
from tests.policy import test_arrows as proof

NAMED = proof.test_named_resources_are_read_and_changed_by_those_that_have_to
CHAIN = proof.test_no_chain_of_connections_leads_where_no_arrow_does


def _group(name: str) -> dict[str, str]:
    return {"referenced_security_group_id": f"${{aws_security_group.firewall_{name}.id}}"}


WAYS = (
    Mutant("a namespace that nothing closes", closed("tm-monitoring/default-deny"), proof.test_every_connection_has_a_row),
    Mutant("any pod of Argo CD reaches Git", policy("argocd", {}, "egress", {"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"]}}, 443), proof.test_every_connection_has_a_row),
    Mutant("the pool calls the brokers through a proxy that lets everything out", all_of(policy("tm-data", {}, "egress", BROKERS, 9096), meshed("Sidecar", "tm-data/default", ("spec", "outboundTrafficPolicy", "mode"), "ALLOW_ANY")), proof.test_every_connection_has_a_row),
    Mutant("a store lists all secrets through an endpoint that lets it", all_of(allowed(*STORE, "secretsmanager:ListSecrets"), allowed("tm-vpc", "vpc_endpoints_secretsmanager-policy", "secretsmanager:ListSecrets", principals=True)), proof.test_every_call_has_a_row),
    Mutant("Apps lose a public name", drop("tm-private-dns", "aws_route53_record", "twin_ops"), proof.test_public_names_are_asked_by_those_of_the_rows),
    Mutant("Prometheus deletes what it measured", allowed("tm-observability", "identities_metrics-policy", "s3:DeleteObject"), NAMED),
    Mutant("the mirror job cannot read its credentials", refused(*JUMPHOST, "secretsmanager:GetSecretValue"), NAMED),
    Mutant("nobody else's account pulls images", refused("shared-registry", "registry_vault-core-policy", "ecr:BatchGetImage"), NAMED),
    Mutant("brokers call the database", all_of(rule(FW, OUT, "kafka", 5432, **_group("aurora")), rule(FW, IN, "aurora", 5432, **_group("kafka")), let("tm")), CHAIN),
    Mutant("a jump host leads to the brokers", all_of(rule(FW, OUT, "jumphost-tm", 9096, **_group("kafka")), rule(FW, IN, "kafka", 9096, **_group("jumphost-tm")), let("tm")), CHAIN),
)  # fmt: skip
