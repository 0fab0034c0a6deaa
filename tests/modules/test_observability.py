"""What watches in other environments: teams, Kafka's brokers, and what an alert is made of."""

import json

import pytest

from modules.model.environment import Environment
from modules.observability.construct import AREAS
from modules.observability.signals import dashboard, rules
from tests.modules.variants import Variants
from tests.policy.charts import values_of
from tests.policy.rules import RULES, Rule

WATCHING = [rule for rule in RULES if rule.__module__.endswith(("test_observability", "test_signals"))]


@pytest.fixture(scope="module")
def other(variants: Variants) -> Environment:
    """One team, without the internet and without a data lake."""
    update = {
        "teams": (variants.sandbox.owner,),
        "datalake": None,
        "service_accounts": (),
        "integrations": (),
    }
    return variants.sandbox.model_copy(update=update)


@pytest.mark.parametrize("rule", WATCHING, ids=lambda rule: rule.__name__)
def test_watching_for_one_team_keeps_every_policy(variants: Variants, other: Environment, rule: Rule) -> None:
    rule(variants.synthesize(other))


def test_alerts_of_one_team_need_no_route(variants: Variants, other: Environment) -> None:
    made = variants.synthesize(other).resources("tm-observability", "helm_release")
    config = values_of(made["observability_tm-monitoring"])["alertmanager"]["config"]

    assert [each["receiver"] for each in config["route"]["routes"]] == ["nowhere"]
    assert [each["name"] for each in config["receivers"]] == ["nowhere", other.owner]


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.name)
def test_an_area_is_a_dashboard_and_its_alerts(area: object) -> None:
    [found] = [each for each in AREAS if each is area]
    shown = json.loads(dashboard(found).body["data"][f"golden-{found.name}.json"])
    told = rules(found, "x").body["spec"]["groups"][0]["rules"]

    assert [panel["targets"][0]["expr"] for panel in shown["panels"]] == [
        each.query for each in found.signals
    ]
    assert len(told) == sum(each.alert is not None for each in found.signals)
    assert all(rule["labels"]["team"] == "x" for rule in told)
