"""What watches in other environments: teams, Kafka's brokers, and what an alert is made of."""

import json

import pytest

from modules.model.exporters import EXPORTERS, cloudwatch_name, metrics_of
from modules.observability.construct import AREAS
from modules.observability.signals import Area, Golden, Signal, dashboard, manifests, rules
from tests.modules import estates
from tests.modules.variants import Variants
from tests.policy.charts import values_of
from tests.policy.facts import Estate
from tests.policy.rules import RULES, Rule

WATCHING = [rule for rule in RULES if rule.__module__.endswith(("test_observability", "test_signals"))]


@pytest.fixture(scope="module")
def other(variants: Variants) -> Estate:
    """One team, nobody registered, no data lake."""
    return variants.synthesize(estates.foreign(variants.sandbox))


@pytest.mark.parametrize("rule", WATCHING, ids=lambda rule: rule.__name__)
def test_watching_for_one_team_keeps_every_policy(other: Estate, rule: Rule) -> None:
    rule(other)


def test_alerts_of_one_team_need_no_route(other: Estate) -> None:
    made = other.resources("tm-observability", "helm_release")
    config = values_of(made["observability_tm-monitoring"])["alertmanager"]["config"]

    assert [each["receiver"] for each in config["route"]["routes"]] == ["nowhere"]
    assert [each["name"] for each in config["receivers"]] == ["nowhere", other.environment.owner]


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


def test_a_signal_on_a_metric_that_nobody_says_is_refused() -> None:
    area = Area(
        "kafka", "Kafka", (Signal("disks", Golden.SATURATION, "disks", "percent", "max(disks_full)"),)
    )

    with pytest.raises(
        ValueError, match=r"kafka disks: nobody says disks_full; write who does in exporters\.py"
    ):
        manifests([area], "x")


def test_every_metric_that_is_written_down_is_looked_at() -> None:
    """The table holds no leftovers; CloudWatch's come from what is asked for."""
    looked = frozenset().union(*(metrics_of(each.query) for area in AREAS for each in area.signals))
    said = [metric for exporter in EXPORTERS if exporter.name != "cloudwatch" for metric in exporter.metrics]

    assert set(said) <= looked
    assert len(said) == len(set(said))


def test_names_of_metrics_are_read_out_of_queries() -> None:
    query = (
        'sum by (le, a_b) (rate(x_total{job="y_total",z!~"q"}[5m])) / on (pod) w:sum > bool 0.5 or absent(up)'
    )

    assert metrics_of(query) == {"x_total", "w:sum", "up"}


def test_cloudwatch_names_are_those_of_its_exporter() -> None:
    """A metric that begins with the name of its service loses it (YACE, BuildMetricName)."""
    assert cloudwatch_name("AWS/Kafka", "KafkaDataLogsDiskUsed", "Maximum") == (
        "aws_kafka_data_logs_disk_used_maximum"
    )
    assert cloudwatch_name("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "Sum") == (
        "aws_applicationelb_httpcode_elb_5_xx_count_sum"
    )
    assert cloudwatch_name("AWS/RDS", "CPUUtilization", "Average") == "aws_rds_cpuutilization_average"
