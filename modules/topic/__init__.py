"""An encrypted topic to which one service of AWS publishes. Inventory: ZN-3."""

from modules.topic.construct import Topic, TopicInputs, TopicOutputs

__all__ = ["Topic", "TopicInputs", "TopicOutputs"]
