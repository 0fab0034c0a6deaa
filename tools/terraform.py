"""Run the real terraform on a scratch copy of a written stack, without credentials.

The copy differs from the written stack in two ways, and in nothing else: the provider does not ask AWS who
it is, and arguments younger than the version at hand (SIX_ONLY) are left out.
All providers run already, and terraform takes those. That of AWS is the real one (tools/providers.py);
those beside AWS, of which no binary is at hand, are stood in for (tests/standin): schemas, no cluster.
"""

import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]

MIRROR_VARIABLE = "TF_PROVIDER_MIRROR"
HOST = "registry.terraform.io"

SIX_ONLY = (
    (
        "aws_eks_cluster",
        "deletion_protection",
        "keeps a wrong plan from taking the cluster, and all that runs in it, away",
    ),
    (
        "aws_vpn_connection",
        "preshared_key_storage",
        "keeps the tunnels' pre-shared keys out of the state, in Secrets Manager",
    ),
)
"""Arguments that the shipped provider has and the 5.x one has not: resource type, argument, why we need it."""

MEMORY = {"GOGC": "off", "GOMEMLIMIT": "700MiB"}
"""Half of what terraform does is collecting its garbage, unless it may keep some."""

WITHOUT_AWS = {
    "skip_credentials_validation": True,
    "skip_metadata_api_check": "true",
    "skip_region_validation": True,
    "skip_requesting_account_id": True,
}


@dataclass(frozen=True, slots=True)
class Provider:
    """Where Terraform takes the AWS provider from; without a mirror from the registry, as locked."""

    mirror: Path | None
    version: str | None

    @property
    def older(self) -> bool:
        """Whether arguments of 6.x are unknown to it."""
        return self.version is not None and int(self.version.split(".")[0]) < 6  # noqa: PLR2004

    def describe(self) -> str:
        """For the head of a report."""
        return (
            f"hashicorp/aws {self.version} from {MIRROR_VARIABLE}"
            if self.mirror
            else "hashicorp/aws of the registry"
        )


class NoTerraformError(RuntimeError):
    """There is no terraform on the PATH, or the mirror holds no provider."""


def find_provider() -> Provider:
    """From the mirror that the environment variable names; else the registry. Raises `NoTerraformError`."""
    if not shutil.which("terraform"):
        message = "terraform is not on the PATH; install Terraform 1.11 or later"
        raise NoTerraformError(message)
    named = os.environ.get(MIRROR_VARIABLE)
    if not named:
        return Provider(None, None)
    versions = sorted(
        (path.name for path in Path(named, HOST, "hashicorp", "aws").glob("*.*.*") if path.is_dir()),
        key=lambda version: [int(part) for part in re.findall(r"\d+", version)],
    )
    if not versions:
        message = f"{MIRROR_VARIABLE} names {named}, which holds no {HOST}/hashicorp/aws; correct or unset it"
        raise NoTerraformError(message)
    return Provider(Path(named), versions[-1])


def beside_aws(stacks: Iterable[Json]) -> dict[str, str]:
    """The other providers of these stacks: their names by the address that terraform knows them under."""
    return {
        f"{HOST}/{wanted['source']}": name
        for stack in stacks
        for name, wanted in stack["terraform"]["required_providers"].items()
        if name != "aws"
    }


def registry_answers() -> bool:
    """Whether Terraform's registry has an address here."""
    try:
        return bool(socket.getaddrinfo(HOST, 443))
    except OSError:
        return False


def scratch_copy(stack: Json, provider: Provider) -> Json:
    """The stack as this machine can plan it."""
    copy = deepcopy(stack)
    copy["terraform"].pop("backend", None)
    for block in copy["provider"].get("aws", ()):
        block.pop("allowed_account_ids", None)
        block.pop("assume_role", None)
        block.update(WITHOUT_AWS)
    if provider.older:
        for kind, argument, _ in SIX_ONLY:
            for resource in copy.get("resource", {}).get(kind, {}).values():
                resource.pop(argument, None)
    return copy


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder in which terraform runs, with its command-line configuration and its environment."""

    folder: Path
    variables: dict[str, str]
    reattach: str
    """Its providers, which run already, as terraform wants to be told."""

    def prepare(self, document: Json) -> None:
        """Write the stack and the configuration; what an earlier run left is gone."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        (self.folder / "cdk.tf.json").write_text(json.dumps(document, indent=2), encoding="utf-8")
        (self.folder / "samples.auto.tfvars.json").write_text(json.dumps(self.variables), encoding="utf-8")
        (self.folder / "terraform.rc").write_text("disable_checkpoint = true\n", encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One terraform command; output is captured, the caller's settings for it are not seen."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "TF_"))}
        return subprocess.run(  # noqa: S603 -- arguments are ours
            ["terraform", *arguments],  # noqa: S607 -- the one on the PATH
            cwd=self.folder,
            env=kept
            | MEMORY
            | {
                "CHECKPOINT_DISABLE": "1",
                "TF_CLI_CONFIG_FILE": str(self.folder / "terraform.rc"),
                "TF_IN_AUTOMATION": "1",
                "TF_REATTACH_PROVIDERS": self.reattach,
            },
            capture_output=True,
            text=True,
            check=False,
        )
