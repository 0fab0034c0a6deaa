"""Entries that expire are announced for 30 days, and then refused (load); neither changes what is built."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from modules.model.environment import Environment
from modules.model.expiry import warnings
from modules.model.load import InputError, load

SANDBOX = Path(__file__).parents[2] / "environments" / "sandbox.toml"
END = date(2027, 11, 30)


@pytest.fixture
def register() -> Environment:
    """Two service accounts that end on one day; everything else ends later."""
    return load(SANDBOX, None)


@pytest.mark.parametrize(
    ("left", "when"), [(31, None), (30, "in 30 days"), (1, "in 1 day"), (0, "today"), (-1, None)]
)
def test_an_entry_is_announced_for_30_days(register: Environment, left: int, when: str | None) -> None:
    expected = [
        f"environments/sandbox.toml: service_accounts[{i}].expires: 2027-11-30 is {when}; "
        "renew the entry with a later date or delete it."
        for i in range(2)
    ]

    said = [each for each in warnings(register, END - timedelta(days=left)) if "service_accounts" in each]

    assert said == (expected if when else [])


def test_the_day_after_its_end_an_entry_is_refused(tmp_path: Path) -> None:
    """On a day on which everything else of the file still holds."""
    end = date(2027, 2, 28)
    file = tmp_path / "environments" / "sandbox.toml"
    file.parent.mkdir()
    file.write_text(SANDBOX.read_text(encoding="utf-8").replace(str(END), str(end)), encoding="utf-8")

    assert load(file, end)
    with pytest.raises(InputError, match=r"service_accounts\[1\].expires: 2027-02-28 is in the past"):
        load(file, end + timedelta(days=1))


def test_everything_that_expires_is_announced(register: Environment) -> None:
    said = warnings(register, date(2027, 12, 31))

    assert [sentence.split(": ")[1] for sentence in said] == [
        "integrations[0].expires",
        "legacy_saml_alias.expires",
    ]


def test_an_environment_without_entries_is_silent(register: Environment) -> None:
    changes = {"service_accounts": (), "integrations": (), "legacy_saml_alias": None}

    assert warnings(register.model_copy(update=changes), END) == []
