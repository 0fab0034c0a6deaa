"""What is there before the first stack, as in a landing zone; and what is left after the last one."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import cache
from typing import Any
from unittest.mock import patch

from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.model_instances import reset_model_data

NOBODY = "000000000000"
"""An account in which nothing ever happens: what it holds is what AWS gives to every account."""

KEPT: tuple[tuple[str, str, str], ...] = (
    ("sts", "assumed_roles", "sessions, which end with their time"),
    ("ec2", "tags", "the simulator remembers the tags of what was deleted"),
    ("ssm", "_resource_tags", "the same"),
    ("route53", "resource_tags", "the same"),
    ("ec2", "launch_template_insert_order", "the order in which launch templates came, without them"),
    ("ec2", "default_kms_key_id", "AWS names its own key as soon as a volume needs one"),
    ("rds", "events", "AWS tells for two weeks what happened"),
    ("rds", "resource_map", "every other collection once more, by its kind"),
    ("rds", "_db_cluster_options", "what can be ordered, once somebody asked"),
    ("acm", "_idempotency_tokens", "requests that were answered already"),
    ("s3", "_pagination_tokens", "pages of long answers"),
    ("resourcegroupstaggingapi", "_pages", "the same"),
    ("sns", "_message_public_keys", "keys of AWS by which messages are verified"),
    ("route53", "delegation_sets", "name servers of deleted zones, which AWS never shows"),
)
"""Service, collection and why nobody has to delete what is in it. Never a collection of resources."""

GONE = frozenset({"deleted", "deleting", "delete-complete", "terminated", "cancelled"})
"""States in which AWS shows for a while what was deleted."""

OVER: dict[str, Callable[[Any], bool]] = {
    "AccessKey": lambda key: key.user_name is None,  # of a session
    "AccountStatus": lambda status: status.to_json()["status"] == "DISABLED",  # every account has one
    "DBParameterGroup": lambda group: group.name.startswith("default."),  # AWS's own
    "DBClusterParameterGroup": lambda group: group.name.startswith("default."),
    "DBClusterSnapshot": lambda snapshot: (  # automated ones go with their cluster; the last is kept on purpose
        snapshot.snapshot_type == "automated"
        or snapshot.db_cluster_snapshot_identifier == f"{snapshot.cluster.db_cluster_identifier}-final"
    ),
    "Key": lambda key: any(alias.startswith("alias/aws/") for alias in key.aliases),  # AWS's own
    "Parameter": lambda parameter: parameter.name.startswith("/aws/"),  # public, of AWS
}
"""What says, by its kind, that nobody has to delete it."""

OFF: dict[str, Callable[[Any], bool]] = {
    "glue data_catalog_encryption_settings": lambda given: (
        given.get("EncryptionAtRest", {}).get("CatalogEncryptionMode", "DISABLED") == "DISABLED"
        and not given.get("ConnectionPasswordEncryption", {}).get("ReturnConnectionPasswordEncrypted")
    ),
    "lakeformation settings": lambda given: not (given.get("DataLakeAdmins") or given.get("ReadOnlyAdmins")),
}
"""Settings that every account has, by service and collection, and when they are as in a new one."""

INSIDE: dict[str, tuple[str, ...]] = {
    "EventBus": ("rules", "_statements"),
    "PermissionCatalog": ("permissions",),
    "Reservation": ("instances",),
}
"""Collections in what is there whether or not anything is in it."""

BOXES = frozenset({"PermissionCatalog", "Reservation"})
"""Which of them are nothing by themselves: the simulator keeps them although nothing is in them any more."""

COLLECTIONS = (Mapping, Sequence, AbstractSet)
PLAIN = (str, bytes, int, float, datetime, type(None))

OWNERS: tuple[tuple[str, str], ...] = (
    ("vpc_id", "vpcs"),
    ("subnet", "subnets"),
    ("transit_gateway_id", "transit_gateways"),
)
"""What belongs to something ends with it: default lists of a VPC, interfaces, default tables of a gateway."""


def forget() -> None:
    """Everything that an earlier simulation of this process held."""
    BackendDict.reset()
    reset_model_data()
    hubs().clear()


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
    """`account region service collection` and how many more entries it holds than an untouched account.

    Also in accounts that nobody named: what was made with other keys is left as well.
    """
    found: dict[str, int] = {}
    for account in sorted({*accounts, *_seen()} - {NOBODY}):
        for region, backend in _backends(account):
            name = _service(backend)
            fresh = _fresh(type(backend), region)  # type: ignore[arg-type]  # classes can be keys
            for part, size in held(backend).items():
                if size > fresh.get(part, 0):
                    found[f"{account} {region} {name} {part}"] = size - fresh.get(part, 0)
    return found | _administered()


def unexplained(after: dict[str, int], before: dict[str, int]) -> dict[str, int]:
    """What is left and was neither there before nor is kept by AWS itself (`KEPT`)."""
    kept = {f"{service} {part}" for service, part, _ in KEPT}
    return {
        place: number - before.get(place, 0)
        for place, number in after.items()
        if number > before.get(place, 0) and " ".join(place.split()[2:]) not in kept
    }


def hubs() -> dict[str, dict[str, Any]]:
    """What Security Hub knows of each organization, which no backend of an account holds."""
    from moto.securityhub.models import SecurityHubBackend  # noqa: PLC0415

    hubs: dict[str, dict[str, Any]] = SecurityHubBackend._org_configs  # noqa: SLF001
    return hubs


def _administered() -> dict[str, int]:
    admins = [each["admin_account_id"] for each in hubs().values() if each["admin_account_id"]]
    return {f"{admin} organization securityhub administrators": 1 for admin in admins}


def _seen() -> set[str]:
    return {account for backends in list(BackendDict._instances) for account in list(backends)}  # type: ignore[misc]  # noqa: SLF001


@cache
def _fresh(kind: type, region: str) -> Counter[str]:
    """What a service holds in an account that never used it."""
    return held(kind(region, NOBODY))


def _backends(account: str) -> Iterator[tuple[str, Any]]:
    for backends in list(BackendDict._instances):  # type: ignore[misc]  # noqa: SLF001
        if account in backends:
            yield from list(backends[account].items())


def held(backend: object) -> Counter[str]:
    """How much there is in each collection, setting and switch of a backend; what is shown as deleted does not count.

    Settings count as one, switches when they are on. Numbers are no things: they count what was ever there.
    """
    service = _service(backend)
    return Counter(
        {
            name: _number(backend, value, OFF.get(f"{service} {name}"))
            for name, value in vars(backend).items()
            if not isinstance(value, int | float) or value is True
        }
    )


def _number(backend: object, value: object, off: Callable[[Any], bool] | None) -> int:
    if off and isinstance(value, Mapping):
        return sum(not off(each) for each in value.values())
    if isinstance(value, PLAIN):
        return int(bool(value))  # a switch, a moment, a policy
    if isinstance(value, COLLECTIONS):
        return sum(_size(backend, each) for each in _entries(value))
    if not type(value).__module__.startswith("moto.") or isinstance(value, BaseBackend):
        return 1  # other services count their own
    if type(value).__name__ == "TaggingService":
        return 0  # tags, also of what was deleted
    inside = [each for each in vars(value).values() if isinstance(each, COLLECTIONS)]
    return 1 + sum(_size(backend, each) for each in inside)


def _size(backend: object, thing: object) -> int:
    """Collections in collections are counted through; a record of plain values is one thing."""
    if isinstance(thing, PLAIN):
        return int(bool(thing))
    if not isinstance(thing, COLLECTIONS):
        kind = type(thing).__name__
        within = (_entries(getattr(thing, name)) for name in INSIDE.get(kind, ()))
        return sum(_size(backend, e) for es in within for e in es) + (
            kind not in BOXES and _there(backend, thing)
        )
    if isinstance(thing, Mapping) and any(isinstance(each, PLAIN) for each in thing.values()):
        return 1
    return sum(_size(backend, each) for each in _entries(thing))


def _entries(thing: Any) -> list[Any]:  # noqa: ANN401 -- moto's
    return [*(thing.values() if isinstance(thing, Mapping) else thing)]


def _service(backend: object) -> str:
    return type(backend).__module__.removeprefix("moto.").partition(".")[0]


def _there(backend: object, thing: object) -> bool:
    if getattr(thing, "deletion_date", None) or getattr(thing, "deleted_date", None):
        return False
    if (over := OVER.get(type(thing).__name__)) and over(thing):
        return False
    if (_states(thing) | _states(getattr(thing, "instance", None))) & GONE:
        return False
    return all(_owned(backend, thing, *row) for row in OWNERS)


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
