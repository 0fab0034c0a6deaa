"""Tables of an environment file for who signs in to the tools in the cluster, and where workloads come from."""

from urllib.parse import urlsplit

from modules.model.data import Data
from modules.model.values import Client, Folder, Group, Issuer, Repository, Revision


class Members(Data):
    """Groups that the identity provider names in its tokens; a persona without one has no rights in the tools."""

    devops: Group
    sre: Group


class Oidc(Data):
    """The company's identity provider, which knows Argo CD and Grafana as clients; their secrets are entered by hand."""

    issuer: Issuer
    authorization: Issuer
    token: Issuer
    userinfo: Issuer
    """The provider's three endpoints, which Grafana does not look up itself."""
    argo_cd_client: Client
    grafana_client: Client
    groups: Members

    @property
    def hosts(self) -> frozenset[str]:
        """Where the tools ask; only the browser of a person goes to the authorization endpoint."""
        return frozenset(urlsplit(each).hostname or "" for each in (self.issuer, self.token, self.userinfo))


class Git(Data):
    """Where Argo CD finds workloads: below `folder` a folder for each project, in it one for each application."""

    repository: Repository
    revision: Revision
    folder: Folder
