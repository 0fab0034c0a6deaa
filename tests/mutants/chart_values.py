"""Charts that are told something else: switches, images, accounts, contexts, and what they copy into pods."""

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.mutants.change import Mutant, Stacks
from tests.mutants.observability import stack as monitoring
from tests.mutants.observability import thanos
from tests.mutants.values import more, setting
from tests.policy import test_chart_values as values

addon = partial(setting, "tm-addons")
argo = partial(setting, "tm-cicd", "cicd_argocd")

BALANCER = "addons_aws-load-balancer-controller"
METRICS = "addons_metrics-server"
ESO = "addons_external-secrets"
CERTIFICATES = "addons_cert-manager"
MESH = "tm-mesh"

TOLD = values.test_charts_are_told_exactly_what_the_list_says
BEYOND = values.test_charts_are_told_nothing_beyond_the_list
CONTEXTS = values.test_pods_of_charts_run_as_nobody_and_gain_nothing
ACCOUNTS = values.test_accounts_of_charts_are_those_of_the_list
COPIED = values.test_what_charts_copy_into_pods_is_what_pods_have
CLOSED = values.test_a_load_balancer_of_the_controller_would_be_closed

PARAMETERS = {
    "apiVersion": "elbv2.k8s.aws/v1beta1",
    "kind": "IngressClassParams",
    "metadata": {"name": "open"},
    "spec": {
        "certificateArn": ["a"],
        "inboundCIDRs": ["0.0.0.0/0"],
        "loadBalancerName": "k8s-open",
        "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "wafv2AclArn": "a",
    },
}
ANY_CLASS = {
    "apiVersion": "networking.k8s.io/v1",
    "kind": "IngressClass",
    "metadata": {"name": "alb"},
    "spec": {"controller": "ingress.k8s.aws/alb"},
}
INGRESS = {
    "apiVersion": "networking.k8s.io/v1",
    "kind": "Ingress",
    "metadata": {"name": "a", "namespace": "tm-system"},
    "spec": {},
}


def policies(made: dict[str, Any]) -> Callable[[Stacks], None]:
    return more(MESH, "mesh_mesh-policies", made)


CHART_VALUES = (
    Mutant("the API server is not sure of metrics-server", addon(METRICS, ("apiService", "insecureSkipTLSVerify"), True), TOLD),
    Mutant("stores that span namespaces", addon(ESO, ("processClusterStore",), True), TOLD),
    Mutant("external-secrets writes to AWS", addon(ESO, ("processPushSecret",), True), TOLD),
    Mutant("admins of a namespace make stores there", addon(ESO, ("rbac", "aggregateToAdmin"), True), TOLD),
    Mutant("what edits a namespace makes stores there", addon(ESO, ("rbac", "aggregateToEdit"), True), TOLD),
    Mutant("another build of a controller", addon(BALANCER, ("image", "tag"), "v3.4.0"), TOLD),
    Mutant("one webhook of cert-manager", addon(CERTIFICATES, ("webhook", "replicaCount"), 1), TOLD),
    Mutant("definitions go with cert-manager", addon(CERTIFICATES, ("crds", "keep"), False), TOLD),
    Mutant("the chart opens Argo CD to an Ingress", argo(("server", "ingress", "enabled"), True), TOLD),
    Mutant("Argo CD looks past its rights", argo(("configs", "cm", "resource.respectRBAC"), "normal"), TOLD),
    Mutant("Prometheus passes over our monitors", monitoring("prometheus", "prometheusSpec", "podMonitorSelectorNilUsesHelmValues", to=True), TOLD),
    Mutant("cookies in the clear", monitoring("grafana", "grafana.ini", "security", "cookie_secure", to=False), TOLD),
    Mutant("Thanos asks nobody beside Prometheus", thanos("query", "endpoints", "static", to=[]), TOLD),
    Mutant("applications start before their proxy", setting(MESH, "mesh_istiod", ("meshConfig", "defaultConfig", "holdApplicationUntilProxyStarts"), False), TOLD),
    Mutant("a chart brings objects of anybody's", addon(ESO, ("extraObjects",), [INGRESS]), BEYOND),
    Mutant("whatever the kubelet says it is", addon(METRICS, ("args",), ["--kubelet-insecure-tls"]), BEYOND),
    Mutant("the account of a chart with a role in AWS", addon(METRICS, ("serviceAccount", "annotations"), {"eks.amazonaws.com/role-arn": "a"}), BEYOND),
    Mutant("one container more at the ingress", setting(MESH, "mesh_tm-ingress", ("additionalContainers",), [{"name": "a"}]), BEYOND),
    Mutant("istiod leaves pods out", setting(MESH, "mesh_istiod", ("sidecarInjectorWebhook",), {"neverInjectSelector": [{}]}), BEYOND),
    Mutant("a controller as root", addon(BALANCER, ("podSecurityContext", "runAsUser"), 0), CONTEXTS),
    Mutant("a controller gains rights", addon(BALANCER, ("securityContext", "allowPrivilegeEscalation"), True), CONTEXTS),
    Mutant("a privileged autoscaler", addon("addons_cluster-autoscaler", ("containerSecurityContext", "privileged"), True), CONTEXTS),
    Mutant("a context that nobody has judged", addon(METRICS, ("securityContext",), {"runAsUser": 0}), CONTEXTS),
    Mutant("Argo CD without a filter of system calls", argo(("global", "securityContext", "seccompProfile"), {"type": "Unconfined"}), CONTEXTS),
    Mutant("the repo-server under another account", argo(("repoServer", "serviceAccount", "name"), "default"), ACCOUNTS),
    Mutant("an account that nobody makes", addon(METRICS, ("serviceAccount", "create"), False), ACCOUNTS),
    Mutant("the store of Thanos with the account of Prometheus", thanos("storegateway", "serviceAccount", "name", to="prometheus"), ACCOUNTS),
    Mutant("a key that pods do not have", argo(("server", "topologySpreadConstraints", 0, "whenUnsatisfied"), "DoNotSchedule"), COPIED),
    Mutant("a word that the scheduler does not know", argo(("server", "topologySpreadConstraints", 0, "whenUnsatisfiable"), "Whenever"), COPIED),
    Mutant("a controller without a limit of memory", addon(METRICS, ("resources", "limits"), {}), COPIED),
    Mutant("an amount that is none", addon(METRICS, ("resources", "requests", "memory"), "lots"), COPIED),
    Mutant("other pods lie in different zones", argo(("server", "topologySpreadConstraints", 0, "labelSelector", "matchLabels"), {"app.kubernetes.io/name": "argocd"}), COPIED),
    Mutant("a spread that went missing", argo(("server", "topologySpreadConstraints"), []), COPIED),
    Mutant("spread over nodes alone", argo(("repoServer", "topologySpreadConstraints", 0, "topologyKey"), "kubernetes.io/hostname"), COPIED),
    Mutant("parameters that open a load balancer to the world", policies(PARAMETERS), CLOSED),
    Mutant("parameters without a web ACL", policies(PARAMETERS | {"spec": {"certificateArn": ["a"], "inboundCIDRs": ["203.0.113.10/32"], "loadBalancerName": "a", "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}}), CLOSED),
    Mutant("a class of the controller without parameters", policies(ANY_CLASS), CLOSED),
    Mutant("an Ingress", policies(INGRESS), CLOSED),
    Mutant("the controller makes its own class", addon(BALANCER, ("createIngressClassResource",), True), CLOSED),
)  # fmt: skip
