"""The estate in HCL, for scanners that read more of HCL than of JSON: `python -m tests.hardening.hcl FOLDER`.

CDKTF decides by a variable of its process, SYNTH_HCL_OUTPUT, which language it writes: hence a process of
its own. Nothing else ever reads these files.
"""

import json
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from modules.kit.lazy import trust_types
from modules.kit.write import HASHED, _addresses
from modules.model.load import load

ROOT = Path(__file__).parents[2]

JSON_TEXT = re.compile(r'^(\s*(?:[\w-]+ = )?)"(\{"\w.*\})"$', re.MULTILINE)
"""A text that is JSON and holds a reference: CDKTF leaves its quotes unescaped, which no parser reads."""

REFERENCE = re.compile(r"(\$\{[^}]*\})")
"""What stays as it is inside such a text."""


def escaped(text: str) -> str:
    """The same HCL with every such text in quotes that a parser understands."""
    return JSON_TEXT.sub(lambda found: f'{found[1]}"{_escaped(found[2])}"', text)


def _escaped(text: str) -> str:
    parts = REFERENCE.split(text)
    told = [part.replace("\\", "\\\\").replace('"', '\\"') for part in parts[::2]]
    return "".join(each for pair in zip(told, [*parts[1::2], ""], strict=True) for each in pair)


def cleaned(text: str, metadata: dict[str, object]) -> str:
    """HCL with the addresses of the committed JSON and without CDKTF's own `terraform` block.

    That block holds what it could not write: `0 = "required_version"`.
    """
    addresses = _addresses(metadata)
    text = text[text.index('\nprovider "') + 1 :]
    return escaped(HASHED.sub(lambda found: addresses.get(found[0], found[0]), text))


def main() -> int:
    """Write `<folder>/<environment>/<stack>/main.tf` for every stack."""
    from cdktf import App  # noqa: PLC0415 -- loads Node; the functions above need none

    from modules.platform import build  # noqa: PLC0415

    trust_types()
    with TemporaryDirectory() as outdir:
        app = App(outdir=outdir, stack_traces=False, skip_validation=True)
        built = [build(app, load(path, None)) for path in sorted((ROOT / "environments").glob("*.toml"))]
        app.synth()
        for stack in (stack for stacks in built for stack in stacks):
            made = Path(app.outdir, "stacks", f"{stack.environment}-{stack.name}")
            metadata = json.loads((made / "metadata.json").read_text(encoding="utf-8"))
            home = Path(sys.argv[1], stack.environment, stack.name)
            home.mkdir(parents=True)
            text = cleaned((made / "cdk.tf").read_text(encoding="utf-8"), metadata)
            (home / "main.tf").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
