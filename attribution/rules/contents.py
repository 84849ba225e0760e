"""Contents: reads a View and its Cues, returns for each cue the spans of what was communicated (code points)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from itertools import islice
from typing import NamedTuple

from .clauses import is_comment
from .cue import Cue
from .phrases import Range, circumstance, is_comma
from .quotes import Quote
from .subjects import SPEECH
from .view import LONGEST_SENTENCE, View
from .words import Form


class Content(NamedTuple):
    """The content of one cue: token ranges in text order, and the quotation that makes it direct, if one does."""

    cue: Cue
    ranges: tuple[Range, ...]
    quote: Quote | None = None


def find_contents(view: View, cues: list[Cue]) -> list[Content]:
    """One Content for each cue that has one; a relaying phrase hung on a full attribution has none of its own."""
    starts = [cue.start for cue in cues]
    found: list[Content] = []
    for number, cue in enumerate(cues):
        start, end = view.sentences[view.sentence[cue.start]]
        near = cues[bisect_left(starts, start) : bisect_left(starts, end)]
        if cue.kind == "preposition":
            content = _prepositional(view, cue, near, start, end)
        elif cue.kind == "closing":
            content = _closing(view, cue, near, start, end)
        else:
            reach = _past_quotes(view, cue.match.content, end) if cue.match else end
            content = _forward(view, cue, cues[number + 1 : bisect_left(starts, reach)], end)
        if content is not None:
            found.append(content)
    return _continued(view, found)


def _forward(view: View, cue: Cue, later: list[Cue], end: int) -> Content | None:
    assert cue.match is not None
    first = cue.match.content
    if first >= len(view):
        return None
    if cue.match.frame in ("colon", "quote") or (first in view.opening):
        content = _quotation(view, cue, first, later, end)
        if content is not None:
            return content
    last = clause_end(view, cue, first, later, end)
    return Content(cue, ((first, last),)) if last > first else None


def _quotation(view: View, cue: Cue, first: int, later: list[Cue], end: int) -> Content | None:
    """A content that is one quotation; None where words of the same clause follow it."""
    quote = view.opening.get(first)
    if quote is None:
        return None
    inside = (view.at(quote.inner_start), view.before(quote.inner_end))
    after = view.before(quote.end)
    if inside[0] >= inside[1]:
        return None
    clausal = cue.match is not None and cue.match.frame in ("that", "object", "preposition", "question")
    if clausal and clause_end(view, cue, first, later, end) > after:
        return None
    return Content(cue, (inside,), quote)


def clause_end(view: View, cue: Cue, first: int, later: list[Cue], end: int) -> int:
    """The end of a clause: the next cue of the same rank, the writer's comment or the sentence's end."""
    end = _past_quotes(view, first, end)
    stops = [_stop(view, cue, other) for other in later if first < other.start < end and _is_sibling(view, cue, other, first)]
    stops += islice((j for j in range(first + 1, end) if _is_comment(view, j, end) or _leaves_noun(view, cue, j, end)), 1)
    if _is_subordinate(view, cue):
        stops += islice((j for j in range(first + 1, end) if is_comma(view.forms[j]) and not _depth(view, j, first)), 1)
    last = min(stops, default=end)
    while last > first and _trims(view, last - 1, first):
        last -= 1
    return last


def _is_subordinate(view: View, cue: Cue) -> bool:
    """Whether a verb stands in a clause that opens the sentence before the main one: بعد أن أعلن …، عادت."""
    start = view.sentences[view.sentence[cue.start]][0]
    opened = view.plays(start, "subordinates") or view.key(start) == "وعلى" and view.plays(start + 1, "subordinates")
    return cue.kind == "verb" and opened and cue.start - start <= 4


def _trims(view: View, j: int, first: int) -> bool:
    form = view.forms[j]
    if form.shape == "p" and form.key in "،,.:؛-–" or j > first and form.plays("loose_end"):
        return not form.plays("this") or is_comma(view.forms[j - 1])  # رفض ذلك
    quote = view.closing.get(j)
    return quote is not None and quote.opened and view.at(quote.start) < first


def _past_quotes(view: View, first: int, end: int) -> int:
    """The sentence end moved past a quotation that opens in the clause and goes on over it."""
    if not first < end <= len(view):
        return end
    for quote in view.quotes_between(view.starts[first], view.ends[end - 1]):
        if quote.opened and quote.closed and end < view.before(quote.end):
            past = view.before(quote.end)
            return view.sentences[view.sentence[min(past, len(view)) - 1]][1]
    return end


def _depth(view: View, i: int, first: int) -> bool:
    """Whether a token is inside a quotation that opened at or after `first`."""
    at = view.starts[i]
    return any(q.start < at < q.end and q.closed for q in view.quotes_between(view.starts[first], at))


def _is_sibling(view: View, cue: Cue, other: Cue, first: int) -> bool:
    """Whether a later cue opens a statement of its own and is not part of what this cue reports."""
    if _depth(view, other.start, first) or other.kind in ("nominal",):
        return False
    if other.kind == "closing":
        return True
    if other.kind == "preposition":
        before = view.forms[other.start - 1]
        return (is_comma(before) or before.shape == "p" or before.plays("loose_end")) and _ends_clause(view, other)
    if other.kind == "participle":
        return True
    if other.verb is None or other.before and not _linked(view, other):
        return False
    if other.verb.person == "1" or other.before and other.source is not None and other.source[0] <= first:
        return False  # أن مكتبها قد حذر: the clause itself is what is reported
    return _linked(view, other) and (cue.verb is None or cue.verb.tense != "past" or other.verb.tense == "past")


def _linked(view: View, other: Cue) -> bool:
    """Whether a verb is joined to what goes before by و, a comma or a conjunction of clauses."""
    assert other.verb is not None
    before = view.forms[other.start - 1]
    if is_comma(before) and other.match is not None and other.match.frame == "colon":
        return True
    return other.verb.lead.startswith(("و", "ف")) or before.plays("link")


def _stop(view: View, cue: Cue, other: Cue) -> int:
    stop = other.start
    if other.before and other.source is not None:
        stop = min(stop, other.source[0])
    if other.kind == "closing":
        quote = _quote_before(view, other.start)
        stop = view.at(quote.start) if quote is not None and quote.opened else stop
    return stop


def _ends_clause(view: View, cue: Cue) -> bool:
    """Whether a relaying phrase stands at the end of its clause."""
    after = cue.source[1] if cue.source else cue.end
    while after < len(view) and circumstance(view, after, len(view))[0] > after:
        after = circumstance(view, after, len(view))[0]
    return (
        after >= len(view)
        or after in view.lines
        or view.key(after) in (".", "؛", "")
        or (is_comma(view.forms[after]) and view.key(after + 1).startswith("و"))
    )


def _is_comment(view: View, j: int, end: int) -> bool:
    """Whether the writer's own words begin at a token: وهو ما، متناسيا، على حد تعبيره."""
    if is_comma(view.forms[j - 1]) and is_comment(view, j, end):
        return True
    length, kind, direction = view.vocabulary.hedges.match(view.forms, j, end)
    if not length or kind != "distancing" or direction == "forward":
        return False
    after = j + length
    if after < end and is_comma(view.forms[after]):
        return not is_comma(view.forms[j - 1])  # between two commas it interrupts
    return after >= end or view.forms[after].key in (".", "؛")


def _leaves_noun(view: View, cue: Cue, j: int, end: int) -> bool:
    """Whether a clause begins after a comma, where the content is a noun and no clause: …، لكنهما تبادلا."""
    if cue.match is None or cue.match.frame not in ("object", "preposition", "light") or not is_comma(view.forms[j - 1]):
        return False
    form = view.forms[j]
    if form.has("subordinator") or form.plays("said_of") or form.plays("boundary"):
        return True
    return bool(form.verbs) and form.verbs[0].lead.startswith("و") and not form.has("noun", "masdar")


def _quote_before(view: View, i: int) -> Quote | None:
    j = i
    while j > 0 and (is_comma(view.forms[j - 1]) or view.plays(j - 1, "quoting") or view.key(j - 1) in ("–", "-", ".")):
        j -= 1
    return view.closing.get(j - 1)


def _closing(view: View, cue: Cue, cues: list[Cue], start: int, end: int) -> Content | None:
    """The quotation or clause before a closing cue, and the quotation that takes it up again after the source."""
    quote = _quote_before(view, cue.start)
    if quote is None and view.plays(cue.start - 2, "this") and view.key(cue.start - 1) == "ما":
        return Content(cue, ((cue.start - 2, cue.start - 1),))
    if quote is None:
        first = _clause_start(view, cue, cues, start)
        last = cue.start - 1
        while last > first and _trims(view, last - 1, first):
            last -= 1
        return Content(cue, ((first, last),)) if last > first else None
    opened = view.at(quote.inner_start) if quote.opened else _clause_start(view, cue, cues, start)
    ranges = [(opened, view.before(quote.inner_end))]
    after = _resumed(view, cue, end)
    if after is not None:
        ranges.append(after)
    return Content(cue, tuple(r for r in ranges if r[0] < r[1]), quote) if ranges[0][0] < ranges[0][1] else None


def _resumed(view: View, cue: Cue, end: int) -> Range | None:
    j = cue.source[1] if cue.source and not cue.before else cue.end
    while j < end and j - cue.end < 25 and j not in view.opening and view.key(j - 1) != ".":
        j += 1
    quote = view.opening.get(j) if j not in view.lines else None
    if quote is None or not (is_comma(view.forms[j - 1]) or view.key(j - 1) in (":", ".")) or quote.words < 3:
        return None
    after = view.before(quote.end)
    if view.key(j - 1) == "." and (view.key(after) in ("،", ",") or after < len(view) and view.forms[after].verbs):
        return None  # the next quotation has a cue of its own
    return view.at(quote.inner_start), view.before(quote.inner_end)


def _clause_start(view: View, cue: Cue, cues: list[Cue], start: int) -> int:
    ends = [c.end for c in cues if start <= c.start < cue.start and c.kind != "nominal"]
    return max([start, *ends])


def _prepositional(view: View, cue: Cue, cues: list[Cue], start: int, end: int) -> Content | None:
    """The clause that a relaying phrase opens, closes or interrupts; None where another cue already reports it."""
    after = _after_source(view, cue, end)
    if any(c.start == after for c in cues):
        return None
    if not any(f.shape == "w" and f.key != "و" for f in view.forms[start : cue.start]):
        last = clause_end(view, cue, after, [c for c in cues if c.start > cue.start], end) if after < end else after
        return Content(cue, ((after, last),)) if last > after else None
    if any(start <= c.start < cue.start and c.kind != "nominal" for c in cues):
        return None
    quote = _quote_before(view, cue.start)
    if quote is not None and quote.opened:
        return Content(cue, ((view.at(quote.inner_start), view.before(quote.inner_end)),), quote)
    last = cue.start
    while last > start and _trims(view, last - 1, start):
        last -= 1
    ranges = [(start, last)]
    resumed = clause_end(view, cue, after, [c for c in cues if c.start > cue.start], end) if after < end else after
    if (
        resumed > after
        and is_comma(view.forms[after - 1])
        and not _is_joined(view.forms[after])
        and not _is_comment(view, after, end)
    ):
        ranges.append((after, resumed))
    return Content(cue, tuple(ranges)) if last > start else None


def _is_joined(form: Form) -> bool:
    """Whether a word begins with the conjunction و or ف, which no list need know: فعاد, but not فرّ."""
    unknown = not form.classes and not form.verbs and len(form.key) > 3
    return form.key[0] in "وف" and (unknown or form.lead[:1] in ("و", "ف") or any(v.lead for v in form.verbs))


def _after_source(view: View, cue: Cue, end: int) -> int:
    j = cue.source[1] if cue.source else cue.end
    while j < end:
        after = circumstance(view, j, end)[0]
        if after == j and not (is_comma(view.forms[j]) or view.plays(j, "so")):
            break
        j = max(after, j + 1)
    return j


def _continued(view: View, contents: list[Content]) -> list[Content]:
    """Add to a content the quotations that go on in the next paragraphs with marks and no cue of their own."""
    covered = {i for content in contents for first, last in content.ranges for i in range(first, last)}
    result = list(contents)
    ends = sorted((content.ranges[-1][1], n) for n, content in enumerate(contents))
    for i, quote in sorted(view.opening.items()):
        inside = (view.at(quote.inner_start), view.before(quote.inner_end))
        if i not in view.lines or inside[0] in covered or quote.words < SPEECH:
            continue
        place = bisect_right(ends, (i, len(result)))
        if place and _follows(view, result[ends[place - 1][1]], i):
            number = ends[place - 1][1]
            result[number] = result[number]._replace(ranges=(*result[number].ranges, inside))
            ends.pop(place - 1)
            insort(ends, (inside[1], number))
    return result


def _follows(view: View, content: Content, i: int) -> bool:
    """Whether only closing marks stand between a content's end (or its cue's sentence) and a paragraph's quotation."""
    end = max(content.ranges[-1][1], content.cue.end, content.cue.source[1] if content.cue.source else 0)
    return i - end <= LONGEST_SENTENCE and all(f.shape == "p" for f in view.forms[end:i])
