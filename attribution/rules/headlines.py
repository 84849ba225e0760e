"""Headlines «name : words»: reads a View and a sentence, returns its Cue or none."""

from __future__ import annotations

import re

from .cue import Cue
from .frames import Match
from .phrases import is_nominal, is_preposition, strip
from .subjects import can_speak
from .view import View

_HOUR = re.compile(r"\d{1,2}[:.]\d\d")
LONGEST_HEADLINE = 30  # tokens of a headline inside the text
LABEL = 4  # tokens of a label before a bar, at most
HEADLINE_SOURCE = 10  # tokens before a headline's colon, at most


def _after_label(view: View, start: int, end: int) -> int:
    """The first token after a label with a bar: عاجل | وزير الدفاع: …"""
    return next((k + 1 for k in range(start + 1, min(end - 2, start + LABEL)) if view.key(k) == "|"), start)


def _after_clock(view: View, start: int, end: int) -> int:
    """The first token after the hour that opens an entry of a live page (18:40 | …، 10:05 …); 0 where none stands there."""
    j = start
    while j < end and (view.forms[j].shape == "n" or view.forms[j].shape == "p" and view.key(j) not in "«\"“("):
        j += 1
    hour = view.slice(start, j)
    return j if j < end and _HOUR.search(hour) else 0


def headline(view: View, number: int, start: int, end: int) -> list[Cue]:
    """«name : words» in the title or on a line of its own, as one cue or none."""
    line, start = start, _after_label(view, start, end)
    timed = _after_clock(view, start, end)
    start = timed or start
    colon = next((k for k in range(start + 1, min(end - 1, start + HEADLINE_SOURCE)) if view.key(k) == ":"), None)
    title = end <= view.title_end
    stopped = view.key(end - 1) == "." and not timed
    own_line = (line == 0 or line in view.lines) and (end in view.lines or end == len(view)) and not stopped
    if stopped and view.forms[start].verbs:
        return []
    if colon is None or not (title or own_line and end - start <= LONGEST_HEADLINE):
        return []
    last = next((k for k in range(start + 1, colon) if view.plays(k, "headline_cut") or view.key(k).startswith("لـ")), colon)
    source = strip(view, start, last)
    if source[0] >= source[1] or not _names_speaker(view, *source, colon + 1):
        return []
    match = Match("colon", colon + 1, (colon, colon + 1), source, ())
    return [Cue(colon, colon + 1, "colon", view.vocabulary.entries[":"], None, match, source, True)]


def _names_speaker(view: View, start: int, last: int, said: int) -> bool:
    """Whether the words before a headline's colon name a speaker: neither a topic nor the place of the news."""
    head = view.forms[start]
    if not all(is_nominal(f) or f.preposition or f.shape != "w" for f in view.forms[start:last]):
        return False
    if (
        is_preposition(head)
        or head.shape != "w"
        and start not in view.opening
        or view.plays(start, "label")
        or not can_speak(head)
    ):
        return False
    if head.has("place") and not head.has("name") and last - start == 1:
        return not head.has("town") and view.forms[said].has("negation")  # موسكو: لن نسمح
    surname = head.definite and head.key.endswith(("ي", "ى")) and last - start == 1
    return bool(head.classes) or surname or start in view.opening or sum(view.counts[key] for key in {head.key, head.stem}) > 1
