"""The AWS provider of a stack: one account, one region, one set of tags on everything."""

from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderAssumeRole, AwsProviderDefaultTags

from modules.kit.stack import PlatformStack, Provider, Ref


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


def aws_in(
    stack: PlatformStack, alias: str, account: str, role: Ref, region: str, tags: dict[str, str]
) -> Provider:
    """A second provider in another account, through a role there that may do one job."""
    return AwsProvider(
        stack,
        f"aws-{alias}",
        alias=alias,
        region=region,
        allowed_account_ids=[account],
        assume_role=[AwsProviderAssumeRole(role_arn=role, session_name=stack.node.id)],
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


def _name_source(stack: PlatformStack) -> None:
    # With a namespace, Terraform and OpenTofu each find it in their own registry (opentofu#2402).
    stack.add_override("terraform.required_providers.aws.source", "hashicorp/aws")
