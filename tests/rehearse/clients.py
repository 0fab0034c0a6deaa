"""Requests of AWS's own SDK to a simulated AWS."""

from functools import cache
from typing import Any

import botocore.session

from tools.rehearse.simulator import Simulator, access_key

Json = dict[str, Any]

ACCOUNT, MANAGEMENT, REGION = "111111111111", "222222222222", "eu-central-1"


@cache
def _client(url: str, service: str, account: str) -> Any:  # noqa: ANN401 -- botocore's
    return botocore.session.get_session().create_client(
        service,
        region_name=REGION,
        endpoint_url=url,
        aws_access_key_id=access_key(account),
        aws_secret_access_key="none",  # noqa: S106 -- the simulator asks for some
    )


def call(aws: Simulator, operation: str, given: Json, account: str = ACCOUNT) -> Json:
    """`operation` is a service and one of its operations, as the SDK for Python names them."""
    service, name = operation.split()
    answer: Json = getattr(_client(aws.url, service, account), name)(**given)
    return answer
