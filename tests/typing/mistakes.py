"""Mistakes that mypy has to find. With `warn_unused_ignores` a mistake that passes is an error itself."""

from modules.firewall import FirewallInputs, FirewallOutputs
from modules.kit.stack import PlatformStack, Published, Ref
from modules.model.flow import AllTraffic, AwsApi, Elsewhere, InMesh, Over, Session, Tcp
from modules.transit import TransitOutputs


def opens_a_seal(published: Published[FirewallOutputs]) -> object:
    return published.group_ids  # type: ignore[attr-defined]


def passes_a_literal_for_a_reference() -> FirewallInputs:
    return FirewallInputs(
        environment="sandbox",
        vpc="tm",
        vpc_id="vpc-123",  # type: ignore[arg-type]
        links=(),
        clients={},
        endpoints_group_id=Ref("a"),
        s3_prefix_list_id=Ref("b"),
    )


def reads_an_output_that_is_none(stack: PlatformStack, published: Published[TransitOutputs]) -> Ref:
    return stack.use(published, lambda out: out.gateway)  # type: ignore[attr-defined]


def changes_an_input(inputs: FirewallInputs) -> None:
    inputs.vpc = "shared"  # type: ignore[misc]


def forgets_an_input() -> FirewallInputs:
    return FirewallInputs(environment="sandbox")  # type: ignore[call-arg]


def forgets_a_kind_of_flow(over: Over) -> str:  # type: ignore[return]
    match over:
        case Tcp() | AllTraffic() | AwsApi() | Session() | InMesh():
            return "enforced"


def forgets_none(over: Over) -> str:
    match over:
        case Tcp() | AllTraffic() | AwsApi() | Session() | InMesh():
            return "enforced"
        case Elsewhere():
            return "explained"
