"""The image registry in Shared Services: the vendor's images, and a cache of the public ones that charts use.

Inventory: ZN-2, CX-37. Arrows: 14.1, 14.2, 15.2.
"""

from modules.registry.construct import Registry, RegistryInputs, RegistryOutputs

__all__ = ["Registry", "RegistryInputs", "RegistryOutputs"]
