"""The page that says in which order an environment comes up for the first time."""

from modules.kit.write import MARK
from modules.spacelift.inputs import Inputs


def runbook(inputs: Inputs) -> str:
    """Markdown; the waves are those of the graph that Spacelift gets."""
    environment = inputs.environment
    places = [place.name for place in inputs.places if any(run.place == place for run in inputs.runs)]
    runs = {run.name: run for run in inputs.runs}
    lines = [
        f"<!-- {MARK} -->",
        f"# First deployment of {environment}",
        "A reference to an output fails until its stack was applied once, so the first runs are started by hand, wave by wave.",
        "Until then merge requests of the stacks behind it have no plan.",
        "After that, Spacelift orders the runs of a push by itself.",
        "",
        "## By people, with keys of their own",
        "State lies in a bucket of the landing zone: `tofu init -backend-config=bucket=<bucket>`.",
        "",
        (
            f"1. `{inputs.folder('bootstrap')}`, with `SPACELIFT_API_KEY_*` of an administrator of `{inputs.host}`. "
            "`worker_pool_csr` is the certificate request of the workers; their private key never leaves them."
        ),
        "2. With its outputs as `TF_VAR_bootstrap_…` and an administrator's role in each account:",
    ]
    lines += [f"   - `{inputs.folder(f'runners-{name}')}`" for name in places]
    lines += [
        f"3. The stack `{inputs.slug('factory')}`: trigger it, read its plan, confirm.",
        "",
        "## By Spacelift, in waves",
        "Trigger every stack of a wave, confirm its plan, and go on when all of them have finished.",
    ]
    for number, wave in enumerate(inputs.waves(), 1):
        lines += ["", f"### Wave {number}", "| stack | zone | waits for | workers |", "|---|---|---|---|"]
        for name in wave:
            run = runs[name]
            workers = "private" if inputs.private(run) else "public"
            lines.append(
                f"| `{inputs.slug(name)}` | {run.place.name} | {', '.join(run.producers) or '-'} | {workers} |"
            )
    if not inputs.all_private:
        lines += [
            "",
            "## When the private workers run",
            '`workers = "all"` in the environment file, `make synth`, and the factory again: every stack moves to private workers, and drift is looked for in all of them.',
            "Each private worker does one run at a time, a run of drift too: two workers at least, or people wait at night.",
        ]
    return "\n".join(lines) + "\n"
