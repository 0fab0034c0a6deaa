"""A customer KMS key for each purpose of a zone. Inventory: SE-3, P24; vendor contract: SCRAM key."""

from modules.keys.construct import Keys, KeysInputs, KeysOutputs

__all__ = ["Keys", "KeysInputs", "KeysOutputs"]
