"""Who may do what through the cluster's API: access entries, and no other way in (FSBP EKS, CIS EKS 5.5)."""

from dataclasses import dataclass
from enum import StrEnum

from cdktf_cdktf_provider_aws.eks_access_entry import EksAccessEntry
from cdktf_cdktf_provider_aws.eks_access_policy_association import (
    EksAccessPolicyAssociation,
    EksAccessPolicyAssociationAccessScope,
)
from constructs import Construct

from modules.kit.stack import Ref


class Right(StrEnum):
    """Access policies of EKS; the value is their name."""

    CHANGE = "AmazonEKSClusterAdminPolicy"
    """Everything: only for the runs that install charts."""
    OPERATE = "AmazonEKSAdminPolicy"
    """Everything in some namespaces."""
    PLAN = "AmazonEKSAdminViewPolicy"
    """Read everything, secrets too: Helm keeps its releases in them, so a plan of charts cannot do without."""
    LOOK = "AmazonEKSViewPolicy"
    """Read workloads and their settings, but no secrets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A role and its right, in some namespaces or, without any, in the whole cluster.

    `groups` are Kubernetes groups that role bindings in the cluster speak of.
    """

    key: str
    principal_arn: str
    right: Right
    namespaces: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessInputs:
    """Every role that may come in."""

    cluster_name: Ref
    entries: tuple[Entry, ...]


class Access(Construct):
    """The cluster's creator is nobody here, and no config map admits anyone."""

    def __init__(self, scope: Construct, inputs: AccessInputs) -> None:
        """Create an entry and its policy for each role."""
        super().__init__(scope, "access")
        for entry in inputs.entries:
            made = EksAccessEntry(
                self,
                entry.key,
                cluster_name=inputs.cluster_name,
                principal_arn=entry.principal_arn,
                kubernetes_groups=list(entry.groups) or None,
                type="STANDARD",
                tags={"Name": entry.key},
            )
            EksAccessPolicyAssociation(
                self,
                f"{entry.key}-right",
                cluster_name=inputs.cluster_name,
                principal_arn=made.principal_arn,
                policy_arn=f"arn:aws:eks::aws:cluster-access-policy/{entry.right}",
                access_scope=EksAccessPolicyAssociationAccessScope(
                    type="namespace" if entry.namespaces else "cluster",
                    namespaces=list(entry.namespaces) or None,
                ),
            )
