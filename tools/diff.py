"""What the written stacks change against a commit, in words: `make diff [BASE=…]`."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.replaced import replaces
from tools.story import story

ROOT = Path(__file__).parents[1]
Json = dict[str, Any]

OPENERS = (
    "aws_network_acl_rule",
    "aws_route",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
)
"""Resource types whose change opens or closes a way; they are told by what they say, not by name."""


@dataclass(frozen=True, slots=True)
class Change:
    """One address of one stack; `verb` is adds, changes, moves, replaces or destroys."""

    stack: str
    verb: str
    address: str
    detail: str

    def sentence(self) -> str:
        """For a person who reviews."""
        return f"{self.stack} {self.verb} {self.address}{f' ({self.detail})' if self.detail else ''}"


def addresses(document: Json) -> dict[str, Json]:
    """Every resource of a stack by its address."""
    return {
        f"{kind}.{name}": made
        for kind, elements in document.get("resource", {}).items()
        for name, made in elements.items()
    }


def moves(document: Json) -> dict[str, str]:
    """Old address to new one, from `moved` blocks."""
    return {block["from"]: block["to"] for block in document.get("moved", [])}


def compare(stack: str, old: Json, new: Json) -> list[Change]:
    """What happens to the addresses of one stack, sorted."""
    before, after, moved = addresses(old), addresses(new), moves(new)
    changes = []
    for address in sorted(before.keys() | after.keys()):
        if address in moved and address not in after:
            changes.append(Change(stack, "moves", address, f"to {moved[address]}"))
        elif address not in before:
            if address not in moved.values():
                changes.append(Change(stack, "adds", address, _meaning(address, after[address])))
        elif address not in after:
            changes.append(Change(stack, "destroys", address, _meaning(address, before[address])))
        elif before[address] != after[address]:
            keys = [
                key
                for key in sorted(before[address].keys() | after[address].keys())
                if before[address].get(key) != after[address].get(key)
            ]
            verb = "replaces" if replaces(address.partition(".")[0], set(keys)) else "changes"
            changes.append(Change(stack, verb, address, ", ".join(keys)))
    return changes


def _meaning(address: str, made: Json) -> str:
    if address.partition(".")[0] not in OPENERS:
        return ""
    peers = (
        "cidr_ipv4",
        "cidr_block",
        "destination_cidr_block",
        "prefix_list_id",
        "referenced_security_group_id",
    )
    peer = next((str(made[key]) for key in peers if key in made), "")
    ports = f" port {made['from_port']}" if "from_port" in made else ""
    return f"{made.get('description', '')} {peer}{ports}".strip()


def written() -> dict[str, Json]:
    """Stacks in the work tree, by `<environment>/<stack>`."""
    paths = sorted((ROOT / "spacelift").glob("*/*/cdk.tf.json"))
    return {"/".join(path.parts[-3:-1]): json.loads(path.read_text(encoding="utf-8")) for path in paths}


def factories() -> dict[str, Json]:
    """What orders the stacks, in the work tree, by environment."""
    paths = sorted((ROOT / "spacelift").glob("*/factory/main.tf.json"))
    return {path.parts[-3]: json.loads(path.read_text(encoding="utf-8")) for path in paths}


def committed(base: str) -> dict[str, Json]:
    """Stacks of a commit. Raises `CalledProcessError` when git does not know it."""
    listed = _git("ls-tree", "-r", "--name-only", base, "--", "spacelift/").splitlines()
    paths = [path for path in listed if path.endswith("/cdk.tf.json")]
    return {"/".join(Path(path).parts[-3:-1]): json.loads(_git("show", f"{base}:{path}")) for path in paths}


def _git(*arguments: str) -> str:
    return subprocess.run(  # noqa: S603 -- arguments are ours
        ["git", *arguments],  # noqa: S607 -- the one on the PATH
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def differences(old: dict[str, Json], new: dict[str, Json]) -> list[Change]:
    """Changes of all stacks, in the order of their names."""
    return [
        change
        for stack in sorted(old.keys() | new.keys())
        for change in compare(stack, old.get(stack, {}), new.get(stack, {}))
    ]


def main() -> int:
    """Print a sentence per change, and one that counts them."""
    base = sys.argv[1] if len(sys.argv) > 1 else "HEAD"
    try:
        old = committed(base)
    except subprocess.CalledProcessError as error:
        print(f"git does not know {base}: {error.stderr.strip()}", file=sys.stderr)
        return 2
    new = written()
    changes = differences(old, new)
    for stack in sorted(new.keys() - old.keys()):
        print(f"{stack} is a new stack")
    for stack in sorted(old.keys() - new.keys()):
        print(f"{stack} is gone: destroy it in Spacelift before its folder is")
    for change in changes:
        print(change.sentence())
    for sentence in story(old, new, factories()):
        print(sentence)
    count = {
        verb: sum(change.verb == verb for change in changes)
        for verb in ("adds", "changes", "moves", "replaces", "destroys")
    }
    print(f"against {base}: " + ", ".join(f"{verb} {number}" for verb, number in count.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
