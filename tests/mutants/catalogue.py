"""Every weakening of the synthesized JSON, each with the policy test that has to refuse it."""

from tests.mutants.addons import ADDONS
from tests.mutants.alarms import ALARMS
from tests.mutants.arrows import ARROWS
from tests.mutants.aurora import AURORA
from tests.mutants.buckets import BUCKETS
from tests.mutants.chart_values import CHART_VALUES
from tests.mutants.charts import CHART_RELEASES
from tests.mutants.cicd import CICD
from tests.mutants.connections import CONNECTIONS
from tests.mutants.document import DOCUMENT
from tests.mutants.edge import EDGE
from tests.mutants.eks import EKS
from tests.mutants.findings import FINDINGS
from tests.mutants.firewall import RULES
from tests.mutants.hardening import HARDENING
from tests.mutants.hygiene import HYGIENE
from tests.mutants.ingest import INGEST_MUTANTS
from tests.mutants.installer import INSTALLER
from tests.mutants.jumphosts import JUMPHOSTS
from tests.mutants.kafka import KAFKA
from tests.mutants.keycloak import KEYCLOAK
from tests.mutants.keys import KEYS
from tests.mutants.kinds import KINDS
from tests.mutants.lake import LAKE_MUTANTS
from tests.mutants.members import MEMBERS
from tests.mutants.mesh import MESH
from tests.mutants.names import NAMES
from tests.mutants.network_policies import NETWORK_POLICIES
from tests.mutants.networks import NETWORKS
from tests.mutants.observability import OBSERVABILITY
from tests.mutants.personas import PERSONAS
from tests.mutants.recorders import RECORDERS
from tests.mutants.registry import REGISTRY
from tests.mutants.routing import ACLS, ROUTES
from tests.mutants.secrets import SECRET_VALUES
from tests.mutants.sessions import OF_PERSONAS
from tests.mutants.shapes import SHAPES
from tests.mutants.trail import TRAIL
from tests.mutants.typing_mistakes import VALUES
from tests.mutants.vault import VAULT
from tests.mutants.vendor import VENDOR
from tests.mutants.ways import WAYS
from tests.mutants.workers import WORKERS
from tests.mutants.workloads import WORKLOADS

MUTANTS = (
    *ACLS,
    *ADDONS,
    *ALARMS,
    *ARROWS,
    *AURORA,
    *BUCKETS,
    *CHART_RELEASES,
    *CHART_VALUES,
    *CONNECTIONS,
    *CICD,
    *DOCUMENT,
    *EDGE,
    *EKS,
    *FINDINGS,
    *HARDENING,
    *HYGIENE,
    *INGEST_MUTANTS,
    *INSTALLER,
    *JUMPHOSTS,
    *KAFKA,
    *KEYCLOAK,
    *KEYS,
    *KINDS,
    *MESH,
    *LAKE_MUTANTS,
    *MEMBERS,
    *NAMES,
    *NETWORKS,
    *NETWORK_POLICIES,
    *OBSERVABILITY,
    *OF_PERSONAS,
    *PERSONAS,
    *RECORDERS,
    *REGISTRY,
    *ROUTES,
    *RULES,
    *SECRET_VALUES,
    *SHAPES,
    *VAULT,
    *TRAIL,
    *VALUES,
    *VENDOR,
    *WAYS,
    *WORKERS,
    *WORKLOADS,
)
