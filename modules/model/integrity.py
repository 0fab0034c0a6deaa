"""What a run measures before it initializes Terraform, for the policy `spacelift/policies/integrity.rego`.

Spacelift hands `<name>.custom.spacelift.json` of the project root to PLAN policies. The hooks need jq,
sha256sum, find, sort, xargs and cut, which its runner image has. They hold no template of Terraform.
"""

LISTED = "find cdk.tf.json charts -type f -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 sha256sum"
HASH = f"{LISTED} | sha256sum | cut -d' ' -f1"
BACKEND = "jq '[.terraform.backend // {} | .[] | select(. != null)] | length > 0' cdk.tf.json"
BACKEND_LINES = (
    r'^[[:space:]]*(#.*|//.*|terraform[[:space:]]*\{|backend[[:space:]]+"[a-z0-9]+"[[:space:]]*\{\}?|\}'
    r"|[a-z_]+[[:space:]]*=.*)?[[:space:]]*$"
)
"""What stands in the file with which Spacelift tells Terraform where the state is; its name is not documented."""

STATE = f"ls *.tf >/dev/null 2>&1 && grep -LvE '{BACKEND_LINES}' *.tf"
OTHERS = (
    r'[$files | split("\n")[]'
    r' | select(test("[.](tf|tofu|tfvars)([.]json)?$") and . != "cdk.tf.json")'
    r' | select(IN($state | split("\n")[]) and (test("(^|_)override[.]") | not) | not)]'
)
"""Files that Terraform reads besides; a second backend beside the first is refused by Terraform itself."""

MEASURED = (
    "{stack: .stack, expected_sha256: .sha256, actual_sha256: $hash, has_backend: $backend,"
    f" others: {OTHERS}}}"
)

MEASURE = (
    f'jq -c --arg hash "$({HASH})" --argjson backend "$({BACKEND})" --arg files "$(ls -A)"'
    f" --arg state \"$({STATE})\" '{MEASURED}' stack.meta.json > synth.custom.spacelift.json"
)

NO_LINKS = 'test -z "$(find cdk.tf.json stack.meta.json charts -type l 2>/dev/null)"'
"""Helm reads what a link points to, and the hash does not."""

INTEGRITY_HOOKS = ("test -f cdk.tf.json && test -f stack.meta.json", NO_LINKS, MEASURE)
"""`before_init` of every stack. Without the two files, or with a link, the run fails; what was measured, the
policy judges."""
