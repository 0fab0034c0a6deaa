# PLAN, on the factory stack alone: what a change of the generator may do to Spacelift itself.
# Labels on the factory stack: `allow-delete:<resource type>` for a planned removal of a space or worker pool,
# `allow-delete:grade` where a stack is production no more.
package spacelift

import rego.v1

managed_types := {
	"spacelift_aws_integration_attachment",
	"spacelift_context",
	"spacelift_context_attachment",
	"spacelift_drift_detection",
	"spacelift_environment_variable",
	"spacelift_mounted_file",
	"spacelift_policy",
	"spacelift_policy_attachment",
	"spacelift_space",
	"spacelift_stack",
	"spacelift_stack_dependency",
	"spacelift_stack_dependency_reference",
	"spacelift_worker_pool",
}

# Without them the stack, or all stacks of the space, lose their guard.
guards := {
	"spacelift_context",
	"spacelift_context_attachment",
	"spacelift_policy",
	"spacelift_policy_attachment",
	"spacelift_space",
	"spacelift_worker_pool",
}

# What every stack says about itself; the other policies read it.
needed_labels := [
	"approver:",
	"feature:ignore_runtime_config",
	"owner:",
	"stack:",
]

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

deny contains concat("", [resource.address, ": removing it needs the label allow-delete:", resource.type]) if {
	some resource in lost
	resource.type in guards
	not concat(":", ["allow-delete", resource.type]) in input.spacelift.stack.labels
}

# A new slug, or another keeper of the state, replaces a stack: its state would be gone.
deny contains concat("", [resource.address, ": is protected; take its protection away in a change of its own"]) if {
	some resource in lost
	resource.type == "spacelift_stack"
	resource.change.before.protect_from_deletion == true
}

deny contains concat("", [stack.address, ": new stacks are protected from deletion"]) if {
	some stack in stacks
	"create" in stack.change.actions
	not stack.change.after.protect_from_deletion == true
}

deny contains concat("", [stack.address, ": administrative is gone; a role is attached instead"]) if {
	some stack in stacks
	stack.change.after.administrative == true
}

deny contains concat("", [stack.address, ": production waits for a confirmation"]) if {
	some stack in stacks
	stack.change.after.autodeploy == true
	"grade:production" in stack.change.after.labels
}

deny contains concat("", [stack.address, ": label ", prefix, " is missing"]) if {
	some stack in stacks
	some prefix in needed_labels
	not labelled(stack, prefix)
}

deny contains concat("", [resource.address, ": attaches itself to everything"]) if {
	some resource in changed
	"autoattach:*" in resource.change.after.labels
}

# Labels that allow a loss are for the time of that loss, and set by people.
deny contains concat("", [stack.address, ": label ", label, " is not for the factory to give"]) if {
	some stack in stacks
	some label in stack.change.after.labels
	startswith(label, "allow-")
}

deny contains concat("", [stack.address, ": is no longer production; that needs the label allow-delete:grade"]) if {
	some stack in stacks
	"grade:production" in stack.change.before.labels
	not "grade:production" in stack.change.after.labels
	not "allow-delete:grade" in input.spacelift.stack.labels
}

warn contains concat("", [stack.address, ": may face the internet from now on"]) if {
	some stack in stacks
	"exposure:edge" in stack.change.after.labels
	not faced(stack)
}

faced(stack) if "exposure:edge" in stack.change.before.labels

warn contains concat("", [stack.address, ": loses its protection from deletion"]) if {
	some stack in stacks
	stack.change.before.protect_from_deletion == true
	not stack.change.after.protect_from_deletion == true
}

warn contains concat("", [resource.address, ": the guards themselves change"]) if {
	some resource in changed
	resource.type in guards
}
