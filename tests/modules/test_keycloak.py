"""Keycloak where the environment has its table: what is new, and that each weakening of it is refused."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from modules.model.vendor import Keycloak
from tests.modules.variants import Variants, changes
from tests.mutants.change import Mutant, drop, put
from tests.mutants.observability import shown
from tests.mutants.values import gone, setting, thing
from tests.policy import test_addons as addons
from tests.policy import test_installer as installer
from tests.policy import test_keycloak as rules
from tests.policy import test_mesh as mesh
from tests.policy import test_mesh_egress as egress
from tests.policy import test_network_policies as policies
from tests.policy import test_signals as signals
from tests.policy.facts import Estate

STACK, CHART = "tm-keycloak", "keycloak_keycloak"
POD = ("spec", "template", "spec")
CONTAINER = (*POD, "containers", 0)

THERE = rules.test_keycloak_is_there_when_its_table_is_and_only_then
KNOWS = rules.test_keycloak_knows_one_name_one_database_and_no_secret_by_value
STANDS = rules.test_keycloak_survives_the_loss_of_a_zone_and_writes_little
REACHED = rules.test_keycloak_is_reached_by_the_ingress_and_its_own_pods

of = partial(thing, STACK, CHART)
deployed = partial(of, "Deployment", "keycloak")
rule = partial(thing, "tm-mesh", "mesh_mesh-policies")
allowed = partial(thing, "tm-addons", "addons_network-policies", "NetworkPolicy")


def told(name: str, value: object) -> Callable[[dict[str, dict[str, Any]]], None]:
    """Another value of one variable of the server; None leaves the variable out."""

    def change(stacks: dict[str, dict[str, Any]]) -> None:
        made = stacks[STACK]["resource"]["helm_release"][CHART]
        values = json.loads(made["values"][0])
        for each in values["objects"]:
            if each["kind"] == "Deployment":
                held = each["spec"]["template"]["spec"]["containers"][0]["env"]
                held[:] = [row for row in held if row["name"] != name]
                if value is not None:
                    held.append({"name": name, "value": value})
        made["values"] = [json.dumps(values)]

    return change


MUTANTS = (
    Mutant("no Keycloak", drop(STACK, "helm_release", CHART), THERE),
    Mutant("another image", deployed((*CONTAINER, "image"), "quay.io/keycloak/keycloak:26.8.2"), THERE),
    Mutant("one object more", of("Service", "keycloak-cluster", ("metadata", "name"), "other"), THERE),
    Mutant(
        "the name leads to the vendor's provider",
        rule(
            "VirtualService",
            "saml-idp-blx-demo-com",
            ("spec", "http", 0, "route", 0, "destination", "host"),
            "dummy-saml-idp.tm-system.svc.cluster.local",
        ),
        THERE,
    ),
    Mutant("any certificate of the database", told("KC_DB_URL", "jdbc:postgresql://${var.tm_aurora_endpoint}:5432/keycloak?sslmode=require"), KNOWS),
    Mutant("the database of Vault", told("KC_DB_URL", "jdbc:postgresql://${var.tm_aurora_endpoint}:5432/vault?sslmode=verify-full&sslrootcert=/etc/keycloak-authority/bundle.pem"), KNOWS),
    Mutant("the root user of the database", told("KC_DB_USERNAME", "postgres"), KNOWS),
    Mutant("a password by value", told("KC_DB_PASSWORD", "abc"), KNOWS),
    Mutant("any name of its own", told("KC_HOSTNAME_STRICT", "false"), KNOWS),
    Mutant("callers name themselves", told("KC_PROXY_HEADERS", None), KNOWS),
    Mutant("a server for trials", deployed((*CONTAINER, "args"), ["start-dev"]), KNOWS),
    Mutant("secrets of another namespace", of("ExternalSecret", "keycloak-passwords", ("spec", "data", 0, "remoteRef", "key"), "sandbox/tm-data/pg-pool"), KNOWS),
    Mutant("a secret that nobody has made", drop("tm-secrets", "aws_secretsmanager_secret", "secrets_keycloak-keycloak_secret"), KNOWS),
    Mutant("one pod", deployed(("spec", "replicas"), 1), STANDS),
    Mutant("no pod may ever be moved", of("PodDisruptionBudget", "keycloak", ("spec", "minAvailable"), 2), STANDS),
    Mutant("both pods in one zone", deployed((*POD, "topologySpreadConstraints", 0, "whenUnsatisfiable"), "ScheduleAnyway"), STANDS),
    Mutant("a token of the cluster", deployed((*POD, "automountServiceAccountToken"), True), STANDS),
    Mutant("root", deployed((*POD, "securityContext", "runAsNonRoot"), False), STANDS),
    Mutant("it writes where it likes", deployed((*CONTAINER, "securityContext", "readOnlyRootFilesystem"), False), STANDS),
    Mutant("its preparation gains rights", deployed((*POD, "initContainers", 0, "securityContext", "allowPrivilegeEscalation"), True), STANDS),
    Mutant("its certificates can be changed", deployed((*CONTAINER, "volumeMounts", 0, "readOnly"), None), STANDS),
    Mutant("pods cannot find one another", of("Service", "keycloak-cluster", ("spec", "clusterIP"), None), REACHED),
    Mutant("the mesh guesses its protocol", of("Service", "keycloak", ("spec", "ports", 0, "appProtocol"), "tcp"), REACHED),
    Mutant("its name leads to other pods", of("Service", "keycloak", ("spec", "selector"), {}), REACHED),
    Mutant("nobody asks how it is", deployed(("spec", "template", "metadata", "annotations", "prometheus.io/port"), "8180"), REACHED),
    Mutant("it is ready before it is", deployed((*CONTAINER, "readinessProbe"), None), REACHED),
    Mutant("anybody in the mesh calls it", rule("AuthorizationPolicy", "keycloak", ("spec", "rules", 0, "from", 0, "source", "principals"), ["*"]), mesh.test_nobody_is_admitted_but_by_a_flow),
    Mutant("the ingress calls its cluster", rule("AuthorizationPolicy", "keycloak", ("spec", "rules", 0, "to"), None), mesh.test_nobody_is_admitted_but_by_a_flow),
    Mutant("it knows the vendor's services", rule("Sidecar", "identity/default", ("spec", "egress", 0, "hosts"), ["*/*"]), egress.test_proxies_let_nothing_out_that_is_not_registered),
    Mutant("its way to the database leads everywhere", rule("ServiceEntry", "identity/aurora", ("spec", "addresses"), None), egress.test_the_ways_out_are_those_of_the_flows),
    Mutant("its namespace denies nothing", gone("tm-addons", "addons_network-policies", "NetworkPolicy", "identity/default-deny"), policies.test_every_namespace_denies_both_directions),
    Mutant("it reaches the whole VPC", allowed("identity/arrow-12-2-identity-keycloak-to-aurora", ("spec", "egress", 0, "to", 0, "ipBlock", "cidr"), "10.40.0.0/16"), policies.test_policies_open_what_the_flows_say_and_nothing_else),
    Mutant("its cluster is open to the ingress", allowed("identity/arrow-10-2-identity-cluster-keycloak-from-keycloak", ("spec", "ingress", 0, "from"), [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "istio-system"}}}]), policies.test_policies_open_what_the_flows_say_and_nothing_else),
    Mutant("privileged pods beside it", thing("tm-addons", "addons_namespaces", "Namespace", "identity", ("metadata", "labels", "pod-security.kubernetes.io/enforce"), "privileged"), addons.test_namespaces_have_levels_of_the_clusters_version),
    Mutant("its store reads every secret", setting("tm-addons", "addons_secret-stores", ("objects", 1, "spec", "provider", "aws", "role"), "${aws_iam_role.addons_stores_argocd-role.arn}"), addons.test_each_store_reads_the_secrets_of_its_namespace),
    Mutant("everybody reads its passwords", drop("tm-secrets", "aws_secretsmanager_secret_policy", "secrets_keycloak-keycloak_readers"), installer.test_secrets_are_read_by_those_who_are_named_and_nobody_else),
    Mutant("nobody asks its sidecar", shown("PodMonitor", "proxies", ("spec", "namespaceSelector", "matchNames"), ["istio-system", "tm-data", "tm-system"]), signals.test_prometheus_asks_who_has_something_to_say),
    Mutant("the release makes its namespace", put(STACK, "helm_release", CHART, namespace="tm-system"), THERE),
)  # fmt: skip


@pytest.fixture(scope="module")
def federated(variants: Variants) -> Estate:
    table = Keycloak(database="keycloak", user="keycloak")
    return variants.synthesize(variants.sandbox.model_copy(update={"keycloak": table}))


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_weaker_keycloak_is_refused(mutant: Mutant, federated: Estate) -> None:
    mutant.killer(federated)
    with pytest.raises((AssertionError, KeyError)):
        mutant.killer(mutant.applied(federated))


def test_it_brings_its_own_and_changes_nothing_of_others(variants: Variants, federated: Estate) -> None:
    """Two secrets, a role and a way in the mesh; nothing of the network, the doors or the database."""
    before = variants.synthesize(variants.sandbox)
    assert set(federated.stacks) - set(before.stacks) == {STACK}
    found = {
        name: changes(before.stacks[name], federated.stacks[name])
        for name in before.stacks
        if before.stacks[name] != federated.stacks[name]
    }
    assert set(found) == {"tm-addons", "tm-firewall", "tm-mesh", "tm-observability", "tm-secrets"}
    assert found["tm-mesh"] == {"~ helm_release.mesh_mesh-policies"}
    assert found["tm-observability"] == {"~ helm_release.observability_golden-signals"}
    assert not [each for each in found["tm-secrets"] if not each.startswith("+ ")]
    assert found["tm-firewall"] == {
        "~ aws_vpc_security_group_egress_rule.firewall_eks-tm-to-aurora-5432",
        "~ aws_vpc_security_group_ingress_rule.firewall_aurora-from-eks-tm-5432",
    }


def test_it_runs_after_what_it_needs(federated: Estate) -> None:
    assert set(federated.stacks[STACK]["variable"]) == {
        "tm_aurora_endpoint",
        "tm_eks_certificate_authority",
        "tm_eks_cluster_name",
        "tm_eks_endpoint",
    }
