"""Several speakers in one phrase: reads a View and a token range, returns a Mention for each; writes nothing."""

from __future__ import annotations

from .mentions import BODIES, HUMAN, Mention, mention
from .names import is_unknown, is_whole, proper_name, starts_name, trimmed
from .phrases import Range, is_comma
from .view import View
from .words import Form


def mentions(view: View, source: Range, plural: bool) -> list[Mention]:
    """The mentions in a source phrase; several where it joins speakers of one kind. `plural`: the verb is not singular."""
    start, end = trimmed(view, *source)
    while start < end and view.forms[start].key == "كل" and view.key(start + 1) == "من":
        start, plural = start + 2, True
    if start >= end:
        return []
    parts = _parts(view, start, end, plural)
    found = [m for s, e in parts for m in [mention(view, s, e)] if m]
    return gendered(view, found, (start, end))


def _parts(view: View, start: int, end: int, plural: bool) -> list[Range]:
    """The ranges of speakers joined by و: النائبان رهام القاسمي ونوال المسلم؛ المحافظ والمديرة الإقليمية."""
    cuts = [i for i in range(start + 1, end) if joins(view, i) and _same_kind(view, start, i, plural)]
    if cuts and not plural and _one_person(view, start, cuts, end):
        return [(start, end)]
    edges = [_listed(view, start, cuts[0]) if cuts else start, *cuts, end]
    return [(s, e) for s, e in zip(edges, edges[1:]) if s < e]


def gendered(view: View, found: list[Mention], source: Range) -> list[Mention]:
    """Mentions of a list with the gender of the title that announces them: النائبتان رهام القاسمي ونوال المسلم."""
    head = view.forms[source[0]]
    if len(found) < 2 or head.number not in ("du", "pl") or not head.has("title"):
        return found
    return [m if m.gender else m._replace(gender=head.gender) for m in found]


def _listed(view: View, start: int, end: int) -> int:
    """Where a list begins after the words that announce it: طبيبان، هما فلان وفلان; النائبان فلان وفلان."""
    for i in range(start, end):
        if view.key(i) in ("هما", "وهما", "هم", "وهم"):
            return i + 1
    head = view.forms[start]
    if head.number == "du" and head.has("media", "body") and not head.definite:
        return start + 1
    if head.number in ("du", "pl") and head.has("title"):
        return next((i for i in range(start + 1, end) if starts_name(view, i, start)), start)
    return start


def joins(view: View, i: int) -> bool:
    """Whether a token is و before someone or something that may speak."""
    form = view.forms[i]
    if form.key == "و":
        return i + 1 < len(view) and (i + 1 in view.opening or _may_speak(view.forms[i + 1]))
    return form.lead in ("و", "وال") and form.key[:1] == "و" and _may_speak(form) and not is_whole(view, i)


def _may_speak(form: Form) -> bool:
    return form.has(*HUMAN, *BODIES, "quantifier") or is_unknown(form)


def _same_kind(view: View, start: int, i: int, plural: bool) -> bool:
    """Whether the phrase after و names another speaker and not a further word of the first (الطاقة والمناجم)."""
    j = i + 1 if view.key(i) == "و" else i
    head, other = view.forms[start], view.forms[min(j, len(view) - 1)]
    if j in view.opening:
        return True
    if is_unknown(other) and not plural:
        return head.has("name", "particle") or is_unknown(head)
    if head.number in ("du", "pl") and head.has("title", "body", "media"):
        return other.has(*HUMAN, *BODIES) or is_unknown(other)
    if head.has("body", "media") and not head.has("title"):
        return other.has("body", "media") and (not other.definite or plural) and not other.has("adjective")
    if head.has("place"):
        return other.has("place")
    return other.has(*HUMAN, "quantifier") and not other.has("body") or plural and is_unknown(other)


def _one_person(view: View, start: int, cuts: list[int], end: int) -> bool:
    """Whether titles of one gender are one person's: رئيس الحكومة وزير الداخلية بالنيابة فلان; فلانة، الأستاذة والمشرفة."""
    named = [proper_name(view, s, e) is not None for s, e in zip([start, *cuts], [*cuts, end])]
    first, last = view.forms[start], view.forms[cuts[-1]]
    if named[0] and not any(named[1:]):
        comma = next((i for i in range(start, cuts[0] - 1) if is_comma(view.forms[i])), start)
        first = view.forms[comma + 1]
        if comma == start or last.stem != last.key[len(last.lead) :]:
            return False
    elif named[0] or not named[-1]:
        return False
    return first.has("title") and last.has("title") and first.gender == last.gender
