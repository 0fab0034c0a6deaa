"""The estate's other accounts under the eyes of the Audit account.

Inventory: ZN-3, NT-15, NT-16, NT-17, CX-19, CX-27. Arrows: 15.1, 15.2, 15.3.
"""

from modules.members.construct import Members, MembersInputs, MembersOutputs

__all__ = ["Members", "MembersInputs", "MembersOutputs"]
