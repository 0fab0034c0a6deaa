"""People as roles or permission sets: what their flows call, behind a boundary, and never without MFA.

Inventory: PE-1, PE-2, PE-3, PE-4, CX-13. Arrows: 1.2, 2.2, 3.1, 3.2, 4.2, 8.2.
"""

from modules.persona.center import Center, CenterInputs, CenterOutputs
from modules.persona.construct import Personas, PersonasInputs, PersonasOutputs
from modules.persona.statements import Entrance, Reach

__all__ = [
    "Center",
    "CenterInputs",
    "CenterOutputs",
    "Entrance",
    "Personas",
    "PersonasInputs",
    "PersonasOutputs",
    "Reach",
]
