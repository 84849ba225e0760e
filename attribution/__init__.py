"""Who said what in Arabic news, in whose words, and how far the writer stands behind it."""

from .document import document
from .pipelines import __version__, extract, load
from .registry import Registry
from .types import Attribution, Circumstance, Document, Entity, Hedge, Span

__all__ = [
    "Attribution", "Circumstance", "Document", "Entity", "Hedge", "Registry", "Span", "__version__", "document",
    "extract", "load",
]  # fmt: skip
