"""The factory: Spacelift has a stack for each written root, in order, guarded, with the outputs that it reads.

CO-07, 6.4. Roles, spaces and workers are those of `bootstrap`: what makes stacks gives nobody anything.
"""

from shlex import quote

from modules.kit.write import Json
from modules.model.names import chart_runner
from modules.spacelift.document import (
    environment_variable,
    literal,
    policy,
    root,
    source,
    space_variable,
    spacelift,
    variable,
)
from modules.spacelift.inputs import Inputs, Run
from modules.spacelift.reader import Reader

POLICIES = (
    ("approval", "APPROVAL"),
    ("guardrails", "PLAN"),
    ("integrity", "PLAN"),
    ("push", "GIT_PUSH"),
    ("review", "PLAN"),
)
"""Of every stack. Notifications are those of the space."""

ENTRANCES = "CO-02"
"""Inventory id of the load balancers that the internet sees; the guardrails let no other stack have one."""

STATEFUL = ("aws_rds_cluster", "aws_msk_cluster", "aws_eks_cluster", "aws_kms_key", "aws_s3_bucket")
IDENTITY = "/mnt/workspace/spacelift.oidc"
"""Where Spacelift mounts the token that says which run this is."""
POOL = "bootstrap_worker_pool_id"
ESTATE_SPACE = "bootstrap_space_id"

FIRST_HOUR, HOURS, MINUTES = 2, 4, 60
"""Drift is looked for at night, in these hours, at a minute of each stack's own."""


def factory(inputs: Inputs) -> Json:
    """The root `factory`."""
    attached = {run.name: run for run in inputs.runs}
    return root(
        spacelift(),
        {"spacelift": [{}]},
        variable=_variables(inputs),
        resource={
            "spacelift_context": {"estate": _context(inputs)},
            "spacelift_context_attachment": {
                name: {"context_id": "${spacelift_context.estate.id}", "stack_id": _id(name)}
                for name in attached
            },
            "spacelift_drift_detection": _drift(inputs),
            "spacelift_environment_variable": _environment(inputs),
            "spacelift_policy": _policies(inputs),
            "spacelift_policy_attachment": {
                f"{name}_{made}": {
                    "policy_id": f"${{spacelift_policy.{made}.id}}",
                    "stack_id": _id(name),
                }
                for name in attached
                for made, _ in POLICIES
            },
            "spacelift_stack": {run.name: _stack(inputs, run) for run in inputs.runs},
            "spacelift_stack_dependency": _dependencies(inputs),
            "spacelift_stack_dependency_reference": _references(inputs),
        },
    )


def _id(stack: str) -> str:
    return f"${{spacelift_stack.{stack}.id}}"


def _variables(inputs: Inputs) -> Json:
    used = {run.place.name for run in inputs.runs}
    found = {space_variable(place): variable(f"Space of {place}, from bootstrap") for place in used}
    found[ESTATE_SPACE] = variable("Space of the whole environment, from bootstrap")
    if any(inputs.private(run) for run in inputs.runs):
        found[POOL] = variable("Private workers, from bootstrap")
    return found


def _stack(inputs: Inputs, run: Run) -> Json:
    slug, folder = inputs.slug(run.name), inputs.folder(run.name)
    made: Json = source(inputs.namespace, inputs.repository, inputs.branch) | {
        "name": slug,
        "slug": slug,
        "description": f"Stack {run.name} of {inputs.environment}",
        "space_id": f"${{var.{space_variable(run.place.name)}}}",
        "project_root": folder,
        "git_sparse_checkout_paths": [folder],
        "opentofu": [
            {"version": inputs.opentofu, "external_state_access": False, "use_smart_sanitization": True}
        ],
        "runner_image": inputs.cached_image if inputs.private(run) else inputs.image,
        "manage_state": inputs.bucket is None,
        "autodeploy": False,
        "allow_run_promotion": False,
        "enable_local_preview": False,
        "enable_sensitive_outputs_upload": False,
        "enable_well_known_secret_masking": True,
        "protect_from_deletion": True,
        "labels": _labels(inputs, run),
    }
    if run.mocks:
        made["before_plan"] = [_mock(name, value) for name, value in sorted(run.mocks.items())]
    if inputs.private(run):
        made["worker_pool_id"] = f"${{var.{POOL}}}"
    return made


def _mock(name: str, value: str) -> str:
    """A sample for a proposed run in which the variable is empty; a tracked run never gets one.

    Hooks before a phase run in its own shell. Whether a run gets so far is Spacelift's to say: its documents
    let a run fail before any hook while a reference has no output, so this helps only where it does not.
    """
    given = f"TF_VAR_{name}"
    return literal(
        f'test "$TF_VAR_spacelift_run_type" != PROPOSED || test -n "${given}" || export {given}={quote(value)}'
    )


def _labels(inputs: Inputs, run: Run) -> list[str]:
    kinds = run.document.get("resource", {})
    [own] = [block for block in run.document["provider"]["aws"] if "alias" not in block]
    seeds = own["default_tags"][0]["tags"]["SeedId"].split()
    labels = [
        f"stack:{inputs.environment}/{run.name}",
        f"folder:{inputs.environment}/{run.place.name}",
        f"zone:{run.place.name}",
        f"owner:{inputs.owner}",
        "feature:ignore_runtime_config",
        *(f"approver:{team}" for team in inputs.approvers),
        *(f"seed:{seed}" for seed in seeds),
    ]
    labels += ["exposure:edge"] * (ENTRANCES in seeds)
    labels += ["reads:secrets"] * bool(Reader({each.name: each for each in inputs.runs}).secrets(run))
    labels += ["grade:production"] * run.place.production
    labels += ["stateful"] * any(kind in kinds for kind in STATEFUL)
    labels += ["state:spacelift"] * (inputs.bucket is None)
    labels += ["workers:private"] * inputs.private(run)
    labels += [f"channel:{inputs.channel}"] * (inputs.channel is not None)
    return sorted(labels)


def _dependencies(inputs: Inputs) -> Json:
    return {
        f"{run.name}_{producer}": {"stack_id": _id(run.name), "depends_on_stack_id": _id(producer)}
        for run in inputs.runs
        for producer in run.producers
    }


def _references(inputs: Inputs) -> Json:
    """A dependency without a reference starts the run behind it always; beside references that has to be said."""
    found: Json = {}
    for run in inputs.runs:
        ordered = {need.producer for need in run.needs if not need.output}
        for need in run.needs:
            if need.output:
                dependency = f"{run.name}_{need.producer}"
                found[f"{dependency}_{need.output}"] = {
                    "stack_dependency_id": f"${{spacelift_stack_dependency.{dependency}.id}}",
                    "output_name": need.output,
                    "input_name": f"TF_VAR_{need.variable}",
                    "trigger_always": need.producer in ordered,
                }
    return found


def _context(inputs: Inputs) -> Json:
    """What all runs of the environment share: what is measured before them, and where AWS is."""
    return {
        "name": inputs.environment,
        "space_id": f"${{var.{ESTATE_SPACE}}}",
        "description": f"Every stack of {inputs.environment}",
        "before_init": [literal(hook) for hook in inputs.hooks],
    }


def _environment(inputs: Inputs) -> Json:
    """Plans assume the role that reads, applies the one that writes: `ro_` and `wo_` name the phases."""
    shared = {
        "AWS_DEFAULT_REGION": inputs.region,
        "AWS_REGION": inputs.region,
        "AWS_STS_REGIONAL_ENDPOINTS": "regional",
        "AWS_WEB_IDENTITY_TOKEN_FILE": IDENTITY,
        "TF_IN_AUTOMATION": "1",
    }
    context = "${spacelift_context.estate.id}"
    found = {
        f"estate_{name}": environment_variable("context", context, name, value)
        for name, value in shared.items()
    }
    for run in inputs.runs:
        roles = [
            chart_runner(run.place.account, inputs.environment, run.name, phase)
            for phase in ("plan", "apply")
        ]
        own = {
            "ro_AWS_ROLE_ARN": roles[0],
            "wo_AWS_ROLE_ARN": roles[1],
            "AWS_ROLE_SESSION_NAME": inputs.slug(run.name),
        }
        found |= {
            f"{run.name}_{name}": environment_variable("stack", _id(run.name), name, value)
            for name, value in own.items()
        }
    return found


def _policies(inputs: Inputs) -> Json:
    kinds = (*POLICIES, ("notification", "NOTIFICATION"))
    space = f"${{var.{ESTATE_SPACE}}}"
    return {
        name: policy(inputs.environment, name, kind, literal(inputs.policies[name]), space)
        for name, kind in kinds
    }


def _drift(inputs: Inputs) -> Json:
    """Private workers alone can do it; nothing is put back without a decision."""
    private = [run for run in inputs.runs if inputs.private(run)]
    slots = FIRST_HOUR * MINUTES
    step = max(1, HOURS * MINUTES // max(1, len(private)))
    found = {}
    for index, run in enumerate(private):
        hour, minute = divmod(slots + index * step % (HOURS * MINUTES), MINUTES)
        found[run.name] = {
            "stack_id": _id(run.name),
            "schedule": [f"{minute} {hour} * * *"],
            "timezone": inputs.timezone,
            "reconcile": False,
            "ignore_state": False,
        }
    return found
