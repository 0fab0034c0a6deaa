"""What the hooks of a run measure in a project root."""

import json
import subprocess
from pathlib import Path

from modules.model.integrity import INTEGRITY_HOOKS
from tests.spacelift.inputs import Json


def measured(root: Path) -> Json:
    """Runs the hooks, joined as Spacelift joins them. Raises `CalledProcessError` where one fails."""
    joined = " && ".join(f"{{ {hook}; }}" for hook in INTEGRITY_HOOKS)
    subprocess.run(["sh", "-c", joined], cwd=root, check=True)  # noqa: S603, S607 -- our own hooks
    found: Json = json.loads((root / "synth.custom.spacelift.json").read_text(encoding="utf-8"))
    return found
