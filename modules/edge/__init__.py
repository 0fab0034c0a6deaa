"""The three API blocks of the DMZ, each with web ACL, load balancer and certificate of its own, and the way for Apps.

Inventory: EP-01…EP-14, NM-03…NM-08, NT-03…NT-06, CO-02, CX-07, CX-10, TD-1.
Arrows: 1.2, 2.2, 4.2, 5.3, 6.1, 6.2, 7.1, 7.2, 9.1, 9.2.
"""

from modules.edge.addresses import Addresses, AddressesInputs, AddressesOutputs
from modules.edge.construct import Edge, EdgeInputs, EdgeOutputs
from modules.edge.inside import Inside, InsideInputs, InsideOutputs
from modules.edge.logs import Logs, LogsInputs, LogsOutputs

__all__ = [
    "Addresses",
    "AddressesInputs",
    "AddressesOutputs",
    "Edge",
    "EdgeInputs",
    "EdgeOutputs",
    "Inside",
    "InsideInputs",
    "InsideOutputs",
    "Logs",
    "LogsInputs",
    "LogsOutputs",
]
