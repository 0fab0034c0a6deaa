"""Weakened sessions, and what single personas read."""

from tests.mutants.change import Mutant, put
from tests.mutants.personas import DEVOPS, HERE, SCD, SHARED, SRE, TM, TMSE, flows, more, within
from tests.policy import test_sessions as sessions

SESSIONS = "arn:aws:ssm:eu-central-1:222222222222:session"

SESSIONS_AND_SECRETS = (
    Mutant(
        "DevOps start sessions",
        more(TM, DEVOPS, "ssm:StartSession", resources=("arn:aws:ec2:eu-central-1:222222222222:instance/*",)),
        sessions.test_only_setup_engineers_start_sessions_and_only_on_jump_hosts,
    ),
    Mutant(
        "sessions on any instance",
        within(TM, flows(TMSE), "StartSessions", resources=[f"arn:aws:ec2:{HERE}:instance/*"]),
        sessions.test_only_setup_engineers_start_sessions_and_only_on_jump_hosts,
    ),
    Mutant(
        "sessions that nobody records",
        within(TM, flows(TMSE), "StartSessions", condition=None),
        sessions.test_only_setup_engineers_start_sessions_and_only_on_jump_hosts,
    ),
    Mutant(
        "sessions by a document of AWS",
        within(
            TM,
            flows(TMSE),
            "StartSessions",
            resources=[
                f"arn:aws:ec2:{HERE}:instance/${{var.tm_jumphost_instance_id}}",
                "arn:aws:ssm:eu-central-1::document/AWS-StartPortForwardingSession",
            ],
        ),
        sessions.test_only_setup_engineers_start_sessions_and_only_on_jump_hosts,
    ),
    Mutant(
        "setup engineers end the sessions of others",
        within(TM, flows(TMSE), "OwnSessions", condition=None),
        sessions.test_setup_engineers_touch_only_their_own_sessions,
    ),
    Mutant(
        "setup engineers open the channels of others",
        within(TM, flows(TMSE), "OwnChannels", resources=[f"{SESSIONS}/*"]),
        sessions.test_setup_engineers_touch_only_their_own_sessions,
    ),
    Mutant(
        "setup engineers use any key",
        within(TM, flows(TMSE), "SessionKeys", resources=[f"arn:aws:kms:{HERE}:key/*"]),
        sessions.test_setup_engineers_touch_only_their_own_sessions,
    ),
    Mutant(
        "Smart Contract Developers read any secret",
        within(TM, flows(SCD), "Tokens", resources=[f"arn:aws:secretsmanager:{HERE}:secret:*"]),
        sessions.test_only_smart_contract_developers_read_secrets_and_only_tokens,
    ),
    Mutant(
        "SRE read tokens",
        more(TM, SRE, "secretsmanager:GetSecretValue"),
        sessions.test_only_smart_contract_developers_read_secrets_and_only_tokens,
    ),
    Mutant(
        "Smart Contract Developers decrypt anything",
        within(TM, flows(SCD), "TokenKeys", condition=None),
        sessions.test_only_smart_contract_developers_read_secrets_and_only_tokens,
    ),
    Mutant(
        "recordings lie among other logs",
        put(
            "tm-jumphost",
            "aws_cloudwatch_log_group",
            "jumphost_session_log",
            name="/aws/hosts/sandbox-jumphost-tm/sessions",
        ),
        sessions.test_recordings_lie_where_people_cannot_read,
    ),
    Mutant(
        "a second log of sessions elsewhere",
        put("shared-jumphost", "aws_cloudwatch_log_group", "jumphost_session_more", name="/sessions"),
        sessions.test_recordings_lie_where_people_cannot_read,
    ),
)

MIRROR = (
    Mutant(
        "a setup engineer runs any command",
        within(
            SHARED,
            flows(TMSE),
            "MirrorImages",
            resources=["arn:aws:ssm:eu-central-1:333333333333:document/*"],
        ),
        sessions.test_setup_engineers_run_the_mirror_on_the_shared_jump_host_and_no_other_command,
    ),
    Mutant(
        "an SRE mirrors images",
        more(TM, SRE, "ssm:SendCommand"),
        sessions.test_setup_engineers_run_the_mirror_on_the_shared_jump_host_and_no_other_command,
    ),
    Mutant(
        "the mirror under a name that nobody may run",
        put("shared-registry", "aws_ssm_document", "mirror_document", name="mirror"),
        sessions.test_setup_engineers_run_the_mirror_on_the_shared_jump_host_and_no_other_command,
    ),
)

OF_PERSONAS = SESSIONS_AND_SECRETS + MIRROR
