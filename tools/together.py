"""Many stacks in one run of terraform: each is a module of a root of its own, and nothing else is in the root.

Nine tenths of the time of a plan are the provider's start and its schema, which stacks share here.
"""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from modules.model.samples import samples
from tools.plan import Estate, Json, Result, plan_all, simulated_aws, stood_in, wrong
from tools.terraform import Provider, Workspace, scratch_copy

SLOW = "aws_wafv2_web_acl"
"""Its schema is so deep that a plan of it takes as long as that of all other stacks: it has a run of its own."""

STEPS = (
    ("init", "-backend=false", "-input=false", "-no-color"),
    ("validate", "-no-color"),
    ("plan", "-input=false", "-no-color", "-lock=false", "-out=plan"),
    ("show", "-json", "plan"),
)

PARTS = {"managed": "resource", "data": "data"}
"""Where the JSON of a stack holds what a plan calls a mode."""

Tags = dict[str, str]


def plan_together(
    estate: Estate, names: list[str], provider: Provider, scratch: Path, report: Callable[[Result], None]
) -> list[Result]:
    """As `plan_all`, at a tenth of its price. When a run fails, its stacks are planned one by one: who was it?

    Stacks share one configuration of the AWS provider for each region. What differs between them there are
    two default tags, which are added to the plan as the provider would.
    """
    slow = [name for name in names if SLOW in estate[name].get("resource", {})]
    groups = [group for group in (slow, [name for name in names if name not in slow]) if group]
    results: dict[str, Result] = {}
    with (
        simulated_aws() as endpoint,
        stood_in(estate, names) as reattach,
        ThreadPoolExecutor(len(groups) or 1) as pool,
    ):

        def one(number: int) -> list[Result]:
            run = _Run(estate, groups[number], provider, scratch / str(number))
            return run.plan(endpoint, reattach)

        for planned in pool.map(one, range(len(groups))):
            results |= {result.stack: result for result in planned}
    failed = [name for name in names if name not in results]
    results |= {each.stack: each for each in plan_all(estate, failed, provider, scratch / "alone", report)}
    for name in results.keys() - set(failed):
        report(results[name])
    return [results[name] for name in names]


class _Run:
    """One root with some stacks as modules."""

    def __init__(self, estate: Estate, names: list[str], provider: Provider, folder: Path) -> None:
        self.estate, self.names, self.provider, self.folder = estate, names, provider, folder
        self.configurations: dict[str, Json] = {}
        """What the stacks say of the AWS provider, by the alias that the root gives it."""

    def plan(self, endpoint: str, reattach: str) -> list[Result]:
        """A result for every stack, or none when terraform refuses any of them."""
        begin = time.monotonic()
        modules = {name: self._module(name) for name in self.names}
        workspace = Workspace(self.folder / "root", endpoint, {}, reattach)
        workspace.prepare(self._root(modules), self.provider)
        said = ""
        for step in STEPS:
            done = workspace.run(*step)
            if done.returncode:
                return []
            said = done.stdout
        shown = json.loads(said)
        seconds = time.monotonic() - begin
        return [self._result(name, shown, seconds) for name in self.names]

    def _module(self, name: str) -> Json:
        """The stack in a folder of its own; the root hands its AWS providers in, others stay where they are."""
        document = scratch_copy(self.estate[name], self.provider)
        wanted = document["terraform"]["required_providers"]["aws"]
        handed = {}
        for block in document["provider"].pop("aws"):
            alias = block.pop("alias", None)
            block["default_tags"] = [{"tags": self._shared_tags}]
            handed[f"aws.{alias}" if alias else "aws"] = f"aws.{self._alias(block)}"
            if alias:
                wanted.setdefault("configuration_aliases", []).append(f"aws.{alias}")
        if not document["provider"]:  # Terraform takes an empty object for a block without a label
            del document["provider"]
        home = self.folder / name
        home.mkdir(parents=True)
        (home / "cdk.tf.json").write_text(json.dumps(document, indent=2), encoding="utf-8")
        return {"source": f"../{name}", "providers": handed, **samples(self.estate[name], self.estate)}

    def _alias(self, block: Json) -> str:
        known = [alias for alias, held in self.configurations.items() if held == block]
        alias = known[0] if known else f"of{len(self.configurations)}"
        self.configurations[alias] = block
        return alias

    def _root(self, modules: dict[str, Json]) -> Json:
        """Outputs are handed on, so that one that shows what is sensitive is refused as in the stack itself."""
        version = {"source": "hashicorp/aws"}
        if self.provider.version:
            version["version"] = self.provider.version
        outputs = {
            f"{name}--{output}": {key: held for key, held in made.items() if key == "sensitive"}
            | {"value": f"${{module.{name}.{output}}}"}
            for name in self.names
            for output, made in self.estate[name].get("output", {}).items()
        }
        return {
            "terraform": {"required_providers": {"aws": version}},
            "provider": {"aws": [{"alias": alias, **held} for alias, held in self.configurations.items()]},
            "module": modules,
            "output": outputs,
        }

    @property
    def _shared_tags(self) -> Tags:
        """Default tags that are the same wherever they stand."""
        every = [tags for name in self.names for tags in _default_tags(self.estate[name])]
        return {key: held for key, held in every[0].items() if all(tags.get(key) == held for tags in every)}

    def _result(self, name: str, shown: Json, seconds: float) -> Result:
        """The part of the plan that is this stack's, with addresses as in a plan of its own."""
        module = f"module.{name}"
        own = [each for each in shown["resource_changes"] if each["module_address"] == module]
        planned = [
            each
            for each in shown["planned_values"]["root_module"]["child_modules"]
            if each["address"] == module
        ]
        outputs = {
            key: held
            for key, held in shown["planned_values"].get("outputs", {}).items()
            if key.startswith(f"{name}--")
        }
        changes = [_without(each, module, self._tags(name, each)) for each in own]
        resources = sum(len(made) for made in self.estate[name].get("resource", {}).values())
        problem = wrong({"resource_changes": changes, "planned_values": [planned, outputs]}, resources)
        return Result(name, resources, seconds, problem, tuple(changes))

    def _tags(self, name: str, change: Json) -> Tags:
        """Default tags of the provider that a resource names."""
        made = (
            self.estate[name].get(PARTS[change["mode"]], {}).get(change["type"], {}).get(change["name"], {})
        )
        alias = made.get("provider", "aws").partition(".")[2] or None
        [tags] = [
            block["default_tags"][0]["tags"]
            for block in self.estate[name]["provider"]["aws"]
            if block.get("alias") == alias
        ]
        return dict(tags)


def _default_tags(document: Json) -> Iterator[Tags]:
    for block in document["provider"]["aws"]:
        for each in block["default_tags"]:
            yield each["tags"]


def _without(change: Json, module: str, tags: Tags) -> Json:
    """The change as the stack's own plan tells it."""
    told = {key: held for key, held in change.items() if key != "module_address"}
    after = told["change"]["after"]
    if isinstance(after, dict) and isinstance(after.get("tags_all"), dict):
        after["tags_all"] = tags | after["tags_all"]
    return told | {"address": change["address"].removeprefix(f"{module}.")}
