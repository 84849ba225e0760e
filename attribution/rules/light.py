"""Light verbs and documents that speak (أعرب عن قلقه، جاء في البيان أن): reads a View, answers with a Match."""

from __future__ import annotations

from typing import NamedTuple

from .clauses import clause_or_quote
from .frames import Match
from .patterns import GAP, Entry, Pattern, matches_noun
from .phrases import is_nominal, is_preposition, skip_circumstances, strip
from .sources import split_zone, subject_end
from .view import View
from .words import PREPOSITIONS, Verb

CLAUSE_REACH = 4  # tokens between a pattern's noun and its أن: تأكيده على أن
RESTATED = frozenset({"affirm", "state"})


class Light(NamedTuple):
    """A light verb with its Match: where its cue ends and what the whole expression means."""

    cue_end: int
    match: Match
    entry: Entry


def light(view: View, verb: Verb, i: int, end: int, no_subject: bool) -> Light | None:
    """The first (longest) pattern of the verb at token `i` that the words after it fill; None where none is filled."""
    for pattern in view.vocabulary.patterns.get(verb.entry.lemma, ()):
        if pattern.negated and not view.plays(i - 1, "negation"):
            continue
        places = _places(view, pattern, i + 1, end)
        if places is not None:
            found = (_document if pattern.kind == "document" else _light)(view, pattern, places, i, end, no_subject)
            if found is not None:
                return found
    return None


def _places(view: View, pattern: Pattern, i: int, end: int) -> list[int] | None:
    """The token of each word of a pattern, in order; None where one is missing."""
    places: list[int] = []
    for word, gap in zip(pattern.words, pattern.gaps):
        last = min(end, i + (GAP if gap else 0) + 1)
        place = next((j for j in range(i, last) if _is_word(view, j, word)), None)
        if place is None:
            return None
        places.append(place)
        i = place + 1
    return places


def _is_word(view: View, j: int, word: str) -> bool:
    form = view.forms[j]
    if form.has("preposition", "adverb") or word in PREPOSITIONS:
        return form.key == word
    return matches_noun(form, word)


def _document(view: View, pattern: Pattern, places: list[int], i: int, end: int, no_subject: bool) -> Light | None:
    """جاء في البيان أن: the document is the source, a clause or quotation must follow."""
    if not places:
        return _shown(view, pattern, i, end, no_subject)
    if places[0] != i + 1:
        return None
    first = places[-1] + 1
    strong = clause_or_quote(view, frozenset({"that", "quote"}), first, end, set())
    if strong is None or strong[2] <= first:
        return None
    frame, content, zone_end = strong
    source, around = split_zone(view, first, zone_end, False)
    if source is None or not view.forms[source[0]].has("document", "body", "media", "title"):
        return None
    if view.forms[source[0]].has("media") and view.forms[places[-1]].preposition == "ala":
        return None  # كتب على تويتر: a venue
    return Light(first, Match(frame, content, (i + 1, zone_end), source, tuple(around)), pattern.entry)


def _shown(view: View, pattern: Pattern, i: int, end: int, no_subject: bool) -> Light | None:
    """أظهرت بيانات المعهد ارتفاعا: a document shows something that is no clause."""
    after = subject_end(view, i + 1, end, frozenset())
    if no_subject or after == i + 1 or after >= end or not view.forms[i + 1].has("document"):
        return None
    if not is_nominal(view.forms[after]) or is_preposition(view.forms[after]):
        return None
    match = Match("object", after, (i + 1, after), strip(view, i + 1, after), ())
    return Light(i + 1, match, pattern.entry)


def _light(view: View, pattern: Pattern, places: list[int], i: int, end: int, no_subject: bool) -> Light | None:
    if not places:
        return None
    if is_preposition(view.forms[places[0]]) and not view.forms[places[0]].lead:
        return _prepositional(view, pattern, places, i, end, no_subject)
    noun = places[-1]
    source, around = split_zone(view, i + 1, places[0], no_subject)
    adjacent = places[0] == i + 1
    clause = next((j for j in range(noun + 1, min(end, noun + 1 + CLAUSE_REACH)) if view.forms[j].complementiser), None)
    if clause is not None and all(is_preposition(f) or is_nominal(f) for f in view.forms[noun + 1 : clause]):
        content = clause + (view.forms[clause].complementiser == "bare")
        return Light(
            noun + 1 if adjacent else i + 1,
            Match("that", content, (i + 1, clause), source, tuple(around)),
            pattern.entry,
        )
    if adjacent and pattern.entry.act in RESTATED:
        return Light(noun + 1, Match("object", noun + 1, (i + 1, noun + 1), source, ()), pattern.entry)
    content = source[1] if source else i + 1
    content, more = skip_circumstances(view, content, noun + 1)
    return Light(i + 1, Match("object", content, (i + 1, content), source, (*around, *more)), pattern.entry)


def _prepositional(view: View, pattern: Pattern, places: list[int], i: int, end: int, no_subject: bool) -> Light | None:
    """أعرب عن: the preposition is part of the cue where it is adjacent; the content starts after it."""
    first = places[0]
    source, around = split_zone(view, i + 1, first, no_subject)
    content = _second(view, first, end) + 1
    if content >= end:
        return None
    if view.forms[content].complementiser == "bare":
        content += 1
    cue_end = first + 1 if first == i + 1 else i + 1
    return Light(cue_end, Match("light", content, (i + 1, first + 1), source, tuple(around)), pattern.entry)


def _second(view: View, first: int, end: int) -> int:
    """The preposition of the content where one like it belongs to the source before: أعرب النائب عن الكتلة … عن أمله."""
    if not view.forms[first + 1 if first + 1 < end else first].has("body", "place"):
        return first
    return next((j for j in range(first + 1, min(end, first + GAP)) if view.key(j) == view.key(first)), first)
