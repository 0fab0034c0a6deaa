"""A key with which services of AWS encrypt what they deliver. Inventory: ZN-3, SE-3."""

from modules.servicekey.construct import (
    ServiceKey,
    ServiceKeyInputs,
    ServiceKeyOutputs,
    ServiceUse,
    for_source,
)

__all__ = ["ServiceKey", "ServiceKeyInputs", "ServiceKeyOutputs", "ServiceUse", "for_source"]
