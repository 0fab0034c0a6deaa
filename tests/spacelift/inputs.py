"""Inputs of policies, of the shape that Spacelift documents."""

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]

COMMIT = {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}


def change(
    address: str, actions: Sequence[str], after: Json | None = None, before: Json | None = None
) -> Json:
    """One entry of `terraform.resource_changes`."""
    kind, _, name = address.partition(".")
    return {
        "address": address,
        "type": kind,
        "name": name,
        "provider_name": "registry.opentofu.org/hashicorp/aws",
        "change": {"actions": list(actions), "before": before, "after": after},
    }


def run(**given: Any) -> Json:
    return {
        "id": "01RUN",
        "type": "TRACKED",
        "state": "PLANNING",
        "branch": "main",
        "commit": COMMIT,
        "drift_detection": False,
        "flags": [],
        "triggered_by": None,
        "based_on_local_workspace": False,
        "changes": [],
        "runtime_config": {
            "before_init": [],
            "project_root": "",
            "runner_image": "",
            "terraform_version": "",
        },
        "user_provided_metadata": [],
        "created_at": 1,
        "updated_at": 1,
    } | given


def stack(labels: Sequence[str] = (), **given: Any) -> Json:
    return {
        "administrative": False,
        "roles": [],
        "autodeploy": False,
        "branch": "main",
        "labels": list(labels),
        "name": "sandbox-tm-keys",
        "repository": "platform",
        "state": "NONE",
        "terraform_version": None,
        "tracked_commit": None,
        "worker_pool": {"public": False, "id": "01POOL", "name": "private", "labels": []},
    } | given


def plan(
    changes: Sequence[Json], labels: Sequence[str] = (), custom: Json | None = None, **of_run: Any
) -> Json:
    """The input of PLAN policies."""
    return {
        "spacelift": {
            "commit": COMMIT,
            "request": {"timestamp_ns": 1},
            "previous_run": None,
            "run": run(**of_run),
            "stack": stack(labels),
        },
        "terraform": {"resource_changes": list(changes), "terraform_version": "1.11.4"},
        "third_party_metadata": {"custom": custom or {}},
    }


def push(files: Sequence[str] = (), **given: Any) -> Json:
    """The input of GIT_PUSH policies; `of_stack` and `of_push` change those parts."""
    of_push = {
        "affected_files": list(files),
        "author": "dev",
        "branch": "main",
        "created_at": 1,
        "message": "",
    }
    of_stack = {
        "id": "sandbox-tm-eks",
        "project_root": "spacelift/sandbox/tm-eks",
        "additional_project_globs": [],
    }
    return {
        "push": of_push | {"hash": "4f1c", "tag": ""} | given.get("of_push", {}),
        "pull_request": given.get("request"),
        "in_progress": given.get("in_progress", []),
        "stack": stack(given.get("labels", ())) | of_stack | given.get("of_stack", {}),
        "vcs_integration": None,
    }


def request(diff: Sequence[str], **given: Any) -> Json:
    """A merge request of a branch into main."""
    return {
        "id": 7,
        "action": "synchronize",
        "diff": list(diff),
        "draft": False,
        "closed": False,
        "labels": [],
        "approved": False,
        "mergeable": True,
        "undiverged": True,
        "head": {"branch": "topic"},
        "base": {"branch": "main"},
        "head_owner": "bank",
        "author": "dev",
        "title": "a change",
    } | given


def review(author: str, *teams: str) -> Json:
    return {
        "author": author,
        "author_roles": [],
        "session": {"login": author, "name": author, "teams": list(teams)},
        "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1},
        "state": "UNCONFIRMED",
    }


def approval(
    labels: Sequence[str] = (), approvals: Sequence[Json] = (), rejections: Sequence[Json] = (), **given: Any
) -> Json:
    """The input of APPROVAL policies; `of_stack` changes that part, all else the run."""
    of_stack = given.pop("of_stack", {})
    of_run = {"state": "UNCONFIRMED", "command": None, "creator_session": None}
    return {
        "run": run(**of_run) | given,
        "stack": stack(labels, locked_by=None, project_root="spacelift/sandbox/tm-keys") | of_stack,
        "reviews": {"current": {"approvals": list(approvals), "rejections": list(rejections)}, "older": []},
    }


def notification(labels: Sequence[str] = (), endpoints: Sequence[Json] = (), **of_run: Any) -> Json:
    """The input of NOTIFICATION policies when a run has a new state."""
    made = run(**of_run)
    space = {"id": "sandbox-01", "labels": [], "name": "sandbox"}
    return {
        "account": {"name": "bank"},
        "run_updated": {
            "state": made["state"],
            "run": made,
            "stack": stack(labels, id="sandbox-tm-keys", space=space),
            "timing": [],
            "urls": {"run": "https://bank.example/run"},
        },
        "webhook_endpoints": list(endpoints),
    }


def login(*teams: str, **of_session: Any) -> Json:
    """The input of LOGIN policies."""
    return {
        "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1},
        "session": {
            "creator_ip": "203.0.113.10",
            "login": "somebody",
            "member": True,
            "name": "",
            "teams": list(teams),
        }
        | of_session,
        "spaces": [
            {"id": "root", "name": "root", "labels": []},
            {"id": "sandbox-01HND", "name": "sandbox", "labels": []},
            {"id": "audit-01HNE", "name": "audit", "labels": []},
        ],
        "roles": [],
    }
