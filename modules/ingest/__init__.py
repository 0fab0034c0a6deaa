"""How data comes into the lake: change capture from Aurora, delivery streams from Kafka. Arrows: 16.1, 16.2.

Inventory: ZN-6, CX-24, CX-38.
"""

from modules.ingest.capture import Size
from modules.ingest.construct import Ingest, IngestInputs, IngestOutputs

__all__ = ["Ingest", "IngestInputs", "IngestOutputs", "Size"]
