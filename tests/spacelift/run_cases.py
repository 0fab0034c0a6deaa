"""Cases of the policies about runs and people: push, approval, notification, login."""

from collections.abc import Sequence
from typing import Any

from tests.spacelift.inputs import Json, approval, login, notification, push, request, review
from tests.spacelift.rego import Case

FILE = "spacelift/sandbox/tm-eks/cdk.tf.json"
TWIN = "spacelift/sandbox/tm-eks-x/cdk.tf.json"
IGNORED = {"ignore": True}
TRACKED = {"track": True}
PROPOSED = {"propose": True}


def asked(name: str, expected: Json, diff: Sequence[str] = (FILE,), **given: Any) -> Case:
    """A merge request; its event lists no files of a push."""
    in_progress: list[Json] = given.pop("in_progress", [])
    made = push(request=request(diff, **given), of_push={"branch": "topic"}, in_progress=in_progress)
    return Case("push", name, made, expected)


def waiting(run: str, **given: Any) -> Json:
    return {"id": run, "type": "PROPOSED", "state": "QUEUED", "branch": "topic"} | given


WAITING = [
    waiting("01A"),
    waiting("01B", type="TRACKED"),
    waiting("01C", state="UNCONFIRMED"),
    waiting("01D", branch="other"),
]

PUSH = [
    Case("push", "own file", push([FILE]), TRACKED),
    Case("push", "own file among others", push(["README.md", FILE]), TRACKED),
    Case(
        "push",
        "slashes",
        push(["/" + FILE], of_stack={"project_root": "/spacelift/sandbox/tm-eks/"}),
        TRACKED,
    ),
    Case("push", "the twin", push([TWIN]), IGNORED),
    Case("push", "no file", push(), IGNORED),
    Case("push", "a stack of the whole repository", push([FILE], of_stack={"project_root": ""}), IGNORED),
    Case("push", "a topic branch", push([FILE], of_push={"branch": "topic"}), IGNORED),
    Case("push", "a tag", push([FILE], of_push={"tag": "v1"}), IGNORED),
    Case(
        "push",
        "a glob",
        push(["modules/eks/values/a.yaml"], of_stack={"additional_project_globs": ["/modules/eks/**"]}),
        TRACKED,
    ),
    Case(
        "push",
        "a glob beside",
        push(["modules/eks-x/a.yaml"], of_stack={"additional_project_globs": ["modules/eks/**"]}),
        IGNORED,
    ),
    Case(
        "push", "production first", push([FILE], labels=["grade:production"]), TRACKED | {"prioritize": True}
    ),
    asked("a request", PROPOSED),
    asked("a labelled request", PROPOSED, action="labeled"),
    asked("a request for another branch", IGNORED, base={"branch": "release"}),
    asked("a request about the twin", IGNORED, [TWIN]),
    asked("a draft", IGNORED, draft=True),
    asked("a closed request", IGNORED, closed=True),
    asked("a merged request", IGNORED, action="merged"),
    asked("a newer commit", PROPOSED | {"cancel": ["01A"]}, in_progress=WAITING),
    asked("a newer draft", IGNORED, draft=True, in_progress=WAITING),
    Case(
        "push",
        "a request from the tracked branch",
        push([FILE], request=request([FILE], base={"branch": "release"})),
        IGNORED,
    ),
]

LABELS = ("grade:production", "owner:platform", "approver:security", "approver:sre")
READING = (*LABELS[1:], "reads:secrets")
SECOND = review("ops", "security")
APPROVED = {"approve": True}
WAITS: Json = {}


def needed(name: str, expected: Json, *approvals: Json, labels: Sequence[str] = LABELS, **given: Any) -> Case:
    return Case("approval", name, approval(labels, approvals, **given), expected)


APPROVAL = [
    needed("nobody has looked", WAITS),
    needed("a second team", APPROVED, SECOND),
    needed("another second team", APPROVED, review("ops", "sre")),
    needed("no second team", WAITS, review("ops", "design")),
    needed("of both teams", WAITS, review("ops", "security", "platform")),
    needed("the author of the commit", WAITS, review("dev", "security")),
    needed("who started the run", WAITS, SECOND, creator_session={"login": "ops", "teams": ["security"]}),
    needed("who triggered the run", WAITS, SECOND, triggered_by="ops"),
    needed("the author, and somebody else", APPROVED, review("dev", "security"), SECOND),
    needed("no approving team", WAITS, SECOND, labels=["grade:production", "owner:platform"]),
    needed("queued", APPROVED, state="QUEUED"),
    needed("queued and flagged", APPROVED, state="QUEUED", flags=["review:security"]),
    needed("proposed", WAITS, state="PENDING_REVIEW"),
    needed("no production", APPROVED, labels=LABELS[1:]),
    needed("no production, but flagged", WAITS, labels=LABELS[1:], flags=["review:security"]),
    needed("flagged and approved", APPROVED, SECOND, labels=LABELS[1:], flags=["review:security"]),
    needed("a task", WAITS, labels=LABELS[1:], type="TASK", state="QUEUED", command="tofu destroy"),
    *(
        needed(f"task {command}", APPROVED, labels=LABELS[1:], type="TASK", state="QUEUED", command=command)
        for command in ("tofu output", "tofu state list")
    ),
    needed("a task that runs code of the stack", WAITS, labels=LABELS[1:], type="TASK", command="tofu plan"),
    needed("a destroying run", WAITS, labels=LABELS[1:], type="DESTROY", state="QUEUED"),
    needed("a destroying run, approved", APPROVED, SECOND, labels=LABELS[1:], type="DESTROY"),
    needed("a branch reads secrets", WAITS, labels=READING, type="PROPOSED", state="QUEUED"),
    needed("a branch reads secrets, approved", APPROVED, SECOND, labels=READING, type="PROPOSED"),
    needed("a branch reads none", APPROVED, labels=LABELS[1:], type="PROPOSED", state="QUEUED"),
    needed("main reads secrets", APPROVED, labels=READING, state="QUEUED"),
    needed("drift reads secrets", APPROVED, labels=READING, type="PROPOSED", drift_detection=True),
    Case("approval", "rejected by the own team", approval(LABELS, [SECOND], [review("ada", "platform")])),
    Case("approval", "rejected", approval(LABELS, [SECOND], [review("sec", "sre")]), {"reject": True}),
    Case("approval", "rejected unasked", approval(LABELS[1:], [], [review("ada", "platform")])),
    needed(
        "public workers",
        APPROVED | {"reject_with_note": ["this stack runs on its private workers only"]},
        labels=["workers:private"],
        of_stack={"worker_pool": {"public": True}},
    ),
    needed("private workers", APPROVED, labels=["workers:private"]),
    needed("public workers where they may", APPROVED, labels=[], of_stack={"worker_pool": {"public": True}}),
]

TEAM = ("owner:platform", "channel:C0PLATFORM", "grade:sandbox")
HOOKS = [
    {"id": "platform", "labels": ["owner:platform"]},
    {"id": "other", "labels": ["owner:other"]},
    {"id": "grade", "labels": ["grade:sandbox", "grade:production"]},
]
NEWS = {
    "FAILED": "failed",
    "PENDING_REVIEW": "waits for an approval",
    "UNCONFIRMED": "waits for a confirmation",
}


def told(state: str) -> Json:
    message = f"sandbox-tm-keys {NEWS[state]} https://bank.example/run"
    return {
        "slack": [{"channel_id": "C0PLATFORM", "message": message}],
        "webhook": [{"endpoint_id": "platform"}],
    }


DRIFT = {"title": "Drift", "body": "sandbox-tm-keys https://bank.example/run", "severity": "WARNING"}
FAILURE = {
    "title": "Production failed",
    "body": "sandbox-tm-keys failed https://bank.example/run",
    "severity": "ERROR",
}
DRIFTED: Json = {
    "drift_detection": True,
    "type": "PROPOSED",
    "changes": [{"action": "changed", "phase": "plan"}],
}

NOTIFICATION = [
    *(Case("notification", state, notification(TEAM, HOOKS, state=state), told(state)) for state in NEWS),
    Case("notification", "quiet", notification(TEAM, HOOKS, state="FINISHED")),
    Case("notification", "no team", notification([], HOOKS, state="FAILED")),
    Case(
        "notification",
        "production",
        notification([*TEAM, "grade:production"], HOOKS, state="FAILED"),
        told("FAILED") | {"inbox": [FAILURE]},
    ),
    Case(
        "notification",
        "production waits",
        notification([*TEAM, "grade:production"], HOOKS, state="UNCONFIRMED"),
        told("UNCONFIRMED"),
    ),
    Case("notification", "drift", notification(TEAM, HOOKS, state="FINISHED", **DRIFTED), {"inbox": [DRIFT]}),
    Case(
        "notification",
        "drift that a warning holds up",
        notification(TEAM, HOOKS, state="PENDING_REVIEW", **DRIFTED),
        told("PENDING_REVIEW") | {"inbox": [DRIFT]},
    ),
    Case("notification", "no drift", notification(TEAM, state="FINISHED", **DRIFTED | {"changes": []})),
    Case("notification", "drift still running", notification(TEAM, state="PLANNING", **DRIFTED)),
    Case(
        "notification", "a plan", notification(TEAM, state="FINISHED", **DRIFTED | {"drift_detection": False})
    ),
]

ACCESS = [
    {"group": "platform-admins", "space": "root", "role": "space-admin"},
    {"group": "sre", "space": "sandbox", "role": "space-writer"},
    {"group": "sre", "space": "audit", "role": "space-reader"},
    {"group": "auditors", "space": "root", "role": "space-reader"},
    {"group": "audit-admins", "space": "audit", "role": "space-admin"},
    {"group": "lost", "space": "no-such-space", "role": "space-writer"},
]


def entered(name: str, given: Json, **expected: Any) -> Case:
    return Case("login", name, given, expected, ACCESS)


LOGIN = [
    entered("nobody's group", login("design"), deny=True),
    entered("no group", login(), deny=True),
    entered("no member", login("sre", member=False), deny=True),
    entered(
        "administrators", login("platform-admins"), allow=True, admin=True, roles={"root": ["space-admin"]}
    ),
    entered(
        "a team",
        login("design", "sre"),
        allow=True,
        roles={"sandbox-01HND": ["space-writer"], "audit-01HNE": ["space-reader"]},
    ),
    entered("readers of everything", login("auditors"), allow=True, roles={"root": ["space-reader"]}),
    entered(
        "administrators of a space", login("audit-admins"), allow=True, roles={"audit-01HNE": ["space-admin"]}
    ),
    entered("a space that is not there", login("lost"), allow=True),
    Case("login", "no data", login("platform-admins"), {"deny": True}),
]

CASES = [*PUSH, *APPROVAL, *NOTIFICATION, *LOGIN]
