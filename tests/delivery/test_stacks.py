"""Each stack in Spacelift: where it works, with what, who guards it, and what nobody gets."""

import re

from tests.delivery.facts import Side, labels, leaves, stack, text
from tests.policy.facts import Json
from tests.spacelift.rego import POLICIES, TYPES
from tests.standin.schemas import Block, load

OF_EVERY_STACK = {"approval", "guardrails", "integrity", "push", "review"}
OF_THE_FACTORY = {"approval", "factory", "push"}

ACTIONS = {
    "deployer": {"RUN_CONFIRM", "RUN_DISCARD", "RUN_TRIGGER", "SPACE_READ"},
    "reviewer": {"RUN_REVIEW", "SPACE_READ"},
}
"""Of the roles that people get; Spacelift's own writer could give a run other variables, or a task."""

FIXED = {
    "allow_run_promotion": False,
    "autodeploy": False,
    "enable_local_preview": False,
    "enable_sensitive_outputs_upload": False,
    "enable_well_known_secret_masking": True,
    "protect_from_deletion": True,
}
"""P73: no run goes on by itself, nothing of a branch runs with a stack's rights, no stack goes by mistake."""


def everything(side: Side) -> dict[str, Json]:
    """Every stack of Spacelift by name, and the factory."""
    return side.of("spacelift_stack") | side.of("spacelift_stack", "bootstrap")


def test_a_stack_works_in_its_folder_and_under_its_name(side: Side) -> None:
    table, own = side.environment.spacelift, side.environment.name
    for name, made in everything(side).items():
        assert made["name"] == made["slug"] == f"{own}-{name}"
        assert made["project_root"] == f"spacelift/{own}/{name}"
        assert made["git_sparse_checkout_paths"] == [made["project_root"]]
        assert made["branch"] == table.branch
        assert made["repository"] == table.repository
        assert made["gitlab"] == [{"namespace": table.namespace}]
        assert f"stack:{own}/{name}" in labels(made), name


def test_no_stack_goes_on_by_itself_or_goes_away(side: Side) -> None:
    """P73."""
    for name, made in everything(side).items():
        assert {key: made.get(key) for key in FIXED} == FIXED, name
        assert "administrative" not in made, name
    for root in side.roots.values():
        kinds = root["resource"].keys()
        assert not kinds & {"spacelift_stack_destructor", "spacelift_run", "spacelift_stack_aws_role"}
    attachments = side.of("spacelift_role_attachment", "bootstrap")
    assert [made["stack_id"] for made in attachments.values()] == ["${spacelift_stack.factory.id}"]
    assert {made["space_id"] for made in attachments.values()} == {"${spacelift_space.estate.id}"}
    assert not side.of("spacelift_role_attachment")


def test_engine_and_state_are_those_of_the_environment(side: Side) -> None:
    """P74: Spacelift has no Terraform that is new enough; write-only arguments need OpenTofu 1.11."""
    for name, made in everything(side).items():
        [engine] = made["opentofu"]
        assert engine["version"] == side.environment.spacelift.opentofu, name
        assert tuple(map(int, engine["version"].split("."))) >= (1, 11, 0), name
        assert engine["use_smart_sanitization"] is True, name
        assert engine["external_state_access"] is False, name
        assert not made.keys() & {"terraform_version", "terraform_workflow_tool"}, name
        kept = side.environment.state.mode == "spacelift" or name == "factory"
        assert made["manage_state"] is kept, name
        assert ("state:spacelift" in labels(made)) is kept, name
        document = side.roots["factory"] if name == "factory" else side.stacks[name]
        assert not (kept and "backend" in document["terraform"]), name


def test_labels_say_who_owns_and_who_approves(side: Side) -> None:
    """P73: production needs the approval of a second team; the policies read it from labels."""
    environment = side.environment
    protected = {apps.account: apps.deletion_protection for apps in environment.apps.values()}
    for name, made in everything(side).items():
        assert labels(made, "owner:") == [environment.owner], name
        assert sorted(labels(made, "approver:")) == sorted(environment.spacelift.approvers), name
        assert environment.owner not in labels(made, "approver:"), name
        assert "feature:ignore_runtime_config" in labels(made), name
        assert not [label for label in labels(made) if label.startswith(("autoattach:", "allow-"))], name
        if name == "factory":
            assert "grade:production" in labels(made)
            continue
        [own] = [block for block in side.stacks[name]["provider"]["aws"] if "alias" not in block]
        wanted = protected.get(own["allowed_account_ids"][0], environment.deletion_protection)
        assert not wanted or "grade:production" in labels(made), name
        assert sorted(labels(made, "seed:")) == sorted(own["default_tags"][0]["tags"]["SeedId"].split()), name


def test_only_the_entrances_may_face_the_internet(side: Side) -> None:
    """The guardrails deny a load balancer that is not internal to every stack without the label."""
    marked = {name for name, made in side.of("spacelift_stack").items() if "exposure:edge" in labels(made)}
    facing = {
        name
        for name, document in side.stacks.items()
        for made in document.get("resource", {}).get("aws_lb", {}).values()
        if made["internal"] is not True
    }
    assert marked == facing == {"tm-edge"}


def test_stacks_that_read_secrets_say_so(side: Side) -> None:
    """The approval policy lets no branch plan them unseen."""
    reading = {
        name
        for name, document in side.stacks.items()
        for part in ("ephemeral", "resource")
        if document.get(part, {}).get("aws_secretsmanager_secret_version")
    }
    marked = {name for name, made in side.of("spacelift_stack").items() if "reads:secrets" in labels(made)}
    assert marked == reading
    assert "tm-aurora" in reading


def test_every_stack_has_every_guard(side: Side) -> None:
    """P73, P75."""
    guards = side.of("spacelift_policy_attachment")
    attached = {(stack(made["stack_id"]), made["policy_id"]) for made in guards.values()}
    assert attached == {
        (name, f"${{spacelift_policy.{policy}.id}}") for name in side.stacks for policy in OF_EVERY_STACK
    }
    own = side.of("spacelift_policy_attachment", "bootstrap")
    assert {made["policy_id"] for made in own.values()} == {
        f"${{spacelift_policy.factory-{name}.id}}" for name in OF_THE_FACTORY
    }
    assert {made["stack_id"] for made in own.values()} == {"${spacelift_stack.factory.id}"}


def test_policies_are_the_tested_texts(side: Side) -> None:
    """P75: the body is the file, and what follows it in the login policy is its table of access."""
    named = [*side.of("spacelift_policy"), *side.of("spacelift_policy", "bootstrap")]
    assert {name.removeprefix("factory-") for name in named} == TYPES.keys()
    for root in ("factory", "bootstrap"):
        for name, made in side.of("spacelift_policy", root).items():
            short = name.removeprefix("factory-")
            assert made["type"] == TYPES[short], name
            assert made["engine_type"] == "REGO_V1", name
            written = (POLICIES / f"{short}.rego").read_text(encoding="utf-8")
            head, _, table = made["body"].partition("\naccess := ")
            assert text(head) == written, name
            assert (short == "login") == bool(table), name
            assert "labels" not in made, name


def test_the_login_policy_gives_what_the_environment_says(side: Side) -> None:
    body = named(side.of("spacelift_policy", "bootstrap")["login"]["body"])
    spaces = {made["name"] for made in side.of("spacelift_space", "bootstrap").values()} | {"root"}
    rows = re.findall(r'"group": "(.*?)",\s+"space": "(.*?)",\s+"role": "(.*?)"', body)
    own = side.environment.name
    assert [(group, role) for group, _, role in rows] == [
        (row.group, row.role.value) for row in side.environment.spacelift.access
    ]
    for (_, space, _), row in zip(rows, side.environment.spacelift.access, strict=True):
        assert space in spaces, space
        merged = row.space not in {"root", "estate"} and f"{own}-{row.space}" not in spaces
        assert merged or space in {row.space, own, f"{own}-{row.space}"}, space
        assert row.space != "estate" or space == own


def named(body: str) -> str:
    """A body with the names of our own roles, whose slugs Spacelift makes."""
    return text(re.sub(r"\$\{spacelift_role\.(\w+)\.slug\}", r"\1", body))


def test_nobody_but_administrators_changes_what_a_run_sees(side: Side) -> None:
    """Our roles start, stop and judge runs; who judges starts none. Of Spacelift's own, nobody writes."""
    roles = side.of("spacelift_role", "bootstrap")
    assert {name: set(made["actions"]) for name, made in roles.items()} == ACTIONS
    assert len({made["name"] for made in roles.values()}) == len(roles)
    body = side.of("spacelift_policy", "bootstrap")["login"]["body"]
    given = set(re.findall(r'"role": "(.*?)"', body))
    own = {f"${{spacelift_role.{name}.slug}}" for name in roles}
    assert own <= given <= own | {"space-admin", "space-reader"}
    rows = re.findall(r'"group": "(.*?)",\s+"space": ".*?",\s+"role": "(.*?)"', named(body))
    for approver in side.environment.spacelift.approvers:
        assert {role for group, role in rows if group == approver} == {"reviewer"}, approver


def test_runs_start_from_one_build(side: Side) -> None:
    """A tag that moves would change what has the rights of a run; private workers take it from our registry."""
    environment = side.environment
    image = environment.spacelift.pool.image
    registry = f"{environment.accounts.shared}.dkr.ecr.{environment.region}.amazonaws.com"
    assert re.search(r"@sha256:[0-9a-f]{64}$|:[\w.-]*\d[\w.-]*$", image)
    for name, made in everything(side).items():
        private = "workers:private" in labels(made)
        wanted = f"{registry}/ecr-public/{image}" if private else f"public.ecr.aws/{image}"
        assert made["runner_image"] == wanted, name


def test_runs_that_need_a_cluster_are_on_private_workers(side: Side) -> None:
    everywhere = side.environment.spacelift.workers == "all"
    drift = side.of("spacelift_drift_detection")
    for name, made in side.of("spacelift_stack").items():
        private = everywhere or "helm" in side.stacks[name]["provider"]
        assert made.get("worker_pool_id") == ("${var.bootstrap_worker_pool_id}" if private else None), name
        assert ("workers:private" in labels(made)) is private, name
        assert (name in drift) is private, name
    for name, made in drift.items():
        assert made["reconcile"] is False, name
        assert re.fullmatch(r"\d{1,2} [2-5] \* \* \*", made["schedule"][0]), name
        assert made["stack_id"] == f"${{spacelift_stack.{name}.id}}"
    starts = [made["schedule"][0] for made in drift.values()]
    assert len(starts) == len(set(starts))
    pool = side.of("spacelift_worker_pool", "bootstrap")["private"]
    assert pool["csr"] == "${var.worker_pool_csr}", "without a request their key would be in the state"


def test_nothing_is_secret_and_nothing_is_an_unknown_expression(side: Side) -> None:
    """Hooks and texts hold no template; ids are references to what is there."""
    for name in ("factory", "bootstrap"):
        root = side.roots[name]
        for path, value in leaves(root["resource"]):
            found = re.fullmatch(r"\$\{(var|data\.spacelift_role|spacelift_\w+)\.([\w-]+)(\.id)?\}", value)
            if not found:
                text(named(value))
            elif found[1] == "var":
                assert found[2] in root["variable"], f"{name}: {path}"
            elif found[1].startswith("spacelift_"):
                assert found[2] in root["resource"][found[1]], f"{name}: {path}"
        for made in side.of("spacelift_environment_variable", name).values():
            assert made["write_only"] is False, made["name"]


def test_the_provider_knows_every_attribute(side: Side) -> None:
    schema = load("spacelift")
    for name in ("factory", "bootstrap"):
        root = side.roots[name]
        source = root["terraform"]["required_providers"]["spacelift"]
        assert source == {"source": "spacelift-io/spacelift", "version": "1.53.5"}
        for part, known in (("resource", schema.resources), ("data", schema.data)):
            for kind, elements in root.get(part, {}).items():
                assert kind in known, f"{name}: {kind}"
                for key, made in elements.items():
                    fits(made, known[kind], f"{name}: {kind}.{key}")
        for block in root["provider"]["spacelift"]:
            fits(block, schema.configuration, f"{name}: provider")


def test_the_facts_are_about_what_is_written(side: Side) -> None:
    """An attribute that nothing uses would be a fact that nobody looks at."""
    schema = load("spacelift")
    for kind, block in schema.resources.items():
        used = [made for name in ("factory", "bootstrap") for made in side.of(kind, name).values()]
        keys = {key for made in used for key in made}
        settable = {key for key, each in block.attributes.items() if each.required or each.optional}
        assert settable | block.blocks.keys() == keys | ({"worker_pool_id"} & settable), kind


def fits(made: Json, block: Block, where: str) -> None:
    known = block.attributes.keys() | block.blocks.keys()
    assert made.keys() <= known, f"{where}: {sorted(made.keys() - known)}"
    for name, attribute in block.attributes.items():
        assert not attribute.required or name in made, f"{where}: lacks {name}"
        assert attribute.required or attribute.optional or name not in made, f"{where}: {name} is a result"
        kinds = {"string": str, "bool": bool, "number": int}
        wanted = kinds[attribute.type] if isinstance(attribute.type, str) else list
        assert name not in made or isinstance(made[name], wanted), f"{where}: {name}"
    for name, inner in block.blocks.items():
        for each in made.get(name, ()):
            fits(each, inner, f"{where} {name}")
