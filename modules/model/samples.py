"""Typed sample values for the variables of a stack: what its producers would have handed over.

A sample follows from the producer's output expression, so that a plan meets an id where it expects one.
"""

import hashlib
import re
from typing import Any

Json = dict[str, Any]

EXPRESSION = re.compile(r"\$\{(?:data\.)?(aws_[a-z0-9_]+)\.[A-Za-z0-9_-]+\.([a-z0-9_]+(?:\[0\]\.[a-z]+)?)\}")

ACCOUNT = "eu-central-1:123456789012"

SAMPLES = (
    ("aws_acm_certificate", "arn", f"arn:aws:acm:{ACCOUNT}:certificate/sample"),
    ("aws_ec2_managed_prefix_list", "id", "pl-{digits}"),
    ("aws_ec2_transit_gateway", "id", "tgw-{digits}"),
    ("aws_ec2_transit_gateway_route_table", "id", "tgw-rtb-{digits}"),
    ("aws_eks_cluster", "certificate_authority[0].data", "U0FNUExF"),
    ("aws_eks_cluster", "endpoint", "https://sample.eks.eu-central-1.amazonaws.com"),
    ("aws_eks_cluster", "name", "sample"),
    ("aws_eip", "public_ip", "192.0.2.1"),
    ("aws_guardduty_detector", "id", "{digits}"),
    ("aws_iam_policy", "arn", "arn:aws:iam::123456789012:policy/sample"),
    ("aws_iam_role", "arn", "arn:aws:iam::123456789012:role/sample"),
    ("aws_instance", "id", "i-{digits}"),
    ("aws_iam_openid_connect_provider", "arn", "arn:aws:iam::123456789012:oidc-provider/sample"),
    ("aws_kms_key", "arn", f"arn:aws:kms:{ACCOUNT}:key/00000000-0000-0000-0000-000000000000"),
    ("aws_lb", "dns_name", "sample-{digits}.elb.eu-central-1.amazonaws.com"),
    ("aws_lb", "zone_id", "Z{digits}"),
    ("aws_lb_target_group", "arn", f"arn:aws:elasticloadbalancing:{ACCOUNT}:targetgroup/sample/0"),
    (
        "aws_msk_cluster",
        "arn",
        f"arn:aws:kafka:{ACCOUNT}:cluster/sample/00000000-0000-0000-0000-000000000000-1",
    ),
    ("aws_msk_cluster", "bootstrap_brokers_sasl_iam", "b-1.sample-{digits}.example.com:9098"),
    ("aws_msk_cluster", "bootstrap_brokers_sasl_scram", "b-1.sample-{digits}.example.com:9096"),
    ("aws_rds_cluster", "arn", f"arn:aws:rds:{ACCOUNT}:cluster:sample"),
    ("aws_rds_cluster", "cluster_resource_id", "cluster-SAMPLESAMPLESAMPLE"),
    ("aws_rds_cluster", "endpoint", "sample.cluster-sample.eu-central-1.rds.amazonaws.com"),
    ("aws_rds_cluster", "master_username", "sample"),
    ("aws_rds_cluster", "port", "5432"),
    ("aws_rds_cluster", "reader_endpoint", "sample.cluster-ro-sample.eu-central-1.rds.amazonaws.com"),
    ("aws_route53_record", "fqdn", "sample-{digits}.example.com"),
    ("aws_route53_zone", "zone_id", "Z{digits}"),
    ("aws_route_table", "id", "rtb-{digits}"),
    ("aws_s3_bucket", "arn", "arn:aws:s3:::sample-{digits}"),
    ("aws_s3_bucket_policy", "bucket", "sample-{digits}"),
    ("aws_secretsmanager_secret", "arn", f"arn:aws:secretsmanager:{ACCOUNT}:secret:sample-AbCdEf"),
    ("aws_security_group", "id", "sg-{digits}"),
    ("aws_ssm_document", "name", "sample-session"),
    ("aws_subnet", "id", "subnet-{digits}"),
    ("aws_vpc", "id", "vpc-{digits}"),
    ("aws_vpc_endpoint", "prefix_list_id", "pl-{digits}"),
)
"""Resource type, attribute, and what AWS hands out for it; `{digits}` are hexadecimal and differ by resource."""


class NoSampleError(LookupError):
    """An output whose kind of value nobody has described yet."""


ISSUER = re.compile(r"\$\{replace\(aws_iam_openid_connect_provider\.[\w-]+\.url, \"https://\", \"\"\)\}")
BROKERS = re.compile(
    r"\$\{replace\(element\(split\(\":\", aws_msk_cluster\.[\w-]+\.bootstrap_brokers_sasl_scram\), 0\), "
    r"\"/\^\[\^\.\]\+/\", \"\*\"\)\}"
)
"""The outputs that are put together by Terraform."""


def sample(expression: str) -> str:
    """A value of the kind that `${type.name.attribute}` has. Raises `NoSampleError`."""
    if ISSUER.fullmatch(expression):
        return "oidc.eks.eu-central-1.amazonaws.com/id/SAMPLE"
    if BROKERS.fullmatch(expression):
        return "*.sample.example.com"
    found = EXPRESSION.fullmatch(expression)
    if not found:
        message = f"{expression} is not an attribute of a resource; describe it in modules/model/samples.py"
        raise NoSampleError(message)
    values = {(kind, attribute): value for kind, attribute, value in SAMPLES}
    if found.groups() not in values:
        kind, attribute = found.groups()
        message = f"no sample value for {attribute} of {kind}; add one to modules/model/samples.py"
        raise NoSampleError(message)
    digits = hashlib.sha256(expression.encode()).hexdigest()[:17]
    return values[found[1], found[2]].format(digits=digits)


def samples(stack: Json, estate: dict[str, Json]) -> dict[str, str]:
    """A value for every variable of a stack, by the output of the stack that the variable names."""
    outputs = {
        f"{producer}_{name}".replace("-", "_"): output["value"]
        for producer, document in estate.items()
        for name, output in document.get("output", {}).items()
    }
    return {name: sample(outputs[name]) for name in stack.get("variable", {})}
