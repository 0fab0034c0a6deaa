# Generated from tests/spacelift by make rego, do not edit.
package spacelift_test

import rego.v1

test_failed if {
	given := {"account": {"name": "bank"}, "run_updated": {"run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "FAILED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-keys", "labels": ["owner:platform", "channel:C0PLATFORM", "grade:sandbox"], "name": "sandbox-tm-keys", "repository": "platform", "roles": [], "space": {"id": "sandbox-01", "labels": [], "name": "sandbox"}, "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "state": "FAILED", "timing": [], "urls": {"run": "https://bank.example/run"}}, "webhook_endpoints": [{"id": "platform", "labels": ["owner:platform"]}, {"id": "other", "labels": ["owner:other"]}, {"id": "grade", "labels": ["grade:sandbox", "grade:production"]}]}
	data.spacelift.inbox == set() with input as given
	data.spacelift.slack == {{"channel_id": "C0PLATFORM", "message": "sandbox-tm-keys failed https://bank.example/run"}} with input as given
	data.spacelift.webhook == {{"endpoint_id": "platform"}} with input as given
}

test_pending_review if {
	given := {"account": {"name": "bank"}, "run_updated": {"run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "PENDING_REVIEW", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-keys", "labels": ["owner:platform", "channel:C0PLATFORM", "grade:sandbox"], "name": "sandbox-tm-keys", "repository": "platform", "roles": [], "space": {"id": "sandbox-01", "labels": [], "name": "sandbox"}, "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "state": "PENDING_REVIEW", "timing": [], "urls": {"run": "https://bank.example/run"}}, "webhook_endpoints": [{"id": "platform", "labels": ["owner:platform"]}, {"id": "other", "labels": ["owner:other"]}, {"id": "grade", "labels": ["grade:sandbox", "grade:production"]}]}
	data.spacelift.inbox == set() with input as given
	data.spacelift.slack == {{"channel_id": "C0PLATFORM", "message": "sandbox-tm-keys waits for an approval https://bank.example/run"}} with input as given
	data.spacelift.webhook == {{"endpoint_id": "platform"}} with input as given
}

test_unconfirmed if {
	given := {"account": {"name": "bank"}, "run_updated": {"run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-keys", "labels": ["owner:platform", "channel:C0PLATFORM", "grade:sandbox"], "name": "sandbox-tm-keys", "repository": "platform", "roles": [], "space": {"id": "sandbox-01", "labels": [], "name": "sandbox"}, "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "state": "UNCONFIRMED", "timing": [], "urls": {"run": "https://bank.example/run"}}, "webhook_endpoints": [{"id": "platform", "labels": ["owner:platform"]}, {"id": "other", "labels": ["owner:other"]}, {"id": "grade", "labels": ["grade:sandbox", "grade:production"]}]}
	data.spacelift.inbox == set() with input as given
	data.spacelift.slack == {{"channel_id": "C0PLATFORM", "message": "sandbox-tm-keys waits for a confirmation https://bank.example/run"}} with input as given
	data.spacelift.webhook == {{"endpoint_id": "platform"}} with input as given
}

test_quiet if {
	given := {"account": {"name": "bank"}, "run_updated": {"run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "FINISHED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-keys", "labels": ["owner:platform", "channel:C0PLATFORM", "grade:sandbox"], "name": "sandbox-tm-keys", "repository": "platform", "roles": [], "space": {"id": "sandbox-01", "labels": [], "name": "sandbox"}, "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "state": "FINISHED", "timing": [], "urls": {"run": "https://bank.example/run"}}, "webhook_endpoints": [{"id": "platform", "labels": ["owner:platform"]}, {"id": "other", "labels": ["owner:other"]}, {"id": "grade", "labels": ["grade:sandbox", "grade:production"]}]}
	data.spacelift.inbox == set() with input as given
	data.spacelift.slack == set() with input as given
	data.spacelift.webhook == set() with input as given
}

test_no_team if {
	given := {"account": {"name": "bank"}, "run_updated": {"run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "FAILED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-keys", "labels": [], "name": "sandbox-tm-keys", "repository": "platform", "roles": [], "space": {"id": "sandbox-01", "labels": [], "name": "sandbox"}, "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "state": "FAILED", "timing": [], "urls": {"run": "https://bank.example/run"}}, "webhook_endpoints": [{"id": "platform", "labels": ["owner:platform"]}, {"id": "other", "labels": ["owner:other"]}, {"id": "grade", "labels": ["grade:sandbox", "grade:production"]}]}
	data.spacelift.inbox == set() with input as given
	data.spacelift.slack == set() with input as given
	data.spacelift.webhook == set() with input as given
}

test_production if {
	given := {"account": {"name": "bank"}, "run_updated": {"run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "FAILED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-keys", "labels": ["owner:platform", "channel:C0PLATFORM", "grade:sandbox", "grade:production"], "name": "sandbox-tm-keys", "repository": "platform", "roles": [], "space": {"id": "sandbox-01", "labels": [], "name": "sandbox"}, "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "state": "FAILED", "timing": [], "urls": {"run": "https://bank.example/run"}}, "webhook_endpoints": [{"id": "platform", "labels": ["owner:platform"]}, {"id": "other", "labels": ["owner:other"]}, {"id": "grade", "labels": ["grade:sandbox", "grade:production"]}]}
	data.spacelift.inbox == {{"body": "sandbox-tm-keys failed https://bank.example/run", "severity": "ERROR", "title": "Production failed"}} with input as given
	data.spacelift.slack == {{"channel_id": "C0PLATFORM", "message": "sandbox-tm-keys failed https://bank.example/run"}} with input as given
	data.spacelift.webhook == {{"endpoint_id": "platform"}} with input as given
}

test_production_waits if {
	given := {"account": {"name": "bank"}, "run_updated": {"run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-keys", "labels": ["owner:platform", "channel:C0PLATFORM", "grade:sandbox", "grade:production"], "name": "sandbox-tm-keys", "repository": "platform", "roles": [], "space": {"id": "sandbox-01", "labels": [], "name": "sandbox"}, "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "state": "UNCONFIRMED", "timing": [], "urls": {"run": "https://bank.example/run"}}, "webhook_endpoints": [{"id": "platform", "labels": ["owner:platform"]}, {"id": "other", "labels": ["owner:other"]}, {"id": "grade", "labels": ["grade:sandbox", "grade:production"]}]}
	data.spacelift.inbox == set() with input as given
	data.spacelift.slack == {{"channel_id": "C0PLATFORM", "message": "sandbox-tm-keys waits for a confirmation https://bank.example/run"}} with input as given
	data.spacelift.webhook == {{"endpoint_id": "platform"}} with input as given
}

test_drift if {
	given := {"account": {"name": "bank"}, "run_updated": {"run": {"based_on_local_workspace": false, "branch": "main", "changes": [{"action": "changed", "phase": "plan"}], "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "drift_detection": true, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "FINISHED", "triggered_by": null, "type": "PROPOSED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-keys", "labels": ["owner:platform", "channel:C0PLATFORM", "grade:sandbox"], "name": "sandbox-tm-keys", "repository": "platform", "roles": [], "space": {"id": "sandbox-01", "labels": [], "name": "sandbox"}, "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "state": "FINISHED", "timing": [], "urls": {"run": "https://bank.example/run"}}, "webhook_endpoints": [{"id": "platform", "labels": ["owner:platform"]}, {"id": "other", "labels": ["owner:other"]}, {"id": "grade", "labels": ["grade:sandbox", "grade:production"]}]}
	data.spacelift.inbox == {{"body": "sandbox-tm-keys https://bank.example/run", "severity": "WARNING", "title": "Drift"}} with input as given
	data.spacelift.slack == set() with input as given
	data.spacelift.webhook == set() with input as given
}

test_no_drift if {
	given := {"account": {"name": "bank"}, "run_updated": {"run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "drift_detection": true, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "FINISHED", "triggered_by": null, "type": "PROPOSED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-keys", "labels": ["owner:platform", "channel:C0PLATFORM", "grade:sandbox"], "name": "sandbox-tm-keys", "repository": "platform", "roles": [], "space": {"id": "sandbox-01", "labels": [], "name": "sandbox"}, "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "state": "FINISHED", "timing": [], "urls": {"run": "https://bank.example/run"}}, "webhook_endpoints": []}
	data.spacelift.inbox == set() with input as given
	data.spacelift.slack == set() with input as given
	data.spacelift.webhook == set() with input as given
}

test_drift_still_running if {
	given := {"account": {"name": "bank"}, "run_updated": {"run": {"based_on_local_workspace": false, "branch": "main", "changes": [{"action": "changed", "phase": "plan"}], "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "drift_detection": true, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "PLANNING", "triggered_by": null, "type": "PROPOSED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-keys", "labels": ["owner:platform", "channel:C0PLATFORM", "grade:sandbox"], "name": "sandbox-tm-keys", "repository": "platform", "roles": [], "space": {"id": "sandbox-01", "labels": [], "name": "sandbox"}, "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "state": "PLANNING", "timing": [], "urls": {"run": "https://bank.example/run"}}, "webhook_endpoints": []}
	data.spacelift.inbox == set() with input as given
	data.spacelift.slack == set() with input as given
	data.spacelift.webhook == set() with input as given
}

test_a_plan if {
	given := {"account": {"name": "bank"}, "run_updated": {"run": {"based_on_local_workspace": false, "branch": "main", "changes": [{"action": "changed", "phase": "plan"}], "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "FINISHED", "triggered_by": null, "type": "PROPOSED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-keys", "labels": ["owner:platform", "channel:C0PLATFORM", "grade:sandbox"], "name": "sandbox-tm-keys", "repository": "platform", "roles": [], "space": {"id": "sandbox-01", "labels": [], "name": "sandbox"}, "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "state": "FINISHED", "timing": [], "urls": {"run": "https://bank.example/run"}}, "webhook_endpoints": []}
	data.spacelift.inbox == set() with input as given
	data.spacelift.slack == set() with input as given
	data.spacelift.webhook == set() with input as given
}
