"""The AWS provider's processes, started once and lent to one stack after the other, with a shorter schema.

Terraform starts a provider three times for each command, and reads the schemas of 2,000 types each time: more
work than all that a small stack does. A lane passes terraform's calls on as they are, and answers but two of them
itself: of the schemas it shows those that are in use, and what was said of a configuration it says again.
"""

import json
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc

from tools.terraform import HOST, Provider

SOURCE = f"{HOST}/hashicorp/aws"

COOKIE = {
    "TF_PLUGIN_MAGIC_COOKIE": "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
    "PLUGIN_PROTOCOL_VERSIONS": "5",
}
"""What a provider wants to be told, so that nobody starts it by mistake."""

SCHEMAS = (2, 3)
"""Fields of the protocol's answer that hold resources and data sources by name."""

MEMORY = {"GOGC": "400", "GOMEMLIMIT": "1GiB"}
"""A fifth of what a provider does is collecting its garbage, unless it may keep some."""

GUARDED = '"$1" </dev/null & exec >&-; read -r _; kill -9 $!'
"""A provider does not mind that nobody talks to it any more, so somebody waits for the end of whoever started it."""

PREPARE = "/PrepareProviderConfig"
"""Whether a configuration is one: before it looks, the provider looks at each of its own types."""

STOP = "/Stop"
"""Would cut off requests that AWS has carried out already, so that nobody knew of what they made.

Terraform waits for what it has begun; whoever cannot wait ends both.
"""

ANY_SIZE = (("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1))


class NoProviderError(RuntimeError):
    """A provider's process did not say where it listens."""


def listening(version: int, port: int) -> dict[str, Any]:
    """An entry of `TF_REATTACH_PROVIDERS` for a provider of this process, by version of the protocol."""
    return {
        "Protocol": "grpc",
        "ProtocolVersion": version,
        "Pid": os.getpid(),
        "Test": True,
        "Addr": {"Network": "tcp", "String": f"127.0.0.1:{port}"},
    }


@dataclass(slots=True)
class _Process:
    """One provider; it ends with `stop`, and serves one configuration at a time."""

    binary: Path
    environment: dict[str, str]
    running: subprocess.Popen[str] = field(init=False)
    channel: Any = field(init=False)

    def __post_init__(self) -> None:
        """Its first line says where it listens."""
        self.running = subprocess.Popen(  # noqa: S603 -- the binary that terraform would start
            ["sh", "-c", GUARDED, "provider", self.binary],  # noqa: S607 -- the one on the PATH
            env=self.environment | COOKIE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        said = self.running.stdout.readline().strip().split("|") if self.running.stdout else []
        if len(said) < 4:  # noqa: PLR2004 -- versions, network, address
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.communicate()
            raise NoProviderError(f"{self.binary.name} does not start")
        self.channel = grpc.insecure_channel(f"unix:{said[3]}", options=ANY_SIZE)

    def call(self, method: str, request: bytes) -> bytes:
        answer: bytes = self.channel.unary_unary(method)(request)
        return answer

    def stop(self) -> None:
        self.channel.close()
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.communicate()


class Lane:
    """An address for the terraform of one stack; behind it a process for each configuration of the provider."""

    def __init__(self, binary: Path, environment: dict[str, str]) -> None:
        """Nothing runs before `start`."""
        self.binary, self.environment = binary, environment
        self.kinds: frozenset[str] = frozenset()
        """Types that are shown; see `begin`."""

        self.processes: list[_Process] = []
        self.configured: dict[bytes, _Process] = {}
        self.peers: dict[str, _Process] = {}
        self.known: dict[tuple[str, bytes], bytes] = {}
        """Answers that hang on nothing but the request."""

        self.turn = threading.Lock()
        self.server = grpc.server(ThreadPoolExecutor(max_workers=16), options=ANY_SIZE)
        self.server.add_generic_rpc_handlers((_Everything(self),))
        self.port: int = self.server.add_insecure_port("127.0.0.1:0")

    def start(self) -> None:
        """Listen."""
        self.server.start()

    def stop(self) -> None:
        """Nothing of it runs any more."""
        for process in self.processes:
            process.stop()
        self.server.stop(0).wait()

    def begin(self, kinds: frozenset[str]) -> None:
        """The next stack has other configurations and types."""
        self.kinds = kinds
        self.configured.clear()
        self.peers.clear()

    def reattach(self) -> dict[str, Any]:
        """How terraform finds it."""
        return listening(5, self.port)

    def answer(self, method: str, peer: str, request: bytes) -> bytes:
        """What the process says that was configured over the same connection."""
        if method.endswith(STOP):
            return b""
        if method.endswith("/GetSchema"):
            return shown(self._known(method, request), self.kinds)
        if method.endswith(PREPARE):
            return self._known(method, request)
        if method.endswith("/Configure"):
            with self.turn:
                self.peers[peer] = self._configured(request)
        with self.turn:
            process = self.peers.get(peer) or self._process(0)
        return process.call(method, request)

    def _known(self, method: str, request: bytes) -> bytes:
        with self.turn:
            if (method, request) not in self.known:
                self.known[method, request] = self._process(0).call(method, request)
            return self.known[method, request]

    def _configured(self, configuration: bytes) -> _Process:
        """Equal configurations share a process: those of the parts of one command."""
        if configuration not in self.configured:
            self.configured[configuration] = self._process(len(self.configured))
        return self.configured[configuration]

    def _process(self, number: int) -> _Process:
        while len(self.processes) <= number:
            self.processes.append(_Process(self.binary, self.environment))
        return self.processes[number]


class _Everything:
    """Every call to a provider is passed on, as bytes; those to the library around it are not known."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane

    def service(self, details: Any) -> Any:  # noqa: ANN401 -- grpc's
        """How grpc asks what a call is answered by."""
        if ".Provider/" not in details.method:
            return None

        def pass_on(request: bytes, context: Any) -> bytes:  # noqa: ANN401
            try:
                return self.lane.answer(details.method, context.peer(), request)
            except grpc.RpcError as error:
                context.abort(error.code(), error.details())
                raise

        return grpc.unary_unary_rpc_method_handler(pass_on)


class Lanes:
    """As many lanes as stacks work at once; a stack waits for a free one."""

    def __init__(self, kinds: frozenset[str] = frozenset()) -> None:
        """Empty; see `lanes`."""
        self.kinds = kinds
        self.idle: queue.LifoQueue[Lane] = queue.LifoQueue()  # the one with processes comes first

    @contextmanager
    def lent(self, kinds: frozenset[str] | None = None) -> Iterator[dict[str, Any]]:
        """A lane for the commands of one stack, as an entry of `TF_REATTACH_PROVIDERS`.

        The fewer types it has to show, the less terraform reads; see `kinds_of`.
        """
        lane = self.idle.get()
        lane.begin(self.kinds if kinds is None else kinds)
        try:
            yield {SOURCE: lane.reattach()}
        finally:
            self.idle.put(lane)


@contextmanager
def lanes(binary: Path, number: int, kinds: frozenset[str], environment: dict[str, str]) -> Iterator[Lanes]:
    """Processes start when they are needed and end with the block; `kinds` are shown to whoever names none."""
    made = Lanes(kinds)
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
    quiet |= dict.fromkeys(("TF_LOG", "TF_LOG_SDK", "TF_LOG_PROVIDER"), "OFF") | MEMORY | environment
    with ExitStack() as stack:
        for _ in range(number):
            lane = Lane(binary, quiet)
            lane.start()
            stack.callback(lane.stop)
            made.idle.put(lane)
        yield made


def kinds_of(documents: Iterable[dict[str, Any]]) -> frozenset[str]:
    """Types of all resources and data sources."""
    parts = ("resource", "data")
    return frozenset(kind for each in documents for part in parts for kind in each.get(part, {}))


def find_binary(provider: Provider, document: dict[str, Any], folder: Path) -> Path:
    """Of the mirror, else what `terraform init` fetches for a stack. Raises `NoProviderError`."""
    said = ""
    if provider.mirror:
        releases = provider.mirror / SOURCE
    else:
        releases = folder / ".terraform" / "providers" / SOURCE
        folder.mkdir(parents=True, exist_ok=True)
        wanted = {
            "terraform": {"required_providers": {"aws": document["terraform"]["required_providers"]["aws"]}}
        }
        (folder / "main.tf.json").write_text(json.dumps(wanted), encoding="utf-8")
        said = _terraform(folder, "init", "-input=false", "-no-color")
    platform = json.loads(_terraform(Path.cwd(), "version", "-json"))["platform"]
    found = sorted(releases.glob(f"{provider.version or '*'}/{platform}/terraform-provider-aws*"))
    if not found:
        raise NoProviderError(f"no AWS provider for {platform} in {releases}\n{said}".strip())
    return found[-1]


def _terraform(folder: Path, *arguments: str) -> str:
    """What it says. Of the caller's settings for it only those are kept that lead to a provider."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("TF_") or name in {"TF_CLI_CONFIG_FILE", "TF_PLUGIN_CACHE_DIR"}
    }
    done = subprocess.run(  # noqa: S603 -- arguments are ours
        ["terraform", *arguments],  # noqa: S607 -- the one on the PATH
        cwd=folder,
        env=kept | {"CHECKPOINT_DISABLE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout if not done.returncode else done.stderr or done.stdout


def shown(schema: bytes, kinds: frozenset[str]) -> bytes:
    """The answer of `GetSchema` without other types; everything else in it stays."""
    kept, at = bytearray(), 0
    while at < len(schema):
        begin = at
        tag, at = _number(schema, at)
        size, at = _number(schema, at)
        if tag >> 3 not in SCHEMAS or _key(schema, at) in kinds:
            kept += schema[begin : at + size]
        at += size
    return bytes(kept)


def _key(entry: bytes, at: int) -> str:
    """The name of an entry of a map: its first field."""
    _, at = _number(entry, at)
    size, at = _number(entry, at)
    return entry[at : at + size].decode()


def _number(data: bytes, at: int) -> tuple[int, int]:
    """One variable-length number and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:  # noqa: PLR2004 -- the last one has no flag
            return value, at
