"""An encrypted topic to which named services of AWS publish. Inventory: ZN-3, ZN-6."""

from modules.topic.construct import Publisher, Topic, TopicInputs, TopicOutputs

__all__ = ["Publisher", "Topic", "TopicInputs", "TopicOutputs"]
