"""Add-ons of EKS in pinned versions."""

import json
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.eks_addon import EksAddon
from constructs import Construct

from modules.kit.stack import Dependable, Ref

ON_NODES = ("aws-ebs-csi-driver", "coredns")
"""They are ready only when a node runs them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddonsInputs:
    """Versions by name of the add-on; `key` tells those before the nodes from those on them."""

    key: str
    name: str
    cluster_name: Ref
    versions: dict[str, str]
    after: tuple[Dependable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddonsOutputs:
    """What others wait for."""

    ready: tuple[Dependable, ...]


class Addons(Construct):
    """EKS replaces what it brought itself, and leaves alone what somebody has changed since."""

    def __init__(self, scope: Construct, inputs: AddonsInputs) -> None:
        """Create the add-ons once what they need is there."""
        super().__init__(scope, inputs.key)
        made = [self._addon(name, version, inputs) for name, version in inputs.versions.items()]
        self.outputs = AddonsOutputs(ready=tuple(made))

    def _addon(self, name: str, version: str, inputs: AddonsInputs) -> EksAddon:
        settings = _settings(name)
        return EksAddon(
            self,
            name,
            cluster_name=inputs.cluster_name,
            addon_name=name,
            addon_version=version,
            configuration_values=json.dumps(settings, sort_keys=True) if settings else None,
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="PRESERVE",
            tags={"Name": f"{inputs.name}-{name}"},
            depends_on=list(inputs.after) or None,
        )


def _settings(addon: str) -> dict[str, object]:
    match addon:
        case "vpc-cni":  # SE-2: network policies are enforced by the plug-in (kubernetes.md §12)
            return {
                "enableNetworkPolicy": "true",
                "env": {"NETWORK_POLICY_ENFORCING_MODE": "standard"},
                "nodeAgent": {"enablePolicyEventLogs": "true"},
            }
        case "coredns":
            return {"replicaCount": 3}
        case _:
            return {}
