"""Every cluster of an estate with what tells it from the others, written down a second time."""

from dataclasses import dataclass

from modules.model.tables import Nodes
from tests.policy.facts import Estate, Json, only

CHART_STACKS = ("tm-addons", "tm-cicd", "tm-mesh", "tm-observability", "tm-vault")


@dataclass(frozen=True)
class Cluster:
    """`hops` is how far metadata travel: Vault asks from pods, applications must not."""

    stack: str
    name: str
    account: str
    party: str
    service_cidr: str
    nodes: Nodes
    hops: int
    protected: bool
    runs: tuple[str, ...]
    """Stacks whose runs change what is inside."""
    vpc: str


def clusters(estate: Estate) -> list[Cluster]:
    """The TM cluster, then that of each Apps environment."""
    environment = estate.environment
    found = [
        Cluster(
            stack="tm-eks",
            name=f"{environment.name}-tm-vault",
            account=environment.accounts.tm,
            party="eks-tm",
            service_cidr=str(environment.vpcs.tm.service_cidr),
            nodes=environment.sizes.nodes,
            hops=2,
            protected=environment.deletion_protection,
            runs=CHART_STACKS,
            vpc="tm-vpc",
        )
    ]
    for name, apps in environment.apps.items():
        found.append(
            Cluster(
                stack=f"apps-{name}-eks",
                name=f"{environment.name}-apps-{name}",
                account=apps.account,
                party="eks-apps",
                service_cidr=str(apps.service_cidr),
                nodes=apps.nodes,
                hops=1,
                protected=apps.deletion_protection,
                runs=(f"apps-{name}-eks",),
                vpc=f"apps-{name}-vpc",
            )
        )
    return found


def control_plane(estate: Estate, at: Cluster) -> tuple[str, Json]:
    """The cluster's local name and its resource."""
    return only(estate.resources(at.stack, "aws_eks_cluster").items(), at.stack)


def document(estate: Estate, stack: str, reference: str) -> list[Json]:
    """The statements of the policy document that a reference points to."""
    made = estate.stacks[stack]["data"]["aws_iam_policy_document"][estate.target(stack, reference).name]
    statements: list[Json] = made["statement"]
    return statements


def launch_template(estate: Estate, at: Cluster) -> Json:
    """The launch template of the cluster's nodes."""
    return only(estate.resources(at.stack, "aws_launch_template").values())
