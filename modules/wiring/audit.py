"""What the Audit zone sees of every account. Arrows: 15.1, 15.2, 15.3.

The order is what AWS demands: who becomes administrator of an organization gets GuardDuty and Security Hub switched on
by itself, so that both have to be in our state before; accounts can be enrolled only after.
"""

from modules.bucket import RequestLogInputs, request_log
from modules.delegation import Delegation, DelegationInputs, DelegationOutputs
from modules.findings import Findings, FindingsInputs, FindingsOutputs
from modules.kit.stack import Published
from modules.members import Members, MembersInputs, MembersOutputs
from modules.model import names
from modules.model.auditees import Auditee, auditees
from modules.model.tables import Delegated
from modules.recorder import (
    History,
    HistoryInputs,
    HistoryOutputs,
    Recorder,
    RecorderInputs,
    RecorderOutputs,
)
from modules.trail import Trail, TrailInputs
from modules.wiring import Estate


def audit(estate: Estate, prefix: str, seed: str) -> None:
    """Findings, trail and history in the Audit account; a recorder in every account; enrolment if there is an organization."""
    found = findings(estate, f"{prefix}-findings", f"{seed} NT-15 NT-16 NT-17 SE-6 CX-19")
    consent = None
    if isinstance(estate.env.audit, Delegated):
        manager = estate.env.audit.management_account
        consent = delegation(estate, f"{prefix}-delegation", f"{seed} CX-27", manager, found)
        members(estate, f"{prefix}-members", f"{seed} NT-15 NT-16 NT-17 CX-27", found, consent)
    kept = trail(estate, f"{prefix}-trail", f"{seed} CX-26", consent)
    for auditee in auditees(estate.env):
        recorder(estate, f"config-{auditee.name}", f"{seed} SE-6 CX-26", auditee, kept)


def findings(estate: Estate, name: str, seed: str) -> Published[FindingsOutputs]:
    """The three services of the Audit account itself, and the topic."""
    env = estate.env
    s = estate.stack(name, env.accounts.audit, seed)
    inputs = FindingsInputs(name=f"{env.name}-findings", account=env.accounts.audit, region=env.region)
    return s.publish(Findings(s, inputs).outputs)


def delegation(
    estate: Estate, name: str, seed: str, manager: str, found: Published[FindingsOutputs]
) -> Published[DelegationOutputs]:
    """In the organization's own account."""
    s = estate.stack(name, manager, seed)
    s.after(found)
    return s.publish(Delegation(s, DelegationInputs(administrator=estate.env.accounts.audit)).outputs)


def members(
    estate: Estate,
    name: str,
    seed: str,
    found: Published[FindingsOutputs],
    consent: Published[DelegationOutputs],
) -> Published[MembersOutputs]:
    """Every account of the estate but the administrator's."""
    env = estate.env
    s = estate.stack(name, env.accounts.audit, seed)
    s.after(consent)
    own = env.accounts.audit
    inputs = MembersInputs(
        name=f"{env.name}-standards",
        region=env.region,
        detector_id=s.use(found, lambda out: out.detector_id),
        members={each.name: each.account for each in auditees(env) if each.account != own},
    )
    return s.publish(Members(s, inputs).outputs)


def trail(
    estate: Estate, name: str, seed: str, consent: Published[DelegationOutputs] | None
) -> Published[HistoryOutputs]:
    """The trail, where the recorders write, and who asked for what in either."""
    env = estate.env
    s = estate.stack(name, env.accounts.audit, seed)
    if consent:
        s.after(consent)
    account = env.accounts.audit
    names_of = {each: f"{env.name}-{each}-{account}" for each in ("trail", "history", "audit-requests")}
    requests = RequestLogInputs(
        name=names_of["audit-requests"],
        account=account,
        days=env.retention.logs,
        watched=(names_of["history"], names_of["trail"]),
    )
    log = request_log(s, requests)
    delegated = env.audit if isinstance(env.audit, Delegated) else None
    inputs = TrailInputs(
        name=f"{env.name}-trail",
        account=account,
        region=env.region,
        owner=delegated.management_account if delegated else account,
        organization=delegated.organization_id if delegated else None,
        retention=env.retention.logs,
        keeper=names.chart_runner(account, env.name, name, "apply"),
        written=tuple(sorted(names_of.values())),
        requests=log,
    )
    Trail(s, inputs)
    history = HistoryInputs(
        name=f"{env.name}-history",
        account=account,
        region=env.region,
        writers={each.name: each.account for each in auditees(env)},
        organization=delegated is not None,
        retention=env.retention.logs,
        requests=log,
    )
    return s.publish(History(s, history).outputs)


def recorder(
    estate: Estate, name: str, seed: str, auditee: Auditee, kept: Published[HistoryOutputs]
) -> Published[RecorderOutputs]:
    """Of one account, into the Audit account."""
    env = estate.env
    s = estate.stack(name, auditee.account, seed)
    elsewhere = auditee.account != env.accounts.audit
    inputs = RecorderInputs(
        name=env.name,
        bucket=s.use(kept, lambda out: out.bucket),
        key_arn=s.use(kept, lambda out: out.key_arn),
        administrator=env.accounts.audit if elsewhere else None,
    )
    return s.publish(Recorder(s, inputs).outputs)
