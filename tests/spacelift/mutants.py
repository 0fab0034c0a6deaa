"""Policies with one line less, and policies with one rule less."""

import json
import re
from collections.abc import Iterator

from tests.spacelift.rego import Case, RegoError, evaluate, normal

OPEN, CLOSED = "([{", ")]}"


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Number and text of every line that says something.

    Blank lines and comments say nothing; a line that opens or closes a bracket of another line cannot go
    alone: what is left does not parse.
    """
    for number, line in enumerate(text.splitlines()):
        bare = re.sub(r'"[^"]*"', "", line).strip()
        opened = sum(bare.count(each) for each in OPEN)
        closed = sum(bare.count(each) for each in CLOSED)
        if (bare.lstrip(",") and not bare.startswith("#") and opened == closed) or line.strip().startswith(
            '"'
        ):
            yield number, line.strip()


def without(text: str, number: int) -> str:
    """The policy without one line."""
    kept = text.splitlines()
    del kept[number]
    return "\n".join(kept) + "\n"


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """Every rule, and the policy without this rule."""
    for block in re.split(r"\n\n+", text):
        said = [line for line in block.splitlines() if not line.startswith("#")]
        if said and re.match(r"\w.*( if | contains )", said[0]):
            yield "\n".join(said), text.replace(block, "")


def unsafe(text: str, number: int) -> bool:
    """Whether the rest of the rule uses a variable that this line alone declares. OPA refuses that.

    regopy does not: it may take the value that another rule gave to a variable of the same name.
    """
    line = text.splitlines()[number].strip()
    found = re.match(r"some (\w+) in |(\w+) := ", line)
    if not found:
        return False
    name = found[1] or found[2]
    rest = re.split(r"\n\n", "\n".join(text.splitlines()[number + 1 :]))[0]
    used = rf"(?<![\w.\"\[]){name}(?!\w)"
    return bool(re.search(used, block_of(text, number - 1) + rest))


def block_of(text: str, number: int) -> str:
    """The rule or the list in which a line stands."""
    held = text.splitlines()
    first = max((each for each in range(number) if not held[each].strip()), default=-1)
    return "\n".join(held[first + 1 : number + 1]).partition("\n\n")[0]


def likely(cases: list[Case], *hints: str) -> list[Case]:
    """The same cases; first those in which more of the words of the hints occur, small ones before large."""

    def rank(case: Case) -> tuple[int, ...]:
        held = json.dumps([case.input, case.expected])
        found = [sum(word in held for word in re.findall(r"\w{4,}", hint)) for hint in hints]
        return (*(-each for each in found), len(held))

    return sorted(cases, key=rank)


def noticed(text: str, cases: list[Case]) -> bool:
    """Whether a case comes out otherwise, or nothing at all comes out."""
    for case in cases:
        try:
            if evaluate(text, case) != normal(case.expected):
                return True
        except RegoError:
            return True
    return False


def idle_lines(text: str, cases: list[Case]) -> set[str]:
    """Lines that no case misses."""
    return {
        line
        for number, line in lines(text)
        if not unsafe(text, number)
        and not noticed(without(text, number), likely(cases, line, block_of(text, number)))
    }


def idle_rules(text: str, cases: list[Case]) -> list[str]:
    """Rules that no case misses."""
    return [rule for rule, mutant in blocks(text) if not noticed(mutant, likely(cases, rule))]
