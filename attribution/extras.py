"""Optional libraries: reads a module's name, returns the module, or says which extra brings it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .errors import UsageError


def need(module: str, extra: str, what: str) -> Any:
    """The module; UsageError where it is not installed: "WHAT needs the extra EXTRA: pip install …"."""
    try:
        return import_module(module)
    except ImportError as error:
        raise UsageError(f"{what} needs the extra {extra}: pip install 'attribution[{extra}]' ({error})") from None
