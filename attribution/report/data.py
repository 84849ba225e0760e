"""What the page shows: reads Documents, returns plain data whose spans are ranges of the pieces of a text.

A text is cut at every boundary of every span, so that spans that nest and cross are ranges of whole pieces; code points
become piece numbers here, and the page never counts characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from ..arabic import loose
from ..types import AnySpan, Attribution, Document, Entity
from ..view import UNSEEN

LANES = 4  # lines that can stand under each other; what is nested deeper shares the last one
TITLE = 90  # characters of a title
META = 300  # characters of a value of meta
_BREAKS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_EVIDENCE = re.compile(r"([^@]*)@([0-9]{1,12})-([0-9]{1,12})", re.DOTALL)

Data = dict[str, Any]


class By(NamedTuple):
    """One entry of `by`: `stance:comment@57-69` is the step, what decided, and where in the text (0, 0 for nowhere)."""

    step: str
    what: str
    start: int = 0
    end: int = 0


class Pieces:
    """A text cut at offsets and around its line ends: `texts` are the pieces, which joined are the text."""

    def __init__(self, text: str, offsets: Iterable[int]) -> None:
        breaks = (offset for found in _BREAKS.finditer(text) for offset in found.span())
        cuts = sorted({0, len(text), *offsets, *breaks})
        self.texts = [text[start:end] for start, end in pairwise(cuts)]
        self._numbers = {offset: number for number, offset in enumerate(cuts)}

    def range(self, start: int, end: int) -> list[int]:
        """The number of the first piece of a stretch between two offsets, and of the one after its last."""
        return [self._numbers[start], self._numbers[end]]

    def span(self, span: AnySpan | None) -> list[int] | None:
        """The pieces of a span."""
        return None if span is None else self.range(span.start, span.end)


class Speakers:
    """The speakers of all documents by number: the same registry id, or the same name and kind, is the same speaker."""

    def __init__(self) -> None:
        self.rows: list[Data] = []
        self._numbers: dict[tuple[str, str], int] = {}

    def number(self, entity: Entity) -> int:
        """The number of the speaker that an entity is, a new one where it was not seen before."""
        key = ("", entity.registry_id) if entity.registry_id else (loose(entity.name), entity.kind)
        if key not in self._numbers:
            self._numbers[key] = len(self.rows)
            self.rows.append({"name": entity.name, "kind": entity.kind, "role": entity.role})
        return self._numbers[key]


def page_data(documents: Iterable[Document]) -> Data:
    """Everything that the page shows but its labels: `documents`, and the `speakers` that they name by number."""
    speakers = Speakers()
    return {"documents": [_document(each, speakers) for each in documents], "speakers": speakers.rows}


def _document(document: Document, speakers: Speakers) -> Data:
    evidence = [_evidence(document, each) for each in document.attributions]
    offsets = [o for each in document.attributions for span in each.spans() for o in (span.start, span.end)]
    offsets += [o for found in evidence for by in found for o in (by.start, by.end)]
    pieces = Pieces(document.text, offsets)
    entities = {entity.id: speakers.number(entity) for entity in document.entities}
    places = {each.id: number for number, each in enumerate(document.attributions)}
    statements = [_statement(each, pieces, entities, places) for each in document.attributions]
    for data, lane, found in zip(statements, lanes(document.attributions), evidence):
        data |= {"lane": lane, "by": [[by.step, by.what, *pieces.range(by.start, by.end)] for by in found]}
    head = {"id": document.id, "title": _title(document), "meta": _meta(document.meta)}
    return head | {"pieces": pieces.texts, "statements": statements}


def _statement(each: Attribution, pieces: Pieces, entities: Mapping[str, int], places: Mapping[str, int]) -> Data:
    certainty = each.certainty
    return {
        "id": each.id,
        "type": each.type,
        "act": each.act,
        "stance": each.stance,
        "lemma": each.cue_lemma,
        "cue": pieces.span(each.cue),
        "source": pieces.span(each.source),
        "content": [pieces.span(span) for span in each.content],
        "hedges": [[hedge.kind, *pieces.range(hedge.start, hedge.end)] for hedge in each.hedges],
        "circumstances": [[c.kind, *pieces.range(c.start, c.end), c.iso] for c in each.circumstances],
        "speakers": list(dict.fromkeys(entities[speaker] for speaker in each.speakers)),
        "parent": None if each.parent is None else places[each.parent],
        "confidence": each.confidence,
        "certainty": None if certainty is None else [certainty.speaker, certainty.writer],
    }


def lanes(attributions: Iterable[Attribution]) -> list[int]:
    """For each attribution the line, from 0 to LANES - 1, under which no other content runs where there is room."""
    reach = [(min(s.start for s in each.content), max(s.end for s in each.content)) for each in attributions]
    found = [0] * len(reach)
    ends = [0] * LANES
    for number in sorted(range(len(reach)), key=lambda n: (reach[n][0], -reach[n][1])):
        start, end = reach[number]
        lane = next((lane for lane, taken in enumerate(ends) if taken <= start), LANES - 1)
        found[number] = lane
        ends[lane] = max(end, ends[lane])
    return found


def _evidence(document: Document, each: Attribution) -> list[By]:
    return [_by(entry, len(document.text)) for entry in each.by]


def _by(entry: str, length: int) -> By:
    """An entry of `by` in its parts; a place that is not in the text stays a part of the words."""
    step, _, what = entry.partition(":")
    place = _EVIDENCE.fullmatch(what)
    if place and 0 <= int(place[2]) < int(place[3]) <= length:
        return By(step, place[1], int(place[2]), int(place[3]))
    return By(step, what)


def _title(document: Document) -> str:
    """The title that meta gives, else the first line that has words."""
    given = document.meta.get("title")
    lines = ([given] if isinstance(given, str) else []) + _BREAKS.split(document.text.lstrip()[: 4 * TITLE])
    title = next((found for line in lines if (found := UNSEEN.sub(" ", line).strip())), document.id)
    return title if len(title) <= TITLE else title[: TITLE - 1] + "…"


def _meta(meta: Mapping[str, Any]) -> list[list[str]]:
    """Names and values of what is known of a document, texts and numbers only."""
    shown = {name: value for name, value in meta.items() if isinstance(value, (str, int, float)) and name != "title"}
    return [[str(name)[:META], str(value)[:META]] for name, value in shown.items()]
