"""Type, act, stance and hedges of a statement: reads a View and a Statement, returns labels and labelled spans."""

from __future__ import annotations

from typing import Any

from .phrases import Range
from .statements import Statement
from .view import View

QUOTED_WORDS = 4  # so many words in marks make an indirect content mixed


def content_type(view: View, statement: Statement) -> str:
    """direct, indirect or mixed, by the guideline's section 3."""
    if statement.quoted and len(statement.content) == 1 or statement.frame == "colon":
        return "direct"
    inside = [_quoted_words(view, r) for r in statement.content]
    if all(_is_quotation(view, r) for r in statement.content):
        return "direct"
    return "mixed" if any(words >= QUOTED_WORDS for words in inside) else "indirect"


def _is_quotation(view: View, range_: Range) -> bool:
    start, end = view.starts[range_[0]], view.ends[range_[1] - 1]
    return any(q.inner_start <= start and end <= q.end and start - q.inner_start < 3 and q.inner_end - end < 3 for q in view.quotes)


def _quoted_words(view: View, range_: Range) -> int:
    """The words of the longest quotation that lies in a range."""
    start, end = view.starts[range_[0]], view.ends[range_[1] - 1]
    return max((q.words for q in view.quotes if start <= q.inner_start and q.inner_end <= end), default=0)


def hedges(view: View, start: int, end: int) -> list[dict[str, Any]]:
    """The hedges in a token range, longest phrase first at each place."""
    found, i = [], start
    while i < end:
        length, kind, direction = view.vocabulary.hedges.match(view.forms, i, end)
        if length and direction not in ("pseudo", "terminate"):
            first = view.lead_end(i, 1) if view.forms[i].key[:1] in "وف" and view.forms[i].lead[:1] in ("و", "ف") else view.starts[i]
            last = view.ends[i + length - 1]
            found.append({"kind": kind, "start": first, "end": last, "text": view.text[first:last]})
        i += max(length, 1)
    return found


def stance(entry_stance: str, found: list[dict[str, Any]]) -> str:
    """The strongest evidence: a distancing hedge or a scare quote, else the cue's own stance."""
    if any(h["kind"] in ("distancing", "scare_quote") for h in found):
        return "distance"
    return entry_stance
