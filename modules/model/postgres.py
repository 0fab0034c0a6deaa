"""What Aurora runs here: facts that AWS checks at apply time only, pinned so that an environment file is right."""

VERSIONS = ("16.9", "16.10", "16.11")
"""Minor versions of aurora-postgresql 16 that may be installed; the vendor's own comes first, older ones never."""

FAMILY = "aurora-postgresql16"

SERVERLESS = "db.serverless"
"""The instance class whose capacity the cluster sets in Aurora capacity units."""

# fmt: off
CLASSES = (
    "db.r6g.large", "db.r6g.xlarge", "db.r6g.2xlarge", "db.r6g.4xlarge",
    "db.r7g.large", "db.r7g.xlarge", "db.r7g.2xlarge", "db.r7g.4xlarge",
)
# fmt: on
"""Instance classes of fixed size that run these versions."""
