"""The meaning of the estate in plain Python: no CDKTF, no network, no clock, no environment variables."""
