"""Circumstances of saying: reads a View and its Statements, returns to whom, where, when and through whom it was said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from .hedges import Hedge, Owners
from .phrases import Range, circumstance, is_comma, is_nominal, is_preposition, noun_phrase
from .statements import Statement
from .view import View
from .words import Form

Labelled = tuple[str, int, int]
BEFORE = 40  # tokens before a cue, and
AFTER = 25  # tokens after a content, in which its circumstances stand
STOPS = frozenset({".", "؛", "!", "؟"})
PLACES = frozenset({"في", "خلال", "عبر", "امام", "لدى", "اثناء"})
EXTENDED = frozenset({"بعد", "قبل", "عقب", "اثر", "غداة", "قبيل"})
BESIDE = frozenset({"لي", "لنا", "له", "لها", "لهم", "لهما"})
LINKS = frozenset({"وذلك", "ذلك"})


class Zone(NamedTuple):
    """Tokens in which circumstances are looked for; `bound` where they stand between a cue and its content."""

    first: int
    last: int
    bound: bool


def circumstances(
    view: View, statements: Sequence[Statement], inner: Owners
) -> tuple[list[list[dict[str, Any]]], list[list[Hedge]]]:
    """The circumstances of each statement, and the hedges that only name a source again."""
    taken = _taken(statements)
    rows, repeats = [], []
    for number, each in enumerate(statements):
        found, again = _of(view, number, each, statements, inner, taken)
        rows.append([_to_dict(view, each) for each in dict.fromkeys(found)])
        repeats.append(again)
    _venues_told_later(view, statements, rows)
    return rows, repeats


def _taken(statements: Sequence[Statement]) -> dict[int, int]:
    """The statement whose cue or source a token is."""
    found: dict[int, int] = {}
    for number, each in enumerate(statements):
        for start, end in (each.cue, *([each.source] if each.source else [])):
            found.update(dict.fromkeys(range(start, end), number))
    return found


def _of(
    view: View, number: int, each: Statement, statements: Sequence[Statement], inner: Owners, taken: dict[int, int]
) -> tuple[list[Labelled], list[Hedge]]:
    found, repeats = _agency(view, each), list[Hedge]()
    for zone in _zones(view, number, each, inner, taken):
        i = zone.first
        while i < zone.last:
            if i in taken and (taken[i] != number or not _is_gap(each, i)):
                i += 1
                continue
            kind, end = _at(view, each, i, zone, taken)
            if kind == "repeat":
                repeats.append(Hedge("distancing", i, end, view.starts[i], view.ends[end - 1], "backward", "neutral"))
            elif kind:
                found.append((kind, i, end))
            i = max(end, i + 1)
    return sorted(set(found), key=lambda c: c[1]), repeats


def _is_gap(each: Statement, i: int) -> bool:
    """Whether a token is not of the cue or the source of its own statement."""
    return not any(start <= i < end for start, end in (each.cue, *([each.source] if each.source else [])))


def _zones(view: View, number: int, each: Statement, inner: Owners, taken: dict[int, int]) -> list[Zone]:
    """Where the circumstances of a statement can stand: before its cue, up to its content, after its source, after its content."""
    cue, first, last = each.cue, each.content[0][0], each.content[-1][1]
    own = inner[cue[0]]
    zones = []
    if cue[0] < first:
        zones.append(Zone(cue[1], first, each.kind != "preposition"))
        zones.append(Zone(_clause_start(view, cue[0], own, inner, taken, number), cue[0], False))
        after = last
    else:
        zones.append(Zone(last, cue[0], False))
        after = max(cue[1], each.source[1] if each.source else 0)
        zones.append(Zone(cue[1], after, False))
    zones.append(Zone(after, _tail(view, after, own, inner, taken, cue[0] > first), False))
    return zones


def _clause_start(view: View, cue: int, own: int | None, inner: Owners, taken: dict[int, int], number: int) -> int:
    """The first token of the clause before a cue that belongs to no other statement."""
    i = cue
    while i > 0 and cue - i < BEFORE and view.key(i - 1) not in STOPS and i not in view.lines:
        if inner[i - 1] != own or taken.get(i - 1, number) != number:
            break
        i -= 1
    return i


def _tail(view: View, start: int, own: int | None, inner: Owners, taken: dict[int, int], closing: bool) -> int:
    """The end of what can be a circumstance after a content: up to a full stop, another statement or the writer's clause."""
    i = start
    while i < min(len(view), start + AFTER) and view.key(i) not in STOPS and (i not in view.lines or i == start):
        if i in taken or inner[i] not in (own, None) or (inner[i] is None and own is not None):
            break
        i += 1
    if closing:
        return i
    j = start
    while j < i and (view.forms[j].shape == "p" or view.key(j) in LINKS):
        j += 1
    return i if j < i and _opens_tail(view, j, i) else start


def _opens_tail(view: View, j: int, stop: int) -> bool:
    """Whether a circumstance stands right after a content: a relaying phrase, or one after its closing mark."""
    if view.vocabulary.cues.match(view.forms, j, stop)[1] == "preposition":
        return True
    kind = circumstance(view, j, stop)[1]
    return bool(kind) and view.forms[j - 1].shape == "p" and kind in ("via", "addressee", "venue")


def _at(view: View, each: Statement, i: int, zone: Zone, taken: dict[int, int]) -> tuple[str, int]:
    """Kind and end of the circumstance that starts at a token; "" and `i` where none does."""
    relayed = _relay(view, i, zone.last)
    if relayed[0]:
        return relayed
    end, kind = circumstance(view, i, zone.last)
    if kind == "addressee" and view.key(i) in BESIDE and i != each.cue[1]:
        return "", i
    if kind == "time":
        return _time(view, i, end, zone)
    if kind:
        return kind, _cut(view, i, end, taken)
    if not zone.bound:
        return "", i
    return _between(view, each, i, zone)


def _cut(view: View, i: int, end: int, taken: dict[int, int]) -> int:
    """The end of a circumstance before another statement's cue or source."""
    return next((j for j in range(i + 1, end) if j in taken), end)


def _time(view: View, i: int, end: int, zone: Zone) -> tuple[str, int]:
    """A time; بعد and the like take their noun phrase, and count only between commas or before the content."""
    if end > i + 1 or view.key(i).lstrip("و") not in EXTENDED:
        return "time", end
    after = noun_phrase(view, end, zone.last)
    return ("time", after) if after > end else ("", i)


def _relay(view: View, i: int, stop: int) -> tuple[str, int]:
    """A second reporting phrase: via with another source, a repeat where it only names a document or the speaker again."""
    length, kind, _ = view.vocabulary.cues.match(view.forms, i, stop)
    if kind != "preposition":
        return "", i
    j = i + length
    if j < stop and view.forms[j].verbs and not view.forms[j].definite:
        j += 1
    end = noun_phrase(view, j, stop)
    end = max(end, j)
    if end <= i + length and end == j:
        return ("", i) if j >= stop else ("via", min(stop, j + 1))
    head = view.forms[i + length]
    if head.has("document") and not head.has("media", "name"):
        return "repeat", end
    return "via", end


def _between(view: View, each: Statement, i: int, zone: Zone) -> tuple[str, int]:
    """What only the place between cue and content tells: the object of telling verbs, لـ with a name, في with any noun."""
    end = _addressee(view, each, i, zone)
    if end > i:
        return "addressee", end
    form = view.forms[i]
    none = next(view.vocabulary.circumstances.every(view.forms, i, zone.last), None)
    if none is not None or form.key.lstrip("و") not in PLACES or i + 1 >= zone.last:
        return "", i
    if form.key.lstrip("و") == "في" and view.forms[i + 1].has("place") and not view.forms[i + 1].has("body"):
        return "", i
    end = noun_phrase(view, i + 1, zone.last)
    return ("venue", end) if end > i + 1 else ("", i)


def _addressee(view: View, each: Statement, i: int, zone: Zone) -> int:
    """The end of the noun phrase that is spoken to; `i` where none starts here."""
    form, known = view.forms[i], view.vocabulary.addressed.get(each.lemma, set())
    if form.preposition and form.preposition in {_NAMES.get(p, "") for p in known if p}:
        return noun_phrase(view, i + 1, zone.last) if not form.lead and i + 1 < zone.last else i + 1
    if form.preposition == "li" and _is_named(view, i, zone.last):
        return max(i + 1, noun_phrase(view, i + 1, zone.last))
    if "" in known and _is_object(view, each, i):
        return noun_phrase(view, i, zone.last)
    return i


_NAMES = {"الى": "ila", "على": "ala", "من": "min"}


def _is_named(view: View, i: int, stop: int) -> bool:
    """Whether ل stands before a name, a title or marks: للمذيعة، لـ«نغم»."""
    form = view.forms[i]
    if i + 1 in view.opening and i + 1 < stop:
        return True
    return form.has("title", "name", "media", "body", "demonym") and not form.has("masdar")


def _is_object(view: View, each: Statement, i: int) -> bool:
    """Whether a noun phrase between cue and content is the one told: nothing but the subject goes before it."""
    form = view.forms[i]
    if not is_nominal(form) or is_preposition(form) or form.shape != "w" or form.has("adverb", "masdar") and not form.definite:
        return False
    before = max(each.cue[1], each.source[1] if each.source and each.source[1] <= i else 0)
    return all(is_comma(view.forms[j]) or view.forms[j].has("adverb") for j in range(before, i))


def _agency(view: View, each: Statement) -> list[Labelled]:
    """The agency of نقلت وكالة عن and the paper of علمت صحيفة من: before or after the verb, not the source."""
    preposition = {"نقل": "عن", "علم": "من", "اقتبس": "عن"}.get(each.lemma)
    if not preposition or each.kind not in ("verb", "participle"):
        return []
    stop = min(len(view), each.cue[1] + 12)
    about = next((j for j in range(each.cue[1], stop) if view.key(j).startswith(preposition)), None)
    if about is None or not each.source or each.source[0] <= about - 1:
        return []
    if about > each.cue[1]:
        return [("via", each.cue[1], about)]
    start = _phrase_before(view, each.cue[0])
    return [("via", start, each.cue[0])] if start < each.cue[0] else []


def _phrase_before(view: View, end: int) -> int:
    """The start of the noun phrase that ends before a token."""
    i = end
    while i > 0 and i not in view.lines and (is_nominal(view.forms[i - 1]) or view.forms[i - 1].shape == "p"):
        if view.forms[i - 1].complementiser or is_comma(view.forms[i - 1]) or view.key(i - 1) in STOPS | {":"}:
            break
        i -= 1
    return i


def _venues_told_later(view: View, statements: Sequence[Statement], rows: list[list[dict[str, Any]]]) -> None:
    """Add to a statement the venue that the next sentence tells: جاء ذلك خلال اللقاء."""
    ends = {each.content[-1][1]: number for number, each in enumerate(statements)}
    for first, last in view.sentences:
        if first + 3 >= last or view.key(first).lstrip("و") not in ("جاء", "جاءت") or view.key(first + 1) not in ("ذلك", "هذا"):
            continue
        end, kind = circumstance(view, first + 2, last)
        number = next((ends[i] for i in range(first, max(-1, first - 5), -1) if i in ends), None)
        if kind in ("venue", "time") and number is not None:
            rows[number].append(_to_dict(view, (kind, first + 2, end)))


def _to_dict(view: View, found: Labelled) -> dict[str, Any]:
    """A circumstance in standoff form, without و and commas around it."""
    kind, first, last = found
    while last > first + 1 and (is_comma(view.forms[last - 1]) or view.key(last - 1) in ("-", "–", ":")):
        last -= 1
    start = view.lead_end(first, 1) if _has_and(view.forms[first], view) else view.starts[first]
    end = view.ends[last - 1]
    return {"kind": kind, "start": start, "end": end, "text": view.text[start:end]}


def _has_and(form: Form, view: View) -> bool:
    """Whether a token begins with the conjunction و."""
    if not form.key.startswith("و"):
        return False
    return form.lead.startswith("و") or view.vocabulary.circumstances.conjoined(form.key) or view.vocabulary.cues.conjoined(form.key)
