"""The ways into the lake: what they wait for, what they hand over, and what a change changes."""

import pytest

from modules.ingest.reading import ReadingInputs, reading
from modules.kit.stack import Ref
from modules.synth import Synthesis
from tests.modules.variants import Variants
from tools.diff import differences


def test_it_waits_for_what_it_reads_and_for_the_lake(synthesis: Synthesis) -> None:
    edges = synthesis.edges["sandbox"]
    assert {edge.producer for edge in edges if edge.consumer == "lake-ingest"} == {
        "lake-storage",
        "tm-aurora",
        "tm-firewall",
        "tm-kafka",
        "tm-keys",
        "tm-vpc",
    }


def test_a_new_password_changes_its_secret_and_nothing_else(variants: Variants) -> None:
    lake = variants.sandbox.datalake
    assert lake
    capture = lake.capture.model_copy(update={"rotation": 2})
    changed = variants.sandbox.model_copy(update={"datalake": lake.model_copy(update={"capture": capture})})

    old, new = (variants.synthesize(each).stacks for each in (variants.sandbox, changed))

    assert [change.address for change in differences(old, new)] == [
        "aws_secretsmanager_secret_version.ingest_credentials_version"
    ]


def test_an_action_that_no_resource_is_known_for_is_refused() -> None:
    inputs = ReadingInputs(
        account="1",
        region="r",
        actions=("sqs:SendMessage",),
        cluster="c",
        cluster_arn=Ref("arn"),
        topics=("t",),
        bucket_arn=Ref("arn"),
        key_arn=Ref("arn"),
        group_arn=Ref("arn"),
    )

    with pytest.raises(ValueError, match="sqs:SendMessage is for no resource"):
        reading(inputs)
