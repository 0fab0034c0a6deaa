# PLAN. The run plans the files that synthesis wrote, from the folder that belongs to the stack.
# Checked: SHA-256 over cdk.tf.json and the charts against stack.meta.json beside them, the stack that this
# file names, the run's project root, a backend of its own, other Terraform files in the folder.
# Not checked: where the files come from; whoever changes one can change all. That is what CI does: it
# synthesizes anew and compares with what is committed.
# Fed by the before_init hooks of modules/model/integrity.py. Label `stack:<environment>/<stack>`;
# `state:spacelift` where Spacelift keeps the state.
package spacelift

import rego.v1

synth := object.get(input, ["third_party_metadata", "custom", "synth"], {})

wanted contains trim_prefix(label, "stack:") if {
	some label in input.spacelift.stack.labels
	startswith(label, "stack:")
}

run_root := trim(object.get(input.spacelift.run, ["runtime_config", "project_root"], ""), "/")

own_root if {
	some stack in wanted
	run_root == concat("/", ["spacelift", stack])
}

same if synth.actual_sha256 == synth.expected_sha256

deny contains "the stack needs exactly one label stack:<environment>/<stack>" if count(wanted) != 1

deny contains "nothing was measured: the integrity hooks have not run" if count(synth) == 0

deny contains "cdk.tf.json and charts are not what stack.meta.json describes: run make synth and commit all" if {
	count(synth) > 0
	not same
}

deny contains "what was measured names no stack" if {
	count(synth) > 0
	not is_string(synth.stack)
}

deny contains concat("", ["the files are those of ", synth.stack]) if not synth.stack in wanted

deny contains concat("", ["the run works in ", run_root, ", which is not the stack's folder"]) if {
	run_root != ""
	not own_root
}

deny contains "cdk.tf.json has a backend, and Spacelift keeps the state" if {
	synth.has_backend
	"state:spacelift" in input.spacelift.stack.labels
}

# The file in which Spacelift names the state's place is not among them: the hooks know it by what it holds.
deny contains concat("", [file, ": Terraform reads it, and synthesis has not written it"]) if some file in synth.others
