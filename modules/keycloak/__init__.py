"""Keycloak: the SAML identity provider of an environment that has one of its own (CX-05).

Inventory: EP-04, CX-05. Arrows: 10.2, 12.2.
"""

from modules.keycloak.construct import Keycloak, KeycloakInputs, KeycloakOutputs

__all__ = ["Keycloak", "KeycloakInputs", "KeycloakOutputs"]
