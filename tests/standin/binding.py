"""The schema in a prebuilt binding: its JavaScript carries the TypeScript that was generated from the schema.

There a comment above each member holds its flags, the HCL synthesis its type, a documentation comment says
whether it is a block, and the class of its accessor whether there may be many.
"""

import base64
import json
import re
import tarfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from tests.standin.schemas import Attribute, Block, NoSchemaError, Schema, Type

PROTOCOL = (("helm", 6), ("kubernetes", 5))
"""Nested attributes came with 6; a binding does not say which one it was made from."""

DEPTH = 3
"""How often an object may hold its own kind; Terraform wants an end."""

SOURCE_MAP = re.compile(
    rb"sourceMappingURL=data:application/json;(?:charset=[\w-]+;)?base64,([A-Za-z0-9+/=]+)"
)
MODULE = re.compile(r"package/lib/([^/]+)/(?:index|index-structs/structs\w*)\.js")
CLASS = re.compile(r"^export class (\w+) extends cdktf\.(\w+) \{$(.*?)^\}$", re.MULTILINE | re.DOTALL)
INTERFACE = re.compile(r"^export interface (\w+)(?: extends [\w.]+)? \{$(.*?)^\}$", re.MULTILINE | re.DOTALL)
STRUCT_HCL = re.compile(
    r"^export function (\w+)ToHclTerraform\(.*?^  const attrs = \{$(.*?)^  \};$", re.MULTILINE | re.DOTALL
)
TOP_HCL = re.compile(
    r"synthesizeHclAttributes\(\)[^{]*\{ \[name: string\]: any \} \{\s*const attrs = \{$(.*?)^    \};$",
    re.MULTILINE | re.DOTALL,
)
HCL = re.compile(
    r'^\s+"?([\w-]+)"?: \{\s*value: .*?,\s*isBlock: \w+,\s*type: "(\w+)",\s*storageClassType: "(\w+)",',
    re.MULTILINE | re.DOTALL,
)
MEMBER = re.compile(
    r"^  // ([\w-]+) - computed: (\w+), optional: (\w+), required: (\w+)$(.*?)"
    r"(?=^  // [\w-]+ - computed: |^  // ====|\Z)",
    re.MULTILINE | re.DOTALL,
)
ACCESSOR = re.compile(r"^  private _\w+ = new ([\w.]+)\(this, \"[\w-]+\"(?:, (true|false))?\)", re.MULTILINE)
PROPERTY = re.compile(r"/\*\*(.*?)\*/\s+readonly \w+(\?)?: (.*?);$", re.DOTALL | re.MULTILINE)
LINKED = re.compile(r"\{@link \S+#([\w-]+) \w+#\1\}")
TYPE_NAME = re.compile(r'static readonly tfResourceType = "([^"]+)"')

KINDS = (
    ("TerraformResource", "resource"),
    ("TerraformDataSource", "data"),
    ("TerraformProvider", "provider"),
)

GETTERS: tuple[tuple[str, Type], ...] = (
    (r"Fn\.tolist\(this\.getListAttribute\(", ["set", "string"]),
    (r"this\.getNumberListAttribute\(", ["list", "number"]),
    (r"this\.getListAttribute\(", ["list", "string"]),
    (r"this\.getStringMapAttribute\(", ["map", "string"]),
    (r"this\.getStringAttribute\(", "string"),
    (r"this\.getNumberAttribute\(", "number"),
    (r"this\.getBooleanAttribute\(", "bool"),
    (r"new cdktf\.StringMap\(", ["map", "string"]),
    (r"new cdktf\.AnyMap\(|this\.getAnyMapAttribute\(|interpolationForAttribute\(", "dynamic"),
)
"""Results that nobody can set have no HCL; the accessor tells their type."""

SCALARS = (("string", "string"), ("number", "number"), ("boolean", "bool"), ("any", "dynamic"))


def from_binding(provider: str) -> Schema:
    """Every resource and data source of an installed binding. Raises `NoSchemaError` where it reads otherwise."""
    found: dict[str, dict[str, Block]] = {"resource": {}, "data": {}, "provider": {}}
    protocol = dict(PROTOCOL)[provider]
    for source in _sources(_tarball(provider)):
        for kind, name, block in _Module(source, protocol).tops():
            found[kind][name] = block
    [configuration] = found["provider"].values()
    return Schema(configuration=configuration, resources=found["resource"], data=found["data"])


def _tarball(provider: str) -> Path:
    spec = find_spec(f"cdktf_cdktf_provider_{provider}")
    folders = spec.submodule_search_locations if spec else None
    [tarball] = Path(next(iter(folders or ()))).glob("_jsii/*.jsii.tgz")
    return tarball


def _sources(tarball: Path) -> Iterator[str]:
    """The TypeScript of each module; large ones are in several files."""
    parts: dict[str, list[str]] = {}
    with tarfile.open(tarball) as archive:
        for member in archive:
            named = MODULE.fullmatch(member.name)
            file = archive.extractfile(member) if named else None
            if named and file:
                parts.setdefault(named[1], []).append(_typescript(file.read()))
    for texts in parts.values():
        yield "\n".join(texts)


def _typescript(script: bytes) -> str:
    found = SOURCE_MAP.search(script)
    if not found:
        raise NoSchemaError("a binding without source maps does not show its schema")
    return str(json.loads(base64.b64decode(found[1]))["sourcesContent"][0])


def _plain(kind: str, storage: str) -> Type | None:
    """`set`, `stringList` to `["set", "string"]`; None for an object."""
    scalars = dict(SCALARS)
    if kind == "simple":
        return scalars[storage]
    inner = re.fullmatch(r"(string|number|boolean|any)((?:List|Map)+)", storage)
    if not inner:
        return None
    if storage == "anyMap":
        return "dynamic"
    result: Type = scalars[inner[1]]
    for wrap in re.findall("List|Map", inner[2])[:-1]:
        result = [wrap.lower(), result]
    return [kind, result]


class _Module:
    """One resource, data source or provider."""

    def __init__(self, source: str, protocol: int) -> None:
        self.protocol = protocol
        self.classes = {found[1]: (found[2], found[3]) for found in CLASS.finditer(source)}
        self.interfaces = {found[1]: found[2] for found in INTERFACE.finditer(source)}
        self.hcl = {found[1]: _hcl(found[2]) for found in STRUCT_HCL.finditer(source)}
        self.open: list[str] = []

    def tops(self) -> Iterator[tuple[str, str, Block]]:
        for name, (base, body) in self.classes.items():
            typed = TYPE_NAME.search(body)
            if base in dict(KINDS) and typed:
                synthesized = TOP_HCL.search(body)
                hcl = _hcl(synthesized[1]) if synthesized else {}
                hcl.pop("alias", None) if base == "TerraformProvider" else None
                yield dict(KINDS)[base], typed[1], self._block(body, f"{name}Config", hcl)

    def _struct(self, name: str) -> Block:
        body = self.classes.get(f"{name}OutputReference", ("", ""))[1]
        return self._block(body, name, self.hcl.get(name[0].lower() + name[1:], {}))

    def _block(self, body: str, interface: str, hcl: dict[str, tuple[str, str]]) -> Block:
        known = _properties(self.interfaces.get(interface, ""))
        members = [(m[1], (m[2], m[3], m[4]), m[5]) for m in MEMBER.finditer(body)]
        if not members:  # what can only be given, such as a provider's configuration, has no class
            members = [
                (name, ("false", str(optional).lower(), str(not optional).lower()), "")
                for name, (optional, _, _) in known.items()
            ]
        made = Block(attributes={})
        for name, flags, code in members:
            if name != "alias" or self.open or "metadata" in known:
                self._member(made, name, flags, code, hcl.get(name), known.get(name))
        return made

    def _member(
        self,
        made: Block,
        name: str,
        flags: tuple[str, str, str],
        code: str,
        hcl: tuple[str, str] | None,
        known: tuple[bool, bool, bool] | None,
    ) -> None:
        computed, optional, required = (flag == "true" for flag in flags)
        computed = computed or not (optional or required)
        plain = _plain(*hcl) if hcl else _got(code)
        if plain is not None:
            made.attributes[name] = Attribute(
                type=plain, computed=computed, optional=optional, required=required
            )
            return
        struct, nesting, single = _shape(name, code, hcl, many=bool(known and known[1]))
        if self.open.count(struct) >= DEPTH:
            return
        self.open.append(struct)
        inner = self._struct(struct)
        self.open.pop()
        if known and known[2]:
            made.blocks[name] = Block(
                attributes=inner.attributes,
                blocks=inner.blocks,
                nesting=nesting,
                least=int(required and nesting in {"list", "set"}),
                most=int(single and nesting in {"list", "set"}),
            )
            return
        nested = self.protocol == 6
        made.attributes[name] = Attribute(
            type=None if nested else _object(nesting, inner),
            nesting=nesting,
            nested=inner.attributes if nested else {},
            computed=computed,
            optional=optional,
            required=required,
        )


def _hcl(body: str) -> dict[str, tuple[str, str]]:
    return {found[1]: (found[2], found[3]) for found in HCL.finditer(body)}


def _properties(body: str) -> dict[str, tuple[bool, bool, bool]]:
    """(optional, many, block) of every property of an interface."""
    found = {}
    for each in PROPERTY.finditer(body):
        name = LINKED.search(each[1])
        if name:
            many = "[]" in each[3] or "[key: string]" in each[3]
            block = bool(re.match(rf"\s*\* {re.escape(name[1])} block\n", each[1]))
            found[name[1]] = (bool(each[2]), many, block)
    return found


def _got(code: str) -> Type | None:
    accessor = ACCESSOR.search(code)
    if accessor and not accessor[1].startswith("cdktf."):
        return None
    return next((plain for pattern, plain in GETTERS if re.search(pattern, code)), None)


def _shape(name: str, code: str, hcl: tuple[str, str] | None, *, many: bool) -> tuple[str, str, bool]:
    """The struct of a member, how it is nested, and whether there is at most one."""
    accessor = ACCESSOR.search(code)
    if hcl:
        nesting, storage = hcl
        if nesting == "struct":
            return storage, "single", False
        one = accessor[1].endswith("OutputReference") if accessor else not many
        return re.sub("(List|Map)$", "", storage), nesting, one
    found = re.fullmatch(r"(\w+?)(OutputReference|List|Map)", accessor[1]) if accessor else None
    if not accessor or not found:
        raise NoSchemaError(f"the binding does not tell the type of {name}")
    listed = "set" if accessor[2] == "true" else "list"
    return found[1], {"OutputReference": "single", "Map": "map", "List": listed}[found[2]], False


def _object(nesting: str, inner: Block) -> Type:
    plain: Type = ["object", {name: attribute.type for name, attribute in inner.attributes.items()}]
    return plain if nesting == "single" else [nesting, plain]
