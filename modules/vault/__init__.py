"""What the vendor's installer needs in the cluster, and the pool of database connections.

Inventory: CL-02, CL-11, CL-13, CX-05, CX-21, CX-24; vendor contract: installer identity, outputs an installer needs.
Arrows: 8.3, 12.1, 12.2, 13.1.
"""

from modules.vault.construct import Vault, VaultInputs, VaultOutputs

__all__ = ["Vault", "VaultInputs", "VaultOutputs"]
