"""Accounts that the Audit zone looks after."""

from dataclasses import dataclass

from modules.model.environment import Environment


@dataclass(frozen=True, slots=True)
class Auditee:
    """One account, named after the first zone that lies in it."""

    name: str
    account: str


def auditees(env: Environment) -> tuple[Auditee, ...]:
    """Each account in which something of the estate is, once; the Audit account is the first."""
    found = [
        ("audit", env.accounts.audit),
        ("network", env.accounts.network),
        ("tm", env.accounts.tm),
        ("shared", env.accounts.shared),
        *((f"apps-{name}", apps.account) for name, apps in env.apps.items()),
        *((("lake", env.accounts.lake),) * (env.datalake is not None)),
    ]
    names = {account: name for name, account in reversed(found)}
    return tuple(Auditee(names[account], account) for account in dict.fromkeys(each for _, each in found))
