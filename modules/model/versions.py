"""Versions that a person raises, one at a time, each with what belongs to it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Kubernetes:
    """A version that EKS offers, until when it has standard support, and the add-ons pinned for it.

    Sources: EKS release calendar (kubernetes.md §1); add-on builds as public estates of that version name them;
    the EBS driver of 1.35 is the vendor's.
    """

    version: str
    supported_until: date
    addons: tuple[tuple[str, str], ...]


POD_IDENTITY_AGENT = "v1.3.10-eksbuild.3"
VPC_CNI = "v1.22.4-eksbuild.3"

KUBERNETES = (
    Kubernetes(
        "1.35",
        date(2027, 3, 27),
        (
            ("aws-ebs-csi-driver", "v1.54.0-eksbuild.1"),
            ("coredns", "v1.13.2-eksbuild.21"),
            ("eks-pod-identity-agent", POD_IDENTITY_AGENT),
            ("kube-proxy", "v1.35.3-eksbuild.21"),
            ("vpc-cni", VPC_CNI),
        ),
    ),
    Kubernetes(
        "1.36",
        date(2027, 8, 2),
        (
            ("aws-ebs-csi-driver", "v1.63.1-eksbuild.1"),
            ("coredns", "v1.14.3-eksbuild.16"),
            ("eks-pod-identity-agent", POD_IDENTITY_AGENT),
            ("kube-proxy", "v1.36.0-eksbuild.21"),
            ("vpc-cni", VPC_CNI),
        ),
    ),
)


def kubernetes(version: str) -> Kubernetes:
    """The row of a version. Raises `StopIteration` for one that no environment may name."""
    return next(row for row in KUBERNETES if row.version == version)
