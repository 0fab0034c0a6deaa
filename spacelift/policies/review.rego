# PLAN. What a second pair of eyes has to see: `warn` stops a tracked run before its apply even with autodeploy.
# The flag `review:security` makes the approval policy ask for an approval.
package spacelift

import rego.v1

# A loss weighs as much as ten new resources.
weights := {
	"create": 1,
	"delete": 10,
	"forget": 10,
	"update": 2,
}

most := 100

# A policy of an endpoint decides what the network may reach in AWS.
security_prefixes := [
	"aws_iam_",
	"aws_kms_",
	"aws_lakeformation_",
	"aws_ram_",
	"aws_ssoadmin_",
	"aws_vpc_endpoint",
]

# A chart brings roles, webhooks and whatever else it likes into a cluster.
security_types := {
	"aws_ecr_registry_policy",
	"aws_ecr_repository_policy",
	"aws_eks_access_entry",
	"aws_eks_access_policy_association",
	"aws_eks_pod_identity_association",
	"aws_msk_cluster_policy",
	"aws_s3_bucket_policy",
	"aws_secretsmanager_secret_policy",
	"aws_sns_topic_policy",
	"helm_release",
}

network_prefixes := [
	"aws_default_network_acl",
	"aws_default_security_group",
	"aws_ec2_managed_prefix_list",
	"aws_ec2_transit_gateway",
	"aws_network_acl",
	"aws_route",
	"aws_security_group",
	"aws_vpc_security_group_",
	"aws_vpn_",
	"aws_wafv2_",
]

changes contains resource if {
	some resource in input.terraform.resource_changes
	some action in resource.change.actions
	weights[action]
}

weight := sum([points |
	some resource in input.terraform.resource_changes
	some action in resource.change.actions
	points := weights[action]
])

guards_access(resource) if resource.type in security_types

guards_access(resource) if strings.any_prefix_match(resource.type, security_prefixes)

warn contains concat("", [resource.address, ": changes who may do what"]) if {
	some resource in changes
	guards_access(resource)
}

warn contains concat("", [resource.address, ": changes who reaches whom"]) if {
	some resource in changes
	strings.any_prefix_match(resource.type, network_prefixes)
}

warn contains concat("", [resource.address, ": production is changed by ", concat(" and ", resource.change.actions)]) if {
	"grade:production" in input.spacelift.stack.labels
	some resource in changes
	resource.change.actions != ["create"]
}

warn contains sprintf("weight %d is over %d: the change is large", [weight, most]) if weight > most

warn contains "drift is not put back without a decision" if {
	input.spacelift.run.drift_detection
	input.spacelift.run.type == "TRACKED"
	count(changes) > 0
}

flag contains "review:security" if {
	some resource in changes
	guards_access(resource)
}
