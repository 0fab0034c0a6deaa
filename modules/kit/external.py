"""Kubernetes secrets that the external-secrets operator fills from Secrets Manager; nothing here holds a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from modules.kit.chart import Manifest
from modules.kit.stack import Ref

API = "external-secrets.io/v1"

STORE = "platform"
"""Name of the store of each namespace, which stack tm-addons makes and which reads in a role of its own."""

REFRESH = "1h"
"""How often the operator looks: after this a rotated secret is in the cluster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class External:
    """One secret: `properties` are its keys and the fields of `source` that fill them, empty for all of its text.

    `fixed` are keys with a text that is no secret, or one with `{{ .key }}` for a filled one.
    """

    name: str
    namespace: str
    source: Ref | str
    properties: Mapping[str, str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def manifest(self) -> Manifest:
        """The request to the operator; the secret goes with it."""
        template: dict[str, object] = {"engineVersion": "v2", "mergePolicy": "Merge"}
        if self.labels:
            template["metadata"] = {"labels": dict(self.labels)}
        if self.fixed:
            template["data"] = dict(self.fixed)
        spec = {
            "refreshInterval": REFRESH,
            "secretStoreRef": {"kind": "SecretStore", "name": STORE},
            "target": {
                "name": self.name,
                "creationPolicy": "Owner",
                "deletionPolicy": "Retain",
                "template": template,
            },
            "data": [
                {"secretKey": key, "remoteRef": {"key": self.source} | ({"property": field} if field else {})}
                for key, field in self.properties.items()
            ],
        }
        return Manifest(
            api_version=API,
            kind="ExternalSecret",
            name=self.name,
            namespace=self.namespace,
            body={"spec": spec},
        )
