"""The mirror's program against registries on this machine: what it copies, and what it refuses."""

import ast
import hashlib
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from modules.mirror import program
from modules.mirror.program import Job, Refused, Registry, run, signed

AUTHORIZATION = "Basic c2VjcmV0"
NAME, TAG = "vault/core", "5.1"
ZEROS = "sha256:" + "0" * 64


def sha(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


class Fake(ThreadingHTTPServer):
    """A registry of the OCI distribution API, and the place of attestations, in memory."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.held: dict[str, bytes] = {}
        self.kinds: dict[str, str] = {}
        self.elsewhere: dict[str, str] = {}
        self.asked: list[tuple[str, str]] = []
        self.uploaded = b""

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def hold(self, path: str, data: bytes, kind: str = "application/octet-stream") -> str:
        self.held[path], self.kinds[path] = data, kind
        return sha(data)


class Handler(BaseHTTPRequestHandler):
    server: Fake

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def _answer(self, code: int, data: bytes = b"", **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def do_GET(self) -> None:
        self.server.asked.append((self.command, self.path))
        if self.path in self.server.elsewhere:
            self._answer(307, Location=self.server.elsewhere[self.path])
        elif self.path in self.server.held:
            data = self.server.held[self.path]
            self._answer(
                200, data, Content_Type=self.server.kinds[self.path], Docker_Content_Digest=sha(data)
            )
        else:
            self._answer(404)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def do_POST(self) -> None:
        self._body()
        self._answer(202, Location=f"{self.path}one?state=a")

    def do_PATCH(self) -> None:
        self.server.uploaded = self._body()
        self._answer(202, Location=self.path)

    def do_PUT(self) -> None:
        data = self._body()
        self.server.asked.append((self.command, self.path))
        if "/manifests/" in self.path:
            self.server.hold(self.path, data, self.headers["Content-Type"])
            name, _, _ = self.path.rpartition("/")
            self.server.hold(f"{name}/{sha(data)}", data, self.headers["Content-Type"])
        else:
            digest = self.path.rpartition("digest=")[2]
            assert digest == sha(self.server.uploaded)
            name = self.path.partition("/blobs/")[0]
            self.server.hold(f"{name}/blobs/{digest}", self.server.uploaded)
        self._answer(201)


@pytest.fixture
def vendor() -> Iterator[Fake]:
    yield from _served()


@pytest.fixture
def ours() -> Iterator[Fake]:
    yield from _served()


def _served() -> Iterator[Fake]:
    fake = Fake()
    thread = threading.Thread(target=fake.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield fake
    fake.shutdown()
    fake.server_close()
    thread.join(5)


def image(vendor: Fake, content: bytes = b"layer") -> bytes:
    """Publish an image of one layer; its manifest is returned."""
    config = vendor.hold(f"/v2/{NAME}/blobs/{sha(b'config' + content)}", b"config" + content)
    layer = vendor.hold(f"/v2/{NAME}/blobs/{sha(content)}", content)
    text = json.dumps({"config": {"digest": config}, "layers": [{"digest": layer}]}).encode()
    vendor.hold(f"/v2/{NAME}/manifests/{sha(text)}", text, program.MANIFESTS[2])
    return text


def index(vendor: Fake) -> str:
    """Publish an image for two platforms; the digest of its index is returned, and it is attested."""
    manifests = [{"digest": sha(image(vendor, content))} for content in (b"amd64", b"arm64")]
    text = json.dumps({"manifests": manifests}).encode()
    digest = vendor.hold(f"/v2/{NAME}/manifests/{sha(text)}", text, program.INDEXES[0])
    attest(vendor, digest)
    return digest


def attest(vendor: Fake, digest: str, /, **said: str) -> None:
    text = json.dumps({"name": NAME, "digest": digest} | said).encode()
    path = f"/{NAME}/{digest.replace(':', '-')}.json"
    vendor.hold(path, text)
    vendor.hold(f"{path}.asc", b"signature of " + text)


def verify(text: bytes, signature: bytes, key: str) -> None:
    if signature != b"signature of " + text or key != "the vendor's":
        raise Refused("the attestation is not signed with the vendor's key")


def job(vendor: Fake, ours: Fake, key: str = "the vendor's") -> Job:
    return Job(
        Registry(vendor.base, AUTHORIZATION),
        Registry(ours.base, AUTHORIZATION),
        "thought-machine",
        key,
        verify,
        f"{vendor.base}/%s/%s.json",
    )


def test_an_index_is_copied_with_all_that_it_names(
    vendor: Fake, ours: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = index(vendor)

    assert run([f"{NAME}:{TAG}@{digest}"], job(vendor, ours)) == 0

    copied = {path: data for path, data in ours.held.items() if not path.endswith(f"/{TAG}")}
    prefixed = {
        path.replace("/v2/", "/v2/thought-machine/"): data
        for path, data in vendor.held.items()
        if path.startswith("/v2/")
    }
    assert copied == prefixed
    assert sha(ours.held[f"/v2/thought-machine/{NAME}/manifests/{TAG}"]) == digest
    assert ours.asked[-1] == ("PUT", f"/v2/thought-machine/{NAME}/manifests/{TAG}")
    assert "c2VjcmV0" not in "".join(capsys.readouterr())


def test_what_is_there_is_not_copied_again(vendor: Fake, ours: Fake) -> None:
    digest = index(vendor)
    run([f"{NAME}:{TAG}@{digest}"], job(vendor, ours))
    ours.asked.clear()

    assert run([f"{NAME}:{TAG}@{digest}"], job(vendor, ours)) == 0

    assert {method for method, _ in ours.asked} == {"HEAD"}


def test_a_tag_never_moves_to_another_image(
    vendor: Fake, ours: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    first, text = index(vendor), image(vendor, b"newer")
    attest(vendor, sha(text))
    run([f"{NAME}:{TAG}@{first}"], job(vendor, ours))

    assert run([f"{NAME}:{TAG}@{sha(text)}"], job(vendor, ours)) == 1

    assert "tags never change" in capsys.readouterr().err
    assert sha(ours.held[f"/v2/thought-machine/{NAME}/manifests/{TAG}"]) == first


@pytest.mark.parametrize("what", ["manifests", "blobs"])
def test_content_that_is_not_what_its_digest_says_is_refused(
    vendor: Fake, ours: Fake, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    digest = index(vendor)
    path = next(path for path in vendor.held if f"/{what}/" in path)
    vendor.held[path] += b" "

    assert run([f"{NAME}:{TAG}@{digest}"], job(vendor, ours)) == 1

    assert "has another digest" in capsys.readouterr().err
    assert f"/v2/thought-machine/{NAME}/manifests/{TAG}" not in ours.held


def test_an_image_without_attestation_is_refused(
    vendor: Fake, ours: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = index(vendor)
    for path in [path for path in vendor.held if path.endswith((".json", ".asc"))]:
        del vendor.held[path]

    assert run([f"{NAME}:{TAG}@{digest}"], job(vendor, ours)) == 1

    assert "404" in capsys.readouterr().err
    assert not ours.held


@pytest.mark.parametrize("said", [{"digest": ZEROS}, {"name": "vault/other"}])
def test_an_attestation_of_another_image_is_refused(
    vendor: Fake, ours: Fake, capsys: pytest.CaptureFixture[str], said: dict[str, str]
) -> None:
    digest = index(vendor)
    attest(vendor, digest, **said)

    assert run([f"{NAME}:{TAG}@{digest}"], job(vendor, ours)) == 1

    assert "the attestation of vault/core is of" in capsys.readouterr().err
    assert not ours.held


def test_another_signature_is_refused(vendor: Fake, ours: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    digest = index(vendor)

    assert run([f"{NAME}:{TAG}@{digest}"], job(vendor, ours, key="somebody's")) == 1

    assert "not signed with the vendor's key" in capsys.readouterr().err
    assert not ours.held


def test_a_redirection_to_another_host_is_refused(
    vendor: Fake, ours: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = index(vendor)
    blob = next(path for path in vendor.held if "/blobs/" in path)
    vendor.elsewhere[blob] = f"{ours.base}{blob}"

    assert run([f"{NAME}:{TAG}@{digest}"], job(vendor, ours)) == 1

    assert "sends us to" in capsys.readouterr().err
    assert not [each for each in ours.asked if each[0] == "GET"]


@pytest.mark.parametrize(
    "text", ["vault/core:5.1", "vault/core", f"Vault/core:5.1@{ZEROS}", f"vault/../core:5.1@{ZEROS}"]
)
def test_what_is_not_named_by_digest_is_refused(
    vendor: Fake, ours: Fake, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    assert run([text], job(vendor, ours)) == 1
    assert "is not path:tag@sha256:digest" in capsys.readouterr().err
    assert not vendor.asked


def test_what_is_no_manifest_is_a_sentence(
    vendor: Fake, ours: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    text = b"[]"
    digest = vendor.hold(f"/v2/{NAME}/manifests/{sha(text)}", text, program.MANIFESTS[2])
    attest(vendor, digest)

    assert run([f"{NAME}:{TAG}@{digest}"], job(vendor, ours)) == 1

    assert len(capsys.readouterr().err.splitlines()) == 1


def test_one_bad_image_does_not_stop_the_others(vendor: Fake, ours: Fake) -> None:
    digest = index(vendor)

    assert run(["nonsense", f"{NAME}:{TAG}@{digest}"], job(vendor, ours)) == 1

    assert f"/v2/thought-machine/{NAME}/manifests/{TAG}" in ours.held


def _gpg(home: Path, *arguments: str) -> bytes:
    command = ["gpg", "--homedir", str(home), "--batch", "--quiet", "--pinentry-mode", "loopback"]
    return subprocess.run([*command, *arguments], check=True, capture_output=True).stdout  # noqa: S603


def _revoke(home: Path) -> None:
    """Take back the only key of a home, as GnuPG has prepared it."""
    prepared = next((home / "openpgp-revocs.d").glob("*.rev"))
    text = prepared.read_text(encoding="utf-8").replace(":-----BEGIN", "-----BEGIN")
    (home / "revoked").write_text(text, encoding="utf-8")
    _gpg(home, "--import", str(home / "revoked"))


def test_signatures_are_those_of_the_vendors_key(tmp_path: Path) -> None:
    if not shutil.which("gpg"):
        pytest.skip("GnuPG is not on this machine")
    keys = {}
    for name in ("vendor", "stranger"):
        home = tmp_path / name
        home.mkdir(mode=0o700)
        _gpg(home, "--passphrase", "", "--quick-gen-key", f"{name}@example.com", "ed25519")
        keys[name] = _gpg(home, "--armor", "--export").decode()
    (tmp_path / "text").write_bytes(b"said")
    signature = _gpg(tmp_path / "vendor", "--armor", "--output", "-", "--detach-sign", str(tmp_path / "text"))

    signed(b"said", signature, keys["vendor"])
    _revoke(tmp_path / "vendor")
    keys["revoked"] = _gpg(tmp_path / "vendor", "--armor", "--export").decode()
    with pytest.raises(Refused, match="not signed"):
        signed(b"said", signature, keys["revoked"])
    for text, key in ((b"changed", keys["vendor"]), (b"said", keys["stranger"])):
        with pytest.raises(Refused, match="not signed"):
            signed(text, signature, key)


def test_the_program_needs_nothing_but_the_standard_library() -> None:
    """It is sent to the host as text, and has to be readable by Python 3.9 there."""
    tree = ast.parse(Path(program.__file__).read_text(encoding="utf-8"), feature_version=(3, 9))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    known = {"__future__", "argparse", "base64", "collections.abc", "hashlib", "http.client", "json"}
    known |= {"pathlib", "re"}
    known |= {"subprocess", "sys", "tempfile", "typing", "urllib.error", "urllib.parse", "urllib.request"}
    assert names <= known
