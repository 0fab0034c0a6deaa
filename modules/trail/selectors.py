"""What the trail records: every call, and who reads or writes which object."""

from cdktf_cdktf_provider_aws.cloudtrail import (
    CloudtrailAdvancedEventSelector,
    CloudtrailAdvancedEventSelectorFieldSelector,
)

Field = CloudtrailAdvancedEventSelectorFieldSelector


def selectors(written: tuple[str, ...]) -> list[CloudtrailAdvancedEventSelector]:
    """All events but the deliveries into the `written` buckets, each of which would make another delivery.

    Reading and deleting there is recorded.
    """
    objects = [
        Field(field="eventCategory", equal_to=["Data"]),
        Field(field="resources.type", equal_to=["AWS::S3::Object"]),
    ]
    evidence = [f"arn:aws:s3:::{each}/" for each in written]
    return [
        CloudtrailAdvancedEventSelector(
            name="Every call", field_selector=[Field(field="eventCategory", equal_to=["Management"])]
        ),
        CloudtrailAdvancedEventSelector(
            name="Objects of all buckets without evidence",
            field_selector=[*objects, Field(field="resources.ARN", not_starts_with=evidence)],
        ),
        CloudtrailAdvancedEventSelector(
            name="Objects of evidence but for deliveries",
            field_selector=[
                *objects,
                Field(field="resources.ARN", starts_with=evidence),
                Field(field="eventName", not_equals=["PutObject"]),
            ],
        ),
    ]
