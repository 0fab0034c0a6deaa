"""What writers and readers of the data lake have to agree on, and what the writers call."""

from modules.model.flow import AwsApi

DATABASE, STREAMS, ERRORS = "aurora/", "kafka/", "errors/"
"""Prefixes of the raw bucket: rows of the database (16.1), events (16.2), events that could not be delivered."""

USER = "lake"
"""The database's user of the change capture, and the schema in which its heartbeat is; made by hand (README)."""

CAPTURE = AwsApi(
    (
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "s3:DeleteObject",
        "s3:ListBucket",
        "s3:PutObject",
        "s3:PutObjectTagging",
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
    )
)
"""What the change capture calls from the VPC (AWS, S3 as a target of DMS)."""
CONSUME = AwsApi(
    (
        "kafka-cluster:Connect",
        "kafka-cluster:DescribeGroup",
        "kafka-cluster:DescribeTopic",
        "kafka-cluster:DescribeTopicDynamicConfiguration",
        "kafka-cluster:ReadData",
    )
)
"""What a delivery stream reads topics with (AWS, Firehose and MSK)."""
DELIVER = AwsApi(
    (
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "logs:PutLogEvents",
        "s3:AbortMultipartUpload",
        "s3:GetBucketLocation",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:ListBucketMultipartUploads",
        "s3:PutObject",
        "s3:PutObjectAcl",
    )
)
"""What a delivery stream writes with into a bucket of another account (AWS, Firehose)."""
