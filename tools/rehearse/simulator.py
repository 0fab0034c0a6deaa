"""An AWS of this process: moto behind one loopback port, with the accounts of an environment in it.

An access key `AKIA<account>KEYS` belongs to that account, so that every stack runs in its own.
"""

import json
import os
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from tools.rehearse.answers import Answer, Asked, Missing, Shelves, answer, parsed

Respond = Callable[..., Any]
App = Callable[[dict[str, Any], Respond], Iterable[bytes]]

HALF = 0.5
THROTTLED = (("ec2", "RequestLimitExceeded"), ("s3", "SlowDown"))
"""Services that say something else than ThrottlingException."""


XML = frozenset(
    {"autoscaling", "ec2", "elasticloadbalancing", "iam", "monitoring", "rds", "route53", "s3", "sns", "sts"}
)
"""Services that speak it; all others of the estate speak JSON."""


@dataclass(slots=True)
class Faults:
    """Every request fails with this chance, half of them throttled; equal seeds give equal dice.

    Readers of results (`GET` of S3) are spared no more than others: SDKs retry what fails in these ways.
    """

    chance: float
    seed: int
    done: int = 0
    dice: random.Random = field(init=False)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Throwing starts anew with every object."""
        self.dice = random.Random(self.seed)  # noqa: S311 -- no secret hangs on it

    def strike(self, service: str) -> tuple[str, str] | None:
        """Status and error code with which the next request fails, if it does."""
        with self.lock:
            if self.dice.random() >= self.chance:
                return None
            self.done += 1
            if self.dice.random() < HALF:
                return "503 Service Unavailable", "ServiceUnavailable"
            code = dict(THROTTLED).get(service, "ThrottlingException")
            return ("503 Slow Down" if service in dict(THROTTLED) else "400 Bad Request"), code


@dataclass(slots=True)
class Simulator:
    """Where it listens, what it was asked, and how it fails."""

    url: str
    faults: Faults | None = None
    refused: Counter[str] = field(default_factory=Counter)
    """Requests that moto answered with an error, by service, operation and status."""

    shelves: Shelves = field(default_factory=Shelves)
    """What was written by way of our own answers."""

    repeated: int = 0
    """Calls that came a second time although they had been answered."""

    accounts: list[str] = field(default_factory=list)
    before: dict[str, int] = field(default_factory=dict)
    """What was there before the first stack."""

    def rest(self) -> dict[str, int]:
        """What is there now and was not before, without what AWS itself keeps for a while."""
        from tools.rehearse.ground import left, unexplained  # noqa: PLC0415

        ours = Counter(f"{place} {kind}" for kind, place, _ in self.shelves.things)
        return unexplained(left(self.accounts), self.before) | dict(ours)


def access_key(account: str) -> str:
    """The key that stands for an account."""
    return f"AKIA{account}KEYS"


def told(url: str) -> dict[str, str]:
    """How a provider's process learns of it."""
    return {"AWS_ENDPOINT_URL": url, "AWS_EC2_METADATA_DISABLED": "true"}


@contextmanager
def simulated_aws(accounts: Iterable[str], management: str | None) -> Iterator[Simulator]:
    """A new and empty AWS; it ends with the block, and nothing of it is left."""
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    # Half a second that --help need not pay; and moto reads its settings when it is loaded.
    from moto.moto_server.werkzeug_app import (  # noqa: PLC0415
        DomainDispatcherApplication,
        MotoRequestHandler,
        create_backend_app,
    )
    from werkzeug.serving import make_server  # noqa: PLC0415

    class Quiet(MotoRequestHandler):
        def log(self, *_: object) -> None:
            """Every request would be a line on the terminal."""

    from tools.rehearse.adaptations import adapted  # noqa: PLC0415
    from tools.rehearse.ground import forget, left, prepare  # noqa: PLC0415

    simulator = Simulator("", accounts=sorted(accounts))
    app = _Front(DomainDispatcherApplication(create_backend_app), simulator)
    with adapted():
        forget()
        prepare(simulator.accounts, management)
        simulator.before = left(simulator.accounts)
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
        simulator.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield simulator
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class _Front:
    """Before moto: faults, calls that come twice, our own answers; behind it, what moto could not do."""

    def __init__(self, app: App, simulator: Simulator) -> None:
        from tools.rehearse.missing import ANSWERS  # noqa: PLC0415

        self.app = app
        self.simulator = simulator
        self.answers = ANSWERS
        self.services = {each.service for each in ANSWERS}
        self.turns: dict[str, threading.Lock] = {}
        self.done: dict[str, tuple[str, Any, bytes]] = {}
        """Answers by the SDK's own number of a call: one whose answer got lost is not carried out twice."""

    def __call__(self, environ: dict[str, Any], respond: Respond) -> Iterable[bytes]:
        # Read once and whole: a second reader would wait for ever, and the rest be taken for the next request.
        body = _body(environ)
        environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        faults = self.simulator.faults
        fault = faults.strike(_service(environ)) if faults else None
        if fault:
            return _fail(environ, respond, *fault)
        call = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if call is None:
            reply = self._once(environ)
        else:
            with self.turns.setdefault(call, threading.Lock()):
                reply = self._first(call, environ)
        status, headers, body = reply
        respond(status, headers)
        return [body]

    def _first(self, call: str, environ: dict[str, Any]) -> tuple[str, Any, bytes]:
        if call in self.done:
            self.simulator.repeated += 1
            return self.done[call]
        reply = self._once(environ)
        if reply[0].startswith("2"):
            self.done[call] = reply
        return reply

    def _once(self, environ: dict[str, Any]) -> tuple[str, Any, bytes]:
        seen: list[tuple[str, Any]] = []

        def note(status: str, headers: Any, *_: object) -> None:  # noqa: ANN401 -- WSGI's
            seen.append((status, headers))

        body = b"".join(self._carry_out(environ, note))
        status, headers = seen[-1]
        if not status.startswith(("2", "3")):
            self.simulator.refused[f"{_service(environ)} {_operation(environ)}: {status}"] += 1
        return status, headers, body

    def _carry_out(self, environ: dict[str, Any], respond: Respond) -> Iterable[bytes]:
        ours = _service(environ) in self.services
        try:
            given = _answered(environ, self.simulator.shelves, self.answers) if ours else None
            environ["wsgi.input"].seek(0)
            if given is None:
                return self.app(environ, respond)
        except Missing as absent:
            return _fail(environ, respond, absent.status, absent.code, absent.said)
        except Exception as gap:  # noqa: BLE001 -- whatever moto cannot do, an SDK has to hear of at once
            # As no server error: SDKs would ask 25 times for what is not going to be there.
            said = f"the simulator failed: {type(gap).__name__} {gap}"
            return _fail(environ, respond, "400 Bad Request", "MissingInSimulator", said)
        respond("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(given).encode()]


def _body(environ: dict[str, Any]) -> bytes:
    """Of the length that was said, or in pieces until the last one."""
    size = environ.get("CONTENT_LENGTH")
    if not size and not environ.get("wsgi.input_terminated"):
        return b""
    body: bytes = environ["wsgi.input"].read(int(size)) if size else environ["wsgi.input"].read()
    return body


def _answered(
    environ: dict[str, Any], shelves: Shelves, answers: tuple[Answer, ...]
) -> dict[str, Any] | None:
    from moto.iam.models import get_account_id_from  # noqa: PLC0415

    body = environ["wsgi.input"].read()
    key, _, region, *_ = environ.get("HTTP_AUTHORIZATION", "").partition("Credential=")[2].split("/")
    asked = Asked(f"{get_account_id_from(key)} {region}", (), parsed(body))
    return answer(answers, shelves, _service(environ), _operation(environ), asked)


def _service(environ: dict[str, Any]) -> str:
    """From the scope of the signature: `Credential=<key>/<day>/<region>/<service>/aws4_request`."""
    scope = environ.get("HTTP_AUTHORIZATION", "").partition("Credential=")[2].split("/")
    return scope[3] if len(scope) > 3 else "?"  # noqa: PLR2004


def _operation(environ: dict[str, Any]) -> str:
    target = environ.get("HTTP_X_AMZ_TARGET")
    # Names in a path can hold coded slashes, which only the raw address still tells apart.
    path = environ.get("RAW_URI", environ["PATH_INFO"]).partition("?")[0]
    return target.rpartition(".")[2] if target else f"{environ['REQUEST_METHOD']} {path}"


def _fail(
    environ: dict[str, Any], respond: Respond, status: str, code: str, said: str = "said by the rehearsal"
) -> Iterable[bytes]:
    """In the words of each protocol, so that an SDK knows what it met."""
    service = _service(environ)
    error = f"<Error><Code>{code}</Code><Message>{escape(said)}</Message></Error>"
    bodies = {
        "ec2": f"<Response><Errors>{error}</Errors></Response>",
        "s3": error,
    }
    if service not in XML:
        body, kind = json.dumps({"__type": code, "message": said}), "application/x-amz-json-1.1"
    else:
        body, kind = bodies.get(service, f"<ErrorResponse>{error}</ErrorResponse>"), "text/xml"
    respond(status, [("Content-Type", kind), ("x-amzn-ErrorType", code), ("Connection", "close")])
    return [body.encode()]
