"""What Argo CD may not apply or delete beside the vendor's installer (CX-17): whoever writes to Git is not the installer.

The role in AWS trusts the installer's service account, and network policies know its pods by a label; both could
be put on a workload from Git. Kubernetes refuses that, whatever projects allow.
"""

from modules.kit.chart import Manifest
from modules.model.parties import Party
from modules.model.pods import pods_of

API = "admissionregistration.k8s.io/v1"
NAME = "argocd-beside-the-installer"
CONTROLLER = "system:serviceaccount:argocd:argocd-application-controller"

MEANT = 'request.operation == "DELETE" ? oldObject : object'
TEMPLATE = (
    "has(variables.meant.spec) && has(variables.meant.spec.jobTemplate) "
    "? variables.meant.spec.jobTemplate.spec.template : variables.meant.spec.template"
)
RESOURCES = (
    ("", ("configmaps", "serviceaccounts")),
    ("apps", ("deployments", "statefulsets")),
    ("batch", ("cronjobs", "jobs")),
)


def guard() -> tuple[Manifest, Manifest]:
    """The policy and its binding."""
    (installer,) = pods_of(Party.INSTALLER)
    ((key, value),) = installer.labels
    named = 'request.resource.resource in ["configmaps", "serviceaccounts"]'
    reserved = f'["{installer.account}", "installer-inputs", "kafka-access"]'
    account = f'!has(variables.pod.spec.serviceAccountName) || variables.pod.spec.serviceAccountName != "{installer.account}"'
    label = (
        "!has(variables.pod.metadata) || !has(variables.pod.metadata.labels) || "
        f'!("{key}" in variables.pod.metadata.labels) || variables.pod.metadata.labels["{key}"] != "{value}"'
    )
    spec = {
        "failurePolicy": "Fail",
        "matchConstraints": {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": installer.namespace}},
            "resourceRules": [
                {
                    "apiGroups": [group],
                    "apiVersions": ["*"],
                    "operations": ["CREATE", "UPDATE", "DELETE"],
                    "resources": list(resources),
                }
                for group, resources in RESOURCES
            ],
        },
        "matchConditions": [
            {"name": "argo-cd", "expression": f'request.userInfo.username == "{CONTROLLER}"'}
        ],
        "variables": [{"name": "meant", "expression": MEANT}, {"name": "pod", "expression": TEMPLATE}],
        "validations": [
            {
                "expression": f"!({named}) || !(variables.meant.metadata.name in {reserved})",
                "message": "names of the vendor's installer are not Argo CD's",
            },
            {
                "expression": f"{named} || {account}",
                "message": "no workload from Git runs as the vendor's installer",
            },
            {
                "expression": f"{named} || {label}",
                "message": "no workload from Git is taken for the vendor's installer",
            },
        ],
    }
    binding = {"policyName": NAME, "validationActions": ["Deny"]}
    return (
        Manifest(
            api_version=API,
            kind="ValidatingAdmissionPolicy",
            name=NAME,
            namespace=None,
            body={"spec": spec},
        ),
        Manifest(
            api_version=API,
            kind="ValidatingAdmissionPolicyBinding",
            name=NAME,
            namespace=None,
            body={"spec": binding},
        ),
    )
