"""What is committed is what the environments say, and no address is lost without a word.

Inventory: WA-1.
"""

import subprocess
from pathlib import Path

import pytest

from modules.kit.write import META, described, render
from modules.model.load import schema
from modules.synth import Synthesis
from tools.diff import Json, addresses, committed, compare, moves

ROOT = Path(__file__).parents[2]

STATEFUL = (
    "aws_db_instance",
    "aws_dynamodb_table",
    "aws_ebs_volume",
    "aws_ecr_repository",
    "aws_efs_file_system",
    "aws_eip",
    "aws_eks_cluster",
    "aws_kms_key",
    "aws_msk_cluster",
    "aws_rds_cluster",
    "aws_rds_cluster_instance",
    "aws_route53_zone",
    "aws_s3_bucket",
    "aws_secretsmanager_secret",
    "aws_ec2_transit_gateway",
    "aws_subnet",
    "aws_vpc",
)
"""Types whose loss loses data, addresses or everything that stands on them."""


def test_written_files_are_a_fresh_synthesis(synthesis: Synthesis) -> None:
    for path, document in synthesis.documents.items():
        file = ROOT / "spacelift" / path
        assert file.exists(), f"{path} is not written; run make synth and commit it"
        assert file.read_text(encoding="utf-8") == render(document), f"{path} is stale; run make synth"


def test_no_written_stack_is_without_a_source(synthesis: Synthesis) -> None:
    found = {path.relative_to(ROOT / "spacelift") for path in (ROOT / "spacelift").glob("*/*/cdk.tf.json")}
    assert found == set(synthesis.documents)


def test_what_describes_a_stack_describes_its_files(synthesis: Synthesis) -> None:
    texts = synthesis.charts | {path: render(made) for path, made in synthesis.documents.items()}
    found = {
        path.parent.relative_to(ROOT / "spacelift"): path.read_text(encoding="utf-8")
        for path in (ROOT / "spacelift").glob(f"*/*/{META}")
    }
    wanted = {path.parent: render(described(path.parent, texts)) for path in synthesis.documents}
    assert found == wanted, "run make synth and commit it"


def test_written_charts_are_exactly_those_of_a_fresh_synthesis(synthesis: Synthesis) -> None:
    """A project root holds its local charts, and none that no release names."""
    files = [path for path in (ROOT / "spacelift").glob("*/*/charts/**/*") if path.is_file()]
    found = {path.relative_to(ROOT / "spacelift"): path.read_text(encoding="utf-8") for path in files}
    assert found == synthesis.charts, "run make synth and commit it"
    named = {
        path.parent / made["chart"]
        for path, document in synthesis.documents.items()
        for made in document.get("resource", {}).get("helm_release", {}).values()
        if made["chart"].startswith("./")
    }
    assert {path.parent for path in synthesis.charts if path.name == "Chart.yaml"} == named


def test_the_schema_is_the_models() -> None:
    assert (ROOT / "environments" / "schema.json").read_text(encoding="utf-8") == schema()


def lost(old: Json, new: Json) -> set[str]:
    """Stateful addresses that the new document neither has nor moves."""
    gone = addresses(old).keys() - addresses(new).keys() - moves(new).keys()
    return {address for address in gone if address.partition(".")[0] in STATEFUL}


def test_no_stateful_address_is_lost_without_a_moved_block(synthesis: Synthesis) -> None:
    try:
        old = committed("HEAD")
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        pytest.skip(f"no commit to compare with: {error}")
    new = {"/".join(path.parts[:2]): document for path, document in synthesis.documents.items()}
    for stack in old.keys() & new.keys():
        assert not lost(old[stack], new[stack]), stack


def test_a_lost_address_is_noticed() -> None:
    old: Json = {"resource": {"aws_kms_key": {"a": {}}, "aws_route": {"b": {}}}}

    assert lost(old, {"resource": {"aws_kms_key": {"c": {}}}}) == {"aws_kms_key.a"}
    moved: Json = {
        "resource": {"aws_kms_key": {"c": {}}},
        "moved": [{"from": "aws_kms_key.a", "to": "aws_kms_key.c"}],
    }
    assert lost(old, moved) == set()


def test_differences_are_told_in_words() -> None:
    rule = {"description": "arrow 13.1", "from_port": 9096, "cidr_ipv4": "10.0.0.0/8"}
    kind = "aws_vpc_security_group_ingress_rule"
    old: Json = {"resource": {kind: {"a": rule}, "aws_vpc": {"v": {"cidr_block": "10.0.0.0/16", "tags": {}}}}}
    new = {
        "resource": {
            kind: {"b": rule},
            "aws_vpc": {"w": {"cidr_block": "10.0.0.0/16"}},
            "aws_route": {"r": {}},
        },
        "moved": [{"from": "aws_vpc.v", "to": "aws_vpc.w"}],
    }

    said = [change.sentence() for change in compare("sandbox/tm-firewall", old, new)]

    assert said == [
        "sandbox/tm-firewall adds aws_route.r",
        "sandbox/tm-firewall moves aws_vpc.v (to aws_vpc.w)",
        f"sandbox/tm-firewall destroys {kind}.a (arrow 13.1 10.0.0.0/8 port 9096)",
        f"sandbox/tm-firewall adds {kind}.b (arrow 13.1 10.0.0.0/8 port 9096)",
    ]
