"""Parts that every root of Spacelift's side has. Strings of Terraform JSON are templates."""

from modules.kit.stack import REQUIRED_VERSION
from modules.kit.write import MARK, Json

FILE = "main.tf.json"
VERSION = "1.53.5"
"""Of the provider; the first with the block `opentofu`."""


def spacelift() -> Json:
    """The one provider of a root without AWS."""
    return {"spacelift": {"source": "spacelift-io/spacelift", "version": VERSION}}


def literal(text: str) -> str:
    """Text that Terraform takes as it is."""
    return text.replace("${", "$${").replace("%{", "%%{")


def space_variable(place: str) -> str:
    """The variable with the id of a place's space; an output of `bootstrap`, as between stacks."""
    return f"bootstrap_{space_output(place)}"


def space_output(place: str) -> str:
    """The output of `bootstrap` with the id of a place's space."""
    return f"space_ids_{place}".replace("-", "_")


def variable(description: str) -> Json:
    """An input without a default."""
    return {"type": "string", "nullable": False, "description": description}


def source(namespace: str, repository: str, branch: str) -> Json:
    """The company's own GitLab, by Spacelift's integration with it."""
    return {"gitlab": [{"namespace": namespace}], "repository": repository, "branch": branch}


def environment_variable(target: str, reference: str, name: str, value: str) -> Json:
    """A variable that people may read; `target` is context or stack."""
    return {f"{target}_id": reference, "name": name, "value": value, "write_only": False}


def policy(environment: str, name: str, kind: str, body: str, space: str) -> Json:
    """A policy; `body` is a template, so plain text goes through `literal` first."""
    return {
        "name": f"{environment} {name}",
        "type": kind,
        "engine_type": "REGO_V1",
        "body": body,
        "space_id": space,
        "description": MARK,
    }


def by_hand(environment: str, name: str, region: str) -> Json:
    """State of a root that people apply; the bucket, which is the landing zone's, is named at `init`."""
    key = f"{environment}/{name}/terraform.tfstate"
    return {"s3": {"encrypt": True, "key": key, "region": region, "use_lockfile": True}}


def root(providers: Json, configuration: Json, backend: Json | None = None, **parts: Json) -> Json:
    """A document in the canonical order, without empty parts."""
    terraform: Json = {"required_providers": providers, "required_version": REQUIRED_VERSION}
    made = {
        "provider": configuration,
        "terraform": terraform | ({"backend": backend} if backend else {}),
    } | {name: part for name, part in parts.items() if part}
    if "resource" in made:
        made["resource"] = {kind: elements for kind, elements in made["resource"].items() if elements}
    return {"//": MARK} | {key: _sorted(made[key]) for key in sorted(made)}


def _sorted(value: Json) -> Json:
    return {key: _sorted(inner) if isinstance(inner, dict) else inner for key, inner in sorted(value.items())}
