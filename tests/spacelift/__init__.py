"""Spacelift's policies, evaluated on inputs of the documented shape."""
