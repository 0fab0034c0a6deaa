"""Kafka in other environments, and what a change of the register changes."""

import copy
from collections.abc import Callable

from modules.kafka.settings import server_properties
from modules.model.brokers import Acl
from modules.model.environment import Environment
from modules.synth import Synthesis
from tests.modules import estates
from tests.modules.variants import Variants
from tests.policy.facts import Estate, Json
from tools.diff import differences

BROKERS = "aws_msk_cluster.kafka_cluster_brokers"


def test_strict_lists_are_one_word_of_the_settings() -> None:
    vendor, strict = (server_properties(acl).splitlines() for acl in (Acl.VENDOR, Acl.STRICT))

    assert set(vendor) ^ set(strict) == {
        "allow.everyone.if.no.acl.found=true",
        "allow.everyone.if.no.acl.found=false",
    }


def _changed(variants: Variants, change: Callable[[Environment], Environment]) -> set[tuple[str, str]]:
    """What happens to which address of the stack."""
    both = (variants.sandbox, change(variants.sandbox))
    old, new = (variants.synthesize(each).stacks["tm-kafka"] for each in both)
    found = differences({"tm-kafka": old}, {"tm-kafka": new})
    return {(change.verb, change.address) for change in found}


def test_strict_lists_change_the_settings_and_nothing_else(variants: Variants) -> None:
    found = _changed(variants, estates.settled)

    assert found == {("changes", "aws_msk_configuration.kafka_cluster_settings")}


def test_without_a_data_lake_only_roles_lose_their_way_in(variants: Variants) -> None:
    both = (variants.sandbox, estates.dry(variants.sandbox))
    made = (variants.synthesize(each).stacks["tm-kafka"] for each in both)
    old, new = (copy.deepcopy(each) for each in made)

    with_lake: Json = old["resource"]["aws_msk_cluster"]["kafka_cluster_brokers"]
    with_lake["client_authentication"]["sasl"]["iam"] = False
    del with_lake["broker_node_group_info"]["connectivity_info"]["vpc_connectivity"]
    del old["output"]["bootstrap_brokers_sasl_iam"]

    assert old == new


def test_protection_is_of_the_brokers_alone(variants: Variants) -> None:
    found = _changed(variants, estates.leaving)

    assert found == {("changes", BROKERS)}


def test_one_account_more_adds_its_own_and_touches_nothing(variants: Variants) -> None:
    found = _changed(variants, estates.joined)

    assert {verb for verb, _ in found} == {"adds"}
    assert {address.partition(".")[2].partition("_")[2] for _, address in found} == {
        f"de-cards-batch_{each}" for each in ("association", "credentials", "readable", "token", "user")
    }


def test_a_new_password_touches_no_other_account(variants: Variants) -> None:
    first, *_ = variants.sandbox.service_accounts

    found = _changed(variants, estates.turned)

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
