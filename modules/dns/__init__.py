"""The public zone of the document, its certificates and its query log.

Inventory: CO-01, CO-03, NM-09…NM-12, NT-13, NT-14, CX-11, CX-39. Arrows: 1.2, 2.2, 4.2 begin with its names.
"""

from modules.dns.construct import Dns, DnsInputs, DnsOutputs

__all__ = ["Dns", "DnsInputs", "DnsOutputs"]
