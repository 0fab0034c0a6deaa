"""Namespaces with what a pod may do in them, how much all may ask for, and where volumes come from."""

from types import MappingProxyType
from typing import Any

from modules.kit.chart import Manifest
from modules.kit.stack import Ref
from modules.model.hosts import Backend
from modules.model.namespaces import Namespace

KEEP = MappingProxyType({"helm.sh/resource-policy": "keep"})
"""A namespace holds what other stacks have made: it outlives the release."""

POD_SECURITY = "pod-security.kubernetes.io"
BOUND = frozenset(backend.namespace for backend in Backend)


def spaces(rows: tuple[Namespace, ...], kubernetes: str) -> tuple[Manifest, ...]:
    """Every namespace of ours, its quota and its defaults; `kubernetes` is the version that the levels mean."""
    return tuple(each for row in rows for each in _namespace(row, f"v{kubernetes}"))


def _namespace(row: Namespace, version: str) -> tuple[Manifest, ...]:
    levels = {"enforce": row.enforced, "audit": row.warned, "warn": row.warned}
    labels = {f"{POD_SECURITY}/{mode}": level.value for mode, level in levels.items()}
    labels |= {f"{POD_SECURITY}/{mode}-version": version for mode in levels}
    # Without the mark, and not with `disabled`: the gateway's own pods ask to be injected.
    labels |= {"istio-injection": "enabled"} if row.injected else {}
    labels |= {"elbv2.k8s.aws/pod-readiness-gate-inject": "enabled"} if row.name in BOUND else {}
    quota = {
        "persistentvolumeclaims": str(row.quota.volumes),
        "pods": str(row.quota.pods),
        "requests.cpu": str(row.quota.processors),
        "requests.memory": f"{row.quota.memory}Gi",
        # Load balancers are Terraform's; nothing listens on nodes.
        "services.loadbalancers": "0",
        "services.nodeports": "0",
    }
    # No default limits: one below a pod's own request would refuse the pod.
    defaults = {"type": "Container", "defaultRequest": {"cpu": "50m", "memory": "64Mi"}}
    return (
        Manifest(
            api_version="v1",
            kind="Namespace",
            name=row.name,
            namespace=None,
            body={},
            labels=labels,
            annotations=KEEP,
        ),
        _object("ResourceQuota", "quota", row.name, {"spec": {"hard": quota}}),
        _object("LimitRange", "defaults", row.name, {"spec": {"limits": [defaults]}}),
    )


def _object(kind: str, name: str, namespace: str, body: dict[str, Any]) -> Manifest:
    return Manifest(api_version="v1", kind=kind, name=name, namespace=namespace, body=body)


def cluster_objects(volumes_key_arn: Ref) -> tuple[Manifest, ...]:
    """Vendor contract «nodes»: the default storage class and the priority of what supports the platform.

    EKS makes a class `gp2` that is no default since 1.30 (EKS release notes), so this one is the only default.
    """
    return (
        Manifest(
            api_version="scheduling.k8s.io/v1",
            kind="PriorityClass",
            name="platform-support",
            namespace=None,
            body={
                "value": 50,
                "globalDefault": False,
                "description": "What supports the platform (vendor contract)",
            },
        ),
        Manifest(
            api_version="storage.k8s.io/v1",
            kind="StorageClass",
            name="gp3",
            namespace=None,
            annotations={"storageclass.kubernetes.io/is-default-class": "true"},
            body={
                "provisioner": "ebs.csi.aws.com",
                "parameters": {"type": "gp3", "encrypted": "true", "kmsKeyId": volumes_key_arn},
                "allowVolumeExpansion": True,
                "reclaimPolicy": "Delete",
                "volumeBindingMode": "WaitForFirstConsumer",
            },
        ),
    )
