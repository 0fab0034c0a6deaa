"""Loading classes one by one, and not checking argument types, change nothing but the time."""

import os
import subprocess
import sys
from pathlib import Path

from modules.kit.write import FILE, render
from modules.synth import Synthesis

ROOT = Path(__file__).parents[2]

EAGER = "cdktf_cdktf_provider_aws.gamelift_fleet"
"""A class that nobody needs."""

RUN = f"""
import sys
from pathlib import Path
import cdktf_cdktf_provider_aws, cdktf_cdktf_provider_helm
import modules.synth
from modules.kit.lazy import trust_types
from modules.model.load import load_all

trust_types()
modules.synth.synthesize(load_all(Path("environments"), None), sys.argv[1])
assert {EAGER!r} in sys.modules
"""


def test_nothing_but_time_hangs_on_how_classes_are_loaded(synthesis: Synthesis, tmp_path: Path) -> None:
    """P83: all classes at once, unchecked types and another hash seed give the same JSON."""
    assert EAGER not in sys.modules
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    done = subprocess.run(  # noqa: S603 -- arguments are ours
        [sys.executable, "-c", RUN, str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

    lazy = {f"{home.parts[0]}-{home.parts[1]}": render(made) for home, made in synthesis.documents.items()}
    eager = {path.parent.name: path.read_text(encoding="utf-8") for path in tmp_path.glob(f"stacks/*/{FILE}")}
    assert eager == lazy
