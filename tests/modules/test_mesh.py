"""The mesh in other environments, and what a row of the flows changes in it."""

import pytest

from modules.model.flow import AwsApi, Flow, InMesh, Tcp
from modules.model.mesh import admissions, api_host, exits, sees
from modules.model.parties import Party
from modules.model.ports import Port
from tests.modules import estates
from tests.modules.variants import Variants
from tests.policy import test_mesh, test_mesh_egress
from tests.policy.facts import Estate
from tests.policy.rules import Rule

ROW = Flow(
    arrow="12.1", part="probe", source=Party.PG_POOL, target=Party.VAULT, over=InMesh((Port.ISTIO_INBOUND,))
)


@pytest.fixture(scope="module")
def plain(variants: Variants) -> Estate:
    """No internet, no legacy name, nobody outside the VPN."""
    return variants.synthesize(estates.foreign_closed(variants.sandbox))


RULES: tuple[Rule, ...] = tuple(
    rule
    for module in (test_mesh, test_mesh_egress)
    for name, rule in vars(module).items()
    if name.startswith("test_")
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_mesh_without_options_keeps_every_policy(plain: Estate, rule: Rule) -> None:
    rule(plain)


def test_a_row_between_pods_admits_its_opener_alone() -> None:
    [vault] = admissions((ROW,))

    assert (vault.namespace, vault.labels) == ("tm-system", ())
    assert [(rule.principals, rule.ports) for rule in vault.rules] == [
        (("cluster.local/ns/tm-data/sa/pg-pool",), ())
    ]
    assert sees("tm-data", (ROW,)) == ("tm-data", "tm-system")


def test_pods_without_a_proxy_have_no_part_in_it() -> None:
    rows = (
        Flow(arrow="6.3", source=Party.ARGO_UI, target=Party.ARGO_CD, over=InMesh((Port.REDIS,))),
        Flow(arrow="7.2", source=Party.OBSERVABILITY, target=Party.PG_POOL, over=InMesh((Port.POSTGRES,))),
        Flow(arrow="7.2", source=Party.OBSERVABILITY, target=Party.KAFKA, over=Tcp((Port.KAFKA_METRICS,))),
    )

    assert admissions(rows) == ()
    assert exits(rows) == ()


def test_a_call_of_aws_opens_its_host_and_the_one_of_tokens() -> None:
    row = Flow(arrow="12.1", source=Party.PG_POOL, target=Party.AWS_APIS, over=AwsApi(("s3:GetObject",)))

    [leads] = exits((row,))

    assert (leads.namespace, leads.services) == ("tm-data", ("s3", "sts"))
    assert api_host("s3", "eu-west-1") == "s3.eu-west-1.amazonaws.com"
