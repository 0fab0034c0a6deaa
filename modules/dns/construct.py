"""The public hosted zone `tm.blx-demo.com`, delegated by its parent, with a certificate per API block."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.acm_certificate import AcmCertificate
from cdktf_cdktf_provider_aws.route53_record import Route53Record
from cdktf_cdktf_provider_aws.route53_zone import Route53Zone
from constructs import Construct

from modules.dns.querylog import QueryLog, QueryLogInputs
from modules.kit.stack import Provider, Ref, create_before_destroy, words
from modules.model.hosts import Block
from modules.model.names import DOMAIN, LEGACY_SAML

TTL = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsInputs:
    """`us_east_1` is a provider there: Route 53 writes query logs to no other region. Retention in days.

    `legacy` keeps saml-idp.blx-demo.com as a zone of its own beside the document's (CX-05).
    """

    environment: str
    account: str
    retention: int
    legacy: bool
    us_east_1: Provider


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsOutputs:
    """`delegation` are the name servers that the owner of the parent zone has to enter, space-separated.

    A certificate is issued once they have; whoever uses one has to wait for its validation.
    `legacy` has the same four for saml-idp.blx-demo.com, by their names, or is empty.
    """

    zone_id: Ref
    delegation: Ref
    certificate_arns: dict[Block, Ref]
    validation_names: dict[Block, Ref]
    legacy: dict[str, Ref]


class Dns(Construct):
    """The parent zone is never touched, and every block's names are covered by the block's own certificate."""

    def __init__(self, scope: Construct, inputs: DnsInputs) -> None:
        """Create zones, query logs, certificates and the records that prove the domains are ours."""
        super().__init__(scope, "dns")
        zone = self._zone("zone", DOMAIN, "Public names of Thought Machine Vault")
        zones = {DOMAIN: Ref(zone.zone_id)}
        legacy: dict[str, Ref] = {}
        made = {
            block: self._certificate(block.value, block.certificate, block, zones[DOMAIN]) for block in Block
        }
        if inputs.legacy:
            own = self._zone("legacy-zone", LEGACY_SAML, "Older name of the SAML endpoint")
            zones[LEGACY_SAML] = Ref(own.zone_id)
            arn, name = self._certificate("legacy", LEGACY_SAML, Block.CORE, zones[LEGACY_SAML])
            legacy = {"zone_id": zones[LEGACY_SAML], "delegation": words(own.name_servers)}
            legacy |= {"certificate_arn": arn, "validation_name": name}
        QueryLog(
            self,
            QueryLogInputs(
                environment=inputs.environment,
                account=inputs.account,
                retention=inputs.retention,
                zones=zones,
                us_east_1=inputs.us_east_1,
            ),
        )
        self.outputs = DnsOutputs(
            zone_id=zones[DOMAIN],
            delegation=words(zone.name_servers),
            certificate_arns={block: arn for block, (arn, _) in made.items()},
            validation_names={block: name for block, (_, name) in made.items()},
            legacy=legacy,
        )

    def _zone(self, key: str, name: str, comment: str) -> Route53Zone:
        return Route53Zone(self, key, name=name, comment=comment, tags={"Name": name})

    def _certificate(self, key: str, name: str, block: Block, zone_id: Ref) -> tuple[Ref, Ref]:
        certificate = AcmCertificate(
            self,
            f"certificate-{key}",
            domain_name=name,
            validation_method="DNS",
            key_algorithm="RSA_2048",
            tags={"Name": name, "Block": block.value},
            lifecycle=create_before_destroy(),
        )
        proof = certificate.domain_validation_options.get(0)
        record = Route53Record(
            self,
            f"validation-{key}",
            zone_id=zone_id,
            name=proof.resource_record_name,
            type=proof.resource_record_type,
            records=[proof.resource_record_value],
            ttl=TTL,
        )
        return Ref(certificate.arn), Ref(record.fqdn)
