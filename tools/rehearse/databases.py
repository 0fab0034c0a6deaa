"""The simulator's RDS and DMS: rows of `adaptations.py` and of `missing.py`."""

from typing import Any

from tools.rehearse.answers import Answer, Asked, Json, Shelves
from tools.rehearse.memory import More
from tools.rehearse.networks import Adaptation, Replacement

CERTIFICATE = "rds-ca-rsa2048-g1"
"""The authority that AWS gives to an instance for which none is named."""


def _serverless() -> tuple[str, Replacement]:
    """Moto shows the scaling of Serverless v1, without values, for every cluster."""
    from moto.rds.models import DBCluster  # noqa: PLC0415

    original: Any = vars(DBCluster)["scaling_configuration_info"]

    def scaling(self: DBCluster) -> Any:  # noqa: ANN401 -- moto's
        return original.fget(self) if self.scaling_configuration else None

    return "moto.rds.models.DBCluster.scaling_configuration_info", property(scaling)


def _instances() -> tuple[str, Replacement]:
    """Moto forgets Performance Insights, and knows an authority for certificates that AWS does not."""
    from moto.rds.models import DBInstance  # noqa: PLC0415

    original = DBInstance.__init__

    def made(self: Any, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 -- moto's
        original(self, *arguments, **{"ca_certificate_identifier": CERTIFICATE} | named)
        self.performance_insights_enabled = named.get("enable_performance_insights", False)
        for name in ("performance_insights_kms_key_id", "performance_insights_retention_period"):
            setattr(self, name, named.get(name))

    return "moto.rds.models.DBInstance.__init__", made


def _subnets() -> tuple[str, Replacement]:
    """Moto forgets the subnets of a replication, and keeps its tags under a name by which nobody asks."""
    from moto.dms.models import DatabaseMigrationServiceBackend  # noqa: PLC0415

    original = DatabaseMigrationServiceBackend.create_replication_subnet_group

    def create(self: Any, subnet_ids: list[str], tags: list[dict[str, str]] | None, **named: Any) -> Any:  # noqa: ANN401 -- moto's
        made: Any = original(self, subnet_ids=subnet_ids, **named)
        name = f"{self.region_name}:{self.account_id}:subgrp:{made.replication_subnet_group_identifier}"
        self.tagger.tag_resource(f"arn:aws:dms:{name}", tags or [])
        subnets = [{"SubnetIdentifier": each, "SubnetStatus": "Active"} for each in subnet_ids]
        made.to_dict = More(made.to_dict, {"Subnets": subnets})
        return made

    return "moto.dms.models.DatabaseMigrationServiceBackend.create_replication_subnet_group", create


DATABASES: tuple[Adaptation, ...] = (_serverless, _instances, _subnets)
"""Rows of `adaptations.py`."""


def _endpoint_change(_shelves: Shelves, asked: Asked) -> Json:
    """What is said of the target's bucket is kept, in AWS's letters; the provider says it again after creation."""
    from moto.dms.models import dms_backends  # noqa: PLC0415

    account, region = asked.place.split()
    known = dms_backends[account][region].endpoints.values()
    [endpoint] = [each for each in known if each.endpoint_arn == asked.body["EndpointArn"]]
    settings = (endpoint.s3_settings or {}) | asked.body.get("S3Settings", {})
    if "DatePartitionSequence" in settings:
        settings["DatePartitionSequence"] = settings["DatePartitionSequence"].lower()
    endpoint.s3_settings = settings
    return {"Endpoint": {key: held for key, held in endpoint.to_dict().items() if held is not None}}


CAPTURE: tuple[Answer, ...] = (
    Answer("dms", "ModifyEndpoint", "the target's settings are written in two steps", _endpoint_change),
)
"""Rows of `missing.py`."""
