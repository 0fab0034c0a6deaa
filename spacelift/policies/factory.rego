# PLAN, on the factory stack alone: what a change of the generator may do to Spacelift itself.
# Spaces, workers and roles are not its own: those are made by people.
# Labels on the factory stack: `allow-delete:<resource type>` for a planned removal of a policy or a context,
# `allow-delete:<label>` where a stack is to lose a label that guards it, `allow-change:<argument>` where it is
# to get its code, its space or its workers from elsewhere.
package spacelift

import rego.v1

managed_types := {
	"spacelift_context",
	"spacelift_context_attachment",
	"spacelift_drift_detection",
	"spacelift_environment_variable",
	"spacelift_policy",
	"spacelift_policy_attachment",
	"spacelift_stack",
	"spacelift_stack_dependency",
	"spacelift_stack_dependency_reference",
}

# Without them the stack, or all stacks, lose their guard.
guards := {
	"spacelift_context",
	"spacelift_context_attachment",
	"spacelift_policy",
	"spacelift_policy_attachment",
}

# What every stack says about itself; the other policies read it.
needed_labels := [
	"approver:",
	"feature:ignore_runtime_config",
	"owner:",
	"stack:",
]

# What every stack has. `administrative` is gone from Spacelift; a role is attached instead.
settings := {
	"administrative": false,
	"allow_run_promotion": false,
	"autodeploy": false,
	"enable_local_preview": false,
	"enable_sensitive_outputs_upload": false,
	"enable_well_known_secret_masking": true,
}

engine := {
	"external_state_access": false,
	"use_smart_sanitization": true,
}

# They make other policies stricter.
kept_labels := {
	"grade:production",
	"reads:secrets",
	"workers:private",
}

# Where the code of a stack comes from, who may see it, and on which machines it runs.
homes := {
	"branch",
	"gitlab",
	"repository",
	"space_id",
	"worker_pool_id",
}

writing := {
	"create",
	"update",
}

losing := {
	"delete",
	"forget",
}

changed contains resource if {
	some resource in input.terraform.resource_changes
	some action in resource.change.actions
	action in writing | losing
}

lost contains resource if {
	some resource in changed
	some action in resource.change.actions
	action in losing
}

stacks contains resource if {
	some resource in changed
	resource.type == "spacelift_stack"
	is_object(resource.change.after)
}

labelled(stack, prefix) if {
	some label in stack.change.after.labels
	startswith(label, prefix)
}

deny contains concat("", [resource.address, ": the factory does not manage ", resource.type]) if {
	some resource in changed
	not resource.type in managed_types
}

deny contains concat("", [guard.address, ": removing it needs the label allow-delete:", guard.type]) if {
	some guard in lost
	guard.type in guards
	not concat(":", ["allow-delete", guard.type]) in input.spacelift.stack.labels
}

# A new slug, or another keeper of the state, replaces a stack: its state would be gone.
deny contains concat("", [gone.address, ": is protected; take its protection away in a change of its own"]) if {
	some gone in lost
	gone.type == "spacelift_stack"
	gone.change.before.protect_from_deletion == true
}

deny contains concat("", [new.address, ": new stacks are protected from deletion"]) if {
	some new in stacks
	"create" in new.change.actions
	not new.change.after.protect_from_deletion == true
}

deny contains concat("", [stack.address, ": ", setting, " is not as every stack has it"]) if {
	some stack in stacks
	some setting, value in settings
	stack.change.after[setting] != value
}

deny contains concat("", [run.address, ": ", argument, " of its engine is not as every stack has it"]) if {
	some run in stacks
	some argument, wanted in engine
	some block in run.change.after.opentofu
	block[argument] != wanted
}

deny contains concat("", [bare.address, ": label ", prefix, " is missing"]) if {
	some bare in stacks
	some prefix in needed_labels
	not labelled(bare, prefix)
}

deny contains concat("", [greedy.address, ": attaches itself to everything"]) if {
	some greedy in changed
	"autoattach:*" in greedy.change.after.labels
}

# Labels that allow a loss are for the time of that loss, and set by people.
deny contains concat("", [eased.address, ": label ", label, " is not for the factory to give"]) if {
	some eased in stacks
	some label in eased.change.after.labels
	startswith(label, "allow-")
}

deny contains concat("", [laxer.address, ": losing label ", label, " needs the label allow-delete:", label]) if {
	some laxer in stacks
	some label in kept_labels
	label in laxer.change.before.labels
	not label in laxer.change.after.labels
	not concat(":", ["allow-delete", label]) in input.spacelift.stack.labels
}

deny contains concat("", [moved.address, ": another ", argument, " needs the label allow-change:", argument]) if {
	some moved in stacks
	some argument in homes
	moved.change.before[argument] != null
	moved.change.before[argument] != moved.change.after[argument]
	not concat(":", ["allow-change", argument]) in input.spacelift.stack.labels
}

deny contains concat("", [role.address, ": another role, or none, needs the label allow-change:AWS_ROLE_ARN"]) if {
	some role in changed
	endswith(role.change.before.name, "_AWS_ROLE_ARN")
	not role.change.before.value == role.change.after.value
	not "allow-change:AWS_ROLE_ARN" in input.spacelift.stack.labels
}

deny contains concat("", [idle.address, ": has no one engine"]) if {
	some idle in stacks
	count(idle.change.after.opentofu) != 1
}

deny contains concat("", [public.address, ": is meant for private workers, and has none"]) if {
	some public in stacks
	"workers:private" in public.change.after.labels
	public.change.after.worker_pool_id == null
}

deny contains concat("", [own.address, ": team ", team, " would approve what it owns"]) if {
	some own in stacks
	some label in own.change.after.labels
	startswith(label, "owner:")
	team := trim_prefix(label, "owner:")
	concat(":", ["approver", team]) in own.change.after.labels
}

deny contains concat("", [drift.address, ": drift is not put back without a decision"]) if {
	some drift in changed
	drift.change.after.reconcile == true
}

# Samples for proposed runs come before the plan; nothing else does.
deny contains concat("", [hooked.address, ": ", argument, " is a hook that no stack has"]) if {
	some hooked in stacks
	some argument, lines in hooked.change.after
	regex.match("^(before|after)_", argument)
	argument != "before_plan"
	some _ in lines
}

warn contains concat("", [altered.address, ": its runs change with another ", argument]) if {
	some altered in stacks
	some argument in ["before_plan", "runner_image"]
	altered.change.before[argument] != altered.change.after[argument]
}

warn contains concat("", [stack.address, ": may face the internet from now on"]) if {
	some stack in stacks
	"exposure:edge" in stack.change.after.labels
	not faced(stack)
}

faced(stack) if "exposure:edge" in stack.change.before.labels

warn contains concat("", [kept.address, ": loses its protection from deletion"]) if {
	some kept in stacks
	kept.change.before.protect_from_deletion == true
	not kept.change.after.protect_from_deletion == true
}

warn contains concat("", [resource.address, ": the guards themselves change"]) if {
	some resource in changed
	resource.type in guards
}
