"""Can one party reach another? All layers of all stacks in one answer, from the JSON alone.

A party is a place (places.py), pods (workloads.py), a person, a public name, or an API of AWS (`s3`,
`secretsmanager:sandbox/tm-argocd`). The answer is the way with every filter passed, or the first thing that stops it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from tests.policy.calls import CARRIERS, HTTPS, OVER_INTERNET, Calls
from tests.policy.doors import GATE, Doors
from tests.policy.facts import Estate
from tests.policy.guards import Resource
from tests.policy.packets import TCP, Filters, Packets, Verdict, bracketed, judged
from tests.policy.people import WORKS
from tests.policy.places import Place, unworn
from tests.policy.proxies import Proxies
from tests.policy.signin import signed_in
from tests.policy.workloads import CLUSTER, Party, Workload, Workloads

VPN = "company-vpn"
"""By which people come to public names; the gateway itself is outside AWS (1.1, 2.1, 4.1)."""

CHANNELS = ("ssmmessages:CreateControlChannel", "ssmmessages:OpenDataChannel")
"""What a host calls so that a session comes to it: nobody connects to the host."""


@dataclass(frozen=True)
class Reach:
    """Read once per estate."""

    estate: Estate

    @classmethod
    def of(cls, estate: Estate) -> "Reach":
        """The one of an estate, so that no two tests read it twice."""
        if "reach" not in estate.known:
            estate.known["reach"] = cls(estate)
        found: Reach = estate.known["reach"]
        return found

    @cached_property
    def packets(self) -> Packets:
        return Packets(self.estate)

    @cached_property
    def workloads(self) -> Workloads:
        return Workloads(self.estate, self.packets.places)

    @cached_property
    def proxies(self) -> Proxies:
        return Proxies(self.estate)

    @cached_property
    def doors(self) -> Doors:
        return Doors(self.estate, self.packets.places)

    @cached_property
    def calls(self) -> Calls:
        return Calls(self.estate, self.packets, self.workloads, self._to_service)

    @cached_property
    def parties(self) -> dict[str, Party]:
        """Everyone with an address: places and pods."""
        return {**self.packets.places, **self.workloads.named}

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Personas."""
        return tuple(WORKS)

    @cached_property
    def services(self) -> tuple[str, ...]:
        """AWS's services that somebody may call, then everything in them that has a name."""
        found = {
            action.partition(":")[0]
            for held in self.calls.callers.values()
            for one in held
            for policy in one.policies
            for action in policy.actions
        }
        named = sorted(self.calls.guards.resources)
        return (*(self.service(each) for each in sorted(found - {"*"})), *named)

    def named(self, target: str) -> list[Resource]:
        """What `service:beginning of a name` or `service:account` means."""
        service, _, name = target.removeprefix("aws:").partition(":")
        return [
            each
            for each in self.calls.guards.resources.values()
            if name and each.service == service and (each.name.startswith(name) or each.account == name)
        ]

    def service(self, name: str) -> str:
        """What a service is called: `aws:kafka` where a place has its name already."""
        return f"aws:{name}" if name in self.parties else name

    @cached_property
    def ready(self) -> dict[str, Place]:
        """Parties that nothing is yet, as if they were where they will be."""
        return unworn(self.estate)

    @cached_property
    def hosts(self) -> tuple[str, ...]:
        """Public names of the estate, then names of others that some resolver answers for."""
        own = {*self.doors.records(inside=False), *self.doors.records(inside=True)}
        lists = self.estate.everywhere("aws_route53_resolver_firewall_domain_list")
        others = {name.removesuffix(".") for _, _, made in lists for name in made["domains"]}
        return (*sorted(own), *sorted(each for each in others - own if "*" not in each))

    @property
    def sources(self) -> tuple[str, ...]:
        """Who may be asked about as the one who begins."""
        callers = [each for each in self.calls.callers if each not in self.parties]
        return tuple(dict.fromkeys([*self.people, *self.parties, *callers]))

    @property
    def targets(self) -> tuple[str, ...]:
        """Who may be asked about as the one who is reached."""
        return (*self.parties, *self.hosts, *self.services)

    def place(self, party: Party) -> Place:
        """Where the packets of a party come from."""
        return self.packets.places[CLUSTER] if isinstance(party, Workload) else party

    def can(self, source: str, target: str, port: int = HTTPS, protocol: str = TCP) -> Verdict:
        """Whether `source` reaches `target`. Raises `KeyError` for a name that is neither's."""
        if target not in (*self.hosts, *self.parties):
            return self._called(source, target)
        person = source in self.people
        if person and target == VPN:
            return Verdict(("the company's own gateway decides, outside AWS (1.1, 2.1, 4.1)",))
        if not person and self._origin(source) not in self.parties:
            return Verdict(
                (), f"{self.calls.nameless(source)}: it is in no VPC and opens no connection there"
            )
        if target in self.hosts:
            signs = signed_in(self.estate, self.doors, source, target) if person else ()
            return judged(chain(self.request(source, target, port), signs))
        if person and not self._is_door(target):
            return judged(self._session(source, target, port, protocol))
        began = self.parties[VPN if person else self._origin(source)]
        return judged(self.connect(began, self.parties[target], port, protocol))

    def _is_door(self, target: str) -> bool:
        return target in self.doors.balancers

    def _origin(self, source: str) -> str:
        """The place of a caller that is no party itself: pods of an Apps cluster are where their nodes are."""
        return source if source in self.parties else source.partition(":")[0]

    def connect(
        self, source: Party, target: Party, port: int, protocol: str = TCP, host: str = ""
    ) -> Filters:
        """Every filter of one connection, in the order in which it meets them; `host` is the name that is asked for."""
        if isinstance(source, Workload):
            yield from self.workloads.leaves(source, target, port, protocol)
            yield from self.proxies.leaves(source, target, port, protocol, host)
        yield from self.packets.filters(self.place(source), self.place(target), port, protocol)
        if not isinstance(target, Workload):
            if self._is_door(target.name):
                yield from self.doors.listens(target, self.place(source), port)
            return
        if self._is_door(source.name):
            yield from self.doors.targets(source.name, target.name, port, host)
        yield from self.workloads.enters(target, source, port, protocol)
        yield from self.proxies.enters(target, source, port, protocol)

    def _to_service(self, own: Party, place: str, port: int, service: str) -> Filters:
        """Packets to an API: by the host that a proxy has to know."""
        region = "" if service in OVER_INTERNET else f".{self.estate.environment.region}"
        yield from self.connect(own, self.parties[place], port, TCP, f"{service}{region}.amazonaws.com")

    def request(self, source: str, host: str, port: int = HTTPS) -> Filters:
        """By a name: of the estate through its entrance as far as the pods, of somebody else over the internet."""
        began = self.parties[VPN if source in self.people else self._origin(source)]
        place = self.place(began)
        records = self.doors.records(inside=place.vpc.startswith("apps-"))
        if host not in records:
            yield from self.calls.resolver(place.vpc, host) if place.vpc else ()
            yield from self.connect(began, self.parties["internet"], port)
            return
        name, at = records[host]
        yield f"{host} is {name} [{at}]", ""
        door = self.packets.places[name]
        yield from self.connect(began, door, port)
        behind = self.doors.behind(name, host, port)
        if not behind:
            yield self.doors.ends(name, host, port)
            return
        pods = self.parties.get(behind[0].pods)
        if pods is None:
            yield f"{name} [{behind[0].at}]", f"nobody knows the pods of {behind[0].pods}"
            return
        yield from self.connect(door, pods, behind[0].ports[0], TCP, host)
        if pods.name == GATE:
            yield from self._into_the_mesh(host, place, door)

    def _into_the_mesh(self, host: str, client: Place, door: Place) -> Filters:
        yield from self.doors.passes(host, client, door)
        for _, (namespace, service, port) in self.doors.routes(host):
            own = self.parties.get(f"{namespace}/{service}")  # the vendor's Services have names of its own
            yield from self.connect(self.parties[GATE], own or self.parties[f"{namespace}/vault"], port)

    def _session(self, persona: str, target: str, port: int, protocol: str) -> Filters:
        """Through Session Manager: the person may start it, and the host has dialled out for it.

        A session is a shell and has no port: 443 stands for none.
        """
        found = [
            (stack, name)
            for stack, name, _ in self.estate.everywhere("aws_instance")
            if self.calls.callers.get(target) and stack == self.calls.callers[target][0].at.partition(" ")[0]
        ]
        if not found:
            group = self.place(self.parties[target]).group
            at = bracketed(group.address) if group else ""
            yield f"sessions on {target}{at}", "no instance is it, and people have no other way there"
            return
        [(stack, name)] = found
        account = self.calls.callers[target][0].account
        at = f"{self.estate.environment.region}:{account}"
        instance = f"arn:aws:ec2:{at}:instance/{stack}.{name}"
        yield from _told(self.calls.can(persona, "ssm:StartSession", instance))
        yield f"instance [{stack} aws_instance.{name}]", ""
        for key, made in self.estate.resources(stack, "aws_ssm_document").items():
            if made["document_type"] == "Session":
                document = f"arn:aws:ssm:{at}:document/{stack}.{key}"
                bound = self.calls.can(persona, "ssm:StartSession", document)
                if not bound:
                    continue  # a policy that names no document starts sessions with every one, on every port
                yield from _told(bound)
                refused = (
                    "" if (port, protocol) == (HTTPS, TCP) else f"a shell, which has no {protocol} {port}"
                )
                yield f"session document [{stack} aws_ssm_document.{key}]", refused
        for action in CHANNELS:
            yield from _told(self.calls.can(target, action))

    def actions(self, source: str, service: str) -> set[str]:
        """What the policies of a party name of one service."""
        return {
            action
            for one in self.calls.callers.get(source, ())
            for policy in one.policies
            for action in policy.actions
            if action.partition(":")[0] == service
        }

    def _called(self, source: str, target: str) -> Verdict:
        """Whether any call of a service comes through, on whatever begins with the name behind the colon."""
        service = target.removeprefix("aws:").partition(":")[0]
        held = [each.arn for each in self.named(target)]
        names = sorted(self.actions(source, service))
        if not self.calls.callers.get(source):
            way = judged(self._unsigned(source, service))
            return way if not way else Verdict(way.steps, f"{self.calls.nameless(source)}: it has no role")
        if not names:
            at = ", ".join(each.at for one in self.calls.callers[source] for each in one.policies)
            return Verdict((), f"policies of {source} [{at}]: allow nothing of {service}")
        found = [self._one(source, action, each) for action in names for each in held or ["*"]]
        return max(found, key=lambda each: (bool(each), len(each.steps)))

    def _one(self, source: str, action: str, resource: str) -> Verdict:
        verdict = self.calls.can(source, action, self._inside(action, resource))
        return Verdict((*verdict.steps, f"call {action}"), verdict.stopped) if verdict else verdict

    def _inside(self, action: str, resource: str) -> str:
        """Objects of a bucket, where the call is about one."""
        return f"{resource}/*" if resource.startswith("arn:aws:s3") and "Object" in action else resource

    def _unsigned(self, source: str, service: str) -> Filters:
        """How far packets of somebody without a role come."""
        party = self.parties[self._origin(source)]
        vpc = self.place(party).vpc
        for carrier in CARRIERS.get(service, (service,)):
            if vpc and carrier not in {*OVER_INTERNET, "s3"} and self.calls.endpoint(vpc, carrier):
                yield from self._to_service(
                    party, f"endpoints-{vpc.partition('-')[0]}{_of(vpc)}", HTTPS, service
                )


def _of(vpc: str) -> str:
    """Behind the zone of an Apps VPC its environment."""
    return f"-{vpc.partition('-')[2]}" if "-" in vpc else ""


def _told(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """The filters of a verdict once more."""
    yield from ((step, "") for step in verdict.steps)
    if verdict.stopped:
        where, _, problem = verdict.stopped.rpartition(": ")
        yield where, problem
