"""The public names and what stands behind them, from the record to the pods, read from the JSON alone.

A load balancer is a place; here is which ports it listens on, whom its web ACL lets in, and which pods it knows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network

from tests.policy.charts import objects
from tests.policy.facts import Estate, Json, Target
from tests.policy.mesh import INGRESS, ROOT
from tests.policy.openings import object_at
from tests.policy.packets import Filters, bracketed
from tests.policy.places import Place

SERVES = {
    "argocd/argocd-server": "argocd/argocd-server",
    "istio-system/tm-ingress": "istio-system/tm-ingress",
    "tm-monitoring/thanos-query-frontend": "tm-monitoring/query-frontend",
    "tm-monitoring/tm-monitoring-alertmanager": "tm-monitoring/alertmanager",
    "tm-monitoring/tm-monitoring-grafana": "tm-monitoring/grafana",
}
"""The pods behind each Service that a load balancer is bound to; Services are the charts' own."""

GATE = f"{ROOT}/{INGRESS}"


@dataclass(frozen=True)
class Behind:
    """What a load balancer sends to: pods, ports of requests and of health checks, and by which addresses."""

    pods: str
    ports: tuple[int, ...]
    at: str


@dataclass(frozen=True)
class Doors:
    """Read once per estate; `places` are those of its network."""

    estate: Estate
    places: dict[str, Place]

    @cached_property
    def balancers(self) -> dict[str, Target]:
        """Load balancers by the place that wears their group."""
        by_group = {place.group: place.name for place in self.places.values() if place.group}
        found = {}
        for stack, name, made in self.estate.everywhere("aws_lb"):
            [group] = made["security_groups"]
            held = by_group.get(self.estate.target(stack, group))
            if held:
                found[held] = Target(stack, "aws_lb", name, "")
        return found

    @cached_property
    def listeners(self) -> dict[tuple[str, int], tuple[Target, Json]]:
        """Listeners by the place of their load balancer and their port."""
        names = {target[:3]: name for name, target in self.balancers.items()}
        found = {}
        for stack, name, made in self.estate.everywhere("aws_lb_listener"):
            owner = self.estate.target(stack, made["load_balancer_arn"])
            if owner[:3] in names:
                target = Target(stack, "aws_lb_listener", name, "")
                found[names[owner[:3]], made["port"]] = (target, made)
        return found

    def listens(self, place: Place, client: Place, port: int) -> Filters:
        """Whether a load balancer takes connections on a port, and its web ACL requests of these clients."""
        balancer = self.balancers[place.name]
        found = self.listeners.get((place.name, port))
        at = found[0].address if found else balancer.address
        yield f"listener of {place.name}{bracketed(at)}", "" if found else f"there is none on {port}"
        yield from self._web_acl(balancer, client)

    def _web_acl(self, balancer: Target, client: Place) -> Filters:
        for stack, _, made in self.estate.everywhere("aws_wafv2_web_acl_association"):
            if self.estate.target(stack, made["resource_arn"])[:3] != balancer[:3]:
                continue
            target = self.estate.target(stack, made["web_acl_arn"])
            acl = self.estate.at(target)
            held = list(self._allowed(target.stack, acl))
            at, refused = target.address, ""
            if "allow" not in acl["default_action"]:
                fitting = [
                    where
                    for where, networks in held
                    if all(any(each.subnet_of(net) for net in networks) for each in client.ranges)
                ]
                whole = [net for _, networks in held for net in networks]
                split = all(any(each.subnet_of(net) for net in whole) for each in client.ranges)
                refused = "" if split else f"none of its address sets holds {client.name}"
                at = ", ".join([target.address, *fitting[:1]])
            yield f"web ACL {acl['name']}{bracketed(at)}", refused

    def _allowed(self, stack: str, acl: Json) -> Iterator[tuple[str, list[IPv4Network]]]:
        for rule in acl["rule"]:
            if "allow" in rule.get("action", {}):
                chosen = self.estate.target(stack, rule["statement"]["ip_set_reference_statement"]["arn"])
                yield chosen.address, [IPv4Network(each) for each in self.estate.at(chosen)["addresses"]]

    @cached_property
    def bindings(self) -> dict[tuple[str, str, str], tuple[str, str]]:
        """Pods that each target group is bound to, and by which object."""
        found = {}
        for stack, made in objects(self.estate, "TargetGroupBinding"):
            group = self.estate.target(stack, made["spec"]["targetGroupARN"])
            service = f"{made['metadata']['namespace']}/{made['spec']['serviceRef']['name']}"
            found[group[:3]] = (SERVES.get(service, service), object_at(stack, made))
        return found

    def ends(self, name: str, host: str, port: int) -> tuple[str, str]:
        """Why a load balancer has nothing behind it for a host on this port: it redirects, or sends it nowhere."""
        target, made = self.listeners[name, port]
        ports = [each["redirect"]["port"] for each in made["default_action"] if "redirect" in each]
        says = f"only redirects to {ports[0]}" if ports else f"sends {host} nowhere"
        return f"listener of {name}{bracketed(target.address)}", says

    def behind(self, name: str, host: str = "", taken: int = 0) -> list[Behind]:
        """What a load balancer sends requests to: all of them, or those for a host, or what a port has taken."""
        found: list[Behind] = []
        for (place, port), (target, made) in self.listeners.items():
            if place != name or taken not in {0, port}:
                continue
            found += self._sends(target.stack, made["default_action"], target.address)
            for stack, key, rule in self.estate.everywhere("aws_lb_listener_rule"):
                hosts = {each for held in rule["condition"] for each in held["host_header"]["values"]}
                if self.estate.target(stack, rule["listener_arn"])[:3] == target[:3] and (
                    not host or host in hosts
                ):
                    found += self._sends(stack, rule["action"], f"{stack} aws_lb_listener_rule.{key}")
        return found

    def _sends(self, stack: str, actions: Json | list[Json], at: str) -> Iterator[Behind]:
        for action in actions if isinstance(actions, list) else [actions]:
            if "target_group_arn" not in action:
                continue
            group = self.estate.target(stack, action["target_group_arn"])
            made = self.estate.at(group)
            if group[:3] in self.bindings:
                pods, bound = self.bindings[group[:3]]
                ports = (made["port"], int(made["health_check"]["port"]))
                yield Behind(pods, ports, f"{at}, {group.address}, {bound}")

    def targets(self, name: str, pods: str, port: int, host: str = "") -> Filters:
        """Whether a load balancer knows these pods by this port, for a host if named."""
        for each in self.behind(name, host):
            if each.pods == pods and port in each.ports:
                yield f"{name} sends to {pods}{bracketed(each.at)}", ""
                return
        at = self.balancers[name].address
        yield f"{name}{bracketed(at)}", f"no target group of it is bound to {pods} on {port}"

    def records(self, *, inside: bool) -> dict[str, tuple[str, str]]:
        """Public names with the load balancer behind each and the record: the private twin, or the public zone."""
        names = {target[:3]: name for name, target in self.balancers.items()}
        found = {}
        for stack, key, record in self.estate.everywhere("aws_route53_record"):
            if "alias" not in record or (stack == "tm-private-dns") is not inside:
                continue
            balancer = self.estate.target(stack, record["alias"]["name"])
            if balancer[:3] in names:
                found[record["name"]] = (names[balancer[:3]], f"{stack} aws_route53_record.{key}")
        return found

    def passes(self, host: str, client: Place, door: Place) -> Filters:
        """What the ingress of the mesh says of a request for a host: who sends it, and where it goes."""
        for stack, made in objects(self.estate, "AuthorizationPolicy"):
            if (made["metadata"]["namespace"], made["metadata"]["name"]) != (ROOT, INGRESS):
                continue
            fits = any(_admits(rule, host, client, door) for rule in made["spec"].get("rules", ()))
            refused = "" if fits else f"admits no {client.name} through {door.name} to {host}"
            yield f"requests to {GATE}{bracketed(object_at(stack, made))}", refused
        at = next((at for at, _ in self.routes(host)), "")
        yield f"route for {host}{bracketed(at)}", "" if at else "no virtual service has it"

    def routes(self, host: str) -> Iterator[tuple[str, tuple[str, str, int]]]:
        """Virtual services of a host: address, then the namespace, Service and port that it leads to."""
        for stack, made in objects(self.estate, "VirtualService"):
            spec = made["spec"]
            if host in spec["hosts"] and GATE in spec["gateways"]:
                for http in spec["http"]:
                    for route in http["route"]:
                        to = route["destination"]
                        service, namespace, *_ = to["host"].split(".")
                        yield object_at(stack, made), (namespace, service, to["port"]["number"])


def _admits(rule: Json, host: str, client: Place, door: Place) -> bool:
    hosts = [each for one in rule.get("to", ()) for each in one["operation"].get("hosts", ())]
    return host in hosts and any(
        _within(door, one["source"].get("ipBlocks", ()))
        and _within(client, one["source"].get("remoteIpBlocks", ()))
        for one in rule["from"]
    )


def _within(place: Place, blocks: list[str]) -> bool:
    return all(any(each.subnet_of(IPv4Network(block)) for block in blocks) for each in place.ranges)
