"""Private workers of Spacelift: machines that come and go, hold one secret, and let nobody in.

Inventory: CX-18, CO-07. Arrow: 6.4.
"""

from modules.workers.construct import Workers, WorkersInputs, WorkersOutputs

__all__ = ["Workers", "WorkersInputs", "WorkersOutputs"]
