"""Statements, the record that the rules hand on: reads contents, writes doc._.attribution_statements (plain dicts)."""

from __future__ import annotations

from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from spacy.language import Language
from spacy.tokens import Doc

from .contents import Content, find_contents
from .cues import find_cues
from .furniture import furniture
from .phrases import Range
from .quotes import EXTENSION as QUOTES
from .quotes import Quote
from .view import View
from .worded import Worded
from .words import Vocabulary

EXTENSION = "attribution_statements"
Links = tuple[tuple[int, float], ...]


class Statement(NamedTuple):
    """One attribution before its speaker is known; ranges are token numbers of the View, None or () where there is none.

    `kind` is that of the cue (verb, participle, nominal, preposition, colon, closing), `frame` what its complement is,
    and tense to number are the verb's. `quoted` tells that the content is one quotation. `chance` is the
    tagger's probability that the cue is one; None where only the rules spoke. `links` are tokens that speak of the
    speaker (-1: there is none), with the tagger's chance of each.
    """

    cue: Range
    source: Range | None
    content: tuple[Range, ...]
    circumstances: tuple[Range, ...]
    kind: str
    frame: str
    lemma: str
    act: str
    stance: str
    tense: str
    voice: str
    person: str
    gender: str
    number: str
    lead: int
    before: bool
    quoted: bool
    chance: float | None = None
    links: Links = ()

    @classmethod
    def load(cls, data: dict[str, Any]) -> Statement:
        """The Statement of a plain dict, whose ranges may be lists."""
        content = tuple((s, e) for s, e in data["content"])
        around = tuple((s, e) for s, e in data["circumstances"])
        source = tuple(data["source"]) if data["source"] else None
        links = tuple((i, chance) for i, chance in data["links"])
        ranges = {"cue": tuple(data["cue"]), "source": source, "content": content, "circumstances": around}
        return cls(**{**data, **ranges, "links": links})


_views: WeakKeyDictionary[Doc, tuple[Any, View]] = WeakKeyDictionary()


def view_of(doc: Doc, vocabulary: Vocabulary, last: bool = False) -> View:
    """The View of a Doc whose quotations have been found; kept for the next component until the `last` one asks."""
    quotes = doc._.get(QUOTES)
    known, view = _views.pop(doc, (None, None))
    if view is None or known is not quotes or view.vocabulary is not vocabulary:
        view = View(doc, vocabulary, [Quote(**q) for q in quotes])
    if not last:
        _views[doc] = quotes, view
    return view


def find_statements(view: View) -> list[Statement]:
    """The attributions of a document, in text order, without their speakers."""
    cues = find_cues(view, furniture(view))
    return [_statement(view, content) for content in find_contents(view, cues)]


def _statement(view: View, content: Content) -> Statement:
    cue = content.cue
    verb, match = cue.verb, cue.match
    features = (verb.tense, verb.voice, verb.person, verb.gender, verb.number) if verb else ("",) * 5
    return Statement(
        (cue.start, cue.end), cue.source, content.ranges, match.circumstances if match else (), cue.kind,
        match.frame if match else "", cue.entry.lemma, cue.entry.act, cue.entry.stance, *features,
        _lead(view, content), cue.before, content.quote is not None,
    )  # fmt: skip


def _lead(view: View, content: Content) -> int:
    """How many letters of clitics stand before the cue's own word."""
    cue, form = content.cue, view.forms[content.cue.start]
    if cue.kind == "nominal":
        return len(form.lead.removesuffix("ال"))
    if cue.kind == "preposition":
        return int(form.key[:1] in ("و", "ف") and view.vocabulary.cues.conjoined(form.key))
    return len(cue.verb.lead) if cue.verb else 0


class Statements(Worded):
    """Find cues, contents and sources: reads tokens and doc._.attribution_quotes, writes doc._.attribution_statements."""

    def __call__(self, doc: Doc) -> Doc:
        view = view_of(doc, self.vocabulary)
        doc._.set(EXTENSION, [statement._asdict() for statement in find_statements(view)])
        return doc


@Language.factory("attribution_statements", assigns=[f"doc._.{EXTENSION}"], default_config={"words": {}})
def create_statements(nlp: Language, name: str, words: dict[str, list[dict[str, str]]]) -> Statements:
    """The component; `words` are rows of the user's own by kind of lexicon, so that they are saved with the pipeline."""
    if not Doc.has_extension(EXTENSION):
        Doc.set_extension(EXTENSION, default=[])
    return Statements(words)
