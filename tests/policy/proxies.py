"""What the mesh says of connections: mutual TLS, authorization, and what proxies let out, from the JSON alone.

A pod has a proxy when its namespace is injected, and the ingress is one. Nothing here concerns pods without.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from ipaddress import IPv4Network

from tests.policy.charts import objects
from tests.policy.facts import Estate, Json, only
from tests.policy.mesh import INGRESS, ROOT
from tests.policy.openings import Labels, object_at
from tests.policy.packets import Filters, bracketed
from tests.policy.places import Place
from tests.policy.workloads import Party, Workload

OWN_PORTS = {15020, 15021, 15090}
"""The proxy's own: what it measures and how it is, outside the mesh's TLS (Istio: ports of the sidecar)."""

TRUST = "cluster.local"
"""Istio's default trust domain."""

API = "default/kubernetes.default.svc.cluster.local"
RESOLVER = "kube-system/kube-dns.kube-system.svc.cluster.local"

GLOBAL = re.compile(r"[a-z0-9]+\.amazonaws\.com")
"""Services of AWS that are the same in every region, and reached over the internet."""


@dataclass(frozen=True)
class Proxies:
    """Read once per estate."""

    estate: Estate

    @cached_property
    def injected(self) -> set[str]:
        """Namespaces whose pods get a proxy."""
        return {
            made["metadata"]["name"]
            for _, made in objects(self.estate, "Namespace")
            if made["metadata"]["labels"].get("istio-injection") == "enabled"
        }

    def has_proxy(self, party: Party) -> bool:
        """Whether it takes part in the mesh."""
        return isinstance(party, Workload) and (
            party.namespace in self.injected or party.name == f"{ROOT}/{INGRESS}"
        )

    def _chosen(self, kind: str, own: Workload) -> list[tuple[str, Json]]:
        """(address, specification) of objects for a workload: of its namespace, and of the whole mesh."""
        return [
            (object_at(stack, made), made["spec"])
            for stack, made in self._objects(kind)
            if made["metadata"]["namespace"] in {ROOT, own.namespace}
            and own.chosen_by(own.namespace, labels_of(made["spec"].get("selector", {})))
        ]

    @cached_property
    def _held(self) -> dict[str, list[tuple[str, Json]]]:
        return {}

    def _objects(self, kind: str) -> list[tuple[str, Json]]:
        if kind not in self._held:
            self._held[kind] = objects(self.estate, kind)
        return self._held[kind]

    def leaves(self, own: Workload, peer: Party, port: int, protocol: str, host: str = "") -> Filters:
        """What a workload's own proxy says of a connection that it opens, to a host if named; datagrams pass it by."""
        if own.namespace not in self.injected or protocol != "tcp":
            return
        sidecars = [
            (object_at(stack, made), made["spec"])
            for stack, made in self._objects("Sidecar")
            if made["metadata"]["namespace"] == own.namespace
        ]
        at, spec = only(sidecars, own.namespace)
        if spec["outboundTrafficPolicy"]["mode"] != "REGISTRY_ONLY":
            yield f"proxy of {own.name} lets everything out{bracketed(at)}", ""
            return
        seen = only(spec["egress"])["hosts"]
        if isinstance(peer, Workload):
            known = {f"{peer.namespace}/*"} | ({"./*"} if peer.namespace == own.namespace else set())
            known |= {RESOLVER} if peer.name == "kube-system/kube-dns" else set()
            found = at if known & set(seen) else ""
        elif peer.name.endswith("-api"):
            found = at if API in seen else ""
        else:
            found = next(self._entries(own, peer, port, host), "")
        refused = "" if found else f"it does not know {host or peer.name} on {port}"
        yield f"proxy of {own.name}{bracketed(found or at)}", refused

    def _entries(self, own: Workload, peer: Place, port: int, host: str) -> Iterator[str]:
        """Addresses of the service entries that a place outside the cluster is registered in."""
        for stack, made in self._objects("ServiceEntry"):
            spec = made["spec"]
            if made["metadata"]["namespace"] != own.namespace or only(spec["ports"])["number"] != port:
                continue
            held = [IPv4Network(each) for each in spec.get("addresses", ())]
            if held:
                fits = all(any(each.subnet_of(net) for net in held) for each in peer.ranges)
            elif host:
                fits = host in spec["hosts"]
            else:
                whole = any(GLOBAL.fullmatch(host) for host in spec["hosts"])
                regional = any(not GLOBAL.fullmatch(host) for host in spec["hosts"])
                fits = (whole and peer.name == "internet") or (regional and peer.name == "endpoints-tm")
            if fits:
                yield object_at(stack, made)

    def enters(self, own: Workload, peer: Party, port: int, protocol: str) -> Filters:
        """What the proxy of a workload says of a connection that comes to it."""
        if not self.has_proxy(own) or port in OWN_PORTS or protocol != "tcp":
            return
        if own.namespace not in self.injected:
            yield from self._door(own, port)
        else:
            yield from self._tls(own, peer)
        yield from self._admitted(own, peer, port)

    def _tls(self, own: Workload, peer: Party) -> Filters:
        for at, spec in self._chosen("PeerAuthentication", own):
            if spec["mtls"]["mode"] == "STRICT":
                refused = "" if self.has_proxy(peer) else f"{peer.name} has no proxy to speak it with"
                yield f"mutual TLS{bracketed(at)}", refused

    def _door(self, own: Workload, port: int) -> Filters:
        gateways = [
            at
            for at, spec in self._chosen("Gateway", own)
            if any(server["port"]["number"] == port for server in spec["servers"])
        ]
        at = gateways[0] if gateways else ""
        yield f"gateway of {own.name}{bracketed(at)}", "" if at else f"listens on no {port}"

    def _admitted(self, own: Workload, peer: Party, port: int) -> Filters:
        found = self._chosen("AuthorizationPolicy", own)
        for at, spec in found:
            assert spec.get("action", "ALLOW") == "ALLOW", f"{at}: only policies that allow are known here"
            if any(_allows(rule, peer, port) for rule in spec.get("rules", ())):
                yield f"authorization of {own.name}{bracketed(at)}", ""
                return
        if found:
            at = ", ".join(at for at, _ in found)
            yield f"authorization of {own.name}{bracketed(at)}", f"nobody admits {peer.name} on {port}"


def labels_of(selector: Json) -> Labels:
    """Of a selector of Istio, written either way."""
    return tuple(sorted(selector.get("matchLabels", selector).items()))


def _allows(rule: Json, peer: Party, port: int) -> bool:
    to = [each["operation"].get("ports") for each in rule.get("to", ())]
    if to and not any(ports is None or str(port) in ports for ports in to):
        return False
    return any(_is_from(each["source"], peer) for each in rule.get("from", ())) or "from" not in rule


def _is_from(source: Json, peer: Party) -> bool:
    if isinstance(peer, Workload):
        named = f"{TRUST}/ns/{peer.namespace}/sa/{peer.account}"
        return any(fnmatchcase(named, each) for each in source.get("principals", ()))
    blocks = [IPv4Network(each) for each in source.get("ipBlocks", ())]
    return all(any(each.subnet_of(net) for net in blocks) for each in peer.ranges)
