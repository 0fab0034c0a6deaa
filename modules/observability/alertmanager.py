"""Values of Alertmanager: three of them, and a topic for each team (arrow 7.2)."""

from dataclasses import dataclass
from typing import Any

from modules.kit.stack import Ref
from modules.observability.shape import pod, resources, spread, volume

REPLICAS = 3
NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertmanagerInputs:
    """`topics` by team; alerts that name no team go to `owner`."""

    url: str
    region: str
    owner: str
    topics: dict[str, Ref]


def alertmanager(inputs: AlertmanagerInputs, quay: dict[str, str]) -> dict[str, Any]:
    """They tell one another what they have sent, so that a team hears of it once."""
    return {
        "enabled": True,
        "serviceMonitor": {"selfMonitor": True},
        "serviceAccount": {"create": True, "name": "alertmanager"},
        "networkPolicy": {"enabled": False},
        "podDisruptionBudget": {"enabled": True, "minAvailable": REPLICAS - 1},
        "config": _routes(inputs),
        "alertmanagerSpec": {
            "image": quay,
            "replicas": REPLICAS,
            "externalUrl": inputs.url,
            "podAntiAffinity": "hard",
            "topologySpreadConstraints": spread(app_kubernetes_io__name="alertmanager"),
            "securityContext": pod(),
            "resources": resources("50m", "64Mi", "128Mi"),
            "storage": volume("10Gi"),
        },
    }


def _routes(inputs: AlertmanagerInputs) -> dict[str, Any]:
    quiet = {"receiver": NOWHERE, "matchers": ['alertname =~ "InfoInhibitor|Watchdog"']}
    teams = [
        {"receiver": team, "matchers": [f'team = "{team}"']} for team in inputs.topics if team != inputs.owner
    ]
    return {
        "route": {
            "receiver": inputs.owner,
            "group_by": ["alertname", "namespace"],
            "group_wait": "30s",
            "group_interval": "5m",
            "repeat_interval": "12h",
            "routes": [quiet, *teams],
        },
        "inhibit_rules": [
            {
                "source_matchers": ['severity = "critical"'],
                "target_matchers": ['severity =~ "info|warning"'],
                "equal": ["alertname", "namespace"],
            }
        ],
        "receivers": [
            {"name": NOWHERE},
            *({"name": team, "sns_configs": [_topic(arn, inputs)]} for team, arn in inputs.topics.items()),
        ],
    }


def _topic(arn: Ref, inputs: AlertmanagerInputs) -> dict[str, Any]:
    """Signed with the role of the pod; the region is the topic's."""
    return {"topic_arn": arn, "sigv4": {"region": inputs.region}, "send_resolved": True}
