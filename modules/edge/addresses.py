"""WAF address sets: who may come in by the public names, kept apart from the rules that speak of them."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.wafv2_ip_set import Wafv2IpSet
from constructs import Construct

from modules.kit.stack import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressesInputs:
    """Ranges of each set; an empty set is not made."""

    environment: str
    sets: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressesOutputs:
    """For the allow rules of web ACLs."""

    set_arns: dict[str, Ref]


class Addresses(Construct):
    """A new address changes a set, and no web ACL."""

    def __init__(self, scope: Construct, inputs: AddressesInputs) -> None:
        """Create a set per kind of client."""
        super().__init__(scope, "addresses")
        made = {name: self._set(name, ranges, inputs) for name, ranges in inputs.sets.items() if ranges}
        self.outputs = AddressesOutputs(set_arns=made)

    def _set(self, name: str, ranges: tuple[str, ...], inputs: AddressesInputs) -> Ref:
        made = Wafv2IpSet(
            self,
            name,
            name=f"{inputs.environment}-{name}",
            description="Addresses that may come in by the public names",
            scope="REGIONAL",
            ip_address_version="IPV4",
            addresses=sorted(ranges),
            tags={"Name": f"{inputs.environment}-{name}"},
        )
        return Ref(made.arn)
