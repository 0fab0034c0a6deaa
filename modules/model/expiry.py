"""What expires soon: said before it is refused. Pure; a date never changes what is built."""

from datetime import date

from modules.model.environment import Environment

SOON = 30
"""Days before the end of an entry on which warnings begin."""


def warnings(environment: Environment, today: date) -> list[str]:
    """One sentence for each entry that ends within 30 days; `load` refuses those that have ended."""
    said = []
    for key, expires in _entries(environment):
        left = (expires - today).days
        if 0 <= left <= SOON:
            when = "today" if left == 0 else f"in {left} day{'s' * (left > 1)}"
            said.append(
                f"environments/{environment.name}.toml: {key}.expires: {expires} is {when}; "
                "renew the entry with a later date or delete it."
            )
    return said


def _entries(environment: Environment) -> list[tuple[str, date]]:
    found = [(f"service_accounts[{i}]", row.expires) for i, row in enumerate(environment.service_accounts)]
    found += [(f"integrations[{i}]", row.expires) for i, row in enumerate(environment.integrations)]
    if environment.legacy_saml_alias:
        found.append(("legacy_saml_alias", environment.legacy_saml_alias.expires))
    return found
