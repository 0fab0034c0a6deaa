"""Operations of GuardDuty and Security Hub that moto lacks: settings of an organization, standards, policies."""

from uuid import uuid4

from tools.rehearse.answers import Answer, Asked, Json, Missing, Shelves

ABSENT = "ResourceNotFoundException"


def _guard_get(shelves: Shelves, asked: Asked) -> Json:
    new: Json = {"autoEnable": False, "autoEnableOrganizationMembers": "NONE", "features": []}
    return {"memberAccountLimitReached": False} | shelves.things.get(
        ("guard", asked.place, asked.path[0]), new
    )


def _guard_put(shelves: Shelves, asked: Asked) -> Json:
    """Features that a request does not name stay as they are."""
    before = _guard_get(shelves, asked)
    features = {each["name"]: each for each in before["features"]}
    features |= {each["name"]: each for each in asked.body.get("features") or []}
    after = before | asked.body | {"features": [*features.values()]}
    after["autoEnable"] = after["autoEnableOrganizationMembers"] != "NONE"  # the older word for the same
    shelves.put("guard", asked.place, asked.path[0], after)
    return {}


def _guard_disable(_shelves: Shelves, asked: Asked) -> Json:
    from moto.guardduty.models import guardduty_backends  # noqa: PLC0415

    account, region = asked.place.split()
    backend = guardduty_backends[account][region]
    backend.admin_account_ids = [a for a in backend.admin_account_ids if a != _admin(asked)]
    return {}


def _admin(asked: Asked) -> str:
    """The account that a request of either service names."""
    account: str = asked.body.get("adminAccountId") or asked.body["AdminAccountId"]
    return account


def _detector_end(shelves: Shelves, asked: Asked) -> None:
    """Its settings for the organization end with it; the rest is moto's."""
    shelves.drop("guard", asked.place, asked.path[0])


def _member(_shelves: Shelves, asked: Asked) -> None:
    """Moto falls over whoever is no member."""
    from moto.inspector2.models import inspector2_backends  # noqa: PLC0415

    account, region = asked.place.split()
    if asked.body["accountId"] not in inspector2_backends[account][region].members:
        raise Missing(ABSENT)


def _hub(asked: Asked) -> Json:
    from moto.securityhub.models import securityhub_backends  # noqa: PLC0415

    account, region = asked.place.split()
    config: Json = securityhub_backends[account][region]._get_org_config()  # noqa: SLF001
    return config


def _organization(_shelves: Shelves, asked: Asked) -> Json:
    """Moto refuses a request without a status, which only AWS sets."""
    config = _hub(asked)
    config["auto_enable"] = asked.body["AutoEnable"]
    config["auto_enable_standards"] = asked.body.get("AutoEnableStandards", "NONE")
    config["configuration"] = {"ConfigurationType": "LOCAL"} | asked.body.get("OrganizationConfiguration", {})
    config["configuration"]["Status"] = "ENABLED"
    return {}


def _admin_list(_shelves: Shelves, asked: Asked) -> Json:
    admin = _hub(asked)["admin_account_id"]
    return {"AdminAccounts": [{"AccountId": admin, "Status": "ENABLED"}] if admin else []}


def _admin_disable(_shelves: Shelves, asked: Asked) -> Json:
    _hub(asked)["admin_account_id"] = None
    return {}


def _nothing(_shelves: Shelves, _asked: Asked) -> Json:
    return {}


def _standards_put(shelves: Shelves, asked: Asked) -> Json:
    account, region = asked.place.split()
    made = []
    for wanted in asked.body["StandardsSubscriptionRequests"]:
        standard = wanted["StandardsArn"]
        arn = f"arn:aws:securityhub:{region}:{account}:subscription/{standard.partition('/')[2]}"
        one = {"StandardsArn": standard, "StandardsInput": {}, "StandardsStatus": "READY"}
        made.append(shelves.put("standard", asked.place, arn, one | {"StandardsSubscriptionArn": arn}))
    return {"StandardsSubscriptions": made}


def _standards_get(shelves: Shelves, asked: Asked) -> Json:
    wanted = asked.body.get("StandardsSubscriptionArns")
    found = shelves.all("standard", asked.place)
    return {
        "StandardsSubscriptions": [e for e in found if not wanted or e["StandardsSubscriptionArn"] in wanted]
    }


def _standards_delete(shelves: Shelves, asked: Asked) -> Json:
    gone = [
        shelves.drop("standard", asked.place, arn) | {"StandardsStatus": "DELETING"}
        for arn in asked.body["StandardsSubscriptionArns"]
    ]
    return {"StandardsSubscriptions": gone}


def _aggregator_put(shelves: Shelves, asked: Asked) -> Json:
    account, region = asked.place.split()
    arn = f"arn:aws:securityhub:{region}:{account}:finding-aggregator/{uuid4()}"
    made = asked.body | {"FindingAggregatorArn": arn, "FindingAggregationRegion": region}
    return shelves.put("aggregator", asked.place, arn, made)


def _aggregator_get(shelves: Shelves, asked: Asked) -> Json:
    return shelves.get("aggregator", asked.place, asked.path[0], ABSENT)


def _aggregator_list(shelves: Shelves, asked: Asked) -> Json:
    found = shelves.all("aggregator", asked.place)
    return {"FindingAggregators": [{"FindingAggregatorArn": each["FindingAggregatorArn"]} for each in found]}


def _aggregator_delete(shelves: Shelves, asked: Asked) -> Json:
    shelves.drop("aggregator", asked.place, asked.path[0])
    return {}


def _policy_put(shelves: Shelves, asked: Asked) -> Json:
    account, region = asked.place.split()
    name = str(uuid4())
    arn = f"arn:aws:securityhub:{region}:{account}:configuration-policy/{name}"
    made = asked.body | {"Arn": arn, "Id": name}
    made |= {"CreatedAt": "2026-01-01T00:00:00Z", "UpdatedAt": "2026-01-01T00:00:00Z"}
    return shelves.put("hub-policy", asked.place, name, made)


def _policy_get(shelves: Shelves, asked: Asked) -> Json:
    return shelves.get("hub-policy", asked.place, asked.path[0], ABSENT)


def _policy_delete(shelves: Shelves, asked: Asked) -> Json:
    shelves.drop("hub-policy", asked.place, asked.path[0])
    return {}


def _association_put(shelves: Shelves, asked: Asked) -> Json:
    kind, target = _target(asked)
    made = {
        "ConfigurationPolicyId": asked.body["ConfigurationPolicyIdentifier"],
        "TargetId": target,
        "TargetType": "ACCOUNT" if kind == "AccountId" else "ORGANIZATIONAL_UNIT",
        "AssociationType": "APPLIED",
        "AssociationStatus": "SUCCESS",
        "UpdatedAt": "2026-01-01T00:00:00Z",
    }
    return shelves.put("hub-association", asked.place, target, made)


def _association_get(shelves: Shelves, asked: Asked) -> Json:
    return shelves.get("hub-association", asked.place, _target(asked)[1], ABSENT)


def _association_delete(shelves: Shelves, asked: Asked) -> Json:
    shelves.drop("hub-association", asked.place, _target(asked)[1])
    return {}


def _target(asked: Asked) -> tuple[str, str]:
    [(kind, target)] = asked.body["Target"].items()
    return kind, target


_GUARD = "GuardDuty watches every account of the organization"
_ADMIN = "the Audit account administers Security Hub"
_STANDARD = "findings come from standards"
_POLICY = "Security Hub's standards reach the other accounts by a policy"
_REGIONS = "findings of other regions come to one place"

DETECTION: tuple[Answer, ...] = (
    Answer("guardduty", "GET /detector/([^/]+)/admin", _GUARD, _guard_get),
    Answer("guardduty", "POST /detector/([^/]+)/admin", _GUARD, _guard_put),
    Answer("guardduty", "POST /admin/disable", _GUARD, _guard_disable),
    Answer("guardduty", "DELETE /detector/([^/]+)", _GUARD, _detector_end),
    Answer(
        "inspector2", "POST /members/get", "whether an account is a member is asked after it left", _member
    ),
    Answer("securityhub", "GET /organization/admin", _ADMIN, _admin_list),
    Answer("securityhub", "POST /organization/configuration", _ADMIN, _organization),
    Answer("securityhub", "POST /organization/admin/disable", _ADMIN, _admin_disable),
    Answer("securityhub", "PATCH /accounts", "moto gives what we ask for without being asked", _nothing),
    Answer("securityhub", "POST /standards/register", _STANDARD, _standards_put),
    Answer("securityhub", "POST /standards/get", _STANDARD, _standards_get),
    Answer("securityhub", "POST /standards/deregister", _STANDARD, _standards_delete),
    Answer("securityhub", "POST /findingAggregator/create", _REGIONS, _aggregator_put),
    Answer("securityhub", "GET /findingAggregator/get/(.+)", _REGIONS, _aggregator_get),
    Answer("securityhub", "GET /findingAggregator/list", _REGIONS, _aggregator_list),
    Answer("securityhub", "DELETE /findingAggregator/delete/(.+)", _REGIONS, _aggregator_delete),
    Answer("securityhub", "POST /configurationPolicy/create", _POLICY, _policy_put),
    Answer("securityhub", "GET /configurationPolicy/get/([^/]+)", _POLICY, _policy_get),
    Answer("securityhub", "DELETE /configurationPolicy/([^/]+)", _POLICY, _policy_delete),
    Answer("securityhub", "POST /configurationPolicyAssociation/associate", _POLICY, _association_put),
    Answer("securityhub", "POST /configurationPolicyAssociation/get", _POLICY, _association_get),
    Answer("securityhub", "POST /configurationPolicyAssociation/disassociate", _POLICY, _association_delete),
)
"""Rows of `missing.py`, which would be too long with them."""
