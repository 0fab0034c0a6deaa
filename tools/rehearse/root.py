"""One stack's folder: its JSON, its state, and the terraform that works on it."""

import json
import os
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.providers import Lanes
from tools.rehearse.estate import Stack
from tools.rehearse.simulator import access_key
from tools.terraform import MEMORY, Provider, scratch_copy

Json = dict[str, Any]

CHANGES = 2
"""What `plan -detailed-exitcode` ends with when it is not empty."""

LONGEST = 900
"""Seconds for one terraform command; then it is ended, with the provider that it started."""


class RootError(RuntimeError):
    """What terraform said when it failed."""


@dataclass(slots=True)
class Root:
    """A stack that can be applied, planned and destroyed."""

    stack: Stack
    folder: Path
    provider: Provider
    lanes: Lanes
    reattach: str = "{}"
    longest: float = LONGEST
    running: subprocess.Popen[str] | None = field(default=None, init=False)
    stopped: bool = field(default=False, init=False)
    applied: tuple[Json, Json] | None = None
    """JSON and variables of the last apply that ended well; with the same ones it is not repeated."""

    def write(self, document: Json) -> None:
        """The stack's JSON as this machine can apply it; the state of an earlier run stays."""
        self.folder.mkdir(parents=True, exist_ok=True)
        copy = scratch_copy(document, self.provider)
        for block, shipped in zip(copy["provider"]["aws"], document["provider"]["aws"], strict=True):
            # The simulator knows accounts and roles, so that who may do what is rehearsed as well.
            block |= {key: shipped[key] for key in ("allowed_account_ids", "assume_role") if key in shipped}
            block |= {"skip_requesting_account_id": False, "s3_use_path_style": True}
            block |= {"access_key": access_key(self.stack.account), "secret_key": "rehearsal"}
        text = json.dumps(copy, indent=2)
        (self.folder / "cdk.tf.json").write_text(text, encoding="utf-8")
        for path, content in self.stack.charts.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_text(content, encoding="utf-8")
        (self.folder / "terraform.rc").write_text("disable_checkpoint = true\n", encoding="utf-8")

    def apply(self, variables: Json) -> None:
        """Everything of the JSON is there, or `RootError` says what is not."""
        self.applied = None
        self.run(variables, "apply", "-auto-approve", "-input=false", "-no-color")
        self.applied = (self.stack.document, variables)

    def destroy(self, variables: Json) -> None:
        """Nothing of the state is left, or `RootError`.

        What is there was read by the plan before, so that it is not read again.
        """
        self.applied = None
        self.run(variables, "destroy", "-refresh=false", "-auto-approve", "-input=false", "-no-color")

    def plan(self, variables: Json) -> dict[str, Json]:
        """What would change now: by address, without what stays as it is."""
        self.run(variables, "plan", "-input=false", "-no-color", "-detailed-exitcode", "-out=plan")
        if not self.running or self.running.returncode != CHANGES:
            return {}
        shown = json.loads(self.run(variables, "show", "-json", "plan"))
        return {
            each["address"]: each["change"]
            for each in shown.get("resource_changes", ())
            if each["change"]["actions"] not in (["no-op"], ["read"])
        } | {
            f"output.{name}": change
            for name, change in shown.get("output_changes", {}).items()
            if change["actions"] != ["no-op"]
        }

    def state(self) -> Json:
        """The state as it lies in the folder; empty before the first apply."""
        try:
            found: Json = json.loads(self.kept.read_text(encoding="utf-8")) if self.kept.exists() else {}
        except ValueError as error:
            raise RootError(f"{self.kept} is no state: {error}") from None
        return found

    @property
    def kept(self) -> Path:
        """Where terraform keeps the state."""
        return self.folder / "terraform.tfstate"

    def outputs(self) -> Json:
        """Values that other stacks read."""
        return {name: each["value"] for name, each in self.state().get("outputs", {}).items()}

    def held(self) -> list[str]:
        """Addresses of the resources in the state."""
        return sorted(
            f"{each['type']}.{each['name']}"
            for each in self.state().get("resources", ())
            if each["mode"] == "managed"
        )

    def run(self, variables: Json, *arguments: str) -> str:
        """One terraform command, in a process group of its own. Raises `RootError`."""
        with self.lanes.lent() as aws:
            return self._run(self._environment(variables, aws), *arguments)

    def _run(self, environment: dict[str, str], *arguments: str) -> str:
        self.running = subprocess.Popen(  # noqa: S603 -- arguments are ours
            ["terraform", *arguments],  # noqa: S607 -- the one on the PATH
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            if self.stopped:  # while it was being started
                raise RootError("stopped")
            out, error = self.running.communicate(timeout=self.longest)
        except subprocess.TimeoutExpired:
            self.kill()
            raise RootError(f"terraform {arguments[0]} took longer than {self.longest} s") from None
        finally:
            self.kill()
        if self.running.returncode and not (self.running.returncode == CHANGES and "plan" in arguments):
            raise RootError(f"terraform {arguments[0]}:\n{error.strip() or out.strip()}")
        return out

    def kill(self) -> None:
        """Terraform is gone, however it was."""
        if self.running and self.running.poll() is None:
            try:
                os.killpg(self.running.pid, signal.SIGKILL)
            except ProcessLookupError:
                return
            self.running.wait()

    def stop(self) -> None:
        """No terraform works on it any more, and none ever will."""
        self.stopped = True
        self.kill()

    def interrupt(self) -> None:
        """What a runner does first when it is stopped: terraform ends its requests and keeps its state."""
        if self.running and self.running.poll() is None:
            self.running.send_signal(signal.SIGINT)

    def _environment(self, variables: Json, aws: Json) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "TF_"))}
        return (
            kept
            | MEMORY
            | {
                "CHECKPOINT_DISABLE": "1",
                "TF_CLI_CONFIG_FILE": str(self.folder / "terraform.rc"),
                "TF_IN_AUTOMATION": "1",
                "TF_REATTACH_PROVIDERS": json.dumps(json.loads(self.reattach) | aws),
            }
            | {f"TF_VAR_{name}": as_variable(value) for name, value in variables.items()}
        )


def as_variable(value: object) -> str:
    """A value as terraform reads it from its environment: text as it is, everything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value)
