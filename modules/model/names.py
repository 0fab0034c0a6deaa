"""Names fixed by the document, byte-exact, and the rule for all the others."""

from modules.model.parties import Party

DOCUMENT = "Architecture_for_ThoughtMachine_Vault_sandbox_environment_at_GFT_v2"
PROJECT = "thought-machine-vault"
DOMAIN = "tm.blx-demo.com"
"""NM-12."""
TRANSIT_GATEWAY = "network-tm-tgw"
"""NM-02."""
KAFKA_CLUSTER = "tmkafka"
"""NM-13."""
VENDOR_REGISTRY = Party.VENDOR_REGISTRY.domains[0]
"""NM-14."""
PG_POOL = "pg-pool"
"""NM-15."""


def nat_address(environment: str, letter: str | None) -> str:
    """Name of the elastic IP of a NAT gateway: NM-01, with a zone's letter when there is one per zone."""
    return "-".join(filter(None, (environment, "tm-ngw-eip", letter)))


def scoped(environment: str, *parts: str) -> str:
    """The rule for a name that the document does not fix: environment first, then from wide to narrow."""
    return "-".join((environment, *parts))


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
