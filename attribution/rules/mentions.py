"""Who a phrase names: reads a View and a token range, returns Mentions (name, role, kind, gender, number); writes nothing."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ..arabic import is_arabic_word, loose
from .names import CLOSED, clean, is_name, is_whole, keys, proper_name, trimmed
from .phrases import LONGEST_NAME, Range, is_comma, is_finite, is_preposition, strip
from .view import View
from .words import Form

BODIES = ("body", "media", "place")
HUMAN = ("title", "name", "maybe_name", "particle")


class Mention(NamedTuple):
    """One phrase that stands for a speaker.

    `names` are the keys of its proper name, empty for a description; `words` the keys of its other words, the head
    first; `own` tells that its head has a pronoun (مديرتها، شقيقه), `limit` where the phrase that was read ends;
    `heads` are the keys of its words that are titles of their own (وكيل الدفاع المحامي: وكيل، محامي), `after` the
    words of a second title, behind the name.
    """

    start: int
    end: int
    name: str
    names: tuple[str, ...]
    role: str
    words: tuple[str, ...]
    kind: str
    gender: str
    number: str
    definite: bool
    own: bool
    limit: int
    heads: frozenset[str] = frozenset()
    after: tuple[str, ...] = ()

    @property
    def head(self) -> str:
        """The key of the first word."""
        return self.words[0] if self.words else ""


def mention(view: View, start: int, end: int) -> Mention | None:
    """The Mention of one phrase; None where no word names anybody."""
    start, end = trimmed(view, start, end)
    if start >= end:
        return None
    head = view.forms[start]
    body = head.has("body", "media", "document") and not head.has("title")
    body = body or view.vocabulary.bodies.match(view.forms, start, end)[0] > 1
    name = None if body or _is_state(view, start, end) else proper_name(view, start, end)
    if name is not None and not (name[0] == start and head.has("place", "body")):
        found = _person(view, start, end, name)
        return found if found.name else None
    found = described(view, start, end)
    return found if found.name else None


def _is_state(view: View, start: int, end: int) -> bool:
    """A place that speaks: موسكو, but not a name that is also a place and has another name after it."""
    head = view.forms[start]
    if not head.has("place") or head.has("title"):
        return False
    return end - start == 1 or not (head.has("name", "maybe_name") and is_name(view, start))


def _person(view: View, start: int, end: int, name: Range) -> Mention:
    head = view.forms[start]
    first = view.forms[name[0]]
    text = raw(view, *name, name[0] > start)
    before = name[0] - 1 if name[0] - 1 in view.opening else name[0]
    role = raw(view, start, before) if start < before else role_after(view, name[1], end)
    titled = head.has("title") and start < before
    gender = _person_gender(first, head if titled else None)
    kind, number = "person", "sg"
    if not titled and not role and name[0] - 1 in view.opening and not first.has(*HUMAN) and name[1] >= name[0]:
        kind = "organization" if first.has("body", "noun", "masdar", "adjective") else "person"
    kind = kind if is_arabic_word(first.text) else "organization"
    part = (start, before) if start < before else role_range(view, name[1], end)
    own = _has_pronoun(head) and titled
    words, heads = _words(view, *part), _heads(view, *part)
    behind = role_range(view, name[1], end) if start < before else (end, end)
    after = _words(view, *behind)
    heads |= _heads(view, *behind)
    return Mention(start, end, text, keys(text), role, words, kind, gender, number, True, own, end, heads, after)


def _person_gender(first: Form, title: Form | None) -> str:
    """The gender of a person: a given name's goes before a masculine title's (النائب سعاد المرعي)."""
    kunya = {"ام": "f", "ابو": "m", "ابا": "m"}.get(first.key[len(first.lead) :], "")
    named = kunya or (first.gender if first.has("name") else "")
    if title is None or not title.gender or title.gender == "m" and named == "f":
        return named
    return title.gender


def role_range(view: View, i: int, end: int) -> Range:
    """The title that follows a name: نزار عياد، محامي … ; عدنان الحاجي النائب المستقل."""
    while i < end and (view.forms[i].shape == "p" or view.key(i) in ("وهو", "وهي")):
        i += 1
    if i < end and view.forms[i].has("title", "demonym"):
        stop = next((j for j in range(i, end) if is_comma(view.forms[j]) or view.forms[j].has("relative")), end)
        return i, stop
    return i, i


def role_after(view: View, i: int, end: int) -> str:
    """The text of the title that follows a name; "" where none does."""
    return raw(view, *role_range(view, i, end))


def described(view: View, start: int, end: int) -> Mention:
    """The Mention of a phrase without a person's name: a body, a state, a title alone, unnamed people, a document."""
    head = view.forms[start]
    stop = strip(view, start, _description_end(view, start, end))[1]
    stop = _after_quote(view, start, stop)
    text = raw(view, start, stop)
    length, _, listed = view.vocabulary.bodies.match(view.forms, start, stop)
    kind = listed if length > 1 and listed else _kind(head)
    number = head.number or ("du" if head.key.endswith(("تان", "تين")) else "sg")
    if number in ("du", "pl") and head.key.endswith("ين"):
        number = "many"  # مندوبين: two or more
    if head.has("quantifier") and kind == "group":
        number = "sg" if head.key in ("احد", "احدى") else "pl"
        kind = "person" if number == "sg" else kind
    if kind == "organization" and _is_type(view, start, stop):
        kind = "person"
    names = keys(text) if kind not in ("person", "group") else ()
    gender = head.gender or ("f" if head.has("place") or head.key.endswith(("ة", "تها", "ته")) else "")
    gender = {"احد": "m", "احدى": "f"}.get(head.key, gender)
    definite = head.definite or _has_pronoun(head) or _is_definite(view, start, stop)
    words, heads = _words(view, start, stop), _heads(view, start, stop)
    return Mention(start, stop, text, names, "", words, kind, gender, number, definite, _has_pronoun(head), end, heads)


def _is_type(view: View, start: int, stop: int) -> bool:
    """A definite stranger, alone or with one adjective: الدراج الإيطالي، الأثري العماني."""
    head = view.forms[start]
    if not head.definite or head.classes - {"adjective", "generic"} or head.key.endswith(("ات", "ون", "ين")):
        return False
    return stop - start == 1 or view.forms[start + 1].has("demonym") or stop - start == 2 and view.forms[start + 1].definite


def _is_definite(view: View, start: int, stop: int) -> bool:
    """Whether the construct chain of a head ends in a definite word, a name or a place (not دبلوماسي أوروبي رفيع المستوى)."""
    for form in view.forms[start + 1 : stop]:
        if is_preposition(form) or form.classes and not form.definite and form.classes <= {"adjective", "demonym"}:
            return False
        if form.definite or form.has("name", "place", "media"):
            return True
    return False


def _description_end(view: View, start: int, end: int) -> int:
    """The first token that a description does not take; a quoted name is taken whole."""
    j = start + 1
    if start in view.opening:
        j = max(j, view.before(view.opening[start].end))
    while j < end:
        quote = view.opening.get(j)
        if quote is not None and quote.words <= LONGEST_NAME:
            j = max(j + 1, view.before(quote.end))
        elif _closes(view, j, start):
            break
        else:
            j += 1
    return min(j, end)


def _after_quote(view: View, start: int, stop: int) -> int:
    """The end of a body's quoted name without the adjective of origin behind it: صحيفة “المرصاد” | السويسرية."""
    last = stop - 1
    origin = view.forms[start].has("body", "media") and view.forms[last].has("demonym") and last - 1 in view.closing
    return last if origin else stop


def _kind(head: Form) -> str:
    if head.has("title") and not (head.kind == "group" and head.has("body")):
        return "group" if head.number in ("pl", "du") else "person"
    if head.has("body", "media"):
        return head.kind if head.kind in ("organization", "government", "media", "group") else "organization"
    if head.has("place"):
        return "government"
    if head.has("demonym"):
        return "group" if head.number == "pl" else "person"
    if head.has("quantifier") or head.number == "pl" and not head.has("document") or head.shape == "n":
        return "group"
    return "organization"


def _closes(view: View, j: int, start: int) -> bool:
    """Whether a description ends before a token: a comma, a relative clause, a bracket, a verb after an indefinite noun."""
    form = view.forms[j]
    if (
        form.has("verb")
        or is_comma(form)
        or form.complementiser
        or form.has("relative", "subordinator")
        and not form.has("noun")
        or form.key in ("(", "[", ";", "؛")
    ):
        return True
    if form.has("title") and not form.definite and not form.lead and view.forms[j - 1].definite and view.forms[start].definite:
        return True
    before = view.forms[j - 1]
    if (
        form.has("noun", "masdar", "document")
        and not form.definite
        and not form.lead
        and not form.has("adjective", "title", "name")
    ):
        return before.definite and view.forms[start].has("body", "media", "title") and not before.has("title")
    if form.definite or form.classes or form.shape != "w" or j == start + 1 and view.forms[start].has("body", "media"):
        return False
    if view.forms[j - 1].has("particle", *CLOSED) or view.forms[j - 1].shape == "p":
        return False
    finite = any(v.tense != "participle" for v in form.verbs) or is_finite(form)
    if finite or form.key.endswith(("ته", "تها", "وا", "تهم")):
        return True
    return form.key.endswith("ت") and j + 1 < len(view) and view.forms[j + 1].has(*CLOSED, "adverb")


def _has_pronoun(form: Form) -> bool:
    return form.has("title", "body", "noun") and form.stem != form.key[len(form.lead) :] and not form.definite


def _words(view: View, start: int, end: int) -> tuple[str, ...]:
    """The keys of the words of a phrase, without article, clitics and closed-class words."""
    return tuple(
        stem_key(f) for f in view.forms[start:end] if f.shape == "w" and not (f.has(*CLOSED) and not f.has("title", "body"))
    )


def singular(key: str) -> str:
    """The common letters of a dual's singulars: وزيران and وزيرين give وزير, which وزيرة begins with too."""
    for ending in ("تان", "تين", "ان", "ين"):
        if key.endswith(ending) and len(key) > len(ending) + 2:
            return key[: -len(ending)]
    return key


def _heads(view: View, start: int, end: int) -> frozenset[str]:
    """The keys of the first word and of the definite titles after it."""
    forms = view.forms[start:end]
    return frozenset(stem_key(f) for n, f in enumerate(forms) if f.shape == "w" and (n == 0 or f.definite and f.has("title")))


@lru_cache(maxsize=1 << 12)
def stem_key(form: Form) -> str:
    """The key by which titles and bodies are compared: الوزير and وزير, the adjectives of one place in both genders."""
    key = loose(form.stem)
    key = key[2:] if key.startswith("ال") and len(key) > 4 else key
    return key[:-1] if key.endswith("يه") and len(key) > 4 and form.has("demonym", "adjective") else key


def raw(view: View, start: int, end: int, inner: bool = False) -> str:
    """The cleaned text of a token range without the clitics that join its first word to what goes before.

    `inner`: a title stands before it (القاضي لبيب), so that its first word has no preposition.
    """
    if start >= end:
        return ""
    form = view.forms[start]
    lead = form.lead
    joined = lead[:1] == "و" and not is_whole(view, start) or lead[:1] == "ف" and (form.classes or form.key[1:] in view.keys)
    letters = 1 if joined else 0
    letters += not inner and lead[letters : letters + 1] in ("ب", "ل") and not lead.endswith("لل") and bool(form.classes)
    offset = view.lead_end(start, letters) if letters else view.starts[start]
    text = clean(view.text[offset : view.ends[end - 1]])
    if not lead and form.key.startswith("و") and form.key[1:] in view.keys and text.startswith("و"):
        return text[1:]
    return f"ال{text[2:]}" if lead.endswith("لل") and text.startswith("لل") else text
