"""The tables of an environment file that say how people come in (PE-1…PE-4, CX-13)."""

from typing import Annotated, Literal

from pydantic import Field

from modules.model.data import Data
from modules.model.parties import Party
from modules.model.values import AccountId, GroupId, ProviderName, SsoArn


class Saml(Data):
    """People come through the company's SAML provider, which the landing zone has made in every account."""

    mode: Literal["saml"]
    provider: ProviderName


class Groups(Data):
    """The Identity Center group of each persona."""

    devops: GroupId
    sre: GroupId
    tm_setup_engineer: Annotated[GroupId, Field(alias="tm-setup-engineer")]
    smart_contract_developer: Annotated[GroupId, Field(alias="smart-contract-developer")]

    def of(self, persona: Party) -> str:
        """The group whose members are this persona."""
        by_persona = {
            Party.DEVOPS: self.devops,
            Party.SRE: self.sre,
            Party.TMSE: self.tm_setup_engineer,
            Party.SMART_CONTRACT_DEVELOPER: self.smart_contract_developer,
        }
        return by_persona[persona]


class IdentityCenter(Data):
    """People come through IAM Identity Center, in the region of the environment."""

    mode: Literal["identity-center"]
    account: AccountId
    """The account in which Identity Center is administered."""
    instance_arn: SsoArn
    groups: Groups
