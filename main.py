"""Load every environment, build, synthesize, write."""

import sys
from datetime import date
from pathlib import Path

from modules.model.expiry import warnings
from modules.model.load import InputError, load_all, schema

ROOT = Path(__file__).parent


def main() -> int:
    """Write `spacelift/<environment>/<stack>/cdk.tf.json` and the charts beside it, and Spacelift's own roots.

    Exit code 2, and nothing is written, on bad input.
    """
    try:
        today = date.today()
        environments = load_all(ROOT / "environments", today)
    except InputError as mistakes:
        print(*mistakes.sentences, sep="\n", file=sys.stderr)
        return 2
    for environment in environments:
        for sentence in warnings(environment, today):
            print(sentence, file=sys.stderr)
    # CDKTF loads only for good input.
    from modules.kit.lazy import trust_types  # noqa: PLC0415
    from modules.kit.write import replace, write_tree  # noqa: PLC0415
    from modules.model.samples import sample  # noqa: PLC0415
    from modules.spacelift.files import read_policies, write  # noqa: PLC0415
    from modules.synth import synthesize  # noqa: PLC0415
    from modules.wiring.spacelift import deliver  # noqa: PLC0415

    trust_types()
    made = synthesize(environments)
    write_tree(ROOT / "spacelift", made.documents, made.charts)
    delivery = deliver(environments, made, read_policies(ROOT), sample)
    write(ROOT, delivery.documents, delivery.pages)
    replace(ROOT / "environments" / "schema.json", schema())
    return 0


if __name__ == "__main__":
    sys.exit(main())
