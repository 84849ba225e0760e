"""The type of a statement: reads a View and a Statement, returns direct, indirect or mixed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from .phrases import Range
from .quotes import Quote
from .statements import Statement
from .view import View

QUOTED_WORDS = 4  # so many words in marks make an indirect content mixed
SLACK = 3  # characters (marks, a full stop) between a content's edges and those of its quotation


def content_type(view: View, statement: Statement) -> str:
    """direct, indirect or mixed, by the guideline's section 3."""
    first = statement.content[0][0]
    told = view.forms[first].complementiser or view.forms[first - 1].complementiser if first else ""
    if statement.quoted and len(statement.content) == 1 or statement.frame == "colon" and not told:
        return "direct"
    quoted = [_is_quotation(view, r) for r in statement.content]
    if all(quoted):
        return "direct"
    words = [r[1] - r[0] if q else _quoted_words(view, r) for r, q in zip(statement.content, quoted)]
    return "mixed" if max(words) >= QUOTED_WORDS else "indirect"


def _is_quotation(view: View, range_: Range) -> bool:
    """Whether a range is one quotation or part of one, a leading complementiser aside."""
    first, last = range_
    while first < last - 1 and (view.forms[first].complementiser or view.forms[first].shape == "p"):
        first += 1
    start, end = view.starts[first], view.ends[last - 1]
    return any(_fills(q, start, end) for q in _near(view, start))


def _fills(q: Quote, start: int, end: int) -> bool:
    """Whether a stretch of text is all that a quotation holds, marks and a full stop aside."""
    return q.inner_start <= start and end <= q.end and start - q.inner_start < SLACK and q.inner_end - end < SLACK


def _near(view: View, start: int) -> Iterator[Quote]:
    """The quotations that begin right before a character."""
    starts = view.quote_starts
    return iter(view.quotes[bisect_left(starts, start - 8) : bisect_right(starts, start)])


def _quoted_words(view: View, range_: Range) -> int:
    """The words of the longest quotation that lies in a range."""
    start, end = view.starts[range_[0]], view.ends[range_[1] - 1]
    inside = view.quotes[bisect_left(view.quote_starts, start - 2) : bisect_right(view.quote_starts, end)]
    return max((q.words for q in inside if start <= q.inner_start and q.inner_end <= end), default=0)
