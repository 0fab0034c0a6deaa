"""Policies with one line less, and policies with one rule less."""

import json
import re
from collections.abc import Iterator

from tests.spacelift.rego import Case, RegoError, evaluate, normal


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Number and text of every line but blank ones and comments. Without a bracket the rest does not parse."""
    for number, line in enumerate(text.splitlines()):
        if line.strip() and not line.strip().startswith("#"):
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
        if not noticed(without(text, number), likely(cases, line, block_of(text, number)))
    }


def idle_rules(text: str, cases: list[Case]) -> list[str]:
    """Rules that no case misses."""
    return [rule for rule, mutant in blocks(text) if not noticed(mutant, likely(cases, rule))]
