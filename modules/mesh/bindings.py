"""Target groups of the load balancers, each bound to a Service; pods come and go in them (5.3, 6.2, 7.2, 9.2)."""

from dataclasses import dataclass

from modules.kit.chart import Manifest
from modules.kit.stack import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A target group, and the Service whose pods are its targets; `port` is the Service's own."""

    key: str
    namespace: str
    service: str
    port: int
    target_group_arn: Ref


def binding(entry: Binding, vpc_id: Ref) -> Manifest:
    """Security groups stay what the flows say: without `networking` the controller changes none."""
    return Manifest(
        api_version="elbv2.k8s.aws/v1beta1",
        kind="TargetGroupBinding",
        name=entry.key,
        namespace=entry.namespace,
        body={
            "spec": {
                "ipAddressType": "ipv4",
                "serviceRef": {"name": entry.service, "port": entry.port},
                "targetGroupARN": entry.target_group_arn,
                "targetType": "ip",
                "vpcID": vpc_id,
            }
        },
    )
