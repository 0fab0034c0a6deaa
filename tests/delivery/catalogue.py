"""Weakenings of Spacelift's side, each with the test that has to refuse it."""

from tests.delivery import test_graph as graph
from tests.delivery import test_rights as rights
from tests.delivery import test_roles as roles
from tests.delivery import test_stacks as stacks
from tests.delivery.change import (
    AURORA,
    PAIR,
    READ,
    SHOP,
    VPC,
    Mutant,
    also,
    at,
    drop,
    dropped,
    in_stack,
    less,
    own,
    put,
    relabelled,
    relogged,
    renamed,
    said,
    say,
    subject,
    undenied,
)
from tests.policy.facts import Json

ID = "${spacelift_stack.%s.id}"
DEPENDENCY, REFERENCE = "spacelift_stack_dependency", "spacelift_stack_dependency_reference"
SPACE = "space:${var.bootstrap_space_ids_tm}"
MOCK = 'test "$TF_VAR_spacelift_run_type" != TRACKED || test -n "$TF_VAR_a" || export TF_VAR_a=b'


def chosen(role: str) -> list[Json]:
    """Providers of a stack that works in a second account as one role."""
    here = {"region": "eu-central-1", "allowed_account_ids": ["222222222222"]}
    return [here, here | {"alias": "network", "assume_role": [{"role_arn": role}]}]


# fmt: off
GRAPH = (
    Mutant("a stack that nobody runs", drop("factory", "spacelift_stack", VPC), graph.test_every_written_stack_is_one_of_spacelift),
    Mutant("a stack of nothing", put("factory", "spacelift_stack", "x", name="x"), graph.test_every_written_stack_is_one_of_spacelift),
    Mutant("a circle of two", put("factory", DEPENDENCY, "x", stack_id=ID % VPC, depends_on_stack_id=ID % "tm-firewall"), graph.test_the_order_has_no_circle),
    Mutant("a stack waits for itself", put("factory", DEPENDENCY, "x", stack_id=ID % VPC, depends_on_stack_id=ID % VPC), graph.test_the_order_has_no_circle),
    Mutant("a variable without its output", drop("factory", REFERENCE, READ), graph.test_references_are_exactly_the_variables_of_the_stacks),
    Mutant("another output in a variable", put("factory", REFERENCE, READ, output_name="cidr"), graph.test_references_are_exactly_the_variables_of_the_stacks),
    Mutant("an environment variable that is none of Terraform's", put("factory", REFERENCE, READ, input_name="vpc_id"), graph.test_references_are_exactly_the_variables_of_the_stacks),
    Mutant("an output into a variable that is not there", put("factory", REFERENCE, READ, input_name="TF_VAR_tm_vpc_other"), graph.test_references_are_exactly_the_variables_of_the_stacks),
    Mutant("another dependency's output", put("factory", REFERENCE, READ, stack_dependency_id="${spacelift_stack_dependency.tm-eks_tm-vpc.id}"), graph.test_references_are_exactly_the_variables_of_the_stacks),
    Mutant("a value twice", put("factory", REFERENCE, "x", stack_dependency_id="${spacelift_stack_dependency.tm-firewall_tm-vpc.id}", output_name="vpc_id", input_name="TF_VAR_tm_vpc_vpc_id", trigger_always=False), graph.test_references_are_exactly_the_variables_of_the_stacks),
    Mutant("a stack that reads more", in_stack("tm-firewall", "variable", "tm_vpc_more", {"type": "string"}), graph.test_references_are_exactly_the_variables_of_the_stacks, beside=True),
    Mutant("a stack that reads less", in_stack("tm-firewall", "variable", "tm_vpc_vpc_id", None), graph.test_references_are_exactly_the_variables_of_the_stacks, beside=True),
    Mutant("a variable under another name", renamed("tm-firewall", "variable", "tm_vpc_vpc_id", "vpc_id"), graph.test_references_are_exactly_the_variables_of_the_stacks, beside=True),
    Mutant("a stack that says less", in_stack(VPC, "output", "vpc_id", None), graph.test_references_are_exactly_the_variables_of_the_stacks, beside=True),
    Mutant("an output under another name", renamed(VPC, "output", "vpc_id", "id"), graph.test_references_are_exactly_the_variables_of_the_stacks, beside=True),
    Mutant("an output that Spacelift does not hand on", in_stack(VPC, "output", "vpc_id", {"value": "x", "sensitive": True}), graph.test_references_are_exactly_the_variables_of_the_stacks, beside=True),
    Mutant("a dependency that its references miss", drop("factory", DEPENDENCY, PAIR), graph.test_dependencies_are_exactly_those_of_the_references_and_the_order),
    Mutant("a dependency the other way round", put("factory", DEPENDENCY, PAIR, stack_id=ID % VPC, depends_on_stack_id=ID % "tm-firewall"), graph.test_references_are_exactly_the_variables_of_the_stacks),
    Mutant("an order that nobody asked for", put("factory", DEPENDENCY, "x", stack_id=ID % "tm-dns", depends_on_stack_id=ID % "tm-keys"), graph.test_dependencies_are_exactly_those_of_the_references_and_the_order),
    Mutant("an order that is forgotten", drop("factory", DEPENDENCY, "audit-members_audit-delegation"), graph.test_dependencies_are_exactly_those_of_the_references_and_the_order),
    Mutant("a pair twice", put("factory", DEPENDENCY, "x", stack_id=ID % "tm-firewall", depends_on_stack_id=ID % VPC), graph.test_dependencies_are_exactly_those_of_the_references_and_the_order),
    Mutant("a value that always starts what reads it", put("factory", REFERENCE, READ, trigger_always=True), graph.test_dependencies_are_exactly_those_of_the_references_and_the_order),
    Mutant("no mocks", own(before_plan=None), graph.test_hooks_have_a_sample_for_every_variable_of_a_proposed_run),
    Mutant("mocks for tracked runs", own(before_plan=[MOCK]), graph.test_hooks_have_a_sample_for_every_variable_of_a_proposed_run),
    Mutant("an id that nobody hands on", drop("bootstrap", "spacelift_environment_variable", "bootstrap_space_ids_tm"), graph.test_ids_come_from_bootstrap),
    Mutant("an id for another stack", put("bootstrap", "spacelift_environment_variable", "bootstrap_space_id", stack_id="x"), graph.test_ids_come_from_bootstrap),
    Mutant("a root with a variable of its own", at(SHOP, ("variable", "more"), {}), graph.test_ids_come_from_bootstrap),
)

STACKS = (
    Mutant("another folder", own(project_root="spacelift/sandbox/tm"), stacks.test_a_stack_works_in_its_folder_and_under_its_name),
    Mutant("another branch", own(branch="next"), stacks.test_a_stack_works_in_its_folder_and_under_its_name),
    Mutant("the label of another stack", relabelled("stack:", "stack:sandbox/tm-vpc"), stacks.test_a_stack_works_in_its_folder_and_under_its_name),
    Mutant("a production that deploys itself", own(autodeploy=True), stacks.test_no_stack_goes_on_by_itself_or_goes_away),
    Mutant("an unprotected stack", own(protect_from_deletion=False), stacks.test_no_stack_goes_on_by_itself_or_goes_away),
    Mutant("code of a laptop with a stack's rights", own(enable_local_preview=True), stacks.test_no_stack_goes_on_by_itself_or_goes_away),
    Mutant("administrative", own(administrative=False), stacks.test_no_stack_goes_on_by_itself_or_goes_away),
    Mutant("a destructor", put("factory", "spacelift_stack_destructor", "x", stack_id=ID % AURORA), stacks.test_no_stack_goes_on_by_itself_or_goes_away),
    Mutant("a second administrator", put("bootstrap", "spacelift_role_attachment", "x", stack_id=ID % "x", space_id="root"), stacks.test_no_stack_goes_on_by_itself_or_goes_away),
    Mutant("the factory reigns over the account", put("bootstrap", "spacelift_role_attachment", "factory", space_id="root"), stacks.test_no_stack_goes_on_by_itself_or_goes_away),
    Mutant("an engine without write-only arguments", own(opentofu=[{"version": "1.10.6", "use_smart_sanitization": True, "external_state_access": False}]), stacks.test_engine_and_state_are_those_of_the_environment),
    Mutant("a state that others read", own(opentofu=[{"version": "1.11.0", "use_smart_sanitization": True, "external_state_access": True}]), stacks.test_engine_and_state_are_those_of_the_environment),
    Mutant("policies see hashes", own(opentofu=[{"version": "1.11.0", "use_smart_sanitization": False, "external_state_access": False}]), stacks.test_engine_and_state_are_those_of_the_environment),
    Mutant("Terraform beside OpenTofu", own(terraform_version="1.5.7"), stacks.test_engine_and_state_are_those_of_the_environment),
    Mutant("production without its grade", relabelled("grade:"), stacks.test_labels_say_who_owns_and_who_approves),
    Mutant("nobody approves", relabelled("approver:"), stacks.test_labels_say_who_owns_and_who_approves),
    Mutant("the owner approves", relabelled("approver:", "approver:core-banking-platform"), stacks.test_labels_say_who_owns_and_who_approves),
    Mutant("settings of a branch", relabelled("feature:"), stacks.test_labels_say_who_owns_and_who_approves),
    Mutant("a stack that may destroy databases", relabelled("x", "allow-destroy:aws_rds_cluster"), stacks.test_labels_say_who_owns_and_who_approves),
    Mutant("a database that may face the internet", relabelled("x", "exposure:edge"), stacks.test_only_the_entrances_may_face_the_internet),
    Mutant("entrances that may not", put("factory", "spacelift_stack", "tm-edge", labels=[]), stacks.test_only_the_entrances_may_face_the_internet),
    Mutant("a database whose secrets any branch reads", relabelled("reads:"), stacks.test_stacks_that_read_secrets_say_so),
    Mutant("a stack that says it reads secrets", put("factory", "spacelift_stack", VPC, labels=["reads:secrets"]), stacks.test_stacks_that_read_secrets_say_so),
    Mutant("no approval", drop("factory", "spacelift_policy_attachment", f"{AURORA}_approval"), stacks.test_every_stack_has_every_guard),
    Mutant("no guardrails", drop("factory", "spacelift_policy_attachment", f"{AURORA}_guardrails"), stacks.test_every_stack_has_every_guard),
    Mutant("an unguarded factory", drop("bootstrap", "spacelift_policy_attachment", "factory"), stacks.test_every_stack_has_every_guard),
    Mutant("another text", at("factory", ("resource", "spacelift_policy", "approval", "body"), "package spacelift\napprove if true\n"), stacks.test_policies_are_the_tested_texts),
    Mutant("an older Rego", at("factory", ("resource", "spacelift_policy", "approval", "engine_type"), "REGO_V0"), stacks.test_policies_are_the_tested_texts),
    Mutant("a policy of another kind", at("factory", ("resource", "spacelift_policy", "guardrails", "type"), "TRIGGER"), stacks.test_policies_are_the_tested_texts),
    Mutant("a policy everywhere", at("factory", ("resource", "spacelift_policy", "push", "labels"), ["autoattach:*"]), stacks.test_policies_are_the_tested_texts),
    Mutant("a group more", at("bootstrap", ("resource", "spacelift_policy", "login", "body"), '\naccess := [{"group": "x", "space": "root", "role": "space-admin"}]'), stacks.test_the_login_policy_gives_what_the_environment_says),
    Mutant("nobody gets in", at("bootstrap", ("resource", "spacelift_policy", "login", "body"), "\naccess := []"), stacks.test_the_login_policy_gives_what_the_environment_says),
    Mutant("a role that writes variables", put("bootstrap", "spacelift_role", "deployer", actions=["RUN_CONFIRM", "RUN_DISCARD", "RUN_TRIGGER", "SPACE_READ", "STACK_ADD_CONFIG"]), stacks.test_nobody_but_administrators_changes_what_a_run_sees),
    Mutant("a writer of Spacelift's own", relogged("${spacelift_role.deployer.slug}", "space-writer"), stacks.test_nobody_but_administrators_changes_what_a_run_sees),
    Mutant("approvers who deploy", relogged("${spacelift_role.reviewer.slug}", "${spacelift_role.deployer.slug}"), stacks.test_nobody_but_administrators_changes_what_a_run_sees),
    Mutant("an image that moves", own(runner_image="public.ecr.aws/spacelift/runner-terraform:latest"), stacks.test_runs_start_from_one_build),
    Mutant("no image", own(runner_image=None), stacks.test_runs_start_from_one_build),
    Mutant("a public image for private workers", put("factory", "spacelift_stack", "tm-addons", runner_image="public.ecr.aws/spacelift/runner-terraform:v2.4.9_20260427"), stacks.test_runs_start_from_one_build),
    Mutant("private workers for what needs none", own(worker_pool_id="${var.bootstrap_worker_pool_id}"), stacks.test_runs_that_need_a_cluster_are_on_private_workers),
    Mutant("drift on public workers", put("factory", "spacelift_drift_detection", AURORA, stack_id=ID % AURORA, schedule=["1 2 * * *"], reconcile=False), stacks.test_runs_that_need_a_cluster_are_on_private_workers),
    Mutant("the workers' key in the state", put("bootstrap", "spacelift_worker_pool", "private", csr=None), stacks.test_runs_that_need_a_cluster_are_on_private_workers),
    Mutant("an expression in a hook", put("factory", "spacelift_context", "estate", before_init=["cp x ${HOME}"]), stacks.test_nothing_is_secret_and_nothing_is_an_unknown_expression),
    Mutant("a space that nobody makes", own(space_id="${var.bootstrap_space_ids_other}"), stacks.test_nothing_is_secret_and_nothing_is_an_unknown_expression),
    Mutant("a variable that nobody can read", put("factory", "spacelift_environment_variable", "estate_AWS_REGION", write_only=True), stacks.test_nothing_is_secret_and_nothing_is_an_unknown_expression),
    Mutant("an attribute that is none", own(workflow="x"), stacks.test_the_provider_knows_every_attribute),
    Mutant("a deprecated attribute", own(github_action_deploy=True), stacks.test_the_provider_knows_every_attribute),
    Mutant("an attribute of another type", own(autodeploy="no"), stacks.test_the_provider_knows_every_attribute),
    Mutant("a missing attribute", own(repository=None), stacks.test_the_provider_knows_every_attribute),
    Mutant("data of an unknown kind", at("bootstrap", ("data", "spacelift_roles"), {"x": {}}), stacks.test_the_provider_knows_every_attribute),
    Mutant("a setting of the provider", at("factory", ("provider", "spacelift", 0), {"api_key": "x"}), stacks.test_the_provider_knows_every_attribute),
    Mutant("a fact about nothing", dropped("spacelift_drift_detection", "reconcile"), stacks.test_the_facts_are_about_what_is_written),
    Mutant("a kind that nothing makes", dropped("spacelift_context"), stacks.test_the_facts_are_about_what_is_written),
    Mutant("a resource that is none", put("factory", "spacelift_stak", "x", name="x"), stacks.test_the_provider_knows_every_attribute),
)

ROLES = (
    Mutant("no role that reads", drop(SHOP, "aws_iam_role", f"{AURORA}-plan"), roles.test_every_stack_has_two_roles_in_its_account),
    Mutant("no boundary", put(SHOP, "aws_iam_role", f"{AURORA}-apply", permissions_boundary=None), roles.test_every_stack_has_two_roles_in_its_account),
    Mutant("a managed policy beside", put(SHOP, "aws_iam_role_policy_attachment", "x", role="x"), roles.test_every_stack_has_two_roles_in_its_account),
    Mutant("a role outside the path", put(SHOP, "aws_iam_role", f"{AURORA}-apply", path="/"), roles.test_every_stack_has_two_roles_in_its_account),
    Mutant("any stack of the space", subject(AURORA, "apply", f"{SPACE}:stack:*:run_type:TRACKED:scope:write", "StringLike"), roles.test_a_role_is_opened_by_the_runs_of_its_stack_alone),
    Mutant("a proposed run writes", subject(AURORA, "apply", f"{SPACE}:stack:sandbox-{AURORA}:run_type:PROPOSED:scope:write"), roles.test_a_role_is_opened_by_the_runs_of_its_stack_alone),
    Mutant("a task writes", subject(AURORA, "apply", f"{SPACE}:stack:sandbox-{AURORA}:run_type:TASK:scope:write"), roles.test_a_role_is_opened_by_the_runs_of_its_stack_alone),
    Mutant("another stack", subject(AURORA, "plan", f"{SPACE}:stack:sandbox-{VPC}:run_type:TRACKED:scope:read"), roles.test_a_role_is_opened_by_the_runs_of_its_stack_alone),
    Mutant("any space", subject(AURORA, "apply", f"space:*:stack:sandbox-{AURORA}:run_type:TRACKED:scope:write"), roles.test_a_role_is_opened_by_the_runs_of_its_stack_alone),
    Mutant("another issuer", put(SHOP, "aws_iam_openid_connect_provider", "spacelift", url="https://example.com"), roles.test_a_role_is_opened_by_the_runs_of_its_stack_alone),
    Mutant("the account itself", say(f"{AURORA}-apply-trust", 0, principals=[{"type": "AWS", "identifiers": ["222222222222"]}]), roles.test_a_role_is_opened_by_the_runs_of_its_stack_alone),
    Mutant("plans write", put("factory", "spacelift_environment_variable", f"{AURORA}_ro_AWS_ROLE_ARN", value=f"arn:aws:iam::222222222222:role/spacelift/sandbox-{AURORA}-apply"), roles.test_runs_are_told_their_roles),
    Mutant("one role for both phases", put("factory", "spacelift_environment_variable", "x", stack_id=ID % AURORA, name="AWS_ROLE_ARN", value="x"), roles.test_runs_are_told_their_roles),
    Mutant("a plan that routes", said(f"{VPC}-plan", "WorkElsewhere", resources=["arn:aws:iam::111111111111:role/sandbox-transit-attachments"]), roles.test_phases_take_their_role_in_another_account),
    Mutant("an apply that only looks", said(f"{VPC}-apply", "WorkElsewhere", resources=["arn:aws:iam::111111111111:role/sandbox-transit-attachments-reader"]), roles.test_phases_take_their_role_in_another_account),
    Mutant("one role elsewhere for both phases", in_stack(VPC, "provider", "aws", chosen("${var.network_transit_attachment_role_arn}")), roles.test_phases_take_their_role_in_another_account, beside=True),
    Mutant("a plan with the role of an apply", in_stack(VPC, "provider", "aws", chosen("${terraform.applying ? var.network_transit_attachment_reader_arn : var.network_transit_attachment_role_arn}")), roles.test_phases_take_their_role_in_another_account, beside=True),
    Mutant("a plan that deletes", also(f"{VPC}-plan", "ec2:DeleteVpc"), roles.test_a_plan_only_looks),
    Mutant("a plan that reads logs", also(f"{VPC}-plan", "logs:GetLogEvents"), roles.test_a_plan_only_looks),
    Mutant("a plan without denials", undenied(f"{VPC}-plan"), roles.test_a_plan_only_looks),
    Mutant("an apply that makes any role", also(f"{VPC}-apply", "iam:CreateRole", resource="arn:aws:iam::222222222222:role/other"), roles.test_an_apply_changes_what_its_stack_has),
    Mutant("an apply that hands on any role", also(f"{VPC}-apply", "iam:PassRole", resource="arn:aws:iam::222222222222:role/*"), roles.test_an_apply_changes_what_its_stack_has),
    Mutant("an apply that hands on a run's role", also(f"{VPC}-apply", "iam:PassRole", resource="arn:aws:iam::222222222222:role/spacelift/sandbox-tm-eks-apply"), roles.test_an_apply_changes_what_its_stack_has),
    Mutant("an apply in a service that is not its own", also(f"{VPC}-apply", "rds:*"), roles.test_an_apply_changes_what_its_stack_has),
    Mutant("an apply in a service of nobody", also(f"{VPC}-apply", "braket:*"), roles.test_an_apply_changes_what_its_stack_has),
    Mutant("every value of every secret", also("tm-kafka-apply", "secretsmanager:*"), roles.test_an_apply_changes_what_its_stack_has),
    Mutant("a boundary without denials", undenied("boundary"), roles.test_runs_never_change_their_own_kind),
    Mutant("a boundary in which roles become administrators", said("boundary", "NoAdministrators", condition=[{"test": "ArnEquals", "variable": "iam:PolicyARN", "values": ["x"]}]), roles.test_runs_never_change_their_own_kind),
    Mutant("a boundary around nothing", also("boundary", "iam:*"), roles.test_runs_never_change_their_own_kind),
    Mutant("a policy too long", also(f"{VPC}-apply", *(f"ec2:{'x' * 90}{i}" for i in range(100))), roles.test_policies_of_runs_fit_into_iam),
    Mutant("a boundary too long", also("boundary", *(f"ec2:{'x' * 90}{i}" for i in range(60))), roles.test_policies_of_runs_fit_into_iam),
    Mutant("everything on everything", also(f"{VPC}-apply", "*"), roles.test_what_holds_for_stacks_holds_for_these_roots),
    Mutant("untagged roles", at(SHOP, ("provider", "aws", 0, "default_tags"), [{"tags": {}}]), roles.test_what_holds_for_stacks_holds_for_these_roots),
)

MASTER = "arn:aws:secretsmanager:eu-central-1:222222222222:secret:sandbox/tm-aurora/master-??????"
ANY_KEY = "arn:aws:kms:eu-central-1:222222222222:key/*"
KAFKA = "tm-kafka"
RIGHTS = (
    Mutant("whoever installs charts opens clusters", also("tm-addons-apply", "eks:*"), rights.test_a_run_has_no_whole_service_for_a_part_of_it),
    Mutant("whoever makes the database opens networks", also(f"{AURORA}-apply", "ec2:*"), rights.test_a_run_has_no_whole_service_for_a_part_of_it),
    Mutant("a plan that reads secrets", also(f"{VPC}-plan", "secretsmanager:GetSecretValue"), rights.test_runs_read_the_values_of_their_own_secrets),
    Mutant("a secret of another stack", also(f"{KAFKA}-plan", "secretsmanager:GetSecretValue", resource=MASTER), rights.test_runs_read_the_values_of_their_own_secrets),
    Mutant("a version that cannot be refreshed", said(f"{AURORA}-plan", "ReadBack", resources=[MASTER]), rights.test_runs_read_the_values_of_their_own_secrets),
    Mutant("a version that is denied", said(f"{AURORA}-apply", "NoSecrets", not_resources=[MASTER]), rights.test_runs_read_the_values_of_their_own_secrets),
    Mutant("its own secrets denied", said(f"{KAFKA}-apply", "NoSecrets", not_resources=None, resources=["*"]), rights.test_runs_read_the_values_of_their_own_secrets),
    Mutant("no secret is denied", undenied(f"{VPC}-apply"), rights.test_runs_read_the_values_of_their_own_secrets),
    Mutant("every secret is changed", also(f"{KAFKA}-apply", "secretsmanager:PutSecretValue"), rights.test_an_apply_changes_its_own_secrets),
    Mutant("a secret of any name", said(f"{KAFKA}-apply", "NewSecrets", condition=None), rights.test_an_apply_changes_its_own_secrets),
    Mutant("every key", also(f"{KAFKA}-apply", "kms:*", resource=ANY_KEY), rights.test_an_apply_changes_its_own_keys),
    Mutant("keys of other stacks", said(f"{KAFKA}-apply", "OwnKeys", condition=None), rights.test_an_apply_changes_its_own_keys),
    Mutant("its tag onto another's key", also(f"{KAFKA}-apply", "kms:TagResource", resource=ANY_KEY), rights.test_an_apply_changes_its_own_keys),
    Mutant("keys without services", said(f"{KAFKA}-apply", "UseKeys", condition=None), rights.test_an_apply_changes_its_own_keys),
    Mutant("every alias", said(f"{KAFKA}-apply", "OwnAliases", resources=["arn:aws:kms:eu-central-1:222222222222:alias/*"]), rights.test_an_apply_changes_its_own_keys),
    Mutant("a stack that reigns over the organization", also(f"{VPC}-apply", "organizations:*"), rights.test_runs_know_the_organization_and_change_its_delegations_alone),
    Mutant("a stack that delegates", also(f"{VPC}-apply", "organizations:RegisterDelegatedAdministrator"), rights.test_runs_know_the_organization_and_change_its_delegations_alone),
    Mutant("delegation without its right", less("audit-delegation-apply", "organizations:", "runners-organization"), rights.test_runs_know_the_organization_and_change_its_delegations_alone),
    Mutant("scaling without alarms", less(f"{KAFKA}-apply", "cloudwatch:"), rights.test_runs_may_do_what_their_types_call_elsewhere),
    Mutant("a trail without the organization", less("audit-trail-apply", "organizations:", "runners-audit"), rights.test_runs_may_do_what_their_types_call_elsewhere),
    Mutant("linked roles that cannot be read", said("tm-eks-apply", "LinkedRoles", actions=["iam:CreateServiceLinkedRole"]), rights.test_runs_may_do_what_their_types_call_elsewhere),
    Mutant("every parameter", said("tm-jumphost-apply", "FindImages", resources=["*"]), rights.test_runs_may_do_what_their_types_call_elsewhere),
    Mutant("a role handed to anything", said("tm-eks-apply", "HandOn", condition=None), rights.test_an_apply_hands_roles_to_the_services_that_they_trust),
    Mutant("a role handed to functions", said("tm-eks-apply", "HandOn", condition=[{"test": "StringEquals", "variable": "iam:PassedToService", "values": ["lambda.amazonaws.com"]}]), rights.test_an_apply_hands_roles_to_the_services_that_they_trust),
    Mutant("a plan that opens sessions", less(f"{VPC}-plan", "ssm:ResumeSession"), rights.test_no_run_carries_data_away),
    Mutant("an apply that shares snapshots", less(f"{AURORA}-apply", "SnapshotAttribute"), rights.test_no_run_carries_data_away),
    Mutant("a plan that reads objects", said(f"{VPC}-plan", "NoObjects", resources=["arn:aws:s3:::x/*"]), rights.test_runs_touch_no_object_but_their_state),
    Mutant("an apply that reads objects", undenied(f"{VPC}-apply"), rights.test_runs_touch_no_object_but_their_state),
)
# fmt: on

MUTANTS = (*GRAPH, *STACKS, *ROLES, *RIGHTS)
