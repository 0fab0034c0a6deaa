"""Where images come from. Arrows: 8.1, 14.1, 14.2, 15.2."""

from dataclasses import dataclass

from modules.keys import Keys, KeysInputs
from modules.kit.stack import Published, Ref
from modules.mirror import Mirror, MirrorInputs
from modules.model.actions import PULL
from modules.model.names import tags, vendor_credentials
from modules.model.parties import Party, Zone
from modules.model.purposes import Purpose
from modules.registry import Registry, RegistryInputs
from modules.wiring import Estate


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagesOutputs:
    """What the Shared jump host needs to bring images, and who fills which secret."""

    mirror_document: Ref
    vendor_secret_arn: Ref
    vendor_key_arn: Ref
    credential_arns: dict[str, Ref]


def registry(estate: Estate, name: str, seed: str) -> Published[ImagesOutputs]:
    """Repositories, caches and the mirror job, with their keys."""
    env = estate.env
    account = env.accounts.shared
    s = estate.stack(name, account, seed)
    keys = KeysInputs(
        environment=env.name,
        place=Zone.SHARED,
        account=account,
        region=env.region,
        purposes=Purpose.of(Zone.SHARED),
    )
    key_arns = Keys(s, keys).outputs.key_arns
    images = RegistryInputs(
        environment=env.name,
        account=account,
        region=env.region,
        images=env.registry.vendor_images,
        pullers=tuple(sorted({vpc.account for vpc in env.estate})),
        pull_actions=PULL.actions,
        key_arn=key_arns[Purpose.IMAGES],
        tags=tags(env.name, env.owner, name, seed),
    )
    made = Registry(s, images).outputs
    job = MirrorInputs(
        environment=env.name,
        account=account,
        region=env.region,
        secret=vendor_credentials(env.name),
        key_arn=key_arns[Purpose.VENDOR_CREDENTIALS],
        readers=(f"arn:aws:iam::{account}:role/{env.name}-{Party.JUMPHOST_SHARED}",),
    )
    mirror = Mirror(s, job).outputs
    return s.publish(
        ImagesOutputs(
            mirror_document=mirror.document,
            vendor_secret_arn=mirror.secret_arn,
            vendor_key_arn=key_arns[Purpose.VENDOR_CREDENTIALS],
            credential_arns=made.credential_arns,
        )
    )
