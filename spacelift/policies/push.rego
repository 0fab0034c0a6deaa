# GIT_PUSH. A stack runs when a file below its project root, or one of its additional globs, changes.
# Spacelift's own default compares prefixes of text: it would run `tm-eks` for a file of `tm-eks-x`.
# A push to the tracked branch is tracked, a merge request into it proposed; all else is ignored.
package spacelift

import rego.v1

root := trim(input.stack.project_root, "/")

globs := object.get(input.stack, "additional_project_globs", [])

ours(file) if startswith(file, concat("", [root, "/"]))

ours(file) if {
	some pattern in globs
	glob.match(trim(pattern, "/"), ["/"], file)
}

request if is_object(input.pull_request)

touched(files) if {
	some file in files
	ours(trim(file, "/"))
}

track if {
	not request
	object.get(input.push, "tag", "") == ""
	input.push.branch == input.stack.branch
	touched(input.push.affected_files)
}

propose if {
	input.pull_request.base.branch == input.stack.branch
	input.pull_request.action in {"opened", "reopened", "synchronize", "labeled"}
	not input.pull_request.draft
	not input.pull_request.closed
	touched(input.pull_request.diff)
}

ignore if {
	not track
	not propose
}

# A newer commit of the same merge request takes the place of a plan that still waits.
cancel contains run.id if {
	propose
	some run in input.in_progress
	run.type == "PROPOSED"
	run.state == "QUEUED"
	run.branch == input.pull_request.head.branch
}

prioritize if "grade:production" in input.stack.labels
