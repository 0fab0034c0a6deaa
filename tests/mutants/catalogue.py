"""Every weakening of the synthesized JSON, each with the policy test that has to refuse it."""

from tests.mutants.firewall import RULES
from tests.mutants.hygiene import HYGIENE
from tests.mutants.jumphosts import JUMPHOSTS
from tests.mutants.names import NAMES
from tests.mutants.networks import NETWORKS
from tests.mutants.personas import PERSONAS
from tests.mutants.routing import ACLS, ROUTES
from tests.mutants.shapes import SHAPES

MUTANTS = RULES + ROUTES + ACLS + NETWORKS + HYGIENE + SHAPES + NAMES + JUMPHOSTS + PERSONAS
