"""How every instance of the cluster is set up: the vendor's one setting, TLS only, and a log without secrets."""

from cdktf_cdktf_provider_aws.rds_cluster_parameter_group import (
    RdsClusterParameterGroup,
    RdsClusterParameterGroupParameter,
)
from constructs import Construct

from modules.kit.stack import Ref
from modules.model.postgres import FAMILY

AT_START = (
    ("rds.force_ssl", "1"),
    ("shared_preload_libraries", "pg_stat_statements"),  # vendor contract
)
"""Taken up when an instance starts; AWS refuses to apply the second one at once."""

AT_ONCE = (
    ("log_connections", "1"),
    ("log_disconnections", "1"),
    ("log_min_duration_statement", "1000"),
    # Bound values are customers' data (CX-38).
    ("log_parameter_max_length", "0"),
    ("log_parameter_max_length_on_error", "0"),
    # The vendor's installer creates roles with passwords, and "ddl" would log those statements whole: AWS asks
    # for "none" where nothing redacts them. What runs for a second and who was there is logged all the same.
    ("log_statement", "none"),
    ("ssl_min_protocol_version", "TLSv1.2"),
)

FOR_THE_LAKE = (("rds.logical_replication", "1"),)
"""Arrow 16.1: it makes the database write more and keep more, so that it is on for the data lake only (CX-38)."""


def parameters(scope: Construct, name: str, logical_replication: bool) -> Ref:  # noqa: FBT001 -- one fact
    """The name of a cluster parameter group; instances have none of their own."""
    at_start = AT_START + (FOR_THE_LAKE if logical_replication else ())
    made = RdsClusterParameterGroup(
        scope,
        "parameters",
        name=name,
        family=FAMILY,
        description=f"Settings of {name}",
        parameter=[
            RdsClusterParameterGroupParameter(name=key, value=value, apply_method=method)
            for method, settings in (("immediate", AT_ONCE), ("pending-reboot", at_start))
            for key, value in settings
        ],
        tags={"Name": name},
    )
    return Ref(made.name)
