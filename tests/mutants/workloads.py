"""Weakened pods of our own charts: whoever they are, what they may change, and what they name."""

from functools import partial

from tests.mutants.change import Mutant
from tests.mutants.values import gone, thing
from tests.policy import test_workloads as workloads

pool = partial(thing, "tm-vault", "vault_pg-pool")
deployed = partial(pool, "Deployment", "pg-pool")
POD = ("spec", "template", "spec")
FIRST = (*POD, "containers", 0)

NOBODY = workloads.test_own_pods_run_as_nobody_and_change_nothing_that_they_are_given
ROOM = workloads.test_own_pods_have_room_and_leave_room
ASKED = workloads.test_probes_ask_the_container_that_they_belong_to
FIND = workloads.test_own_pods_find_what_they_name

WORKLOADS = (
    Mutant("the pool as root", deployed((*POD, "securityContext", "runAsUser"), 0), NOBODY),
    Mutant("files of root's group", deployed((*POD, "securityContext", "fsGroup"), None), NOBODY),
    Mutant(
        "the pool's account brings a token",
        pool("ServiceAccount", "pg-pool", ("automountServiceAccountToken",), True),
        NOBODY,
    ),
    Mutant(
        "the pool changes its list of users", deployed((*FIRST, "volumeMounts", 1, "readOnly"), False), NOBODY
    ),
    Mutant(
        "the pool without a limit of memory", deployed((*FIRST, "resources", "limits", "memory"), None), ROOM
    ),
    Mutant("the pool asks for nothing", deployed((*FIRST, "resources", "requests", "cpu"), "0"), ROOM),
    Mutant("all pods of the pool at once", deployed(("spec", "strategy"), {"type": "Recreate"}), ROOM),
    Mutant("settings of another pool", deployed((*POD, "volumes", 0, "configMap", "name"), "other"), FIND),
    Mutant(
        "a password that nobody asks for",
        pool("ExternalSecret", "pg-pool-users", ("spec", "data", 0, "secretKey"), "user9"),
        FIND,
    ),
    Mutant(
        "a key that the exporter does not find",
        deployed((*POD, "containers", 1, "env", 0, "valueFrom", "secretKeyRef", "key"), "address"),
        FIND,
    ),
    Mutant("a port that nobody listens on", deployed((*FIRST, "ports", 0, "containerPort"), 6432), FIND),
    Mutant(
        "the pool is asked where it does not listen",
        deployed((*FIRST, "readinessProbe", "tcpSocket", "port"), 6432),
        ASKED,
    ),
    Mutant("nobody asks whether the pool lives", deployed((*FIRST, "livenessProbe"), None), ASKED),
    Mutant(
        "a pool without a budget", gone("tm-vault", "vault_pg-pool", "PodDisruptionBudget", "pg-pool"), FIND
    ),
)
