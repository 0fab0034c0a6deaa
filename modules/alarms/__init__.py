"""A topic for alarms, encrypted, to which only named services of the own account publish. Inventory: ZN-6."""

from modules.alarms.construct import Publisher, Topic, TopicInputs, TopicOutputs

__all__ = ["Publisher", "Topic", "TopicInputs", "TopicOutputs"]
