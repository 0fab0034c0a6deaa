"""Waits until a certificate is issued, so that no listener is made with one that is not."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.acm_certificate_validation import AcmCertificateValidation
from constructs import Construct

from modules.kit.stack import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedInputs:
    """`validation_name` is the record that proves the domain."""

    key: str
    certificate_arn: Ref
    validation_name: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedOutputs:
    """The same certificate, once it is issued."""

    certificate_arn: Ref


class Issued(Construct):
    """A listener that takes its certificate from here waits for the parent's delegation (CX-39)."""

    def __init__(self, scope: Construct, inputs: IssuedInputs) -> None:
        """Create the waiting."""
        super().__init__(scope, f"issued-{inputs.key}")
        made = AcmCertificateValidation(
            self,
            "validation",
            certificate_arn=inputs.certificate_arn,
            validation_record_fqdns=[inputs.validation_name],
        )
        self.outputs = IssuedOutputs(certificate_arn=Ref(made.certificate_arn))
