"""From the synthesized stacks to Spacelift's side of every environment. CO-07, 6.4."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from modules.kit.stack import Edge
from modules.kit.write import Json
from modules.model.delivery import Workers
from modules.model.environment import Environment
from modules.model.images import cached
from modules.model.integrity import INTEGRITY_HOOKS
from modules.model.names import tags
from modules.model.places import Place, places
from modules.model.tables import S3
from modules.model.upstreams import Upstream
from modules.spacelift import Inputs, Need, Row, Run, bootstrap, factory, runbook, runners
from modules.spacelift.document import FILE
from modules.synth import Synthesis

SEED = "CO-07"
PUBLIC = "public.ecr.aws"
"""Where Spacelift publishes what its runs start from."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """`documents` by their paths below `spacelift/`, `pages` below `docs/generated/`."""

    documents: dict[Path, Json]
    pages: dict[Path, str]


def deliver(
    environments: Sequence[Environment],
    synthesis: Synthesis,
    policies: Mapping[str, str],
    sample: Callable[[str], str],
) -> Delivery:
    """`policies` are the texts of `spacelift/policies` by name; `sample` makes a value like an expression's."""
    documents: dict[Path, Json] = {}
    pages: dict[Path, str] = {}
    for environment in environments:
        stacks = {
            path.parent.name: document
            for path, document in synthesis.documents.items()
            if path.parts[0] == environment.name
        }
        inputs = inputs_of(environment, stacks, synthesis.edges[environment.name], policies, sample)
        made = {"bootstrap": bootstrap(inputs), "factory": factory(inputs)} | runners(inputs)
        documents |= {Path(environment.name, name, FILE): document for name, document in made.items()}
        pages[Path(f"first-deployment-{environment.name}.md")] = runbook(inputs)
    return Delivery(documents, pages)


def inputs_of(
    env: Environment,
    stacks: Mapping[str, Json],
    edges: Sequence[Edge],
    policies: Mapping[str, str],
    sample: Callable[[str], str],
) -> Inputs:
    """What the modules are told of one environment."""
    found = places(env)
    runs = tuple(_run(name, document, found, stacks, edges, sample) for name, document in stacks.items())
    table = env.spacelift
    return Inputs(
        environment=env.name,
        region=env.region,
        owner=env.owner,
        approvers=table.approvers,
        host=table.host,
        namespace=table.namespace,
        repository=table.repository,
        branch=table.branch,
        opentofu=table.opentofu,
        image=f"{PUBLIC}/{table.pool.image}",
        cached_image=cached(env.accounts.shared, env.region, Upstream.ECR_PUBLIC, table.pool.image),
        all_private=table.workers is Workers.ALL,
        timezone=table.timezone,
        channel=table.channel,
        rows=tuple(
            Row(group=row.group, space=_space(row.space, env, found), role=row.role.value)
            for row in table.access
        ),
        bucket=env.state.bucket if isinstance(env.state, S3) else None,
        places=found,
        runs=runs,
        hooks=INTEGRITY_HOOKS,
        policies=dict(policies),
        aws=runs[0].document["terraform"]["required_providers"]["aws"],
        tags={place.name: tags(env.name, env.owner, f"runners-{place.name}", SEED) for place in found},
    )


def _run(
    name: str,
    document: Json,
    found: tuple[Place, ...],
    stacks: Mapping[str, Json],
    edges: Sequence[Edge],
    sample: Callable[[str], str],
) -> Run:
    [own] = [block for block in document["provider"]["aws"] if "alias" not in block]
    [place] = [place for place in found if [place.account] == own["allowed_account_ids"]]
    needs = sorted(
        Need(producer=edge.producer, output=edge.output, variable=edge.variable)
        for edge in edges
        if edge.consumer == name
    )
    mocks = {
        need.variable: sample(stacks[need.producer]["output"][need.output]["value"])
        for need in needs
        if need.output
    }
    return Run(name=name, place=place, document=document, needs=tuple(needs), mocks=mocks)


def _space(name: str, env: Environment, found: tuple[Place, ...]) -> str:
    """Zones that share an account share the space of the first."""
    accounts = env.accounts.model_dump() | {f"apps-{key}": apps.account for key, apps in env.apps.items()}
    if name not in accounts:
        return name
    [place] = [place for place in found if place.account == accounts[name]]
    return place.name
