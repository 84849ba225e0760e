"""From a processed Doc to a Document: reads doc.text and doc._.attribution (a standoff dict)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spacy.tokens import Doc

from . import dates
from .types import Attribution, Document, Entity


def ensure_extensions() -> None:
    """Register doc._.attribution (the plain dict) and the typed views doc._.attributions and doc._.speakers.

    The dict holds "entities" and "attributions" and may hold "pipeline"; being plain, it survives
    `to_bytes`, DocBin and `n_process=2`. The views are built anew at each look.
    """
    if Doc.has_extension("attribution"):
        return
    Doc.set_extension("attribution", default=None)
    Doc.set_extension("attributions", getter=_attributions)
    Doc.set_extension("speakers", getter=_speakers)


def document(doc: Doc, id: str = "", meta: Mapping[str, Any] | None = None) -> Document:
    """The checked Document of a Doc; one that no pipeline has touched has no attributions."""
    found = doc._.attribution or {"entities": [], "attributions": []}
    made = Document.from_dict({**found, "id": id, "meta": dict(meta or {})}, text=doc.text)
    return dates.dated(made)


def _attributions(doc: Doc) -> list[Attribution]:
    return list(document(doc).attributions)


def _speakers(doc: Doc) -> list[Entity]:
    return list(document(doc).entities)


ensure_extensions()
