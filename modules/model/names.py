"""Names fixed by the document, byte-exact, and names that several stacks have to agree on."""

DOCUMENT = "Architecture_for_ThoughtMachine_Vault_sandbox_environment_at_GFT_v2"
PROJECT = "thought-machine-vault"
DOMAIN = "tm.blx-demo.com"
"""NM-12."""
LEGACY_SAML = "saml-idp.blx-demo.com"
"""EP-04, CX-05: outside the zone, kept only while the environment has its table."""
VENDOR_PREFIX = "thought-machine"
"""Of the repositories that hold the vendor's images."""
TRANSIT_GATEWAY = "network-tm-tgw"
"""NM-02."""

APPLYING = "terraform.applying"
"""Whether Terraform changes something; an ephemeral value, so no plan keeps it (Terraform 1.10, OpenTofu 1.11)."""


INGRESS_CLASS = "istio"
ISSUER = "selfsigned-issuer"
"""Class of Ingress objects and cluster issuer that the vendor's installer is told (vendor contract)."""


def nat_address(environment: str, letter: str | None) -> str:
    """Name of the elastic IP of a NAT gateway: NM-01, with a zone's letter when there is one per zone."""
    return "-".join(filter(None, (environment, "tm-ngw-eip", letter)))


KAFKA = "tmkafka"
"""NM-13, EP-09: part of the brokers' host names, so it has no environment in front."""


def scram_secret(account: str) -> str:
    """The credentials of a Kafka user; MSK takes no secret without the prefix (AWS documentation)."""
    return f"AmazonMSK_{account}"


def iam_prefix(environment: str) -> str:
    """The vendor's `tm_iam_prefix`: below it lie the roles and the secrets of an installation."""
    return f"tm/{environment}"


def vault_secret(environment: str, name: str) -> str:
    """A secret of the vendor's tree: `<tm_iam_prefix>/<secret_prefix>/<name>` (vendor contract)."""
    return f"{iam_prefix(environment)}/tm-vault/{name}"


def chart_runner(account: str, environment: str, stack: str, phase: str) -> str:
    """ARN of the role with which Spacelift plans (`plan`) or applies (`apply`) a stack."""
    return f"arn:aws:iam::{account}:role/spacelift/{environment}-{stack}-{phase}"


def api_token(environment: str, account: str) -> str:
    """The secret of a service account's token for the Vault API; empty until Vault has issued one (SA-01)."""
    return f"service-accounts/{environment}/{account}/api-token"


def vendor_repository(path: str) -> str:
    """Repository in our registry for a path of the vendor's."""
    return f"{VENDOR_PREFIX}/{path}"


def image_mirror(environment: str) -> str:
    """The Systems Manager document that mirrors the vendor's images (8.1, 14.1)."""
    return f"{environment}-image-mirror"


def vendor_credentials(environment: str) -> str:
    """The secret that holds the credentials of the vendor's registry (8.1)."""
    return f"{environment}/vendor-registry"


def worker_secret(environment: str) -> str:
    """What a private worker shows to Spacelift: token and private key of its pool (CX-18)."""
    return f"{environment}/spacelift-workers"


def secrets_in(environment: str, vpc: str) -> tuple[str, ...]:
    """Names of the secrets that the parties of a VPC read, as patterns for ARNs."""
    match vpc:
        case "tm":
            ours = (f"{iam_prefix(environment)}/*", f"service-accounts/{environment}/*")
            return (*ours, "AmazonMSK_*", f"{environment}/tm-*")
        case "shared":
            return (f"{vendor_credentials(environment)}-*", f"{worker_secret(environment)}-*")
        case _:
            return (apps_secrets(environment, vpc),)


def apps_secrets(environment: str, vpc: str) -> str:
    """Secrets of one Apps environment, which its services read (5.4)."""
    return f"{environment}/{vpc}/*"


def platform_secret(environment: str, namespace: str, name: str) -> str:
    """A secret that external-secrets brings into one namespace of the TM cluster, and into no other."""
    return f"{environment}/tm-{namespace.removeprefix('tm-')}/{name}"


KEYCLOAK_PASSWORDS = "keycloak"
"""Last part of the name of Keycloak's secret; the other one is that of POOL_AUTHORITY."""

POOL_USERS, POOL_AUTHORITY = "pg-pool", "rds-authority"
"""Last parts of the names of the pool's secrets."""


def store_role(environment: str, namespace: str) -> str:
    """The role in which external-secrets reads the secrets of one namespace."""
    return f"{cluster(environment, 'tm')}-store-{namespace}"


INSIDE = f"internal.{DOMAIN}"
"""Below it external-dns keeps names of services; Terraform has none there (K14)."""


def database(environment: str) -> str:
    """Identifier of the Aurora cluster, and first part of the names of what belongs to it."""
    return f"{environment}-tm-aurora"


def master_secret(environment: str) -> str:
    """The secret that the database's root password is made in, outside the vendor's tree."""
    return f"{environment}/tm-aurora/master"


def cluster(environment: str, zone: str) -> str:
    """Name of a cluster: `<environment>-tm-vault` (NM-16), or `<environment>-apps-<env>` with the VPC's name."""
    return f"{environment}-tm-vault" if zone == "tm" else f"{environment}-{zone}"


def runner(account: str, environment: str, stack: str = "*") -> str:
    """ARN pattern of the roles that Spacelift plans and applies a stack with."""
    return f"arn:aws:iam::{account}:role/spacelift/{environment}-{stack}"


def people_path(environment: str) -> str:
    """IAM path of the roles and the boundary of people."""
    return f"/{environment}/people/"


def people_boundary(environment: str) -> str:
    """Name of the permissions boundary of people, the same in every account."""
    return f"{environment}-people-boundary"


def backup_role(environment: str) -> str:
    """Name of the role that AWS Backup works with; SREs pass it when they start a job (2.2)."""
    return f"{environment}-backup"


def lake_writer(account: str, environment: str, service: str) -> str:
    """ARN of the role with which `dms` (16.1) or `firehose` (16.2) writes into the data lake."""
    return f"arn:aws:iam::{account}:role/{environment}-lake-{service}"


def lake_bucket(environment: str, name: str, account: str) -> str:
    """A bucket of the data lake: `raw`, `curated`, `results` or `logs`."""
    return f"{environment}-lake-{name}-{account}"


def lake_database(environment: str, name: str) -> str:
    """A database of the catalogue: `raw` or `curated`; AWS takes no hyphens."""
    return f"{environment}_lake_{name}"


def lake_workgroup(environment: str) -> str:
    """The Athena workgroup in which questions are asked."""
    return f"{environment}-lake"


def lake_secret(environment: str) -> str:
    """The secret with which the change capture enters the database (16.1)."""
    return f"{environment}/tm-lake/aurora"


def tags(environment: str, owner: str, stack: str, seed: str) -> dict[str, str]:
    """Default tags of everything in a stack (P64); `seed` are ids of the inventory, space-separated."""
    return {
        "Environment": environment,
        "ManagedBy": "terraform",
        "Owner": owner,
        "Project": PROJECT,
        "SeedId": seed,
        "Source": DOCUMENT,
        "Stack": stack,
    }
