"""MSK cluster `tmkafka` and its registered users. Inventory: NT-19, EP-09, NM-13, SA-00…SA-03.

Arrows: 5.4, 7.2, 13.1, 16.2. Alarms come with the topic that they are sent to, in the stack for observability.
"""

from modules.kafka.construct import Kafka, KafkaInputs, KafkaOutputs

__all__ = ["Kafka", "KafkaInputs", "KafkaOutputs"]
