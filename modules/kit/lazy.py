"""Provider classes load one by one: 2,216 modules of the AWS binding stay on disk until one is imported.

The prebuilt bindings import everything from their `__init__`, on the Python side and again in Node.
A bare package with a `__path__` replaces the first, the binding's own `lib/lazy-index.js` the second.
The output is the same (tests/meta/test_lazy.py).
"""

import functools
import os
import sys
import typing
from importlib.machinery import PathFinder
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import FunctionType
from typing import Any

PACKAGES = ("cdktf_cdktf_provider_aws", "cdktf_cdktf_provider_helm", "cdktf_cdktf_provider_kubernetes")
PRELOAD = Path(__file__).with_name("lazy.cjs")


def install() -> None:
    """Replace each binding that nobody has imported yet; an eager import before this one wins.

    `NODE_OPTIONS` has to be set before jsii starts Node, which `import cdktf` does.
    """
    for name in PACKAGES:
        found = PathFinder.find_spec(name)
        if name in sys.modules or found is None:
            continue
        spec = spec_from_loader(name, loader=None, is_package=True)
        if spec is None:
            continue
        spec.submodule_search_locations = found.submodule_search_locations
        sys.modules[name] = module_from_spec(spec)
    if "jsii" in sys.modules:
        return
    # The generated classes evaluate their annotations on every call; they never change.
    typing.get_type_hints = _remembered(typing.get_type_hints)
    options = os.environ.get("NODE_OPTIONS", "")
    if str(PRELOAD) not in options:
        os.environ["NODE_OPTIONS"] = f'{options} --require "{PRELOAD}"'.strip()
    # jsii prints a banner on every run for a Node release whose support has ended.
    os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20")


def trust_types() -> None:
    """Do not check argument types at run time: mypy has, the test suite does, and jsii's kernel still refuses.

    Half a second of a whole synthesis is otherwise spent on asking whether text is text.
    """
    import typeguard  # noqa: PLC0415 -- jsii's, and only loaded with it

    typeguard.check_type = lambda *_, **__: None


def _remembered(evaluate: Any) -> Any:
    cached = functools.cache(evaluate)

    @functools.wraps(evaluate)
    def hints(annotated: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        plain = isinstance(annotated, FunctionType) and not args and not kwargs
        return dict(cached(annotated) if plain else evaluate(annotated, *args, **kwargs))

    return hints
