"""What every other chart of the TM cluster stands on: namespaces, denials and allowances, storage, controllers.

Inventory: SE-2, CL-01, CL-11; vendor contract: nodes (storage class, priority class), add-ons.
Arrows: 5.3, 9.2, 11.1, and in network policies every arrow that begins or ends in the cluster.
"""

from modules.addons.construct import Addons, AddonsInputs, AddonsOutputs

__all__ = ["Addons", "AddonsInputs", "AddonsOutputs"]
