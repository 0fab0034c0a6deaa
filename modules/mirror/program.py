"""Copies images by digest from the vendor's registry into ECR; runs on the jump host, not in this project.

The host reaches the vendor and AWS and nobody else, so this is the standard library of Python 3.9 and the
tools of Amazon Linux. An image is copied only if the vendor has signed an attestation that names its digest.
Exit code 0 when every image is there, 1 with one sentence for each that is not.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any, NamedTuple
from urllib.parse import urljoin, urlsplit

SOURCE = "https://docker.external.thoughtmachine.io"
ATTESTATION = "https://attestations.external.thoughtmachine.io/%s/%s.json"
"""Path and digest of the image; the signature lies beside it as `.asc`. The vendor publishes no description of it."""

WORD = "[a-z0-9]+(?:[._-]+[a-z0-9]+)*"
IMAGE = re.compile(f"({WORD}(?:/{WORD})*)" + r":([A-Za-z0-9_][A-Za-z0-9_.-]*)@(sha256:[0-9a-f]{64})")
INDEXES = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
)
MANIFESTS = (
    *INDEXES,
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
)
CHUNK = 1 << 20
SECONDS = 60

Verify = Callable[[bytes, bytes, str], None]


class Refused(Exception):
    """An image that is not copied, and why."""


def origin(url: str) -> str:
    """Scheme and host: what a token may be sent to."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirection only to the host that was asked."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        """Refuse to carry the request, and with it the token, elsewhere."""
        if origin(newurl) != origin(req.full_url):
            raise Refused(f"{origin(req.full_url)} sends us to {origin(newurl)}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Registry:
    """One side of the copy: the OCI distribution API of one host."""

    def __init__(self, base: str, authorization: str) -> None:
        """`base` is scheme and host, `authorization` the value of the header of that name."""
        self.base, self.authorization = base, authorization
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), SameHost())

    def call(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        """The open answer. Raises `Refused` on anything but success."""
        url = urljoin(self.base, path)
        if origin(url) != origin(self.base):
            raise Refused(f"{self.base} sends us to {origin(url)}")
        request = urllib.request.Request(url, data=data, method=method)
        if self.authorization:
            request.add_header("Authorization", self.authorization)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            return self.opener.open(request, timeout=SECONDS)
        except urllib.error.HTTPError as error:
            raise Refused(f"{method} {urlsplit(url).path}: {error.code} {error.reason}") from None
        except OSError as error:
            raise Refused(f"{method} {urlsplit(url).path}: {error}") from None

    def has(self, path: str) -> bool:
        """Whether something is there already."""
        try:
            with self.call("HEAD", path, Accept=", ".join(MANIFESTS)):
                return True
        except Refused:
            return False

    def manifest(self, name: str, digest: str) -> tuple[bytes, str]:
        """A manifest as it is written, and its type. Raises `Refused` when it is not what its digest says."""
        with self.call("GET", f"/v2/{name}/manifests/{digest}", Accept=", ".join(MANIFESTS)) as answer:
            text: bytes = answer.read()
            kind: str = answer.headers.get("Content-Type", "").partition(";")[0]
        if f"sha256:{hashlib.sha256(text).hexdigest()}" != digest:
            raise Refused(f"the manifest {digest} has another digest")
        return text, kind


def copy(source: Registry, target: Registry, name: str, to: str, digest: str, tag: str | None) -> None:
    """Manifest, what it refers to, and the tag last, so that a tag never names half an image."""
    text, kind = source.manifest(name, digest)
    if not target.has(f"/v2/{to}/manifests/{digest}"):
        held = json.loads(text)
        for each in held.get("manifests", ()) if kind in INDEXES else ():
            copy(source, target, name, to, each["digest"], None)
        for blob in [held["config"], *held["layers"]] if kind not in INDEXES else ():
            copy_blob(source, target, name, to, blob["digest"])
        target.call("PUT", f"/v2/{to}/manifests/{digest}", text, Content_Type=kind).close()
    if tag is not None and not is_tagged(target, to, tag, digest):
        target.call("PUT", f"/v2/{to}/manifests/{tag}", text, Content_Type=kind).close()


def is_tagged(target: Registry, to: str, tag: str, digest: str) -> bool:
    """Whether the tag is there and names this image. Raises `Refused` when it names another one."""
    path = f"/v2/{to}/manifests/{tag}"
    if not target.has(path):
        return False
    with target.call("HEAD", path, Accept=", ".join(MANIFESTS)) as answer:
        found = answer.headers.get("Docker-Content-Digest")
    if found != digest:
        raise Refused(f"{tag} is {found} there, and tags never change")
    return True


def copy_blob(source: Registry, target: Registry, name: str, to: str, digest: str) -> None:
    """By way of a file, so that nothing is sent on before its digest is known to be right."""
    if target.has(f"/v2/{to}/blobs/{digest}"):
        return
    with tempfile.TemporaryFile() as file:
        fetch(source, f"/v2/{name}/blobs/{digest}", digest, file)
        size = str(file.tell())
        file.seek(0)
        with target.call("POST", f"/v2/{to}/blobs/uploads/", b"") as answer:
            place = answer.headers["Location"]
        with target.call(
            "PATCH", place, file, Content_Length=size, Content_Type="application/octet-stream"
        ) as answer:
            place = answer.headers.get("Location", place)
        mark = "&" if "?" in place else "?"
        target.call("PUT", f"{place}{mark}digest={digest}", b"").close()


def fetch(source: Registry, path: str, digest: str, file: IO[bytes]) -> None:
    """Write a blob to a file. Raises `Refused` when it is not what its digest says."""
    found = hashlib.sha256()
    with source.call("GET", path) as answer:
        for chunk in iter(lambda: answer.read(CHUNK), b""):
            found.update(chunk)
            file.write(chunk)
    if f"sha256:{found.hexdigest()}" != digest:
        raise Refused(f"the layer {digest} has another digest")


def attested(name: str, digest: str, job: Job) -> None:
    """Raises `Refused` unless the vendor has signed that this digest is an image of this name."""
    url = job.attestation % (name, digest.replace(":", "-"))
    vendor = Registry(origin(url), "")
    with vendor.call("GET", url) as answer:
        text = answer.read()
    with vendor.call("GET", f"{url}.asc") as answer:
        job.verify(text, answer.read(), job.key)
    try:
        said = json.loads(text)
        named = (said["name"], said["digest"])
    except (ValueError, KeyError, TypeError):
        raise Refused(f"the attestation of {name} names no image") from None
    if named != (name, digest):
        raise Refused(f"the attestation of {name} is of {named[0]} {named[1]}")


def signed(text: bytes, signature: bytes, key: str) -> None:
    """Raises `Refused` unless the signature is of the vendor's key; no other key is known to GnuPG here."""
    with tempfile.TemporaryDirectory() as home:
        files = {"key": key.encode(), "text": text, "signature": signature}
        for name, content in files.items():
            Path(home, name).write_bytes(content)
        gpg = ["gpg", "--homedir", home, "--batch", "--quiet", "--trust-model", "always", "--status-fd", "1"]
        said = b""
        for arguments in (["--import", f"{home}/key"], ["--verify", f"{home}/signature", f"{home}/text"]):
            done = subprocess.run([*gpg, *arguments], capture_output=True, check=False)
            said = b"" if done.returncode else done.stdout
        # A key that is revoked or has expired gives another word, with exit code 0.
        if b"[GNUPG:] GOODSIG " not in said:
            raise Refused("the attestation is not signed with the vendor's key")


def aws(*arguments: str) -> str:
    """What the command line of AWS answers."""
    done = subprocess.run(
        ["aws", *arguments, "--output", "text"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refused(f"aws {' '.join(arguments[:2])}: {done.stderr.strip().splitlines()[-1:]}")
    return done.stdout.strip()


def main() -> int:
    """Copy every image of the command line."""
    parser = argparse.ArgumentParser(description="copies the vendor's images by digest")
    for option in ("--region", "--registry", "--secret", "--prefix"):
        parser.add_argument(option, required=True)
    parser.add_argument("images", nargs="+", help="path:tag@sha256:digest")
    given = parser.parse_args()
    try:
        secret = (
            "secretsmanager",
            "get-secret-value",
            "--secret-id",
            given.secret,
            "--query",
            "SecretString",
        )
        held = json.loads(aws(*secret, "--region", given.region))
        basic = base64.b64encode(f"{held['username']}:{held['token']}".encode()).decode()
        token = ("ecr", "get-authorization-token", "--query", "authorizationData[0].authorizationToken")
        target = Registry(f"https://{given.registry}", f"Basic {aws(*token, '--region', given.region)}")
        key = held["public_key"]
    except (Refused, ValueError, KeyError) as error:
        print(f"no credentials: {error}", file=sys.stderr)
        return 1
    job = Job(Registry(SOURCE, f"Basic {basic}"), target, given.prefix, key)
    return run(given.images, job)


class Job(NamedTuple):
    """From where to where, and how the vendor's word is known."""

    source: Registry
    target: Registry
    prefix: str
    key: str
    verify: Verify = signed
    attestation: str = ATTESTATION


def run(images: list[str], job: Job) -> int:
    """One sentence for each image; the others are copied all the same."""
    failed = 0
    for image in images:
        found = IMAGE.fullmatch(image)
        try:
            if not found:
                raise Refused("is not path:tag@sha256:digest")
            name, tag, digest = found.groups()
            attested(name, digest, job)
            copy(job.source, job.target, name, f"{job.prefix}/{name}", digest, tag)
        except (Refused, OSError, ValueError, LookupError, TypeError, HTTPException) as error:
            failed += 1
            print(f"{image}: {error}", file=sys.stderr)
        else:
            print(f"{image}: copied")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
