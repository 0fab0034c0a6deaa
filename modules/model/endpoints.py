"""Which VPC endpoint carries which IAM action: from the flows to the endpoints of a VPC."""

from modules.model.flow import AwsApi, Flow, Session
from modules.model.parties import Party, Zone

GATEWAY = "s3"
"""The one service reached by a gateway endpoint: free of charge and outside security groups."""

SESSION = ("ec2messages", "ssm", "ssmmessages")


def services(prefix: str) -> tuple[str, ...]:
    """Endpoint services for the service prefix of an IAM action."""
    match prefix:
        case "iam" | "route53":
            return ()  # global services: their APIs are reached over the internet (AWS documentation)
        case "ecr":
            return ("ecr.api", "ecr.dkr", GATEWAY)  # layers come from a bucket of AWS
        case "guardduty":
            return ("guardduty-data",)
        case "cloudwatch":
            return ("monitoring",)
        case _:
            return (prefix,)


def actions_by_service(flows: tuple[Flow, ...], zone: Zone) -> dict[str, tuple[str, ...]]:
    """What each endpoint of a VPC in this zone has to let through, sorted; no flow, no endpoint."""
    found: dict[str, set[str]] = {}
    for flow in flows:
        if isinstance(flow.over, Session) and flow.listener.zone is zone:
            for service in SESSION:
                found.setdefault(service, set())
        if not isinstance(flow.over, AwsApi) or flow.opener.zone is not zone or flow.opener.tier is None:
            continue
        for action in flow.over.actions:
            prefix = action.partition(":")[0]
            for service in services(prefix):
                allowed = found.setdefault(service, set())
                if service != GATEWAY or prefix == GATEWAY:
                    allowed.add(action)
    return {service: tuple(sorted(actions)) for service, actions in sorted(found.items())}


def domains(flows: tuple[Flow, ...], zone: Zone, provider: frozenset[str]) -> tuple[str, ...]:
    """Internet names that the parties of a zone open connections to, sorted; those of the identity `provider` are data."""
    opened = {flow.listener for flow in flows if flow.opener.zone is zone}
    names = {name for listener in opened for name in listener.domains}
    return tuple(sorted(names | (provider if Party.IDENTITY_PROVIDER in opened else set())))


def aws_objects(region: str) -> tuple[str, ...]:
    """Objects of AWS's own buckets that image layers, agents and patches come from (AWS documentation)."""
    buckets = (
        f"prod-{region}-starport-layer-bucket",  # layers of ECR images
        f"aws-ssm-{region}",
        f"amazon-ssm-{region}",
        f"amazon-ssm-packages-{region}",
        f"{region}-birdwatcher-prod",
        f"aws-ssm-distributor-file-{region}",
        f"patch-baseline-snapshot-{region}",
        f"aws-ssm-document-attachments-{region}",
        f"al2023-repos-{region}-de612dc2",  # Amazon Linux packages; a wildcard would take anybody's bucket
        f"inspector2-oval-prod-{region}",
    )
    return tuple(f"arn:aws:s3:::{bucket}/*" for bucket in buckets)


def actions_of(flows: tuple[Flow, ...], party: Party) -> tuple[str, ...]:
    """IAM actions that the flows of one party call, sorted: what its role may do."""
    found = {
        action
        for flow in flows
        if flow.opener is party and isinstance(flow.over, AwsApi)
        for action in flow.over.actions
    }
    return tuple(sorted(found))
