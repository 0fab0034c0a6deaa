# APPROVAL. Runs that change a stack of production grade, runs that change who may do what, and tasks need
# an approval of a second team; so do proposed runs that read values of secrets: their code is a branch's.
# Labels: `grade:production`, `owner:<team>`, `approver:<team>` (one or more), `workers:private`,
# `reads:secrets`. An approval counts when its author is in an approving team, not in the owning one, and
# neither made the commit nor started the run.
# The author of a commit has the name of the VCS, a reviewer that of the identity provider: where they
# differ, the comparison of teams is what separates the two.
package spacelift

import rego.v1

harmless := {
	"tofu output",
	"tofu state list",
}

teams(prefix) := {trim_prefix(label, prefix) |
	some label in input.stack.labels
	startswith(label, prefix)
}

before_apply if input.run.state in {"UNCONFIRMED", "PENDING_REVIEW"}

needs_approval if {
	"grade:production" in input.stack.labels
	before_apply
}

needs_approval if {
	"review:security" in input.run.flags
	before_apply
}

needs_approval if {
	input.run.type == "TASK"
	not input.run.command in harmless
}

# What looks for drift is code of the tracked branch.
needs_approval if {
	input.run.type == "PROPOSED"
	"reads:secrets" in input.stack.labels
	not input.run.drift_detection
}

needs_approval if input.run.type == "DESTROY"

involved contains input.run.commit.author

involved contains input.run.creator_session.login

involved contains input.run.triggered_by

of_second_team(review) if {
	some team in review.session.teams
	team in teams("approver:")
	count({own | some own in review.session.teams; own in teams("owner:")}) == 0
}

approved if {
	some review in input.reviews.current.approvals
	of_second_team(review)
	not review.author in involved
}

enough if not needs_approval

enough if approved

# Any rejection blocks, of a run that needs no approval too; one of the second team ends the run.
approve if {
	enough
	count(input.reviews.current.rejections) == 0
}

reject if {
	some review in input.reviews.current.rejections
	of_second_team(review)
}

reject_with_note contains "this stack runs on its private workers only" if {
	"workers:private" in input.stack.labels
	input.stack.worker_pool.public
}
