"""Load every environment, build, synthesize, write."""

import sys
from datetime import date
from pathlib import Path

from modules.model.load import Mistakes, load_all

ROOT = Path(__file__).parent


def main() -> int:
    """Write `spacelift/<environment>/<stack>/cdk.tf.json`; exit code 2 and nothing written on bad input."""
    try:
        environments = load_all(ROOT / "environments", date.today())
    except Mistakes as mistakes:
        print(*mistakes.sentences, sep="\n", file=sys.stderr)
        return 2
    from modules.kit.write import write_tree  # noqa: PLC0415 -- CDKTF loads only for good input
    from modules.synth import synthesize  # noqa: PLC0415

    write_tree(ROOT / "spacelift", synthesize(environments).documents)
    return 0


if __name__ == "__main__":
    sys.exit(main())
