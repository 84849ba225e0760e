"""Quotations by characters: reads the raw text, writes ``doc._.attribution_quotes``; takes linear time."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container
from itertools import islice
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from .. import lexicon
from ..arabic import INVISIBLE, MARKS, clitics, fold
from ..tokenizer import text_of
from .marks import ALONE, Mark, Pair, pair_marks

EXTENSION = "attribution_quotes"
TERM_WORDS = 3  # a quotation of up to three words is a term or a name, not speech
NAME_WORDS = 8  # a name or title of a work has no more words
_LONGEST = 3000  # characters that a quotation without a closing mark can have
_COUNTED = 200  # words beyond these are not counted

_STOP = re.compile(r"(?:(?<!\s[دأم])\.|[!?؟…])(?![^\s»”“\"’)\]])")
_WORD = re.compile(rf"[\w{MARKS}{INVISIBLE}]+")
_LAST_WORD = re.compile(rf"([\w{MARKS}{INVISIBLE}]+)[ \t\u00a0]+$")
_SENTENCE = re.compile("[.!?؟…:؛]")
_BLANK = " \t\r\n\u00a0\u200b\u200e\u200f\ufeff"
_DROPPED_AT_END = _BLANK + ".،,؛"
_CLOSERS = '"”»'


class Quote(NamedTuple):
    """A quotation: offsets with its marks, and of its words alone (final full stop left out).

    Without a closing mark it ends with its sentence; without an opening mark ``start`` and ``inner_start``
    are only the earliest place where it can begin. ``kind`` is "name" after a noun that names follow, else
    "term" for up to three words, else "speech".
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int
    closed: bool
    opened: bool
    kind: str
    words: int

    @property
    def is_term(self) -> bool:
        """Whether it has no more than three words."""
        return self.words <= TERM_WORDS


def find_quotes(text: str, name_heads: Container[str] = frozenset()) -> list[Quote]:
    """Return the quotations of a text in the order of their starts, outer ones before those nested in them.

    ``name_heads``: folded nouns after which marks hold a name (صحيفة «كذا»), without clitics and article.
    """
    pairs = pair_marks(text)
    lone = any(p.opener is None or p.closer is None for p in pairs)
    stops = [stop.end() for stop in _STOP.finditer(text)] if lone else []
    quotes = [q for p in pairs if (q := _measure(text, p, stops))]
    quotes = _with_depth(text, _without_doubles(sorted(quotes, key=lambda q: (q.start, -q.end))))
    return [q._replace(kind="name") if _is_name(text, q, name_heads) else q for q in quotes]


def _is_name(text: str, q: Quote, heads: Container[str]) -> bool:
    if not q.opened or q.words > NAME_WORDS or _SENTENCE.search(text, q.inner_start, q.end):
        return False
    before = _LAST_WORD.search(text[max(0, q.start - 40) : q.start])
    return before is not None and any(stem in heads for _, stem in clitics(fold(before.group(1))))


def _measure(text: str, p: Pair, stops: list[int]) -> Quote | None:
    """Return the quotation of a pair of marks, or None where the marks mean something else."""
    if p.opener and p.closer:
        return _both(text, p.opener, p.closer)
    if p.opener and p.opener.family in ALONE:
        return _unclosed(text, p.opener, p, stops)
    if p.closer and p.closer.family in ALONE and not _is_unit(text, p.closer):
        return _unopened(text, p.closer, p, stops)
    return None


def _both(text: str, opener: Mark, closer: Mark) -> Quote | None:
    if opener.family not in ALONE and (opener.place <= 0 or closer.place >= 0):
        return None
    return _quote(text, (opener.start, closer.end), _trim(text, opener.end, closer.start), True, True)


def _unclosed(text: str, opener: Mark, p: Pair, stops: list[int]) -> Quote | None:
    end = p.bound
    if not p.runs_on:
        following = bisect_right(stops, opener.end)
        end = min(end, opener.end + _LONGEST, *stops[following : following + 1])
    inner = _trim(text, opener.end, end, _DROPPED_AT_END + _CLOSERS)
    return _quote(text, (opener.start, inner[1]), inner, False, True)


def _unopened(text: str, closer: Mark, p: Pair, stops: list[int]) -> Quote | None:
    start, end = _trim(text, max(p.bound, closer.start - _LONGEST), closer.start)
    before = bisect_left(stops, end)
    inner = _trim(text, max(start, *stops[before - 1 : before], 0), end)
    return _quote(text, (inner[0], closer.end), inner, True, False)


def _quote(text: str, outer: tuple[int, int], inner: tuple[int, int], closed: bool, opened: bool) -> Quote | None:
    words = sum(1 for _ in islice(_WORD.finditer(text, *inner), _COUNTED))
    kind = "term" if words <= TERM_WORDS else "speech"
    return Quote(*outer, *inner, 0, closed, opened, kind, words) if words else None


def _is_unit(text: str, mark: Mark) -> bool:
    """Tell whether a mark stands for inches or seconds."""
    return mark.turn == 0 and text[mark.start - 1 : mark.start].isdigit()


def _trim(text: str, start: int, end: int, dropped: str = _DROPPED_AT_END) -> tuple[int, int]:
    while start < end and text[start] in _BLANK:
        start += 1
    while end > start and text[end - 1] in dropped:
        end -= 1
    return start, end


def _without_doubles(quotes: list[Quote]) -> list[Quote]:
    """Make one of two quotations where the inner one fills the outer: doubled marks or two kinds of marks."""
    kept: list[Quote] = []
    for q in quotes:
        if kept and kept[-1].opened and (q.start, q.end) == kept[-1][2:4]:
            kept[-1] = kept[-1]._replace(inner_start=q.inner_start, inner_end=q.inner_end)
        else:
            kept.append(q)
    return kept


def _with_depth(text: str, quotes: list[Quote]) -> list[Quote]:
    """Count the quotations around each one, and end an unclosed one no later than the one around it."""
    found: list[Quote] = []
    around: list[Quote] = []
    for q in quotes:
        while around and around[-1].end <= q.start:
            around.pop()
        cut = _cut(text, q, around[-1].inner_end) if around and not q.closed else q
        if cut:
            found.append(cut._replace(depth=len(around)))
            around.append(cut)
    return found


def _cut(text: str, q: Quote, end: int) -> Quote | None:
    if q.end <= end:
        return q
    inner = _trim(text, q.inner_start, max(end, q.inner_start), _DROPPED_AT_END + _CLOSERS)
    return _quote(text, (q.start, inner[1]), inner, False, True)


class Quotes:
    """Mark quotations: reads doc.text, writes doc._.attribution_quotes (a list of plain dicts)."""

    def __init__(self, name_heads: Container[str] = frozenset()) -> None:
        self.name_heads = name_heads

    def __call__(self, doc: Doc) -> Doc:
        doc._.set(EXTENSION, [q._asdict() for q in find_quotes(text_of(doc), self.name_heads)])
        return doc


@Language.factory("attribution_quotes", assigns=[f"doc._.{EXTENSION}"])
def create_quotes(nlp: Language, name: str) -> Quotes:
    """Return the component for a pipeline; it has no settings and nothing to save."""
    if not Doc.has_extension(EXTENSION):
        Doc.set_extension(EXTENSION, default=[])
    return Quotes(frozenset(fold(row["head"]) for row in lexicon.package("organisations")))
