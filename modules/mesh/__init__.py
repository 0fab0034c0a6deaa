"""The service mesh of the TM cluster, its ingress, and the bindings of the load balancers to pods.

Inventory: NM-06, NM-07, NM-08, CX-36. Arrows: 5.3, 6.2, 7.2, 9.2, 10.1, 10.2, 10.3, 12.1.
"""

from modules.mesh.construct import Mesh, MeshInputs, MeshOutputs

__all__ = ["Mesh", "MeshInputs", "MeshOutputs"]
