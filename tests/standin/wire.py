"""The part of the plug-in protocol (version 6) that plans and applies need.

The message classes are built from the table below; field numbers are the protocol's. Values travel as msgpack,
with extensions for what is not known yet.
"""

import re
from typing import Any

import msgpack
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PACKAGE = "tfplugin6"
SERVICE = f"{PACKAGE}.Provider"

TABLE = """
DynamicValue: 1 msgpack bytes, 2 json bytes
AttributePath: 1 steps *AttributePath.Step
AttributePath.Step: 1 attribute_name string, 2 element_key_string string, 3 element_key_int int64
Diagnostic: 1 severity int32, 2 summary string, 3 detail string, 4 attribute AttributePath
Schema: 1 version int64, 2 block Schema.Block
Schema.Block: 1 version int64, 2 attributes *Schema.Attribute, 3 block_types *Schema.NestedBlock
Schema.Attribute: 1 name string, 2 type bytes, 4 required bool, 5 optional bool, 6 computed bool, \
10 nested_type Schema.Object
Schema.NestedBlock: 1 type_name string, 2 block Schema.Block, 3 nesting int32, 4 min_items int64, 5 max_items int64
Schema.Object: 1 attributes *Schema.Attribute, 3 nesting int32
GetProviderSchema.Request:
GetProviderSchema.Response: 1 provider Schema, 2 resource_schemas {Schema}, 3 data_source_schemas {Schema}, \
4 diagnostics *Diagnostic
ValidateProviderConfig.Request: 1 config DynamicValue
ValidateProviderConfig.Response: 2 diagnostics *Diagnostic
ValidateResourceConfig.Request: 1 type_name string, 2 config DynamicValue
ValidateResourceConfig.Response: 1 diagnostics *Diagnostic
ValidateDataResourceConfig.Request: 1 type_name string, 2 config DynamicValue
ValidateDataResourceConfig.Response: 1 diagnostics *Diagnostic
ConfigureProvider.Request: 1 terraform_version string, 2 config DynamicValue
ConfigureProvider.Response: 1 diagnostics *Diagnostic
PlanResourceChange.Request: 1 type_name string, 2 prior_state DynamicValue, 3 proposed_new_state DynamicValue, \
4 config DynamicValue, 5 prior_private bytes
PlanResourceChange.Response: 1 planned_state DynamicValue, 2 requires_replace *AttributePath, \
3 planned_private bytes, 4 diagnostics *Diagnostic, 5 legacy_type_system bool
ApplyResourceChange.Request: 1 type_name string, 2 prior_state DynamicValue, 3 planned_state DynamicValue, \
4 config DynamicValue, 5 planned_private bytes
ApplyResourceChange.Response: 1 new_state DynamicValue, 2 private bytes, 3 diagnostics *Diagnostic, \
4 legacy_type_system bool
ReadResource.Request: 1 type_name string, 2 current_state DynamicValue, 3 private bytes
ReadResource.Response: 1 new_state DynamicValue, 2 diagnostics *Diagnostic, 3 private bytes
RawState: 1 json bytes
UpgradeResourceState.Request: 1 type_name string, 2 version int64, 3 raw_state RawState
UpgradeResourceState.Response: 1 upgraded_state DynamicValue, 2 diagnostics *Diagnostic
ReadDataSource.Request: 1 type_name string, 2 config DynamicValue
ReadDataSource.Response: 1 state DynamicValue, 2 diagnostics *Diagnostic
StopProvider.Request:
StopProvider.Response: 1 Error string
"""

METHODS = tuple(re.findall(r"^(\w+)\.Request:", TABLE, re.MULTILINE))

Field = descriptor_pb2.FieldDescriptorProto
SCALARS = {
    "bytes": Field.TYPE_BYTES,
    "string": Field.TYPE_STRING,
    "bool": Field.TYPE_BOOL,
    "int32": Field.TYPE_INT32,
    "int64": Field.TYPE_INT64,
}


def _messages() -> dict[str, Any]:
    file = descriptor_pb2.FileDescriptorProto(name="standin.proto", package=PACKAGE, syntax="proto3")
    found: dict[str, Any] = {}

    def message(path: str) -> Any:  # noqa: ANN401 -- protobuf has no types
        if path not in found:
            parent, _, name = path.rpartition(".")
            found[path] = (message(parent).nested_type if parent else file.message_type).add(name=name)
        return found[path]

    for line in TABLE.strip().splitlines():
        path, _, fields = line.partition(":")
        made = message(path)
        for number, name, kind in re.findall(r"(\d+) (\w+) (\S+?)(?:,|$)", fields):
            _add(made, path, int(number), name, kind)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    full = {path: pool.FindMessageTypeByName(f"{PACKAGE}.{path}") for path in found}
    return {path: message_factory.GetMessageClass(descriptor) for path, descriptor in full.items()}


def _add(made: Any, path: str, number: int, name: str, kind: str) -> None:  # noqa: ANN401 -- protobuf has no types
    field = made.field.add(name=name, number=number, label=Field.LABEL_OPTIONAL)
    if kind in SCALARS:
        field.type = SCALARS[kind]
        return
    field.type = Field.TYPE_MESSAGE
    if kind.startswith("{"):  # a map is a repeated message of two fields
        entry = made.nested_type.add(name=name.title().replace("_", "") + "Entry")
        entry.options.map_entry = True
        entry.field.add(name="key", number=1, type=Field.TYPE_STRING, label=Field.LABEL_OPTIONAL)
        inner = f".{PACKAGE}.{kind[1:-1]}"
        entry.field.add(
            name="value", number=2, type=Field.TYPE_MESSAGE, label=Field.LABEL_OPTIONAL, type_name=inner
        )
        field.label, kind = Field.LABEL_REPEATED, f"{path}.{entry.name}"
    elif kind.startswith("*"):
        field.label, kind = Field.LABEL_REPEATED, kind[1:]
    field.type_name = f".{PACKAGE}.{kind}"


MESSAGES = _messages()

UNKNOWN = msgpack.ExtType(0, b"\0")


def decode(data: bytes) -> Any:  # noqa: ANN401 -- any value of Terraform
    """A value; whatever is not known yet is `UNKNOWN`."""
    return msgpack.unpackb(data, raw=False, ext_hook=lambda *_: UNKNOWN, strict_map_key=False)


def encode(value: object) -> bytes:
    """The same back."""
    packed = msgpack.packb(value, use_bin_type=True)
    if not isinstance(packed, bytes):
        raise TypeError(f"cannot encode {value!r}")
    return packed
