"""One cluster with nodes, add-ons and the identities of people, machines and pods."""

from dataclasses import dataclass
from ipaddress import IPv4Network

from constructs import Construct

from modules.eks.access import Access, AccessInputs, Entry
from modules.eks.addons import ON_NODES, Addons, AddonsInputs
from modules.eks.cluster import Cluster, ClusterInputs
from modules.eks.identity import Identities, IdentitiesInputs, Workload
from modules.eks.nodes import Nodes, NodesInputs, Size
from modules.kit.stack import Dependable, Ref
from modules.model.versions import Kubernetes


@dataclass(frozen=True, slots=True, kw_only=True)
class EksInputs:
    """`subnet_ids` by zone letter; `node_actions` are what the nodes themselves call; retention in days.

    `hop_limit` is how far from the instance its metadata answers: 2 where pods ask for it (vendor contract).
    """

    name: str
    environment: str
    account: str
    region: str
    kubernetes: Kubernetes
    service_cidr: IPv4Network
    subnet_ids: dict[str, Ref]
    api_group_id: Ref
    node_group_id: Ref
    secrets_key_arn: Ref
    volumes_key_arn: Ref
    size: Size
    hop_limit: int
    node_actions: tuple[str, ...]
    entries: tuple[Entry, ...]
    workloads: tuple[Workload, ...]
    retention: int
    deletion_protection: bool
    tags: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EksOutputs:
    """For whoever installs something in the cluster, and for the vendor's installer."""

    cluster_name: Ref
    endpoint: Ref
    certificate_authority: Ref
    oidc_provider_arn: Ref
    oidc_issuer: Ref
    node_role_arn: Ref


class Eks(Construct):
    """No public endpoint, no creator with lasting rights, and no node before there is a network plug-in."""

    def __init__(self, scope: Construct, inputs: EksInputs) -> None:
        """Create cluster, access entries, add-ons and nodes, in the order in which they need one another."""
        super().__init__(scope, "eks")
        cluster = Cluster(
            self,
            ClusterInputs(
                name=inputs.name,
                account=inputs.account,
                region=inputs.region,
                version=inputs.kubernetes.version,
                service_cidr=inputs.service_cidr,
                subnet_ids=tuple(inputs.subnet_ids.values()),
                group_id=inputs.api_group_id,
                key_arn=inputs.secrets_key_arn,
                retention=inputs.retention,
                deletion_protection=inputs.deletion_protection,
            ),
        ).outputs
        Access(self, AccessInputs(cluster_name=cluster.cluster_name, entries=inputs.entries))
        identities = IdentitiesInputs(
            name=inputs.name,
            account=inputs.account,
            cluster_name=cluster.cluster_name,
            cluster_arn=cluster.arn,
            workloads=inputs.workloads,
        )
        known = Identities(self, identities).outputs.ready
        network = self._addons("addons", cluster.cluster_name, known, inputs)
        nodes = Nodes(
            self,
            NodesInputs(
                name=inputs.name,
                account=inputs.account,
                region=inputs.region,
                cluster_name=cluster.cluster_name,
                version=inputs.kubernetes.version,
                subnet_ids=inputs.subnet_ids,
                group_id=inputs.node_group_id,
                key_arn=inputs.volumes_key_arn,
                size=inputs.size,
                hop_limit=inputs.hop_limit,
                actions=inputs.node_actions,
                after=network,
                tags=inputs.tags,
            ),
        ).outputs
        self._addons("addons-on-nodes", cluster.cluster_name, nodes.ready, inputs)
        self.outputs = EksOutputs(
            cluster_name=cluster.cluster_name,
            endpoint=cluster.endpoint,
            certificate_authority=cluster.certificate_authority,
            oidc_provider_arn=cluster.oidc_provider_arn,
            oidc_issuer=cluster.oidc_issuer,
            node_role_arn=nodes.role_arn,
        )

    def _addons(
        self, key: str, cluster_name: Ref, after: tuple[Dependable, ...], inputs: EksInputs
    ) -> tuple[Dependable, ...]:
        late = key != "addons"
        versions = {name: each for name, each in inputs.kubernetes.addons if (name in ON_NODES) is late}
        addons = AddonsInputs(
            key=key, name=inputs.name, cluster_name=cluster_name, versions=versions, after=after
        )
        return Addons(self, addons).outputs.ready
