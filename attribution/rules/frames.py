"""Which complement of a reporting verb is its content: reads a View and a verb's frames, answers with a Match."""

from __future__ import annotations

from typing import NamedTuple

from .clauses import clause_or_quote
from .phrases import Range, circumstance, is_nominal, is_preposition, skip_circumstances, strip
from .sources import is_source_head, leads_bi, past_relative, source_end, split_zone, subject_end
from .subjects import can_speak
from .view import View
from .words import NAMES, Verb

FAR = 45  # tokens between a verb and its أن or quotation, at most
ASKED = 10  # tokens between a verb of asking and من, at most
PREPOSITION_FRAMES = frozenset({"bi", "ila", "ala", "an", "min", "li", "fi"})


class Match(NamedTuple):
    """Where a cue's content starts, by which frame, and what stands between cue and content."""

    frame: str
    content: int
    zone: Range
    source: Range | None
    circumstances: tuple[Range, ...]


def forward(
    view: View, verb: Verb, start: int, stop: int, no_subject: bool, claimed: set[int], saying: int | None = None
) -> Match | None:
    """The complement after a verb that ends before token `start`; None where no frame of the verb is met.

    `no_subject`: the subject stands before the verb or cannot be said. `claimed` holds the tokens of later cues: the
    search for a clause or quotation does not pass them. `saying` is a later قائلا, which it may pass.
    """
    frames = verb.entry.frames
    strong = clause_or_quote(view, frames, start, min(stop, start + FAR), claimed)
    if strong is None or _yields(view, frames, strong, start, saying):
        limits = claimed if strong is None or saying is None else claimed | {saying}
        nominal = _nominal(view, verb, start, stop, no_subject, limits)
        if nominal is not None and (strong is None or nominal.content < strong[1]):
            return nominal
    if strong is None:
        return None
    frame, content, end = strong
    if "relay" in frames:
        return _relay(view, frame, content, start, end)
    asked = _asked(view, frames, start, end) if frame == "that" and verb.entry.act == "demand" else None
    if asked is not None:
        source, around = split_zone(view, start, asked, no_subject)
        return Match("preposition", asked, (start, asked), source, tuple(around))
    source, around = split_zone(view, start, end, no_subject)
    if source is not None and "addressee" in frames:
        source, told = _told(view, source, verb)
        around += told
    return Match(frame, content, (start, end), source, tuple(around))


def _yields(view: View, frames: frozenset[str], strong: tuple[str, int, int], start: int, saying: int | None) -> bool:
    """Whether a noun before the clause or quotation may be the content: اتهم X بأنه …، رحب بالزيارة قائلا: …"""
    if strong[2] == start or frames.isdisjoint(PREPOSITION_FRAMES) and not any(f.startswith("object") for f in frames):
        return False
    if strong[0] == "that":
        return _takes_object(frames) or saying is not None
    return strong[0] == "quote" or saying is not None


def _asked(view: View, frames: frozenset[str], start: int, end: int) -> int | None:
    """The token of من with those who are asked, where a clause follows: طلب من الأهالي أن يبتعدوا."""
    if "min" not in frames:
        return None
    for j in range(start, min(end, start + ASKED)):
        named = view.forms[j].preposition == "min" and j + 1 < end and view.key(j + 1) != "قبل"
        if named or view.plays(j, "asked") and j + 1 == end:
            return j
    return None


def _told(view: View, source: Range, verb: Verb) -> tuple[Range | None, list[Range]]:
    """Source and addressee of a verb of telling: أبلغ السفير | الوزير أن; one noun phrase that does not agree is told."""
    after = subject_end(view, source[0], source[1], frozenset())
    if after < source[1] and is_source_head(view, after):
        return (source[0], after), [(after, source[1])]
    head = view.forms[source[0]]
    if verb.gender in ("m", "f") and head.gender in ("m", "f") and head.number == "sg" and head.gender != verb.gender:
        return None, [source]
    return (None, [source]) if head.key.endswith("ين") and head.number == "pl" else (source, [])


def _takes_object(frames: frozenset[str]) -> bool:
    """Whether a verb has someone or something as its object before the rest: اتهم X بأنه، وصف القرار بأنه."""
    return any(f.startswith("object_") for f in frames)


def _relay(view: View, frame: str, content: int, start: int, end: int) -> Match | None:
    """نقلت وكالة عن فلان قوله إن: the source stands after عن, the agency before it is a circumstance (via)."""
    about = next((j for j in range(start, end) if view.plays(j, "about")), None)
    if about is None:
        return None
    last = source_end(view, about + 1, end) if about + 1 < end else about + 1
    told = next((j for j in range(about + 1, last) if view.plays(j, "told")), last)
    source = strip(view, about + 1, told)
    agency = strip(view, start, about)
    around = (agency,) if agency[0] < agency[1] else ()
    return Match(frame, content, (start, end), source if source[0] < source[1] else None, around)


def _nominal(view: View, verb: Verb, start: int, stop: int, no_subject: bool, claimed: set[int]) -> Match | None:
    """The prepositional or object complement, after the subject where there is one."""
    frames = verb.entry.frames
    prepositions = _prepositions(frames)
    limit = _limit(view, start, stop, claimed)
    i, around = skip_circumstances(view, start, limit, prepositions)
    if i >= limit:
        return None
    source: Range | None = None
    if not no_subject and view.forms[i].preposition not in prepositions:
        stops = prepositions if verb.object else frozenset(frames & PREPOSITION_FRAMES)
        after = subject_end(view, i, limit, stops)
        content, more = skip_circumstances(view, past_relative(view, after, limit), limit, prepositions)
        opens = content < limit and not view.forms[content].has("relative", "subordinator", "auxiliary")
        if after > i and opens and _may_be_subject(view, i, content, verb):
            source, i = strip(view, i, after), content
            around += more
        elif not verb.object and any(f.startswith("object") for f in frames):
            cut = _second_noun(view, i, after, verb)
            source, i = ((i, cut), cut) if cut else (None, i)
    return _complement(view, verb, i, limit, start, source, around)


def _second_noun(view: View, i: int, after: int, verb: Verb) -> int | None:
    """Where the object begins in what looked like one noun phrase: بارك زعيم العشيرة | الصلح، استحث الرئيس | الوزراء."""
    if not can_speak(view.forms[i]) or not _may_be_subject(view, i, i, verb):
        return None
    for j in range(after - 1, i, -1):
        form, before = view.forms[j], view.forms[j - 1]
        if not (before.definite or before.has(*NAMES)) or form.lead.startswith(("و", "ب", "ل")):
            continue
        if form.key.startswith("ال") and not form.has("adjective", "demonym") or form.has("title", "body", "noun"):
            return j
    return None


def _complement(
    view: View, verb: Verb, i: int, limit: int, start: int, source: Range | None, around: list[Range]
) -> Match | None:
    frames = verb.entry.frames
    objects = [f for f in frames if f.startswith("object")]
    plain = frozenset(frames & PREPOSITION_FRAMES)
    if view.forms[i].preposition in plain or verb.object and (_takes_object(frames) or plain):
        j = _prepositional(view, plain | _prepositions(frames), i, limit)
        return _at_preposition(view, j, start, source, around) if j is not None else None
    bare = "object" in objects
    if objects and _may_be_object(view, i) and (bare or _prepositional(view, _prepositions(frames), i + 1, limit) is not None):
        return Match("object", i, (start, i), source, tuple(around))
    found = _prepositional(view, plain, i, limit) if plain else None
    return _at_preposition(view, found, start, source, around) if found is not None else None


def _at_preposition(view: View, j: int, start: int, source: Range | None, around: list[Range]) -> Match:
    """The Match of a content that begins with its preposition, a bare بأن left out."""
    clause = j if view.forms[j].complementiser else j + 1
    if clause < len(view) and view.forms[clause].complementiser and not view.forms[j].lead:
        bare = view.forms[clause].complementiser == "bare"
        return Match("that", clause + bare, (start, clause), source, tuple(around))
    return Match("preposition", j, (start, j), source, tuple(around))


def _may_be_object(view: View, i: int) -> bool:
    """A noun, a quotation, إياه, or من before a verb (من سماهم)."""
    form = view.forms[i]
    if form.key.startswith("ايا") or i in view.opening:
        return True
    if form.plays("who") and i + 1 < len(view):
        return bool(view.forms[i + 1].verbs)
    return is_nominal(form) and not is_preposition(form)


def _prepositions(frames: frozenset[str]) -> frozenset[str]:
    return frozenset(f.removeprefix("object_") for f in frames) & PREPOSITION_FRAMES


def _limit(view: View, start: int, stop: int, claimed: set[int]) -> int:
    """The end of the clause after a verb: the next cue or a full stop."""
    for i in range(start, stop):
        if i in claimed or view.forms[i].key in (".", "؛", "!", "؟"):
            return i
    return stop


def _may_be_subject(view: View, i: int, content: int, verb: Verb) -> bool:
    """Whether the first noun phrase after a verb is its subject and not its object."""
    form, frames = view.forms[i], verb.entry.frames
    if verb.object and verb.entry.frames.isdisjoint({"object"}) and form.preposition:
        return False
    if form.key.endswith(("ين", "ي")) and form.has("title") and form.number in ("pl", "du"):
        return False  # the oblique case: an object
    if _takes_object(frames) and form.definite and form.key.endswith("ين") and not form.classes:
        return False  # الراغبين
    if (
        not is_source_head(view, i)
        or form.has("demonstrative")
        or form.has("masdar")
        and not form.has("name", "document", "body", "title")
    ):
        return False
    if form.gender == "f" and verb.gender == "m" or form.gender == "m" and verb.gender == "f" and form.number == "sg":
        return False
    if _takes_object(frames) and view.forms[content].preposition in _prepositions(frames) and not verb.object:
        return _prefers_subject(view, i, verb)
    return True


def _prefers_subject(view: View, i: int, verb: Verb) -> bool:
    """With one noun phrase only (دعا فلان إلى، طالب فلان بـ): whether it is the one who asks, not the one who is asked."""
    form, frames = view.forms[i], verb.entry.frames
    if not frames & PREPOSITION_FRAMES:
        return False
    plural = form.definite and form.number == "pl" and form.kind in ("person", "group")
    asked = plural and bool(verb.lead) and verb.entry.act == "demand"
    if not asked and (form.has("name", "maybe_name", "particle", "title") or not form.classes):
        return True
    return not verb.lead or verb.entry.act != "demand"


def _prepositional(view: View, prepositions: frozenset[str], i: int, limit: int) -> int | None:
    """The first token of the verb's own prepositional complement, past commas, circumstances and attached places."""
    j, first = i, None
    while j < limit:
        form = view.forms[j]
        after, _ = circumstance(view, j, limit, prepositions)
        if after > j:
            j = after
            continue
        if form.preposition in prepositions or "bi" in prepositions and leads_bi(view, j):
            if not _names_place(view, j):
                return j
            first = first if first is not None else j
        quote = view.opening.get(j)
        j = max(j + 1, view.before(quote.end)) if quote is not None else j + 1
    return first


def _names_place(view: View, j: int) -> bool:
    """Whether a preposition only leads to a place: المبعوث إلى ليبيا، المدير بصفاقس."""
    form = view.forms[j]
    if form.lead:
        return form.has("place")
    return j + 1 < len(view) and view.forms[j + 1].has("place")


def unmarked(view: View, at: int, end: int) -> Match | None:
    """Words told inside a quotation with no mark of their own: قالت لي لا تذهب; they follow the one who was told."""
    first = at + 2
    if not view.plays(at + 1, "told_pronoun") or first >= end or view.forms[first].shape != "w":
        return None
    if view.forms[first].complementiser or is_preposition(view.forms[first]) or view.forms[first].has("adverb", "time"):
        return None
    return Match("colon", first, (at + 1, first), None, ())
