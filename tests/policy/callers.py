"""Who calls AWS, and as what: every role that a machine, a pod, a service of AWS or a person has, from the JSON.

Pods have roles by Pod Identity or by the cluster's OIDC provider; those that reach the metadata of their node have its
role as well. The vendor's pods get theirs from the installer: of those only the boundary is known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tests.policy.facts import Estate, Target
from tests.policy.iam import Names, Policy, Question
from tests.policy.packets import Filters, bracketed
from tests.policy.people import account_of, grants
from tests.policy.places import Place, mentioned

FIREHOSE = "firehose"

RESERVED = "aws-reserved/sso.amazonaws.com/{region}/AWSReservedSSO_{name}_0123456789abcdef"
"""Roles that Identity Center makes from a permission set (AWS documentation)."""

VENDOR, SECRETS, BOUNDARY = "tm-system/vault", "tm-secrets", "boundary_arn"
"""Pods whose roles are in no JSON, and the stack and its output that name their boundary."""


class Caller(NamedTuple):
    """One role of a party. `place` is where its packets come from; empty for services of AWS and for people."""

    party: str
    arn: str
    account: str
    place: str
    at: str
    policies: tuple[Policy, ...]
    boundary: Policy | None = None
    how: str = ""
    trusted: Question | None = None
    by: str = ""
    """The principal that has to be trusted."""
    token: bool = False
    """Whether it exchanges a token of the cluster first."""
    base: "Caller | None" = None
    """Whose role takes this one."""

    @property
    def about(self) -> dict[str, str]:
        """What conditions ask of who calls."""
        return {
            "aws:PrincipalArn": self.arn,
            "aws:PrincipalAccount": self.account,
            "kms:CallerAccount": self.account,
        }

    def allows(self, asked: Question) -> bool:
        """Whether some policy of it allows a call."""
        return any(each.allows(asked) for each in self.policies)


@dataclass(frozen=True)
class Callers:
    """Read once per estate; `places` are those of its network."""

    estate: Estate
    places: dict[str, Place]

    @cached_property
    def names(self) -> Names:
        """What references stand for."""
        return Names(self.estate)

    @cached_property
    def _policies(self) -> dict[tuple[str, str], tuple[Policy, ...]]:
        """Policies of every role, by stack and name."""
        found: dict[tuple[str, str], tuple[Policy, ...]] = {}
        for stack, name, made in self.estate.everywhere("aws_iam_role_policy"):
            role = self.estate.target(stack, made["role"])
            policy = self.names.policy(stack, made["policy"], f"{stack} aws_iam_role_policy.{name}")
            found[role.stack, role.name] = (*found.get((role.stack, role.name), ()), policy)
        for stack, _, made in self.estate.everywhere("aws_iam_role_policy_attachment"):
            if made["policy_arn"].startswith("${"):
                role = self.estate.target(stack, made["role"])
                own = self.managed(self.estate.target(stack, made["policy_arn"]))
                found[role.stack, role.name] = (*found.get((role.stack, role.name), ()), own)
        return found

    def managed(self, policy: Target) -> Policy:
        """A policy that stands for itself."""
        return self.names.policy(policy.stack, self.estate.at(policy)["policy"], policy.address)

    def _role(self, party: str, place: str, role: Target, how: str) -> Caller:
        made = self.estate.at(role)
        arn = self.names.arn(role)
        boundary = None
        if str(made.get("permissions_boundary", "")).startswith("${"):
            boundary = self.managed(self.estate.target(role.stack, made["permissions_boundary"]))
        policies = self._policies.get((role.stack, role.name), ())
        account = account_of(self.estate, role.stack)
        return Caller(party, arn, account, place, role.address, policies, boundary, how)

    @cached_property
    def all(self) -> tuple[Caller, ...]:
        """Every role of every party, those that others take behind those that take them."""
        found = [*self._pods(), *self._tokens(), *self._nodes(), *self._machines(), *self._services()]
        found += [*self._later(), *self._people()]
        return (*found, *self._taken(found))

    def _cluster(self, stack: str) -> str:
        return (
            "eks-tm"
            if stack.startswith("tm-")
            else stack.removesuffix("-eks").replace("apps-", "eks-apps-", 1)
        )

    def _pods(self) -> Iterator[Caller]:
        for stack, name, made in self.estate.everywhere("aws_eks_pod_identity_association"):
            place, kind = self._cluster(stack), "aws_eks_pod_identity_association"
            pods = f"{made['namespace']}/{made['service_account']}"
            about = {
                "aws:RequestTag/kubernetes-namespace": made["namespace"],
                "aws:RequestTag/kubernetes-service-account": made["service_account"],
            }
            party = pods if place == "eks-tm" else f"{place}:{pods}"
            role = self.estate.target(stack, made["role_arn"])
            asked = Question("sts:AssumeRole", "*", about)
            caller = self._role(party, place, role, f"{stack} {kind}.{name}")
            yield caller._replace(trusted=asked, by="pods.eks.amazonaws.com")

    def _tokens(self) -> Iterator[Caller]:
        """Roles that service accounts get for their token (the vendor's installer)."""
        for stack, name, made in self.estate.everywhere("aws_iam_role"):
            trust = self.names.policy(stack, made["assume_role_policy"], "")
            for statement in trust.statements:
                subjects = [
                    value
                    for each in statement.get("condition", ())
                    if each["variable"].endswith(":sub")
                    for value in each["values"]
                    if value.startswith("system:serviceaccount:")
                ]
                for subject in subjects:
                    pods = "/".join(subject.split(":")[2:])
                    role = Target(stack, "aws_iam_role", name, "arn")
                    yield self._role(pods, "eks-tm", role, role.address)._replace(token=True)

    def _nodes(self) -> Iterator[Caller]:
        seen = set()
        for stack, name, made in self.estate.everywhere("aws_eks_node_group"):
            role = self.estate.target(stack, made["node_role_arn"])
            if role not in seen:
                seen.add(role)
                place = self._cluster(stack)
                how = f"{stack} aws_eks_node_group.{name}"
                yield self._role(place, place, role, how)._replace(trusted=ASSUME, by="ec2.amazonaws.com")

    def _machines(self) -> Iterator[Caller]:
        by_group = {place.group: place.name for place in self.places.values() if place.group}
        for stack, name, made in self.estate.everywhere("aws_launch_template"):
            if "iam_instance_profile" not in made:
                continue
            groups = {each for each in mentioned(self.estate, stack, made) if each in by_group}
            profile = self.estate.target(stack, made["iam_instance_profile"]["name"])
            role = self.estate.target(profile.stack, self.estate.at(profile)["role"])
            how = f"{stack} aws_launch_template.{name}, {profile.address}"
            for group in groups:
                party = by_group[group]
                yield self._role(party, party, role, how)._replace(trusted=ASSUME, by="ec2.amazonaws.com")

    def _services(self) -> Iterator[Caller]:
        """Database Migration Service beside the database, and Firehose, which is nowhere in a VPC."""
        for kind, key in DMS:
            for stack, name, made in self.estate.everywhere(kind):
                if key in made:
                    role = self.estate.target(stack, made[key])
                    by, how = "dms.amazonaws.com", f"{stack} {kind}.{name}"
                    yield self._role("lake-ingest", "lake-ingest", role, how)._replace(trusted=ASSUME, by=by)
        kind = "aws_kinesis_firehose_delivery_stream"
        for stack, name, made in self.estate.everywhere(kind):
            role = self.estate.target(stack, made["extended_s3_configuration"]["role_arn"])
            how = f"{stack} {kind}.{name}"
            yield self._role(FIREHOSE, "", role, how)._replace(trusted=ASSUME, by="firehose.amazonaws.com")

    def _later(self) -> Iterator[Caller]:
        """The most that roles of the vendor's pods can be: their boundary, which is told to whoever makes them."""
        told = self.estate.stacks[SECRETS].get("output", {}).get(BOUNDARY)
        if told:
            target = self.estate.target(SECRETS, told["value"])
            account = account_of(self.estate, SECRETS)
            arn = f"arn:aws:iam::{account}:role{self.estate.at(target)['path']}*"
            own = self.managed(target)
            yield Caller(VENDOR, arn, account, "eks-tm", own.at, (own,), how=own.at, token=True)

    def _people(self) -> Iterator[Caller]:
        bounds = self._boundaries
        for grant in grants(self.estate):
            for account in sorted(grant.accounts):
                kind, path = "aws_iam_role", f"{self.estate.environment.name}/people/{{name}}"
                if grant.name not in self.estate.resources(grant.stack, kind):
                    kind, path = "aws_ssoadmin_permission_set", RESERVED
                at = f"{grant.stack} {kind}.{grant.name}"
                name = self.estate.resources(grant.stack, kind)[grant.name]["name"]
                given = path.format(name=name, region=self.estate.environment.region)
                held = Policy(at, tuple(self.names.plain(grant.stack, each) for each in grant.statements))
                arn = f"arn:aws:iam::{account}:role/{given}"
                yield Caller(grant.persona, arn, account, "", at, (held,), bounds.get(account), how=at)

    @cached_property
    def _boundaries(self) -> dict[str, Policy]:
        """Of people, by account."""
        name = f"{self.estate.environment.name}-people-boundary"
        return {
            account_of(self.estate, stack): self.managed(Target(stack, "aws_iam_policy", key, "arn"))
            for stack, key, made in self.estate.everywhere("aws_iam_policy")
            if made["name"] == name
        }

    def _taken(self, found: list[Caller]) -> Iterator[Caller]:
        """Roles that trust the role of a party."""
        for stack, name, made in self.estate.everywhere("aws_iam_role"):
            trust = self.names.policy(stack, made["assume_role_policy"], "")
            named = {
                who
                for statement in trust.statements
                for each in statement.get("principals", ())
                for who in each["identifiers"]
            }
            for caller in found:
                if caller.arn in named:
                    role = Target(stack, "aws_iam_role", name, "arn")
                    asked = Question("sts:AssumeRole", "*", caller.about)
                    further = self._role(caller.party, caller.place, role, caller.at)
                    yield further._replace(trusted=asked, by=caller.arn, base=caller)

    def trust(self, caller: Caller) -> Filters:
        """Whether its role trusts who takes it."""
        if caller.trusted is None:
            return
        role = next(
            (stack, name, made)
            for stack, name, made in self.estate.everywhere("aws_iam_role")
            if f"{stack} aws_iam_role.{name}" == caller.at
        )
        policy = self.names.policy(role[0], role[2]["assume_role_policy"], "")
        refused = "" if policy.allows(caller.trusted, caller.by) else f"does not trust {caller.by}"
        yield f"role {caller.arn.partition(':role')[2]} by {caller.how}{bracketed(caller.at)}", refused


ASSUME = Question("sts:AssumeRole", "*")

DMS = (
    ("aws_dms_endpoint", "secrets_manager_access_role_arn"),
    ("aws_dms_s3_endpoint", "service_access_role_arn"),
)
"""Where Database Migration Service is told its roles."""
