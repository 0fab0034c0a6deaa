"""Weakened people."""

from collections.abc import Callable

from tests.mutants.change import Mutant, Stacks, all_of, block, drop, put
from tests.policy import test_personas as people
from tests.policy import test_sessions as sessions

TM, SHARED, NETWORK, DEV = "access-tm", "access-shared", "access-network", "access-apps-development"
DEVOPS, SRE, TMSE, SCD = "devops", "sre", "tm-setup-engineer", "smart-contract-developer"
BOUNDARY = "personas_boundary_document"


def within(stack: str, name: str, sid: str, **values: object) -> Callable[[Stacks], None]:
    """Set parts of one statement of a policy document; None removes one."""

    def change(stacks: Stacks) -> None:
        held = stacks[stack]["data"]["aws_iam_policy_document"][name]["statement"]
        [statement] = [each for each in held if each["sid"] == sid]
        for key, value in values.items():
            statement.pop(key, None) if value is None else statement.update({key: value})

    return change


def more(
    stack: str, persona: str, *actions: str, resources: tuple[str, ...] = ("*",)
) -> Callable[[Stacks], None]:
    """One more statement for a persona."""

    def change(stacks: Stacks) -> None:
        documents = stacks[stack]["data"]["aws_iam_policy_document"]
        documents[flows(persona)]["statement"].append(
            {"actions": list(actions), "effect": "Allow", "resources": list(resources), "sid": "More"}
        )

    return change


def without(stack: str, name: str, sid: str) -> Callable[[Stacks], None]:
    """One statement less."""

    def change(stacks: Stacks) -> None:
        held = stacks[stack]["data"]["aws_iam_policy_document"][name]
        held["statement"] = [each for each in held["statement"] if each["sid"] != sid]

    return change


def flows(persona: str) -> str:
    return f"personas_{persona}_flows-policy"


def role(persona: str) -> str:
    return f"personas_{persona}_role"


def trust(persona: str, **values: object) -> Callable[[Stacks], None]:
    return within(TM, f"personas_{persona}_trust", "FederatedWithMfa", **values)


AUDIENCE = {"test": "StringEquals", "values": ["https://signin.aws.amazon.com/saml"], "variable": "SAML:aud"}
MFA = {"test": "StringEquals", "values": ["true"], "variable": "aws:RequestTag/mfa"}
HERE = "eu-central-1:222222222222"

ROLES = (
    Mutant(
        "a fifth persona",
        put(TM, "aws_iam_role", role(DEVOPS), name="sandbox-administrator"),
        people.test_there_are_four_personas_and_each_is_only_where_it_works,
    ),
    Mutant(
        "no Smart Contract Developer",
        drop(TM, "aws_iam_role", role(SCD)),
        people.test_there_are_four_personas_and_each_is_only_where_it_works,
    ),
    Mutant(
        "SRE in the Network account",
        all_of(
            put(NETWORK, "aws_iam_role", role(SRE), name="sandbox-sre"),
            put(
                NETWORK,
                "aws_iam_role",
                role(SRE),
                assume_role_policy="${data.aws_iam_policy_document.x.json}",
            ),
            block(NETWORK, ("data", "aws_iam_policy_document", "x"), {"statement": []}),
        ),
        people.test_there_are_four_personas_and_each_is_only_where_it_works,
    ),
    Mutant(
        "people assume a role of a network",
        block(
            "tm-vpc",
            ("data", "aws_iam_policy_document", "vpc_flow-logs_trust", "statement", 0, "actions"),
            ["sts:AssumeRoleWithSAML"],
        ),
        people.test_there_are_four_personas_and_each_is_only_where_it_works,
    ),
    Mutant(
        "DevOps write",
        more(TM, DEVOPS, "ec2:CreateVpc"),
        people.test_a_persona_may_do_what_its_flows_call_and_nothing_else,
    ),
    Mutant(
        "SRE see nothing",
        without(DEV, flows(SRE), "Logs"),
        people.test_a_persona_may_do_what_its_flows_call_and_nothing_else,
    ),
    Mutant(
        "SRE reboot brokers that are not there",
        more(DEV, SRE, "kafka:RebootBroker"),
        people.test_a_persona_may_do_what_its_flows_call_and_nothing_else,
    ),
    Mutant(
        "a wildcard reads values",
        within(TM, flows(SCD), "Tokens", actions=["secretsmanager:Get*"]),
        people.test_people_change_nothing_but_what_their_arrow_is_for,
    ),
    Mutant(
        "DevOps delete",
        more(TM, DEVOPS, "eks:DeleteCluster"),
        people.test_people_change_nothing_but_what_their_arrow_is_for,
    ),
    Mutant(
        "DevOps read any log of any account",
        within(TM, flows(DEVOPS), "Logs", resources=["arn:aws:logs:*:*:*"]),
        people.test_every_action_of_people_has_the_narrowest_resource,
    ),
    Mutant(
        "SRE fail over anything",
        within(TM, flows(SRE), "Failover", resources=["*"]),
        people.test_every_action_of_people_has_the_narrowest_resource,
    ),
    Mutant(
        "SRE fail over what bears another name",
        within(TM, flows(SRE), "Failover", resources=[f"arn:aws:rds:{HERE}:cluster:*"]),
        people.test_what_people_change_bears_the_environments_name,
    ),
    Mutant(
        "SRE pass any role",
        within(TM, flows(SRE), "PassBackupRole", resources=["arn:aws:iam::222222222222:role/*"]),
        people.test_what_people_change_bears_the_environments_name,
    ),
    Mutant(
        "SRE pass a role to anything",
        within(TM, flows(SRE), "PassBackupRole", condition=None),
        people.test_what_people_change_bears_the_environments_name,
    ),
)

TRUST_AND_BOUNDARY = (
    Mutant(
        "any provider of the account",
        trust(
            DEVOPS,
            principals=[
                {"type": "Federated", "identifiers": ["arn:aws:iam::222222222222:saml-provider/other"]}
            ],
        ),
        people.test_people_are_trusted_by_provider_and_audience_only,
    ),
    Mutant(
        "any audience",
        trust(SRE, condition=[MFA]),
        people.test_people_are_trusted_by_provider_and_audience_only,
    ),
    Mutant(
        "roles are assumed without MFA",
        trust(TMSE, condition=[AUDIENCE]),
        people.test_people_are_trusted_by_provider_and_audience_only,
    ),
    Mutant(
        "MFA where the provider says nothing",
        trust(TMSE, condition=[AUDIENCE, MFA | {"test": "StringEqualsIfExists"}]),
        people.test_people_are_trusted_by_provider_and_audience_only,
    ),
    Mutant(
        "a role of people that a machine assumes",
        trust(SCD, actions=["sts:AssumeRole"]),
        people.test_people_are_trusted_by_provider_and_audience_only,
    ),
    Mutant(
        "the boundary forgets MFA",
        without(TM, BOUNDARY, "NothingWithoutMfa"),
        people.test_people_can_do_nothing_without_mfa,
    ),
    Mutant(
        "the boundary asks for MFA only where it is told of it",
        within(
            SHARED,
            BOUNDARY,
            "NothingWithoutMfa",
            condition=[
                {"test": "StringNotEqualsIfExists", "values": ["true"], "variable": "aws:PrincipalTag/mfa"}
            ],
        ),
        people.test_people_can_do_nothing_without_mfa,
    ),
    Mutant(
        "MFA for one service",
        within(TM, BOUNDARY, "NothingWithoutMfa", actions=["ssm:*"]),
        people.test_people_can_do_nothing_without_mfa,
    ),
    Mutant(
        "a persona without a boundary",
        put(TM, "aws_iam_role", role(SRE), permissions_boundary=None),
        people.test_every_persona_is_on_its_path_and_bound,
    ),
    Mutant(
        "a persona on the path of everybody",
        put(TM, "aws_iam_role", role(SRE), path="/"),
        people.test_every_persona_is_on_its_path_and_bound,
    ),
    Mutant(
        "a session of half a day",
        put(TM, "aws_iam_role", role(TMSE), max_session_duration=43200),
        people.test_every_persona_is_on_its_path_and_bound,
    ),
    Mutant(
        "an account without a boundary",
        put(TM, "aws_iam_policy", "personas_boundary_policy", name="sandbox-people"),
        people.test_every_persona_is_on_its_path_and_bound,
    ),
    Mutant(
        "a boundary that has room",
        within(TM, BOUNDARY, "FlowsOfPeople", actions=["ec2:Describe*", "s3:GetObject"]),
        people.test_the_boundary_is_what_all_personas_of_the_account_may_do,
    ),
    Mutant(
        "a boundary that lets people make people",
        without(TM, BOUNDARY, "NoIam"),
        people.test_the_boundary_is_what_all_personas_of_the_account_may_do,
    ),
    Mutant(
        "a boundary that lets people read recordings",
        within(TM, BOUNDARY, "NoRecordings", resources=["arn:aws:logs:*:222222222222:log-group:/aws/x/*"]),
        people.test_the_boundary_is_what_all_personas_of_the_account_may_do,
    ),
    Mutant(
        "a boundary that denies only sometimes",
        within(TM, BOUNDARY, "NoIdentities", condition=[MFA]),
        people.test_the_boundary_is_what_all_personas_of_the_account_may_do,
    ),
    Mutant(
        "a user for a person",
        put(TM, "aws_iam_user_login_profile", "personas_x", user="x"),
        people.test_nobody_is_an_iam_user,
    ),
    Mutant(
        "a key for a person",
        put(TM, "aws_iam_access_key", "personas_x", user="x"),
        people.test_nobody_is_an_iam_user,
    ),
    Mutant(
        "an identity provider of our own",
        put(TM, "aws_iam_saml_provider", "personas_x", name="x"),
        people.test_nobody_is_an_iam_user,
    ),
    Mutant(
        "people download what the lake has answered",
        within("access-lake", flows(DEVOPS), "Results", condition=None),
        sessions.test_the_lake_answers_through_athena_alone,
    ),
    Mutant(
        "people read every bucket of the lake",
        within("access-lake", flows(DEVOPS), "Results", resources=["arn:aws:s3:::sandbox-lake-*"]),
        sessions.test_the_lake_answers_through_athena_alone,
    ),
    Mutant(
        "who may read a table cannot ask",
        without("access-lake", flows(DEVOPS), "Ask"),
        sessions.test_the_lake_answers_through_athena_alone,
    ),
)

PERSONAS = ROLES + TRUST_AND_BOUNDARY
