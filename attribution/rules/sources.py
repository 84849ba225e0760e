"""Where a source begins and ends after its cue: reads a View, answers with token ranges, writes nothing."""

from __future__ import annotations

from .noun_phrases import noun_phrase
from .phrases import Range, aside, circumstance, is_comma, is_nominal, is_preposition, skip_circumstances, strip
from .view import View
from .words import NAMES, TANWIN, Form

INSERTION = 25  # tokens of a relative clause between commas, at most


def split_zone(view: View, start: int, end: int, subject_before: bool) -> tuple[Range | None, list[Range]]:
    """The source and the circumstances among the tokens between a verb and its clause or quotation."""
    i, around = skip_circumstances(view, start, end)
    source = _agent(view, start, end)
    if source is None and not subject_before and i < end and is_source_head(view, i):
        j = source_end(view, i, end)
        source, i = strip(view, i, j), j
        source = source if source[0] < source[1] else None
    while i < end:
        after, _ = circumstance(view, i, end)
        if after > i:
            around.append((i, after))
        i = max(after, i + 1)
    return source, around


def _agent(view: View, start: int, end: int) -> Range | None:
    """The agent of a passive: من قبل فلان."""
    for j in range(start, end - 2):
        if view.key(j) == "من" and view.key(j + 1) == "قبل" and is_source_head(view, j + 2):
            return strip(view, j + 2, source_end(view, j + 2, end))
    return None


def source_end(view: View, i: int, end: int) -> int:
    """The end of a source that starts at a token: before a circumstance or a phrase that is not part of a name."""
    j = i
    while j < end:
        form = view.forms[j]
        quote = view.opening.get(j)
        if quote is not None:
            j = min(end, view.before(quote.end))
            continue
        if j > i and (form.text.endswith(TANWIN) or _leaves_source(view, j, end) or circumstance(view, j, end)[0] > j):
            break
        if j > i and is_comma(view.forms[j - 1]) and (form.has("relative") or form.plays("said_of")):
            return _said_of(view, j, end)
        j += 1
    return j


def _said_of(view: View, j: int, end: int) -> int:
    """The end of what is said of a source between commas (…، وهو مسؤول كبير، …); before the comma where it does not end."""
    commas = [k for k in range(j + 1, end) if is_comma(view.forms[k])]
    if view.key(j + 1) == "ما":
        return j - 1
    return commas[-1] if commas else end


def _leaves_source(view: View, j: int, end: int) -> bool:
    """Whether a word cannot belong to the source before it: a loose preposition, a conjunction of clauses, an adverb."""
    form = view.forms[j]
    if aside(view, j, end) > j:
        return True
    if form.preposition == "bi" and form.has("masdar") or view.vocabulary.connectors.match(view.forms, j, end)[1] == "switch":
        return True
    if form.has("subordinator", "adverb", "auxiliary") and not form.has("name", "noun"):
        return True
    if view.forms[j - 1].has("name") and _is_common(form) and j + 1 < end and view.forms[j + 1].definite:
        return True  # البنا | قرار المدير
    possessed = form.has("noun", "masdar", "document") and form.stem != form.key and not form.lead
    if possessed and not form.has("title", "body", "adjective", *NAMES) and view.forms[j - 1].definite:
        return True  # الوزير | حديثه
    if form.has("preposition") or form.preposition and not form.lead:
        loose = form.preposition not in ("fi", "min") and not form.plays("attached")
        return loose or j + 1 >= end or view.plays(j + 1, "side")
    if form.plays("said_of") and not is_comma(view.forms[j - 1]):
        return True
    return (
        any(v.tense == "participle" for v in form.verbs)
        and not form.definite
        and form.key.endswith(("ا", "ة"))
        and not form.has("title")
    )


def _is_common(form: Form) -> bool:
    """Whether a word is an indefinite noun and nothing else: قرار."""
    common = form.has("document", "masdar", "noun") and not form.has("title", "adjective", "demonym", *NAMES)
    return common and not form.definite and not form.lead


def is_source_head(view: View, i: int) -> bool:
    """Whether a source can start at a token: a nominal that is no prepositional phrase."""
    form = view.forms[i]
    if form.text.endswith(TANWIN) or leads_bi(view, i):
        return False
    return i in view.opening or (is_nominal(form) and not is_preposition(form) and not form.has("adverb"))


def subject_end(view: View, i: int, limit: int, prepositions: frozenset[str]) -> int:
    """The end of a subject with its appositions between commas: رئيس الاتحاد، عادل عزت، عن …"""
    after = noun_phrase(view, i, limit, prepositions)
    while after > i and after + 1 < limit and is_comma(view.forms[after]) and _is_apposition(view, after + 1, limit):
        end = noun_phrase(view, after + 1, limit, prepositions)
        closed = end < limit and (is_comma(view.forms[end]) or circumstance(view, end, limit)[0] > end)
        if not closed and (end >= limit or view.forms[end].preposition not in prepositions):
            break
        after = end
    return after


def past_relative(view: View, after: int, limit: int) -> int:
    """The comma that closes a relative clause between commas after a subject; `after` where there is none."""
    if after + 1 >= limit or not is_comma(view.forms[after]) or not view.forms[after + 1].has("relative"):
        return after
    return next((j for j in range(after + 2, min(limit, after + INSERTION)) if is_comma(view.forms[j])), after)


def _is_apposition(view: View, i: int, limit: int) -> bool:
    form = view.forms[i]
    if circumstance(view, i, limit)[0] > i or form.has("masdar"):
        return False
    return (
        form.has("title", "name", "maybe_name", "particle", "relative")
        or not form.classes
        and is_nominal(form)
        and not is_preposition(form)
    )


def leads_bi(view: View, j: int) -> bool:
    """بأنه, or a word that no list knows and that looks like ب before a noun, after a finished phrase: بحزمة."""
    form = view.forms[j]
    if form.complementiser:
        return form.key.startswith("ب")
    rest = form.key[1:]
    if form.classes or form.verbs or form.key[0] != "ب" or len(rest) < 2 or view.counts[form.key] > 1:
        return False  # a word that comes again is rather a name: بوسنينة
    if len(rest) < 3:
        return j + 1 < len(view) and view.forms[j + 1].definite
    return rest.endswith(("ة", "ات", "ه", "ها", "هم")) or rest[0] in "تام"
