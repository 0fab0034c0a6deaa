"""Stand-ins for providers without a binary at hand: the real terraform validates and plans against their schemas.

They refuse what a schema refuses: unknown, missing and wrongly typed arguments. They know no cluster and no
account, render no chart, and judge no value; what a provider itself would say of one is not proven.
"""
