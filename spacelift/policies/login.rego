# LOGIN (of the account; there is exactly one). Groups of the identity provider get roles in spaces.
# `access` is generated and stands below this text in the body of the policy: a list of
# {"group": …, "space": name of a space, "role": slug of a role}. Without it nobody has a group that counts,
# and nobody but the owners of the account gets in. Persons are never named.
package spacelift

import rego.v1

granted contains row if {
	input.session.member
	some row in data.spacelift.access
	row.group in input.session.teams
}

allow if count(granted) > 0

deny if count(granted) == 0

# Administrators of the root space are those of the account.
admin if {
	some row in granted
	row.space == "root"
	row.role == "space-admin"
}

roles[space.id] contains row.role if {
	some row in granted
	some space in input.spaces
	space.name == row.space
}
