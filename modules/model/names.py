"""Names fixed by the document, byte-exact, and names that several stacks have to agree on."""

DOCUMENT = "Architecture_for_ThoughtMachine_Vault_sandbox_environment_at_GFT_v2"
PROJECT = "thought-machine-vault"
DOMAIN = "tm.blx-demo.com"
"""NM-12."""
TRANSIT_GATEWAY = "network-tm-tgw"
"""NM-02."""


def nat_address(environment: str, letter: str | None) -> str:
    """Name of the elastic IP of a NAT gateway: NM-01, with a zone's letter when there is one per zone."""
    return "-".join(filter(None, (environment, "tm-ngw-eip", letter)))


def runner(account: str, environment: str, stack: str = "*") -> str:
    """ARN pattern of the roles that Spacelift plans and applies a stack with."""
    return f"arn:aws:iam::{account}:role/spacelift/{environment}-{stack}"


def people_path(environment: str) -> str:
    """IAM path of the roles and the boundary of people."""
    return f"/{environment}/people/"


def people_boundary(environment: str) -> str:
    """Name of the permissions boundary of people, the same in every account."""
    return f"{environment}-people-boundary"


def api_token(environment: str, service_account: str) -> str:
    """Name of the secret that holds a service account's token for the Core API (4.2)."""
    return f"service-accounts/{environment}/{service_account}/api-token"


def backup_role(environment: str) -> str:
    """Name of the role that AWS Backup works with; SREs pass it when they start a job (2.2)."""
    return f"{environment}-backup"


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
