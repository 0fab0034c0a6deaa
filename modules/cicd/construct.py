"""Argo CD in the TM cluster, and the two secrets that somebody has to fill for it."""

from dataclasses import dataclass

from constructs import Construct

from modules.cicd.bootstrap import NAMESPACE, bootstrap
from modules.cicd.guard import guard
from modules.cicd.values import OIDC_KEY, OIDC_SECRET, ArgoInputs, argo
from modules.kit.external import External
from modules.kit.helm import local_chart, release
from modules.kit.shell import Shell, ShellInputs, ShellOutputs
from modules.kit.stack import Ref
from modules.model.charts import Chart
from modules.model.signin import Git, Oidc


@dataclass(frozen=True, slots=True, kw_only=True)
class CicdInputs:
    """`oidc_secret` and `git_secret` are names of secrets; `readers` ARNs of the roles that may read them."""

    chart: Chart
    host: str
    region: str
    registry_account: str
    oidc: Oidc
    git: Git
    oidc_secret: str
    git_secret: str
    secrets_key_arn: Ref
    readers: tuple[str, ...]
    facts: dict[str, Ref | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CicdOutputs:
    """For whoever fills the secrets."""

    secret_arns: dict[str, Ref]


class Cicd(Construct):
    """Secrets before Argo CD, because it asks for them when it starts; projects after, because it brings their kind."""

    def __init__(self, scope: Construct, inputs: CicdInputs) -> None:
        """Create both secrets, the release, and the objects around it."""
        super().__init__(scope, "cicd")
        sign_in = self._shell(
            inputs,
            "oidc",
            inputs.oidc_secret,
            "Client of Argo CD at the identity provider",
            ("clientSecret",),
        )
        git = self._shell(
            inputs,
            "git",
            inputs.git_secret,
            "Credentials with which Argo CD reads the repository of workloads",
            ("username", "password"),
        )
        secrets = local_chart(
            self,
            "argocd-secrets",
            namespace=NAMESPACE,
            manifests=(
                External(
                    name=OIDC_SECRET,
                    namespace=NAMESPACE,
                    source=sign_in.name,
                    properties={OIDC_KEY: "clientSecret"},
                    labels={"app.kubernetes.io/part-of": "argocd"},
                ).manifest,
                External(
                    name="workloads-repository",
                    namespace=NAMESPACE,
                    source=git.name,
                    properties={"username": "username", "password": "password"},
                    fixed={"type": "git", "url": inputs.git.repository},
                    labels={"argocd.argoproj.io/secret-type": "repo-creds"},
                ).manifest,
            ),
        )
        values = argo(
            ArgoInputs(
                host=inputs.host,
                oidc=inputs.oidc,
                registry_account=inputs.registry_account,
                region=inputs.region,
                facts=inputs.facts,
            )
        )
        guarded = local_chart(self, "argocd-guard", namespace=NAMESPACE, manifests=guard())
        installed = release(self, inputs.chart, values, after=[secrets, guarded])
        local_chart(
            self,
            "argocd-bootstrap",
            namespace=NAMESPACE,
            manifests=bootstrap(inputs.git),
            after=[installed],
        )
        self.outputs = CicdOutputs(secret_arns={"oidc": sign_in.arn, "git": git.arn})

    def _shell(
        self, inputs: CicdInputs, key: str, name: str, description: str, fields: tuple[str, ...]
    ) -> ShellOutputs:
        shell = ShellInputs(
            key=key,
            name=name,
            description=description,
            fields=fields,
            key_arn=inputs.secrets_key_arn,
            readers=inputs.readers,
        )
        return Shell(self, shell).outputs
