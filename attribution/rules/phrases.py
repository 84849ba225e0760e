"""Nominals and circumstances by their words: reads a View, answers with token ranges, writes nothing."""

from __future__ import annotations

from .view import View
from .words import Form

Range = tuple[int, int]

NOUN_LIKE = (
    "title",
    "body",
    "place",
    "demonym",
    "name",
    "maybe_name",
    "particle",
    "document",
    "noun",
    "masdar",
    "media",
    "quantifier",
    "demonstrative",
)
CLOSED_CLASS = (
    "preposition", "subordinator", "relative", "auxiliary", "negation", "pronoun", "question", "conjunction", "adverb", "verb",
)  # fmt: skip
HEAD = ("title", "body", "name", "maybe_name", "place", "media", "demonym", "quantifier", "document")
DATING = frozenset({"في", "وفي"})  # before a date
COMMAS = frozenset("،,")
INSERTION = 12  # tokens of an insertion between commas, at most
LONGEST_NAME = 5  # words in quotation marks that may still be a name


def is_comma(form: Form) -> bool:
    return form.key in COMMAS


def is_preposition(form: Form) -> bool:
    """A preposition, on its own or before the noun in one token (بوزارة، للصحفيين)."""
    return bool(form.preposition) or form.has("preposition")


def is_nominal(form: Form) -> bool:
    """Whether a token can be part of a noun phrase: no closed-class word, no complementiser, no plain verb."""
    if form.shape == "n":
        return True
    if form.shape != "w" or form.complementiser:
        return False
    if form.classes:
        return form.has(*NOUN_LIKE, "adjective", "time") or not form.has(*CLOSED_CLASS)
    return form.definite or not (form.verbs or is_finite(form))


def is_finite(form: Form) -> bool:
    """A guess that a word no list knows is a verb in the present: يقضي، سيتم، ويكون."""
    return (
        form.has("verb")
        or not form.classes
        and len(form.key) > 3
        and form.key.startswith(("ي", "سي", "ست", "وي", "وسي", "وست"))
    )


def is_told_medium(view: View, i: int) -> bool:
    """Whether ل stands before a medium of several words, a Latin name or marks: لبي بي سي، لـ DW، لـ«نغم»."""
    if view.key(i) == "ل":
        after = view.forms[i + 1] if i + 1 < len(view) else None
        return after is not None and (i + 1 in view.opening or after.key[0].isascii() or after.has("media"))
    if not view.key(i).startswith("ل"):
        return False
    bodies = view.vocabulary.bodies
    media = any(labels[0] == "media" for _, labels in bodies.every(view.forms, i, len(view), "ل"))
    return media and not bodies.match(view.forms, i, len(view))[0]


def time_at(view: View, i: int) -> bool:
    """A word of time at a token; عام and سنة only before a number or a definite word (أمين عام is none)."""
    form = view.forms[i]
    if not is_time(form):
        return False
    after = view.forms[i + 1] if i + 1 < len(view) else None
    return not form.plays("time_unit") or after is not None and (after.shape == "n" or after.has("time"))


def is_time(form: Form) -> bool:
    """A word of time as it is listed (اليوم، السبت); العام after a title is no عام, and اليومي is an adjective."""
    listed = form.stem == form.key[len(form.lead) :] or not form.key.endswith("ي")
    return form.has("time") and listed and not form.definite and not form.has("name", "title")


def is_complete(view: View, i: int, first: int) -> bool:
    """Whether a noun phrase could end at a token: it is definite, a name, or has a pronoun."""
    form = view.forms[i]
    if form.shape != "w":
        return True
    if form.definite or form.has("name", "maybe_name", "place", "media", "demonym"):
        return True
    if form.has("quantifier") and form.key.endswith(("ون", "هم", "هن", "هما")):
        return True
    if form.has("title", "body", "noun", "masdar"):
        return form.stem != form.key[len(form.lead) :]
    return True


def bracket(view: View, j: int, stop: int) -> int:
    """The end of a bracket that opens at a token; `j` where it does not close."""
    closer = ")" if view.forms[j].key == "(" else "]"
    for k in range(j + 1, min(stop, j + 12)):
        if view.forms[k].key == closer:
            return k + 1
    return j


def skip_circumstances(view: View, i: int, stop: int, prepositions: frozenset[str] = frozenset()) -> tuple[int, list[Range]]:
    """The first token after commas, adverbs and circumstances, and the ranges of the circumstances."""
    found: list[Range] = []
    while i < stop:
        form = view.forms[i]
        end, _ = circumstance(view, i, stop, prepositions)
        if end > i:
            end = _inserted(view, i, end, stop)
            found.append((i, end))
            i = end
        elif aside(view, i, stop) > i:
            i = aside(view, i, stop)
        elif is_comma(form) or form.key in ("-", "–", "—") or (form.has("adverb") and not form.definite):
            i += 1
        else:
            break
    return i, found


def _inserted(view: View, i: int, end: int, stop: int) -> int:
    """The end of a circumstance that stands between two commas: it takes what is said of it (في بيان تلقينا نسخة منه)."""
    if not i or not is_comma(view.forms[i - 1]):
        return end
    for j in range(end, min(stop, end + INSERTION)):
        if is_comma(view.forms[j]):
            return j
        if view.forms[j].complementiser or view.forms[j].key == ":":
            return end
    return end


def aside(view: View, i: int, stop: int) -> int:
    """The end of a phrase that only leads on (في هذا الصدد) and belongs to no name; `i` where none starts."""
    found = next(view.vocabulary.circumstances.every(view.forms, i, stop), None)
    return i + found[0] if found is not None and found[1][1] == "aside" else i


def circumstance(view: View, i: int, stop: int, prepositions: frozenset[str] = frozenset()) -> tuple[int, str]:
    """End and kind of the circumstance of communicating that starts at a token; `i` and "" where none does."""
    form = view.forms[i]
    if form.preposition and form.preposition in prepositions or not _may_be_circumstance(view, form):
        return i, ""
    found = next(view.vocabulary.circumstances.every(view.forms, i, stop), None)
    length, (kind, role, condition) = found or (0, ("", "", ""))
    if role in ("none", "aside") or condition and not _dated(view, i, i + length):
        return i, ""
    if not length and time_at(view, i):
        length, kind, role = 1, "time", "word"
    if not length:
        after = _dated_phrase(view, i, stop)
        return (after, "time") if after > i else _addressee(view, i, stop)
    if kind == "time":
        return _time(view, i + length, stop), kind
    return (_extent(view, i + length, stop, prepositions) if role == "head" else i + length), kind


def _may_be_circumstance(view: View, form: Form) -> bool:
    """A quick look: whether a word begins a phrase of the lexicon, a time, a date or an addressee."""
    listed = form.key in view.vocabulary.circumstances.starts or form.key in DATING
    return listed or form.preposition == "li" or form.key.startswith("ل") or "time" in form.classes


def _dated_phrase(view: View, i: int, stop: int) -> int:
    """The end of في with a date or a month (في 12 آذار، في نوفمبر 2015); `i` where none starts."""
    j = i + 1
    if view.key(i) not in DATING or j >= stop:
        return i
    j += view.forms[j].shape == "n"
    if j >= stop or not is_time(view.forms[j]):
        return i
    return _time(view, j, stop)


def _dated(view: View, i: int, end: int) -> bool:
    """Whether a number, a year or شهر stands beside a month's name that is also a common word."""
    after = view.forms[end].shape if end < len(view) else ""
    before = view.forms[i - 1] if i else None
    return after == "n" or before is not None and (before.shape == "n" or before.key.endswith("شهر"))


def _addressee(view: View, i: int, stop: int) -> tuple[int, str]:
    form, bodies = view.forms[i], view.vocabulary.bodies
    if form.key.startswith("ل") and bodies.conjoined(form.key):
        found = next(bodies.every(view.forms, i, stop, "ل"), None)
        if found is not None and found[1][0] == "media":
            return i + found[0], "addressee"  # لبي بي سي
    if form.preposition != "li" or not form.has("media", "body", "title", "name"):
        return i, ""
    if form.has("body") and not form.has("media") and form.kind != "media":
        return i, ""
    return _extent(view, i + 1, stop, frozenset()), "addressee"


def _time(view: View, j: int, stop: int) -> int:
    while j < stop:
        form = view.forms[j]
        length, kind, _ = view.vocabulary.circumstances.match(view.forms, j, stop)
        if length and kind == "time":
            j += length
        elif form.shape == "n" or is_time(form) or (form.key in ("/", "(") and j + 1 < stop and is_time(view.forms[j + 1])):
            j += 1
        else:
            break
    return j


def _extent(view: View, j: int, stop: int, prepositions: frozenset[str]) -> int:
    """The end of a circumstance whose head ends at `j`: its adjectives, complements and attached phrases."""
    head = j
    while j < stop:
        form = view.forms[j]
        quote = view.opening.get(j)
        if quote is not None:
            end = view.before(quote.end)
            if quote.words > LONGEST_NAME or end > stop:
                break
            j = end
        elif form.key in ("(", "["):
            after = bracket(view, j, stop)
            if after == j:
                break
            j = after
        elif (
            form.preposition in prepositions
            or is_time(form)
            or not _continues(view, head, j)
            or _opens_another(view, j, stop, j > head)
        ):
            break
        else:
            j += 1
    return j


def _opens_another(view: View, j: int, stop: int, inside: bool) -> bool:
    """Whether another circumstance begins in or right after a head: في مقابلة | عام 1998، للجمهور | في تجمع."""
    length, (kind, role, condition) = next(view.vocabulary.circumstances.every(view.forms, j, stop), (0, ("", "none", "")))
    if role in ("none", "aside"):
        return False
    if kind == "time" and condition:
        return _dated(view, j, j + length)
    return length > 1 and (inside or kind == "time")


def _continues(view: View, head: int, j: int) -> bool:
    form, before = view.forms[j], view.forms[j - 1]
    if form.verbs and not form.definite and not form.classes:
        return False
    if form.has("demonstrative") and not is_preposition(before):
        return False
    if is_preposition(form):
        return True
    if not is_nominal(form):
        return False
    if (
        form.has("title", "name", "body", "noun", "masdar")
        and not form.definite
        and (before.lead or not is_preposition(before))
    ):
        adjective = before.has("title") and before.key.endswith(("ي", "ية"))  # مؤتمر صحفي | وزير
        return not adjective and not is_complete(view, j - 1, head)
    return True


def strip(view: View, start: int, end: int) -> Range:
    """A token range without commas, dashes and colons at its ends."""
    while start < end and view.forms[start].key in ("،", ",", "-", "–", "—", ":", "؛"):
        start += 1
    while start < end and view.forms[end - 1].key in ("،", ",", "-", "–", "—", ":", "؛", "."):
        end -= 1
    return start, end
