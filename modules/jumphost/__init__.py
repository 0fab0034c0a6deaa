"""A jump host without an inbound port: people come by Session Manager, and every session is recorded.

Inventory: CO-10, NT-07, NT-10, CX-13, CX-14. Arrows: 3.1, 3.2, 8.1, 8.2, 8.3, 14.1, 15.1.
"""

from modules.jumphost.construct import Jumphost, JumphostInputs, JumphostOutputs

__all__ = ["Jumphost", "JumphostInputs", "JumphostOutputs"]
