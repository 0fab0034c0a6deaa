"""Where the simulator is less than AWS: each adaptation says what is missing and gives just that."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote

from tools.rehearse.databases import DATABASES
from tools.rehearse.delivery import DELIVERY
from tools.rehearse.memory import More
from tools.rehearse.networks import NETWORKS, Adaptation, Replacement
from tools.rehearse.nodes import NODES


def _accounts() -> tuple[str, Replacement]:
    """Access keys are random in moto; here one that holds an account's number belongs to that account."""
    from moto.iam import models  # noqa: PLC0415

    original = models.get_account_id_from

    def account_of(key: str) -> str:
        named = key.removeprefix("AKIA").removesuffix("KEYS")
        return named if named.isdigit() and len(named) == 12 else original(key)  # noqa: PLR2004

    return "moto.iam.models.get_account_id_from", account_of


def _brokers() -> tuple[str, Replacement]:
    """A cluster of MSK stays CREATING in moto for ever; here it is ACTIVE when it is there."""
    from moto.kafka.models import FakeKafkaCluster  # noqa: PLC0415

    original = FakeKafkaCluster.__init__

    def active(self: FakeKafkaCluster, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 -- moto's
        original(self, *arguments, **named | {"state": "ACTIVE"})

    return "moto.kafka.models.FakeKafkaCluster.__init__", active


def _ended_brokers(operation: str) -> Adaptation:
    def adaptation() -> tuple[str, Replacement]:
        """AWS knows nothing of a cluster that is gone; moto breaks down."""
        from moto.kafka.exceptions import NotFoundException  # noqa: PLC0415
        from moto.kafka.models import KafkaBackend  # noqa: PLC0415

        original = getattr(KafkaBackend, operation)

        def find(self: KafkaBackend, cluster_arn: str, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 -- moto's
            if cluster_arn not in self.clusters:
                raise NotFoundException(f"The resource {cluster_arn} does not exist.")
            return original(self, cluster_arn, *arguments, **named)

        return f"moto.kafka.models.KafkaBackend.{operation}", find

    return adaptation


def _ended_trails() -> tuple[str, Replacement]:
    """AWS deletes a trail by its ARN as well; moto says that it did."""
    from moto.cloudtrail.models import CloudTrailBackend  # noqa: PLC0415

    original = CloudTrailBackend.delete_trail

    def delete(self: CloudTrailBackend, name: str) -> None:
        original(self, name.rpartition("/")[2])

    return "moto.cloudtrail.models.CloudTrailBackend.delete_trail", delete


def _trails() -> tuple[str, Replacement]:
    """AWS takes the ARN of a trail's topic where it takes the name; moto would put one ARN into another."""
    from moto.cloudtrail.models import Trail  # noqa: PLC0415

    def topic(self: Trail) -> str | None:
        if not self.sns_topic_name:
            return None
        name = self.sns_topic_name.rpartition(":")[2]
        return f"arn:{self.partition}:sns:{self.region_name}:{self.account_id}:{name}"

    return "moto.cloudtrail.models.Trail.topic_arn", property(topic)


def _query_log() -> tuple[str, Replacement]:
    """Route 53 takes the group's ARN as the provider writes it; moto wants `:*` behind it."""
    from moto.route53.models import QueryLoggingConfig, Route53Backend  # noqa: PLC0415

    original = Route53Backend.create_query_logging_config

    def create(self: Route53Backend, zone: str, group: str) -> QueryLoggingConfig:
        made = original(self, zone, f"{group.removesuffix(':*')}:*")
        made.cloud_watch_logs_log_group_arn = group
        return made

    return "moto.route53.models.Route53Backend.create_query_logging_config", create


def _tags_of_shares() -> tuple[str, Replacement]:
    """Moto forgets the tags of a resource share."""
    from moto.ram.models import ResourceShare  # noqa: PLC0415

    original = ResourceShare.__init__

    def remember(self: ResourceShare, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 -- moto's
        original(self, *arguments, **named)
        self.describe = More(self.describe, {"tags": named.get("tags", [])})  # type: ignore[method-assign]

    return "moto.ram.models.ResourceShare.__init__", remember


def _features() -> tuple[str, Replacement]:
    """Moto loses the features that a detector is given after it was made."""
    from moto.guardduty.models import Detector  # noqa: PLC0415

    original = Detector.update

    def update(self: Detector, enable: bool, frequency: str, sources: Any, features: Any) -> None:  # noqa: ANN401, FBT001 -- moto's
        known = {each["name"]: each for each in self.features}
        original(self, enable, frequency, sources, features)
        self.features = [*(known | {each["name"]: each for each in features or []}).values()]

    return "moto.guardduty.models.Detector.update", update


def _delegates() -> tuple[str, Replacement]:
    """Moto's list of services that can be administered from another account lacks AWS Config itself."""
    from moto.organizations.models import FakeDelegatedAdministrator  # noqa: PLC0415

    services = [*FakeDelegatedAdministrator.SUPPORTED_SERVICES, "config.amazonaws.com"]
    return "moto.organizations.models.FakeDelegatedAdministrator.SUPPORTED_SERVICES", services


def _crawlers() -> tuple[str, Replacement]:
    """Moto forgets that a crawler reads by the rights of Lake Formation."""
    from moto.glue.responses import GlueResponse  # noqa: PLC0415

    original = GlueResponse.create_crawler

    def create(self: GlueResponse) -> Any:  # noqa: ANN401 -- moto's
        given = original(self)
        crawler = self.glue_backend.get_crawler(self.parameters["Name"])
        rights = {"LakeFormationConfiguration": self.parameters.get("LakeFormationConfiguration")}
        crawler.as_dict = More(crawler.as_dict, rights)  # type: ignore[method-assign]
        return given

    return "moto.glue.responses.GlueResponse.create_crawler", create


def _events_of_buckets() -> tuple[str, Replacement]:
    """Moto sends a bucket's events to EventBridge but does not tell that it does."""
    from moto.s3.responses import S3Response  # noqa: PLC0415

    original = S3Response.get_bucket_notification

    def get(self: S3Response) -> Any:  # noqa: ANN401 -- moto's
        configuration = self.backend.get_bucket_notification_configuration(self.bucket_name)
        if not configuration or configuration.event_bridge is None:
            return original(self)
        text = "<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>"
        return 200, {"content-type": "application/xml"}, text

    return "moto.s3.responses.S3Response.get_bucket_notification", get


def _catalogues() -> tuple[str, Replacement]:
    """A right is revoked with the number of its catalogue and granted without; to moto these are two rights."""

    def bare(resource: Any) -> Any:  # noqa: ANN401 -- moto's
        if not isinstance(resource, dict):
            return resource
        return {key: bare(value) for key, value in resource.items() if key != "CatalogId"}

    def same(self: Any, other: Any) -> bool:  # noqa: ANN401 -- moto's
        return bool(self.principal == other.principal and bare(self.resource) == bare(other.resource))

    return "moto.lakeformation.models.Permission.equal_principal_and_resouce", same


def _revoked() -> tuple[str, Replacement]:
    """AWS refuses to revoke what nobody has, and the provider waits for that; moto does not mind."""
    from moto.lakeformation.exceptions import InvalidInput  # noqa: PLC0415
    from moto.lakeformation.models import Permission, PermissionCatalog  # noqa: PLC0415

    original = PermissionCatalog.remove_permission

    def remove(self: PermissionCatalog, permission: Permission) -> None:
        if not any(permission.equal_principal_and_resouce(each) for each in self.permissions):
            raise InvalidInput("No permissions revoked. Grantee has no permissions on resource.")
        original(self, permission)

    return "moto.lakeformation.models.PermissionCatalog.remove_permission", remove


def _access_logs() -> tuple[str, Replacement]:
    """AWS delivers access logs hours later; moto at once, also of a bucket's own end, and none is ever empty."""

    def log(_self: Any, _request: Any, _bucket: str) -> None:  # noqa: ANN401 -- moto's
        return

    return "moto.s3.models.S3Backend.log_incoming_request", log


def _locked_buckets() -> tuple[str, Replacement]:
    """AWS refuses to end the versioning of a bucket with locks; moto does it, and then cannot end the locks."""
    from moto.s3.exceptions import S3ClientError  # noqa: PLC0415
    from moto.s3.models import S3Backend  # noqa: PLC0415

    original = S3Backend.put_bucket_versioning

    def put(self: S3Backend, bucket_name: str, status: str) -> None:
        if self.get_bucket(bucket_name).object_lock_enabled and status != "Enabled":
            said = "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed."
            raise S3ClientError("InvalidBucketState", said)
        original(self, bucket_name, status)

    return "moto.s3.models.S3Backend.put_bucket_versioning", put


def _members() -> tuple[str, Replacement]:
    """Whoever is no member of Inspector any more is shown as disabled by moto, and not at all by AWS."""

    def end(self: Any, account_id: str) -> None:  # noqa: ANN401 -- moto's
        self.members.pop(account_id, None)

    return "moto.inspector2.models.Inspector2Backend.disassociate_member", end


def _inspectors() -> tuple[str, Replacement]:
    """The same for whoever administers it."""

    def end(self: Any, account_id: str) -> None:  # noqa: ANN401 -- moto's
        self.admin_accounts.pop(account_id, None)

    return "moto.inspector2.models.Inspector2Backend.disable_delegated_admin_account", end


def _tags_of_plans() -> tuple[str, Replacement]:
    """Names with a stroke in them, such as those of backup plans, are cut by moto when their tags are read."""
    from moto.backup.responses import BackupResponse  # noqa: PLC0415

    def tags(self: BackupResponse) -> str:
        name = unquote(self.path.partition("/tags/")[2].rstrip("/"))
        return json.dumps({"Tags": self.backup_backend.list_tags(resource_arn=name)})

    return "moto.backup.responses.BackupResponse.list_tags", tags


ADAPTATIONS: tuple[Adaptation, ...] = (
    *NETWORKS,
    *NODES,
    *DATABASES,
    *DELIVERY,
    _tags_of_plans,
    _accounts,
    _brokers,
    _ended_brokers("describe_cluster_v2"),
    _ended_brokers("delete_cluster"),
    _trails,
    _ended_trails,
    _query_log,
    _tags_of_shares,
    _features,
    _access_logs,
    _locked_buckets,
    _members,
    _inspectors,
    _catalogues,
    _revoked,
    _crawlers,
    _events_of_buckets,
    _delegates,
)


@contextmanager
def adapted() -> Iterator[None]:
    """All of them, until the block ends."""
    with ExitStack() as stack:
        for each in ADAPTATIONS:
            name, replacement = each()
            stack.enter_context(patch(name, replacement, create=True))
        yield
