"""The bootstrap: what a person makes once, and what nothing in Spacelift may change by itself.

A space for each account, the private workers, the factory's own stack with its one role, and who gets in.
CO-07, ZN-2, CX-18. Applied by two people of the account with a key of their own; its state is theirs.
"""

import json
from types import MappingProxyType

from modules.kit.write import MARK, Json
from modules.model.delivery import ESTATE
from modules.spacelift.document import (
    by_hand,
    environment_variable,
    literal,
    policy,
    root,
    source,
    space_output,
    space_variable,
    spacelift,
    variable,
)
from modules.spacelift.inputs import Inputs, Run

NAME, FACTORY = "bootstrap", "factory"

GUARDS = (("approval", "APPROVAL"), ("factory", "PLAN"), ("push", "GIT_PUSH"))
"""Policies of the factory's own stack: it cannot take them away, because they are not its own."""

ROLES = MappingProxyType(
    {
        "deployer": ("RUN_CONFIRM", "RUN_DISCARD", "RUN_TRIGGER", "SPACE_READ"),
        "reviewer": ("RUN_REVIEW", "SPACE_READ"),
    }
)
"""Roles of ours, and Spacelift's names of what they may do: no variable, no task, no state, no setting."""

DRIFT_RUNS = 2
"""Runs that look for drift at the same time; people's runs need workers too."""


def bootstrap(inputs: Inputs) -> Json:
    """The root `bootstrap`."""
    estate = "${spacelift_space.estate.id}"
    names = [place.name for place in inputs.places]
    resource: Json = {
        "spacelift_policy": {
            f"factory-{name}": policy(
                inputs.environment, f"factory {name}", kind, literal(inputs.policies[name]), estate
            )
            for name, kind in GUARDS
        },
        "spacelift_policy_attachment": {
            name: {
                "policy_id": f"${{spacelift_policy.factory-{name}.id}}",
                "stack_id": "${spacelift_stack.factory.id}",
            }
            for name, _ in GUARDS
        },
        "spacelift_role_attachment": {
            FACTORY: {
                "role_id": "${data.spacelift_role.space-admin.id}",
                "space_id": estate,
                "stack_id": "${spacelift_stack.factory.id}",
            }
        },
        "spacelift_space": _spaces(inputs),
        "spacelift_stack": {FACTORY: _factory(inputs)},
        "spacelift_worker_pool": {"private": _workers(inputs)},
        "spacelift_environment_variable": _handed(names),
    }
    if inputs.rows:
        resource["spacelift_policy"]["login"] = _login(inputs)
        resource["spacelift_role"] = _roles(inputs)
    return root(
        spacelift(),
        {"spacelift": [{}]},
        by_hand(inputs.environment, NAME, inputs.region),
        data={"spacelift_role": {"space-admin": {"slug": "space-admin"}}},
        output={space_output(name): {"value": f"${{spacelift_space.{name}.id}}"} for name in names},
        resource=resource,
        variable={
            "worker_pool_csr": variable(
                "Certificate request of the private workers, in base64; their key stays with them"
            )
        },
    )


def _spaces(inputs: Inputs) -> Json:
    """Below the estate, so that its policies, context and workers hold everywhere."""
    found: Json = {
        ESTATE: {
            "name": inputs.environment,
            "parent_space_id": "root",
            "inherit_entities": False,
            "description": f"Everything of {inputs.environment}",
        }
    }
    for place in inputs.places:
        found[place.name] = {
            "name": inputs.slug(place.name),
            "parent_space_id": f"${{spacelift_space.{ESTATE}.id}}",
            "inherit_entities": True,
            "description": f"Account of {place.name}",
        }
    return found


def _factory(inputs: Inputs) -> Json:
    folder, slug = inputs.folder(FACTORY), inputs.slug(FACTORY)
    return source(inputs.namespace, inputs.repository, inputs.branch) | {
        "name": slug,
        "slug": slug,
        "description": f"Makes the stacks of {inputs.environment}",
        "space_id": f"${{spacelift_space.{ESTATE}.id}}",
        "project_root": folder,
        "git_sparse_checkout_paths": [folder],
        "opentofu": [
            {"version": inputs.opentofu, "external_state_access": False, "use_smart_sanitization": True}
        ],
        "runner_image": inputs.image,
        "manage_state": True,
        "autodeploy": False,
        "allow_run_promotion": False,
        "enable_local_preview": False,
        "enable_sensitive_outputs_upload": False,
        "enable_well_known_secret_masking": True,
        "protect_from_deletion": True,
        "labels": sorted(
            [
                f"stack:{inputs.environment}/{FACTORY}",
                f"folder:{inputs.environment}",
                f"owner:{inputs.owner}",
                "feature:ignore_runtime_config",
                "grade:production",
                "state:spacelift",
                *(f"approver:{team}" for team in inputs.approvers),
                *([f"channel:{inputs.channel}"] if inputs.channel else []),
            ]
        ),
    }


def _workers(inputs: Inputs) -> Json:
    """In Shared Services, from where they reach the clusters; a certificate request keeps their key out of the state."""
    return {
        "name": inputs.slug("private"),
        "space_id": f"${{spacelift_space.{ESTATE}.id}}",
        "csr": "${var.worker_pool_csr}",
        "drift_detection_run_limit": DRIFT_RUNS,
        "description": f"Workers that reach the clusters of {inputs.environment}",
    }


def _handed(names: list[str]) -> Json:
    """The factory reads ids, and looks nothing up."""
    values = {space_variable(name): f"${{spacelift_space.{name}.id}}" for name in names}
    values["bootstrap_space_id"] = f"${{spacelift_space.{ESTATE}.id}}"
    values["bootstrap_worker_pool_id"] = "${spacelift_worker_pool.private.id}"
    stack = "${spacelift_stack.factory.id}"
    return {
        name: environment_variable("stack", stack, f"TF_VAR_{name}", value) for name, value in values.items()
    }


def _login(inputs: Inputs) -> Json:
    """There is one in an account, in its root: rows of all its environments stand in one environment file."""
    rows = [
        {"group": row.group, "space": _named(inputs, row.space), "role": _slug(row.role)}
        for row in inputs.rows
    ]
    body = f"{literal(inputs.policies['login'])}\naccess := {json.dumps(rows, indent=2)}\n"
    return policy(inputs.environment, "login", "LOGIN", body, "root")


def _roles(inputs: Inputs) -> Json:
    """Of the whole account, like the policy that names them."""
    return {
        role: {"name": inputs.slug(role), "description": MARK, "actions": list(actions)}
        for role, actions in ROLES.items()
        if any(row.role == role for row in inputs.rows)
    }


def _slug(role: str) -> str:
    """Spacelift makes the slug of a role; that of its own is known."""
    return f"${{spacelift_role.{role}.slug}}" if role in ROLES else role


def _named(inputs: Inputs, space: str) -> str:
    if space == "root":
        return space
    return inputs.environment if space == ESTATE else inputs.slug(space)


def trusted(inputs: Inputs, run: Run, kind: str, scope: str) -> str:
    """Subject of the tokens of one stack's runs, exact: the space's id comes in by a variable."""
    space = f"${{var.{space_variable(run.place.name)}}}"
    return f"space:{space}:stack:{inputs.slug(run.name)}:run_type:{kind}:scope:{scope}"
