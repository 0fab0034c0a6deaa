"""AWS Config: what every resource of an account looked like, and where that is kept. Inventory: ZN-3, SE-6, CX-26."""

from modules.recorder.construct import Recorder, RecorderInputs, RecorderOutputs
from modules.recorder.history import History, HistoryInputs, HistoryOutputs

__all__ = ["History", "HistoryInputs", "HistoryOutputs", "Recorder", "RecorderInputs", "RecorderOutputs"]
