"""Provider processes that are lent: one for each configuration, a short schema, and nothing asked twice."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools import providers
from tools.providers import SOURCE, Lane, Lanes, NoProviderError, find_binary, kinds_of, shown
from tools.terraform import Provider

CALL = "/tfplugin5.Provider/"
VERSION = "9.8.7"
STACK = {"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": VERSION}}}}


def part(field: int, content: bytes) -> bytes:
    """One field of a message."""
    size = len(content)
    long = bytes([size & 0x7F | 0x80, size >> 7]) if size > 127 else bytes([size])
    return bytes([field << 3 | 2]) + long + content


def entry(field: int, name: str) -> bytes:
    return part(field, part(1, name.encode()) + part(2, b"s" * 200))


SCHEMA = entry(2, "aws_vpc") + entry(2, "aws_subnet")


class Process:
    """In the place of a provider's: it says which one it is."""

    asked: list[str]

    def __init__(self, *_: object) -> None:
        """Each has a number."""
        self.number = len(made)
        self.asked = []
        made.append(self)

    def call(self, method: str, _request: bytes) -> bytes:
        self.asked.append(method.removeprefix(CALL))
        return SCHEMA if method.endswith("/GetSchema") else str(self.number).encode()


made: list[Process] = []


@pytest.fixture
def lane(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lane]:
    monkeypatch.setattr(providers, "_Process", Process)
    made.clear()
    yield Lane(Path("none"), {})
    made.clear()


def test_only_schemas_in_use_are_shown() -> None:
    """Fields 2 and 3 are maps by name; everything else of the answer stays as it is."""
    own = part(1, b"p" * 300)
    schema = own + SCHEMA + entry(3, "aws_region") + entry(8, "aws_password") + part(6, b"\x08\x01")

    kept = own + entry(2, "aws_subnet") + entry(8, "aws_password") + part(6, b"\x08\x01")
    assert shown(schema, frozenset({"aws_subnet"})) == kept


def test_types_of_a_stack_are_those_of_resources_and_data() -> None:
    document: dict[str, Any] = {"resource": {"aws_a": {}}, "data": {"aws_b": {}}, "variable": {"c": {}}}
    assert kinds_of([document, {}]) == {"aws_a", "aws_b"}


def test_the_next_stack_sees_its_own_types_and_the_process_is_not_asked_again(lane: Lane) -> None:
    lane.begin(frozenset({"aws_vpc"}))
    assert lane.answer(f"{CALL}GetSchema", "peer", b"") == entry(2, "aws_vpc")
    lane.begin(frozenset({"aws_subnet"}))
    assert lane.answer(f"{CALL}GetSchema", "peer", b"") == entry(2, "aws_subnet")
    assert [process.asked for process in made] == [["GetSchema"]]


def test_what_was_said_of_a_configuration_is_said_again_and_of_no_other(lane: Lane) -> None:
    for request in (b"one", b"one", b"two"):
        lane.answer(f"{CALL}PrepareProviderConfig", "peer", request)
    assert [process.asked for process in made] == [["PrepareProviderConfig"] * 2]

    for _ in range(2):
        lane.answer(f"{CALL}PlanResourceChange", "peer", b"one")
    assert made[0].asked[2:] == ["PlanResourceChange"] * 2


def test_each_configuration_of_a_stack_has_a_process_and_the_next_stack_has_them_again(lane: Lane) -> None:
    for stack in (b"first", b"second"):
        lane.begin(frozenset())
        for peer, configuration in (("a", stack), ("b", stack + b" abroad"), ("c", stack)):
            lane.answer(f"{CALL}Configure", peer, configuration)
        assert [lane.answer(f"{CALL}ReadResource", peer, b"") for peer in "abc"] == [b"0", b"1", b"0"]
    assert len(made) == 2


def test_a_lane_shows_the_types_that_its_borrower_names(lane: Lane) -> None:
    lanes = Lanes(frozenset({"aws_every"}))
    lanes.idle.put(lane)
    for named, kinds in ((frozenset({"aws_one"}), {"aws_one"}), (None, {"aws_every"})):
        with lanes.lent(named) as reattach:
            assert lanes.idle.empty()
            assert lane.kinds == kinds
            assert list(reattach) == [SOURCE]


def _mirror(folder: Path) -> Path:
    """With a release for this platform and one for a platform that nobody has.

    Its files are links: who looks for a mirror on this disk meanwhile must not take it for one.
    """
    platform = json.loads(providers._terraform(folder, "version", "-json"))["platform"]
    for each in (platform, "zx_spectrum"):
        where = folder / SOURCE / VERSION / each
        where.mkdir(parents=True)
        (folder / each).write_text(each, encoding="utf-8")
        (where / f"terraform-provider-aws_v{VERSION}_x5").symlink_to(folder / each)
    return folder


@pytest.fixture
def terraform() -> None:
    if not shutil.which("terraform"):
        pytest.skip("terraform is not on the PATH")


@pytest.mark.usefixtures("terraform")
def test_the_binary_is_that_of_this_platform(tmp_path: Path) -> None:
    found = find_binary(Provider(_mirror(tmp_path), VERSION), STACK, tmp_path / "unused")

    assert found.read_text() != "zx_spectrum"
    assert not (tmp_path / "unused").exists()


@pytest.mark.usefixtures("terraform")
def test_without_a_mirror_terraform_fetches_it_or_says_why_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the place of the registry a folder, of which the terraform of this test is told."""
    settings = tmp_path / "terraform.rc"
    settings.write_text(f'provider_installation {{ filesystem_mirror {{ path = "{tmp_path / "m"}" }} }}\n')
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(settings))
    monkeypatch.setenv("TF_DATA_DIR", str(tmp_path / "elsewhere"))
    (tmp_path / "m").mkdir()
    with pytest.raises(NoProviderError, match=r"(?s)no AWS provider for .*hashicorp/aws was not found"):
        find_binary(Provider(None, None), STACK, tmp_path / "first")

    _mirror(tmp_path / "m")
    found = find_binary(Provider(None, None), STACK, tmp_path / "second")

    assert found.is_relative_to(tmp_path / "second" / ".terraform")
    assert found.read_text() != "zx_spectrum"


def provider(folder: Path, body: str) -> Path:
    file = folder / "provider"
    file.write_text(f"#!/bin/sh\necho $$ > {folder}/number\n{body}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


def test_nobody_cuts_off_what_has_begun(lane: Lane) -> None:
    lane.answer(f"{CALL}Configure", "peer", b"a")
    assert lane.answer(f"{CALL}Stop", "peer", b"") == b""
    assert [each.asked for each in made] == [["Configure"]]


def runs(process: Path) -> bool:
    """Whoever has ended has no command line, even if nobody has taken notice yet."""
    try:
        return bool((process / "cmdline").read_bytes())
    except OSError:
        return False


def test_a_provider_ends_with_whoever_started_it(tmp_path: Path) -> None:
    """Even when that one is killed and can end nothing."""
    binary = provider(tmp_path, "echo '1|5|unix|/nowhere|grpc'; exec sleep 600")
    starting = f"from tools.providers import _Process; _Process({str(binary)!r}, {{}}); print(1, flush=True); input()"
    starter = subprocess.Popen(  # noqa: S603 -- ourselves
        [sys.executable, "-c", starting],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert starter.stdout
    starter.stdout.readline()
    running = Path("/proc", (tmp_path / "number").read_text(encoding="utf-8").strip())
    assert runs(running)
    starter.kill()
    starter.communicate()
    end = time.monotonic() + 30
    while runs(running) and time.monotonic() < end:
        time.sleep(0.1)
    assert not runs(running)


def test_a_provider_that_does_not_start_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoProviderError, match="provider does not start"):
        providers._Process(provider(tmp_path, "exit 3"), {})
