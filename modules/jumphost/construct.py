"""One private instance, patched, and the Session Manager document that sessions on it have to use."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.ssm_association import SsmAssociation, SsmAssociationTargets
from constructs import Construct

from modules.jumphost.host import Host, HostInputs
from modules.jumphost.profile import Profile, ProfileInputs
from modules.jumphost.session import Session, SessionInputs
from modules.kit.stack import Ref
from modules.logkey import LogKey, LogKeyInputs


@dataclass(frozen=True, slots=True, kw_only=True)
class JumphostInputs:
    """`actions` are what the flows of this host call; retention in days.

    `secrets` are ARNs that it reads, `keys` those of the KMS keys that open them.
    """

    name: str
    account: str
    region: str
    registry_account: str
    instance_type: str
    subnet_id: Ref
    group_id: Ref
    actions: tuple[str, ...]
    secrets: tuple[str, ...]
    keys: tuple[Ref, ...]
    retention: int
    tags: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class JumphostOutputs:
    """Whoever may start a session here may do so with this document only, and needs this key for it."""

    instance_id: Ref
    session_document: Ref
    role_arn: Ref
    key_arn: Ref


class Jumphost(Construct):
    """Sessions only, recorded; the role holds what the host's flows call; patched every week."""

    def __init__(self, scope: Construct, inputs: JumphostInputs) -> None:
        """Create key, session document, role, instance and patching."""
        super().__init__(scope, "jumphost")
        prefix = f"/aws/session/{inputs.name}/"
        key = LogKeyInputs(
            alias=inputs.name,
            description=f"Sessions, logs and disk of {inputs.name}",
            account=inputs.account,
            region=inputs.region,
            groups=prefix,
        )
        key_arn = LogKey(self, key).outputs.key_arn
        session = Session(
            self,
            SessionInputs(name=inputs.name, prefix=prefix, key_arn=key_arn, retention=inputs.retention),
        ).outputs
        profile = ProfileInputs(
            name=inputs.name,
            account=inputs.account,
            region=inputs.region,
            registry_account=inputs.registry_account,
            actions=inputs.actions,
            secrets=inputs.secrets,
            log_group_arn=session.log_group_arn,
            key_arn=key_arn,
            secret_keys=inputs.keys,
        )
        role = Profile(self, profile).outputs
        host = HostInputs(
            name=inputs.name,
            instance_type=inputs.instance_type,
            subnet_id=inputs.subnet_id,
            group_id=inputs.group_id,
            profile=role.profile_name,
            key_arn=key_arn,
            tags=inputs.tags,
        )
        instance_id = Host(self, host).outputs.instance_id
        self._patch(inputs.name, instance_id)
        self.outputs = JumphostOutputs(
            instance_id=instance_id,
            session_document=session.document,
            role_arn=role.role_arn,
            key_arn=key_arn,
        )

    def _patch(self, name: str, instance_id: Ref) -> None:
        for key, document, schedule, parameters in (
            ("patching", "AWS-RunPatchBaseline", "cron(0 3 ? * SUN *)", {"Operation": "Install"}),
            ("inventory", "AWS-GatherSoftwareInventory", "rate(12 hours)", {}),
        ):
            SsmAssociation(
                self,
                key,
                name=document,
                association_name=f"{name}-{key}",
                schedule_expression=schedule,
                compliance_severity="HIGH",
                parameters=parameters or None,
                targets=[SsmAssociationTargets(key="InstanceIds", values=[instance_id])],
            )
