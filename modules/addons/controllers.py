"""Values of the controllers in `kube-system`: load balancer targets, nodes, metrics.

Keys: values.yaml of each chart at its pinned version (kubernetes.md §2).
"""

from typing import Any

from modules.addons.common import CONTAINER, ONE_STAYS, POD, REPLICAS, account, by_name, by_release, resources
from modules.kit.stack import Ref
from modules.model.charts import Chart

BALANCER = "aws-load-balancer-controller"
AUTOSCALER = "cluster-autoscaler"
METRICS = "metrics-server"

GATES = ("ALBGatewayAPI", "EnableServiceController", "GatewayListenerSet", "NLBGatewayAPI")


def balancer(chart: Chart, image: str, cluster: str, region: str, vpc_id: Ref) -> dict[str, Any]:
    """It binds pods to the target groups of `tm-edge`; every part of it that would make something is off.

    Load balancers made by the controller from Ingresses are not offered, so K05, which is about them, judges nothing.
    """
    return {
        "image": {"repository": image, "tag": f"v{chart.app_version}"},
        "clusterName": cluster,
        "region": region,
        "vpcId": vpc_id,
        "replicaCount": REPLICAS,
        "serviceAccount": account(BALANCER),
        "defaultTargetType": "ip",
        "enableShield": False,
        "enableWaf": False,
        "enableWafv2": False,
        "enableServiceMutatorWebhook": False,
        "enableBackendSecurityGroup": False,
        "createIngressClassResource": False,
        "ingressClassParams": {"create": False},
        "disableIngressGroupNameAnnotation": True,
        "controllerConfig": {"featureGates": dict.fromkeys(GATES, False)},
        "keepTLSSecret": True,
        "podDisruptionBudget": {"maxUnavailable": 1},
        "podSecurityContext": POD,
        "securityContext": CONTAINER,
        "resources": resources("100m", "256Mi"),
        "topologySpreadConstraints": by_name(BALANCER),
    }


def autoscaler(chart: Chart, image: str, cluster: str, region: str) -> dict[str, Any]:
    """It finds the node groups by the tags of `tm-eks`; its minor version is the cluster's."""
    return {
        "image": {"repository": image, "tag": f"v{chart.app_version}"},
        "fullnameOverride": AUTOSCALER,
        "cloudProvider": "aws",
        "awsRegion": region,
        "autoDiscovery": {"clusterName": cluster},
        "rbac": {"serviceAccount": account(AUTOSCALER)},
        "replicaCount": REPLICAS,
        "extraArgs": {
            "balance-similar-node-groups": True,
            "expander": "least-waste",
            "skip-nodes-with-system-pods": False,
        },
        "podDisruptionBudget": {"maxUnavailable": 1},
        "securityContext": POD,
        "containerSecurityContext": CONTAINER,
        "resources": resources("100m", "600Mi"),
        "topologySpreadConstraints": by_release(AUTOSCALER),
    }


def metrics(chart: Chart, image: str) -> dict[str, Any]:
    """Processors and memory of pods, for autoscaling; the API server knows it by a certificate of cert-manager."""
    return {
        "image": {"repository": image, "tag": f"v{chart.app_version}"},
        "replicas": REPLICAS,
        "serviceAccount": account(METRICS),
        "apiService": {"create": True, "insecureSkipTLSVerify": False},
        "tls": {"type": "cert-manager"},
        "podDisruptionBudget": ONE_STAYS,
        "resources": resources("100m", "200Mi"),
        "topologySpreadConstraints": by_name(METRICS),
    }
