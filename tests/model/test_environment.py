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
from tests.model.mistakes import CASES

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
