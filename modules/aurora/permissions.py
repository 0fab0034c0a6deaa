"""What AWS Backup may do: back this cluster up, and restore it under another name. Arrow: 2.2."""

from dataclasses import dataclass

from modules.kit.iam import Condition, Statement
from modules.kit.stack import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionsInputs:
    """`name` is the cluster's and the vault's."""

    name: str
    account: str
    region: str
    database_key_arn: Ref
    vault_key_arn: Ref


def permissions(inputs: PermissionsInputs) -> tuple[Statement, ...]:
    """What AWS's two managed policies for backups and restores allow for clusters, on this one alone.

    Resources are written by name: references would show the policy as changed whenever the cluster changes.
    """
    return (*_backing_up(inputs), *_restoring(inputs))


def _rds(inputs: PermissionsInputs, resource: str) -> str:
    return f"arn:aws:rds:{inputs.region}:{inputs.account}:{resource}"


def _backing_up(inputs: PermissionsInputs) -> tuple[Statement, ...]:
    snapshots = _rds(inputs, "cluster-snapshot:awsbackup:*")
    vault = f"arn:aws:backup:{inputs.region}:{inputs.account}:backup-vault:{inputs.name}"
    return (
        Statement(
            sid="Snapshot",
            actions=(
                "rds:AddTagsToResource",
                "rds:CopyDBClusterSnapshot",
                "rds:CreateDBClusterSnapshot",
                "rds:ListTagsForResource",
            ),
            resources=(_rds(inputs, f"cluster:{inputs.name}"), snapshots),
        ),
        Statement(
            sid="Expire",
            actions=("rds:DeleteDBClusterSnapshot", "rds:ModifyDBClusterSnapshotAttribute"),
            resources=(snapshots,),
        ),
        # AWS Backup asks for whole lists.
        Statement(
            sid="Find",
            actions=(
                "rds:DescribeDBClusterAutomatedBackups",
                "rds:DescribeDBClusterSnapshots",
                "rds:DescribeDBClusters",
                "tag:GetResources",
            ),
        ),
        Statement(
            sid="Vault",
            actions=("backup:CopyIntoBackupVault", "backup:DescribeBackupVault"),
            resources=(vault,),
        ),
        Statement(
            sid="Keys",
            actions=("kms:DescribeKey",),
            resources=(inputs.database_key_arn, inputs.vault_key_arn),
        ),
    )


def _restoring(inputs: PermissionsInputs) -> tuple[Statement, ...]:
    """Beside the cluster, never over it: into its subnets and parameters, under `<name>-restored…`."""
    through = (f"rds.{inputs.region}.amazonaws.com",)
    return (
        Statement(
            sid="Restore",
            actions=("rds:AddTagsToResource", "rds:RestoreDBClusterFromSnapshot"),
            resources=(
                _rds(inputs, f"cluster:{inputs.name}-restored*"),
                _rds(inputs, "cluster-snapshot:awsbackup:*"),
                _rds(inputs, f"cluster-pg:{inputs.name}"),
                _rds(inputs, "og:default:aurora-postgresql-16"),
                _rds(inputs, f"subgrp:{inputs.name}"),
            ),
        ),
        Statement(
            sid="RestoredData",
            actions=("kms:CreateGrant",),
            resources=(inputs.database_key_arn,),
            conditions=(
                Condition("Bool", "kms:GrantIsForAWSResource", ("true",)),
                Condition("StringEquals", "kms:ViaService", through),
            ),
        ),
    )
