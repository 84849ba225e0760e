"""Circumstances of saying: reads a View and its Statements, returns to whom, where, when and through whom it was said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .hedges import Hedge, Owners
from .noun_phrases import noun_phrase
from .phrases import circumstance, is_comma, is_nominal, is_preposition, is_time, is_told_medium
from .statements import Statement
from .view import View
from .words import Form
from .zones import STOPS, Taken, Zone, passes, past_clause, reaches, zones

Labelled = tuple[str, int, int]
PRONOUNS = frozenset({"ه", "ها", "هم", "هما", "هن", "ي", "ا", "نا", "ني", "ك", "كم"})  # منا is من and نا
PREPOSITION_KEYS = {"الى": ("ila", "الي"), "على": ("ala", "علي"), "من": ("min", "من"), "امام": ("", "امام")}
RELAYS = {"نقل": "عن", "علم": "من", "اقتبس": "عن"}


def circumstances(
    view: View, statements: Sequence[Statement], inner: Owners
) -> tuple[list[list[dict[str, Any]]], list[list[Hedge]]]:
    """The circumstances of each statement, and the hedges that only name a source again."""
    taken = _taken(statements)
    rows, repeats = [], []
    for number, each in enumerate(statements):
        found = _agency(view, each) + _document(view, each)
        for zone in zones(view, number, each, inner, taken):
            found += _in_zone(view, number, each, zone, taken)
        rows.append([_to_dict(view, c) for c in _distinct(found) if c[0] != "repeat"])
        repeats.append([_repeat(view, c) for c in found if c[0] == "repeat"])
    _venues_told_later(view, statements, rows)
    return rows, repeats


def _taken(statements: Sequence[Statement]) -> Taken:
    """The statement whose cue or source a token is."""
    found: Taken = {}
    for number, each in enumerate(statements):
        for start, end in (each.cue, *([each.source] if each.source else [])):
            found.update(dict.fromkeys(range(start, end), number))
    return found


def _distinct(found: list[Labelled]) -> list[Labelled]:
    """The circumstances in text order, the first found of those that overlap."""
    kept: list[Labelled] = []
    for each in found:
        if not any(each[1] < end and start < each[2] for _, start, end in kept):
            kept.append(each)
    return sorted(kept, key=lambda c: c[1])


def _repeat(view: View, found: Labelled) -> Hedge:
    _, first, last = found
    return Hedge("distancing", first, last, view.starts[first], view.ends[last - 1], "backward", "neutral")


def _in_zone(view: View, number: int, each: Statement, zone: Zone, taken: Taken) -> list[Labelled]:
    """The circumstances in a zone; in front and tail zones only those that follow one another from its start."""
    found: list[Labelled] = []
    i, free = zone.first, zone.kind == "between"
    while i < zone.last:
        quote = view.opening.get(i)
        if quote is not None and free and not _is_quoted_name(view, each, i):
            i = max(i + 1, view.before(quote.end))
            continue
        kind, end = ("", i) if i in taken else _at(view, each, i, zone, taken, found)
        if kind:
            _append(view, found, (kind, i, end))
            i = end
        elif free or passes(view, i) or i in taken and zone.kind == "front":
            i += 1
        elif zone.kind == "front" and found and past_clause(view, i, zone.last) > i:
            i = past_clause(view, i, zone.last)
        else:
            break
    return [] if zone.kind == "front" and not reaches(view, i, each) else found


def _append(view: View, found: list[Labelled], new: Labelled) -> None:
    """Add a circumstance; على after a venue belongs to it: في منشور | على منصة كذا; على هامش is another venue."""
    joins = found and found[-1][0] == new[0] == "venue" and found[-1][2] == new[1] and view.key(new[1]) == "على"
    if joins and view.key(new[1] + 1) != "هامش":
        found[-1] = ("venue", found[-1][1], new[2])
    else:
        found.append(new)


def _is_quoted_name(view: View, each: Statement, i: int) -> bool:
    """Whether a quoted name after a telling verb and its subject is who is told: أبلغ مصدر | «الصحيفة» أن."""
    told = "" in view.vocabulary.addressed.get(each.lemma, ())
    return told and view.opening[i].is_term and _is_object(view, each, i)


def _at(view: View, each: Statement, i: int, zone: Zone, taken: Taken, found: list[Labelled]) -> tuple[str, int]:
    """Kind and end of the circumstance that starts at a token; "" and `i` where none does."""
    if any(labels[0] == "distancing" for _, labels in view.vocabulary.hedges.every(view.forms, i, len(view))):
        return "", i
    kind, end = _relay(view, i, zone)
    if kind:
        return kind, _cut(end, i, taken)
    end, kind = circumstance(view, i, zone.last)
    if kind == "addressee" and view.plays(i, "told_pronoun") and i not in (each.cue[1], (each.source or each.cue)[1]):
        return "", i
    if kind == "via" and each.source and each.source[0] == i + 1:
        return "", i
    if kind == "addressee" and view.key(i).lstrip("و") == "امام" and not _is_person(view.forms[min(i + 1, len(view) - 1)]):
        kind = "venue"
    if kind == "time":
        return _time(view, i, end, zone)
    if kind:
        return kind, _cut(end, i, taken)
    return _between(view, each, i, zone, found) if zone.kind == "between" else ("", i)


def _cut(end: int, i: int, taken: Taken) -> int:
    """The end of a circumstance before another statement's cue or source."""
    return next((j for j in range(i + 1, end) if j in taken), end)


def _is_person(form: Form) -> bool:
    return form.has("title", "name") and not form.has("body")


def _time(view: View, i: int, end: int, zone: Zone) -> tuple[str, int]:
    """A time; بعد and the like take their noun phrase, and من قبل, على إثر are none."""
    if end > i + 1 or not view.plays(i, "until"):
        return "time", end
    if view.key(i - 1).lstrip("و") in ("من", "على"):
        return "", i
    after = noun_phrase(view, end, zone.last)
    return ("time", after) if after > end else ("", i)


def _relay(view: View, i: int, zone: Zone) -> tuple[str, int]:
    """A second reporting phrase: via with another source, in a tail a repeat where it only names a document again."""
    length, kind, _ = view.vocabulary.cues.match(view.forms, i, zone.last)
    if kind != "preposition":
        return "", i
    j = i + length
    if j < zone.last and view.forms[j].verbs and not view.forms[j].definite:
        j += 1 + (view.key(j + 1).startswith("عن") and j + 2 < zone.last and len(view.key(j + 1)) > 2)
    end = max(j, noun_phrase(view, j, zone.last))
    if end <= i + length:
        return "", i
    head = view.forms[i + length]
    named = zone.kind == "tail" and head.has("document") and not head.has("media", "name")
    return ("repeat" if named else "via"), end


def _between(view: View, each: Statement, i: int, zone: Zone, found: list[Labelled]) -> tuple[str, int]:
    """What only the place beside the cue tells: the object of telling verbs, لـ with a name, في with any noun."""
    end = _addressee(view, each, i, zone)
    if end > i:
        return "addressee", end
    key = view.key(i).lstrip("و")
    if not view.plays(i, "where") or i + 1 >= zone.last or not _follows(view, each, i, found):
        return "", i
    if next(view.vocabulary.circumstances.every(view.forms, i, zone.last), None) is not None:
        return "", i
    return _place(view, key, i, zone)


def _place(view: View, key: str, i: int, zone: Zone) -> tuple[str, int]:
    """A phrase with في، خلال، عبر…: a time, an agent or a venue by its noun; a bare place name tells none."""
    noun = view.forms[i + 1]
    if is_time(noun) or noun.shape == "n":
        after, kind = circumstance(view, i + 1 + (noun.shape == "n"), zone.last)
        return ("time", after) if kind == "time" else ("", i)
    if key == "في" and noun.has("place") and not noun.has("body"):
        return "", i
    end = noun_phrase(view, i + 1, zone.last)
    kind = "via" if key == "عبر" and _is_person(noun) else "venue"
    return (kind, end) if end > i + 1 else ("", i)


def _follows(view: View, each: Statement, i: int, found: list[Labelled]) -> bool:
    """Whether a token stands right after the cue, the source, a comma or another circumstance."""
    ends = {each.cue[1], *([each.source[1]] if each.source else []), *(c[2] for c in found)}
    return i in ends or is_comma(view.forms[i - 1])


def _addressee(view: View, each: Statement, i: int, zone: Zone) -> int:
    """The end of the noun phrase that is spoken to; `i` where none starts here."""
    form, known = view.forms[i], view.vocabulary.addressed.get(each.lemma, set())
    for preposition in filter(None, known):
        name, stem = PREPOSITION_KEYS[preposition]
        if form.key != preposition and form.key.startswith(stem) and form.key[len(stem) :] in PRONOUNS:
            return i + 1
        if form.preposition == name and form.key == preposition and _is_told(view, i + 1, zone.last):
            return noun_phrase(view, i + 1, zone.last)
    with_li = form.preposition == "li" or is_told_medium(view, i)
    if with_li and _is_named(view, each, i, zone.last) and _follows(view, each, i, []):
        return max(i + 1, noun_phrase(view, i + 1, zone.last))
    if "" in known and _is_object(view, each, i):
        return noun_phrase(view, i, zone.last)
    return i


def _is_told(view: View, i: int, stop: int) -> bool:
    """Whether a noun phrase can be someone who is spoken to."""
    people = ("title", "name", "body", "media", "place", "maybe_name", "demonym")
    return i < stop and (view.forms[i].has(*people) or i in view.opening)


def _is_named(view: View, each: Statement, i: int, stop: int) -> bool:
    """Whether ل stands before a name, a title, marks (للمذيعة، لـ«نغم») or, beside a verb, any noun (لجيرانه)."""
    form = view.forms[i]
    if next(view.vocabulary.circumstances.every(view.forms, i, stop, ""), None) is not None:
        return False
    if is_told_medium(view, i):
        return True
    if form.has("noun"):
        beside = each.kind in ("verb", "participle") and each.frame in ("that", "colon", "quote")
        return beside and not form.has("masdar", "time", "adverb")
    if i + 1 in view.opening and i + 1 < stop and len(form.key) == 1:
        return True
    return form.has("title", "name", "media", "body", "demonym") and not form.has("masdar")


def _is_object(view: View, each: Statement, i: int) -> bool:
    """Whether a noun phrase between cue and content is the one told: nothing but the subject goes before it."""
    form = view.forms[i]
    nominal = is_nominal(form) and not is_preposition(form) and form.shape == "w" and not form.complementiser
    if i not in view.opening and not nominal:
        return False
    participle = any(v.tense == "participle" for v in form.verbs) and not form.definite
    if participle or form.has("adverb", "quantifier", "negation") or form.has("masdar") and not form.has("title"):
        return False
    before = max(each.cue[1], each.source[1] if each.source and each.source[1] <= i else 0)
    return all(is_comma(view.forms[j]) or view.forms[j].has("adverb") for j in range(before, i))


def _agency(view: View, each: Statement) -> list[Labelled]:
    """The agency of نقلت وكالة عن and the paper of علمت صحيفة من: before or after the verb, not the source."""
    preposition = RELAYS.get(each.lemma)
    if not preposition or each.kind not in ("verb", "participle") or not each.source:
        return []
    stop = min(len(view), each.cue[1] + 12)
    about = next((j for j in range(each.cue[1], stop) if view.key(j).startswith(preposition)), None)
    if about is None or each.source[0] < about:
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


def _document(view: View, each: Statement) -> list[Labelled]:
    """The document in which it was said, before a relative clause: بياناً أكد فيه، تصريحات دعا فيها."""
    if not view.plays(each.cue[1], "wherein"):
        return []
    for j in range(each.cue[0] - 1, max(-1, each.cue[0] - 16), -1):
        if j + 1 in view.lines or view.key(j) in STOPS:
            return []
        if view.forms[j].has("document"):
            return [("venue", j, max(j + 1, noun_phrase(view, j, each.cue[0])))]
    return []


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
    start = view.lead_end(first, 1) if _has_and(view, view.forms[first]) else view.starts[first]
    end = view.ends[last - 1]
    return {"kind": kind, "start": start, "end": end, "text": view.text[start:end]}


def _has_and(view: View, form: Form) -> bool:
    """Whether a token begins with the conjunction و."""
    phrases = view.vocabulary.circumstances, view.vocabulary.cues
    return form.key.startswith("و") and (form.lead.startswith("و") or any(p.conjoined(form.key) for p in phrases))
