"""Both scans of Checkov, once for a session: the JSON as Spacelift gets it, and the same estate in HCL."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.hardening.waivers import Finding
from tests.policy.facts import Estate, Json

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".work" / "checkov" / "bin" / "python"
UNREADABLE = ("terraform", "moved", "import")
"""Blocks for which Checkov drops the whole file in JSON, and says that nothing is wrong."""


@dataclass(frozen=True)
class Scan:
    """What Checkov says of one form of an estate."""

    estate: Estate
    said: dict[str, Any]

    @property
    def findings(self) -> set[Finding]:
        """Failed checks, by full address."""
        return {
            Finding(check, stack, address(self.estate.stacks[stack], resource))
            for stack, found in self.said["stacks"].items()
            for check, resource in found["failed"]
        }

    @property
    def passed(self) -> dict[str, int]:
        """Number of passed checks of every stack of the estate."""
        stacks = self.said["stacks"]
        return {name: len(stacks.get(name, {"passed": ()})["passed"]) for name in self.estate.stacks}

    @property
    def looked_at(self) -> set[tuple[str, str]]:
        """Stack and address of everything that some check has judged."""
        return {
            (stack, address(self.estate.stacks[stack], resource))
            for stack, found in self.said["stacks"].items()
            for _, resource in (*found["passed"], *found["failed"])
        }


def address(document: Json, resource: str) -> str:
    """The address of what Checkov calls `resource.<name>`, `data.<name>` or `<type>.<name>`.

    A stack has no name twice: names are paths of its constructs.
    """
    name = resource.rpartition(".")[2]
    for part, prefix in (("resource", ""), ("data", "data.")):
        for kind, elements in document.get(part, {}).items():
            if name in elements:
                return f"{prefix}{kind}.{name}"
    return resource


def _run(arguments: Sequence[str | Path], **environment: str) -> str:
    done = subprocess.run(  # noqa: S603
        [str(each) for each in arguments],
        cwd=ROOT,
        env=os.environ | {"LOG_LEVEL": "ERROR"} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def scan(folder: Path, framework: str) -> dict[str, Any]:
    """Checkov on a folder of stacks. It asks no server: an in-process run has no platform to ask."""
    text = _run([PYTHON, Path(__file__).with_name("scan.py"), folder, framework])
    said: dict[str, Any] = json.loads(text)
    return said


def write_json(estate: Estate, folder: Path) -> Path:
    """The stacks as Checkov reads them."""
    for stack, document in estate.stacks.items():
        home = folder / stack
        home.mkdir(parents=True)
        readable = {key: value for key, value in document.items() if key not in UNREADABLE}
        (home / "cdk.tf.json").write_text(json.dumps(readable, indent=1), encoding="utf-8")
    return folder


def both(estate: Estate, folder: Path, *, fresh: bool) -> dict[str, Scan]:
    """The scans by framework; HCL only where the estate is what the generator makes (`fresh`)."""

    def json_of() -> dict[str, Any]:
        return scan(write_json(estate, folder / "json"), "terraform_json")

    def hcl_of() -> dict[str, Any]:
        _run([sys.executable, "-m", "tests.hardening.hcl", folder / "hcl"], SYNTH_HCL_OUTPUT="true")
        return scan(folder / "hcl" / estate.environment.name, "terraform")

    with ThreadPoolExecutor(2) as pool:
        running = {"terraform_json": pool.submit(json_of)}
        if fresh:
            running["terraform"] = pool.submit(hcl_of)
        return {framework: Scan(estate, job.result()) for framework, job in running.items()}
