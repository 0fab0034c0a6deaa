"""Every public host name of the document (EP-01…EP-14) and the block that serves it."""

from dataclasses import dataclass
from enum import StrEnum

from modules.model.names import DOMAIN
from modules.model.parties import Party


class Block(StrEnum):
    """The three API blocks of the public hosted zone, each with its own DMZ (NT-03)."""

    CICD = "cicd"
    OBSERVABILITY = "observability"
    CORE = "core"

    @property
    def party(self) -> Party:
        """The load balancer that serves the block."""
        return Party[f"EDGE_{self.name}"]

    @property
    def certificate(self) -> str:
        """The name of the block's own certificate (NM-09…NM-11)."""
        match self:
            case Block.CICD:
                return f"argui.{DOMAIN}"
            case Block.OBSERVABILITY:
                return f"*.observability.{DOMAIN}"
            case Block.CORE:
                return f"*.{DOMAIN}"


@dataclass(frozen=True, slots=True)
class Host:
    """One public name; `seed` is its id in the inventory."""

    seed: str
    name: str
    block: Block


HOSTS = (
    Host("EP-01", f"argui.{DOMAIN}", Block.CICD),
    Host("EP-02", f"core-api.{DOMAIN}", Block.CORE),
    Host("EP-03", f"ops.{DOMAIN}", Block.CORE),
    Host("EP-05", f"documentation.{DOMAIN}", Block.CORE),
    Host("EP-06", f"tm-grafana.observability.{DOMAIN}", Block.OBSERVABILITY),
    Host("EP-07", f"tm-alertmanager.observability.{DOMAIN}", Block.OBSERVABILITY),
    Host("EP-08", f"tm-metrics.observability.{DOMAIN}", Block.OBSERVABILITY),
    Host("EP-10", f"workflows-api.{DOMAIN}", Block.CORE),
    Host("EP-11", f"data-loader-api.{DOMAIN}", Block.CORE),
    Host("EP-12", f"audit-api.{DOMAIN}", Block.CORE),
    Host("EP-13", f"access-control-api.{DOMAIN}", Block.CORE),
    Host("EP-14", f"saml-dev.{DOMAIN}", Block.CORE),
)
"""EP-04 (saml-idp.blx-demo.com) lies outside the zone and is an option of the environment (CX-05);
EP-09 is Kafka, whose broker names AWS makes."""
