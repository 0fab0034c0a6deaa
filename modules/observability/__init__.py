"""What watches the estate: Prometheus, Thanos, Grafana, Alertmanager, and alerts on their way to teams.

Inventory: CL-09, EP-06, EP-07, EP-08, NM-07, PE-2. Arrow: 7.2.
"""

from modules.observability.construct import Observability, ObservabilityInputs, ObservabilityOutputs, Urls

__all__ = ["Observability", "ObservabilityInputs", "ObservabilityOutputs", "Urls"]
