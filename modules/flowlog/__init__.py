"""Flow logs of a VPC or a transit gateway in an encrypted log group. Inventory: P63."""

from modules.flowlog.construct import FlowLogs, FlowLogsInputs, FlowLogsOutputs

__all__ = ["FlowLogs", "FlowLogsInputs", "FlowLogsOutputs"]
