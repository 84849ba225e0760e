"""Which complement of a reporting verb is its content: reads a View and a verb's frames, answers with a Match."""

from __future__ import annotations

from typing import NamedTuple

from .phrases import (
    Range, circumstance, is_comma, is_nominal, is_preposition, noun_phrase, skip_circumstances, strip,
)  # fmt: skip
from .view import View
from .words import Verb

FAR = 45  # tokens between a verb and its أن or quotation, at most
SPEECH = 4  # a quotation of so many words is speech even with no colon
PREPOSITION_FRAMES = frozenset({"bi", "ila", "ala", "an", "min", "li", "fi"})
NOT_COMPLEMENTS = frozenset(
    "رغم مع بعد قبل دون منذ غير بيد حتى الا يمكن يجب ينبغي لابد بد حد سوى شرط يفترض المفترض المقرر المتوقع المنتظر شانه شانها حين لدرجة".split()
)
"""Words after which أن belongs to them and not to the verb before."""


class Match(NamedTuple):
    """Where a cue's content starts, by which frame, and what stands between cue and content."""

    frame: str
    content: int
    zone: Range
    source: Range | None
    circumstances: tuple[Range, ...]


def forward(view: View, verb: Verb, start: int, stop: int, subject_before: bool, claimed: set[int]) -> Match | None:
    """The complement after a verb that ends before token `start`; None where no frame of the verb is met.

    `claimed` holds the tokens of later cues: the search for a clause or quotation does not pass them.
    """
    frames = verb.entry.frames
    strong = _clause_or_quote(view, frames, start, min(stop, start + FAR), claimed)
    if strong is not None:
        frame, content, end = strong
        source, around = split_zone(view, start, end, subject_before)
        return Match(frame, content, (start, end), source, tuple(around))
    return _nominal(view, verb, start, stop, subject_before, claimed)


def _clause_or_quote(
    view: View, frames: frozenset[str], start: int, stop: int, claimed: set[int]
) -> tuple[str, int, int] | None:
    """Frame, first content token and end of the zone for the first clause, colon, quotation or question."""
    i = start
    while i < stop:
        form = view.forms[i]
        if i in claimed or form.key in ("؛", "!", "؟"):
            return None
        if form.complementiser and "that" in frames and _is_complement(view, i):
            return "that", (i + 1 if form.complementiser == "bare" else i), i
        if form.key == ":" and "quote" in frames:
            return ("colon", i + 1, i) if i + 1 < len(view) else None
        quote = view.opening.get(i)
        if quote is not None:
            if "quote" in frames and _is_speech(view, i, start):
                return "quote", i, i
            i = max(i + 1, min(view.before(quote.end), stop))
            continue
        if "question" in frames and form.has("question") and i <= start + 12:
            return "question", i, i
        i += 1
    return None


def _is_complement(view: View, i: int) -> bool:
    form, before = view.forms[i], view.key(i - 1)
    if form.key[:1] in "وف" and form.key[:3] not in ("وان", "فان"):
        return False
    return before.lstrip("وف") not in NOT_COMPLEMENTS and not form.key.startswith("و")


def _is_speech(view: View, i: int, start: int) -> bool:
    quote = view.opening[i]
    words = view.quote_words(quote)
    if words >= SPEECH or not quote.closed:
        return True
    after = view.key(view.before(quote.end))
    return i > start and (after in (".", "،", ",", "") or view.before(quote.end) in view.lines) and words > 0 and (
        view.key(i - 1) in (":", "،", ",") or not is_nominal(view.forms[i - 1])
    )


def split_zone(view: View, start: int, end: int, subject_before: bool) -> tuple[Range | None, list[Range]]:
    """The source and the circumstances among the tokens between a verb and its clause or quotation."""
    i, around = skip_circumstances(view, start, end)
    if subject_before or i >= end:
        return None, around
    j = i
    while j < end:
        after, _ = circumstance(view, j, end)
        if after > j:
            break
        quote = view.opening.get(j)
        j = min(end, view.before(quote.end)) if quote is not None else j + 1
    source: Range | None = strip(view, i, j)
    while j < end:
        after, _ = circumstance(view, j, end)
        if after > j:
            around.append((j, after))
        j = max(after, j + 1)
    if source is not None and (source[0] >= source[1] or not is_source_head(view, source[0])):
        source = None
    return source, around


def is_source_head(view: View, i: int) -> bool:
    """Whether a source can start at a token: a nominal that is no prepositional phrase."""
    form = view.forms[i]
    return i in view.opening or (is_nominal(form) and not is_preposition(form) and not form.has("adverb"))


def _nominal(view: View, verb: Verb, start: int, stop: int, subject_before: bool, claimed: set[int]) -> Match | None:
    """The prepositional or object complement, after the subject where there is one."""
    frames = verb.entry.frames
    prepositions = frozenset(frames & PREPOSITION_FRAMES)
    limit = _limit(view, start, stop, claimed)
    i, around = skip_circumstances(view, start, limit)
    if i >= limit:
        return None
    source: Range | None = None
    if not subject_before and not verb.object and view.forms[i].preposition not in prepositions:
        after = noun_phrase(view, i, limit, prepositions)
        content, more = _apposition(view, after, limit, prepositions)
        if after > i and content < limit and _may_be_subject(view, i, verb):
            source, i = (i, after), content
            around += more
    match = _prepositional(view, prepositions, i, limit) if prepositions else None
    if match is not None:
        return Match("preposition", match, (start, match), source, tuple(around))
    kinds = [f for f in frames if f.startswith("object")]
    if kinds and i < limit and (verb.object or is_nominal(view.forms[i]) or i in view.opening):
        if verb.object and "object" not in kinds and not any(is_preposition(f) for f in view.forms[i:limit]):
            return None
        return Match("object", i, (start, i), source, tuple(around))
    return None


def _apposition(view: View, i: int, limit: int, prepositions: frozenset[str]) -> tuple[int, list[Range]]:
    return skip_circumstances(view, i, limit)


def _limit(view: View, start: int, stop: int, claimed: set[int]) -> int:
    """The end of the clause after a verb: the next cue or a full stop."""
    for i in range(start, stop):
        if i in claimed or view.forms[i].key in (".", "؛", "!", "؟"):
            return i
    return stop


def _may_be_subject(view: View, i: int, verb: Verb) -> bool:
    form = view.forms[i]
    if not is_source_head(view, i) or form.has("demonstrative", "masdar") and not form.definite:
        return False
    if form.gender and form.gender != "c" and verb.gender in ("m", "f") and form.number != "pl":
        return form.gender == verb.gender
    return True


def _prepositional(view: View, prepositions: frozenset[str], i: int, limit: int) -> int | None:
    """The first token of the verb's own prepositional complement at or shortly after a token."""
    for j in range(i, min(limit, i + 12)):
        form = view.forms[j]
        if form.preposition in prepositions:
            return j
        if j in view.opening:
            return None
    return None
