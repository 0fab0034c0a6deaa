"""external-dns: names of services below one branch of the private zone, where Terraform has none."""

from typing import Any

from modules.addons.common import account, resources
from modules.kit.stack import Ref
from modules.model.charts import Chart
from modules.model.names import INSIDE

HOSTNAME = "external-dns.alpha.kubernetes.io/hostname"


def names(chart: Chart, image: str, cluster: str, region: str, zone_id: Ref) -> dict[str, Any]:
    """One replica, as the chart wants it: names that wait a minute harm nobody. It never deletes a record.

    Only headless Services get names, of their pods' addresses, which the VPC reaches. Addresses of Services mean
    nothing outside the cluster, so they are not published.
    """
    return {
        "image": {"repository": image, "tag": f"v{chart.app_version}"},
        "provider": {"name": "aws"},
        "serviceAccount": account("external-dns"),
        "env": [{"name": "AWS_DEFAULT_REGION", "value": region}],
        "sources": ["service"],
        "annotationFilter": HOSTNAME,
        "managedRecordTypes": ["A", "CNAME"],
        "policy": "upsert-only",
        "registry": "txt",
        "txtOwnerId": cluster,
        "txtPrefix": "owner-",
        "domainFilters": [INSIDE],
        # The filter is a branch of the zone, so its parent has to be taken for a match.
        "extraArgs": {
            "aws-zone-match-parent": True,
            "aws-zone-type": "private",
            "zone-id-filter": zone_id,
        },
        "resources": resources("50m", "128Mi"),
    }
