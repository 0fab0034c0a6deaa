"""Everything through which people and machines enter. Arrows: 1.2, 2.2, 4.2."""

from modules.dns import Dns, DnsInputs, DnsOutputs
from modules.dns.querylog import REGION as QUERY_LOG_REGION
from modules.kit.provider import aws_region
from modules.kit.stack import Published
from modules.model.names import tags
from modules.wiring import Estate


def dns(estate: Estate, name: str, seed: str) -> Published[DnsOutputs]:
    """The public zone, its certificates and its query log."""
    env = estate.env
    s = estate.stack(name, env.accounts.tm, seed)
    own = tags(env.name, env.owner, name, seed)
    inputs = DnsInputs(
        environment=env.name,
        account=env.accounts.tm,
        retention=env.retention.logs,
        us_east_1=aws_region(s, env.accounts.tm, QUERY_LOG_REGION, own),
    )
    return s.publish(Dns(s, inputs).outputs)
