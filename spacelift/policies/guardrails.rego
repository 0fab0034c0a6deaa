# PLAN. What no plan may do: lose what holds data, open something to the internet, switch encryption off,
# make long-lived keys, or leave out the tags.
# Labels: `allow-destroy:<resource type>` for a planned loss, `exposure:edge` for the stack of the entrances.
# Values known only after the apply are absent from `after`, so nothing here is said about them.
package spacelift

import rego.v1

stateful_types := {
	"aws_backup_vault",
	"aws_cloudtrail",
	"aws_cloudwatch_log_group",
	"aws_config_configuration_recorder",
	"aws_db_instance",
	"aws_dms_endpoint",
	"aws_dms_replication_config",
	"aws_dms_replication_instance",
	"aws_dynamodb_table",
	"aws_ebs_volume",
	"aws_ec2_managed_prefix_list",
	"aws_ec2_transit_gateway",
	"aws_ecr_repository",
	"aws_efs_file_system",
	"aws_eip",
	"aws_eks_cluster",
	"aws_glue_catalog_database",
	"aws_guardduty_detector",
	"aws_kms_key",
	"aws_lakeformation_resource",
	"aws_msk_cluster",
	"aws_rds_cluster",
	"aws_rds_cluster_instance",
	"aws_route53_zone",
	"aws_s3_bucket",
	"aws_s3_bucket_object_lock_configuration",
	"aws_secretsmanager_secret",
	"aws_vpc",
	"helm_release",
}

forbidden_types := {
	"aws_ecrpublic_repository",
	"aws_iam_access_key",
	"aws_iam_user_login_profile",
}

# The flag that says whether it is encrypted.
encrypted_by := {
	"aws_db_instance": "storage_encrypted",
	"aws_ebs_volume": "encrypted",
	"aws_efs_file_system": "encrypted",
	"aws_rds_cluster": "storage_encrypted",
}

# The argument that names the key; null is the key of the service, which ECR wants for the credentials of its
# pull-through caches.
key_of := {
	"aws_cloudtrail": "kms_key_id",
	"aws_cloudwatch_log_group": "kms_key_id",
	"aws_secretsmanager_secret": "kms_key_id",
	"aws_sns_topic": "kms_master_key_id",
	"aws_sqs_queue": "kms_master_key_id",
}

# The argument that says how it is encrypted, and what it may say.
modes := {
	"aws_dms_endpoint": {"path": ["ssl_mode"], "good": {"require", "verify-ca", "verify-full"}},
	"aws_ecr_repository": {"path": ["encryption_configuration", 0, "encryption_type"], "good": {"KMS"}},
	"aws_kinesis_stream": {"path": ["encryption_type"], "good": {"KMS"}},
}

# Without these beside it, a new bucket is open, or encrypted with a key that nobody can take away.
beside_buckets := {
	"aws_s3_bucket_public_access_block",
	"aws_s3_bucket_server_side_encryption_configuration",
}

administrators := {
	"AdministratorAccess",
	"IAMFullAccess",
	"PowerUserAccess",
}

all_actions := {
	"*",
	"*:*",
}

public_access_blocks := {
	"aws_s3_account_public_access_block",
	"aws_s3_bucket_public_access_block",
}

public_access_arguments := {
	"block_public_acls",
	"block_public_policy",
	"ignore_public_acls",
	"restrict_public_buckets",
}

shields := public_access_blocks | {
	"aws_s3_bucket_server_side_encryption_configuration",
	"aws_s3_bucket_versioning",
	"aws_wafv2_web_acl_association",
}

# What protects a thing, and the value with which it does so no longer.
weak_by := {
	"block_public_policy": false,
	"deletion_protection": false,
	"enable": false,
	"enable_deletion_protection": false,
	"enable_key_rotation": false,
	"enable_log_file_validation": false,
	"enable_logging": false,
	"force_delete": true,
	"force_destroy": true,
	"is_enabled": false,
	"skip_final_snapshot": true,
}

required_tags := {
	"Environment",
	"ManagedBy",
	"Owner",
	"Project",
	"SeedId",
	"Source",
	"Stack",
}

writes(resource) if {
	some action in resource.change.actions
	action in {"create", "update"}
}

# `forget` leaves the thing in AWS without anything that looks after it.
loses(resource) if {
	some action in resource.change.actions
	action in {"delete", "forget"}
}

# Ranges that hold a 256th of all addresses or more; half of the internet is as open as the whole.
wide(cidr) if {
	is_string(cidr)
	to_number(split(cidr, "/")[1]) < 8
}

ingress_ranges(resource) := ranges if {
	resource.type == "aws_vpc_security_group_ingress_rule"
	ranges := [resource.change.after[key] | some key in ["cidr_ipv4", "cidr_ipv6"]]
}

ingress_ranges(resource) := ranges if {
	resource.type == "aws_security_group_rule"
	resource.change.after.type == "ingress"
	ranges := array.concat(list_of(resource.change.after, "cidr_blocks"), list_of(resource.change.after, "ipv6_cidr_blocks"))
}

ingress_ranges(resource) := ranges if {
	resource.type in {"aws_security_group", "aws_default_security_group"}
	ranges := [cidr |
		some rule in list_of(resource.change.after, "ingress")
		some key in ["cidr_blocks", "ipv6_cidr_blocks"]
		some cidr in list_of(rule, key)
	]
}

# An ACL knows no connections: answers come back to high ports from everywhere, and the DMZ's lets the web
# ports in (ADR 0012).
answering(rule) if {
	is_number(rule.from_port)
	rule.from_port >= 1024
}

answering(rule) if {
	rule.from_port == rule.to_port
	rule.from_port in {80, 443}
}

ingress_ranges(resource) := ranges if {
	resource.type == "aws_network_acl_rule"
	not resource.change.after.egress == true
	resource.change.after.rule_action == "allow"
	not answering(resource.change.after)
	ranges := [resource.change.after[key] | some key in ["cidr_block", "ipv6_cidr_block"]]
}

ingress_ranges(resource) := ranges if {
	resource.type in {"aws_default_network_acl", "aws_network_acl"}
	ranges := [rule[key] |
		some rule in list_of(resource.change.after, "ingress")
		rule.action == "allow"
		not answering(rule)
		some key in ["cidr_block", "ipv6_cidr_block"]
	]
}

ingress_ranges(resource) := ranges if {
	resource.type == "aws_ec2_managed_prefix_list"
	ranges := [entry.cidr | some entry in list_of(resource.change.after, "entry")]
}

ingress_ranges(resource) := list_of(resource.change.after, "addresses") if resource.type == "aws_wafv2_ip_set"

ingress_ranges(resource) := [resource.change.after.destination_cidr_block] if resource.type == "aws_vpn_connection_route"

list_of(holder, key) := holder[key] if {
	is_array(holder[key])
} else := []

public(resource) if {
	resource.type == "aws_eks_cluster"
	some config in resource.change.after.vpc_config
	config.endpoint_public_access == true
}

public(resource) if {
	resource.type == "aws_msk_cluster"
	some brokers in resource.change.after.broker_node_group_info
	some connectivity in brokers.connectivity_info
	some access in connectivity.public_access
	access.type != "DISABLED"
}

public(resource) if resource.change.after.publicly_accessible == true

public(resource) if {
	resource.type == "aws_lb"
	not resource.change.after.internal == true
	not "exposure:edge" in input.spacelift.stack.labels
}

public(resource) if resource.change.after.associate_public_ip_address == true

public(resource) if resource.change.after.map_public_ip_on_launch == true

public(resource) if {
	some card in resource.change.after.network_interfaces
	card.associate_public_ip_address == "true"
}

anybody(statement) if statement.Principal == "*"

anybody(statement) if statement.Principal.AWS == "*"

anybody(statement) if "*" in statement.Principal.AWS

# Whoever is not named is let in, whatever the condition.
opened(statement) if statement.NotPrincipal

opened(statement) if {
	anybody(statement)
	count(object.get(statement, "Condition", {})) == 0
}

# A single statement needs no list around it.
statements(text) := held if {
	held := json.unmarshal(text).Statement
	is_array(held)
} else := [json.unmarshal(text).Statement]

texts(after, keys) := array.concat(
	[after[key] | some key in keys],
	[inline.policy | some inline in list_of(after, "inline_policy")],
)

allowances(resource, keys) := [statement |
	some text in texts(resource.change.after, keys)
	some statement in statements(text)
	statement.Effect == "Allow"
]

# The policy of an endpoint speaks to those who are in the network already; the review shows it.
public(resource) if {
	resource.type != "aws_vpc_endpoint"
	some statement in allowances(resource, ["assume_role_policy", "policy"])
	opened(statement)
}

everything(statement) if statement.Action in all_actions

everything(statement) if {
	some action in statement.Action
	action in all_actions
}

everything(statement) if statement.NotAction

ruling(resource) if startswith(resource.type, "aws_iam_")

ruling(resource) if resource.type == "aws_ssoadmin_permission_set_inline_policy"

reigns(resource) if {
	ruling(resource)
	some statement in allowances(resource, ["inline_policy", "policy"])
	everything(statement)
}

reigns(resource) if {
	some key in ["managed_policy_arn", "policy_arn"]
	administers(resource.change.after[key])
}

reigns(resource) if {
	some key in ["managed_policy_arns", "policy_arns"]
	some arn in resource.change.after[key]
	administers(arn)
}

administers(arn) if {
	some name in administrators
	endswith(arn, concat("", [":aws:policy/", name]))
}

plain(resource) if {
	argument := encrypted_by[resource.type]
	not resource.change.after[argument] == true
}

plain(resource) if {
	argument := key_of[resource.type]
	resource.change.after[argument] == null
	not startswith(object.get(resource.change.after, "name", ""), "ecr-pullthroughcache/")
}

plain(resource) if {
	mode := modes[resource.type]
	not object.get(resource.change.after, mode.path, "") in mode.good
}

plain(resource) if {
	resource.type == "aws_launch_template"
	some device in resource.change.after.block_device_mappings
	some disk in device.ebs
	not disk.encrypted == "true"
}

plain(resource) if {
	resource.type == "aws_instance"
	some key in ["ebs_block_device", "root_block_device"]
	some disk in list_of(resource.change.after, key)
	not disk.encrypted == true
}

plain(resource) if {
	resource.type == "aws_s3_bucket_server_side_encryption_configuration"
	"aws:kms" in algorithms(resource.change.before)
	not "aws:kms" in algorithms(resource.change.after)
}

# Buckets of logs have the key of S3: its own log service can use no other.
algorithms(configuration) := {way.sse_algorithm |
	some rule in list_of(configuration, "rule")
	some way in rule.apply_server_side_encryption_by_default
}

made(kind) := [resource.address |
	some resource in input.terraform.resource_changes
	resource.change.actions == ["create"]
	resource.type == kind
]

plain(resource) if {
	resource.type == "aws_eks_cluster"
	count(list_of(resource.change.after, "encryption_config")) == 0
}

plain(resource) if {
	resource.type == "aws_msk_cluster"
	some encryption in resource.change.after.encryption_info
	some transit in encryption.encryption_in_transit
	transit.client_broker != "TLS"
}

plain(resource) if {
	resource.type == "aws_msk_cluster"
	some info in resource.change.after.encryption_info
	some inside in info.encryption_in_transit
	inside.in_cluster != true
}

deny contains concat("", [resource.address, ": losing it needs the label allow-destroy:", resource.type]) if {
	some resource in input.terraform.resource_changes
	loses(resource)
	resource.type in stateful_types
	not concat(":", ["allow-destroy", resource.type]) in input.spacelift.stack.labels
}

deny contains concat("", [resource.address, ": ", argument, " weakens it, and needs the label allow-destroy:", resource.type]) if {
	some resource in input.terraform.resource_changes
	"update" in resource.change.actions
	some argument, weak in weak_by
	resource.change.after[argument] == weak
	resource.change.before[argument] != weak
	not concat(":", ["allow-destroy", resource.type]) in input.spacelift.stack.labels
}

# What says how long something is kept, and the least that ends it: a log group with 0 keeps all.
least := {
	"backup_retention_period": 0,
	"retention_in_days": 1,
	"retention_period": 0,
}

spans(values) := [values[key] | some key in object.keys(least); values[key] >= least[key]]

expiries(values) := [ending.days |
	some rule in list_of(values, "rule")
	rule.status == "Enabled"
	some ending in list_of(rule, "expiration")
	ending.days > 0
]

old_expiries(values) := [ending.noncurrent_days |
	some rule in list_of(values, "rule")
	rule.status == "Enabled"
	some ending in list_of(rule, "noncurrent_version_expiration")
]

sooner(after, before) if {
	some end in after
	count([each | some each in before; each <= end]) == 0
}

shorter(change) if sooner(spans(change.after), spans(change.before))

shorter(change) if sooner(expiries(change.after), expiries(change.before))

shorter(change) if sooner(old_expiries(change.after), old_expiries(change.before))

deny contains concat("", [resource.address, ": keeps for a shorter time, and needs the label allow-destroy:", resource.type]) if {
	some resource in input.terraform.resource_changes
	is_object(resource.change.before)
	shorter(resource.change)
	not concat(":", ["allow-destroy", resource.type]) in input.spacelift.stack.labels
}

# On a bucket that is full already a new rule ends as much as a changed one.
deny contains concat("", [resource.address, ": ends within a week what a bucket keeps"]) if {
	some resource in input.terraform.resource_changes
	writes(resource)
	some end in array.concat(expiries(resource.change.after), old_expiries(resource.change.after))
	end < 7
}

deny contains concat("", [resource.address, ": may be shared with other organizations"]) if {
	some resource in input.terraform.resource_changes
	writes(resource)
	resource.change.after.allow_external_principals == true
}

deny contains concat("", ["a new bucket is without its ", kind]) if {
	some kind in beside_buckets
	count(made("aws_s3_bucket")) > count(made(kind))
}

deny contains concat("", [ruler.address, ": may do everything, or what administrators may"]) if {
	some ruler in input.terraform.resource_changes
	writes(ruler)
	reigns(ruler)
}

deny contains concat("", [resource.address, ": versions have to be kept"]) if {
	some resource in input.terraform.resource_changes
	writes(resource)
	resource.type == "aws_s3_bucket_versioning"
	some configuration in resource.change.after.versioning_configuration
	configuration.status != "Enabled"
}

deny contains concat("", [resource.address, ": without it something stands open"]) if {
	some resource in input.terraform.resource_changes
	loses(resource)
	resource.type in shields
}

deny contains concat("", [resource.address, ": ", resource.type, " is not to be made"]) if {
	some resource in input.terraform.resource_changes
	writes(resource)
	resource.type in forbidden_types
}

deny contains concat("", [resource.address, ": lets ", cidr, " in"]) if {
	some resource in input.terraform.resource_changes
	writes(resource)
	some cidr in ingress_ranges(resource)
	wide(cidr)
}

deny contains concat("", [resource.address, ": can be reached from the internet"]) if {
	some resource in input.terraform.resource_changes
	writes(resource)
	public(resource)
}

deny contains concat("", [resource.address, ": ", argument, " has to be true"]) if {
	some resource in input.terraform.resource_changes
	writes(resource)
	resource.type in public_access_blocks
	some argument in public_access_arguments
	not resource.change.after[argument] == true
}

deny contains concat("", [resource.address, ": is not encrypted as it has to be"]) if {
	some resource in input.terraform.resource_changes
	writes(resource)
	plain(resource)
}

# Types without tags have no tags_all.
deny contains concat("", [resource.address, ": tag ", tag, " is missing"]) if {
	some resource in input.terraform.resource_changes
	writes(resource)
	some tag in required_tags
	trim_space(object.get(resource.change.after.tags_all, tag, "")) == ""
}
