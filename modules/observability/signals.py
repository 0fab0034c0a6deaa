"""Golden signals as data: each row is a panel of a dashboard, and an alert where somebody has to act."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from modules.kit.chart import Manifest
from modules.model.exporters import unsaid
from modules.observability.grafana import LABEL
from modules.observability.shape import NAMESPACE

API = "monitoring.coreos.com/v1"
WIDE, HIGH = 12, 8
"""Of a panel, in units of Grafana's grid, which is 24 wide."""


class Golden(StrEnum):
    """What a signal says."""

    LATENCY = "latency"
    TRAFFIC = "traffic"
    ERRORS = "errors"
    SATURATION = "saturation"


class Severity(StrEnum):
    """CRITICAL wakes somebody, WARNING waits for the morning."""

    CRITICAL = "critical"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Alert:
    """`when` is a comparison that holds for `minutes`; `summary` says what is wrong and what to look at."""

    when: str
    minutes: int
    severity: Severity
    summary: str


@dataclass(frozen=True, slots=True)
class Signal:
    """One row; `unit` is Grafana's word for it, `query` in PromQL."""

    name: str
    golden: Golden
    title: str
    unit: str
    query: str
    alert: Alert | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A dashboard and a group of rules."""

    name: str
    title: str
    signals: tuple[Signal, ...]


def rules(area: Area, team: str) -> Manifest:
    """Alerts of an area; `team` is told."""
    found = [
        {
            "alert": "".join(word.capitalize() for word in f"{area.name}-{each.name}".split("-")),
            "expr": f"({each.query}) {each.alert.when}",
            "for": f"{each.alert.minutes}m",
            "labels": {"severity": each.alert.severity.value, "team": team, "golden": each.golden.value},
            "annotations": {"summary": each.alert.summary, "dashboard": f"golden-{area.name}"},
        }
        for each in area.signals
        if each.alert
    ]
    return Manifest(
        api_version=API,
        kind="PrometheusRule",
        name=f"golden-{area.name}",
        namespace=NAMESPACE,
        body={"spec": {"groups": [{"name": f"golden-{area.name}", "rules": found}]}},
    )


def dashboard(area: Area) -> Manifest:
    """Panels of an area, in the order of its rows, two beside each other."""
    name = f"golden-{area.name}"
    shown = {
        "uid": name,
        "title": f"Golden signals: {area.title}",
        "tags": ["golden-signals"],
        "editable": False,
        "refresh": "1m",
        "time": {"from": "now-6h", "to": "now"},
        "schemaVersion": 39,
        "panels": [_panel(number, each) for number, each in enumerate(area.signals)],
    }
    return Manifest(
        api_version="v1",
        kind="ConfigMap",
        name=name,
        namespace=NAMESPACE,
        labels={LABEL: "1"},
        body={"data": {f"{name}.json": json.dumps(shown, sort_keys=True)}},
    )


def manifests(areas: Iterable[Area], team: str) -> tuple[Manifest, ...]:
    """Rules and dashboard of every area. Raises `ValueError` for a metric that no exporter of the estate says."""
    held = tuple(areas)
    for area in held:
        for signal in area.signals:
            for metric in unsaid(signal.query):
                message = f"{area.name} {signal.name}: nobody says {metric}; write who does in exporters.py"
                raise ValueError(message)
    return tuple(made for area in held for made in (rules(area, team), dashboard(area)))


def _panel(number: int, signal: Signal) -> dict[str, Any]:
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": f"{signal.golden.capitalize()}: {signal.title}",
        "datasource": {"type": "prometheus", "uid": "prometheus"},
        "gridPos": {"x": number % 2 * WIDE, "y": number // 2 * HIGH, "w": WIDE, "h": HIGH},
        "fieldConfig": {"defaults": {"unit": signal.unit}, "overrides": []},
        "targets": [{"refId": "A", "expr": signal.query}],
    }
