"""The public hosted zone `tm.blx-demo.com`, delegated by its parent, with a certificate per API block."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.acm_certificate import AcmCertificate
from cdktf_cdktf_provider_aws.route53_record import Route53Record
from cdktf_cdktf_provider_aws.route53_zone import Route53Zone
from constructs import Construct

from modules.dns.querylog import QueryLog, QueryLogInputs
from modules.kit.stack import Provider, Ref, create_before_destroy, words
from modules.model.hosts import Block
from modules.model.names import DOMAIN

TTL = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsInputs:
    """`us_east_1` is a provider there: Route 53 writes query logs to no other region. Retention in days."""

    environment: str
    account: str
    retention: int
    us_east_1: Provider


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsOutputs:
    """`delegation` are the name servers that the owner of the parent zone has to enter, space-separated.

    A certificate is issued once they have; whoever uses one has to wait for its validation.
    """

    zone_id: Ref
    delegation: Ref
    certificate_arns: dict[Block, Ref]
    validation_names: dict[Block, Ref]


class Dns(Construct):
    """The parent zone is never touched, and every block's names are covered by the block's own certificate."""

    def __init__(self, scope: Construct, inputs: DnsInputs) -> None:
        """Create zone, query log, certificates and the records that prove the domain is ours."""
        super().__init__(scope, "dns")
        zone = Route53Zone(
            self,
            "zone",
            name=DOMAIN,
            comment="Public names of Thought Machine Vault",
            tags={"Name": DOMAIN},
        )
        zone_id = Ref(zone.zone_id)
        QueryLog(
            self,
            QueryLogInputs(
                environment=inputs.environment,
                account=inputs.account,
                retention=inputs.retention,
                zone_id=zone_id,
                us_east_1=inputs.us_east_1,
            ),
        )
        made = {block: self._certificate(block, zone_id) for block in Block}
        self.outputs = DnsOutputs(
            zone_id=zone_id,
            delegation=words(zone.name_servers),
            certificate_arns={block: arn for block, (arn, _) in made.items()},
            validation_names={block: name for block, (_, name) in made.items()},
        )

    def _certificate(self, block: Block, zone_id: Ref) -> tuple[Ref, Ref]:
        certificate = AcmCertificate(
            self,
            f"certificate-{block}",
            domain_name=block.certificate,
            validation_method="DNS",
            key_algorithm="RSA_2048",
            tags={"Name": block.certificate, "Block": block.value},
            lifecycle=create_before_destroy(),
        )
        proof = certificate.domain_validation_options.get(0)
        record = Route53Record(
            self,
            f"validation-{block}",
            zone_id=zone_id,
            name=proof.resource_record_name,
            type=proof.resource_record_type,
            records=[proof.resource_record_value],
            ttl=TTL,
        )
        return Ref(certificate.arn), Ref(record.fqdn)
