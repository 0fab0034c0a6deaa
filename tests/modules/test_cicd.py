"""Argo CD in other environments."""

import json

import pytest

from modules.model.placeholders import is_placeholder
from tests.modules import estates
from tests.modules.variants import Variants
from tests.policy.charts import values_of
from tests.policy.facts import Estate
from tests.policy.rules import RULES, Rule

CICD = [rule for rule in RULES if rule.__module__.endswith("test_cicd")]


@pytest.fixture(scope="module")
def other(variants: Variants) -> Estate:
    return variants.synthesize(estates.foreign(variants.sandbox))


@pytest.mark.parametrize("rule", CICD, ids=lambda rule: rule.__name__)
def test_argo_cd_of_another_company_keeps_every_policy(other: Estate, rule: Rule) -> None:
    rule(other)


def test_dns_answers_for_the_identity_provider_only_where_the_internet_is_reached(
    variants: Variants, other: Estate
) -> None:
    without = variants.synthesize(estates.foreign_closed(variants.sandbox))
    for estate, there in ((other, True), (without, False)):
        written = json.dumps(estate.stacks["tm-vpc"])
        assert ("id.gft.com." in written) is there


def test_facts_reach_workloads_as_annotations(variants: Variants) -> None:
    estate = variants.synthesize(variants.sandbox)
    told = values_of(estate.resources("tm-cicd", "helm_release")["cicd_argocd"])

    facts = told["configs"]["clusterCredentials"]["in-cluster"]["annotations"]
    assert facts["tm/environment"] == "sandbox"
    assert facts["tm/cluster"] == "${var.tm_eks_cluster_name}"


@pytest.mark.parametrize(
    ("issuer", "nobodys"),
    [
        ("https://identity.example.com/realms/company", True),
        ("https://id.example", True),
        ("https://id.gft.com/x", False),
    ],
)
def test_an_issuer_of_nobody_is_a_placeholder(issuer: str, nobodys: bool) -> None:  # noqa: FBT001 -- a table
    assert is_placeholder(issuer) is nobodys
