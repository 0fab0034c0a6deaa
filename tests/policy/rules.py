"""Every policy test as a function of an estate, for those who judge other estates with it."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from tests.policy.facts import Estate

MODULES = tuple(sorted(path.stem for path in Path(__file__).parent.glob("test_*.py")))

Rule = Callable[[Estate], None]

RULES: tuple[Rule, ...] = tuple(
    rule
    for module in MODULES
    for name, rule in vars(import_module(f"tests.policy.{module}")).items()
    if name.startswith("test_")
)
