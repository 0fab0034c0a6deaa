"""A customer KMS key for log groups of one name prefix. Inventory: SE-3, P24."""

from modules.logkey.construct import LogKey, LogKeyInputs, LogKeyOutputs

__all__ = ["LogKey", "LogKeyInputs", "LogKeyOutputs"]
