"""Can a party call AWS? The way to the endpoint, its policy, the caller's role, and what guards the resource.

Everything has to agree: packets as far as the endpoint of the caller's VPC, or the internet where there is none; the
endpoint's policy; the role with its trust, policies and boundary; the policy of the resource; its key.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from ipaddress import IPv4Network

from tests.policy.callers import Caller, Callers
from tests.policy.clusters import clusters, control_plane, launch_template
from tests.policy.facts import Estate, Target
from tests.policy.guards import Guards
from tests.policy.iam import ANY, Question
from tests.policy.packets import TCP, Filters, Packets, Verdict, bracketed, judged
from tests.policy.places import INTERNET, Place
from tests.policy.workloads import CLUSTER, Party, Workload, Workloads

HTTPS, HTTP = 443, 80

CARRIERS = {
    "cloudwatch": ("monitoring",),
    "ecr": ("ecr.api", "ecr.dkr"),
    "guardduty": ("guardduty-data",),
}
"""Endpoints whose name is not the prefix of their actions; layers of images come from S3 besides."""

OVER_INTERNET = ("iam", "route53")
"""Global services: no VPC has an endpoint for them."""

METADATA = Place("metadata of the node", "", (), None, (IPv4Network("169.254.169.254/32"),))
AGENT = Place("agent of Pod Identity", "", (), None, (IPv4Network("169.254.170.23/32"),))
S3 = Place("s3", "", (), None, (INTERNET,))
"""Addresses of S3: of the internet, but for the list that the gateway endpoint leads to."""

LAYERS = "arn:aws:s3:::prod-{region}-starport-layer-bucket/*"
"""Of ECR's images (AWS documentation)."""

VIA = "kms:ViaService"
"""Empty for a call of one's own; what a service does with a key on somebody's behalf is no way of theirs."""

Connect = Callable[[Party, str, int, str], Filters]


@dataclass(frozen=True)
class Calls:
    """Read once per estate; `connect` is every filter between a party and a place."""

    estate: Estate
    packets: Packets
    workloads: Workloads
    connect: Connect

    @cached_property
    def reader(self) -> Callers:
        """Who calls as what."""
        return Callers(self.estate, self.packets.places)

    @cached_property
    def guards(self) -> Guards:
        """Policies and keys of resources."""
        return Guards(self.estate, self.reader.names)

    @cached_property
    def callers(self) -> dict[str, list[Caller]]:
        """Every role of every party, the role of the node for pods that reach its metadata as well."""
        found: dict[str, list[Caller]] = {}
        for each in (*self.reader.all, *self._by_metadata()):
            held = found.setdefault(each.party, [])
            if not any((each.arn, each.at) == (other.arn, other.at) for other in held):
                held.append(each)
        return found

    def _by_metadata(self) -> Iterator[Caller]:
        """Pods of the TM cluster that pass for their node."""
        [cluster] = [each for each in clusters(self.estate) if each.party == CLUSTER]
        options = launch_template(self.estate, cluster)["metadata_options"]
        if options["http_put_response_hop_limit"] < 2:
            return
        [node] = [each for each in self.reader.all if each.party == CLUSTER]
        for name, own in self.workloads.named.items():
            verdict = judged(self.workloads.leaves(own, METADATA, HTTP, TCP))
            if verdict and own.namespace in self.workloads.denials:
                yield node._replace(party=name, how=f"{node.how} and {verdict.steps[-1]}")

    def party(self, caller: Caller) -> Party | None:
        """Where the packets of a caller come from."""
        return self.workloads.named.get(caller.party) or self.packets.places.get(caller.place)

    def endpoint(self, vpc: str, service: str) -> Target | None:
        """The endpoint of a VPC for a service."""
        ending = f".{self.estate.environment.region}.{service}"
        for name, made in self.estate.resources(f"{vpc}-vpc", "aws_vpc_endpoint").items():
            if made["service_name"].endswith(ending):
                return Target(f"{vpc}-vpc", "aws_vpc_endpoint", name, "")
        return None

    def way(self, caller: Caller, service: str) -> list[tuple[str, str]]:
        """Every filter between a caller and a service of AWS; none for who is in no VPC."""
        own = self.party(caller)
        if own is None:
            return []
        key = (caller.party, service)
        if key not in self._ways:
            self._ways[key] = list(self._way(own, self.packets.places[caller.place], service))
        return self._ways[key]

    @cached_property
    def _ways(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        return {}

    def _way(self, own: Party, place: Place, service: str) -> Filters:
        for carrier in CARRIERS.get(service, (service,)):
            found = self.endpoint(place.vpc, carrier)
            if found is None:
                host = f"{service}.amazonaws.com"
                yield from self._named(place.vpc, host, service)
                yield from self.connect(own, "internet", HTTPS, service)
            elif self.estate.at(found)["vpc_endpoint_type"] == "Gateway":
                yield from self._gateway(own, place, found)
            else:
                [group] = self.estate.at(found)["security_group_ids"]
                target = self.estate.target(found.stack, group)
                named = next(each.name for each in self.packets.places.values() if each.group == target)
                yield from self.connect(own, named, HTTPS, service)
                yield f"endpoint of {carrier}{bracketed(found.address)}", ""
        if service == "ecr":
            yield from self._layers(own, place)

    def _layers(self, own: Party, place: Place) -> Filters:
        found = self.endpoint(place.vpc, "s3")
        if found is None:
            yield f"layers of images [{place.vpc}-vpc aws_vpc]", "no endpoint of s3"
            return
        yield from self._gateway(own, place, found)
        bucket = LAYERS.format(region=self.estate.environment.region)
        yield from self.guards.endpoint(found, Question("s3:GetObject", bucket))

    def _named(self, vpc: str, host: str, service: str) -> Filters:
        yield from self.resolver(vpc, host)
        if service not in OVER_INTERNET:
            yield f"endpoint of {service} [{vpc}-vpc aws_vpc]", "there is none"

    def resolver(self, vpc: str, host: str) -> Filters:
        """Whether a VPC's resolver answers for a public name; one without a firewall answers for all."""
        stack = f"{vpc}-vpc"
        rules = self.estate.resources(stack, "aws_route53_resolver_firewall_rule").values()
        lists = [
            self.estate.target(stack, rule["firewall_domain_list_id"])
            for rule in sorted(rules, key=lambda each: int(each["priority"]))
            if rule["action"] == "ALLOW"
        ]
        if not lists:
            at = f"{stack} aws_vpc"
            if self.estate.resources(stack, "aws_route53_resolver_firewall_rule_group"):
                yield f"resolver of {vpc} [{at}]", f"answers for nothing, so not for {host}"
            return
        for target in lists:
            if any(_is_named(host, each) for each in self.estate.at(target)["domains"]):
                yield f"resolver of {vpc} answers for {host}{bracketed(target.address)}", ""
                return
        yield f"resolver of {vpc}{bracketed(lists[0].address)}", f"does not answer for {host}"

    def _gateway(self, own: Party, place: Place, endpoint: Target) -> Filters:
        """S3 by the routes of the gateway endpoint: policies, group, route, network ACL."""
        if isinstance(own, Workload):
            yield from self.workloads.leaves(own, S3, HTTPS, TCP)
        rules = self.packets.rules.get((place.group, "egress"), []) if place.group else []
        at = [rule.at for rule in rules if rule.gateway and rule.gateway[:3] == endpoint[:3]]
        group = place.group.address if place.group else ""
        refused = "" if at else f"no rule for {endpoint.name}"
        yield f"egress of {place.name} to s3{bracketed(at[0] if at else group)}", refused
        made = self.estate.at(endpoint)
        tables = {self.estate.target(endpoint.stack, each)[:3] for each in made["route_table_ids"]}
        for tier in place.tiers:
            own_tables = {each[:3] for each in self.packets.network.tables[place.vpc, tier]}
            refused = "" if own_tables <= tables else f"no route from {place.vpc}/{tier}"
            yield f"gateway endpoint of s3{bracketed(endpoint.address)}", refused
            yield from self.packets.lets_out((place.vpc, tier), S3, HTTPS)

    def filters(self, caller: Caller, asked: Question) -> Filters:
        """Every filter of one call, in the order in which it meets them."""
        asked = replace(asked, about={VIA: "", **asked.about, **caller.about})
        if caller.base:
            step = Question("sts:AssumeRole", caller.arn)
            yield from self.filters(caller.base, step)
        elif caller.token:
            step = Question("sts:AssumeRoleWithWebIdentity", caller.arn, {})
            yield from self.way(caller, "sts")
            yield from self._endpoints(caller, step)
        yield from self._credentials(caller)
        service = asked.action.partition(":")[0]
        yield from self.way(caller, service)
        yield from self._endpoints(caller, asked)
        refused = "" if caller.allows(asked) else f"does not allow {asked.action} on {asked.resource}"
        yield (
            f"policy of {caller.party}{bracketed(', '.join(each.at for each in caller.policies) or caller.at)}",
            refused,
        )
        if caller.boundary:
            bound = caller.boundary
            closed = not bound.allows(asked) or bound.denies(asked)
            yield (
                f"boundary of {caller.party}{bracketed(bound.at)}",
                f"ends before {asked.action}" if closed else "",
            )
        yield from self.guards.of(caller, asked)

    def _credentials(self, caller: Caller) -> Filters:
        own = self.workloads.named.get(caller.party)
        if own and not caller.token and "pods.eks" in caller.by:
            yield from self.workloads.leaves(own, AGENT, HTTP, TCP)
        yield from self.reader.trust(caller)

    def _endpoints(self, caller: Caller, asked: Question) -> Filters:
        if self.party(caller) is not None:
            yield from self._let(self.packets.places[caller.place].vpc, asked)

    def _let(self, vpc: str, asked: Question) -> Filters:
        service = asked.action.partition(":")[0]
        for carrier in CARRIERS.get(service, (service,)):
            found = self.endpoint(vpc, carrier)
            if found:
                yield from self.guards.endpoint(found, asked)

    def carried(self, own: Party, place: Place, asked: Question) -> Verdict:
        """Whether a call comes as far as the service, whoever signs it: packets, and the policy of the endpoint."""
        service = asked.action.partition(":")[0]
        return judged([*self._way(own, place, service), *self._let(place.vpc, asked)])

    def can(self, party: str, action: str, resource: str = ANY) -> Verdict:
        """Whether any role of a party makes a call; else what stops the one that comes farthest."""
        key = (party, action, resource)
        if key not in self._verdicts:
            found = [
                (each.account == self._account(resource), self._verdict(each, action, resource))
                for each in self.callers.get(party, ())
            ]
            none = (True, Verdict((), f"{self.nameless(party)}: it has no role"))
            ranked = max(found, key=lambda each: (bool(each[1]), each[0], len(each[1].steps)), default=none)
            self._verdicts[key] = (
                ranked[1] if ranked[0] or ranked[1] else self._foreign(party, resource, ranked[1])
            )
        return self._verdicts[key]

    def _account(self, resource: str) -> str:
        """Whose something is: by what is known of it, else by its name."""
        own = self.guards.owner(resource)
        return own.account if own else (resource.split(":") + [""] * 4)[4]

    def _foreign(self, party: str, resource: str, stopped: Verdict) -> Verdict:
        """What stops a party that works in several accounts, and not in the one that is asked about."""
        account, own = self._account(resource), self.callers[party]
        if not account or len({each.account for each in own}) == 1:
            return stopped
        at = ", ".join(dict.fromkeys(each.at for each in own))
        return Verdict((), f"roles of {party} [{at}]: none is in {account}, and none elsewhere may do it")

    def nameless(self, party: str) -> str:
        """Where one looks for the role of a party that has none: its cluster, or its group."""
        place = self.packets.places.get(party)
        at = place.group.address if place and place.group else ""
        at = next((each.at for each in self.callers.get(party, ())), at)
        if party in self.workloads.named:
            [cluster] = [each for each in clusters(self.estate) if each.party == CLUSTER]
            at = f"{cluster.stack} aws_eks_cluster.{control_plane(self.estate, cluster)[0]}"
        return f"identity of {party}{bracketed(at)}"

    @cached_property
    def _verdicts(self) -> dict[tuple[str, str, str], Verdict]:
        return {}

    def _verdict(self, caller: Caller, action: str, resource: str) -> Verdict:
        """On something of what its policies name, where the question names nothing."""
        candidates = [resource] if resource != ANY else list(self._resources(caller, action))
        found = [judged(self.filters(caller, Question(action, each))) for each in candidates or [ANY]]
        return max(found, key=lambda each: (bool(each), len(each.steps)))

    def _resources(self, caller: Caller, action: str) -> Iterator[str]:
        for policy in caller.policies:
            for statement in policy.about(action, "Allow"):
                yield from statement.get("resources", [ANY])

    def through(self, party: str) -> dict[str, set[str]]:
        """What services may do with keys for a party: actions by the hosts of the services."""
        found: dict[str, set[str]] = {}
        for caller in self.callers.get(party, ()):
            for policy in caller.policies:
                for statement in policy.statements:
                    for each in statement.get("condition", ()):
                        for host in each["values"] if each["variable"] == VIA else ():
                            found.setdefault(host, set()).update(statement["actions"])
        return found

    @cached_property
    def effective(self) -> dict[str, set[str]]:
        """What every party may really call, by the names that its policies have for it."""
        return {
            party: {
                action
                for action in sorted({each for one in held for own in one.policies for each in own.actions})
                if self.can(party, action)
            }
            for party, held in self.callers.items()
        }


def _is_named(host: str, pattern: str) -> bool:
    """Whether a domain list holds a name; an asterisk stands for everything below."""
    plain = pattern.removesuffix(".")
    return host == plain or (plain.startswith("*.") and host.endswith(plain[1:]))
