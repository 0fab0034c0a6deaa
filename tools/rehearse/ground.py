"""What is there before the first stack, as in a landing zone; and what is left after the last one."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from moto.core.base_backend import BackendDict

NOBODY = "000000000000"
"""An account in which nothing ever happens: what it holds is what AWS gives to every account."""

KEPT: tuple[tuple[str, str, str], ...] = (
    ("kms", "keys", "AWS deletes a key only after its waiting time"),
    ("inspector2", "account_status", "every account has a status, which is DISABLED again"),
    ("lakeformation", "settings", "every account has settings; destroying them empties them"),
    ("glue", "data_catalog_encryption_settings", "every account has them, and they are off again"),
    ("secretsmanager", "secrets", "AWS keeps a deleted secret for 30 days"),
    ("iam", "access_keys", "sessions of assumed roles have keys, which end with their time"),
    ("sts", "assumed_roles", "the sessions themselves"),
    ("ec2", "tags", "the simulator remembers the tags of what was deleted"),
    ("ec2", "launch_template_insert_order", "the order in which launch templates came, without them"),
    ("route53", "resource_tags", "the same"),
    ("rds", "events", "AWS tells for two weeks what happened"),
    ("route53", "delegation_sets", "name servers of deleted zones, which AWS never shows"),
)
"""Service, collection and why something is still shown there after a clean destruction."""

GONE = frozenset({"deleted", "deleting", "delete-complete", "terminated", "cancelled"})
"""States in which AWS shows for a while what was deleted."""

CONTAINERS = {"PermissionCatalog": "permissions", "Reservation": "instances"}
"""What the simulator keeps although nothing is in it any more."""

OWNERS: tuple[tuple[str, str], ...] = (
    ("vpc_id", "vpcs"),
    ("subnet", "subnets"),
    ("transit_gateway_id", "transit_gateways"),
)
"""What belongs to something ends with it: default lists of a VPC, interfaces, default tables of a gateway."""


def forget() -> None:
    """Everything that an earlier simulation of this process held."""
    BackendDict.reset()


def prepare(accounts: list[str], management: str | None) -> None:
    """An organization with every account in it, run from the management account."""
    if not management:
        return
    from moto.organizations.models import organizations_backends  # noqa: PLC0415

    backend = organizations_backends[management]["aws"]
    backend.create_organization("us-east-1", FeatureSet="ALL")
    for account in accounts:
        if account != management:
            with patch("moto.organizations.utils.make_random_account_id", return_value=account):
                backend.create_account(AccountName=account, Email=f"{account}@example.com")


def left(accounts: list[str]) -> dict[str, int]:
    """`account region service collection` and how many more entries it holds than an untouched account."""
    found: dict[str, int] = {}
    for account in accounts:
        for region, backend in _backends(account):
            name = type(backend).__module__.split(".")[1]
            fresh = held(type(backend)(region, NOBODY))
            for part, size in held(backend).items():
                if size > fresh.get(part, 0):
                    found[f"{account} {region} {name} {part}"] = size - fresh.get(part, 0)
    return found


def unexplained(after: dict[str, int], before: dict[str, int]) -> dict[str, int]:
    """What is left and was neither there before nor is kept by AWS itself (`KEPT`)."""
    kept = {f"{service} {part}" for service, part, _ in KEPT}
    return {
        place: number - before.get(place, 0)
        for place, number in after.items()
        if number > before.get(place, 0) and " ".join(place.split()[2:]) not in kept
    }


def _backends(account: str) -> Iterator[tuple[str, Any]]:
    for backends in list(BackendDict._instances):  # type: ignore[misc]  # noqa: SLF001
        if account in backends:
            yield from list(backends[account].items())


def held(backend: object) -> Counter[str]:
    """How much there is in each collection of a backend; what is shown as deleted does not count."""
    return Counter(
        {
            name: sum(
                _there(backend, each) for each in (value.values() if isinstance(value, dict) else value)
            )
            for name, value in vars(backend).items()
            if isinstance(value, dict | list | set) and not name.startswith("_")
        }
    )


def _there(backend: object, thing: object) -> bool:
    if isinstance(thing, dict | list | set):
        return bool(thing)
    if inside := CONTAINERS.get(type(thing).__name__):
        return any(_there(backend, each) for each in getattr(thing, inside))
    if getattr(thing, "deletion_date", None) or _states(getattr(thing, "instance", None)) & GONE:
        return False
    return not _states(thing) & GONE and all(_owned(backend, thing, *row) for row in OWNERS)


def _states(thing: object) -> set[str]:
    """What is said of it, in the words of its service."""
    return {
        str(getattr(said, "name", said)).lower()
        for said in (getattr(thing, name, "") for name in ("state", "status", "_status", "_state"))
    }


def _owned(backend: object, thing: object, name: str, collection: str) -> bool:
    owner = getattr(thing, name, None)
    known = getattr(backend, collection, None)
    if not owner or known is None or owner in known:
        return not owner or known is None or known[owner] is thing or _there(backend, known[owner])
    return any(getattr(owner, "id", owner) in inner for inner in known.values() if isinstance(inner, dict))
