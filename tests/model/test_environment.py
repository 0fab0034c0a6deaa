"""Every mistake in an environment file gives one sentence that names file, key, what, and what instead.

Inventory: CX-28, CX-32, CX-34, CX-35.
"""

import tomllib
from datetime import date
from ipaddress import IPv4Network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.model.checks import cross_check
from modules.model.environment import Environment
from modules.model.load import InputError, load, load_all

SANDBOX = Path(__file__).parents[2] / "environments" / "sandbox.toml"
TEXT = SANDBOX.read_text(encoding="utf-8")
TODAY = date(2026, 11, 24)


def said(folder: Path, text: str | bytes, name: str = "sandbox") -> list[str]:
    """What loading a file of this content says; nothing when it is good."""
    file = folder / "environments" / f"{name}.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    try:
        load(file, TODAY)
    except InputError as mistakes:
        return mistakes.sentences
    return []


CASES = [
    ('"222222222222"', '"222"', "accounts.tm", "12 digits"),
    ('"222222222222"', "222222222222", "accounts.tm", "quotes"),
    ('"222222222222"', f'"{chr(0xFF12) * 12}"', "accounts.tm", "12 digits"),
    ('"10.40.0.0/16"', '"10.40.0.1/16"', "vpcs.tm.cidr", "write 10.40.0.0/16"),
    ('"10.40.0.0/16"', '"10.40.0.0"', "vpcs.tm.cidr", "/16 to /21"),
    ('"10.40.0.0/16"', '"fd00::/16"', "vpcs.tm.cidr", "such as 10.40.0.0/16"),
    ('"10.40.0.0/16"', '"10.40.0.0/33"', "vpcs.tm.cidr", "such as 10.40.0.0/16"),
    ('"10.40.0.0/16"', '"10.0.0.0/8"', "vpcs.tm.cidr", "/16 to /21"),
    ('"10.40.0.0/16"', "16", "vpcs.tm.cidr", "write"),
    ('"10.41.0.0/20"', '"10.40.16.0/20"', "vpcs.shared.cidr", "overlaps vpcs.tm.cidr"),
    ('"10.41.0.0/20"', '"8.8.0.0/16"', "vpcs.shared.cidr", "private range"),
    ('"10.41.0.0/20"', '"203.0.112.0/20"', "vpcs.shared.cidr", "private range"),
    ('"172.20.0.0/20"', '"10.40.0.0/20"', "vpcs.tm.service_cidr", "overlaps"),
    ('"172.20.0.0/20"', '"172.20.0.0/25"', "vpcs.tm.service_cidr", "/12 to /24"),
    ('"172.20.0.0/20"', '"100.64.0.0/20"', "vpcs.tm.service_cidr", "EKS takes no other"),
    ('"198.51.100.10"', '"10.0.0.1"', "external_networks[0].gateway", "public range"),
    ('"198.51.100.10"', '"gateway"', "external_networks[0].gateway", "IPv4 address"),
    ('"203.0.113.10/32"', '"224.0.0.1/32"', "network.vpn_cidrs[0]", "public range"),
    ('"203.0.113.10/32"', '"127.0.0.1/32"', "network.vpn_cidrs[0]", "public range"),
    ('"172.20.16.0/20"', '"172.20.0.0/20"', "apps.development.service_cidr", "overlaps"),
    ('"10.64.0.0/16"', '"10.48.0.0/16"', "external_networks[0].cidr", "overlaps"),
    ('"203.0.113.10/32"', '"0.0.0.0/0"', "network.vpn_cidrs[0]", "wider than /24"),
    ('"203.0.113.10/32"', '"203.0.112.0/23"', "network.vpn_cidrs[0]", "wider than /24"),
    ('"203.0.113.10/32"', '"10.0.0.1/32"', "network.vpn_cidrs[0]", "public range"),
    ('"203.0.113.10/32"', '"203.0.113.11/32"', "network.vpn_cidrs[1]", "overlaps"),
    ('"203.0.113.10/32", "203.0.113.11/32"', "", "network.vpn_cidrs", "at least 1"),
    ('"203.0.113.10/32", ', '"203.0.113.10/32", ' * 6, "network.vpn_cidrs", "at most 6"),
    ('"203.0.113.10/32"', '"203.0.113.10"', "network.vpn_cidrs[0]", "write 203.0.113.10/32"),
    ('"10.41.0.0/20"', '"10.41.0.0/255.255.240.0"', "vpcs.shared.cidr", "write 10.41.0.0/20"),
    ('"10.41.0.0/20"', '"172.17.0.0/20"', "vpcs.shared.cidr", "Docker"),
    ('"10.41.0.0/20"', '"192.168.0.0/16"', "vpcs.shared.cidr", "another private one"),
    ("asn = 65010", "asn = 64512", "external_networks[0].asn", "transit gateway"),
    ("asn = 65010", "asn = 7224", "external_networks[0].asn", "Amazon"),
    ("minimum_acu = 0.5", "minimum_acu = 0.3", "sizes.aurora.minimum_acu", "multiple of 0.5"),
    ("minimum_acu = 0.5", 'minimum_acu = "0.5"', "sizes.aurora.minimum_acu", "number"),
    ("minimum_acu = 0.5", "minimum_acu = nan", "sizes.aurora.minimum_acu", "correct the value"),
    ('mode = "serverless"', 'mode = "fixed"', "sizes.aurora.mode", "'serverless', 'provisioned'"),
    ('mode = "serverless", ', "", "sizes.aurora.mode", "missing"),
    ('mode = "serverless"', 'mode = "provisioned"', "sizes.aurora.instance_class", "missing"),
    (
        '"serverless"',
        '"provisioned", instance_class = "db.t3.medium"',
        "sizes.aurora.instance_class",
        "db.r7g",
    ),
    (
        '"serverless"',
        '"serverless", instance_class = "db.r7g.large"',
        "sizes.aurora.instance_class",
        "delete it",
    ),
    ("instances = 3", "instances = 1", "sizes.aurora.instances", "greater than or equal to 2"),
    ("minimum_acu = 0.5", "minimum_acu = 12", "sizes.aurora.minimum_acu", "at most 10"),
    ("maximum_acu = 10", "maximum_acu = 512", "sizes.aurora.maximum_acu", "less than or equal to 256"),
    ('aurora = "16.9"', 'aurora = "16.8"', "versions.aurora", "16.9, 16.10, 16.11"),
    ('aurora = "16.9"', "aurora = 16.9", "versions.aurora", "quotes"),
    ("aurora_password = 1", "aurora_password = 0", "versions.aurora_password", "greater than or equal to 1"),
    ("aurora_password = 1\n", "", "versions.aurora_password", "missing"),
    ('"eu-central-1a", "eu', '"eu-central-1C", "eu', "zones[0]", "not a zone of eu-central-1"),
    ('"eu-central-1a", "eu', '"eu-central-1z", "eu', "zones[0]", "not a zone of eu-central-1"),
    ("[apps.staging]", "[apps.'a b']", "apps.'a b'", "lower-case"),
    ('owner = "core', '"ow\\nner" = "core', "'ow\\nner'", "not a known key"),
    ('region = "eu-central-1"', 'region = "eu-central-9"', "region", "not an AWS region"),
    ('region = "eu-central-1"', 'region = "mars"', "region", "not an AWS region"),
    ('"eu-central-1a", "eu', '"eu-west-1a", "eu', "zones[0]", "not a zone of eu-central-1"),
    ('"eu-central-1a", "eu', '"eu-central-1b", "eu', "zones", "twice"),
    ('"eu-central-1a", ', "", "zones[2]", "missing"),
    ('nat = "single"', 'nat = "dual"', "network.nat", "'single' or 'per-zone'"),
    ('private_egress = "nat"', "private_egress = true", "network.private_egress", "endpoints-only"),
    ('mode = "spacelift"', 'mode = "s3"', "state.bucket", "missing"),
    ('mode = "spacelift"', 'mode = "local"', "state.mode", "'spacelift', 's3'"),
    ('mode = "spacelift"', "", "state.mode", "missing"),
    ('name = "pl-mb"', 'name = "PL_mb"', "service_accounts[1].name", "(country)-(context)"),
    ('name = "pl-mb"', 'name = "poland-mb"', "service_accounts[1].name", "(country)-(context)"),
    ('name = "pl-mb"', 'name = "blx-upload-clu"', "service_accounts[1].name", "already"),
    ('team = "pl-mobile-banking"', 'team = "nobody"', "service_accounts[1].team", "not in teams"),
    ('team = "pl-mobile-banking"', 'team = "A. Person"', "service_accounts[1].team", "alias"),
    ("expires = 2027-11-30 # assumption\n", "expires = 2026-11-23\n", "service_accounts[1].expires", "past"),
    ("expires = 2027-11-30 # assumption\n", 'expires = "soon"\n', "service_accounts[1].expires", "date"),
    ("expires = 2027-11-30 # assumption\n", "\n", "service_accounts[1].expires", "missing"),
    ('owner = "core', 'ownr = "core', "ownr", "write 'owner'"),
    ("[datalake]", "[datalake]\nvery_odd_key = 1", "datalake.very_odd_key", "not a known key"),
    ("raw_days = 400", "raw_days = 0", "datalake.raw_days", "greater than or equal to 1"),
    ("raw_days = 400", "raw_days = true", "datalake.raw_days", "number"),
    ("curated_days = 1096", "", "datalake.curated_days", "missing"),
    ('events = "vault.events"', 'events = "vault events"', "datalake.topics.events", "Kafka topic"),
    ('tables = ["public.%"]', 'tables = ["public"]', "datalake.capture.tables[0]", "schema.table"),
    ('tables = ["public.%"]', "tables = []", "datalake.capture.tables", "at least 1"),
    ('database = "vault"', 'database = "Vault!"', "datalake.capture.database", "database name"),
    (
        'excluded_columns = ["public.%.%name%"',
        'excluded_columns = ["name"',
        "datalake.capture.excluded_columns[0]",
        "column",
    ),
    (
        "minimum_capacity = 1",
        "minimum_capacity = 3",
        "datalake.capture.minimum_capacity",
        "write one of 1, 2, 4",
    ),
    ("minimum_capacity = 1", "minimum_capacity = 8", "datalake.capture.minimum_capacity", "at most 4"),
    ("minimum = 3", "minimum = 7", "apps.development.nodes.minimum", "at most 6"),
    ("flow_logs = 365", "flow_logs = 366", "retention.flow_logs", "365"),
    ("[apps.staging]", "[apps.Sta-ging]", "apps.Sta-ging", "lower-case letters"),
    ('name = "sandbox"', 'name = "sand"', "name", "write 'sandbox'"),
    ('name = "sandbox"', 'name = "a/../b"', "name", "lower-case letters"),
    ("[vpcs.shared]\ncidr", "[vpcs]\nshared = 3\n[nothing]\ncidr", "vpcs.shared", "not a table"),
    ('mode = "saml"', 'mode = "oidc"', "identity.mode", "'saml', 'identity-center'"),
    ('mode = "saml"', "", "identity.mode", "missing"),
    ("[identity]", "[identitty]", "identity", "missing"),
    ('provider = "company" # placeholder', "", "identity.provider", "missing"),
    ('"company"', '"arn:aws:iam::1:saml-provider/x"', "identity.provider", "after saml-provider/"),
    ('"company"', '"company"\naccount = "222222222222"', "identity.account", "not a known key"),
    ("[apps.staging]", "[apps.dev]", "apps.development", "begins with the name of apps.dev"),
    ('account = "example"', 'account = "Example"', "spacelift.account", "alias"),
    ('opentofu = "1.11.0"', 'opentofu = "1.10.6"', "spacelift.opentofu", "1.11.0 or later"),
    ('opentofu = "1.11.0"', 'opentofu = ">= 1.11"', "spacelift.opentofu", "1.11.0 or later"),
    ('workers = "charts"', 'workers = "public"', "spacelift.workers", "'charts' or 'all'"),
    ("minimum = 1 # assumption", "minimum = 5", "spacelift.pool.minimum", "at most 4"),
    ("minimum = 1 # assumption", "minimum = 0", "spacelift.pool.minimum", "equal to 1"),
    ("runner-terraform:latest", "runner-terraform", "spacelift.pool.image", "tag or digest"),
    ("runner-terraform:latest", "runner-terraform@sha256:12", "spacelift.pool.image", "tag or digest"),
    ('"Europe/Warsaw"', '"CET"', "spacelift.timezone", "such as Europe/Warsaw"),
    ('approvers = ["platform-security"]', "approvers = []", "spacelift.approvers", "at least 1"),
    (
        'approvers = ["platform-security"]',
        'approvers = ["core-banking-platform"]',
        "spacelift.approvers[0]",
        "a second team",
    ),
    ('approvers = ["platform-security"]', 'approvers = ["x"]', "spacelift.approvers[0]", "not in teams"),
    ('space = "root"', 'space = "identity"', "spacelift.access[0].space", "no space"),
    ('space = "root"', 'space = "nowhere"', "spacelift.access[0].space", "write one of root, estate"),
    ('role = "space-admin"', 'role = "admin"', "spacelift.access[0].role", "space-admin"),
    ('group = "platform-administrators"', 'group = "a/b"', "spacelift.access[0].group", "name of a group"),
    ('workers = "charts"', 'workers = "charts"\nchannel = "#alerts"', "spacelift.channel", "C0123456789"),
    (
        'mode = "delegated"',
        'mode = "standalone"',
        "audit.mode",
        "accounts.tm is not that of accounts.network",
    ),
    ('mode = "delegated"', 'mode = "own"', "audit.mode", "'standalone', 'delegated'"),
    ('"999999999999" # placeholder', '"444444444444"', "audit.management_account", "accounts.audit too"),
    (
        '"999999999999" # placeholder',
        '"666666666666"',
        "audit.management_account",
        "apps.development.account",
    ),
    ('management_account = "999999999999" # placeholder\n', "", "audit.management_account", "missing"),
    ('organization_id = "o-0000000000" # placeholder\n', "", "audit.organization_id", "missing"),
    ('"o-0000000000" # placeholder', '"o-*"', "audit.organization_id", "the id of an organization"),
    ('kind = "sandbox"', 'kind = "live"', "audit.management_account", "documentation placeholder"),
    ('kind = "sandbox"', 'kind = "live"', "audit.organization_id", "documentation placeholder"),
    ('kind = "sandbox"', 'kind = "live"', "identity.provider", "documentation placeholder"),
    ('kind = "sandbox"', 'kind = "prod"', "kind", "'sandbox' or 'live'"),
    ("deletion_protection = true", 'deletion_protection = "yes"', "deletion_protection", "true or false"),
    ("deletion_protection = true", "", "deletion_protection", "missing"),
    ('host = "ops"', 'host = "shop"', "core_services[1].host", "a host of the Core block"),
    ('host = "ops"', 'host = "core-api"', "core_services[1].host", "there already"),
    ('host = "ops"', 'host = "core-api"', "core_services", "lacks ops"),
    ('"192.0.2.40/32"', '"192.0.2.0/24"', "integrations[0].cidr", "as /32"),
    ('"192.0.2.40/32"', '"10.0.0.4/32"', "integrations[0].cidr", "public range"),
    ('"192.0.2.40/32"', '"203.0.113.10/32"', "integrations[0].cidr", "overlaps network.vpn_cidrs[0]"),
    ('team = "banklitex" # assumption', 'team = "nobody"', "integrations[0].team", "not in teams"),
    ("expires = 2027-12-31", "expires = 2026-05-31", "integrations[0].expires", "past"),
    ("expires = 2027-12-31 # assumption\n", "", "integrations[0].expires", "missing"),
    ('name = "banklitex-loader"', 'name = "A. Loader"', "integrations[0].name", "alias"),
    ('user = "saml"', 'user = "S A M L"', "dummy_saml_idp.user", "alias"),
    ('user = "saml"', "", "dummy_saml_idp.user", "missing"),
    ('"vault/core"', '"Vault/core"', "registry.vendor_images[0]", "lower-case words"),
    ('"vault/core"', '"vault/operator"', "registry.vendor_images[1]", "already"),
    ('"vault/core", "vault/operator"', "", "registry.vendor_images", "at least 1"),
    ('kubernetes = "1.35"', 'kubernetes = "1.29"', "versions.kubernetes", "one of 1.35, 1.36"),
    ('kubernetes = "1.35"', "kubernetes = 1.35", "versions.kubernetes", "quotes"),
    ('kubernetes = "1.35"', "", "versions.kubernetes", "missing"),
    ("[legacy_saml_alias]\nteam", "[legacy_saml_alias]\ntam", "legacy_saml_alias.tam", "write 'team'"),
    ('team = "core-banking-platform" # assumption', 'team = "x"', "legacy_saml_alias.team", "not in teams"),
    ('kafka = "3.9.x.kraft"', 'kafka = "3.8.x"', "versions.kafka", "write one of 3.9.x, 3.9.x.kraft"),
    ('kafka = "3.9.x.kraft"', "kafka = 3.9", "versions.kafka", "quotes"),
    ('kafka = "3.9.x.kraft"', "", "versions.kafka", "missing"),
    ('"kafka.m7g.large"', '"kafka.t3.small"', "sizes.kafka.instance_type", "write one of kafka.m7g.large"),
    ('"kafka.m7g.large"', '"m7g.large"', "sizes.kafka.instance_type", "write one of kafka.m7g.large"),
    ("storage = 100", "storage = 501", "sizes.kafka.storage", "at most 500"),
    ('kafka_acl = "vendor"', 'kafka_acl = "open"', "kafka_acl", "'vendor' or 'strict'"),
    ('kafka_acl = "vendor"', "", "kafka_acl", "missing"),
    ("rotation = 1", "rotation = 0", "service_accounts[0].rotation", "greater than or equal to 1"),
    ("rotation = 1\n", "\n", "service_accounts[0].rotation", "missing"),
    ('purpose = "Mobile banking', f'purpose = "{"x" * 500}', "service_accounts[1].purpose", "at most 500"),
]


@pytest.mark.parametrize(("old", "new", "key", "instead"), CASES)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, key: str, instead: str) -> None:
    assert old in TEXT
    sentences = said(tmp_path, TEXT.replace(old, new, 1))

    named = [sentence for sentence in sentences if sentence.startswith(f"environments/sandbox.toml: {key}: ")]
    assert len(named) == 1, sentences
    assert instead in named[0]
    assert named[0].endswith(".")


CENTER = """
[identity]
mode = "identity-center"
account = "999999999999"
instance_arn = "arn:aws:sso:::instance/ssoins-0123456789abcdef"

[identity.groups]
devops = "00000000-0000-0000-0000-000000000001"
sre = "00000000-0000-0000-0000-000000000002"
tm-setup-engineer = "0123456789-00000000-0000-0000-0000-000000000003"
smart-contract-developer = "00000000-0000-0000-0000-000000000004"
"""


@pytest.mark.parametrize(
    ("old", "new", "key", "instead"),
    [
        ('"999999999999"', '"99"', "identity.account", "12 digits"),
        ("ssoins-0123456789abcdef", "abc", "identity.instance_arn", "arn:aws:sso:::instance/"),
        ("-000000000001", "-1", "identity.groups.devops", "group id"),
        ("-000000000002", "-000000000001", "identity.groups.sre", "is the group of devops"),
        ("tm-setup-engineer =", "tmse =", "identity.groups.tm-setup-engineer", "missing"),
        ("tm-setup-engineer =", "tmse =", "identity.groups.tmse", "not a known key"),
        ("[identity.groups]", "[identity.group]", "identity.groups", "missing"),
    ],
)
def test_a_mistake_about_identity_center_is_named(
    tmp_path: Path, old: str, new: str, key: str, instead: str
) -> None:
    center = TEXT.replace('[identity]\nmode = "saml"\nprovider = "company" # placeholder\n', CENTER, 1)
    assert said(tmp_path, center) == []

    sentences = said(tmp_path, center.replace(old, new, 1))

    named = [sentence for sentence in sentences if sentence.startswith(f"environments/sandbox.toml: {key}: ")]
    assert len(named) == 1, sentences
    assert instead in named[0]


@pytest.mark.parametrize("change", [0, 3, 9, 15, 20, 30, 35])
def test_one_mistake_is_one_sentence(tmp_path: Path, change: int) -> None:
    old, new, *_ = CASES[change]

    assert len(said(tmp_path, TEXT.replace(old, new, 1))) == 1


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    text = TEXT
    for old, new in (("222222222222", "22"), ("10.41.0.0/20", "10.40.0.0/20"), ("raw_days", "rawdays")):
        text = text.replace(old, new, 1)

    keys = [sentence.split(": ")[1] for sentence in said(tmp_path, text)]

    assert sorted(keys) == ["accounts.tm", "datalake.raw_days", "datalake.rawdays", "vpcs.shared.cidr"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"name = ", "not valid TOML"),
        (b"name = 1\nname = 2\n", "not valid TOML"),
        (b"", "is empty"),
        (b"# only a comment\n", "is empty"),
        (b"\x00\xff\xfe\x00binary", "not text"),
        (b"\x7fELF\x02\x01\x01", "not valid TOML"),
        ("a = " + "[" * 5000, "TOML"),
        (f"[{'a.' * 3000}a]\nx = 1\n", "TOML"),
        (f"a = {'9' * 5000}\n", "number"),
    ],
)
def test_a_file_that_is_none_is_one_sentence(tmp_path: Path, content: bytes | str, what: str) -> None:
    [sentence] = said(tmp_path, content) if what != "TOML" else said(tmp_path, content)[:1]

    assert sentence.startswith("environments/sandbox.toml: ")
    assert what in sentence or "nested" in sentence


def test_a_folder_named_like_a_file_and_an_empty_folder_are_mistakes(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no environment"):
        load_all(tmp_path, TODAY)
    (tmp_path / "sandbox.toml").mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        load_all(tmp_path, TODAY)


def test_mistakes_of_all_files_come_together(tmp_path: Path) -> None:
    said(tmp_path, b"")
    said(tmp_path, b"x = ", "other")

    with pytest.raises(InputError) as caught:
        load_all(tmp_path / "environments", TODAY)

    assert len(caught.value.sentences) == 2


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    assert said(tmp_path, b"\xef\xbb\xbf" + TEXT.encode()) == []


def test_an_environment_cannot_take_a_folder_that_is_there(tmp_path: Path) -> None:
    text = TEXT.replace('name = "sandbox"', 'name = "policies"', 1)

    [sentence] = said(tmp_path, text, "policies")

    assert "folder below spacelift/" in sentence


def test_long_values_are_not_repeated_whole(tmp_path: Path) -> None:
    [sentence] = said(tmp_path, TEXT.replace('nat = "single"', f'nat = "{"x" * 20000}"', 1))

    assert len(sentence) < 200


def test_placeholders_are_for_sandboxes(tmp_path: Path) -> None:
    sentences = said(tmp_path, TEXT.replace('kind = "sandbox"', 'kind = "live"'))

    marked = sum("# placeholder" in line for line in TEXT.splitlines())
    refused = [sentence for sentence in sentences if "documentation placeholder" in sentence]
    assert len(refused) >= marked
    [other] = [sentence for sentence in sentences if sentence not in refused]
    assert "dummy_saml_idp: is for sandboxes" in other


def test_the_sandbox_is_good() -> None:
    environment = load(SANDBOX, TODAY)

    assert [vpc.name for vpc in environment.estate] == [
        "tm",
        "shared",
        "apps-development",
        "apps-staging",
        "apps-production",
    ]


def test_entries_expire_but_the_output_does_not_change(tmp_path: Path) -> None:
    """A date fails the build; it never changes what is built."""
    assert load(SANDBOX, date(2027, 3, 27)) == load(SANDBOX, None)
    with pytest.raises(InputError, match="no standard support since 2027-03-27; write a later one"):
        load(SANDBOX, date(2027, 3, 28))
    with pytest.raises(InputError, match="past"):
        load(SANDBOX, date(2027, 12, 1))
    assert said(tmp_path, TEXT) == []


def test_pods_live_inside_their_vpc(environments: dict[str, Environment]) -> None:
    """There is no pod range of its own: the private tier holds them, so its overlaps are the VPC's."""
    assert "pod_cidr" not in TEXT
    assert all(vpc.cidr.prefixlen <= 21 for vpc in environments["sandbox"].estate)


@st.composite
def ranges(draw: st.DrawFn) -> IPv4Network:
    prefix = draw(st.integers(16, 21))
    return IPv4Network(
        (10 * 2**24 + draw(st.integers(0, 2 ** (prefix - 8) - 1)) * 2 ** (32 - prefix), prefix)
    )


@given(ranges(), ranges())
def test_two_vpcs_overlap_exactly_when_a_sentence_says_so(one: IPv4Network, other: IPv4Network) -> None:
    raw = tomllib.loads(TEXT)
    raw["apps"], raw["external_networks"] = {}, []
    raw["vpcs"]["tm"]["cidr"], raw["vpcs"]["shared"]["cidr"] = str(one), str(other)

    found = [key for key, what in cross_check(raw, "sandbox") if "overlaps" in what]

    assert (found == ["vpcs.shared.cidr"]) == one.overlaps(other)
