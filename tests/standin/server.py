"""A provider process in a thread: it has a schema, and plans every hole as a value that is not known yet.

An apply fills the holes, a read finds what the state says, and what is destroyed is gone: nothing else acts.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import grpc

from tests.standin.schemas import Attribute, Block, Schema, holes, result
from tests.standin.wire import MESSAGES, METHODS, SERVICE, UNKNOWN, decode, encode
from tools.providers import listening

NESTING = {"single": 1, "list": 2, "set": 3, "map": 4}


class StandIn:
    """One provider on a free port of the loopback interface."""

    def __init__(self, schema: Schema) -> None:
        """Listen; nothing answers before `start`."""
        self.schema = schema
        self.server = grpc.server(ThreadPoolExecutor(max_workers=4))
        handlers = {
            method: grpc.unary_unary_rpc_method_handler(
                getattr(self, f"_{method}", _nothing(method)),
                request_deserializer=MESSAGES[f"{method}.Request"].FromString,
                response_serializer=MESSAGES[f"{method}.Response"].SerializeToString,
            )
            for method in METHODS
        }
        self.server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
        self.port: int = self.server.add_insecure_port("127.0.0.1:0")

    def reattach(self) -> dict[str, Any]:
        """How terraform finds it."""
        return listening(6, self.port)

    def _GetProviderSchema(self, _request: object, _context: object) -> object:  # noqa: N802 -- the protocol's
        return MESSAGES["GetProviderSchema.Response"](
            provider=_schema(self.schema.configuration),
            resource_schemas={kind: _schema(block) for kind, block in self.schema.resources.items()},
            data_source_schemas={kind: _schema(block) for kind, block in self.schema.data.items()},
        )

    def _ValidateResourceConfig(self, request: Any, _context: object) -> object:  # noqa: ANN401, N802 -- protobuf's
        """Terraform itself does not mind results that are set; providers do."""
        attributes = self.schema.resources[request.type_name].attributes
        given = decode(request.config.msgpack)
        results = [
            name
            for name, attribute in attributes.items()
            if not (attribute.optional or attribute.required) and given.get(name) is not None
        ]
        problems = [MESSAGES["Diagnostic"](severity=1, summary=f"{name} is a result") for name in results]
        return MESSAGES["ValidateResourceConfig.Response"](diagnostics=problems)

    def _PlanResourceChange(self, request: Any, _context: object) -> object:  # noqa: ANN401, N802 -- protobuf's
        planned = _filled(self.schema.resources[request.type_name], request.proposed_new_state)
        return MESSAGES["PlanResourceChange.Response"](planned_state=planned)

    def _ApplyResourceChange(self, request: Any, _context: object) -> object:  # noqa: ANN401, N802 -- protobuf's
        made = _made(self.schema.resources[request.type_name], request.planned_state, UNKNOWN)
        return MESSAGES["ApplyResourceChange.Response"](new_state=made)

    def _ReadResource(self, request: Any, _context: object) -> object:  # noqa: ANN401, N802 -- protobuf's
        return MESSAGES["ReadResource.Response"](new_state=request.current_state)

    def _UpgradeResourceState(self, request: Any, _context: object) -> object:  # noqa: ANN401, N802 -- protobuf's
        kept = MESSAGES["DynamicValue"](json=request.raw_state.json)
        return MESSAGES["UpgradeResourceState.Response"](upgraded_state=kept)

    def _ReadDataSource(self, request: Any, _context: object) -> object:  # noqa: ANN401, N802 -- protobuf's
        state = _made(self.schema.data[request.type_name], request.config, None)
        return MESSAGES["ReadDataSource.Response"](state=state)


@contextmanager
def stand_ins(schemas: Mapping[str, Schema]) -> Iterator[str]:
    """What `TF_REATTACH_PROVIDERS` holds for these providers, by address; they stop with the block."""
    made = {address: StandIn(schema) for address, schema in schemas.items()}
    for each in made.values():
        each.server.start()
    try:
        yield json.dumps({address: each.reattach() for address, each in made.items()})
    finally:
        for each in made.values():
            each.server.stop(0).wait()


def _nothing(method: str) -> Any:  # noqa: ANN401 -- grpc's
    """No objection: the schema has been compared by terraform itself."""
    return lambda *_: MESSAGES[f"{method}.Response"]()


def _filled(block: Block, state: Any) -> object:  # noqa: ANN401 -- protobuf's
    value = decode(state.msgpack)
    for holder, key, _ in list(holes(block, value)) if value is not None else ():
        holder[key] = UNKNOWN
    return MESSAGES["DynamicValue"](msgpack=encode(value))


def _made(block: Block, state: Any, empty: object) -> object:  # noqa: ANN401 -- protobuf's
    """Equal requests get equal results, so that a repeated read changes nothing."""
    value = decode(state.msgpack)
    seed = hashlib.sha256(state.msgpack).hexdigest()[:8]
    for holder, key, attribute in list(holes(block, value, empty)) if value is not None else ():
        holder[key] = result(key, attribute, seed)
    return MESSAGES["DynamicValue"](msgpack=encode(value))


def _schema(block: Block) -> object:
    return MESSAGES["Schema"](version=0, block=_block(block))


def _block(block: Block) -> object:
    return MESSAGES["Schema.Block"](
        attributes=[_attribute(name, attribute) for name, attribute in block.attributes.items()],
        block_types=[
            MESSAGES["Schema.NestedBlock"](
                type_name=name,
                block=_block(inner),
                nesting=NESTING[inner.nesting],
                min_items=inner.least,
                max_items=inner.most,
            )
            for name, inner in block.blocks.items()
        ],
    )


def _attribute(name: str, attribute: Attribute) -> object:
    made = MESSAGES["Schema.Attribute"](
        name=name,
        required=attribute.required,
        optional=attribute.optional,
        computed=attribute.computed,
    )
    if attribute.type is not None:
        made.type = json.dumps(attribute.type).encode()
    else:
        inner = [_attribute(each, nested) for each, nested in attribute.nested.items()]
        made.nested_type.CopyFrom(
            MESSAGES["Schema.Object"](nesting=NESTING[attribute.nesting], attributes=inner)
        )
    return made
