"""A customer KMS key for each purpose of a zone. Inventory: SE-3, P24; vendor contract: SCRAM key."""

from modules.keys.construct import Guest, Keys, KeysInputs, KeysOutputs

__all__ = ["Guest", "Keys", "KeysInputs", "KeysOutputs"]
