"""Everybody and everything in a text that may speak: reads a View, returns Sightings in text order; writes nothing."""

from __future__ import annotations

from typing import NamedTuple

from .lists import joins
from .mentions import HUMAN, Mention, described, mention
from .names import CLOSED, is_name, is_unknown, keys, name_end, proper_name
from .phrases import is_comma, is_complete, is_finite, is_nominal, is_preposition
from .view import View
from .words import Form

LONGEST = 12  # tokens of a title before its name, at most
SUBJECT, OBJECT = "subject", "object"
HEADS = frozenset({"title", "body", "media", "particle", "name", "maybe_name", "quantifier", "place", "demonym"})


class Sighting(NamedTuple):
    """A mention in the running text: `place` tells a subject from the rest, `joined` that و joins it to the one before."""

    mention: Mention
    place: str
    joined: bool


def scan(view: View, known: frozenset[str] = frozenset()) -> list[Sighting]:
    """The mentions of a text; a document's nouns are not among them. `known`: parts of names of people who speak."""
    found: list[Sighting] = []
    for start, end in view.sentences:
        _sentence(view, start, end, known, found)
    return found


def _sentence(view: View, start: int, end: int, known: frozenset[str], found: list[Sighting]) -> None:
    i, last = start, start - 1
    while i < end:
        form = view.forms[i]
        quote = view.opening.get(i)
        if quote is None and form.classes and form.classes.isdisjoint(HEADS) and not form.key.endswith("عبد"):
            i += 1  # most tokens
            continue
        if quote is not None and quote.words <= 4:
            seen = _quoted(view, i, min(end, view.before(quote.end)))
            after = view.before(quote.end)
        elif form.shape == "w" and not form.classes and known and keys(form.key)[0] in known and is_unknown(form):
            first = i - 1 if last < i and _is_given(view, i - 1, start) else i
            limit = _cautious(view, first, name_end(view, first, end))
            seen, after = mention(view, first, max(limit, i + 1)), i + 1
            i = first
        elif form.shape != "w" or not _may_head(view, i, form):
            i += 1
            continue
        else:
            seen, after = _sighted(view, i, end), i + 1
        if seen is None or not seen.name:
            i = max(after, i + 1)
            continue
        joined = last == i and joins(view, i) or last == i - 1 and view.key(i - 1) == "و" and i > start
        place = found[-1].place if joined and found else _place(view, i, start, last)
        found.append(Sighting(seen, place, joined))
        i = last = max(seen.end, after)


def _is_given(view: View, i: int, start: int) -> bool:
    """Whether a stranger before a known surname is the given name with it and not a verb or a noun."""
    form = view.forms[i]
    if (
        i <= start
        or not is_unknown(form)
        or form.definite
        or form.key.endswith(("ت", "وا"))
        or form.key.startswith(("ل", "ب", "ف"))
    ):
        return False
    before = view.forms[i - 1]
    return len(form.key) > 3 and (bool(before.verbs) or before.has("preposition") or before.has("title") or before.definite)


def _reads_as_verb(view: View, i: int) -> bool:
    """Whether a name that is also a verb form stands where a verb does: before a name or a title (تروي أم ليث)."""
    form = view.forms[i]
    if not form.verbs:
        return False
    after = view.forms[i + 1] if i + 1 < len(view) else None
    return not form.has("name") or after is not None and after.has("title", "particle", "body")


def _quoted(view: View, i: int, end: int) -> Mention | None:
    """A name that stands in quotation marks by itself: “لافروف”."""
    first = view.forms[i + 1] if i + 1 < end else None
    if first is None or not (is_unknown(first) or is_name(view, i + 1) or first.has("particle")):
        return None
    return mention(view, i, end)


def _may_head(view: View, i: int, form: Form) -> bool:
    if not form.classes and not form.key.endswith("عبد"):
        return False  # most strangers
    if form.has("title", "body", "media") or form.has("particle") and form.key.lstrip("و") in ("ام", "ابو", "ابا"):
        return not form.has("document")
    if form.has("name", "maybe_name"):
        return is_name(view, i) and not form.has("preposition") and not _reads_as_verb(view, i)
    if form.has("quantifier"):
        if form.key.lstrip("وف") == "اي":
            return False
        return i + 1 < len(view) and view.forms[i + 1].has("title") or view.key(i + 1) == "من"
    if form.key.lstrip("وبلف") == "عبد":
        return i + 1 < len(view) and view.forms[i + 1].definite
    return form.has("place", "demonym") and (
        form.has("place") or form.definite and i + 1 < len(view) and view.forms[i + 1].has("name")
    )


def _sighted(view: View, i: int, end: int) -> Mention | None:
    stop = _extent(view, i, end)
    name = proper_name(view, i, stop) if view.forms[i].has(*HUMAN, "demonym") else None
    if name is None:
        return described(view, i, _description_end(view, i, stop))
    limit = _cautious(view, *name)
    after = _apposition(view, limit, end)
    seen = mention(view, i, after) if after > limit else mention(view, i, limit)
    return seen._replace(end=limit) if seen is not None and seen.names else seen


def _extent(view: View, i: int, end: int) -> int:
    """The end of the nominals after a head, across short quotations and one comma before a name."""
    j = i + 1
    while j < end and j - i <= LONGEST and not _ends_extent(view, i, j, end):
        j += 1
    return j


def _ends_extent(view: View, i: int, j: int, end: int) -> bool:
    form = view.forms[j]
    if is_comma(form):
        return not (view.forms[i].has("title") and j + 1 < end and (is_name(view, j + 1) or view.forms[j + 1].has("title")))
    if form.shape == "p":
        return form.key in (".", ":", "؛", "!", "؟")
    if form.has("particle") and form.lead not in ("", "و"):
        return True  # بدا is no ب and دا
    if form.complementiser or form.has("relative", "subordinator", "auxiliary", "negation", "pronoun"):
        return True
    verbal = form.verbs and not form.classes and not form.definite
    return bool(verbal) or not (is_nominal(form) or is_preposition(form))


def _cautious(view: View, start: int, end: int) -> int:
    """The end of a name in running text: after two parts a stranger is more often the next verb."""
    parts = 0
    for j in range(start, end):
        form = view.forms[j]
        if j > start and is_finite(form):
            return j
        parts += not form.has("particle")
        if parts > 2 and is_unknown(form) and not form.definite and not view.forms[j - 1].has("particle"):
            return j
    return end


def _apposition(view: View, i: int, end: int) -> int:
    """The end of a title that follows a name after a comma: دانة المهيزع، كبيرة محللي الشركة، …"""
    if i + 1 >= end or not is_comma(view.forms[i]) or not view.forms[i + 1].has("title", "demonym"):
        return i
    j = _extent(view, i + 1, end)
    return j if j < end and (is_comma(view.forms[j]) or view.key(j) == ".") or view.forms[i + 1].definite else i


def _description_end(view: View, i: int, stop: int) -> int:
    """The end of a description in running text: its construct chain and adjectives, one quoted name."""
    j = i + 1
    while j < stop:
        form = view.forms[j]
        quote = view.opening.get(j)
        if quote is not None and quote.words <= 5:
            return min(stop, view.before(quote.end))
        if j == i + 1 and view.forms[i].has("quantifier") and form.key == "من":
            j += 2
            continue
        if (
            form.shape != "w"
            or "\u064b" in form.text
            or is_preposition(form)
            or form.lead.startswith(("و", "ف"))
            or form.has(*CLOSED)
        ):
            break
        complete = is_complete(view, j - 1, i)
        if complete and not (form.definite and not form.has("title", "name", "body") or form.has("adjective", "demonym")):
            break
        if form.has("verb") or not form.classes and not form.definite and form.key.endswith(("ت", "وا")):
            break
        j += 1
    return min(j, stop)


def _place(view: View, i: int, start: int, last: int) -> str:
    """Whether a mention stands where a subject does: after a verb, a conjunction of clauses or at a sentence's start."""
    form = view.forms[i]
    if form.preposition and form.lead and not form.has("name"):
        return OBJECT
    if form.number in ("du", "pl") and form.key.endswith("ين") and form.has("title"):
        return OBJECT
    k = i
    while k > start and view.forms[k - 1].shape != "w" and not is_comma(view.forms[k - 1]):
        k -= 1
    if k == start:
        return SUBJECT
    before = view.forms[k - 1]
    free = before.has("preposition") or bool(before.preposition) and not before.lead
    if last == i or is_comma(before) or free and not before.has("subordinator"):
        return OBJECT
    if before.verbs or before.has("auxiliary", "negation", "subordinator", "relative", "adverb") or before.complementiser:
        return SUBJECT
    return SUBJECT if before.has("verb") or not before.classes and not before.definite else OBJECT
