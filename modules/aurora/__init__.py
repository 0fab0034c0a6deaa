"""Aurora PostgreSQL of the TM zone with its secrets, logs and backups. Arrows: 11.1, 12.2, 16.1.

Inventory: NT-18, NT-20, CL-03, CO-09, CX-15, CX-22, CX-38; vendor contract: root DB secret, Aurora.
"""

from modules.aurora.construct import Aurora, AuroraInputs, AuroraOutputs

__all__ = ["Aurora", "AuroraInputs", "AuroraOutputs"]
