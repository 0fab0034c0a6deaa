"""The providers of a stack: one account, one region, one set of tags on everything; and one cluster for charts."""

from dataclasses import dataclass

from cdktf import Fn
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderAssumeRole, AwsProviderDefaultTags
from cdktf_cdktf_provider_helm.provider import (
    HelmProvider,
    HelmProviderKubernetes,
    HelmProviderKubernetesExec,
)

from modules.kit.stack import PlatformStack, Provider, Ref
from modules.model.names import APPLYING


def aws(stack: PlatformStack, account: str, region: str, tags: dict[str, str]) -> Provider:
    """The stack's own provider; it refuses to touch any other account than `account`."""
    provider = AwsProvider(
        stack,
        "aws",
        region=region,
        allowed_account_ids=[account],
        default_tags=[AwsProviderDefaultTags(tags=tags)],
    )
    _name_source(stack)
    return provider


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPhase:
    """Two roles for one job in another account: plans look, applies change."""

    plan: Ref
    apply: Ref


def aws_in(
    stack: PlatformStack, alias: str, account: str, roles: ByPhase, region: str, tags: dict[str, str]
) -> Provider:
    """A second provider in another account, through a role there that may do one job: plans look, applies change."""
    apply, plan = (stack.variable_of(each) for each in (roles.apply, roles.plan))
    return AwsProvider(
        stack,
        f"aws-{alias}",
        alias=alias,
        region=region,
        allowed_account_ids=[account],
        assume_role=[
            AwsProviderAssumeRole(
                role_arn=f"${{{APPLYING} ? var.{apply} : var.{plan}}}", session_name=stack.node.id
            )
        ],
        default_tags=[AwsProviderDefaultTags(tags=tags)],
    )


def aws_region(stack: PlatformStack, account: str, region: str, tags: dict[str, str]) -> Provider:
    """A second provider in another region of the stack's own account, for what AWS keeps there."""
    return AwsProvider(
        stack,
        f"aws-{region}",
        alias=region,
        region=region,
        allowed_account_ids=[account],
        default_tags=[AwsProviderDefaultTags(tags=tags)],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterAccess:
    """What the cluster's own stack hands over; `certificate_authority` is in base64, as EKS gives it."""

    name: Ref
    endpoint: Ref
    certificate_authority: Ref
    region: str


def helm(stack: PlatformStack, cluster: ClusterAccess) -> Provider:
    """Charts go into this cluster, as whoever runs Terraform: a token of its role, made for each run.

    The runner needs the AWS CLI 2; the API server admits it by the cluster's access entries.
    """
    token = HelmProviderKubernetesExec(
        api_version="client.authentication.k8s.io/v1",
        command="aws",
        args=[
            "eks",
            "get-token",
            "--cluster-name",
            cluster.name,
            "--region",
            cluster.region,
            "--output",
            "json",
        ],
    )
    provider = HelmProvider(
        stack,
        "helm",
        kubernetes=HelmProviderKubernetes(
            host=cluster.endpoint,
            cluster_ca_certificate=Fn.base64decode(cluster.certificate_authority),
            exec=token,
        ),
    )
    _name_source(stack, "helm")
    return provider


def _name_source(stack: PlatformStack, name: str = "aws") -> None:
    # With a namespace, Terraform and OpenTofu each find it in their own registry (opentofu#2402).
    stack.add_override(f"terraform.required_providers.{name}.source", f"hashicorp/{name}")
