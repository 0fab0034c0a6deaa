"""What the JSON of a stack says about its permissions: which roles it makes, hands on, and assumes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from modules.kit.write import Json
from modules.model.names import APPLYING
from modules.spacelift.inputs import Run
from modules.spacelift.services import services

REFERENCE = re.compile(r"\$\{([a-z]\w+)\.([\w-]+)\.\w+\}")
DATA = re.compile(r"\$\{data\.([a-z]\w+)\.([\w-]+)\.\w+\}")
VARIABLE = re.compile(r"\$\{var\.(\w+)\}")
ROLE_KEY = re.compile(r"(\w+_)?role(_arn)?")
NOT_PASSED = ("aws_iam_role_policy", "aws_iam_role_policy_attachment")
"""They name a role, and pass it to nobody."""

RECEIVERS = MappingProxyType({"aws_eks_node_group": ("eks.amazonaws.com",)})
"""Services that take a role for another one: EKS starts nodes, and EC2 is whom their role trusts."""

BY_PHASE = re.compile(rf"\$\{{{re.escape(APPLYING)} \? (var\.\w+) : (var\.\w+)\}}")

KEEPER, VERSION = "aws_secretsmanager_secret", "aws_secretsmanager_secret_version"


class UnreadableError(LookupError):
    """A permission depends on something that only AWS knows."""


@dataclass(frozen=True, slots=True)
class Found:
    """A resource of a stack."""

    run: Run
    kind: str
    made: Json


@dataclass(frozen=True, slots=True)
class Reader:
    """Follows references through the variables and outputs of all stacks."""

    runs: dict[str, Run]

    def kinds(self, run: Run) -> list[str]:
        """Types of resources, data and ephemeral values, but for what Terraform computes by itself."""
        found = {kind for part in ("resource", "data", "ephemeral") for kind in run.document.get(part, {})}
        return sorted(found - {"aws_iam_policy_document"})

    def services(self, run: Run) -> list[str]:
        """Services that it calls."""
        return sorted({service for kind in self.kinds(run) for service in services(kind)})

    def regions(self, run: Run) -> list[str]:
        """Regions of its own account in which it works."""
        blocks = run.document["provider"]["aws"]
        return sorted({block["region"] for block in blocks if "assume_role" not in block})

    def made(self, run: Run) -> list[str]:
        """ARNs of everything that it has in IAM, exact but for what EKS names."""
        found = [
            arn(run, kind, made)
            for kind, elements in run.document.get("resource", {}).items()
            if kind.startswith("aws_iam_") and kind not in NOT_PASSED
            for made in elements.values()
        ]
        return sorted(set(found))

    def passed(self, run: Run) -> list[str]:
        """ARNs of roles of its account that it hands to a service."""
        found = set()
        for kind, elements in run.document.get("resource", {}).items():
            if kind not in NOT_PASSED:
                values = [value for made in elements.values() for value in _roles(made)]
                targets = [target for value in values for target in self.follow(run, value)]
                found |= {
                    arn(each.run, each.kind, each.made) for each in targets if each.kind == "aws_iam_role"
                }
        return sorted(found)

    def receivers(self, run: Run) -> list[str]:
        """Services to which it hands roles, as IAM names them: those that the roles trust, with and without a region."""
        found = {
            service
            for kind, elements in run.document.get("resource", {}).items()
            if kind not in NOT_PASSED
            for made in elements.values()
            for value in _roles(made)
            for target in self.follow(run, value)
            if target.kind == "aws_iam_role"
            for service in (*self._trusted(target), *RECEIVERS.get(kind, ()))
        }
        plain = {re.sub(r"^([a-z0-9-]+)\.[a-z]{2}-[a-z]+-\d\.", r"\1.", service) for service in found}
        return sorted(found | plain)

    def _trusted(self, role: Found) -> Iterator[str]:
        for each in self.follow(role.run, role.made["assume_role_policy"]):
            for statement in each.made["statement"]:
                for principal in statement.get("principals", ()):
                    if principal["type"] == "Service":
                        yield from principal["identifiers"]

    def assumed(self, run: Run, phase: str = "") -> list[str]:
        """ARNs of roles in other accounts that its providers assume in a phase, or in any."""
        values = [
            value
            for block in run.document["provider"]["aws"]
            for role in block.get("assume_role", ())
            for value in _by_phase(role["role_arn"], phase)
        ]
        targets = [target for value in values for target in self.follow(run, value)]
        return sorted({arn(each.run, each.kind, each.made) for each in targets})

    def keeps(self, run: Run) -> list[str]:
        """Names of the secrets that it makes."""
        return sorted(made["name"] for made in run.document.get("resource", {}).get(KEEPER, {}).values())

    def aliases(self, run: Run) -> list[str]:
        """Aliases of the keys that it makes."""
        return sorted(
            made["name"] for made in run.document.get("resource", {}).get("aws_kms_alias", {}).values()
        )

    def tag(self, run: Run) -> str:
        """Value of the tag `Stack` on everything that it makes."""
        [own] = [block for block in run.document["provider"]["aws"] if "alias" not in block]
        return str(own["default_tags"][0]["tags"]["Stack"])

    def secrets(self, run: Run) -> list[str]:
        """ARNs of secrets whose values its runs read; AWS adds six characters.

        A refresh asks for the value of each version, write-only or not.
        """
        versions = [
            made["secret_id"]
            for part in ("ephemeral", "resource")
            for made in run.document.get(part, {}).get(VERSION, {}).values()
        ]
        found = set()
        for value in versions:
            [target] = self.follow(run, value)
            while target.kind != KEEPER:
                [target] = self.follow(target.run, target.made["secret_id"])
            head = f"arn:aws:secretsmanager:{self.regions(target.run)[0]}:{target.run.place.account}"
            found.add(f"{head}:secret:{target.made['name']}-??????")
        return sorted(found)

    def follow(self, run: Run, value: str) -> Iterator[Found]:
        """The resource that a reference points to; nothing for what is no reference."""
        variable = VARIABLE.fullmatch(value)
        if variable:
            [need] = [need for need in run.needs if need.variable == variable[1]]
            producer = self.runs[need.producer]
            yield from self.follow(producer, producer.document["output"][need.output]["value"])
        found = REFERENCE.fullmatch(value)
        if found and found[1] != "var":
            yield Found(run, found[1], run.document["resource"][found[1]][found[2]])
        data = DATA.fullmatch(value)
        if data:
            yield Found(run, data[1], run.document["data"][data[1]][data[2]])


def _by_phase(value: str, phase: str) -> list[str]:
    """A role that depends on the phase is two."""
    if VARIABLE.fullmatch(value):
        return [value]
    found = BY_PHASE.fullmatch(value)
    if not found:
        message = f"{value} is neither a role nor a role for each phase"
        raise UnreadableError(message)
    roles = {"apply": f"${{{found[1]}}}", "plan": f"${{{found[2]}}}"}
    return [roles[phase]] if phase else sorted(roles.values())


def _roles(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if ROLE_KEY.fullmatch(key) and isinstance(inner, str):
                yield inner
            yield from _roles(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _roles(inner)


def arn(run: Run, kind: str, made: Json) -> str:
    """ARN of something in IAM, from its name. Raises `UnreadableError` where it has none before it is made."""
    head = f"arn:aws:iam::{run.place.account}"
    path, name = made.get("path", "/"), made.get("name", "")
    match kind:
        case "aws_iam_openid_connect_provider":
            return f"{head}:oidc-provider/oidc.eks.*/id/*"
        case "aws_iam_service_linked_role":
            return f"{head}:role/aws-service-role/{made['aws_service_name']}/*"
        case "aws_iam_role" | "aws_iam_policy" | "aws_iam_instance_profile" if name and "${" not in name:
            thing = kind.removeprefix("aws_iam_").replace("_", "-")
            return f"{head}:{thing}{path}{name}"
        case _:
            raise UnreadableError(f"{run.name}: {kind} needs a name that is known before it is made")
