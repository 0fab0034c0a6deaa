"""Kafka in other environments, and what a change of the register changes."""

import copy
from datetime import date

import pytest

from modules.kafka.settings import server_properties
from modules.model.brokers import Acl
from modules.model.environment import Environment
from modules.model.tables import ServiceAccount
from modules.synth import Synthesis
from tests.modules.variants import Variants
from tests.policy.facts import Estate, Json
from tools.diff import differences

BROKERS = "aws_msk_cluster.kafka_cluster_brokers"

MORE = ServiceAccount(
    name="de-cards-batch",
    team="banklitex",
    purpose="Settles card payments every night",
    expires=date(2027, 6, 30),
    rotation=1,
)


@pytest.fixture(scope="module")
def plain(variants: Variants) -> Estate:
    """Strict lists, no data lake, nothing protected, nobody registered."""
    changes = {
        "kafka_acl": Acl.STRICT,
        "datalake": None,
        "deletion_protection": False,
        "service_accounts": (),
    }
    return variants.synthesize(variants.sandbox.model_copy(update=changes))


def test_strict_lists_are_one_word_of_the_settings() -> None:
    vendor, strict = (server_properties(acl).splitlines() for acl in (Acl.VENDOR, Acl.STRICT))

    assert set(vendor) ^ set(strict) == {
        "allow.everyone.if.no.acl.found=true",
        "allow.everyone.if.no.acl.found=false",
    }


def _changed(variants: Variants, environment: Environment) -> set[tuple[str, str]]:
    """What happens to which address of the stack."""
    old, new = (variants.synthesize(each).stacks["tm-kafka"] for each in (variants.sandbox, environment))
    found = differences({"tm-kafka": old}, {"tm-kafka": new})
    return {(change.verb, change.address) for change in found}


def test_strict_lists_change_the_settings_and_nothing_else(variants: Variants) -> None:
    found = _changed(variants, variants.sandbox.model_copy(update={"kafka_acl": Acl.STRICT}))

    assert found == {("changes", "aws_msk_configuration.kafka_cluster_settings")}


def test_without_a_data_lake_only_roles_lose_their_way_in(variants: Variants) -> None:
    environment = variants.sandbox.model_copy(update={"datalake": None})
    made = (variants.synthesize(each).stacks["tm-kafka"] for each in (variants.sandbox, environment))
    old, new = (copy.deepcopy(each) for each in made)

    with_lake: Json = old["resource"]["aws_msk_cluster"]["kafka_cluster_brokers"]
    with_lake["client_authentication"]["sasl"]["iam"] = False
    del with_lake["broker_node_group_info"]["connectivity_info"]["vpc_connectivity"]
    del old["output"]["bootstrap_brokers_sasl_iam"]

    assert old == new


def test_protection_is_of_the_brokers_alone(variants: Variants) -> None:
    found = _changed(variants, variants.sandbox.model_copy(update={"deletion_protection": False}))

    assert found == {("changes", BROKERS)}


def test_one_account_more_adds_its_own_and_touches_nothing(variants: Variants) -> None:
    rows = (MORE, *variants.sandbox.service_accounts)

    found = _changed(variants, variants.sandbox.model_copy(update={"service_accounts": rows}))

    assert {verb for verb, _ in found} == {"adds"}
    assert {address.partition(".")[2].partition("_")[2] for _, address in found} == {
        f"de-cards-batch_{each}" for each in ("association", "credentials", "readable", "token", "user")
    }


def test_a_new_password_touches_no_other_account(variants: Variants) -> None:
    first, *others = variants.sandbox.service_accounts
    rows = (first.model_copy(update={"rotation": 2}), *others)

    found = _changed(variants, variants.sandbox.model_copy(update={"service_accounts": rows}))

    assert found == {("changes", f"aws_secretsmanager_secret_version.kafka_{first.name}_credentials")}


def test_it_hands_over_what_clients_and_the_installer_need(estate: Estate) -> None:
    outputs = {name: made["value"] for name, made in estate.stacks["tm-kafka"]["output"].items()}
    assert outputs == {
        "broker_hosts": (
            f'${{replace(element(split(":", {BROKERS}.bootstrap_brokers_sasl_scram), 0), "/^[^.]+/", "*")}}'
        ),
        "cluster_arn": f"${{{BROKERS}.arn}}",
        "bootstrap_brokers_sasl_scram": f"${{{BROKERS}.bootstrap_brokers_sasl_scram}}",
        "bootstrap_brokers_sasl_iam": f"${{{BROKERS}.bootstrap_brokers_sasl_iam}}",
    } | {
        f"{kind}_arns_{row.name.replace('-', '_')}": f"${{aws_secretsmanager_secret.kafka_{row.name}_{kind}.arn}}"
        for row in estate.environment.service_accounts
        for kind in ("user", "token")
    }


def test_it_waits_for_its_network_and_its_keys_only(synthesis: Synthesis, estate: Estate) -> None:
    edges = synthesis.edges[estate.environment.name]
    assert {edge.producer for edge in edges if edge.consumer == "tm-kafka"} == {
        "tm-vpc",
        "tm-firewall",
        "tm-keys",
    }
