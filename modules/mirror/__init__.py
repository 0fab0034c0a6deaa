"""The job that brings the vendor's images from docker.external.thoughtmachine.io into our registry.

Inventory: NM-14, CX-37. Arrows: 8.1, 14.1.
"""

from modules.mirror.construct import Mirror, MirrorInputs, MirrorOutputs

__all__ = ["Mirror", "MirrorInputs", "MirrorOutputs"]
