"""Values of the chart argo-cd (kubernetes.md §6): highly available, no local users, only its own pods talk to it."""

import json
from dataclasses import dataclass
from typing import Any

from modules.cicd.cache import redis
from modules.kit.stack import Ref
from modules.model.images import cached
from modules.model.ports import Port
from modules.model.signin import Oidc
from modules.model.upstreams import Upstream
from modules.model.workspaces import INSIDE, PROJECTS

OIDC_SECRET, OIDC_KEY = "argocd-oidc", "clientSecret"
"""The Kubernetes secret that Argo CD looks into, and the key in it."""

ZONE = "topology.kubernetes.io/zone"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgoInputs:
    """`registry_account` owns the registry that all images come from.

    `facts` are what workloads may know of the estate: names and ids, no rights (CX-17).
    """

    host: str
    oidc: Oidc
    registry_account: str
    region: str
    facts: dict[str, Ref | str]


def argo(inputs: ArgoInputs) -> dict[str, Any]:
    """One controller, and two or more of everything that people and the controller wait for."""
    image = cached(inputs.registry_account, inputs.region, Upstream.QUAY, "argoproj/argocd")
    return {
        "createAggregateRoles": False,
        # Rights in the cluster are roles of single namespaces, in the chart argocd-bootstrap.
        "createClusterRoles": False,
        "crds": {"install": True, "keep": True},
        "global": {
            "domain": inputs.host,
            "image": {"repository": image},
            # The chart's own policies admit everybody to the server and leave Redis out; ours come from the flows.
            "networkPolicy": {"create": False, "defaultDenyIngress": False},
            "revisionHistoryLimit": 3,
            "securityContext": {
                "runAsNonRoot": True,
                "runAsUser": 999,
                "fsGroup": 999,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
        },
        "configs": {
            "cm": _settings(inputs.oidc),
            "params": {
                "server.insecure": False,
                # A root that lost a folder deletes nothing.
                "applicationsetcontroller.policy": "create-update",
            },
            "rbac": {"policy.default": "", "policy.csv": policy(inputs.oidc), "scopes": "[groups]"},
            "secret": {"createSecret": True},
            "clusterCredentials": {"in-cluster": _cluster(inputs.facts)},
        },
        "controller": {
            "replicas": 1,
            # It may go while a node is drained, and comes back elsewhere: workloads do not need it meanwhile.
            "pdb": {"enabled": True, "maxUnavailable": 1},
            "serviceAccount": {"create": True, "name": "argocd-application-controller"},
            "resources": _resources("250m", "1Gi", "2Gi"),
        },
        "server": _server(),
        "repoServer": {
            "autoscaling": {"enabled": True, "minReplicas": 2, "maxReplicas": 4},
            "pdb": {"enabled": True, "minAvailable": 1},
            "serviceAccount": {"create": True, "name": "argocd-repo-server"},
            "automountServiceAccountToken": False,
            "resources": _resources("250m", "512Mi", "1Gi"),
            "topologySpreadConstraints": _spread("argocd-repo-server"),
        },
        "applicationSet": {
            "replicas": 2,
            "pdb": {"enabled": True, "minAvailable": 1},
            "serviceAccount": {"create": True, "name": "argocd-applicationset-controller"},
            "resources": _resources("50m", "128Mi", "256Mi"),
            "topologySpreadConstraints": _spread("argocd-applicationset-controller"),
        },
        "dex": {"enabled": False},
        "notifications": {"enabled": False},
        "redis-ha": redis(inputs.registry_account, inputs.region),
        "redisSecretInit": {"image": {"repository": image}, "resources": _resources("50m", "64Mi", "128Mi")},
    }


def policy(oidc: Oidc) -> str:
    """Whom the document sends to Argo CD: DevOps administers (PE-1), SREs look (PE-2), and nobody else may anything."""
    groups = oidc.groups
    return f"g, {groups.devops}, role:admin\ng, {groups.sre}, role:readonly\n"


def _settings(oidc: Oidc) -> dict[str, Any]:
    sign_in = {
        "name": "Company",
        "issuer": oidc.issuer,
        "clientID": oidc.argo_cd_client,
        "clientSecret": f"${OIDC_SECRET}:{OIDC_KEY}",
        "requestedScopes": ["openid", "profile", "email", "groups"],
    }
    return {
        "admin.enabled": False,
        "exec.enabled": False,
        "application.resourceTrackingMethod": "annotation",
        "oidc.config": json.dumps(sign_in, sort_keys=True),
        # It asks the API what it may see, and passes over the rest in silence.
        "resource.respectRBAC": "strict",
    }


def _cluster(facts: dict[str, Ref | str]) -> dict[str, Any]:
    """Where it runs; it sees no whole-cluster objects, and the namespaces of projects only."""
    return {
        "server": INSIDE,
        "namespaces": ",".join(each.namespace for each in PROJECTS),
        # The chart leaves the line out for a truth value that is false, and Argo CD takes its absence for it.
        "clusterResources": False,
        "annotations": dict(facts),
        "config": {"tlsClientConfig": {"insecure": False}},
    }


def _server() -> dict[str, Any]:
    return {
        "autoscaling": {"enabled": True, "minReplicas": 2, "maxReplicas": 4},
        "pdb": {"enabled": True, "minAvailable": 1},
        "serviceAccount": {"create": True, "name": "argocd-server"},
        # The binding of the load balancer and network policies see one and the same port.
        "service": {"type": "ClusterIP", "servicePortHttp": 80, "servicePortHttps": Port.ARGO_UI.value},
        "ingress": {"enabled": False},
        "resources": _resources("100m", "256Mi", "512Mi"),
        "topologySpreadConstraints": _spread("argocd-server"),
    }


def _resources(cpu: str, memory: str, limit: str) -> dict[str, Any]:
    """No limit of processor time: it would slow down what nobody else uses."""
    return {"requests": {"cpu": cpu, "memory": memory}, "limits": {"memory": limit}}


def _spread(name: str) -> list[dict[str, Any]]:
    return [
        {
            "maxSkew": 1,
            "topologyKey": ZONE,
            "whenUnsatisfiable": "ScheduleAnyway",
            "labelSelector": {"matchLabels": {"app.kubernetes.io/name": name}},
        }
    ]
