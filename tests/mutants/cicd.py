"""Weakened Argo CD."""

import json
from collections.abc import Callable
from typing import Any

from tests.mutants.change import Mutant, Stacks, block, drop
from tests.policy import test_cicd as cicd

TM, RELEASE = "tm-cicd", "helm_release"
POLICY = "aws_secretsmanager_secret_policy"


def valued(stack: str, release: str, path: tuple[str | int, ...], value: object) -> Callable[[Stacks], None]:
    """Set a value inside the values of a release."""

    def change(stacks: Stacks) -> None:
        made = stacks[stack]["resource"][RELEASE][release]
        told: Any = json.loads(made["values"][0])
        here = told
        for key in path[:-1]:
            here = here[key]
        if value is None:
            del here[path[-1]]
        else:
            here[path[-1]] = value
        made["values"] = [json.dumps(told)]

    return change


def argo(*path: str | int, to: object) -> Callable[[Stacks], None]:
    return valued(TM, "cicd_argocd", path, to)


def changed(
    chart: str, kind: str, name: str, path: tuple[str | int, ...], value: object
) -> Callable[[Stacks], None]:
    """Set a value inside an object of a local chart."""

    def change(stacks: Stacks) -> None:
        made = stacks[TM]["resource"][RELEASE][f"cicd_{chart}"]
        told: Any = json.loads(made["values"][0])
        here: Any = next(
            each for each in told["objects"] if (each["kind"], each["metadata"]["name"]) == (kind, name)
        )
        for key in path[:-1]:
            here = here[key]
        here[path[-1]] = value
        made["values"] = [json.dumps(told)]

    return change


def project(*path: str | int, to: object) -> Callable[[Stacks], None]:
    return changed("argocd-bootstrap", "AppProject", "vault", ("spec", *path), to)


def root(*path: str | int, to: object) -> Callable[[Stacks], None]:
    return changed("argocd-bootstrap", "ApplicationSet", "root", ("spec", *path), to)


def asked(name: str, *path: str | int, to: object) -> Callable[[Stacks], None]:
    return changed("argocd-secrets", "ExternalSecret", name, ("spec", *path), to)


RIGHTS = cicd.test_devops_administer_sres_look_and_nobody_else_may_anything
SIGN_IN = cicd.test_people_come_by_the_companys_provider_whose_secret_is_not_here
GIT = cicd.test_the_repository_opens_with_credentials_from_secrets_manager
SECRETS = cicd.test_secrets_of_argo_cd_are_read_in_the_role_of_its_store_alone
STANDS = cicd.test_argo_cd_survives_the_loss_of_a_zone
NETWORK = cicd.test_network_policies_of_argo_cd_are_ours_and_leave_no_pod_out
IMAGES = cicd.test_images_of_argo_cd_come_from_our_registry
WORKLOADS = cicd.test_argo_cd_holds_workloads_of_its_projects_and_nothing_else
ROLES = cicd.test_kubernetes_gives_argo_cd_no_more_than_its_projects
ROOT = cicd.test_git_chooses_neither_project_nor_namespace

BESIDE = cicd.test_what_comes_from_git_is_never_the_installer
GUARD, GUARDED = "ValidatingAdmissionPolicy", "argocd-beside-the-installer"

WRITING = ("rules", 0, "verbs")

CICD = (
    Mutant("everybody looks into Argo CD", argo("configs", "rbac", "policy.default", to="role:readonly"), RIGHTS),
    Mutant("SREs administer Argo CD", argo("configs", "rbac", "policy.csv", to="g, tm-devops, role:admin\ng, tm-sre, role:admin\n"), RIGHTS),
    Mutant("a local administrator", argo("configs", "cm", "admin.enabled", to=True), RIGHTS),
    Mutant("a shell in every pod", argo("configs", "cm", "exec.enabled", to=True), RIGHTS),
    Mutant("anonymous users", argo("configs", "cm", "users.anonymous.enabled", to=True), RIGHTS),
    Mutant("the client secret in the values", argo("configs", "cm", "oidc.config", to='{"issuer": "https://identity.example.com/realms/company", "clientID": "argo-cd", "requestedScopes": ["groups"], "clientSecret": "abc"}'), SIGN_IN),
    Mutant("Argo CD brings a provider of its own", argo("dex", to={"enabled": True}), SIGN_IN),
    Mutant("a client secret that Argo CD does not find", asked("argocd-oidc", "target", "template", "metadata", "labels", to={}), SIGN_IN),
    Mutant("credentials for every host", asked("workloads-repository", "target", "template", "data", "url", to="https://"), GIT),
    Mutant("credentials in the values", argo("configs", "repositories", to={"r": {}}), GIT),
    Mutant("credentials of one repository alone", asked("workloads-repository", "target", "template", "metadata", "labels", to={"argocd.argoproj.io/secret-type": "repository"}), GIT),
    Mutant("a secret of another namespace", asked("argocd-oidc", "data", 0, "remoteRef", "key", to="sandbox/tm-monitoring/oidc"), SECRETS),
    Mutant("everybody with rights reads the secret", drop(TM, POLICY, "cicd_oidc_readers"), SECRETS),
    Mutant("any role reads the secret", block(TM, ("data", "aws_iam_policy_document", "cicd_git_readers-policy", "statement", 0, "condition", 0, "values"), ["*"]), SECRETS),
    Mutant("one server", argo("server", "autoscaling", "minReplicas", to=1), STANDS),
    Mutant("no server may go", argo("repoServer", "pdb", "minAvailable", to=2), STANDS),
    Mutant("the node of the controller is never drained", argo("controller", "pdb", to={"enabled": True, "minAvailable": 1}), STANDS),
    Mutant("Redis on one node", argo("redis-ha", "hardAntiAffinity", to=False), STANDS),
    Mutant("two Redis", argo("redis-ha", "replicas", to=2), STANDS),
    Mutant("the chart admits everybody to the server", argo("global", "networkPolicy", "create", to=True), NETWORK),
    Mutant("the chart denies, and Redis has no policy", argo("global", "networkPolicy", "defaultDenyIngress", to=True), NETWORK),
    Mutant("pods that no flow knows", argo("notifications", "enabled", to=True), NETWORK),
    Mutant("Argo CD from its own registry", argo("global", "image", "repository", to="quay.io/argoproj/argocd"), IMAGES),
    Mutant("a test from Docker Hub", argo("redis-ha", "configmapTest", to=None), IMAGES),
    Mutant("an image in an argument", argo("server", "extraArgs", to=["--image=ghcr.io/x/y:1"]), IMAGES),
    Mutant("Argo CD manages the whole cluster", argo("createClusterRoles", to=True), WORKLOADS),
    Mutant("Argo CD manages its own namespace", argo("configs", "clusterCredentials", "in-cluster", "namespaces", to="tm-system,argocd"), WORKLOADS),
    Mutant("applications in any namespace", project("destinations", 0, "namespace", to="*"), WORKLOADS),
    Mutant("applications from any repository", project("sourceRepos", to=["*"]), WORKLOADS),
    Mutant("objects of the whole cluster", project("clusterResourceWhitelist", to=[{"group": "*", "kind": "*"}]), WORKLOADS),
    Mutant("applications bind load balancers", project("namespaceResourceWhitelist", 0, to={"group": "elbv2.k8s.aws", "kind": "TargetGroupBinding"}), WORKLOADS),
    Mutant("the server changes workloads", changed("argocd-bootstrap", "Role", "argocd-server", WRITING, ["*"]), ROLES),
    Mutant("the controller makes roles", changed("argocd-bootstrap", "Role", "argocd-application-controller", ("rules", 0, "resources"), ["roles"]), ROLES),
    Mutant("the rights of another account", changed("argocd-bootstrap", "RoleBinding", "argocd-server", ("subjects", 0, "name"), "default"), ROLES),
    Mutant("Git brings pods of the installer", changed("argocd-guard", GUARD, GUARDED, ("spec", "validations", 1, "expression"), "true"), BESIDE),
    Mutant("Git may be the installer where the guard fails", changed("argocd-guard", GUARD, GUARDED, ("spec", "failurePolicy"), "Ignore"), BESIDE),
    Mutant("a guard that only warns", changed("argocd-guard", f"{GUARD}Binding", GUARDED, ("spec", "validationActions"), ["Warn"]), BESIDE),
    Mutant("Git names the project", root("template", "spec", "project", to="{{ .path.basename }}"), ROOT),
    Mutant("Git names the namespace", root("template", "spec", "destination", "namespace", to="{{ .path.basename }}"), ROOT),
    Mutant("an empty folder deletes everything", argo("configs", "params", "applicationsetcontroller.policy", to="sync"), ROOT),
    Mutant("another project's folder", root("generators", 0, "git", "directories", 0, "path", to="workloads/*"), ROOT),
    Mutant("workloads from Git pass for the installer by a word", changed("argocd-guard", GUARD, GUARDED, ("spec", "validations", 1, "expression"), 'true || variables.pod.spec.serviceAccountName != "vault-installer"'), BESIDE),
    Mutant("pods of cron jobs are not looked at", changed("argocd-guard", GUARD, GUARDED, ("spec", "variables", 1, "expression"), "variables.meant.spec.template"), BESIDE),
    Mutant("Argo CD deletes the account of the installer", changed("argocd-guard", GUARD, GUARDED, ("spec", "matchConstraints", "resourceRules", 0, "operations"), ["CREATE", "UPDATE"]), BESIDE),
    Mutant("the guard looks for a new object in a deletion", changed("argocd-guard", GUARD, GUARDED, ("spec", "variables", 0, "expression"), "object"), BESIDE),
    Mutant("Argo CD changes roles", changed("argocd-bootstrap", "Role", "argocd-application-controller", ("rules", 1, "apiGroups"), ["rbac.authorization.k8s.io"]), ROLES),
    Mutant("Argo CD changes things of every group", changed("argocd-bootstrap", "Role", "argocd-application-controller", ("rules", 1, "apiGroups"), ["apps", "*"]), ROLES),
)  # fmt: skip
