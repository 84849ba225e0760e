"""From a processed Doc to a Document: reads doc.text and doc._.attribution (a standoff dict)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from spacy.tokens import Doc

from . import dates
from .tokenizer import text_of
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
    made = Document.from_dict({**found, "id": id, "meta": dict(meta or {})}, text=text_of(doc))
    return dates.dated(made)


def surer(found: Document, least: float) -> Document:
    """A Document without the attributions whose confidence is below `least`, and without entities that then say nothing.

    What stood inside one that goes stands in the next one around it. Attributions without a confidence stay.
    """
    kept = {a.id: a for a in found.attributions if a.confidence is None or a.confidence >= least}
    parents = {a.id: a.parent for a in found.attributions}

    def holder(name: str | None) -> str | None:
        return name if name is None or name in kept else holder(parents[name])

    attributions = tuple(replace(a, parent=holder(a.parent)) for a in kept.values())
    speaking = {speaker for a in attributions for speaker in a.speakers}
    return replace(found, attributions=attributions, entities=tuple(e for e in found.entities if e.id in speaking))


def _attributions(doc: Doc) -> list[Attribution]:
    return list(document(doc).attributions)


def _speakers(doc: Doc) -> list[Entity]:
    return list(document(doc).entities)


ensure_extensions()
