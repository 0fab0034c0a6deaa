# Generated from tests/spacelift by make rego, do not edit.
package spacelift_test

import rego.v1

test_own_file if {
	given := {"in_progress": [], "pull_request": null, "push": {"affected_files": ["spacelift/sandbox/tm-eks/cdk.tf.json"], "author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	not data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_own_file_among_others if {
	given := {"in_progress": [], "pull_request": null, "push": {"affected_files": ["README.md", "spacelift/sandbox/tm-eks/cdk.tf.json"], "author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	not data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_slashes if {
	given := {"in_progress": [], "pull_request": null, "push": {"affected_files": ["/spacelift/sandbox/tm-eks/cdk.tf.json"], "author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "/spacelift/sandbox/tm-eks/", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	not data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_the_twin if {
	given := {"in_progress": [], "pull_request": null, "push": {"affected_files": ["spacelift/sandbox/tm-eks-x/cdk.tf.json"], "author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	not data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_no_file if {
	given := {"in_progress": [], "pull_request": null, "push": {"affected_files": [], "author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	not data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_a_stack_of_the_whole_repository if {
	given := {"in_progress": [], "pull_request": null, "push": {"affected_files": ["spacelift/sandbox/tm-eks/cdk.tf.json"], "author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	not data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_a_topic_branch if {
	given := {"in_progress": [], "pull_request": null, "push": {"affected_files": ["spacelift/sandbox/tm-eks/cdk.tf.json"], "author": "dev", "branch": "topic", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	not data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_a_tag if {
	given := {"in_progress": [], "pull_request": null, "push": {"affected_files": ["spacelift/sandbox/tm-eks/cdk.tf.json"], "author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "", "tag": "v1"}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	not data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_a_glob if {
	given := {"in_progress": [], "pull_request": null, "push": {"affected_files": ["modules/eks/values/a.yaml"], "author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": ["/modules/eks/**"], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	not data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_a_glob_beside if {
	given := {"in_progress": [], "pull_request": null, "push": {"affected_files": ["modules/eks-x/a.yaml"], "author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": ["modules/eks/**"], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	not data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_production_first if {
	given := {"in_progress": [], "pull_request": null, "push": {"affected_files": ["spacelift/sandbox/tm-eks/cdk.tf.json"], "author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": ["grade:production"], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	not data.spacelift.ignore with input as given
	data.spacelift.prioritize with input as given
}

test_a_request if {
	given := {"in_progress": [], "pull_request": {"action": "synchronize", "approved": false, "author": "dev", "base": {"branch": "main"}, "closed": false, "diff": ["spacelift/sandbox/tm-eks/cdk.tf.json"], "draft": false, "head": {"branch": "topic"}, "head_owner": "bank", "id": 7, "labels": [], "mergeable": true, "title": "a change", "undiverged": true}, "push": {"affected_files": [], "author": "dev", "branch": "topic", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	not data.spacelift.track with input as given
	data.spacelift.propose with input as given
	not data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_a_labelled_request if {
	given := {"in_progress": [], "pull_request": {"action": "labeled", "approved": false, "author": "dev", "base": {"branch": "main"}, "closed": false, "diff": ["spacelift/sandbox/tm-eks/cdk.tf.json"], "draft": false, "head": {"branch": "topic"}, "head_owner": "bank", "id": 7, "labels": [], "mergeable": true, "title": "a change", "undiverged": true}, "push": {"affected_files": [], "author": "dev", "branch": "topic", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	not data.spacelift.track with input as given
	data.spacelift.propose with input as given
	not data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_a_request_for_another_branch if {
	given := {"in_progress": [], "pull_request": {"action": "synchronize", "approved": false, "author": "dev", "base": {"branch": "release"}, "closed": false, "diff": ["spacelift/sandbox/tm-eks/cdk.tf.json"], "draft": false, "head": {"branch": "topic"}, "head_owner": "bank", "id": 7, "labels": [], "mergeable": true, "title": "a change", "undiverged": true}, "push": {"affected_files": [], "author": "dev", "branch": "topic", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	not data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_a_request_about_the_twin if {
	given := {"in_progress": [], "pull_request": {"action": "synchronize", "approved": false, "author": "dev", "base": {"branch": "main"}, "closed": false, "diff": ["spacelift/sandbox/tm-eks-x/cdk.tf.json"], "draft": false, "head": {"branch": "topic"}, "head_owner": "bank", "id": 7, "labels": [], "mergeable": true, "title": "a change", "undiverged": true}, "push": {"affected_files": [], "author": "dev", "branch": "topic", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	not data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_a_draft if {
	given := {"in_progress": [], "pull_request": {"action": "synchronize", "approved": false, "author": "dev", "base": {"branch": "main"}, "closed": false, "diff": ["spacelift/sandbox/tm-eks/cdk.tf.json"], "draft": true, "head": {"branch": "topic"}, "head_owner": "bank", "id": 7, "labels": [], "mergeable": true, "title": "a change", "undiverged": true}, "push": {"affected_files": [], "author": "dev", "branch": "topic", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	not data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_a_closed_request if {
	given := {"in_progress": [], "pull_request": {"action": "synchronize", "approved": false, "author": "dev", "base": {"branch": "main"}, "closed": true, "diff": ["spacelift/sandbox/tm-eks/cdk.tf.json"], "draft": false, "head": {"branch": "topic"}, "head_owner": "bank", "id": 7, "labels": [], "mergeable": true, "title": "a change", "undiverged": true}, "push": {"affected_files": [], "author": "dev", "branch": "topic", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	not data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_a_merged_request if {
	given := {"in_progress": [], "pull_request": {"action": "merged", "approved": false, "author": "dev", "base": {"branch": "main"}, "closed": false, "diff": ["spacelift/sandbox/tm-eks/cdk.tf.json"], "draft": false, "head": {"branch": "topic"}, "head_owner": "bank", "id": 7, "labels": [], "mergeable": true, "title": "a change", "undiverged": true}, "push": {"affected_files": [], "author": "dev", "branch": "topic", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	not data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_a_newer_commit if {
	given := {"in_progress": [{"branch": "topic", "id": "01A", "state": "QUEUED", "type": "PROPOSED"}, {"branch": "topic", "id": "01B", "state": "QUEUED", "type": "TRACKED"}, {"branch": "topic", "id": "01C", "state": "UNCONFIRMED", "type": "PROPOSED"}, {"branch": "other", "id": "01D", "state": "QUEUED", "type": "PROPOSED"}], "pull_request": {"action": "synchronize", "approved": false, "author": "dev", "base": {"branch": "main"}, "closed": false, "diff": ["spacelift/sandbox/tm-eks/cdk.tf.json"], "draft": false, "head": {"branch": "topic"}, "head_owner": "bank", "id": 7, "labels": [], "mergeable": true, "title": "a change", "undiverged": true}, "push": {"affected_files": [], "author": "dev", "branch": "topic", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == {"01A"} with input as given
	not data.spacelift.track with input as given
	data.spacelift.propose with input as given
	not data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_a_newer_draft if {
	given := {"in_progress": [{"branch": "topic", "id": "01A", "state": "QUEUED", "type": "PROPOSED"}, {"branch": "topic", "id": "01B", "state": "QUEUED", "type": "TRACKED"}, {"branch": "topic", "id": "01C", "state": "UNCONFIRMED", "type": "PROPOSED"}, {"branch": "other", "id": "01D", "state": "QUEUED", "type": "PROPOSED"}], "pull_request": {"action": "synchronize", "approved": false, "author": "dev", "base": {"branch": "main"}, "closed": false, "diff": ["spacelift/sandbox/tm-eks/cdk.tf.json"], "draft": true, "head": {"branch": "topic"}, "head_owner": "bank", "id": 7, "labels": [], "mergeable": true, "title": "a change", "undiverged": true}, "push": {"affected_files": [], "author": "dev", "branch": "topic", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	not data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}

test_a_request_from_the_tracked_branch if {
	given := {"in_progress": [], "pull_request": {"action": "synchronize", "approved": false, "author": "dev", "base": {"branch": "release"}, "closed": false, "diff": ["spacelift/sandbox/tm-eks/cdk.tf.json"], "draft": false, "head": {"branch": "topic"}, "head_owner": "bank", "id": 7, "labels": [], "mergeable": true, "title": "a change", "undiverged": true}, "push": {"affected_files": ["spacelift/sandbox/tm-eks/cdk.tf.json"], "author": "dev", "branch": "main", "created_at": 1, "hash": "4f1c", "message": "", "tag": ""}, "stack": {"additional_project_globs": [], "administrative": false, "autodeploy": false, "branch": "main", "id": "sandbox-tm-eks", "labels": [], "name": "sandbox-tm-keys", "project_root": "spacelift/sandbox/tm-eks", "repository": "platform", "roles": [], "state": "NONE", "terraform_version": null, "tracked_commit": null, "worker_pool": {"id": "01POOL", "labels": [], "name": "private", "public": false}}, "vcs_integration": null}
	data.spacelift.cancel == set() with input as given
	not data.spacelift.track with input as given
	not data.spacelift.propose with input as given
	data.spacelift.ignore with input as given
	not data.spacelift.prioritize with input as given
}
