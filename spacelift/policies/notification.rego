# NOTIFICATION (of a space, attached to no stack). Failures and runs that wait for somebody go to the team:
# to the Slack channel of the stack's label `channel:<id>`, and to the webhooks that carry the stack's label
# `owner:<team>`. Drift and failures in production also reach the inbox.
package spacelift

import rego.v1

run := input.run_updated.run

stack := input.run_updated.stack

news := {
	"FAILED": "failed",
	"PENDING_REVIEW": "waits for an approval",
	"UNCONFIRMED": "waits for a confirmation",
}

sentence := concat(" ", [stack.name, news[run.state], input.run_updated.urls.run])

slack contains {"channel_id": trim_prefix(label, "channel:"), "message": sentence} if {
	some label in stack.labels
	startswith(label, "channel:")
}

webhook contains {"endpoint_id": endpoint.id} if {
	news[run.state]
	some endpoint in input.webhook_endpoints
	some label in endpoint.labels
	startswith(label, "owner:")
	label in stack.labels
}

inbox contains {"title": "Production failed", "body": sentence, "severity": "ERROR"} if {
	run.state == "FAILED"
	"grade:production" in stack.labels
}

inbox contains {"title": "Drift", "body": concat(" ", [stack.name, input.run_updated.urls.run]), "severity": "WARNING"} if {
	run.drift_detection
	run.state in {"FINISHED", "PENDING_REVIEW"}
	count(run.changes) > 0
}
