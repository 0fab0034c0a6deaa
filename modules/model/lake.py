"""Where what lies in the data lake, as its writers and its readers have to agree."""

DATABASE, STREAMS, ERRORS = "aurora/", "kafka/", "errors/"
"""Prefixes of the raw bucket: rows of the database (16.1), events (16.2), events that could not be delivered."""

USER = "lake"
"""The database's user of the change capture, and the schema in which its heartbeat is; made by hand (README)."""
