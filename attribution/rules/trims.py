"""The writer's words at the end of a content: reads a View and a Statement, returns the Statement without them."""

from __future__ import annotations

from collections.abc import Sequence

from .noun_phrases import noun_phrase
from .phrases import is_comma, is_preposition, is_told_medium
from .stance import comment
from .statements import Statement
from .view import View

TAIL = 40  # tokens from a content's end in which the writer's words can begin
SHORTEST = 2  # tokens that are left of a content at least


def trimmed(view: View, statement: Statement, cues: set[int]) -> Statement:
    """The statement whose last content ends before على حد تعبيره, a second reporting phrase or the writer's comment."""
    start, end = statement.content[-1]
    cut = _cut(view, statement, start, end, cues)
    while cut > start and (is_comma(view.forms[cut - 1]) or view.plays(cut - 1, "leads_on") or view.key(cut - 1) == "."):
        cut -= 1
    if cut >= end or cut - start < SHORTEST:
        return statement
    return statement._replace(content=(*statement.content[:-1], (start, cut)))


def _cut(view: View, statement: Statement, start: int, end: int, cues: set[int]) -> int:
    """The token where the writer's words begin; the content's end where there are none."""
    inside = _quoted(view, start, end)
    hedges, relays = view.vocabulary.hedges.starts, view.vocabulary.cues.starts
    for i in range(max(start + SHORTEST, end - TAIL), end):
        if i in inside or i in view.opening:
            continue
        key = view.forms[i].key
        if key in hedges and _is_repeat(view, i, end):
            return i
        if key in relays and statement.kind != "preposition" and _is_relay(view, i, end, cues):
            return i
        if is_comma(view.forms[i - 1]) and _is_comment(view, i, statement, cues):
            return i
    return end


def _quoted(view: View, start: int, end: int) -> set[int]:
    """The tokens of a range that stand in marks which open or close in it."""
    found: set[int] = set()
    i = start
    while i < end:
        quote = view.opening.get(i)
        if quote is not None and quote.closed:
            after = max(i + 1, view.before(quote.end))
            found.update(range(i, after))
            i = after
        else:
            i += 1
    return found


def _is_repeat(view: View, i: int, end: int) -> bool:
    """Whether a phrase that speaks of the speaker's words ends the content: على حد تعبيره، بحسب قولها."""
    for length, (kind, direction, _, _) in view.vocabulary.hedges.every(view.forms, i, end):
        if kind == "distancing" and direction in ("both", "backward") and length > 1 and i + length == end:
            return True
    return False


def _is_relay(view: View, i: int, end: int, cues: set[int]) -> bool:
    """Whether a second reporting phrase with a verb of its own ends the content: وفق ما نقلت صحيفة كذا."""
    length, kind, _ = view.vocabulary.cues.match(view.forms, i, end)
    j = i + length
    if kind != "preposition" or not view.key(j - 1).endswith("ما") or j >= end or i in cues:
        return False
    after = noun_phrase(view, j + 1, end)
    return bool(view.forms[j].verbs) and all(is_comma(f) for f in view.forms[after:end])


def _is_comment(view: View, i: int, statement: Statement, cues: set[int]) -> bool:
    """Whether the writer's own comment begins at a token."""
    found = comment(view, i, statement, statement.stance == "distance", cues)
    return found is not None and (found.place[1] - found.place[0] > 1 or view.plays(i, "answers"))


def _told(view: View, statement: Statement) -> Statement:
    """The statement whose source ends before those who are told: أبلغ الوزير | المقاولين أن، قال سالم | لبي بي سي."""
    source = statement.source
    if not source or source[0] < statement.cue[1] and statement.kind != "colon":
        return statement
    telling = "" in view.vocabulary.addressed.get(statement.lemma, ())
    for i in range(source[0] + 1, source[1]):
        if _is_medium(view, source[0], i) or telling and _is_object(view, source[0], i):
            return statement._replace(source=(source[0], i))
    return statement


def _is_medium(view: View, first: int, i: int) -> bool:
    """Whether ل with a medium or marks stands after a name or an unnamed person, not after a title (مدير لـ)."""
    before, head = view.forms[i - 1], view.forms[first]
    named = before.has("name", "maybe_name") or not before.classes or head.kind == "group" or first + 1 == i
    return named and is_told_medium(view, i)


def _is_object(view: View, first: int, i: int) -> bool:
    """Whether a noun phrase begins at a token of a source that can be no part of its subject."""
    form, before, head = view.forms[i], view.forms[i - 1], view.forms[first]
    if i in view.opening:
        return view.opening[i].is_term and not before.has("body", "media", "document", "noun") and before.shape == "w"
    if not form.definite or form.preposition or form.lead.startswith("و") or is_preposition(before):
        return False
    if form.key.endswith("ين") and len(form.key) > 5 and form.lead == "ال" and head.number != "pl":
        return True
    noun = form.has("title", "noun", "body", "media") and not form.has("adjective", "demonym")
    adjective = before.key.endswith(("ي", "ية")) and not before.definite and not before.has("name", "noun", "body")
    return noun and adjective and i > first + 1 and not head.definite


def all_trimmed(view: View, statements: Sequence[Statement]) -> list[Statement]:
    """Every statement of a document without the writer's words at its end."""
    cues = {each.cue[0] for each in statements}
    return [_told(view, trimmed(view, each, cues)) for each in statements]
