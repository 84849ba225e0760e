"""Who a source phrase names: reads a View and a token range, returns Mentions (name, role, kind, gender, number)."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..arabic import loose
from .phrases import LONGEST_NAME, Range, is_comma, is_complete, is_nominal, is_preposition, strip
from .view import View
from .words import NAMES, Form

MARKS = "“”«»\"'‘’„‟()[]"
_MARKS = re.compile(f"[{re.escape(MARKS)}]")
_SPACE = re.compile(r"\s+")


class Mention(NamedTuple):
    """One phrase that stands for a speaker; `names` are the loose keys of its proper name, empty for a description."""

    start: int
    end: int
    name: str
    names: tuple[str, ...]
    role: str
    head: str
    kind: str
    gender: str
    number: str
    definite: bool


def clean(text: str) -> str:
    """A name without quotation marks, line breaks and commas at its ends."""
    return _SPACE.sub(" ", _MARKS.sub("", text)).strip(" ،,.:-–")


def mentions(view: View, source: Range, plural: bool) -> list[Mention]:
    """The mentions in a source phrase; several where it joins names and the verb or a title is plural or dual."""
    start, end = strip(view, *source)
    if start >= end:
        return []
    first = view.forms[start]
    if plural or first.number in ("du", "pl") and first.has("title"):
        parts = _parts(view, start, end)
        if len(parts) > 1:
            return [m for s, e in parts for m in [mention(view, s, e)] if m]
    found = mention(view, start, end)
    return [found] if found else []


def _parts(view: View, start: int, end: int) -> list[Range]:
    """The ranges of names joined by و: النائبان رهام القاسمي ونوال المسلم."""
    cuts = [i for i in range(start + 1, end) if _joins(view, i)]
    edges = [start, *cuts, end]
    return [(s, e) for s, e in zip(edges, edges[1:]) if s < e]


def _joins(view: View, i: int) -> bool:
    form = view.forms[i]
    if form.key == "و":
        return i + 1 in view.opening or (i + 1 < len(view) and _may_name(view.forms[i + 1]))
    return form.lead == "و" and _may_name(form) and not form.definite


def _may_name(form: Form) -> bool:
    return form.has("name", "maybe_name", "title", "place", "media", "particle") or not form.classes and form.shape == "w"


def mention(view: View, start: int, end: int) -> Mention | None:
    """The Mention of one phrase; None for an empty one."""
    if view.key(start) == "و":
        start += 1
    start, end = strip(view, start, end)
    if start >= end:
        return None
    head = view.forms[start]
    name = proper_name(view, start, end)
    if name is not None and not head.has("body", "media"):
        return _person(view, start, end, name)
    return _described(view, start, end, head)


def _person(view: View, start: int, end: int, name: Range) -> Mention:
    head, first = view.forms[start], view.forms[name[0] if name[0] not in view.opening else name[0] + 1]
    text = _raw(view, *name)
    role = clean(_raw(view, start, name[0])) if start < name[0] else _role_after(view, name[1], end)
    if not (head.has("title") or role) and first.has("place") and not first.has("name"):
        return _make(view, start, end, text, (), "", "government", "f", "sg")
    gender = (head.gender if head.has("title") and start < name[0] else "") or (first.gender if first.has("name") else "")
    return _make(view, start, end, text, _keys(text), role, "person", gender, "sg")


def _role_after(view: View, i: int, end: int) -> str:
    """The title that follows a name: نزار عياد، محامي … ; عدنان الحاجي النائب المستقل."""
    i, _ = strip(view, i, end)
    if i < end and view.forms[i].has("title"):
        stop = next((j for j in range(i, end) if is_comma(view.forms[j])), end)
        return clean(_raw(view, i, stop))
    return ""


def _described(view: View, start: int, end: int, head: Form) -> Mention:
    stop = next((j for j in range(start + 1, end) if _closes_description(view, j)), end)
    text = clean(_raw(view, start, stop))
    kind = head.kind
    if head.has("body", "media"):
        kind = head.kind if head.kind in ("organization", "government", "media", "group") else "organization"
    elif head.has("place"):
        kind = "government"
    elif head.has("title"):
        kind = "group" if head.number in ("pl", "du") or head.kind == "group" else "person"
    else:
        kind = "group" if head.number == "pl" or head.has("quantifier") else "organization"
    names = _keys(text) if kind != "person" and kind != "group" else ()
    return _make(view, start, stop, text, names, "", kind, head.gender, head.number or "sg")


def _closes_description(view: View, j: int) -> bool:
    form = view.forms[j]
    return is_comma(form) or form.has("relative") or form.key in ("(", "[")


def _make(
    view: View, start: int, end: int, name: str, names: tuple[str, ...], role: str, kind: str, gender: str, number: str
) -> Mention:
    head = view.forms[start]
    definite = head.definite or bool(head.lead) or any(f.definite for f in view.forms[start : start + 3])
    return Mention(start, end, name, names, role, loose(head.stem), kind, gender, number, definite)


def _raw(view: View, start: int, end: int) -> str:
    """The text of a token range without the clitic that joins its first word to what goes before."""
    if start >= end:
        return ""
    form = view.forms[start]
    letters = 1 if form.lead[:1] in ("و", "ف") and form.lead else 0
    letters += form.lead.lstrip("وف") in ("ب", "ل", "ك")
    offset = view.lead_end(start, letters) if letters else view.starts[start]
    return clean(view.text[offset : view.ends[end - 1]])


def _keys(text: str) -> tuple[str, ...]:
    return tuple(loose(word) for word in text.split())


def proper_name(view: View, start: int, end: int) -> Range | None:
    """The tokens of a person's proper name in a phrase; None where it has none."""
    head = view.forms[start]
    i = start
    while i < end:
        quote = view.opening.get(i)
        if quote is not None:
            inside = (view.at(quote.inner_start), view.before(quote.inner_end))
            if quote.words <= LONGEST_NAME and inside[1] <= end and not _names_thing(view, i, start):
                return inside
            i = max(i + 1, view.before(quote.end))
            continue
        if is_comma(view.forms[i]) and not head.has("title", "demonym"):
            return None
        if _starts_name(view, i, start):
            return i, _name_end(view, i, end)
        i += 1
    return None


def _names_thing(view: View, i: int, start: int) -> bool:
    """Whether a quoted name belongs to a body before it: كتلة «الميزان»."""
    return i > start and view.forms[i - 1].has("body", "media", "noun") and not view.forms[i - 1].has("title")


def _starts_name(view: View, i: int, start: int) -> bool:
    """Whether a proper name begins at a token of a phrase: after a finished title, or as its first word."""
    form = view.forms[i]
    if form.shape != "w" or len(form.key) < 2 or form.complementiser:
        return False
    if i == start:
        return _is_name(view, i) or _unknown(form)
    if form.definite and not (form.has("name") and view.forms[i - 1].key == "،"):
        return False
    if not _finished(view, i - 1, start):
        return False
    return _is_name(view, i) or form.has("particle") or _unknown(form)


def _unknown(form: Form) -> bool:
    """A word that no list knows, and so most often a foreign or a family name."""
    return not form.classes and not form.verbs and not form.preposition


def _is_name(view: View, i: int) -> bool:
    """Whether a token is a name by the lists; one that is also a common word needs a name or a stranger beside it."""
    form = view.forms[i]
    if form.has("name") and not form.has("title", "body", "media"):
        return True
    if not form.has(*NAMES) or form.lead.endswith(("ال", "لل")) and form.has("title"):
        return False
    after = view.forms[i + 1] if i + 1 < len(view) else None
    return after is not None and after.shape == "w" and (after.has(*NAMES, "particle") or _unknown(after) or after.definite)


def _finished(view: View, i: int, start: int) -> bool:
    """Whether a title can end at a token, so that a name may follow: الوزير، وزير الخارجية، شقيقه."""
    form = view.forms[i]
    if form.shape != "w":
        return True
    if form.has("title") and not form.definite:
        return form.stem != form.key[len(form.lead) :] or form.has("honorific")
    return is_complete(view, i, start)


def _name_end(view: View, i: int, end: int) -> int:
    j = i + 1
    while j < end and _continues_name(view, i, j):
        j += 1
    return j


def _continues_name(view: View, i: int, j: int) -> bool:
    form, before = view.forms[j], view.forms[j - 1]
    if before.has("particle"):
        return form.shape == "w"
    if form.shape != "w" or form.has("relative", "pronoun", "subordinator", "preposition") or form.verbs and not form.has(*NAMES):
        return False
    if form.key.startswith("و") and (form.lead == "و" or form.key in ("و", "وهو", "وهي")):
        return False
    if form.has("particle", *NAMES) or not form.classes and not form.preposition:
        return True
    if form.has("demonym") and not form.definite:
        return True
    return j == i + 1 and form.definite and not form.preposition and not form.has("demonym")
