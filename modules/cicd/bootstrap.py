"""Objects of the chart argocd-bootstrap: what Argo CD manages, where, and with which rights."""

from collections.abc import Iterator

from modules.kit.chart import Manifest
from modules.model.signin import Git
from modules.model.workspaces import CHILDREN, INSIDE, PROJECTS, WORKLOADS, Kinds, Project

NAMESPACE = "argocd"
ARGO = "argoproj.io/v1alpha1"
RBAC = "rbac.authorization.k8s.io/v1"
CONTROLLER, SERVER = "argocd-application-controller", "argocd-server"
LOOK = ("get", "list", "watch")
CHANGE = (*LOOK, "create", "delete", "patch", "update")


def bootstrap(git: Git) -> tuple[Manifest, ...]:
    """Projects, rights in the namespaces of projects, and the root of applications."""
    rights = tuple(each for project in PROJECTS for each in _rights(project))
    return (*rights, *(_project(each, git) for each in PROJECTS), _root(git))


def _project(project: Project, git: Git) -> Manifest:
    spec = {
        "description": project.description,
        "sourceRepos": [git.repository],
        "sourceNamespaces": [NAMESPACE],
        "destinations": [{"server": INSIDE, "namespace": project.namespace}],
        "clusterResourceWhitelist": [],
        "namespaceResourceWhitelist": [
            {"group": each.group, "kind": kind} for each in WORKLOADS for kind in each.kinds
        ],
    }
    return Manifest(
        api_version=ARGO, kind="AppProject", name=project.name, namespace=NAMESPACE, body={"spec": spec}
    )


def _rights(project: Project) -> Iterator[Manifest]:
    looking = [_rule(each, LOOK) for each in CHILDREN]
    roles = {
        CONTROLLER: [*(_rule(each, CHANGE) for each in WORKLOADS), *looking],
        SERVER: [
            *(_rule(each, LOOK) for each in WORKLOADS),
            *looking,
            {"apiGroups": [""], "resources": ["pods/log"], "verbs": ["get"]},
        ],
    }
    for account, rules in roles.items():
        yield Manifest(
            api_version=RBAC, kind="Role", name=account, namespace=project.namespace, body={"rules": rules}
        )
        yield Manifest(
            api_version=RBAC,
            kind="RoleBinding",
            name=account,
            namespace=project.namespace,
            body={
                "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": account},
                "subjects": [{"kind": "ServiceAccount", "name": account, "namespace": NAMESPACE}],
            },
        )


def _rule(kinds: Kinds, verbs: tuple[str, ...]) -> dict[str, list[str]]:
    return {"apiGroups": [kinds.group], "resources": list(kinds.resources), "verbs": list(verbs)}


def _root(git: Git) -> Manifest:
    """One application for each folder; the project follows from the folder above, which Terraform names."""
    generators = [
        {
            "git": {
                "repoURL": git.repository,
                "revision": git.revision,
                "directories": [{"path": f"{git.folder}/{project.name}/*"}],
                "values": {"project": project.name, "namespace": project.namespace},
            }
        }
        for project in PROJECTS
    ]
    template = {
        "metadata": {"name": "{{ .values.project }}-{{ .path.basenameNormalized }}"},
        "spec": {
            "project": "{{ .values.project }}",
            "source": {
                "repoURL": git.repository,
                "targetRevision": git.revision,
                "path": "{{ .path.path }}",
            },
            "destination": {"server": INSIDE, "namespace": "{{ .values.namespace }}"},
            "syncPolicy": {
                "automated": {"prune": True, "selfHeal": True},
                "syncOptions": ["CreateNamespace=false", "FailOnSharedResource=true", "ServerSideApply=true"],
            },
        },
    }
    spec = {
        "goTemplate": True,
        "goTemplateOptions": ["missingkey=error"],
        "generators": generators,
        "syncPolicy": {"preserveResourcesOnDeletion": True},
        "template": template,
    }
    return Manifest(
        api_version=ARGO, kind="ApplicationSet", name="root", namespace=NAMESPACE, body={"spec": spec}
    )
