"""Operations of EKS that moto lacks: who may enter a cluster, its add-ons, roles of its pods."""

from uuid import uuid4

from tools.rehearse.answers import Answer, Asked, Json, Shelves

ABSENT = "ResourceNotFoundException"
THEN = 1767225600
"""A moment, in seconds."""


def _arn(asked: Asked, kind: str, name: str) -> str:
    account, region = asked.place.split()
    return f"arn:aws:eks:{region}:{account}:{kind}/{asked.path[0]}/{name}"


def _made(asked: Asked) -> Json:
    return asked.body | {"clusterName": asked.path[0], "createdAt": THEN, "modifiedAt": THEN}


def _entry_put(shelves: Shelves, asked: Asked) -> Json:
    principal = asked.body["principalArn"]
    name = principal.rpartition("/")[2]
    entry = {"kubernetesGroups": [], "type": "STANDARD", "username": principal}
    entry |= _made(asked) | {"accessEntryArn": _arn(asked, "access-entry", f"role/{name}/{uuid4()}")}
    return {"accessEntry": shelves.put(f"entry {asked.path[0]}", asked.place, principal, entry)}


def _entry_get(shelves: Shelves, asked: Asked) -> Json:
    return {"accessEntry": shelves.get(f"entry {asked.path[0]}", asked.place, asked.path[1], ABSENT)}


def _entry_delete(shelves: Shelves, asked: Asked) -> Json:
    shelves.drop(f"entry {asked.path[0]}", asked.place, asked.path[1])
    return {}


def _policies(asked: Asked) -> str:
    return f"entry-policy {asked.path[0]} {asked.path[1]}"


def _policy_put(shelves: Shelves, asked: Asked) -> Json:
    made = asked.body | {"associatedAt": THEN, "modifiedAt": THEN}
    shelves.put(_policies(asked), asked.place, made["policyArn"], made)
    return {"clusterName": asked.path[0], "principalArn": asked.path[1], "associatedAccessPolicy": made}


def _policy_list(shelves: Shelves, asked: Asked) -> Json:
    found = shelves.all(_policies(asked), asked.place)
    return {"clusterName": asked.path[0], "principalArn": asked.path[1], "associatedAccessPolicies": found}


def _policy_delete(shelves: Shelves, asked: Asked) -> Json:
    shelves.drop(_policies(asked), asked.place, asked.path[2])
    return {}


def _addon_put(shelves: Shelves, asked: Asked) -> Json:
    name = asked.body["addonName"]
    made = _made(asked) | {"status": "ACTIVE", "addonArn": _arn(asked, "addon", f"{name}/{uuid4()}")}
    made.pop("podIdentityAssociations", None)
    return {"addon": shelves.put(f"addon {asked.path[0]}", asked.place, name, made)}


def _addon_get(shelves: Shelves, asked: Asked) -> Json:
    return {"addon": shelves.get(f"addon {asked.path[0]}", asked.place, asked.path[1], ABSENT)}


def _addon_delete(shelves: Shelves, asked: Asked) -> Json:
    return {"addon": shelves.drop(f"addon {asked.path[0]}", asked.place, asked.path[1])}


def _pod_put(shelves: Shelves, asked: Asked) -> Json:
    name = f"a-{uuid4().hex[:17]}"
    made = _made(asked) | {
        "associationId": name,
        "associationArn": _arn(asked, "podidentityassociation", name),
    }
    return {"association": shelves.put(f"pod {asked.path[0]}", asked.place, name, made)}


def _pod_get(shelves: Shelves, asked: Asked) -> Json:
    return {"association": shelves.get(f"pod {asked.path[0]}", asked.place, asked.path[1], ABSENT)}


def _pod_delete(shelves: Shelves, asked: Asked) -> Json:
    return {"association": shelves.drop(f"pod {asked.path[0]}", asked.place, asked.path[1])}


_ENTER = "who may enter a cluster is a list of entries"
_ADDONS = "a cluster without add-ons has no network"
_PODS = "pods act by roles of their own"
_E = "/clusters/([^/]+)/access-entries"
_A = "/clusters/([^/]+)/addons"
_P = "/clusters/([^/]+)/pod-identity-associations"

CLUSTERS: tuple[Answer, ...] = (
    Answer("eks", f"POST {_E}", _ENTER, _entry_put),
    Answer("eks", f"GET {_E}/([^/]+)", _ENTER, _entry_get),
    Answer("eks", f"DELETE {_E}/([^/]+)", _ENTER, _entry_delete),
    Answer("eks", f"POST {_E}/([^/]+)/access-policies", _ENTER, _policy_put),
    Answer("eks", f"GET {_E}/([^/]+)/access-policies", _ENTER, _policy_list),
    Answer("eks", f"DELETE {_E}/([^/]+)/access-policies/([^/]+)", _ENTER, _policy_delete),
    Answer("eks", f"POST {_A}", _ADDONS, _addon_put),
    Answer("eks", f"GET {_A}/([^/]+)", _ADDONS, _addon_get),
    Answer("eks", f"DELETE {_A}/([^/]+)", _ADDONS, _addon_delete),
    Answer("eks", f"POST {_P}", _PODS, _pod_put),
    Answer("eks", f"GET {_P}/([^/]+)", _PODS, _pod_get),
    Answer("eks", f"DELETE {_P}/([^/]+)", _PODS, _pod_delete),
)
"""Rows of `missing.py`."""
