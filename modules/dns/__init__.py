"""The public zone of the document with its certificates and query log, and its private twin for Apps.

Inventory: CO-01, CO-03, EP-04, NM-09…NM-12, NT-13, NT-14, CX-03, CX-05, CX-11, CX-39.
Arrows: 1.2, 2.2, 4.2, 5.3 begin with its names.
"""

from modules.dns.construct import Dns, DnsInputs, DnsOutputs
from modules.dns.twin import Resolves, ResolvesInputs, ResolvesOutputs, Twin, TwinInputs, TwinOutputs

__all__ = [
    "Dns",
    "DnsInputs",
    "DnsOutputs",
    "Resolves",
    "ResolvesInputs",
    "ResolvesOutputs",
    "Twin",
    "TwinInputs",
    "TwinOutputs",
]
