"""Readers of the mesh: what its charts are told, and the objects beside them."""

from tests.policy.charts import is_local, objects_of, values_of
from tests.policy.facts import Estate, Json, only

STACK, ROOT, INGRESS, PORT = "tm-mesh", "istio-system", "tm-ingress", 8443

VENDOR, POOL = "tm-system", "tm-data"
"""The namespaces whose pods have proxies, written down a second time."""


def release(estate: Estate, name: str) -> Json:
    """A release of the stack, by the name that Helm knows it under."""
    held = estate.resources(STACK, "helm_release").values()
    return only((each for each in held if each["name"] == name), name)


def values(estate: Estate, name: str) -> Json:
    """What a release's chart is told."""
    return values_of(release(estate, name))


def config(estate: Estate) -> Json:
    """Settings of the whole mesh."""
    found: Json = values(estate, "istiod")["meshConfig"]
    return found


def found(estate: Estate, kind: str) -> list[Json]:
    """Objects of one kind, of every local chart of the estate."""
    return [
        each
        for _, _, made in estate.everywhere("helm_release")
        if is_local(made)
        for each in objects_of(made)
        if each["kind"] == kind
    ]


def place(made: Json) -> tuple[str, str]:
    """Namespace and name of an object."""
    return made["metadata"].get("namespace", ""), made["metadata"]["name"]


def core_hosts(estate: Estate) -> list[str]:
    """Public names that the Core load balancer's listener rules let in, as the JSON has them."""
    return sorted(
        host
        for name, made in estate.resources("tm-edge", "aws_lb_listener_rule").items()
        if name.startswith("core_")
        for condition in made["condition"]
        for host in condition.get("host_header", {}).get("values", [])
    )


def told_proxy(estate: Estate) -> Json:
    """What istiod puts into every pod of the mesh."""
    proxy: Json = values(estate, "istiod")["global"]["proxy"]
    return proxy
