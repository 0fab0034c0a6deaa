"""The operations that moto lacks, by service, with what they give."""

from collections.abc import Iterable
from uuid import uuid4

from tools.rehearse.answers import Answer, Asked, Json, Shelves
from tools.rehearse.brokers import BROKERS
from tools.rehearse.clusters import CLUSTERS
from tools.rehearse.databases import CAPTURE
from tools.rehearse.detection import DETECTION
from tools.rehearse.firewalls import FIREWALLS
from tools.rehearse.sharing import SHARING


def _template_put(shelves: Shelves, asked: Asked) -> Json:
    account = asked.place.partition(" ")[0]
    made = asked.body | {"createdAt": 1767225600, "updatedAt": 1767225600}
    shelves.put("ecr-template", asked.place, asked.body["prefix"], made)
    return {"registryId": account, "repositoryCreationTemplate": made}


def _template_change(shelves: Shelves, asked: Asked) -> Json:
    found = shelves.get("ecr-template", asked.place, asked.body["prefix"], "TemplateNotFoundException")
    found.update(asked.body)
    return {"registryId": asked.place.partition(" ")[0], "repositoryCreationTemplate": found}


def _template_get(shelves: Shelves, asked: Asked) -> Json:
    found = _named(shelves, asked, "ecr-template", asked.body.get("prefixes"), "TemplateNotFoundException")
    return {"registryId": asked.place.partition(" ")[0], "repositoryCreationTemplates": found}


def _template_delete(shelves: Shelves, asked: Asked) -> Json:
    return {"repositoryCreationTemplate": shelves.drop("ecr-template", asked.place, asked.body["prefix"])}


def _cache_put(shelves: Shelves, asked: Asked) -> Json:
    made = asked.body | {"registryId": asked.place.partition(" ")[0], "createdAt": 1767225600}
    return shelves.put("ecr-cache", asked.place, asked.body["ecrRepositoryPrefix"], made)


def _cache_get(shelves: Shelves, asked: Asked) -> Json:
    code = "PullThroughCacheRuleNotFoundException"
    names = asked.body.get("ecrRepositoryPrefixes")
    return {"pullThroughCacheRules": _named(shelves, asked, "ecr-cache", names, code)}


def _cache_delete(shelves: Shelves, asked: Asked) -> Json:
    return shelves.drop("ecr-cache", asked.place, asked.body["ecrRepositoryPrefix"])


def _named(shelves: Shelves, asked: Asked, kind: str, names: Iterable[str] | None, code: str) -> list[Json]:
    if not names:
        return shelves.all(kind, asked.place)
    return [shelves.get(kind, asked.place, name, code) for name in names]


def _selection_put(shelves: Shelves, asked: Asked) -> Json:
    name = str(uuid4())
    made: Json = {"BackupPlanId": asked.path[0], "SelectionId": name, "CreationDate": 1767225600}
    shelves.put("backup-selection", asked.place, name, made | asked.body)
    return made


def _selection_get(shelves: Shelves, asked: Asked) -> Json:
    return shelves.get("backup-selection", asked.place, asked.path[1], "ResourceNotFoundException")


def _selection_delete(shelves: Shelves, asked: Asked) -> Json:
    shelves.drop("backup-selection", asked.place, asked.path[1])
    return {}


_CACHES = "images of public registries come through a cache, with settings for what it makes"
_SELECTION = "without it a backup plan holds nothing"

ANSWERS: tuple[Answer, ...] = (
    Answer("ecr", "CreateRepositoryCreationTemplate", _CACHES, _template_put),
    Answer("ecr", "UpdateRepositoryCreationTemplate", _CACHES, _template_change),
    Answer("ecr", "DescribeRepositoryCreationTemplates", _CACHES, _template_get),
    Answer("ecr", "DeleteRepositoryCreationTemplate", _CACHES, _template_delete),
    Answer("ecr", "CreatePullThroughCacheRule", _CACHES, _cache_put),
    Answer("ecr", "DescribePullThroughCacheRules", _CACHES, _cache_get),
    Answer("ecr", "DeletePullThroughCacheRule", _CACHES, _cache_delete),
    Answer("backup", "PUT /backup/plans/([^/]+)/selections/?", _SELECTION, _selection_put),
    Answer("backup", "GET /backup/plans/([^/]+)/selections/([^/]+)", _SELECTION, _selection_get),
    Answer("backup", "DELETE /backup/plans/([^/]+)/selections/([^/]+)", _SELECTION, _selection_delete),
    *BROKERS,
    *CAPTURE,
    *CLUSTERS,
    *DETECTION,
    *FIREWALLS,
    *SHARING,
)
