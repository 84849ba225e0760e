"""What the rules see, as numbers: reads a View and the rules' Statements, answers with arrays for the tagger."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ..rules.phrases import Range
from ..rules.statements import Statement
from ..rules.view import View
from ..rules.words import Form
from ..types import ACTS

Floats = npt.NDArray[np.float32]

CLASSES = (
    "name", "title", "verb", "demonym", "masdar", "noun", "adjective", "place", "maybe_name", "town", "body", "media",
    "adverb", "time", "document", "generic", "preposition", "particle", "quantifier", "subordinator", "pronoun",
    "auxiliary", "question", "demonstrative", "relative", "naming", "same", "negation", "complementiser",
)  # fmt: skip
FRAMES = (
    "that", "quote", "object", "bi", "ala", "object_bi", "min", "an", "addressee", "question", "ila", "object_ala",
    "fi", "object_ila", "li", "object_min", "relay", "object_an",
)  # fmt: skip
TENSES = ("past", "present", "participle")
GENDERS, NUMBERS = ("m", "f"), ("sg", "du", "pl")
MARKS = (":", "،", ",", ".", "؛", "؟", "!", "…", "(", ")", "-", "–", '"', "«", "»", "“", "”")
KINDS = ("verb", "participle", "nominal", "preposition", "colon", "closing")
LEADS = ("و", "ف", "ب", "ل", "ك", "س", "ال")
DISTANCES = (1, 2, 3, 4, 6, 9, 14, 22, 40, 80)  # tokens between a cue and a token: upper bounds of the buckets

_FORM = (
    [f"class={c}" for c in CLASSES]
    + [f"frame={f}" for f in FRAMES]
    + [f"act={a}" for a in ACTS]
    + [f"tense={t}" for t in TENSES]
    + [f"verb={g}" for g in (*GENDERS, *NUMBERS, "1", "passive", "any")]
    + [f"noun={g}" for g in (*GENDERS, *NUMBERS)]
    + [f"mark={m}" for m in MARKS]
    + [f"lead={x}" for x in LEADS]
    + ["word", "number", "punctuation", "definite", "bare", "fused", "closed", "ambiguous", "preposed", "unknown", "distance"]
)
_PLACE = ["sentence", "line", "title", "opens", "closes", "speech", "phrase", "pseudo", "hedge"]
_RULES = [f"cue={k}" for k in KINDS] + ["source", "content", "content starts", "content ends", "around"]
TOKEN = tuple(_FORM + _PLACE + _RULES)  # the columns of token_signals
_AT = {name: n for n, name in enumerate(TOKEN)}

ROLES = ("source", "content", "around")
PAIR = (
    *(f"{side}{d}" for side in ("before", "after") for d in (*DISTANCES, "more")),
    "cue", "same sentence", "same line", "next sentence", "other cue", "other content", "gender", "clash",
    *(f"{role} {part}" for role in ROLES for part in ("starts", "inside")),
    "rules have it", "same speech",
)  # fmt: skip
RULED_TOKEN = [n for n, name in enumerate(TOKEN) if name in _RULES]  # columns that tell what the rules found
RULED_PAIR = [n for n, name in enumerate(PAIR) if name.endswith((" starts", " inside")) or name == "rules have it"]
_PAIR_AT = {name: n for n, name in enumerate(PAIR)}


@lru_cache(maxsize=1 << 15)
def _form(form: Form) -> tuple[int, ...]:
    """The columns that a spelling sets."""
    names = [f"class={c}" for c in form.classes] + [f"lead={x}" for x in LEADS if x in form.lead]
    names += [f"noun={form.gender}", f"noun={form.number}", f"mark={form.key}"]
    names += [{"w": "word", "n": "number"}.get(form.shape, "punctuation")]
    names += [form.complementiser, *(n for n in ("definite", "closed", "ambiguous") if getattr(form, n))]
    names += ["preposed"] if form.preposition else []
    names += ["unknown"] if form.shape == "w" and not form.classes and not form.verbs else []
    for verb in form.verbs[:1]:
        names += [f"frame={f}" for f in verb.entry.frames] + [f"act={verb.entry.act}", f"tense={verb.tense}", "verb=any"]
        names += [f"verb={verb.gender}", f"verb={verb.number}", f"verb={verb.person}", f"verb={verb.voice}"]
        names += ["distance"] if verb.entry.stance != "neutral" else []
    return tuple(sorted({_AT[name] for name in names if name in _AT}))


def token_signals(view: View, statements: Sequence[Statement]) -> Floats:
    """One row a token of the View, one column a name in TOKEN; zeros and ones."""
    found = np.zeros((len(view), len(TOKEN)), dtype=np.float32)
    for i, form in enumerate(view.forms):
        found[i, _form(form)] = 1
    _places(view, found)
    for statement in statements:
        _ruled(statement, found)
    return found


def _places(view: View, found: Floats) -> None:
    def mark(tokens: Sequence[int], name: str) -> None:
        found[[i for i in tokens if i < len(view)], _AT[name]] = 1

    mark([start for start, _ in view.sentences], "sentence")
    mark([0, *view.lines], "line")
    mark(range(min(view.title_end, len(view))), "title")
    mark(list(view.opening), "opens")
    mark(list(view.closing), "closes")
    for quote in view.quotes:
        if quote.opened and not quote.is_term:
            mark(range(view.at(quote.start), view.before(quote.end)), "speech")
    for start, end in view.sentences:
        _phrases(view, start, end, found)


def _phrases(view: View, start: int, end: int, found: Floats) -> None:
    vocabulary = view.vocabulary
    for i in range(start, end):
        length, kind, _ = vocabulary.cues.match(view.forms, i, end)
        if length:
            found[i : i + length, _AT["pseudo" if kind == "pseudo" else "phrase"]] = 1
        length = vocabulary.hedges.match(view.forms, i, end)[0]
        found[i : i + length, _AT["hedge"]] = 1


def _ruled(statement: Statement, found: Floats) -> None:
    found[slice(*statement.cue), _AT[f"cue={statement.kind}"]] = 1
    if statement.source:
        found[slice(*statement.source), _AT["source"]] = 1
    for start, end in statement.content:
        found[start:end, _AT["content"]] = 1
        found[start, _AT["content starts"]] = 1
        found[end - 1, _AT["content ends"]] = 1
    for start, end in statement.circumstances:
        found[start:end, _AT["around"]] = 1


def pair_signals(view: View, statements: Sequence[Statement], cue: Range, first: int, last: int) -> Floats:
    """One row a token from `first` to `last`, one column a name in PAIR: how it stands to a cue."""
    found = np.zeros((last - first, len(PAIR)), dtype=np.float32)
    places = np.arange(first, last)
    _distances(places, cue, found)
    _neighbours(view, places, cue, found)
    for statement in statements:
        own = statement.cue[0] < cue[1] and cue[0] < statement.cue[1]
        if own:
            found[:, _PAIR_AT["rules have it"]] = 1
            _roles(statement, first, found)
        else:
            _mark(found, first, statement.cue, "other cue")
            for range_ in statement.content:
                _mark(found, first, range_, "other content")
    return found


def _distances(places: npt.NDArray[np.int64], cue: Range, found: Floats) -> None:
    before, after = cue[0] - places, places - (cue[1] - 1)
    bounds = np.asarray(DISTANCES)
    for away, offset in ((before, 0), (after, len(DISTANCES) + 1)):
        rows = np.flatnonzero(away > 0)
        found[rows, offset + np.searchsorted(bounds, away[rows])] = 1
    found[(before <= 0) & (after <= 0), _PAIR_AT["cue"]] = 1


def _neighbours(view: View, places: npt.NDArray[np.int64], cue: Range, found: Floats) -> None:
    sentence = np.asarray(view.sentence)[places] - view.sentence[cue[0]]
    found[sentence == 0, _PAIR_AT["same sentence"]] = 1
    found[sentence == 1, _PAIR_AT["next sentence"]] = 1
    lines = np.asarray(sorted(view.lines))
    line = np.searchsorted(lines, places, side="right") == np.searchsorted(lines, cue[0], side="right")
    found[line, _PAIR_AT["same line"]] = 1
    verb = next(iter(view.forms[cue[0]].verbs), None)
    genders = [view.forms[i].gender for i in places]
    if verb is not None and verb.gender:
        found[[g == verb.gender for g in genders], _PAIR_AT["gender"]] = 1
        found[[g not in ("", verb.gender) for g in genders], _PAIR_AT["clash"]] = 1
    at = view.starts[cue[0]]
    for quote in view.quotes:
        if quote.start < at < quote.end and not quote.is_term:
            start, end = view.at(quote.start) - places[0], view.before(quote.end) - places[0]
            found[max(0, start) : max(0, end), _PAIR_AT["same speech"]] = 1


def _roles(statement: Statement, first: int, found: Floats) -> None:
    sources = (statement.source,) if statement.source else ()
    for role, ranges in zip(ROLES, (sources, statement.content, statement.circumstances)):
        for start, end in ranges:
            _mark(found, first, (start, start + 1), f"{role} starts")
            _mark(found, first, (start + 1, end), f"{role} inside")


def _mark(found: Floats, first: int, range_: Range, name: str) -> None:
    found[max(0, range_[0] - first) : max(0, range_[1] - first), _PAIR_AT[name]] = 1
