"""The scans, once for a session."""

import pytest

from tests.hardening.scans import PYTHON, Scan, both
from tests.policy.facts import Estate


@pytest.fixture(scope="session")
def scans(
    estate: Estate, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Scan]:
    """Scans of an estate by framework; of a tree on disk only the JSON is there."""
    if not PYTHON.exists():
        pytest.skip("Checkov is not installed: `make checkov`")
    options = ("--synthesized", "--environments")
    fresh = not any(request.config.getoption(option) for option in options)
    return both(estate, tmp_path_factory.mktemp("checkov"), fresh=fresh)
