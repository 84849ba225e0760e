"""Quotation marks: reads the raw text, writes which marks open, which close, and which belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..arabic import INVISIBLE, MARKS, TATWEEL

FAMILIES: dict[str, tuple[str, int]] = {  # mark: (family, +1 opens, -1 closes, 0 either)
    **dict.fromkeys(("“", "„", "‟", "❝"), ("double", 1)),
    **dict.fromkeys(("”", "❞"), ("double", -1)),
    **dict.fromkeys(('"', "＂", "″", "''", "‘‘", "’’", "``"), ("double", 0)),
    **dict.fromkeys(("«", "<<", "≪", "《", "‹"), ("guillemet", 1)),
    **dict.fromkeys(("»", ">>", "≫", "》", "›"), ("guillemet", -1)),
    **dict.fromkeys(("‘", "‛"), ("single", 1)),
    "’": ("single", -1),
    "'": ("single", 0),
    **dict.fromkeys(("،،", ",,", "‚‚"), ("comma", 0)),
    "((": ("bracket", 1),
    "))": ("bracket", -1),
}
ALONE = ("double", "guillemet")  # families whose marks mean something without their partner
_MARK = re.compile("|".join(sorted(map(re.escape, FAMILIES), key=len, reverse=True)))
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_PROCLITIC = re.compile(rf"(?:^|[^\w{MARKS}])(?:[وف]?[بلك]?{TATWEEL}*|ال{TATWEEL}*)$")
_OPENING, _CLOSING = frozenset("([{:-–—/،؛*•"), frozenset(")]}.,:،؛؟!?…-–—/")
_ENDING = frozenset(".!؟?،,؛…")
_ORNAMENT = 4  # so many marks side by side are an ornament

# What a reading of the marks costs; the cheapest reading of a text wins.
_AGAINST_SHAPE, _AGAINST_PLACE, _NESTED, _LONE, _CROSSING, _PER_LINE = 15, 27, 10, 25, 22, 3
_HOPELESS = 4 * _LONE  # readings that cost so much more than the best one are given up
_NEXT = 2  # lines to the next one, with an empty one between
_DEEPEST, _REACH = 3, 12  # quotations around a quotation; lines on which a quotation runs on without a mark


class Line(NamedTuple):
    """A line of the text; ``start`` is its first character that is not blank."""

    number: int
    start: int
    end: int


class Mark(NamedTuple):
    """A mark; ``turn`` (as written) and ``place`` (by its neighbours): > 0 opens, < 0 closes, 0 either."""

    start: int
    end: int
    family: str
    turn: int
    place: int
    line: Line


class Pair(NamedTuple):
    """Two marks that belong together, or one alone, which reaches no farther back or forth than ``bound``."""

    opener: Mark | None
    closer: Mark | None
    bound: int
    runs_on: bool = False  # not closed because the next line goes on with a mark of its own


def pair_marks(text: str) -> list[Pair]:
    """Return the pairs of quotation marks of a text and the marks without a partner, family by family."""
    families: dict[str, list[Mark]] = {}
    for mark in _marks(text):
        families.setdefault(mark.family, []).append(mark)
    return [p for marks in families.values() for p in _pairs(_as_used(marks))]


def _marks(text: str) -> Iterator[Mark]:
    """Yield the marks of a text without apostrophes and ornaments; adjacent marks share their neighbours."""
    for number, found in enumerate(_LINE.finditer(text)):
        line, groups = found.group(), list(_groups(found.group()))
        if groups:
            start = found.end() - len(line.lstrip())
            where = Line(number, start, found.end())
            for group in groups:
                yield from _group_marks(line, found.start(), group, where)


def _groups(line: str) -> Iterator[list[re.Match[str]]]:
    group: list[re.Match[str]] = []
    for found in _MARK.finditer(line):
        if group and group[-1].end() != found.start():
            yield group
            group = []
        group.append(found)
    if group:
        yield group


def _group_marks(line: str, offset: int, group: list[re.Match[str]], where: Line) -> Iterator[Mark]:
    before, after = (
        line[max(0, group[0].start() - 6) : group[0].start()],
        line[group[-1].end() : group[-1].end() + 4],
    )
    before, after = _INVISIBLE.sub("", before), _INVISIBLE.sub("", after)
    place = _place(before, after)
    inside_word = place == 0 and before[-1:].isalpha() and after[:1].isalpha()
    for found in group if len(group) < _ORNAMENT else ():
        family, turn = FAMILIES[found.group()]
        if not (inside_word and family == "single"):
            yield Mark(offset + found.start(), offset + found.end(), family, turn, place, where)


def _place(before: str, after: str) -> int:
    left, right = before[-1:], after[:1]
    blank_left, blank_right = not left.strip(), not right.strip()
    ends = right in _CLOSING and not after.startswith("..") and right != ""
    opens = not blank_right and not ends and (blank_left or left in _OPENING or bool(_PROCLITIC.search(before)))
    closes = ends if blank_left else blank_right or ends
    if left == ":":
        return 1
    surely_closes = not blank_left and (ends or left in _ENDING)
    return int(opens) * (2 if blank_left else 1) - int(closes) * (2 if surely_closes else 1)


def _as_used(marks: list[Mark]) -> list[Mark]:
    """Return the marks of a family with their turns as the text uses them: some write ”…“ throughout."""
    if sum(mark.turn * mark.place for mark in marks) >= 0:
        return marks
    return [mark._replace(turn=-mark.turn) for mark in marks]


def _pairs(marks: list[Mark]) -> Iterator[Pair]:
    """Yield the pairs of one family's marks in the cheapest reading of them."""
    stack: list[Mark] = []
    floor = 0
    for mark, (dropped, step) in zip(marks, _cheapest(marks), strict=True):
        if dropped:
            yield from _left_open(stack, mark if step == "open" else None)
            stack.clear()
        if step == "close":
            yield Pair(stack.pop(), mark, mark.end)
        elif step == "stray":
            yield Pair(None, mark, max(floor, mark.line.start))
        elif step == "instead":
            yield from _left_open([stack.pop()])
        if step in ("open", "instead"):
            stack.append(mark)
        floor = mark.end
    yield from _left_open(stack)


def _left_open(stack: list[Mark], following: Mark | None = None) -> Iterator[Pair]:
    """Yield marks that never close; they run on to the next line where that begins with a mark of its own."""
    for left in stack:
        lines = following.line.number - left.line.number if following else 0
        runs_on = following is not None and following.start == following.line.start and lines <= _NEXT
        yield Pair(left, None, left.line.end, runs_on)


_Arrival = tuple[int, bool, str]  # the depth it comes from, whether quotations were dropped at a line's end, the step


def _cheapest(marks: list[Mark]) -> list[tuple[bool, str]]:
    """Return what each mark does: open, close, "stray" (closes nothing), "instead" (leaves another open)."""
    costs: dict[int, int] = {0: 0}  # of the best reading so far that leaves so many quotations open
    history: list[dict[int, _Arrival]] = []
    number = 0
    for mark in marks:
        costs, arrivals = _advance(costs, mark, mark.line.number - number)
        history.append(arrivals)
        number = mark.line.number
    depth = min(costs, key=lambda d: costs[d] + _LONE * d)
    path: list[tuple[bool, str]] = []
    for arrivals in reversed(history):
        depth, dropped, step = arrivals[depth]
        path.append((dropped, step))
    return path[::-1]


def _advance(costs: dict[int, int], mark: Mark, lines: int) -> tuple[dict[int, int], dict[int, _Arrival]]:
    """Return the costs after a mark, so many lines after the one before, and how each came about."""
    later: dict[int, int] = {}
    arrivals: dict[int, _Arrival] = {}
    limit = min(costs.values()) + _HOPELESS
    for depth, cost in costs.items():
        for dropped, inside, so_far in _carried(depth, cost, lines) if cost <= limit else ():
            for step, target, price in _moves(mark, inside):
                if so_far + price < later.get(target, so_far + price + 1):
                    later[target] = so_far + price
                    arrivals[target] = depth, dropped, step
    return later, arrivals


def _carried(depth: int, cost: int, lines: int) -> Iterator[tuple[bool, int, int]]:
    if not depth or lines <= _REACH:
        yield False, depth, cost + depth * (_PER_LINE * lines + _CROSSING * (lines > 0))
    if depth and lines:
        yield True, 0, cost + _LONE * depth


def _moves(mark: Mark, depth: int) -> Iterator[tuple[str, int, int]]:
    """Yield the steps that a mark can take at a depth: (name, depth after it, cost)."""
    opening = _AGAINST_SHAPE * (mark.turn < 0) + _AGAINST_PLACE * max(0, -mark.place)
    closing = _AGAINST_SHAPE * (mark.turn > 0) + _AGAINST_PLACE * max(0, mark.place)
    if depth:
        yield "close", depth - 1, closing
        yield "instead", depth, opening + _LONE
    else:
        yield "stray", 0, closing + _LONE
    if depth < _DEEPEST:
        yield "open", depth + 1, opening + _NESTED * (depth > 0)
