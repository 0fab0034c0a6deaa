"""What several values of an environment say together.

The checks read the raw tables and pass over what the types already refuse, so that one run names every
mistake of a file, not only the first kind.
"""

from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import Any

from modules.model.approvals import approvals
from modules.model.charts import refusals
from modules.model.hosts import CORE_KEYS
from modules.model.names import LEGACY_SAML
from modules.model.placeholders import is_placeholder
from modules.model.raw import Found, rows_of, table_of
from modules.model.regions import REGIONS
from modules.model.tables import Kind
from modules.model.versions import KUBERNETES

WIDEST = 8
LETTERS = tuple("abcdef")
AMAZON_ASNS = (7224, 9059, 10124, 17943)
RESERVED = ("policies",)


def cross_check(raw: dict[str, Any], stem: str) -> list[Found]:
    """Every contradiction between values of one environment file, by key."""
    checks = (
        _spelling,
        _overlaps,
        _zones,
        _placeholders,
        _teams,
        _limits,
        _duplicates,
        _routing,
        _people,
        _charts,
        approvals,
        _core_services,
        _audit,
        _keycloak,
    )
    found = [mistake for check in checks for mistake in check(raw)]
    if isinstance(raw.get("name"), str) and raw["name"] != stem:
        found.append(("name", f"{raw['name']!r} is not the name of its file; write {stem!r}"))
    if raw.get("name") in RESERVED:
        found.append(("name", f"{raw['name']!r} is the name of a folder below spacelift/; write another one"))
    return found


def _named(raw: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Tables of the VPCs, those that exist once and the Apps environments."""
    for group in ("vpcs", "apps"):
        for name in table_of(raw, group):
            yield f"{group}.{name}", table_of(raw, group, name)


def _network(value: object) -> IPv4Network | None:
    try:
        return IPv4Network(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _ranges(raw: dict[str, Any]) -> list[tuple[str, IPv4Network, object]]:
    values = [
        (f"{key}.{field}", table.get(field))
        for key, table in _named(raw)
        for field in ("cidr", "service_cidr")
    ]
    values += [(f"{key}.cidr", row.get("cidr")) for key, row in rows_of(raw, "external_networks")]
    vpn = table_of(raw, "network").get("vpn_cidrs")
    values += [
        (f"network.vpn_cidrs[{i}]", cidr) for i, cidr in enumerate(vpn if isinstance(vpn, list) else [])
    ]
    values += [(f"{key}.cidr", row.get("cidr")) for key, row in rows_of(raw, "integrations")]
    return [(key, network, value) for key, value in values if (network := _network(value))]


def addresses(raw: dict[str, Any]) -> list[tuple[str, IPv4Network]]:
    """Every readable address range of the file with its key; pods live inside the VPC's own range."""
    return [(key, network) for key, network, _ in _ranges(raw)]


def _spelling(raw: dict[str, Any]) -> Iterator[Found]:
    for key, network, value in _ranges(raw):
        if str(network) != value:
            yield key, f"{value!r} is not written as a range; write {network}"


def _overlaps(raw: dict[str, Any]) -> Iterator[Found]:
    # A range wider than any that may stand here is refused by its type; it would overlap everything.
    usable = [(key, network) for key, network in addresses(raw) if network.prefixlen >= WIDEST]
    for at, (key, network) in enumerate(usable):
        met = [f"{other} {taken}" for other, taken in usable[:at] if network.overlaps(taken)]
        if met:
            yield key, f"{network} overlaps {', '.join(met)}; write a range that no other key uses"


def _zones(raw: dict[str, Any]) -> Iterator[Found]:
    region, zones = raw.get("region"), raw.get("zones")
    if region not in REGIONS or not isinstance(zones, list):
        return
    for i, zone in enumerate(zones):
        if isinstance(zone, str) and not (zone[:-1] == region and zone[-1:] in LETTERS):
            yield f"zones[{i}]", f"{zone!r} is not a zone of {region}; write one such as {region}a"
    if len({str(zone) for zone in zones}) < len(zones):
        yield "zones", "names a zone twice; write three different ones"


def _placeholders(raw: dict[str, Any]) -> Iterator[Found]:
    if raw.get("kind") != Kind.LIVE:
        return
    values: list[tuple[str, object]] = [(f"accounts.{k}", v) for k, v in table_of(raw, "accounts").items()]
    values += [(f"{key}.account", table.get("account")) for key, table in _named(raw)]
    values += [(f"identity.{key}", table_of(raw, "identity").get(key)) for key in ("provider", "account")]
    provider = table_of(raw, "oidc")
    values += [(f"oidc.{k}", provider.get(k)) for k in ("issuer", "authorization", "token", "userinfo")]
    values.append(("spacelift.account", table_of(raw, "spacelift").get("account")))
    values += [
        (f"audit.{key}", table_of(raw, "audit").get(key)) for key in ("management_account", "organization_id")
    ]
    values += [
        (f"{key}.gateway", _network(row.get("gateway"))) for key, row in rows_of(raw, "external_networks")
    ]
    values += addresses(raw)
    if "dummy_saml_idp" in raw:
        yield "dummy_saml_idp", "is for sandboxes; delete the table and use the company's identity provider"
    for key, value in values:
        if value is not None and is_placeholder(value):
            shown = str(value).removesuffix("/32")
            yield key, f'{shown} is a documentation placeholder; write the real value, or kind = "sandbox"'


def _teams(raw: dict[str, Any]) -> Iterator[Found]:
    teams = raw.get("teams")
    if not isinstance(teams, list) or not teams:
        return
    used = [("owner", raw.get("owner"))]
    for rows in ("service_accounts", "integrations"):
        used += [(f"{key}.team", row.get("team")) for key, row in rows_of(raw, rows)]
    used.append(("legacy_saml_alias.team", table_of(raw, "legacy_saml_alias").get("team")))
    for key, team in used:
        if isinstance(team, str) and team not in teams:
            yield key, f"{team!r} is not in teams; write one of {', '.join(map(str, teams))}, or add it there"


def _limits(raw: dict[str, Any]) -> Iterator[Found]:
    tables = [("sizes.nodes", table_of(raw, "sizes", "nodes"), "minimum", "maximum")]
    tables += [(f"{key}.nodes", table_of(table, "nodes"), "minimum", "maximum") for key, table in _named(raw)]
    tables += [("sizes.aurora", table_of(raw, "sizes", "aurora"), "minimum_acu", "maximum_acu")]
    tables += [("sizes.kafka", table_of(raw, "sizes", "kafka"), "storage", "maximum_storage")]
    tables.append(("spacelift.pool", table_of(raw, "spacelift", "pool"), "minimum", "maximum"))
    capture = table_of(raw, "datalake", "capture")
    tables.append(("datalake.capture", capture, "minimum_capacity", "maximum_capacity"))
    for key, table, low, high in tables:
        least, most = table.get(low), table.get(high)
        if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
            yield f"{key}.{low}", f"{least} is more than {key}.{high} {most}; write a value of at most {most}"


def _duplicates(raw: dict[str, Any]) -> Iterator[Found]:
    for key in ("service_accounts", "external_networks", "integrations"):
        seen: set[str] = set()
        for row_key, row in rows_of(raw, key):
            name = str(row.get("name"))
            if name in seen:
                yield f"{row_key}.name", f"{name!r} is there already; write another name or delete one entry"
            seen.add(name)
    images = table_of(raw, "registry").get("vendor_images")
    images = images if isinstance(images, list) else []
    for i, image in enumerate(images):
        if image in images[:i]:
            yield f"registry.vendor_images[{i}]", f"{image!r} is there already; delete one of them"


def _routing(raw: dict[str, Any]) -> Iterator[Found]:
    """Autonomous systems and gateways that AWS could not tell apart, or keeps for itself."""
    own = table_of(raw, "network").get("transit_asn")
    seen: set[tuple[object, object]] = set()
    for key, row in rows_of(raw, "external_networks"):
        asn, gateway = row.get("asn"), row.get("gateway")
        if asn in {own, *AMAZON_ASNS} and asn is not None:
            yield f"{key}.asn", f"{asn} belongs to the transit gateway or to Amazon; write the network's own"
        if (asn, gateway) in seen:
            yield f"{key}.gateway", f"{gateway!r} is there already with the same asn; join the two networks"
        seen.add((asn, gateway))


def _people(raw: dict[str, Any]) -> Iterator[Found]:
    """Groups that would make one person two personas, and Apps names that Spacelift could not tell apart."""
    seen: dict[object, str] = {}
    for persona, group in table_of(raw, "identity", "groups").items():
        if isinstance(group, str) and seen.setdefault(group, persona) != persona:
            yield (
                f"identity.groups.{persona}",
                f"{group!r} is the group of {seen[group]}; write a group of its own",
            )
    names = [name for name in table_of(raw, "apps") if name]
    for name in names:
        # The stack of people is `access-apps-<name>`, and project roots must not be prefixes of one another.
        shorter = [other for other in names if other != name and name.startswith(other)]
        if shorter:
            yield f"apps.{name}", f"begins with the name of apps.{shorter[0]}; write a name that does not"


def _charts(raw: dict[str, Any]) -> Iterator[Found]:
    """Every chart of the platform has a version for the cluster's."""
    version = table_of(raw, "versions").get("kubernetes")
    if version in {row.version for row in KUBERNETES}:
        yield from (("versions.kubernetes", sentence) for sentence in refusals(str(version)))


def _core_services(raw: dict[str, Any]) -> Iterator[Found]:
    """Each Core host leads to one Service."""
    services = rows_of(raw, "core_services")
    hosts = [row.get("host") for _, row in services]
    for at, (key, row) in enumerate(services):
        if row.get("host") in hosts[:at]:
            yield f"{key}.host", f"{row['host']!r} is there already; delete one of the two entries"
    missing = [host for host in CORE_KEYS if host not in hosts]
    if missing and services:
        yield "core_services", f"lacks {', '.join(missing)}; add an entry for each"


def _audit(raw: dict[str, Any]) -> Iterator[Found]:
    """One account can look after itself; several need the organization's help, but not its own account (CX-27)."""
    audit = table_of(raw, "audit")
    held = [(f"accounts.{key}", account) for key, account in table_of(raw, "accounts").items()]
    held += [(f"{key}.account", table["account"]) for key, table in _named(raw) if "account" in table]
    other = [key for key, account in held if account != held[0][1]]
    if audit.get("mode") == "standalone" and other:
        what = f"standalone is for an estate in one account, and {other[0]} is not that of {held[0][0]}"
        yield "audit.mode", f'{what}; write "delegated", with the management_account of the organization'
    meant = [key for key, account in held if account == audit.get("management_account")]
    if meant:
        yield (
            "audit.management_account",
            f"is the account of {meant[0]} too; write the organization's own, in which nothing of the estate runs",
        )


def _keycloak(raw: dict[str, Any]) -> Iterator[Found]:
    """Keycloak needs the name that it answers under, and a database that nobody else writes to (CX-05)."""
    own = table_of(raw, "keycloak")
    if own and "legacy_saml_alias" not in raw:
        yield "keycloak", f"answers under {LEGACY_SAML}; add the table legacy_saml_alias, or delete this one"
    taken = table_of(raw, "datalake", "capture").get("database")
    if own and own.get("database") == taken:
        yield "keycloak.database", f"{taken!r} is Vault's (datalake.capture.database); write one of its own"
    users = table_of(raw, "pg_pool").get("users")
    if own.get("user") in (users if isinstance(users, list) else []):
        yield "keycloak.user", f"{own['user']!r} is a user of pg_pool; write one of its own"
    for key in ("issuer", "token", "userinfo") if own else ():
        if str(table_of(raw, "oidc").get(key)).startswith(f"https://{LEGACY_SAML}"):
            what = f"{LEGACY_SAML} admits the VPN alone, so no pod reaches it"
            yield f"oidc.{key}", f"{what}; write the company's provider"
