"""Relaying phrases (بحسب فلان، وفق ما ذكره فلان): reads a View and a Candidate, returns a Cue with its source."""

from __future__ import annotations

from .cue import Candidate, Cue
from .phrases import LONGEST_NAME, Range, aside, circumstance, is_comma, skip_circumstances, strip
from .sources import is_source_head
from .subjects import can_speak
from .view import View
from .words import TANWIN


def relay(view: View, candidate: Candidate, start: int, end: int) -> Cue | None:
    """بحسب فلان، وفق ما ذكره فلان: the source follows; which clause is the content is settled later."""
    i, j = candidate.at, candidate.at + candidate.length
    if view.vocabulary.hedges.match(view.forms, i, end)[1] == "distancing" or j >= end:
        return None
    verb = None
    if view.plays(j, "given") and j + 1 < end:
        j += 1
    if view.forms[j].verbs and not view.forms[j].definite and view.key(j - 1).endswith("ما"):
        verb, j = view.forms[j].verbs[0], j + 1
        if verb.person == "1":
            return None  # على ما أظن
        j += view.plays(j, "resumptive")
    elif view.forms[j].has("masdar") and not view.forms[j].has("document") and not view.forms[j].definite and j + 1 < end:
        if view.forms[j].stem != view.forms[j].key:
            return None
        j += not view.forms[j + 1].has("adjective") or view.forms[j + 1].has("title", "name")
    if verb is None and view.plays(i, "whatever") and view.plays(j - 1, "given"):
        return None  # على ما يبدو
    source = source_after(view, j, end, prefixed=True)
    if source is None and verb is None:
        return None
    if source is not None and verb is None and not _is_speaker(view, source[0]):
        return None
    cue_end = j if verb is not None else i + candidate.length
    return Cue(i, cue_end, "preposition", verb.entry if verb else candidate.entry, verb, None, source)


def _is_speaker(view: View, i: int) -> bool:
    return can_speak(view.forms[i]) and (not view.plays(i, "measure") or view.key(i + 1) == "من")


def source_after(view: View, i: int, end: int, prefixed: bool = False) -> Range | None:
    """The source after a closing cue: up to a comma, a circumstance or the sentence's end."""
    prefixed = prefixed and i < end and view.forms[i].preposition in ("li", "bi")
    i = i if prefixed else skip_circumstances(view, i, end)[0]
    if i >= end or not (prefixed or is_source_head(view, i)):
        return None
    quote = view.opening.get(i)
    if quote is not None and (quote.words > LONGEST_NAME or is_comma(view.forms[i - 1])):
        return None
    j = i
    while j < end and (j == i or not _ends_source(view, j, end)):
        quote = view.opening.get(j)
        j = min(end, view.before(quote.end)) if quote is not None else j + 1
    i, j = strip(view, i, j)
    return (i, j) if i < j else None


def _ends_source(view: View, j: int, end: int) -> bool:
    form = view.forms[j]
    if is_comma(form) and j + 1 < end and view.forms[j + 1].has("title"):
        return False
    if (
        form.key in ("،", ",", ".", ":", "؛", "!", "؟", "–", "-", ")")
        or form.complementiser
        or form.plays("said_of")
        or form.plays("so")
    ):
        return True
    if form.has("adverb", "auxiliary") and not form.has("name", "noun") or form.text.endswith(TANWIN):
        return True
    return circumstance(view, j, end)[0] > j or aside(view, j, end) > j
