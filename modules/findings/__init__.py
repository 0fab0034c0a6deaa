"""GuardDuty, Security Hub and Inspector of one account, and a topic for what is grave.

Inventory: ZN-3, NT-15, NT-16, NT-17, SE-6, CX-19. Arrows: 15.1, 15.2, 15.3.
"""

from modules.findings.construct import Findings, FindingsInputs, FindingsOutputs

__all__ = ["Findings", "FindingsInputs", "FindingsOutputs"]
