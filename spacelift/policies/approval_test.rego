# Generated from tests/spacelift by make rego, do not edit.
package spacelift_test

import rego.v1

test_nobody_has_looked if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["grade:production", "owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	not data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_a_second_team if {
	given := {"reviews": {"current": {"approvals": [{"author": "ops", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "ops", "name": "ops", "teams": ["security"]}, "state": "UNCONFIRMED"}], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["grade:production", "owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_another_second_team if {
	given := {"reviews": {"current": {"approvals": [{"author": "ops", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "ops", "name": "ops", "teams": ["sre"]}, "state": "UNCONFIRMED"}], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["grade:production", "owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_no_second_team if {
	given := {"reviews": {"current": {"approvals": [{"author": "ops", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "ops", "name": "ops", "teams": ["design"]}, "state": "UNCONFIRMED"}], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["grade:production", "owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	not data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_of_both_teams if {
	given := {"reviews": {"current": {"approvals": [{"author": "ops", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "ops", "name": "ops", "teams": ["security", "platform"]}, "state": "UNCONFIRMED"}], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["grade:production", "owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	not data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_the_author_of_the_commit if {
	given := {"reviews": {"current": {"approvals": [{"author": "dev", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "dev", "name": "dev", "teams": ["security"]}, "state": "UNCONFIRMED"}], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["grade:production", "owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	not data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_who_started_the_run if {
	given := {"reviews": {"current": {"approvals": [{"author": "ops", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "ops", "name": "ops", "teams": ["security"]}, "state": "UNCONFIRMED"}], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": {"login": "ops", "teams": ["security"]}, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["grade:production", "owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	not data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_who_triggered_the_run if {
	given := {"reviews": {"current": {"approvals": [{"author": "ops", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "ops", "name": "ops", "teams": ["security"]}, "state": "UNCONFIRMED"}], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": "ops", "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["grade:production", "owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	not data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_the_author_and_somebody_else if {
	given := {"reviews": {"current": {"approvals": [{"author": "dev", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "dev", "name": "dev", "teams": ["security"]}, "state": "UNCONFIRMED"}, {"author": "ops", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "ops", "name": "ops", "teams": ["security"]}, "state": "UNCONFIRMED"}], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["grade:production", "owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_no_approving_team if {
	given := {"reviews": {"current": {"approvals": [{"author": "ops", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "ops", "name": "ops", "teams": ["security"]}, "state": "UNCONFIRMED"}], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["grade:production", "owner:platform"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	not data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_queued if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "QUEUED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["grade:production", "owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_queued_and_flagged if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": ["review:security"], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "QUEUED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["grade:production", "owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_proposed if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "PENDING_REVIEW", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["grade:production", "owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	not data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_no_production if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_no_production_but_flagged if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": ["review:security"], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	not data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_flagged_and_approved if {
	given := {"reviews": {"current": {"approvals": [{"author": "ops", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "ops", "name": "ops", "teams": ["security"]}, "state": "UNCONFIRMED"}], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": ["review:security"], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_a_task if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": "tofu destroy", "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "QUEUED", "triggered_by": null, "type": "TASK", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	not data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_task_tofu_output if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": "tofu output", "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "QUEUED", "triggered_by": null, "type": "TASK", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_task_tofu_state_list if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": "tofu state list", "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "QUEUED", "triggered_by": null, "type": "TASK", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_a_task_that_runs_code_of_the_stack if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": "tofu plan", "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TASK", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	not data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_a_destroying_run if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "QUEUED", "triggered_by": null, "type": "DESTROY", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	not data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_a_destroying_run_approved if {
	given := {"reviews": {"current": {"approvals": [{"author": "ops", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "ops", "name": "ops", "teams": ["security"]}, "state": "UNCONFIRMED"}], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "DESTROY", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_a_branch_reads_secrets if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "QUEUED", "triggered_by": null, "type": "PROPOSED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["owner:platform", "approver:security", "approver:sre", "reads:secrets"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	not data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_a_branch_reads_secrets_approved if {
	given := {"reviews": {"current": {"approvals": [{"author": "ops", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "ops", "name": "ops", "teams": ["security"]}, "state": "UNCONFIRMED"}], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "PROPOSED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["owner:platform", "approver:security", "approver:sre", "reads:secrets"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_a_branch_reads_none if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "QUEUED", "triggered_by": null, "type": "PROPOSED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_main_reads_secrets if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "QUEUED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["owner:platform", "approver:security", "approver:sre", "reads:secrets"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_drift_reads_secrets if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": true, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "PROPOSED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["owner:platform", "approver:security", "approver:sre", "reads:secrets"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_rejected_by_the_own_team if {
	given := {"reviews": {"current": {"approvals": [{"author": "ops", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "ops", "name": "ops", "teams": ["security"]}, "state": "UNCONFIRMED"}], "rejections": [{"author": "ada", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "ada", "name": "ada", "teams": ["platform"]}, "state": "UNCONFIRMED"}]}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["grade:production", "owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	not data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_rejected if {
	given := {"reviews": {"current": {"approvals": [{"author": "ops", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "ops", "name": "ops", "teams": ["security"]}, "state": "UNCONFIRMED"}], "rejections": [{"author": "sec", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "sec", "name": "sec", "teams": ["sre"]}, "state": "UNCONFIRMED"}]}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["grade:production", "owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	not data.spacelift.approve with input as given
	data.spacelift.reject with input as given
}

test_rejected_unasked if {
	given := {"reviews": {"current": {"approvals": [], "rejections": [{"author": "ada", "author_roles": [], "request": {"remote_ip": "203.0.113.10", "timestamp_ns": 1}, "session": {"login": "ada", "name": "ada", "teams": ["platform"]}, "state": "UNCONFIRMED"}]}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["owner:platform", "approver:security", "approver:sre"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	not data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_public_workers if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["workers:private"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"public": true}}}
	data.spacelift.reject_with_note == {"this stack runs on its private workers only"} with input as given
	data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_private_workers if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": ["workers:private"], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}}
	data.spacelift.reject_with_note == set() with input as given
	data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}

test_public_workers_where_they_may if {
	given := {"reviews": {"current": {"approvals": [], "rejections": []}, "older": []}, "run": {"based_on_local_workspace": false, "branch": "main", "changes": [], "command": null, "commit": {"author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "a change"}, "created_at": 1, "creator_session": null, "drift_detection": false, "flags": [], "id": "01RUN", "runtime_config": {"before_init": [], "project_root": "", "runner_image": "", "terraform_version": ""}, "state": "UNCONFIRMED", "triggered_by": null, "type": "TRACKED", "updated_at": 1, "user_provided_metadata": []}, "stack": {"administrative": false, "autodeploy": false, "branch": "main", "labels": [], "locked_by": null, "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-keys", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"public": true}}}
	data.spacelift.reject_with_note == set() with input as given
	data.spacelift.approve with input as given
	not data.spacelift.reject with input as given
}
