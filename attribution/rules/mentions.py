"""Who a phrase names: reads a View and a token range, returns Mentions (name, role, kind, gender, number); writes nothing."""

from __future__ import annotations

from typing import NamedTuple

from ..arabic import is_arabic_word, loose
from .names import CLOSED, clean, is_finite, is_name, is_unknown, keys, name_end, proper_name, starts_name, trimmed
from .phrases import Range, is_comma, is_preposition, strip
from .view import View
from .words import Form

BODIES = ("body", "media", "place")
HUMAN = ("title", "name", "maybe_name", "particle")


class Mention(NamedTuple):
    """One phrase that stands for a speaker.

    `names` are the keys of its proper name, empty for a description; `words` the keys of its other words, the head
    first; `own` tells that its head has a pronoun (مديرتها، شقيقه), `limit` where the phrase that was read ends;
    `heads` are the keys of its words that are titles of their own (وكيل الدفاع المحامي: وكيل، محامي).
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

    @property
    def head(self) -> str:
        """The key of the first word."""
        return self.words[0] if self.words else ""


def mentions(view: View, source: Range, plural: bool) -> list[Mention]:
    """The mentions in a source phrase; several where it joins speakers of one kind. `plural`: the verb is not singular."""
    start, end = trimmed(view, *source)
    while start < end and view.forms[start].key == "كل" and view.key(start + 1) == "من":
        start, plural = start + 2, True
    if start >= end:
        return []
    parts = _parts(view, start, end, plural)
    found = [m for s, e in parts for m in [mention(view, s, e)] if m]
    return gendered(view, found, (start, end))


def _parts(view: View, start: int, end: int, plural: bool) -> list[Range]:
    """The ranges of speakers joined by و: النائبان رهام القاسمي ونوال المسلم؛ المحافظ والمديرة الإقليمية."""
    cuts = [i for i in range(start + 1, end) if joins(view, i) and _same_kind(view, start, i, plural)]
    if cuts and not plural and _one_person(view, start, cuts, end):
        return [(start, end)]
    edges = [_listed(view, start, cuts[0]) if cuts else start, *cuts, end]
    return [(s, e) for s, e in zip(edges, edges[1:]) if s < e]


def gendered(view: View, found: list[Mention], source: Range) -> list[Mention]:
    """Mentions of a list with the gender of the title that announces them: النائبتان رهام القاسمي ونوال المسلم."""
    head = view.forms[source[0]]
    if len(found) < 2 or head.number not in ("du", "pl") or not head.has("title"):
        return found
    return [m if m.gender else m._replace(gender=head.gender) for m in found]


def _listed(view: View, start: int, end: int) -> int:
    """Where a list begins after the words that announce it: طبيبان، هما فلان وفلان; النائبان فلان وفلان."""
    for i in range(start, end):
        if view.key(i) in ("هما", "وهما", "هم", "وهم"):
            return i + 1
    head = view.forms[start]
    if head.number == "du" and head.has("media", "body") and not head.definite:
        return start + 1
    if head.number in ("du", "pl") and head.has("title"):
        return next((i for i in range(start + 1, end) if starts_name(view, i, start)), start)
    return start


def joins(view: View, i: int) -> bool:
    """Whether a token is و before someone or something that may speak."""
    form = view.forms[i]
    if form.key == "و":
        return i + 1 < len(view) and (i + 1 in view.opening or _may_speak(view.forms[i + 1]))
    return form.lead in ("و", "وال") and form.key[:1] == "و" and _may_speak(form)


def _may_speak(form: Form) -> bool:
    return form.has(*HUMAN, *BODIES, "quantifier") or is_unknown(form)


def _same_kind(view: View, start: int, i: int, plural: bool) -> bool:
    """Whether the phrase after و names another speaker and not a further word of the first (الطاقة والمناجم)."""
    j = i + 1 if view.key(i) == "و" else i
    head, other = view.forms[start], view.forms[min(j, len(view) - 1)]
    if j in view.opening:
        return True
    if is_unknown(other) and not plural:
        return head.has("name", "particle") or is_unknown(head)
    if head.number in ("du", "pl") and head.has("title", "body", "media"):
        return other.has(*HUMAN, *BODIES) or is_unknown(other)
    if head.has("body", "media") and not head.has("title"):
        return other.has("body", "media") and (not other.definite or plural) and not other.has("adjective")
    if head.has("place"):
        return other.has("place")
    return other.has(*HUMAN, "quantifier") and not other.has("body") or plural and is_unknown(other)


def _one_person(view: View, start: int, cuts: list[int], end: int) -> bool:
    """Whether two titles before one name, of one gender, are one person's: رئيس الحكومة وزير الداخلية بالنيابة فلان."""
    named = [proper_name(view, s, e) is not None for s, e in zip([start, *cuts], [*cuts, end])]
    if named[0] or not named[-1]:
        return False
    first, last = view.forms[start], view.forms[cuts[-1]]
    return first.has("title") and last.has("title") and first.gender == last.gender


def mention(view: View, start: int, end: int) -> Mention | None:
    """The Mention of one phrase; None for an empty one."""
    start, end = trimmed(view, start, end)
    if start >= end:
        return None
    head = view.forms[start]
    body = head.has("body", "media", "document") and not head.has("title")
    name = None if body or _is_state(view, start, end) else proper_name(view, start, end)
    if name is not None and not (name[0] == start and head.has("place", "body")):
        return _person(view, start, end, name)
    return described(view, start, end)


def _is_state(view: View, start: int, end: int) -> bool:
    """A place that speaks: موسكو, but not a name that is also a place and has another name after it."""
    head = view.forms[start]
    if not head.has("place") or head.has("title"):
        return False
    return end - start == 1 or not (head.has("name", "maybe_name") and is_name(view, start))


def _person(view: View, start: int, end: int, name: Range) -> Mention:
    head = view.forms[start]
    first = view.forms[name[0]]
    text = raw(view, *name)
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
    return Mention(start, end, text, keys(text), role, words, kind, gender, number, True, own, end, heads)


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
    stop = next((j for j in range(start + 1, end) if _closes(view, j, start)), end)
    stop = strip(view, start, stop)[1]
    text = raw(view, start, stop)
    kind = _kind(head)
    number = head.number or ("du" if head.key.endswith(("تان", "تين")) else "sg")
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
    """A definite stranger with an origin: الدراج الإيطالي، الأثري العماني."""
    head = view.forms[start]
    return head.definite and not head.classes and start + 1 < stop and view.forms[start + 1].has("demonym")


def _is_definite(view: View, start: int, stop: int) -> bool:
    """Whether the construct chain of a head ends in a definite word, a name or a place."""
    for form in view.forms[start + 1 : stop]:
        if is_preposition(form):
            return False
        if form.definite or form.has("name", "place", "media"):
            return True
    return False


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
    if is_comma(form) or form.has("relative", "subordinator") and not form.has("noun") or form.key in ("(", "[", ";", "؛"):
        return True
    if form.has("title") and not form.definite and not form.lead and view.forms[j - 1].definite and view.forms[start].definite:
        return True
    if j in view.opening or j - 1 in view.opening or form.definite or form.classes or form.shape != "w":
        return False
    if view.forms[j - 1].has("particle", *CLOSED) or view.forms[j - 1].shape == "p":
        return False
    verbal = form.verbs or is_finite(form) or form.key.endswith(("ته", "تها", "وا", "تهم")) or form.key.endswith("ت") and j + 1 < len(view) and view.forms[j + 1].has(*CLOSED)
    return bool(verbal)


def _has_pronoun(form: Form) -> bool:
    return form.has("title", "body", "noun") and form.stem != form.key[len(form.lead) :] and not form.definite


def _words(view: View, start: int, end: int) -> tuple[str, ...]:
    """The keys of the words of a phrase, without article, clitics and closed-class words."""
    return tuple(stem_key(f) for f in view.forms[start:end] if f.shape == "w" and not (f.has(*CLOSED) and not f.has("title", "body")))


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


def stem_key(form: Form) -> str:
    """The key by which titles and bodies are compared: الوزير and وزير, the adjectives of one place in both genders."""
    key = loose(form.stem)
    key = key[2:] if key.startswith("ال") and len(key) > 4 else key
    return key[:-1] if key.endswith("يه") and len(key) > 4 and form.has("demonym", "adjective") else key


def raw(view: View, start: int, end: int) -> str:
    """The cleaned text of a token range without the clitics that join its first word to what goes before."""
    if start >= end:
        return ""
    form = view.forms[start]
    lead = form.lead
    joined = lead[:1] == "و" or lead[:1] == "ف" and (form.classes or form.key[1:] in view.keys)
    letters = 1 if joined else 0
    letters += lead[letters : letters + 1] in ("ب", "ل") and not lead.endswith("لل") and bool(form.classes)
    offset = view.lead_end(start, letters) if letters else view.starts[start]
    text = clean(view.text[offset : view.ends[end - 1]])
    if not lead and form.key.startswith("و") and form.key[1:] in view.keys and text.startswith("و"):
        return text[1:]
    return f"ال{text[2:]}" if lead.endswith("لل") and text.startswith("لل") else text


def issuer(view: View, start: int, end: int) -> Range | None:
    """The body or people in a document's phrase who made it: بيان للوزارة، تقرير صادر عن، استطلاع أجرته، بيانات معهد."""
    for j in range(start + 1, end):
        form = view.forms[j]
        before = view.forms[j - 1]
        if j in view.opening and not before.has("title") and view.opening[j].words <= 5:
            return j, end
        if not form.has("title", *BODIES) or form.has("adjective") and form.definite and before.definite or form.has("document"):
            continue
        loose_phrase = before.has("preposition") and before.key not in ("عن", "من") or form.preposition not in ("", "li")
        if loose_phrase or before.key == "عن" and not view.key(j - 2).endswith(("صادر", "صادرة", "صادرا")):
            return None
        return j, end
    return None


__all__ = ["Mention", "described", "is_preposition", "issuer", "joins", "mention", "mentions", "name_end", "raw", "singular", "stem_key"]
