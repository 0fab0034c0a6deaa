"""Objects that the API server of a cluster would refuse, or keep less of than they say."""

from functools import partial

from tests.mutants.change import Mutant, drop
from tests.mutants.values import more, thing
from tests.policy import test_kinds as kinds

MESH, POLICIES, BINDINGS = "tm-mesh", "mesh_mesh-policies", "mesh_edge-bindings"
ADDONS, DENIALS = "tm-addons", "addons_network-policies"

mesh = partial(thing, MESH, POLICIES)
binding = partial(thing, MESH, BINDINGS, "TargetGroupBinding", "grafana")
denial = partial(thing, ADDONS, DENIALS, "NetworkPolicy", "tm-data/default-deny")

KNOWN = kinds.test_every_object_is_of_a_kind_that_the_cluster_knows
SCHEMA = kinds.test_objects_have_the_fields_and_values_of_their_kind
PLACED = kinds.test_objects_are_in_a_namespace_where_their_kind_is

FILTER = {
    "apiVersion": "networking.istio.io/v1alpha3",
    "kind": "EnvoyFilter",
    "metadata": {"name": "a", "namespace": "istio-system"},
    "spec": {},
}

KINDS = (
    Mutant("an object of a kind that nobody wrote down", more(MESH, POLICIES, FILTER), KNOWN),
    Mutant(
        "a kind in a version that is not served",
        mesh("PeerAuthentication", "default", ("apiVersion",), "security.istio.io/v2"),
        KNOWN,
    ),
    Mutant("a kind whose definition nobody installs", drop(MESH, "helm_release", "mesh_istio-base"), KNOWN),
    Mutant(
        "a field that the kind does not have",
        mesh("PeerAuthentication", "default", ("spec", "mtlsMode"), "STRICT"),
        SCHEMA,
    ),
    Mutant("a field in the wrong place", denial(("policyTypes",), ["Egress"]), SCHEMA),
    Mutant("a required field is missing", binding(("spec", "serviceRef", "port"), None), SCHEMA),
    Mutant("a required list is missing", mesh("ServiceEntry", "aurora", ("spec", "hosts"), None), SCHEMA),
    Mutant(
        "a mode that Istio does not know",
        mesh("PeerAuthentication", "default", ("spec", "mtls", "mode"), "strict"),
        SCHEMA,
    ),
    Mutant("a direction that does not exist", denial(("spec", "policyTypes"), ["Ingress", "egress"]), SCHEMA),
    Mutant(
        "a number as a text",
        mesh("Gateway", "tm-ingress", ("spec", "servers", 0, "port", "number"), "8443"),
        SCHEMA,
    ),
    Mutant("a label that is no text", denial(("metadata", "labels"), {"a": 1}), SCHEMA),
    Mutant("a text where a list belongs", mesh("Sidecar", "default", ("spec", "egress"), "./*"), SCHEMA),
    Mutant(
        "an object below a field that nobody wrote down", binding(("spec", "networking"), {"a": 1}), SCHEMA
    ),
    Mutant("an object of a namespace without one", denial(("metadata", "namespace"), None), PLACED),
    Mutant(
        "an object of the cluster in a namespace",
        thing(ADDONS, "addons_classes", "StorageClass", "gp3", ("metadata", "namespace"), "tm-system"),
        PLACED,
    ),
)
