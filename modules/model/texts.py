"""Kinds of text: of one shape, or of a pinned table. Each says what it should have been, and tells editors."""

import re
from dataclasses import dataclass

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_after_validator_function


@dataclass(frozen=True, slots=True)
class Text:
    """Text of one shape: refused with `what` it should have been; editors get the pattern."""

    pattern: str
    what: str

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Text first, then the shape."""
        return no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The pattern, whole."""
        return handler(schema) | {"pattern": f"^{self.pattern}$"}

    def _check(self, value: str) -> str:
        if not re.fullmatch(self.pattern, value, re.ASCII):
            message = f"{value!r} is not {self.what}"
            raise ValueError(message)
        return value


@dataclass(frozen=True, slots=True)
class OneOf:
    """Text of a pinned table: refused with `what` it should have been; editors get the table."""

    known: tuple[str, ...]
    what: str

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Text first, then the table."""
        return no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The table, whole."""
        return handler(schema) | {"enum": list(self.known)}

    def _check(self, value: str) -> str:
        if value not in self.known:
            message = f"{value!r} is not {self.what}; write one of {', '.join(self.known)}"
            raise ValueError(message)
        return value
