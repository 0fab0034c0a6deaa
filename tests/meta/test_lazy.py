"""Loading classes one by one, and not checking argument types, change nothing but the time."""

import filecmp
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

EAGER = "import cdktf_cdktf_provider_aws, cdktf_cdktf_provider_helm; "
RUN = (
    "import sys; from pathlib import Path; from modules.model.load import load_all; "
    "from modules.synth import synthesize; synthesize(load_all(Path('environments'), None), sys.argv[1])"
)
CHECK = "import sys; assert ('cdktf_cdktf_provider_aws.gamelift_fleet' in sys.modules) is {}; "


def _run(code: str, out: Path, **environment: str) -> None:
    done = subprocess.run(  # noqa: S603 -- arguments are ours
        [sys.executable, "-c", code, str(out)],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _stacks(out: Path) -> list[str]:
    return sorted(str(path.relative_to(out)) for path in out.glob("stacks/*/cdk.tf.json"))


@pytest.fixture(scope="module")
def lazy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("lazy")
    _run(f"{RUN}; {CHECK.format(False)}", out, PYTHONHASHSEED="1")
    return out


def test_nothing_but_time_hangs_on_how_classes_are_loaded(lazy: Path, tmp_path: Path) -> None:
    """P83: all classes at once, unchecked types and another hash seed give the same JSON."""
    trusting = "import modules.synth; from modules.kit.lazy import trust_types; trust_types(); "
    _run(f"{EAGER}{trusting}{RUN}; {CHECK.format(True)}", tmp_path, PYTHONHASHSEED="2")

    assert _stacks(lazy) == _stacks(tmp_path)
    assert filecmp.cmpfiles(lazy, tmp_path, _stacks(lazy), shallow=False)[1:] == ([], [])
