"""The data lake: buckets, catalogue, who reads what, and queries. Arrows: 16.1, 16.2. Inventory: ZN-6, CX-38."""

from modules.lake.construct import Lake, LakeInputs, LakeOutputs
from modules.lake.governance import Reader
from modules.lake.storage import Writer

__all__ = ["Lake", "LakeInputs", "LakeOutputs", "Reader", "Writer"]
