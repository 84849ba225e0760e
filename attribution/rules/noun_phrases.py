"""Where a noun phrase ends: reads a View, answers with token numbers, writes nothing."""

from __future__ import annotations

from .phrases import HEAD, LONGEST_NAME, aside, bracket, circumstance, is_complete, is_nominal, is_preposition, time_at
from .view import View
from .words import NAMES, TANWIN


def starts_object(view: View, i: int, first: int) -> bool:
    """Whether a token after a complete noun phrase opens another one: a demonstrative, a masdar, an indefinite noun."""
    form = view.forms[i]
    if form.has("demonstrative", "quantifier"):
        return True
    before = view.forms[i - 1]
    if form.text.endswith(TANWIN) and not before.text.endswith(TANWIN):
        return is_complete(view, i - 1, first)
    if form.has("title") and not form.definite and not form.lead:
        return (
            before.shape == "w"
            and bool(before.classes)
            and not before.has("name", "maybe_name", "particle")
            and is_complete(view, i - 1, first)
            and not before.has("title")
        )
    if form.definite or form.lead or form.has("name", "maybe_name", "place", "media", "particle"):
        return False
    return form.has("masdar", "noun", "body") and is_complete(view, i - 1, first)


def noun_phrase(view: View, i: int, stop: int, prepositions: frozenset[str] = frozenset()) -> int:
    """The end of the noun phrase that starts at a token, before `stop`; `i` itself where none starts.

    It takes construct chains, adjectives, names, quoted names, brackets and attached prepositional phrases, but no
    phrase with a preposition in `prepositions` (those of the verb's own complement).
    """
    first, j = i, i
    while j < stop:
        after = _extend(view, first, j, stop, prepositions)
        if after == j:
            break
        j = after
    return j


def _extend(view: View, first: int, j: int, stop: int, prepositions: frozenset[str]) -> int:
    form = view.forms[j]
    quote = view.opening.get(j)
    if quote is not None:
        end = view.before(quote.end)
        return end if quote.words <= LONGEST_NAME and end <= stop else j
    if form.key in ("(", "["):
        return bracket(view, j, stop)
    if form.lead == "وال" and j > first and view.forms[j - 1].definite and view.forms[first].has("title", "body"):
        return j + 1
    if form.key == "و" and j > first and j + 1 < stop and is_nominal(view.forms[j + 1]):
        return j + 1
    if j > first and is_preposition(form):
        return _attached(view, first, j, stop, prepositions)
    if not is_nominal(form) or j > first and (time_at(view, j) or starts_object(view, j, first)):
        return j
    if j > first and form.definite and not form.lead.startswith("و") and _new_definite(view, first, j):
        return j
    return j + 1


def _new_definite(view: View, first: int, j: int) -> bool:
    """A definite noun after a finished name or definite noun: اتهم ماكرون | المعارضة."""
    form, before = view.forms[j], view.forms[j - 1]
    ungoverned = j == first + 1 or form.number == "pl" and before.number == "sg"
    if ungoverned and form.key.endswith("ين") and not form.has(*NAMES) and before.definite:
        return True  # an oblique plural that nothing before it governs: ناشدت الأسرة | الخاطفين
    if form.has("adjective", "demonym", "title", "name", "maybe_name"):
        return False
    if before.shape != "w" or form.stem.endswith(("ي", "ى", "ية", "ين", "ون")):
        return False
    if not before.has("title", "body", "noun", "masdar") and (
        before.has("name", "maybe_name", "place", "media") or not before.classes and before.key[0] not in "لب"
    ):
        return True
    possessed = before.has("title", "body", "noun") and before.stem != before.key[len(before.lead) :]
    return (before.definite or possessed) and form.has("noun", "masdar", "body")


def _attached(view: View, first: int, j: int, stop: int, prepositions: frozenset[str]) -> int:
    """The end of the first noun of an attached prepositional phrase; `j` where it is not attached."""
    form = view.forms[j]
    if form.preposition in prepositions or aside(view, j, stop) > j:
        return j
    if circumstance(view, j, stop)[0] > j and not (form.preposition == "li" and view.forms[first].has("body", "document")):
        return j
    if not view.forms[first].has(*HEAD, "noun"):
        return j
    if form.lead:
        return j + 1
    return j + 2 if j + 1 < stop and is_nominal(view.forms[j + 1]) else j
