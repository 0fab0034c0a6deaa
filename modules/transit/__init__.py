"""The transit gateway between the zones, its attachments and its routing.

Arrows: 5.1, 5.2, and every arrow that crosses from one VPC to another (5.3, 5.4, 6.4, 8.1).
"""

from modules.transit.attachment import Attachment, AttachmentInputs, AttachmentOutputs
from modules.transit.construct import RouteTable, Transit, TransitInputs, TransitOutputs

__all__ = [
    "Attachment",
    "AttachmentInputs",
    "AttachmentOutputs",
    "RouteTable",
    "Transit",
    "TransitInputs",
    "TransitOutputs",
]
