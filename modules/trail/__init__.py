"""Who did what, in every account: CloudTrail and where it writes. Inventory: ZN-3, CX-26, CX-27."""

from modules.trail.construct import Trail, TrailOutputs
from modules.trail.inputs import TrailInputs

__all__ = ["Trail", "TrailInputs", "TrailOutputs"]
