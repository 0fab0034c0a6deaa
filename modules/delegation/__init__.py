"""The organization's consent that the Audit account looks after it. Inventory: ZN-3, CX-27."""

from modules.delegation.construct import Delegation, DelegationInputs, DelegationOutputs

__all__ = ["Delegation", "DelegationInputs", "DelegationOutputs"]
