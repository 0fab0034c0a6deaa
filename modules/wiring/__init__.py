"""What each module is told: here the environment ends, below it there are only typed inputs."""

from dataclasses import dataclass, field

from cdktf import App

from modules.eks import EksOutputs
from modules.kit.provider import ClusterAccess, aws, helm
from modules.kit.stack import PlatformStack, Published, S3State
from modules.model.environment import Environment
from modules.model.links import Link
from modules.model.names import tags
from modules.model.tables import S3
from modules.workers import WorkersOutputs


@dataclass
class Estate:
    """One environment under construction; `stacks` grows in the order of application."""

    app: App
    env: Environment
    links: tuple[Link, ...]
    stacks: list[PlatformStack] = field(default_factory=list)
    workers: Published[WorkersOutputs] | None = None
    """Who runs stacks with charts; absent where nothing reaches Spacelift."""

    def stack(self, name: str, account: str, seed: str) -> PlatformStack:
        """One more stack, in one account; `seed` are the inventory ids that it realises."""
        state = self.env.state
        bucket = S3State(state.bucket, state.region) if isinstance(state, S3) else None
        made = PlatformStack(self.app, self.env.name, name, bucket)
        aws(made, account, self.env.region, tags(self.env.name, self.env.owner, name, seed))
        self.stacks.append(made)
        return made

    def chart_stack(
        self, name: str, account: str, seed: str, cluster: Published[EksOutputs]
    ) -> PlatformStack:
        """The same for charts in a cluster, which exists with its nodes before, as do the workers that reach it."""
        made = self.stack(name, account, seed)
        access = ClusterAccess(
            name=made.use(cluster, lambda out: out.cluster_name),
            endpoint=made.use(cluster, lambda out: out.endpoint),
            certificate_authority=made.use(cluster, lambda out: out.certificate_authority),
            region=self.env.region,
        )
        helm(made, access)
        if self.workers:
            made.after(self.workers)
        return made
