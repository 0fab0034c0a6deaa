"""What every table of an environment file is made of."""

from pydantic import BaseModel, ConfigDict


class Data(BaseModel):
    """Frozen, strict, and closed: an unknown key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)
