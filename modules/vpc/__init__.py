"""One VPC: subnet tiers over three zones, routes, network ACLs, endpoints, DNS firewall, flow logs.

Inventory: NT-01, NT-02, NT-07…NT-09, NT-12, SE-1, SE-4. Arrows: every one that begins or ends in the VPC.
"""

from modules.vpc.construct import Vpc, VpcInputs, VpcOutputs
from modules.vpc.routes import Routes, RoutesInputs

__all__ = ["Routes", "RoutesInputs", "Vpc", "VpcInputs", "VpcOutputs"]
