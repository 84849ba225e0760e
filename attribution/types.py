"""The types of a result: reads and writes standoff dicts (standoff.schema.json), checked on the way in."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from . import fields
from .errors import InputError, SpanError
from .fields import Data

KINDS = ("person", "organization", "government", "media", "group")
TYPES = ("direct", "indirect", "mixed")
STANCES = ("endorse", "neutral", "distance", "dispute")
ACTS = (
    "state",
    "affirm",
    "deny",
    "accuse",
    "demand",
    "commit",
    "warn",
    "condemn",
    "support",
    "concern",
    "question",
)
HEDGES = ("epistemic", "distancing", "scare_quote", "approximator")
CIRCUMSTANCES = ("addressee", "venue", "time", "via")


def text_sha256(text: str) -> str:
    """The checksum of a text that standoff files carry (of its UTF-8 bytes)."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the untouched text: code points, end exclusive; `text` is its checksum."""

    start: int
    end: int
    text: str

    def to_dict(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "text": self.text}

    @classmethod
    def from_dict(cls, data: Data) -> Span:
        return cls(*_span_fields(data))


@dataclass(frozen=True, slots=True)
class Hedge:
    """Words that lower the commitment of the speaker or the writer; `kind` is one of HEDGES."""

    kind: str
    start: int
    end: int
    text: str

    def to_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "start": self.start, "end": self.end, "text": self.text}

    @classmethod
    def from_dict(cls, data: Data) -> Hedge:
        return cls(fields.choice(data, "kind", HEDGES), *_span_fields(data))


@dataclass(frozen=True, slots=True)
class Circumstance:
    """To whom, where, when or through whom it was communicated; `kind` is one of CIRCUMSTANCES.

    `iso` is the date of a time (a day, a month or a year), where the document's own date is known.
    """

    kind: str
    start: int
    end: int
    text: str
    iso: str | None = None

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = {"kind": self.kind, "start": self.start, "end": self.end, "text": self.text}
        return data if self.iso is None else data | {"iso": self.iso}

    @classmethod
    def from_dict(cls, data: Data) -> Circumstance:
        kind = fields.choice(data, "kind", CIRCUMSTANCES)
        return cls(kind, *_span_fields(data), fields.optional_text(data, "iso"))


AnySpan: TypeAlias = Span | Hedge | Circumstance


@dataclass(frozen=True, slots=True)
class Entity:
    """Someone or something that speaks; `name` is the fullest proper name, without title or marks."""

    id: str
    name: str
    kind: str
    role: str | None = None
    aliases: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    registry_id: str | None = None

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = {"id": self.id, "name": self.name, "kind": self.kind, "role": self.role}
        data["aliases"] = list(self.aliases)
        if self.mentions:
            data["mentions"] = _dicts(self.mentions)
        if self.registry_id is not None:
            data["registry_id"] = self.registry_id
        return data

    @classmethod
    def from_dict(cls, data: Data) -> Entity:
        return cls(
            id=fields.text(data, "id"),
            name=fields.text(data, "name"),
            kind=fields.choice(data, "kind", KINDS),
            role=fields.optional_text(data, "role"),
            aliases=fields.texts(data, "aliases", default=()),
            mentions=fields.items(data, "mentions", Span.from_dict, default=()),
            registry_id=fields.optional_text(data, "registry_id"),
        )


@dataclass(frozen=True, slots=True)
class Certainty:
    """How far the speaker and the writer stand behind a content, 0 to 1, from cue, hedges and boosters."""

    speaker: float
    writer: float

    def to_dict(self) -> dict[str, float]:
        return {"speaker": self.speaker, "writer": self.writer}

    @classmethod
    def from_dict(cls, data: Data) -> Certainty:
        return cls(fields.share(data, "speaker"), fields.share(data, "writer"))


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain of sources: `role` is "speaker" (then `entity` is an id) or "via"."""

    attribution: str
    role: str
    name: str
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """One relation: `speakers` (entity ids) communicate `content`, which `cue` says and `source` names."""

    id: str
    type: str
    cue: Span | None
    source: Span | None
    content: tuple[Span, ...]
    speakers: tuple[str, ...] = ()
    parent: str | None = None
    stance: str = "neutral"
    act: str = "state"
    hedges: tuple[Hedge, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()
    cue_lemma: str | None = None
    confidence: float | None = None
    by: tuple[str, ...] = ()
    certainty: Certainty | None = None

    def chain(self, document: Document) -> tuple[Link, ...]:
        """Who stands between the reader and the content, the outermost first, the speaker of this attribution last."""
        by_id = {each.id: each for each in document.attributions}
        names = {entity.id: entity.name for entity in document.entities}
        found: list[Link] = []
        each: Attribution | None = self
        seen: set[str] = set()
        while each is not None and each.id not in seen:
            seen.add(each.id)
            via = [Link(each.id, "via", c.text) for c in each.circumstances if c.kind == "via"]
            found[:0] = [*via, *(Link(each.id, "speaker", names[s], s) for s in each.speakers)]
            each = by_id.get(each.parent) if each.parent else None
        return tuple(found)

    def spans(self) -> Iterator[AnySpan]:
        """Every span of the attribution, labelled ones last."""
        yield from (span for span in (self.cue, self.source) if span)
        yield from self.content
        yield from self.hedges
        yield from self.circumstances

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "id": self.id,
            "type": self.type,
            "cue": self.cue.to_dict() if self.cue else None,
        }
        if self.cue_lemma is not None:
            data["cue_lemma"] = self.cue_lemma
        data["source"] = self.source.to_dict() if self.source else None
        data["content"] = _dicts(self.content)
        data |= {
            "speakers": list(self.speakers),
            "parent": self.parent,
            "stance": self.stance,
            "act": self.act,
        }
        data |= {"hedges": _dicts(self.hedges), "circumstances": _dicts(self.circumstances)}
        if self.confidence is not None:
            data["confidence"] = self.confidence
        if self.certainty is not None:
            data["certainty"] = self.certainty.to_dict()
        if self.by:
            data["by"] = list(self.by)
        return data

    @classmethod
    def from_dict(cls, data: Data) -> Attribution:
        return cls(
            id=fields.text(data, "id"),
            type=fields.choice(data, "type", TYPES),
            cue=_optional_span(data, "cue"),
            source=_optional_span(data, "source"),
            content=_content(data),
            speakers=fields.texts(data, "speakers"),
            parent=fields.optional_text(data, "parent"),
            stance=fields.choice(data, "stance", STANCES),
            act=fields.choice(data, "act", ACTS),
            hedges=fields.items(data, "hedges", Hedge.from_dict),
            circumstances=fields.items(data, "circumstances", Circumstance.from_dict),
            cue_lemma=fields.optional_text(data, "cue_lemma"),
            confidence=fields.confidence(data),
            by=fields.texts(data, "by", default=()),
            certainty=_certainty(data),
        )


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its entities and attributions; gold and prediction are the same type."""

    id: str
    text: str
    entities: tuple[Entity, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)
    pipeline: str | None = None

    def check(self) -> Document:
        """This document, or an error for a span that is not its slice, a repeated id or an id nobody has."""
        for part, spans in self._parts():
            for span in spans:
                _check_slice(self, part, span)
        entities = _unique(self.id, "entity", self.entities)
        attributions = _unique(self.id, "attribution", self.attributions)
        for each in self.attributions:
            for speaker in each.speakers:
                _known(f"{self.id}, {each.id}, speakers", "no such entity", speaker, entities)
            if each.parent is not None:
                _known(f"{self.id}, {each.id}, parent", "no such attribution", each.parent, attributions)
        return self

    def _parts(self) -> Iterator[tuple[str, Iterable[AnySpan]]]:
        yield from ((entity.id, entity.mentions) for entity in self.entities)
        yield from ((each.id, each.spans()) for each in self.attributions)

    def to_dict(self, with_text: bool = False) -> dict[str, Any]:
        """The standoff form; `with_text` adds the text itself."""
        data: dict[str, Any] = {"id": self.id, "text_sha256": text_sha256(self.text)}
        if with_text:
            data["text"] = self.text
        if self.meta:
            data["meta"] = dict(self.meta)
        if self.pipeline is not None:
            data["pipeline"] = self.pipeline
        return data | {"entities": _dicts(self.entities), "attributions": _dicts(self.attributions)}

    @classmethod
    def from_dict(cls, data: Data, text: str | None = None) -> Document:
        """A checked document from its standoff form; `text` is needed where the dict does not carry it."""
        name = fields.text(data, "id")
        try:
            document = cls(
                id=name,
                text=_document_text(data, text),
                entities=fields.items(data, "entities", Entity.from_dict),
                attributions=fields.items(data, "attributions", Attribution.from_dict),
                meta=fields.field(data, "meta", Mapping, default={}),
                pipeline=fields.optional_text(data, "pipeline"),
            )
        except InputError as error:
            raise error.within("", name) from None
        return document.check()


def _dicts(items: Iterable[Any]) -> list[dict[str, Any]]:
    return [item.to_dict() for item in items]


def _check_slice(document: Document, part: str, span: AnySpan) -> None:
    found = document.text[span.start : span.end]
    if not 0 <= span.start < span.end <= len(document.text) or found != span.text:
        place = f"{document.id}, {part}, characters {span.start} to {span.end}"
        raise SpanError(f"the span says {span.text!r} and the text has {found!r}", position=place)


def _unique(document: str, what: str, items: Sequence[Entity] | Sequence[Attribution]) -> dict[str, int]:
    """How often each id comes, which is once."""
    ids = Counter(item.id for item in items)
    name, number = max(ids.items(), key=lambda pair: pair[1], default=("", 0))
    if number > 1:
        raise InputError(f"two of the same {what} id", position=document, value=name)
    return ids


def _known(position: str, problem: str, value: str, valid: Mapping[str, int]) -> None:
    if value not in valid:
        raise InputError(problem, position=position, value=value, valid=tuple(valid))


def _document_text(data: Data, text: str | None) -> str:
    own = fields.optional_text(data, "text")
    found = own if text is None else text
    if found is None:
        raise InputError("the text is not in the file and was not given", position="text")
    checksum = data.get("text_sha256")
    if checksum is not None and checksum != text_sha256(found):
        raise SpanError("the text is not the one labelled (text_sha256 differs)", position="text")
    return found


def _span_fields(data: Data) -> tuple[int, int, str]:
    return fields.field(data, "start", int), fields.field(data, "end", int), fields.text(data, "text")


def _optional_span(data: Data, name: str) -> Span | None:
    value = fields.field(data, name, (Mapping, type(None)))
    return None if value is None else fields.inside(name, Span.from_dict, value)


def _certainty(data: Data) -> Certainty | None:
    value = fields.field(data, "certainty", (Mapping, type(None)), default=None)
    return None if value is None else fields.inside("certainty", Certainty.from_dict, value)


def _content(data: Data) -> tuple[Span, ...]:
    content = fields.items(data, "content", Span.from_dict)
    if not content:
        raise InputError("has no span", position="content")
    return content
