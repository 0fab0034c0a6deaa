"""Stand-ins for providers without a binary at hand: the real terraform works against their schemas.

They refuse what a schema refuses: unknown, missing and wrongly typed arguments. What is applied is as planned, with
a value for every result, and lives in the state alone. They know no cluster and no account, render no chart, and
judge no value; what a provider itself would say of one is not proven.
"""
