"""Two ways for secrets: external-secrets for the platform, the CSI driver for the vendor (vendor contract)."""

from collections.abc import Callable
from typing import Any

from modules.addons.common import ONE_STAYS, REPLICAS, account, by_name, resources
from modules.kit.chart import Manifest
from modules.model.charts import Chart
from modules.model.ports import Port
from modules.model.upstreams import Upstream

ESO = "external-secrets"
STORE = "platform"
"""Name of the store of every namespace that has one."""

POLL = "3600s"

DRIVER = "csi-secrets-store"
DRIVER_TAG, REGISTRAR_TAG, PROBE_TAG = "v1.6.0", "v2.16.0", "v2.18.0"
"""Of the driver that comes with the provider's chart, and of the images beside it."""


def external_secrets(chart: Chart, image: str) -> dict[str, Any]:
    """It reads and never writes to AWS; no store and no secret spans namespaces.

    Who is admin of a namespace makes no store there: a store names the role that it reads in. No store reads as
    a service account, so it makes no tokens.
    """
    own = {"image": {"repository": image, "tag": f"v{chart.app_version}"}}
    spans = ("ClusterExternalSecret", "ClusterGenerator", "ClusterPushSecret", "PushSecret")
    off = {f"process{each}": False for each in (*spans, "ClusterStore")}

    def part(name: str) -> dict[str, Any]:
        return own | {
            "podDisruptionBudget": ONE_STAYS,
            "replicaCount": REPLICAS,
            "resources": resources("50m", "256Mi"),
            "serviceAccount": account(name),
            "topologySpreadConstraints": by_name(name),
        }

    return (
        part(ESO)
        | off
        | {
            "installCRDs": True,
            "leaderElect": True,
            "rbac": {f"aggregateTo{role}": False for role in ("Admin", "Edit", "View")}
            | {"serviceAccountTokenCreate": False},
            "crds": {f"create{each}": False for each in (*spans, "ClusterSecretStore")},
            "webhook": part(f"{ESO}-webhook") | {"port": int(Port.KUBELET)},
            "certController": part(f"{ESO}-cert-controller"),
        }
    )


def store(namespace: str, region: str, role_arn: str) -> Manifest:
    """The secrets of one namespace, read in a role that reads no others."""
    aws = {"service": "SecretsManager", "region": region, "role": role_arn}
    return Manifest(
        api_version="external-secrets.io/v1",
        kind="SecretStore",
        name=STORE,
        namespace=namespace,
        body={"spec": {"provider": {"aws": aws}}},
    )


def csi(chart: Chart, image: Callable[[Upstream, str], str]) -> dict[str, Any]:
    """Driver and AWS provider on every node; the application's own service account is asked for its role."""
    kubernetes = Upstream.KUBERNETES

    def own(path: str, tag: str) -> dict[str, str]:
        return {"repository": image(kubernetes, path), "tag": tag}

    linux = {
        "image": own(f"{DRIVER}/driver", DRIVER_TAG),
        "crds": {"image": own(f"{DRIVER}/driver-crds", DRIVER_TAG)},
        "registrarImage": own("sig-storage/csi-node-driver-registrar", REGISTRAR_TAG),
        "livenessProbeImage": own("sig-storage/livenessprobe", PROBE_TAG),
        "priorityClassName": "system-node-critical",
    }
    path = "aws-secrets-manager/secrets-store-csi-driver-provider-aws"
    return {
        "image": {"repository": image(Upstream.ECR_PUBLIC, path), "tag": chart.app_version},
        "priorityClassName": "system-node-critical",
        "tolerations": [{"operator": "Exists"}],
        "secrets-store-csi-driver": {
            "install": True,
            "linux": linux,
            "syncSecret": {"enabled": False},
            "enableSecretRotation": True,
            "rotationPollInterval": POLL,
        },
    }
