"""Charts: the provider of one cluster, pinned releases, local charts, values that are JSON, and refusals."""

import json
import re
from collections.abc import Callable
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cdktf import App, Fn, Token
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket

from modules.eks import EksOutputs
from modules.kit.chart import TEMPLATE, VERSION, Manifest, files, objects
from modules.kit.helm import document, local_chart, release
from modules.kit.provider import ClusterAccess, aws, helm
from modules.kit.stack import Dependable, PlatformStack, Ref
from modules.kit.write import canonical
from modules.model.charts import CHARTS, Chart, Platform, chart, refusals
from modules.model.checks import cross_check
from modules.model.environment import Environment
from modules.model.versions import KUBERNETES
from modules.synth import synthesize
from modules.wiring import Estate as Wiring
from tests.policy import test_charts as rules
from tests.policy.charts import facts_of, unknown_keys
from tests.policy.facts import Estate, Json

LITERALS = '${VAR} %{if} $${kept} {{ .Values.x }} "q" \\ ü\nline'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Json:
    """One stack with a public and a local chart, as it is written."""
    app = App(outdir=str(tmp_path_factory.mktemp("helm")), stack_traces=False)
    stack = PlatformStack(app, "e", "tm-addons")
    aws(stack, "123456789012", "eu-central-1", {})
    bucket = S3Bucket(stack, "logs")
    access = ClusterAccess(
        name=Ref(bucket.id), endpoint=Ref(bucket.arn), certificate_authority=Ref(bucket.region), region="r"
    )
    helm(stack, access)
    host = Fn.replace(bucket.arn, "https://", "")
    values = {
        "b": {"bucket": bucket.id, "host": f"x.{host}", "n": 3},
        "a": LITERALS,
        "list": [bucket.arn, True],
    }
    first: Dependable = release(stack, chart(Platform.ISTIOD, "1.35"), values, after=[bucket])
    local_chart(stack, "settings", namespace="istio-system", manifests=[_settings(bucket.id)], after=[first])
    app.synth()
    assert stack.charts == {"settings"}
    text = Path(app.outdir, "stacks", "e-tm-addons", "cdk.tf.json").read_text(encoding="utf-8")
    return canonical(json.loads(text))


def _settings(value: str, name: str = "settings") -> Manifest:
    body = {"data": {"bucket": value, "text": "a ${b}"}}
    return Manifest(api_version="v1", kind="ConfigMap", name=name, namespace="istio-system", body=body)


def test_the_provider_asks_for_a_token_of_the_runner(made: Json) -> None:
    [provider] = made["provider"]["helm"]
    kubernetes = provider["kubernetes"]
    assert made["terraform"]["required_providers"]["helm"] == {"source": "hashicorp/helm", "version": "3.1.1"}
    assert kubernetes["cluster_ca_certificate"] == "${base64decode(aws_s3_bucket.logs.region)}"
    assert kubernetes["exec"]["api_version"] == "client.authentication.k8s.io/v1"
    assert kubernetes["exec"]["args"][:4] == [
        "eks",
        "get-token",
        "--cluster-name",
        "${aws_s3_bucket.logs.id}",
    ]
    assert set(kubernetes) == {"host", "cluster_ca_certificate", "exec"}


def test_a_release_is_pinned_and_gives_up_as_a_whole(made: Json) -> None:
    releases = made["resource"]["helm_release"]
    istiod = releases["istiod"]
    assert (istiod["repository"], istiod["chart"], istiod["version"]) == (
        "https://blob.istio.io/istio-release/charts",
        "istiod",
        "1.30.3",
    )
    assert istiod["depends_on"] == ["aws_s3_bucket.logs"]
    for each in releases.values():
        switches = {key: each[key] for key in ("atomic", "wait", "cleanup_on_fail", "wait_for_jobs")}
        assert all(switches.values()), switches
        assert each["create_namespace"] is False
        assert each["timeout"] >= 600
        assert each["max_history"] == 10
    assert istiod["skip_crds"] is False


def test_values_are_sorted_json_in_which_only_references_are_terraforms(made: Json) -> None:
    [text] = made["resource"]["helm_release"]["istiod"]["values"]
    opened = re.findall(r"(?<!\$)\$\{([^}]*)", text)
    assert [each.split("(")[0].split(".")[0] for each in opened] == [
        "aws_s3_bucket",
        "replace",
        "aws_s3_bucket",
    ]
    assert not re.search(r"(?<!%)%\{", text)
    as_read = text.replace('"https://", ""', "").replace("$${", "${").replace("%%{", "%{")
    values = json.loads(as_read)
    assert list(values) == sorted(values)
    assert values["a"] == LITERALS
    assert values["b"]["n"] == 3
    assert "$$${kept}" in text


def test_a_local_chart_carries_its_objects_as_values(made: Json) -> None:
    local = made["resource"]["helm_release"]["settings"]
    assert (local["chart"], local["version"], local["depends_on"]) == (
        "./charts/settings",
        VERSION,
        ["helm_release.istiod"],
    )
    [text] = local["values"]
    assert json.loads(text)["objects"] == [
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "settings", "namespace": "istio-system"},
            "data": {"bucket": "${aws_s3_bucket.logs.id}", "text": "a $${b}"},
        }
    ]
    assert set(map(str, files({"settings"}))) == {
        "charts/settings/Chart.yaml",
        "charts/settings/templates/objects.yaml",
    }


def test_the_policy_rules_accept_what_is_made_here(made: Json, estate: Estate) -> None:
    """Their mutants break what is accepted otherwise."""
    own = Estate(estate.environment, {"tm-addons": made})
    for rule in (
        rules.test_every_release_is_pinned_and_gives_up_as_a_whole,
        rules.test_the_runner_comes_into_the_cluster_as_itself,
        rules.test_local_charts_hold_whole_objects_and_no_secret,
    ):
        rule(own)
    with pytest.raises(AssertionError, match="knows no 'a', 'b', 'list'"):
        rules.test_releases_set_only_keys_that_their_chart_has(own)


def test_a_stack_of_charts_reads_its_cluster(environments: dict[str, Environment], tmp_path: Path) -> None:
    estate = Wiring(App(outdir=str(tmp_path), stack_traces=False), environments["sandbox"], ())
    outputs = {each.name: Ref(each.name) for each in fields(EksOutputs)}
    cluster = estate.stack("tm-eks", "123456789012", "x").publish(EksOutputs(**outputs))

    stack = estate.chart_stack("tm-addons", "123456789012", "x", cluster)

    assert {edge.output for edge in stack.edges} == {"cluster_name", "endpoint", "certificate_authority"}
    assert {edge.producer for edge in stack.edges} == {"tm-eks"}
    assert estate.stacks[-1] is stack


def test_local_charts_are_written_beside_the_json(
    environments: dict[str, Environment], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In CDKTF's own folder as well, so that its command line finds them."""

    def build(app: App, environment: Environment) -> list[PlatformStack]:
        stack = Wiring(app, environment, ()).stack("tm-addons", "123456789012", "x")
        access = ClusterAccess(name=Ref("n"), endpoint=Ref("e"), certificate_authority=Ref("c"), region="r")
        helm(stack, access)
        local_chart(stack, "settings", namespace="n", manifests=[_settings("x")])
        return [stack]

    monkeypatch.setattr("modules.synth.build", build)
    made = synthesize([environments["sandbox"]], str(tmp_path))

    home = Path("sandbox", "tm-addons")
    assert made.charts == {home / path: text for path, text in files({"settings"}).items()}
    for path, text in made.charts.items():
        below = tmp_path / "stacks" / "sandbox-tm-addons" / path.relative_to(home)
        assert below.read_text(encoding="utf-8") == text


def test_another_template_is_another_version() -> None:
    """Helm compares versions of charts, not their files."""
    assert (VERSION, sha256(TEMPLATE.encode()).hexdigest()[:8]) == ("1.0.0", "0e73e051")


@pytest.mark.parametrize(
    "value",
    [
        {1: "x"},
        {"${TfToken[TOKEN.0]}": "x"},
        {"a": float("nan")},
        {"a": 1e300},
        {"a": ["#{TfToken[TOKEN.0]}"]},
        {"a": "${ephemeral.x.y.z}"},
        {"a": object()},
        {"a": "$${TfToken[TOKEN.0]}"},
    ],
)
def test_values_that_cannot_be_read_back_are_refused(value: dict[Any, object]) -> None:
    with pytest.raises(ValueError, match=r"cannot|would take"):
        document(value)


def test_numbers_and_lists_of_terraform_are_refused() -> None:
    for value in (Token.as_number("${x.y}"), Token.as_list("${x.y}")):
        with pytest.raises(ValueError, match="only Terraform knows"):
            document({"a": value})


def test_two_objects_of_one_name_none_and_a_second_kind_are_refused(tmp_path: Path) -> None:
    same = [_settings("x"), _settings("y")]
    stack = PlatformStack(App(outdir=str(tmp_path)), "e", "s")
    local_chart(stack, "one", namespace="n", manifests=[_settings("x")])
    refused: list[tuple[str, Callable[[], object]]] = [
        ("is there already", lambda: objects(same)),
        ("needs an object", lambda: objects([])),
        ("is there already", lambda: local_chart(stack, "one", namespace="n", manifests=[_settings("x")])),
        (
            "from the fields",
            lambda: Manifest(
                api_version="v1", kind="K", name="n", namespace=None, body={"kind": "x"}
            ).rendered(),
        ),
    ]
    for sentence, attempt in refused:
        with pytest.raises(ValueError, match=sentence):
            attempt()


def test_every_version_of_kubernetes_has_every_chart() -> None:
    for row in KUBERNETES:
        assert list(refusals(row.version)) == []
        for platform in Platform:
            assert chart(platform, row.version).platform is platform
    assert chart(Platform.EXTERNAL_SECRETS, "1.35").version == "2.8.0"
    assert chart(Platform.EXTERNAL_SECRETS, "1.36").version == "2.9.0"


def test_the_autoscaler_has_the_minor_of_its_cluster() -> None:
    """K13."""
    for row in KUBERNETES:
        assert chart(Platform.AUTOSCALER, row.version).app_version.startswith(f"{row.version}.")


def test_a_cluster_outside_the_range_of_a_chart_is_refused_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [sentence] = refusals("1.37", tuple(row for row in CHARTS if row.platform is Platform.ISTIOD))
    assert sentence == (
        "'1.37' is outside what chart istiod takes (1.30.3 for 1.32 to 1.36); write such a version"
    )
    row = CHARTS[0]
    old = Chart(row.platform, "r", "c", "1", "1", "n", "r", newest="1.30")
    monkeypatch.setattr("modules.model.checks.refusals", lambda version: refusals(version, (old,)))
    found = cross_check({"versions": {"kubernetes": "1.35"}, "name": "e"}, "e")
    assert [key for key, _ in found] == ["versions.kubernetes"]


def test_one_row_answers_for_each_version() -> None:
    for kubernetes in KUBERNETES:
        for platform in Platform:
            rows = [row for row in CHARTS if row.platform is platform and row.takes(kubernetes.version)]
            assert len(rows) == 1, platform
    releases = [(row.namespace, row.release) for row in CHARTS if row.takes("1.35")]
    assert len(set(releases)) == len(releases)


def test_the_facts_of_every_chart_are_there() -> None:
    for row in CHARTS:
        facts = facts_of(row.platform)
        assert facts["chart"] == row.name
        assert row.version in facts["versions"], row.platform


def test_keys_below_an_open_key_are_free_and_all_others_are_not() -> None:
    keys = facts_of(Platform.ARGO_CD)["keys"]
    allowed = {
        "configs": {"cm": {"oidc.config": "x"}},
        "redis-ha": {"enabled": True},
        "dex": {"enabled": False},
    }
    assert list(unknown_keys(allowed, keys)) == []
    refused = {"config": {}, "configs": {"map": {}}, "dex": True, "fullnameOverride": {"a": 1}}
    assert list(unknown_keys(refused, keys)) == ["config", "configs.map", "dex", "fullnameOverride"]
