"""The page that says in which order an environment comes up for the first time."""

from modules.kit.write import MARK
from modules.spacelift.images import TOOL, empty, images, rendering
from modules.spacelift.inputs import Inputs, Run


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
    waves = inputs.waves()
    first = next(
        (number for number, wave in enumerate(waves, 1) if any(runs[each].charts for each in wave)), 0
    )
    for number, wave in enumerate(waves, 1):
        if number == first:
            lines += _images(inputs, [run for run in inputs.runs if run.charts])
        lines += ["", f"### Wave {number}", "| stack | zone | waits for | workers |", "|---|---|---|---|"]
        for name in wave:
            run = runs[name]
            workers = "private" if inputs.private(run) else "public"
            lines.append(
                f"| `{inputs.slug(name)}` | {run.place.name} | {', '.join(run.producers) or '-'} | {workers} |"
            )
        lines += _secrets([runs[name] for name in wave])
    if not inputs.all_private:
        lines += [
            "",
            "## When the private workers run",
            '`workers = "all"` in the environment file, `make synth`, and the factory again: every stack moves to private workers, and drift is looked for in all of them.',
            "Each private worker does one run at a time, a run of drift too: two workers at least, or people wait at night.",
        ]
    return "\n".join(lines) + "\n"


def _secrets(wave: list[Run]) -> list[str]:
    """What the next wave may need: a pod waits for a secret, and its release gives up."""
    found = [each for run in wave for each in empty(run)]
    if not found:
        return []
    told = [f"- `{name}`: {description}" for name, description in found]
    return ["", "Then people fill these secrets:", "", *told]


def _images(inputs: Inputs, charts: list[Run]) -> list[str]:
    """A cluster without a way to public registries starts nothing that nobody has brought."""
    known = sorted({image for run in charts for image in images(run)})
    commands = [line for run in charts for line in rendering(inputs, run)]
    return [
        "",
        "### Before the first charts: images",
        "No node reaches a public registry, and only the Shared Services account may pull through a cache for the first time.",
        "With the credentials of the caches filled, somebody on the Shared jump host pulls each of these once, for the nodes' platform.",
        "",
        "Named in the stacks:",
        "",
        "```text",
        *known,
        "```",
        "",
        "Named by the charts themselves; `helm` and `jq`, where the repositories of charts can be reached:",
        "",
        "```sh",
        *TOOL,
        "{",
        *(f"  {line}" for line in commands),
        "} | sort -u",
        "```",
    ]
