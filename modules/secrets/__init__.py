"""What an installation of Vault needs of IAM and Secrets Manager: installer, boundaries, its part of the tree.

Inventory: CO-09, CL-02, CL-11, NT-20; vendor contract: installer identity, app boundary, SAML.
Arrows: 8.3, 11.1.
"""

from modules.secrets.construct import Secrets, SecretsInputs, SecretsOutputs

__all__ = ["Secrets", "SecretsInputs", "SecretsOutputs"]
