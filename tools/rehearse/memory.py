"""A simulated AWS as a file, so that another process goes on where one was stopped.

Only files that this program wrote itself are read: reading one runs what stands in it.
"""

import pickle
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from pathlib import Path
from threading import Lock, RLock
from types import LambdaType
from typing import Any

Place = tuple[str, str]
"""Module and name of a service's backends."""


class RememberedError(ValueError):
    """A file that nobody can go on with."""


@dataclass(frozen=True, slots=True)
class More:
    """What something tells of itself, and what the simulator forgot of it."""

    tell: Callable[[], dict[str, Any]]
    more: dict[str, Any]

    def __call__(self) -> dict[str, Any]:
        """Both."""
        return self.tell() | self.more


class _Writer(pickle.Pickler):
    def persistent_id(self, thing: object) -> Place | None:
        """Backends of another service are meant, not copied."""
        from moto.core.base_backend import BackendDict  # noqa: PLC0415

        return _place(thing) if isinstance(thing, BackendDict) else None

    def reducer_override(self, thing: object) -> Any:  # noqa: ANN401 -- pickle's
        """Keys and certificates as their bytes; locks are new ones."""
        from cryptography import x509  # noqa: PLC0415
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric import ec, rsa  # noqa: PLC0415

        if isinstance(thing, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            form = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
            text = thing.private_bytes(*form, serialization.NoEncryption())
            return _key, (text,)
        if isinstance(thing, x509.Certificate):
            return _certificate, (thing.public_bytes(serialization.Encoding.DER),)
        if isinstance(thing, defaultdict):
            factory = _tags if isinstance(thing.default_factory, LambdaType) else thing.default_factory
            return (
                _by_default,
                (type(thing), factory),
                getattr(thing, "__dict__", None),
                None,
                iter(thing.items()),
            )
        for lock in (Lock, RLock):
            if isinstance(thing, type(lock())):
                return lock, ()
        return NotImplemented


def _key(text: bytes) -> object:
    from cryptography.hazmat.primitives.serialization import load_der_private_key  # noqa: PLC0415

    return load_der_private_key(text, None)


def _certificate(text: bytes) -> object:
    from cryptography.x509 import load_der_x509_certificate  # noqa: PLC0415

    return load_der_x509_certificate(text)


def _tags() -> dict[str, Any]:
    """Tags by name: the only default that has no name of its own, so that it cannot be written down."""
    return defaultdict(dict)


def _by_default(kind: type[defaultdict[str, Any]], factory: Callable[[], Any] | None) -> dict[str, Any]:
    """Kinds of the simulator's own want other arguments than those that they inherit."""
    made = kind.__new__(kind)
    defaultdict.__init__(made, factory)
    return made


class _Reader(pickle.Unpickler):
    def persistent_load(self, place: Place) -> object:
        """The backends of this process."""
        return getattr(import_module(place[0]), place[1])


def save(file: Path, thing: object) -> None:
    """Everything that the simulator knows, and `thing` beside it; there is never half a file."""
    known = {
        _place(backends): {account: dict(regions) for account, regions in backends.items()}
        for backends in _backends()
    }
    from tools.rehearse.ground import hubs  # noqa: PLC0415 -- it loads the simulator

    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(".half")
    with half.open("wb") as out:
        _Writer(out, protocol=pickle.HIGHEST_PROTOCOL).dump((known, hubs(), thing))
    half.replace(file)


def restore(file: Path) -> Any:  # noqa: ANN401 -- whatever was saved
    """The simulator knows what it knew; gives what was saved beside it. Raises `RememberedError`."""
    from tools.rehearse.ground import hubs  # noqa: PLC0415

    try:
        known, organizations, thing = _Reader(BytesIO(file.read_bytes())).load()
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, TypeError, ValueError) as error:
        raise RememberedError(f"{file} is of another version, or broken: {error}") from None
    for backends in _backends():  # what this process has made of its own, such as accounts with other numbers
        for account in list(backends):
            del backends[account]
    for (module, name), accounts in known.items():
        backends = getattr(import_module(module), name)
        for account, regions in accounts.items():
            for region, backend in regions.items():
                backends[account][region] = backend
    hubs().update(organizations)
    return thing


def _backends() -> Iterator[Any]:
    from moto.core.base_backend import BackendDict  # noqa: PLC0415

    yield from list(BackendDict._instances)  # type: ignore[misc]  # noqa: SLF001


def _place(backends: Any) -> Place:  # noqa: ANN401 -- moto's
    module = backends.backend.__module__
    [name] = [n for n, each in vars(sys.modules[module]).items() if each is backends]
    return module, name
