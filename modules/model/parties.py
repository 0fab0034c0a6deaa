"""Who sends and who receives: every party of the document, its zone, and where it sits in a VPC."""

from enum import StrEnum
from typing import Self


class Zone(StrEnum):
    """Deployment zones of the document (ZN-1…ZN-6), and the world outside them."""

    TM = "tm"
    SHARED = "shared"
    APPS = "apps"
    NETWORK = "network"
    AUDIT = "audit"
    LAKE = "lake"
    PEOPLE = "people"
    OUTSIDE = "outside"
    """Anything that the estate does not own: the company's VPN, the vendor, the internet."""
    AWS = "aws"
    """An AWS API, reached through VPC endpoints and governed by IAM, not by addresses."""


class Tier(StrEnum):
    """Subnet tiers of a VPC (CO-11). One tier spans all three availability zones."""

    PUBLIC = "public"
    """The document's DMZ: load balancers and NAT gateways."""
    PRIVATE = "private"
    DATABASE = "database"
    KAFKA = "kafka"
    TRANSIT = "transit"
    """Network interfaces of the transit gateway, nothing else."""
    WORKERS = "workers"
    """Spacelift's workers, apart from the jump host: only their range is admitted to the clusters' APIs."""


class Party(StrEnum):
    """Something that sends or receives. Its value is what appears in AWS as name and tag.

    `zone` and `tier` say where it lives; a party without a tier has no address of its own in a VPC.
    `inside` is the member whose security group it wears: pods wear the group of their nodes.
    """

    zone: Zone
    tier: Tier | None
    inside: str | None
    domains: tuple[str, ...]

    def __new__(
        cls,
        value: str,
        zone: Zone,
        tier: Tier | None = None,
        inside: str | None = None,
        domains: tuple[str, ...] = (),
    ) -> Self:
        """Attach the place to the name."""
        party = str.__new__(cls, value)
        party._value_ = value
        party.zone, party.tier, party.inside, party.domains = zone, tier, inside, domains
        return party

    DEVOPS = "devops", Zone.PEOPLE
    SRE = "sre", Zone.PEOPLE
    TMSE = "tm-setup-engineer", Zone.PEOPLE
    SMART_CONTRACT_DEVELOPER = "smart-contract-developer", Zone.PEOPLE

    COMPANY_VPN = "company-vpn", Zone.OUTSIDE
    PUBLIC_ZONE = "public-hosted-zone", Zone.OUTSIDE, None, "COMPANY_VPN"
    """Traffic that arrives by a public name. Only the VPN's addresses are admitted to it."""
    INTEGRATIONS = "integrations", Zone.OUTSIDE
    """Named addresses outside the VPN that may call the Core APIs for a while (TD-1)."""
    EXTERNAL_NETWORKS = "external-networks", Zone.OUTSIDE
    TRANSIT_GATEWAY = "network-tm-tgw", Zone.NETWORK, None, "EXTERNAL_NETWORKS"
    """Traffic that arrives over the transit gateway from the external networks attached to it."""
    INTERNET = "internet", Zone.OUTSIDE
    VENDOR_REGISTRY = (
        "vendor-registry",
        Zone.OUTSIDE,
        None,
        "INTERNET",
        ("docker.external.thoughtmachine.io", "attestations.external.thoughtmachine.io"),
    )
    GIT = "git", Zone.OUTSIDE, None, "INTERNET", ("git.gft.com",)
    IDENTITY_PROVIDER = "identity-provider", Zone.OUTSIDE, None, "INTERNET"
    """Of the company; Argo CD and Grafana ask it for tokens. Its name is data of the environment."""
    INFRASTRUCTURE_AS_CODE = "infrastructure-as-code", Zone.OUTSIDE
    """Terraform and Spacelift, as the document draws them beside the CI/CD zone (6.4)."""
    SPACELIFT = (
        "spacelift",
        Zone.OUTSIDE,
        None,
        "INTERNET",
        (
            "*.spacelift.io",
            "blob.istio.io",  # charts of Istio
            "github.com",  # providers, which OpenTofu's registry only points to
            "keys.openpgp.org",
            "objects.githubusercontent.com",
            "registry.opentofu.org",
            "release-assets.githubusercontent.com",
        ),
    )

    EDGE_CICD = "edge-cicd", Zone.TM, Tier.PUBLIC
    EDGE_OBSERVABILITY = "edge-observability", Zone.TM, Tier.PUBLIC
    EDGE_CORE = "edge-core", Zone.TM, Tier.PUBLIC
    EDGE_APPS = "edge-apps", Zone.TM, Tier.PRIVATE
    """The internal entrance to the Core APIs for Apps: the private twin of the public zone (CX-03)."""

    EKS_TM = "eks-tm", Zone.TM, Tier.PRIVATE
    EKS_TM_API = "eks-tm-api", Zone.TM, Tier.PRIVATE
    """Network interfaces of the control plane."""
    ARGO_UI = "argo-ui", Zone.TM, Tier.PRIVATE, "EKS_TM"
    ARGO_CD = "argo-cd", Zone.TM, Tier.PRIVATE, "EKS_TM"
    ARGO_GIT = "argo-git", Zone.TM, Tier.PRIVATE, "EKS_TM"
    """The one part of Argo CD that reads repositories: its repo-server."""
    ARGO_CACHE = "argo-cache", Zone.TM, Tier.PRIVATE, "EKS_TM"
    """Redis of Argo CD and the proxy in front of it, among themselves."""
    OBSERVABILITY = "observability", Zone.TM, Tier.PRIVATE, "EKS_TM"
    """What people see of it: Grafana, Alertmanager, and Thanos' query-frontend."""
    METRICS = "metrics", Zone.TM, Tier.PRIVATE, "EKS_TM"
    """Prometheus, with Thanos beside it."""
    NODES = "nodes", Zone.TM, Tier.PRIVATE
    """Machines of the TM cluster by their own addresses, and what no pod of ours is: kubelet, CoreDNS."""
    METRICS_FRONTEND = "metrics-frontend", Zone.TM, Tier.PRIVATE, "EKS_TM"
    """Thanos' query-frontend as the one who asks the queriers."""
    METRICS_QUERY = "metrics-query", Zone.TM, Tier.PRIVATE, "EKS_TM"
    METRICS_STORE = "metrics-store", Zone.TM, Tier.PRIVATE, "EKS_TM"
    METRICS_COMPACTOR = "metrics-compactor", Zone.TM, Tier.PRIVATE, "EKS_TM"
    CLOUD_METRICS = "cloud-metrics", Zone.TM, Tier.PRIVATE, "EKS_TM"
    DASHBOARDS = "dashboards", Zone.TM, Tier.PRIVATE, "EKS_TM"
    ALERTS = "alerts", Zone.TM, Tier.PRIVATE, "EKS_TM"
    ISTIO = "istio", Zone.TM, Tier.PRIVATE, "EKS_TM"
    ISTIO_INGRESS = "istio-ingress", Zone.TM, Tier.PRIVATE, "EKS_TM"
    VAULT = "vault", Zone.TM, Tier.PRIVATE, "EKS_TM"
    INSTALLER = "vault-installer", Zone.TM, Tier.PRIVATE, "EKS_TM"
    """The vendor's installer, which the TM Operator starts; it makes roles and secrets (vendor contract)."""
    PG_POOL = "pg-pool", Zone.TM, Tier.PRIVATE, "EKS_TM"
    KEYCLOAK = "keycloak", Zone.TM, Tier.PRIVATE, "EKS_TM"
    """The identity provider of an environment that has one of its own (CX-05)."""
    CERTIFICATES = "cert-manager", Zone.TM, Tier.PRIVATE, "EKS_TM"
    EXTERNAL_SECRETS = "external-secrets", Zone.TM, Tier.PRIVATE, "EKS_TM"
    EXTERNAL_DNS = "external-dns", Zone.TM, Tier.PRIVATE, "EKS_TM"
    TM_OPERATOR = "tm-operator", Zone.TM, Tier.PRIVATE, "EKS_TM_API"
    """Runs in the cluster and is driven through the cluster's API (8.3)."""
    JUMPHOST_TM = "jumphost-tm", Zone.TM, Tier.PRIVATE
    SECRET_ROTATION = "secret-rotation", Zone.TM, Tier.PRIVATE
    AURORA = "aurora", Zone.TM, Tier.DATABASE
    KAFKA = "kafka", Zone.TM, Tier.KAFKA
    LAKE_INGEST = "lake-ingest", Zone.TM, Tier.PRIVATE
    """Database Migration Service: reads Aurora, writes to the data lake (16.1)."""
    ENDPOINTS_TM = "endpoints-tm", Zone.TM, Tier.PRIVATE

    JUMPHOST_SHARED = "jumphost-shared", Zone.SHARED, Tier.PRIVATE
    SPACELIFT_WORKERS = "spacelift-workers", Zone.SHARED, Tier.WORKERS
    """Private workers: public ones cannot reach a private cluster endpoint (CX-18)."""
    ENDPOINTS_SHARED = "endpoints-shared", Zone.SHARED, Tier.PRIVATE

    EKS_APPS = "eks-apps", Zone.APPS, Tier.PRIVATE
    EKS_APPS_API = "eks-apps-api", Zone.APPS, Tier.PRIVATE
    ENDPOINTS_APPS = "endpoints-apps", Zone.APPS, Tier.PRIVATE

    AWS_APIS = "aws-apis", Zone.AWS
    S3_GATEWAY = "s3-gateway", Zone.AWS
    """S3 over the gateway endpoint of a VPC: a route to a prefix list, not an address in the VPC."""
    SECRETS_MANAGER = "secrets-manager", Zone.AWS
    ECR = "ecr", Zone.AWS
    INSPECTOR = "inspector", Zone.AWS
    AUDIT = "audit", Zone.AUDIT
    """Inspector, Security Hub and GuardDuty, administered from the Audit zone."""
    DATA_LAKE = "data-lake", Zone.LAKE

    @property
    def home(self) -> "Party":
        """The party whose security group or address list this one uses; itself when it has its own."""
        return Party[self.inside] if self.inside else self

    @property
    def endpoints(self) -> "Party":
        """The interface endpoints of this party's VPC."""
        return Party[f"ENDPOINTS_{self.zone.name}"]


PUBLIC_CLIENTS = (Party.COMPANY_VPN, Party.INTEGRATIONS)
"""Who comes by the public names. Address lists tell them apart: a prefix list for each, and WAF address sets."""
