"""Values of Grafana: people by OpenID Connect, dashboards from ConfigMaps, nothing kept in the pod (arrow 7.2)."""

from dataclasses import dataclass
from typing import Any

from modules.model.ports import Port
from modules.model.signin import Oidc
from modules.model.upstreams import Upstream
from modules.observability.shape import container, pod, resources, source

ADMIN = "grafana-admin"
SIGN_IN, SIGN_IN_KEY = "grafana-oidc", "clientSecret"
LABEL = "grafana_dashboard"
VARIABLE = "GRAFANA_OIDC"


@dataclass(frozen=True, slots=True, kw_only=True)
class GrafanaInputs:
    """`datasource` is where Grafana asks for metrics."""

    host: str
    oidc: Oidc
    registry_account: str
    region: str
    datasource: str


def grafana(inputs: GrafanaInputs) -> dict[str, Any]:
    """One pod: what it shows comes from the cluster, and a second one would not know who is signed in."""
    docker, quay = (
        {"registry": source(inputs.registry_account, inputs.region, each)}
        for each in (Upstream.DOCKER_HUB, Upstream.QUAY)
    )
    return {
        "replicas": 1,
        "image": docker,
        "downloadDashboardsImage": docker,
        "testFramework": {"enabled": False, "image": docker},
        "imageRenderer": {"enabled": False, "image": docker},
        "initChownData": {"enabled": False, "image": docker},
        "serviceAccount": {"create": True, "name": "grafana"},
        "rbac": {"create": True, "namespaced": True},
        "networkPolicy": {"enabled": False},
        "service": {"type": "ClusterIP", "port": Port.GRAFANA.value},
        "ingress": {"enabled": False},
        "persistence": {"enabled": False},
        "admin": {"existingSecret": ADMIN, "userKey": "user", "passwordKey": "password"},
        # Optional, so that Grafana starts before somebody has filled the secret.
        "envValueFrom": {VARIABLE: {"secretKeyRef": {"name": SIGN_IN, "key": SIGN_IN_KEY, "optional": True}}},
        "grafana.ini": _settings(inputs),
        "sidecar": {
            "image": quay,
            "resources": resources("20m", "96Mi", "192Mi"),
            "securityContext": container() | {"seccompProfile": {"type": "RuntimeDefault"}},
            "dashboards": {"enabled": True, "label": LABEL, "labelValue": "1", "searchNamespace": None},
            "datasources": {"enabled": True, "url": inputs.datasource, "searchNamespace": None},
        },
        "securityContext": {**pod(), "runAsUser": 472, "runAsGroup": 472, "fsGroup": 472},
        "resources": resources("100m", "256Mi", "512Mi"),
    }


def _settings(inputs: GrafanaInputs) -> dict[str, Any]:
    groups, oidc = inputs.oidc.groups, inputs.oidc
    return {
        "server": {"root_url": f"https://{inputs.host}", "domain": inputs.host},
        "analytics": {
            "reporting_enabled": False,
            "check_for_updates": False,
            "check_for_plugin_updates": False,
        },
        "security": {"cookie_secure": True, "cookie_samesite": "lax", "disable_gravatar": True},
        "users": {"allow_sign_up": False, "auto_assign_org_role": "None"},
        "auth": {"disable_login_form": True},
        "auth.anonymous": {"enabled": False},
        "auth.generic_oauth": {
            "enabled": True,
            "name": "Company",
            "allow_sign_up": True,
            "use_pkce": True,
            "scopes": "openid profile email groups",
            "client_id": oidc.grafana_client,
            "client_secret": f"$__env{{{VARIABLE}}}",
            "auth_url": oidc.authorization,
            "token_url": oidc.token,
            "api_url": oidc.userinfo,
            # PE-1, PE-2: whoever is in neither group is refused.
            "role_attribute_path": (
                f"contains(groups[*], '{groups.devops}') && 'Admin' || contains(groups[*], '{groups.sre}') && 'Editor'"
            ),
            "role_attribute_strict": True,
            "allow_assign_grafana_admin": False,
        },
    }
