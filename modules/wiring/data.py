"""Where the TM zone keeps things: keys, secrets, database, streams. Arrows: 11.1, 11.2, 12.2, 13.1, 16.1, 16.2."""

from modules.keys import Keys, KeysInputs, KeysOutputs
from modules.kit.stack import Published
from modules.model.parties import Zone
from modules.model.purposes import Purpose
from modules.wiring import Estate


def keys(estate: Estate, name: str, seed: str) -> Published[KeysOutputs]:
    """A key for every purpose."""
    env = estate.env
    s = estate.stack(name, env.accounts.tm, seed)
    inputs = KeysInputs(
        environment=env.name, account=env.accounts.tm, region=env.region, purposes=Purpose.of(Zone.TM)
    )
    return s.publish(Keys(s, inputs).outputs)
