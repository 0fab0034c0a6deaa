"""A private, versioned, encrypted bucket that only TLS reaches. Inventory: ZN-6, SE-3, P25."""

from modules.bucket.construct import Bucket, BucketInputs, BucketOutputs
from modules.bucket.observed import Observed, ObservedInputs
from modules.bucket.requests import RequestLogInputs, request_log

__all__ = [
    "Bucket",
    "BucketInputs",
    "BucketOutputs",
    "Observed",
    "ObservedInputs",
    "RequestLogInputs",
    "request_log",
]
