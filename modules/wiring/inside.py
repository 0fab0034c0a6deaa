"""What runs in the TM cluster beside Vault: Argo CD and the tools that watch. Arrows: 6.2, 6.3, 6.4, 7.2."""

from collections.abc import Sequence
from typing import Any

from modules.cicd import Cicd, CicdInputs, CicdOutputs
from modules.eks import EksOutputs
from modules.keys import KeysOutputs
from modules.kit.stack import Published
from modules.model import names
from modules.model.charts import Platform, chart
from modules.model.environment import Environment
from modules.model.hosts import Backend
from modules.model.purposes import Purpose
from modules.wiring import Estate
from modules.wiring.charts import chart_stack

ARGO = "argocd"


def cicd(
    estate: Estate,
    name: str,
    seed: str,
    *,
    vault: Published[EksOutputs],
    keyring: Published[KeysOutputs],
    after: Sequence[Published[Any]] = (),
) -> Published[CicdOutputs]:
    """Argo CD, which brings workloads from Git."""
    env = estate.env
    s = chart_stack(estate, name, seed, vault)
    for each in after:
        s.after(each)
    inputs = CicdInputs(
        chart=chart(Platform.ARGO_CD, env.versions.kubernetes),
        host=_host(env, Backend.ARGO_UI),
        region=env.region,
        registry_account=env.accounts.shared,
        oidc=env.oidc,
        git=env.git,
        oidc_secret=names.platform_secret(env.name, ARGO, "oidc"),
        git_secret=names.platform_secret(env.name, ARGO, "git"),
        secrets_key_arn=s.use(keyring, lambda out: out.key_arns[Purpose.SECRETS]),
        readers=(_store(env, ARGO),),
        facts={
            "tm/environment": env.name,
            "tm/region": env.region,
            "tm/account": env.accounts.tm,
            "tm/cluster": s.use(vault, lambda out: out.cluster_name),
        },
    )
    return s.publish(Cicd(s, inputs).outputs)


def _host(env: Environment, backend: Backend) -> str:
    """The public name under which a tool answers."""
    return next(host.name for host in env.hosts if host.backend is backend)


def _store(env: Environment, namespace: str) -> str:
    """ARN of the role in which external-secrets reads the secrets of a namespace."""
    return f"arn:aws:iam::{env.accounts.tm}:role/{names.store_role(env.name, namespace)}"
