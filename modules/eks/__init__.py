"""A private EKS cluster: nodes over three zones, people and machines by access entries, pods by Pod Identity.

Inventory: CO-04, CL-01, NM-16, NT-09; vendor contract: nodes, installer identity (OIDC).
Arrows: 6.2, 7.2, 8.3, 9.2, 14.2, 15.2.
"""

from modules.eks.access import Entry, Right
from modules.eks.construct import Eks, EksInputs, EksOutputs
from modules.eks.identity import Workload
from modules.eks.nodes import Size

__all__ = ["Eks", "EksInputs", "EksOutputs", "Entry", "Right", "Size", "Workload"]
