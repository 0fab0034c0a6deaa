"""The vendor's installer in the cluster: its service account, its rights, and the document that it reads (8.3)."""

from collections.abc import Mapping
from typing import Any

from modules.kit.chart import Manifest
from modules.kit.stack import Ref

RBAC = "rbac.authorization.k8s.io"
OPERATORS = "tm-operators"
"""Kubernetes group of the jump host's access entry."""

INSTALLER_INPUTS = "installer-inputs"


def account(namespace: str, name: str, role_arn: Ref) -> Manifest:
    """By IRSA, because the vendor's code knows nothing else."""
    return Manifest(
        api_version="v1",
        kind="ServiceAccount",
        name=name,
        namespace=namespace,
        body={"automountServiceAccountToken": True},
        annotations={"eks.amazonaws.com/role-arn": role_arn},
    )


def rights(namespace: str, name: str, watched: tuple[str, ...]) -> list[Manifest]:
    """Installer and operators run the vendor's namespace; operators look into those that serve it."""
    installer = {"kind": "ServiceAccount", "name": name, "namespace": namespace}
    operators = {"apiGroup": RBAC, "kind": "Group", "name": OPERATORS}
    return [
        _binding("vault-installer", namespace, "admin", installer),
        _binding(OPERATORS, namespace, "admin", operators),
        *(_binding(OPERATORS, each, "view", operators) for each in watched),
    ]


def _binding(name: str, namespace: str, role: str, subject: dict[str, Any]) -> Manifest:
    return Manifest(
        api_version=f"{RBAC}/v1",
        kind="RoleBinding",
        name=name,
        namespace=namespace,
        body={"roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": role}, "subjects": [subject]},
    )


def contract(namespace: str, told: Mapping[str, str]) -> Manifest:
    """The vendor contract's outputs, one key for each; names and addresses, never a secret."""
    return Manifest(
        api_version="v1",
        kind="ConfigMap",
        name=INSTALLER_INPUTS,
        namespace=namespace,
        body={"data": dict(told)},
    )
