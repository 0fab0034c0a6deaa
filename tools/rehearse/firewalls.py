"""Operations of the DNS firewall and of State Manager that moto lacks."""

from uuid import uuid4

from tools.rehearse.answers import Answer, Asked, Json, Shelves

ABSENT = "ResourceNotFoundException"


def _thing(asked: Asked, prefix: str, path: str) -> Json:
    account, region = asked.place.split()
    name = f"{prefix}-{uuid4().hex[:17]}"
    arn = f"arn:aws:route53resolver:{region}:{account}:{path}/{name}"
    return asked.body | {"Id": name, "Arn": arn, "Status": "COMPLETE", "OwnerId": account}


def _list_put(shelves: Shelves, asked: Asked) -> Json:
    made = _thing(asked, "rslvr-fdl", "firewall-domain-list") | {"DomainCount": 0}
    return {"FirewallDomainList": shelves.put("dns-list", asked.place, made["Id"], made)}


def _list(shelves: Shelves, asked: Asked) -> Json:
    return shelves.get("dns-list", asked.place, asked.body["FirewallDomainListId"], ABSENT)


def _list_get(shelves: Shelves, asked: Asked) -> Json:
    return {"FirewallDomainList": _list(shelves, asked)}


def _list_fill(shelves: Shelves, asked: Asked) -> Json:
    made = _list(shelves, asked)
    domains, given = made.get("Domains", []), asked.body["Domains"]
    kept = {
        "ADD": [*domains, *given],
        "REMOVE": [e for e in domains if e not in given],
        "REPLACE": given,
    }
    made["Domains"] = kept[asked.body["Operation"]]
    made["DomainCount"] = len(made["Domains"])
    return {key: made[key] for key in ("Id", "Name", "Status")}


def _list_domains(shelves: Shelves, asked: Asked) -> Json:
    return {"Domains": _list(shelves, asked).get("Domains", [])}


def _list_delete(shelves: Shelves, asked: Asked) -> Json:
    return {"FirewallDomainList": shelves.drop("dns-list", asked.place, asked.body["FirewallDomainListId"])}


def _group_put(shelves: Shelves, asked: Asked) -> Json:
    made = _thing(asked, "rslvr-frg", "firewall-rule-group") | {"ShareStatus": "NOT_SHARED", "RuleCount": 0}
    return {"FirewallRuleGroup": shelves.put("dns-group", asked.place, made["Id"], made)}


def _group_get(shelves: Shelves, asked: Asked) -> Json:
    return {
        "FirewallRuleGroup": shelves.get("dns-group", asked.place, asked.body["FirewallRuleGroupId"], ABSENT)
    }


def _group_delete(shelves: Shelves, asked: Asked) -> Json:
    return {"FirewallRuleGroup": shelves.drop("dns-group", asked.place, asked.body["FirewallRuleGroupId"])}


def _rules(asked: Asked) -> str:
    return f"dns-rule {asked.body['FirewallRuleGroupId']}"


def _rule_put(shelves: Shelves, asked: Asked) -> Json:
    made = {"FirewallDomainRedirectionAction": "INSPECT_REDIRECTION_DOMAIN"} | asked.body
    return {"FirewallRule": shelves.put(_rules(asked), asked.place, made["FirewallDomainListId"], made)}


def _rule_list(shelves: Shelves, asked: Asked) -> Json:
    return {"FirewallRules": shelves.all(_rules(asked), asked.place)}


def _rule_delete(shelves: Shelves, asked: Asked) -> Json:
    return {"FirewallRule": shelves.drop(_rules(asked), asked.place, asked.body["FirewallDomainListId"])}


def _bond_put(shelves: Shelves, asked: Asked) -> Json:
    made = {"MutationProtection": "DISABLED"} | _thing(
        asked, "rslvr-frgassoc", "firewall-rule-group-association"
    )
    return {"FirewallRuleGroupAssociation": shelves.put("dns-bond", asked.place, made["Id"], made)}


def _bond(shelves: Shelves, asked: Asked) -> Json:
    return shelves.get("dns-bond", asked.place, asked.body["FirewallRuleGroupAssociationId"], ABSENT)


def _bond_get(shelves: Shelves, asked: Asked) -> Json:
    return {"FirewallRuleGroupAssociation": _bond(shelves, asked)}


def _bond_update(shelves: Shelves, asked: Asked) -> Json:
    made = _bond(shelves, asked)
    made |= asked.body
    return {"FirewallRuleGroupAssociation": made}


def _bond_delete(shelves: Shelves, asked: Asked) -> Json:
    made = _bond(shelves, asked)
    shelves.drop("dns-bond", asked.place, made["Id"])
    return {"FirewallRuleGroupAssociation": made}


def _config_put(shelves: Shelves, asked: Asked) -> Json:
    """Every VPC has settings; those that are as AWS makes them again are not kept."""
    vpc = asked.body["ResourceId"]
    known = ("dns-config", asked.place, vpc) in shelves.things
    made = asked.body | {"Id": f"rslvr-fc-{vpc}", "OwnerId": asked.place.split()[0]}
    shelves.put("dns-config", asked.place, vpc, made)
    if known and made["FirewallFailOpen"] == "DISABLED":
        shelves.drop("dns-config", asked.place, vpc)
    return {"FirewallConfig": made}


def _config_list(shelves: Shelves, asked: Asked) -> Json:
    return {"FirewallConfigs": shelves.all("dns-config", asked.place)}


def _tags(shelves: Shelves, asked: Asked) -> Json | None:
    kept = [e for kind in ("dns-list", "dns-group", "dns-bond") for e in shelves.all(kind, asked.place)]
    return next(({"Tags": e.get("Tags", [])} for e in kept if e["Arn"] == asked.body["ResourceArn"]), None)


def _run_put(shelves: Shelves, asked: Asked) -> Json:
    name = str(uuid4())
    made = asked.body | {"AssociationId": name, "AssociationVersion": "1", "Overview": {"Status": "Success"}}
    return {"AssociationDescription": shelves.put("ssm-run", asked.place, name, made)}


def _run_get(shelves: Shelves, asked: Asked) -> Json:
    found = shelves.get("ssm-run", asked.place, asked.body["AssociationId"], "AssociationDoesNotExist")
    return {"AssociationDescription": found}


def _run_delete(shelves: Shelves, asked: Asked) -> Json:
    shelves.drop("ssm-run", asked.place, asked.body["AssociationId"])
    return {}


def _run_tags(shelves: Shelves, asked: Asked) -> Json | None:
    name = asked.body.get("ResourceId", "")
    found = shelves.things.get(("ssm-run", asked.place, name))
    return {"TagList": found.get("Tags", [])} if found is not None else None


_DNS = "names that no flow needs are not resolved"
_RUN = "jump hosts are kept as they should be by associations"
_R = "route53resolver"

FIREWALLS: tuple[Answer, ...] = (
    Answer(_R, "CreateFirewallDomainList", _DNS, _list_put),
    Answer(_R, "GetFirewallDomainList", _DNS, _list_get),
    Answer(_R, "UpdateFirewallDomains", _DNS, _list_fill),
    Answer(_R, "ListFirewallDomains", _DNS, _list_domains),
    Answer(_R, "DeleteFirewallDomainList", _DNS, _list_delete),
    Answer(_R, "CreateFirewallRuleGroup", _DNS, _group_put),
    Answer(_R, "GetFirewallRuleGroup", _DNS, _group_get),
    Answer(_R, "DeleteFirewallRuleGroup", _DNS, _group_delete),
    Answer(_R, "CreateFirewallRule", _DNS, _rule_put),
    Answer(_R, "ListFirewallRules", _DNS, _rule_list),
    Answer(_R, "DeleteFirewallRule", _DNS, _rule_delete),
    Answer(_R, "AssociateFirewallRuleGroup", _DNS, _bond_put),
    Answer(_R, "GetFirewallRuleGroupAssociation", _DNS, _bond_get),
    Answer(_R, "UpdateFirewallRuleGroupAssociation", _DNS, _bond_update),
    Answer(_R, "DisassociateFirewallRuleGroup", _DNS, _bond_delete),
    Answer(_R, "UpdateFirewallConfig", _DNS, _config_put),
    Answer(_R, "ListFirewallConfigs", _DNS, _config_list),
    Answer(_R, "ListTagsForResource", "tags of the things above; others are moto's", _tags),
    Answer("ssm", "CreateAssociation", _RUN, _run_put),
    Answer("ssm", "DescribeAssociation", _RUN, _run_get),
    Answer("ssm", "DeleteAssociation", _RUN, _run_delete),
    Answer("ssm", "ListTagsForResource", "tags of associations; others are moto's", _run_tags),
)
"""Rows of `missing.py`."""
