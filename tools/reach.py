"""Can one party open a connection to another, and by what way: `make reach FROM=… TO=… PORT=…`.

Answers from the written JSON alone, with the readers of the policy tests. TO may be a public host name.
"""

import argparse
import sys
from pathlib import Path

from modules.model.load import InputError, load
from tests.policy.facts import Estate, read_tree
from tests.policy.places import Place
from tests.policy.reach import Reach

ROOT = Path(__file__).parents[1]


def entrances(reach: Reach, source: Place) -> dict[str, str]:
    """Public host names as `source` resolves them, with the party of the load balancer behind each.

    Whoever sits in an Apps VPC sees the private twin of the zone (CX-03), everybody else the public one.
    """
    inside = source.vpc.startswith("apps-")
    by_group = {place.group: place.name for place in reach.places.values() if place.group}
    found = {}
    for stack, _, record in reach.estate.everywhere("aws_route53_record"):
        if "alias" not in record or (stack == "tm-private-dns") is not inside:
            continue
        balancer = reach.estate.target(stack, record["alias"]["name"])
        [group] = reach.estate.at(balancer)["security_groups"]
        found[record["name"]] = by_group[reach.estate.target(balancer.stack, group)]
    return found


def behind(reach: Reach, party: str, host: str) -> list[str]:
    """What a party's load balancer does with a request for a host: the target group that gets it."""
    estate, found = reach.estate, []
    for kind, about in (("aws_lb_listener", "load_balancer_arn"), ("aws_lb_listener_rule", "listener_arn")):
        for stack, name, made in estate.everywhere(kind):
            owner = estate.at(estate.target(stack, made[about]))
            held = str(owner.get("load_balancer_arn", made[about]))
            balancer = estate.at(estate.target(stack, held))
            [group] = balancer["security_groups"]
            hosts = {each for held in made.get("condition", []) for each in held["host_header"]["values"]}
            if estate.target(stack, group) != reach.places[party].group or (hosts and host not in hosts):
                continue
            for action in made.get("action") or made["default_action"]:
                if "target_group_arn" in action:
                    target = estate.target(stack, action["target_group_arn"]).name
                    found.append(f"{kind}.{name} → {target}")
    return found


def answer(reach: Reach, source: str, target: str, port: int, protocol: str) -> tuple[list[str], int]:
    """Sentences for a person and the exit code: 0 reachable, 1 not, 2 for a name that nobody has."""
    known = reach.places
    hosts = entrances(reach, known[source]) if source in known else {}
    unknown = [f"FROM: nobody is called {source!r}"] * (source not in known)
    unknown += [f"TO: nobody is called {target!r}"] * (target not in known and target not in hosts)
    if unknown:
        names = ", ".join([*known, *hosts])
        return [*unknown, f"known are: {names}"], 2
    party = hosts.get(target, target)
    verdict = reach.can(known[source], known[party], port, protocol)
    lines = [f"{source} → {target}" + (f" ({party})" if party != target else "") + f" {protocol} {port}"]
    lines += [f"  passes {step}" for step in verdict.steps]
    lines += (
        [f"  then {step}" for step in behind(reach, party, target)] if verdict and target in hosts else []
    )
    lines.append(f"  stopped by {verdict.stopped}" if verdict.stopped else "  reachable")
    return lines, 0 if verdict else 1


def main(arguments: list[str] | None = None) -> int:
    """Print the way, or what stops it."""
    parser = argparse.ArgumentParser(prog="make reach", description=__doc__)
    parser.add_argument("--env", default="sandbox")
    parser.add_argument("--protocol", default="tcp", choices=("tcp", "udp"))
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("port", type=int)
    given = parser.parse_args(arguments)
    file = ROOT / "environments" / f"{given.env}.toml"
    stacks = read_tree(ROOT / "spacelift").get(given.env)
    if not file.exists() or not stacks:
        print(f"ENV: there is no environment {given.env!r} with written stacks", file=sys.stderr)
        return 2
    try:
        reach = Reach(Estate(load(file, None), stacks))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    lines, code = answer(reach, given.source, given.target, given.port, given.protocol)
    print("\n".join(lines), file=sys.stderr if code == 2 else sys.stdout)  # noqa: PLR2004 -- the shell's code for misuse
    return code


if __name__ == "__main__":
    sys.exit(main())
