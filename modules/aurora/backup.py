"""AWS Backup: a daily snapshot in a vault, beside the cluster's own backups and out of reach of its deletion."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.backup_plan import BackupPlan, BackupPlanRule, BackupPlanRuleLifecycle
from cdktf_cdktf_provider_aws.backup_selection import BackupSelection
from cdktf_cdktf_provider_aws.backup_vault import BackupVault
from cdktf_cdktf_provider_aws.backup_vault_lock_configuration import BackupVaultLockConfiguration
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from constructs import Construct

from modules.aurora.permissions import PermissionsInputs, permissions
from modules.kit.iam import Condition, Statement, assumable_by, policy
from modules.kit.stack import Ref

DAILY = "cron(0 5 * * ? *)"
"""UTC; more than an hour after the cluster's own backup and maintenance windows have closed."""

START_WITHIN, COMPLETE_WITHIN = 60, 240
"""Minutes."""

SHORTEST = 7
"""Days that a locked vault keeps every snapshot, whatever a plan says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupInputs:
    """With `locked` no snapshot goes early unless the lock is taken off first; retention in days.

    `role` is the name by which SREs pass the role to AWS Backup when they start a job (2.2).
    """

    name: str
    role: str
    account: str
    region: str
    cluster_arn: Ref
    key_arn: Ref
    database_key_arn: Ref
    retention: int
    locked: bool


class Backup(Construct):
    """One cluster, once a day. Snapshots of Aurora keep the database's own key; the vault's encrypts copies."""

    def __init__(self, scope: Construct, inputs: BackupInputs) -> None:
        """Create vault, plan, role and selection."""
        super().__init__(scope, "backup")
        vault = BackupVault(
            self, "vault", name=inputs.name, kms_key_arn=inputs.key_arn, tags={"Name": inputs.name}
        )
        if inputs.locked:
            BackupVaultLockConfiguration(
                self, "lock", backup_vault_name=vault.name, min_retention_days=SHORTEST
            )
        plan = BackupPlan(
            self,
            "plan",
            name=inputs.name,
            rule=[
                BackupPlanRule(
                    rule_name="daily",
                    target_vault_name=vault.name,
                    schedule=DAILY,
                    schedule_expression_timezone="Etc/UTC",
                    start_window=START_WITHIN,
                    completion_window=COMPLETE_WITHIN,
                    lifecycle=BackupPlanRuleLifecycle(delete_after=inputs.retention),
                )
            ],
            tags={"Name": inputs.name},
        )
        role = IamRole(
            self,
            "role",
            name=inputs.role,
            description=f"Lets AWS Backup take snapshots of {inputs.name}, and restore them beside it",
            assume_role_policy=policy(self, "trust", (self._trust(inputs),)),
        )
        snapshots = IamRolePolicy(
            self,
            "snapshots",
            name="snapshots",
            role=role.id,
            policy=policy(self, "snapshots-policy", self._permissions(inputs)),
        )
        BackupSelection(
            self,
            "selection",
            name=inputs.name,
            plan_id=plan.id,
            iam_role_arn=role.arn,
            resources=[inputs.cluster_arn],
            depends_on=[snapshots],
        )

    def _trust(self, inputs: BackupInputs) -> Statement:
        own = Condition("StringEquals", "aws:SourceAccount", (inputs.account,))
        return assumable_by("Service", "backup.amazonaws.com", own)

    def _permissions(self, inputs: BackupInputs) -> tuple[Statement, ...]:
        return permissions(
            PermissionsInputs(
                name=inputs.name,
                account=inputs.account,
                region=inputs.region,
                database_key_arn=inputs.database_key_arn,
                vault_key_arn=inputs.key_arn,
            )
        )
