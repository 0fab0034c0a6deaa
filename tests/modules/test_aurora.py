"""The database of other environments: a fixed size, no data lake, an estate that comes down, a new password."""

import copy
from collections.abc import Callable

import pytest

from modules.model.environment import Environment
from modules.model.samples import sample
from modules.synth import Synthesis
from tests.modules import estates
from tests.modules.variants import Variants
from tests.policy.facts import Estate, Json

Change = Callable[[Environment], Environment]

TM = "tm-aurora"
CLUSTER = "aurora_cluster_cluster"


def _stacks(variants: Variants, change: Change) -> tuple[Json, Json]:
    """The stack as it is and as it is in another environment, to be taken apart."""
    old, new = (variants.synthesize(each).stacks[TM] for each in (variants.sandbox, change(variants.sandbox)))
    return copy.deepcopy(old), copy.deepcopy(new)


@pytest.fixture(scope="module")
def fixed(variants: Variants) -> Estate:
    """Five instances of a fixed size, no data lake, nothing protected, the second password, a later version."""
    return variants.synthesize(estates.plain(variants.sandbox))


def test_a_fifth_instance_lies_in_the_second_zone_again(fixed: Estate) -> None:
    made = fixed.resources(TM, "aws_rds_cluster_instance")
    assert made["aurora_cluster_instance-5"]["availability_zone"] == fixed.environment.zones[1]
    assert {each["instance_class"] for each in made.values()} == {"db.r7g.large"}


def test_without_a_data_lake_one_parameter_is_gone_and_nothing_else(variants: Variants) -> None:
    """CX-38."""
    old, new = _stacks(variants, estates.dry)

    group = old["resource"]["aws_rds_cluster_parameter_group"]["aurora_parameters"]
    logical = [each for each in group["parameter"] if each["name"] == "rds.logical_replication"]
    assert logical == [{"apply_method": "pending-reboot", "name": "rds.logical_replication", "value": "1"}]
    group["parameter"].remove(logical[0])
    assert old == new


def test_an_estate_that_comes_down_loses_lock_and_protection_and_nothing_else(variants: Variants) -> None:
    old, new = _stacks(variants, estates.leaving)

    assert old["resource"].pop("aws_backup_vault_lock_configuration")
    assert old["resource"]["aws_rds_cluster"][CLUSTER].pop("deletion_protection") is True
    assert new["resource"]["aws_rds_cluster"][CLUSTER].pop("deletion_protection") is False
    assert old == new


def test_a_new_password_is_three_numbers(variants: Variants) -> None:
    """The procedure of rotation: one value in the environment file, one apply."""
    old, new = _stacks(variants, estates.turned)

    changed = [
        new["resource"]["aws_rds_cluster"][CLUSTER],
        *new["resource"]["aws_secretsmanager_secret_version"].values(),
    ]
    assert len(changed) == 3
    for made in changed:
        for name in [name for name in made if name.endswith("_wo_version")]:
            made[name] -= 1
    assert old == new


def test_a_smaller_capacity_changes_the_cluster_alone(variants: Variants) -> None:
    old, new = _stacks(variants, estates.settled)

    del old["resource"]["aws_rds_cluster"], new["resource"]["aws_rds_cluster"]
    assert old == new


def test_it_waits_for_network_groups_and_keys(synthesis: Synthesis, estate: Estate) -> None:
    edges = [edge for edge in synthesis.edges[estate.environment.name] if edge.consumer == TM]
    assert {edge.producer for edge in edges} == {"tm-vpc", "tm-firewall", "tm-keys"}


def test_every_output_has_a_sample(estate: Estate) -> None:
    outputs = estate.stacks[TM]["output"]
    assert set(outputs) == {
        "cluster_arn",
        "cluster_resource_id",
        "endpoint",
        "master_username",
        "port",
        "reader_endpoint",
        "master_secret_arn",
        "root_db_secret_arn",
    }
    assert sample(outputs["port"]["value"]) == "5432"
    for name, each in outputs.items():
        assert sample(each["value"]), name
