"""Where the circumstances of a statement can stand: reads a View and a Statement, returns token ranges."""

from __future__ import annotations

from typing import NamedTuple

from .hedges import Owners
from .phrases import circumstance, is_comma
from .statements import Statement
from .view import View

BEFORE = 40  # tokens before a cue, and
AFTER = 25  # tokens after a content, in which its circumstances stand
STOPS = frozenset({".", "؛", "!", "؟"})
Taken = dict[int, int]


class Zone(NamedTuple):
    """Tokens in which circumstances are looked for.

    `kind`: between (cue or source and content), front (before the cue, one after the other from the clause's start) or
    tail (after a content or a closing cue, one after the other).
    """

    first: int
    last: int
    kind: str


def zones(view: View, number: int, each: Statement, inner: Owners, taken: Taken) -> list[Zone]:
    """The zones of a statement, those nearest to its cue first."""
    cue, first, last = each.cue, each.content[0][0], each.content[-1][1]
    own = inner[cue[0]]
    found = []
    if each.source and each.source[1] <= cue[0]:
        found.append(Zone(each.source[1], cue[0], "between"))
    if cue[0] < first:
        found.append(Zone(cue[1], first, "between"))
        start = _clause_start(view, cue[0], own, inner, taken, number)
        found.append(Zone(start, cue[0], "front"))
        after = last
    else:
        found.append(Zone(last, cue[0], "tail"))
        after = max(cue[1], each.source[1] if each.source else 0)
        found.append(Zone(cue[1], after, "between"))
    found.append(Zone(after, _tail(view, after, own, inner, taken, cue[0] > first), "tail"))
    return found


def _clause_start(view: View, cue: int, own: int | None, inner: Owners, taken: Taken, number: int) -> int:
    """The first token of the clause before a cue that belongs to no other statement."""
    i = cue
    while i > 0 and cue - i < BEFORE and view.key(i - 1) not in STOPS and i not in view.lines:
        if inner[i - 1] != own or taken.get(i - 1, number) != number:
            break
        i -= 1
    return i


def _tail(view: View, start: int, own: int | None, inner: Owners, taken: Taken, closing: bool) -> int:
    """The end of what can be a circumstance after a content: up to a full stop, another statement or the writer's clause."""
    i = start
    while i < min(len(view), start + AFTER) and view.key(i) not in STOPS and (i not in view.lines or i == start):
        if i in taken or inner[i] not in (own, None) or (inner[i] is None and own is not None):
            break
        i += 1
    if closing:
        return i
    j = start
    while j < i and (view.forms[j].shape == "p" or view.plays(j, "leads_on")):
        j += 1
    return i if j < i and _opens_tail(view, j, i) else start


def _opens_tail(view: View, j: int, stop: int) -> bool:
    """Whether a circumstance stands right after a content: a relaying phrase, or one after its closing mark."""
    if view.vocabulary.cues.match(view.forms, j, stop)[1] == "preposition":
        return True
    kind = circumstance(view, j, stop)[1]
    return bool(kind) and view.forms[j - 1].shape == "p" and kind in ("via", "addressee", "venue")


def passes(view: View, i: int) -> bool:
    """Whether a token may stand between circumstances of a chain: a comma, a mark or وذلك."""
    return is_comma(view.forms[i]) or view.forms[i].shape == "p" or view.plays(i, "leads_on")


def reaches(view: View, i: int, each: Statement) -> bool:
    """Whether only the subject, helping verbs and commas stand between the end of a front chain and the cue."""
    for j in range(i, each.cue[0]):
        inside = each.source and each.source[0] <= j < each.source[1]
        if not (inside or view.plays(j, "helper") or passes(view, j) or view.forms[j].has("adverb")):
            return False
    return True


def past_clause(view: View, i: int, stop: int) -> int:
    """The token after the next comma, for what is said of a circumstance (في بيان نشره على موقعه، قال); `i` where none is."""
    return next((j + 1 for j in range(i, min(stop, i + 15)) if is_comma(view.forms[j])), i)
