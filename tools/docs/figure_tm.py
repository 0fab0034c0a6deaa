"""Figure 1 of the document, TM: its parties in their zones, and the 38 arrows as the document draws them."""

from modules.model.environment import Environment
from modules.model.flows import FLOWS
from modules.model.parties import Party
from tests.policy.facts import Estate
from tools.docs.figure import Area, Arrow, Box, Figure

GROUPS = {
    "access": "#2563b0",
    "deployment-and-configuration": "#2e7d4f",
    "system-operations": "#7b3fa0",
    "audit": "#c2571a",
    "data-lake": "#0b7f86",
}
"""The document's five groups of arrows."""

FIRST = {
    1: "access",
    6: "deployment-and-configuration",
    10: "system-operations",
    15: "audit",
    16: "data-lake",
}

AREAS = (
    Area(key="people", title="People", at=(1, 4), size=(14, 53), style="outside"),
    Area(key="outside", title="Outside AWS", at=(18, 4), size=(14, 53), style="outside"),
    Area(key="dns", title="Route 53", at=(35, 11), size=(12, 32)),
    Area(key="tm", title="TM", at=(50, 4), size=(67, 53)),
    Area(key="dmz", title="DMZ, public subnets", at=(52, 11), size=(15, 32), inside="tm", style="tier"),
    Area(key="private", title="private subnets", at=(70, 7), size=(27, 48), inside="tm", style="tier"),
    Area(key="data", title="isolated subnets", at=(101, 26), size=(12, 29), inside="tm", style="tier"),
    Area(key="beyond", title="Outside AWS", at=(1, 62), size=(14, 13), style="outside"),
    Area(key="network", title="Network, VPN", at=(18, 62), size=(14, 13)),
    Area(key="apps", title="Apps-[ENV]", at=(35, 62), size=(14, 13)),
    Area(key="shared", title="Shared Services", at=(52, 62), size=(34, 13)),
    Area(key="audit-zone", title="Audit", at=(90, 62), size=(45, 13)),
    Area(key="lake", title="Data Lake", at=(121, 26), size=(14, 29)),
)


def figure(estate: Estate) -> Figure:
    """Names and versions are those of the JSON."""
    boxes = _boxes(estate)
    drawn = {box.key for box in boxes}
    arrows = tuple(
        Arrow(label=flow.arrow, source=flow.source.value, target=flow.target.value, group=_group(flow.arrow))
        for flow in FLOWS
        if flow in estate.environment.flows and {flow.source.value, flow.target.value} <= drawn
    )
    notes = (
        "Numbers are the document's arrows, drawn as it draws them; docs/generated/flows.md says who opens each.",
        "5.3 is accepted by the internal entrance of the TM VPC (CX-03). A tier spans three availability zones.",
    )
    return Figure(
        name="figure-1-tm",
        title="Figure 1: TM",
        size=(137, 87),
        areas=AREAS,
        boxes=boxes,
        arrows=arrows,
        groups=GROUPS,
        notes=notes,
        legend=(2, 79),
    )


def _group(arrow: str) -> str:
    return FIRST[max(first for first in FIRST if first <= int(arrow.split(".", maxsplit=1)[0]))]


def _one(estate: Estate, kind: str, key: str, stack: str) -> str:
    """An argument of the one resource of its type in a stack."""
    made = list(estate.resources(stack, kind).values()) if stack in estate.stacks else []
    return str(made[0][key]) if len(made) == 1 else ""


def _block(estate: Estate, block: str) -> tuple[str, ...]:
    names = []
    for kind in ("aws_wafv2_web_acl", "aws_lb"):
        held = estate.resources("tm-edge", kind)
        names += [made["name"] for name, made in held.items() if name.startswith(f"{block}_")]
    [certificate] = [
        made["domain_name"]
        for name, made in estate.resources("tm-dns", "aws_acm_certificate").items()
        if name.endswith(f"-{block}")
    ] or [""]
    return (*names, certificate)


def _boxes(estate: Estate) -> tuple[Box, ...]:
    return (*_people(estate.environment), *_entrance(estate), *_cluster(estate), *_beside(estate))


def _people(env: Environment) -> tuple[Box, ...]:
    def person(party: Party, title: str, y: int, tall: int = 5) -> Box:
        return Box(key=party.value, title=title, at=(3, y), size=(10, tall), inside="people")

    vpn = ", ".join(str(each) for each in env.network.vpn_cidrs[:2])
    external = tuple(f"{each.name} {each.cidr}" for each in env.external_networks[:2])
    return (
        person(Party.DEVOPS, "DevOps", 13),
        person(Party.SRE, "SRE", 23),
        person(Party.SMART_CONTRACT_DEVELOPER, "SC Developer", 33),
        person(Party.TMSE, "TM Setup Engineer", 44, 9),
        Box(
            key="infrastructure-as-code",
            title="Infrastructure as code",
            lines=("Terraform, Spacelift",),
            at=(20, 6),
            size=(10, 4),
            inside="outside",
        ),
        Box(
            key="company-vpn",
            title="GFT VPN",
            lines=tuple(vpn.split(", ")),
            at=(20, 13),
            size=(10, 25),
            inside="outside",
        ),
        Box(
            key="vendor-registry",
            title="Vendor's registry",
            lines=("docker.external.", "thoughtmachine.io"),
            at=(20, 46),
            size=(10, 5),
            inside="outside",
        ),
        Box(
            key="external-networks",
            title="External networks",
            lines=external,
            at=(3, 66),
            size=(10, 6),
            inside="beyond",
        ),
    )


def _entrance(estate: Estate) -> tuple[Box, ...]:
    def edge(block: str, title: str, y: int) -> Box:
        lines = _block(estate, block)
        return Box(key=f"edge-{block}", title=title, lines=lines, at=(54, y), size=(11, 7), inside="dmz")

    zone = "tm.blx-demo.com"
    return (
        Box(
            key="public-hosted-zone",
            title="Public zone",
            lines=(zone, "", "CI/CD APIs", "Observability APIs", "Core APIs"),
            at=(37, 14),
            size=(8, 27),
            inside="dns",
        ),
        edge("cicd", "CI/CD", 14),
        edge("observability", "Observability", 24),
        edge("core", "Core", 34),
        Box(
            key="network-tm-tgw",
            title="network-tm-tgw",
            lines=("transit gateway",),
            at=(20, 66),
            size=(10, 6),
            inside="network",
        ),
        Box(
            key="eks-apps",
            title="EKS Apps",
            lines=tuple(estate.environment.apps),
            at=(37, 66),
            size=(10, 6),
            inside="apps",
        ),
    )


def _cluster(estate: Estate) -> tuple[Box, ...]:
    version = _one(estate, "aws_eks_cluster", "version", "tm-eks")
    name = _one(estate, "aws_eks_cluster", "name", "tm-eks")

    def pod(key: str, title: str, at: tuple[int, int], *lines: str) -> Box:
        return Box(key=key, title=title, lines=lines, at=at, size=(8, 4), inside="eks-tm")

    return (
        Box(
            key="eks-tm",
            title=f"EKS TM Vault, {name} {version}",
            at=(71, 10),
            size=(25, 36),
            inside="private",
            frame=True,
        ),
        pod("argo-ui", "Argo UI", (73, 15)),
        pod("argo-cd", "Argo CD", (86, 15)),
        Box(
            key="observability",
            title="Observability",
            lines=("Grafana, Alertmanager", "Prometheus, Thanos"),
            at=(73, 24),
            size=(8, 5),
            inside="eks-tm",
        ),
        pod("istio", "Istio", (86, 21), "istiod"),
        Box(
            key="istio-ingress",
            title="tm-ingress",
            lines=("Istio Ingress",),
            at=(73, 33),
            size=(8, 5),
            inside="eks-tm",
        ),
        Box(
            key="vault",
            title="TM deployments",
            lines=("Vault Core",),
            at=(86, 32),
            size=(8, 5),
            inside="eks-tm",
        ),
        pod("pg-pool", "pg-pool", (86, 41), "PgBouncer"),
        pod("tm-operator", "TM Operator", (73, 41)),
        Box(key="jumphost-tm", title="Jump host", lines=("TM",), at=(73, 50), size=(8, 4), inside="private"),
    )


def _beside(estate: Estate) -> tuple[Box, ...]:
    engine = _one(estate, "aws_rds_cluster", "engine_version", "tm-aurora")
    kafka = _one(estate, "aws_msk_cluster", "kafka_version", "tm-kafka")
    brokers = _one(estate, "aws_msk_cluster", "cluster_name", "tm-kafka")
    lake = ("S3, Glue", "Lake Formation", "Athena", "see figure 2")
    boxes = [
        Box(key="secrets-manager", title="Secrets Manager", at=(102, 15), size=(10, 5), inside="tm"),
        Box(
            key="kafka",
            title="MSK",
            lines=(brokers, f"Kafka {kafka}"),
            at=(102, 29),
            size=(10, 6),
            inside="data",
        ),
        Box(
            key="aurora",
            title="Aurora",
            lines=(f"PostgreSQL {engine}",),
            at=(102, 45),
            size=(10, 6),
            inside="data",
        ),
        Box(
            key="jumphost-shared",
            title="Jump host",
            lines=("Shared",),
            at=(54, 66),
            size=(10, 6),
            inside="shared",
        ),
        Box(
            key="ecr",
            title="ECR",
            lines=("vendor's images", "pull-through caches"),
            at=(74, 66),
            size=(10, 6),
            inside="shared",
        ),
        Box(
            key="inspector",
            title="Inspector",
            lines=("every account",),
            at=(92, 66),
            size=(10, 6),
            inside="audit-zone",
        ),
        Box(
            key="audit",
            title="Security Hub",
            lines=("GuardDuty", "Inspector administration"),
            at=(123, 66),
            size=(10, 6),
            inside="audit-zone",
        ),
    ]
    if estate.environment.datalake:
        boxes.append(
            Box(key="data-lake", title="Data Lake", lines=lake, at=(123, 29), size=(10, 22), inside="lake")
        )
    return tuple(boxes)
