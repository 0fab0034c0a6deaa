"""The real terraform for rehearsals, where a provider mirror is at hand."""

from tests.terraform.conftest import provider

__all__ = ["provider"]
