"""How long one whole synthesis takes: ours, with stock imports, and a bare Node program of the same size.

`make bench` measures the three in turn, five times, so that a noisy machine disturbs all of them alike.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

ROOT = Path(__file__).parents[1]
ROUNDS = 5
FASTER, SLOWER = 5, 5
"""Ours has to be so many times faster than stock imports, and at most so many times slower than Node."""

# Imported before ours, the binding is whole and Node starts without our preload.
STOCK = "import cdktf_cdktf_provider_aws, runpy; runpy.run_path('main.py', run_name='__main__')"

NODE = """
const { App, TerraformStack } = require("cdktf");
const { AwsProvider } = require("@cdktf/provider-aws/lib/provider");
const { HelmProvider } = require("@cdktf/provider-helm/lib/provider");
const camel = (key) => key.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const blocks = (value) => {
  if (Array.isArray(value)) return value.map(blocks);
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [camel(key), key === "tags" ? inner : blocks(inner)])
  );
};
const app = new App({ outdir: process.argv[2] });
for (const [name, document] of Object.entries(JSON.parse(require("fs").readFileSync(process.argv[3])))) {
  const stack = new TerraformStack(app, name);
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  new HelmProvider(stack, "helm", {});
  for (const [prefix, made] of [["", document.resource], ["data_", document.data]]) {
    for (const [type, elements] of Object.entries(made ?? {})) {
      const [owner, ...words] = type.split("_");
      const kind = prefix ? prefix + type : words.join("_");
      const found = require(`@cdktf/provider-${owner}/lib/${kind.replaceAll("_", "-")}`);
      const name = camel("_" + kind);
      const Class = found[name] ?? found[name + "A"]; // so named where a class of a block has the name already
      for (const [id, config] of Object.entries(elements)) {
        const { provider: _, depends_on: __, ...own } = config;
        new Class(stack, prefix + type + id, blocks(own));
      }
    }
  }
}
app.synth();
"""
"""The same resources with the same arguments, from the written JSON."""


def estate() -> dict[str, dict[str, Any]]:
    """Every written stack."""
    paths = sorted((ROOT / "spacelift").glob("*/*/cdk.tf.json"))
    return {f"{path.parts[-3]}-{path.parts[-2]}": json.loads(path.read_text()) for path in paths}


def size(stacks: dict[str, dict[str, Any]]) -> int:
    """Resources and data sources of all stacks."""
    return sum(
        len(made)
        for document in stacks.values()
        for kind in ("resource", "data")
        for made in document.get(kind, {}).values()
    )


def unpack(modules: Path) -> None:
    """Node's side of the pip packages, as a node_modules folder."""
    packages = Path(str(distribution("cdktf").locate_file("")))
    places = {
        "cdktf": packages / "cdktf" / "_jsii",
        "constructs": packages / "constructs" / "_jsii",
        "@cdktf/provider-aws": packages / "cdktf_cdktf_provider_aws" / "_jsii",
        "@cdktf/provider-helm": packages / "cdktf_cdktf_provider_helm" / "_jsii",
    }
    for name, folder in places.items():
        [archive] = folder.glob("*.jsii.tgz")
        with tempfile.TemporaryDirectory() as scratch, tarfile.open(archive) as packed:
            packed.extractall(scratch, filter="data")
            (modules / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(Path(scratch, "package"), modules / name)


def seconds(command: list[str], folder: Path, **environment: str) -> float:
    """Wall-clock seconds of a process, from start to exit. Raises when it fails."""
    begin = time.perf_counter()
    subprocess.run(command, cwd=folder, env=os.environ | environment, check=True, capture_output=True)  # noqa: S603
    return time.perf_counter() - begin


def main() -> int:
    """Exit code 1 when a limit is missed."""
    console = Console()
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        unpack(work / "node_modules")
        (work / "program.js").write_text(NODE, encoding="utf-8")
        (work / "estate.json").write_text(json.dumps(estate()), encoding="utf-8")
        out = str(work / "out")
        commands = {
            "this project": ([sys.executable, "main.py"], ROOT),
            "stock imports": ([sys.executable, "-c", STOCK], ROOT),
            "bare Node": (["node", "program.js", out, "estate.json"], work),
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for command, folder in commands.values():  # caches of the operating system and of jsii
            seconds(command, folder, CDKTF_OUTDIR=out)
        for _ in track(range(ROUNDS), "rounds", console=console):
            for name, (command, folder) in commands.items():
                taken[name].append(seconds(command, folder, CDKTF_OUTDIR=out))
    return report({name: statistics.median(each) for name, each in taken.items()}, console)


def report(medians: dict[str, float], console: Console) -> int:
    """Print the table; 1 when a limit is missed, else 0."""
    ours = medians["this project"]
    stacks = estate()
    console.print(f"{size(stacks)} resources and data sources in {len(stacks)} stacks, medians of {ROUNDS}")
    table = Table("program", "seconds", "against ours")
    for name, median in medians.items():
        table.add_row(name, f"{median:.2f}", f"x {median / ours:.2f}")
    console.print(table)
    faster, slower = medians["stock imports"] / ours, ours / medians["bare Node"]
    console.print(f"{faster:.1f} times faster than stock imports (at least {FASTER})")
    console.print(f"{slower:.1f} times slower than bare Node (at most {SLOWER})")
    return int(faster < FASTER or slower > SLOWER)


if __name__ == "__main__":
    sys.exit(main())
