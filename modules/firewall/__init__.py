"""Security groups of one VPC: one per party, and exactly the rules that the flows ask for. Inventory: SE-1.

Arrows: every one that opens a connection into, out of or within the VPC.
"""

from modules.firewall.construct import Firewall, FirewallInputs, FirewallOutputs

__all__ = ["Firewall", "FirewallInputs", "FirewallOutputs"]
