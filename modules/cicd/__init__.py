"""Argo CD: highly available, people by OpenID Connect, projects, and the root of all applications.

Inventory: CO-06, CL-07, CL-08, EP-01, PE-1, PE-2, CX-17. Arrows: 6.2, 6.3, 6.4.
"""

from modules.cicd.construct import Cicd, CicdInputs, CicdOutputs

__all__ = ["Cicd", "CicdInputs", "CicdOutputs"]
