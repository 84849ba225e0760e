"""The type of a statement: reads a View and a Statement, returns direct, indirect or mixed."""

from __future__ import annotations

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
    """Whether a range fills a quotation, its marks and final stop aside."""
    start, end = view.starts[range_[0]], view.ends[range_[1] - 1]
    return any(
        q.inner_start <= start and end <= q.end and start - q.inner_start < 3 and q.inner_end - end < 3
        for q in view.quotes_between(start - 5, end)
    )


def _quoted_words(view: View, range_: Range) -> int:
    """The words of the longest quotation that lies in a range."""
    start, end = view.starts[range_[0]], view.ends[range_[1] - 1]
    return max((q.words for q in view.quotes_between(start, end) if q.inner_end <= end), default=0)
