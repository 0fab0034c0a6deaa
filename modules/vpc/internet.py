"""The DMZ's internet gateway and the NAT gateways with their fixed addresses. Inventory: NM-01, NT-12, CX-02."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.eip import Eip
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway
from cdktf_cdktf_provider_aws.nat_gateway import NatGateway
from constructs import Construct

from modules.kit.stack import Ref
from modules.model.names import nat_address
from modules.model.tables import Nat


@dataclass(frozen=True, slots=True, kw_only=True)
class InternetInputs:
    """Public subnets by zone letter; without `nat` nothing inside can open a connection to the outside."""

    environment: str
    name: str
    vpc_id: Ref
    public_subnet_ids: dict[str, Ref]
    nat: Nat | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InternetOutputs:
    """NAT gateway for each zone letter (the same one for all when it is single), and their addresses."""

    gateway_id: Ref
    nat_ids: dict[str, Ref]
    addresses: dict[str, Ref]


class Internet(Construct):
    """The static point of internet access, `sandbox-tm-ngw-eip`."""

    def __init__(self, scope: Construct, inputs: InternetInputs) -> None:
        """Create the internet gateway and as many NAT gateways as the mode asks for."""
        super().__init__(scope, "internet")
        gateway = InternetGateway(self, "gateway", vpc_id=inputs.vpc_id, tags={"Name": inputs.name})
        self._gateway = gateway
        letters = list(inputs.public_subnet_ids)
        nat_ids: dict[str, Ref] = {}
        addresses: dict[str, Ref] = {}
        match inputs.nat:
            case Nat.SINGLE:
                nat_id, addresses["all"] = self._nat(inputs, letters[0], None)
                nat_ids = dict.fromkeys(letters, nat_id)
            case Nat.PER_ZONE:
                for letter in letters:
                    nat_ids[letter], addresses[letter] = self._nat(inputs, letter, letter)
            case None:
                pass
        self.outputs = InternetOutputs(gateway_id=Ref(gateway.id), nat_ids=nat_ids, addresses=addresses)

    def _nat(self, inputs: InternetInputs, subnet: str, letter: str | None) -> tuple[Ref, Ref]:
        suffix = f"-{letter}" if letter else ""
        name = nat_address(inputs.environment, letter)
        address = Eip(self, f"nat-address{suffix}", domain="vpc", tags={"Name": name})
        nat = NatGateway(
            self,
            f"nat{suffix}",
            allocation_id=address.allocation_id,
            connectivity_type="public",
            subnet_id=inputs.public_subnet_ids[subnet],
            tags={"Name": f"{inputs.name}-nat{suffix}"},
            depends_on=[self._gateway],
        )
        return Ref(nat.id), Ref(address.public_ip)
