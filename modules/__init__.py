"""The platform. Importing it makes every provider class load on its own (ADR 0008)."""

from modules.kit.lazy import install

install()
