"""What Argo CD may do in the cluster: projects, their namespaces, and kinds of objects that are workloads.

CX-17: cloud resources, whole-cluster objects, bindings to load balancers and network rules are Terraform's.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Project:
    """Applications of one kind, all in one namespace that Terraform has made."""

    name: str
    namespace: str
    description: str


INSIDE = "https://kubernetes.default.svc"
"""The API of the cluster that Argo CD runs in, as pods call it; there is no other cluster for it."""

PROJECTS = (Project("vault", "tm-system", "What runs beside Vault and is not the vendor's installer"),)


@dataclass(frozen=True, slots=True)
class Kinds:
    """Kinds of one API group and the names that its API has for them."""

    group: str
    kinds: tuple[str, ...]
    resources: tuple[str, ...]


WORKLOADS = (
    Kinds(
        "",
        ("ConfigMap", "PersistentVolumeClaim", "Service", "ServiceAccount"),
        ("configmaps", "persistentvolumeclaims", "services", "serviceaccounts"),
    ),
    Kinds("apps", ("Deployment", "StatefulSet"), ("deployments", "statefulsets")),
    Kinds("autoscaling", ("HorizontalPodAutoscaler",), ("horizontalpodautoscalers",)),
    Kinds("batch", ("CronJob", "Job"), ("cronjobs", "jobs")),
    Kinds(
        "monitoring.coreos.com",
        ("PodMonitor", "PrometheusRule", "ServiceMonitor"),
        ("podmonitors", "prometheusrules", "servicemonitors"),
    ),
    Kinds("policy", ("PodDisruptionBudget",), ("poddisruptionbudgets",)),
)
"""All that a project may hold. No secret: secrets do not come from Git."""

CHILDREN = (
    Kinds("", ("Event", "Pod"), ("events", "pods")),
    Kinds("apps", ("ControllerRevision", "ReplicaSet"), ("controllerrevisions", "replicasets")),
)
"""What Kubernetes makes of them: looked at, to say whether an application is well."""
