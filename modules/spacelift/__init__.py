"""Spacelift's side of the estate, as Terraform JSON. Inventory: CO-07, WA-1. Arrows: 6.4."""

from modules.spacelift.bootstrap import bootstrap
from modules.spacelift.factory import factory
from modules.spacelift.inputs import Inputs, Need, Place, Row, Run
from modules.spacelift.runbook import runbook
from modules.spacelift.runners import runners

__all__ = ["Inputs", "Need", "Place", "Row", "Run", "bootstrap", "factory", "runbook", "runners"]
