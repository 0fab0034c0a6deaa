"""What guards a resource or an endpoint of AWS by a policy of its own, and with which key, from the JSON alone."""

from dataclasses import dataclass
from functools import cached_property

from tests.policy.callers import Caller
from tests.policy.facts import Estate, Json, Target
from tests.policy.iam import ANY, Names, Policy, Question
from tests.policy.packets import Filters, bracketed
from tests.policy.people import account_of

POLICIES = (
    ("aws_secretsmanager_secret_policy", "secret_arn", "aws_secretsmanager_secret"),
    ("aws_s3_bucket_policy", "bucket", "aws_s3_bucket"),
    ("aws_ecr_repository_policy", "repository", "aws_ecr_repository"),
    ("aws_msk_cluster_policy", "cluster_arn", "aws_msk_cluster"),
    ("aws_sns_topic_policy", "arn", "aws_sns_topic"),
)
"""Resource type of a policy, what it says it belongs to, and of which type that is."""

NEED_KEY = {
    "s3:GetObject": ("kms:Decrypt", "s3"),
    "s3:PutObject": ("kms:GenerateDataKey", "s3"),
    "secretsmanager:GetSecretValue": ("kms:Decrypt", "secretsmanager"),
    "sns:Publish": ("kms:GenerateDataKey", "sns"),
}
"""Calls that work only with the key of what they are about, and by which service it is used."""


@dataclass(frozen=True)
class Resource:
    """Something with a name in AWS that calls are about."""

    service: str
    name: str
    arn: str
    account: str
    at: str
    policies: tuple[Policy, ...] = ()
    key: Target | None = None


@dataclass(frozen=True)
class Guards:
    """Read once per estate."""

    estate: Estate
    names: Names

    @cached_property
    def resources(self) -> dict[str, Resource]:
        """Secrets, buckets, repositories, topics and brokers, by service and name: `s3:sandbox-lake-raw-…`."""
        found: dict[str, Resource] = {}
        for kind, service, name in (
            ("aws_secretsmanager_secret", "secretsmanager", "name"),
            ("aws_s3_bucket", "s3", "bucket"),
            ("aws_ecr_repository", "ecr", "name"),
            ("aws_sns_topic", "sns", "name"),
            ("aws_msk_cluster", "kafka", "cluster_name"),
        ):
            for stack, local, made in self.estate.everywhere(kind):
                target = Target(stack, kind, local, "arn")
                own = Resource(
                    service,
                    made[name],
                    self.names.arn(target),
                    account_of(self.estate, stack),
                    target.address,
                    self._policies.get(target[:3], ()),
                    self._key(target, made),
                )
                found[f"{service}:{made[name]}"] = own
        return found

    @cached_property
    def _policies(self) -> dict[tuple[str, str, str], tuple[Policy, ...]]:
        found: dict[tuple[str, str, str], tuple[Policy, ...]] = {}
        for kind, key, of in POLICIES:
            for stack, name, made in self.estate.everywhere(kind):
                target = self.estate.target(stack, made[key])
                if target.kind == f"{of}_version":
                    target = self.estate.target(target.stack, self.estate.at(target)["secret_id"])
                policy = self.names.policy(stack, made["policy"], f"{stack} {kind}.{name}")
                found[target[:3]] = (*found.get(target[:3], ()), policy)
        return found

    @cached_property
    def _encryption(self) -> dict[tuple[str, str, str], str]:
        """Stack's reference to the key of each bucket."""
        found = {}
        for stack, _, made in self.estate.everywhere("aws_s3_bucket_server_side_encryption_configuration"):
            bucket = self.estate.target(stack, made["bucket"])
            chosen = made["rule"][0]["apply_server_side_encryption_by_default"]
            found[bucket[:3]] = chosen.get("kms_master_key_id", "")
        return found

    def _key(self, target: Target, made: Json) -> Target | None:
        reference = (
            self._encryption.get(target[:3]) or made.get("kms_key_id") or made.get("kms_master_key_id")
        )
        if not reference or not str(reference).startswith("${"):
            return None
        return self.estate.target(target.stack, reference)

    @cached_property
    def _endpoints(self) -> dict[tuple[str, str, str], Policy]:
        return {
            (stack, "aws_vpc_endpoint", name): self.names.policy(
                stack, made["policy"], f"{stack} aws_vpc_endpoint.{name}"
            )
            for stack, name, made in self.estate.everywhere("aws_vpc_endpoint")
        }

    def endpoint(self, target: Target, asked: Question) -> Filters:
        """What the policy of an endpoint says of a call."""
        policy = self._endpoints[target[:3]]
        about = dict(asked.about)
        own = self.owner(asked.resource)
        if own:
            about["aws:ResourceAccount"] = own.account
        asked = Question(asked.action, asked.resource, about)
        open_ = policy.allows(asked) and not policy.denies(asked)
        refused = "" if open_ else f"does not let {asked.action} on {asked.resource} through"
        yield f"endpoint policy{bracketed(policy.at)}", refused

    def of(self, caller: Caller, asked: Question) -> Filters:
        """What the policy of a resource says of a call, and whether the caller has its key."""
        own = self.owner(asked.resource)
        if own:
            yield from self._guard(caller, asked, own)

    @cached_property
    def _owners(self) -> dict[str, Resource | None]:
        return {ANY: None}

    def owner(self, arn: str) -> Resource | None:
        """The resource that a name is of, or of something in it."""
        if arn not in self._owners:
            found = (each for each in self.resources.values() if _is_of(each, arn))
            self._owners[arn] = next(found, None)
        return self._owners[arn]

    def _guard(self, caller: Caller, asked: Question, own: Resource) -> Filters:
        for policy in own.policies:
            denied = policy.denies(asked, caller.arn)
            yield (
                f"policy of {own.name}{bracketed(policy.at)}",
                f"denies {asked.action} to {caller.arn}" if denied else "",
            )
        if own.account != caller.account:
            open_ = any(policy.allows(asked, caller.arn) for policy in own.policies)
            at = ", ".join(policy.at for policy in own.policies) or own.at
            refused = "" if open_ else f"does not allow {asked.action} to another account's {caller.arn}"
            yield f"policy of {own.name} for another account{bracketed(at)}", refused
        if own.key and asked.action in NEED_KEY:
            yield from self._opened(caller, asked, own.key)

    def _opened(self, caller: Caller, asked: Question, key: Target) -> Filters:
        action, service = NEED_KEY[asked.action]
        host = f"{service}.{self.estate.environment.region}.amazonaws.com"
        about = {**caller.about, "kms:ViaService": host}
        needed = Question(action, self.names.arn(key), about)
        policy = self.names.policy(key.stack, self.estate.at(key)["policy"], key.address)
        ours = caller.allows(needed) and not (caller.boundary and not caller.boundary.allows(needed))
        yield (
            f"key by the role{bracketed(caller.at)}",
            "" if ours else f"does not allow {action} on {needed.resource}",
        )
        theirs = policy.allows(needed, caller.arn) and not policy.denies(needed, caller.arn)
        yield f"key{bracketed(key.address)}", "" if theirs else f"does not allow {action} to {caller.arn}"


def _is_of(own: Resource, arn: str) -> bool:
    """Whether a name is of a resource, or of something in it."""
    return own.arn == arn or arn.startswith((f"{own.arn}/", own.arn.removesuffix("??????")))
