"""Values that stand for something nobody has told us yet. Only a sandbox may hold them."""

from ipaddress import IPv4Network
from urllib.parse import urlsplit

DOCUMENTATION = tuple(IPv4Network(net) for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"))
"""RFC 5737: never routed."""

AWS_EXAMPLES = (
    "123456789012",
    "111122223333",
    "444455556666",
    "777788889999",
    "012345678901",
    "210987654321",
)
"""Account ids of AWS's own documentation, besides those of twelve equal digits."""


PROVIDER = "company"
"""The SAML provider of nobody."""

SPACELIFT = "example"
"""The Spacelift account of nobody."""

HOSTS = ("example", "example.com", "example.net", "example.org", "invalid")
"""RFC 2606: nobody's, with every name below them."""


def is_placeholder(value: object) -> bool:
    """Whether an id of an account or an organization, a SAML provider, an https address or an address range is a documentation value."""
    if isinstance(value, str) and value.startswith("https://"):
        host = urlsplit(value).hostname or ""
        return any(host == each or host.endswith(f".{each}") for each in HOSTS)
    if isinstance(value, str):
        return value in (*AWS_EXAMPLES, PROVIDER, SPACELIFT) or len(set(value.removeprefix("o-"))) == 1
    return isinstance(value, IPv4Network) and any(value.subnet_of(net) for net in DOCUMENTATION)
