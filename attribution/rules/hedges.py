"""Hedges: reads a View and its Statements, returns labelled token ranges and the statement that each one softens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from .phrases import is_comma
from .statements import Statement
from .view import View
from .words import Form

LONGEST_REACH = 30  # tokens that a hedge reaches at most
LINKS = frozenset({"وذلك", "ذلك", "وهذا"})
PSEUDO = ("pseudo", "terminate")
Owners = list[int | None]


class Hedge(NamedTuple):
    """A hedge: kind, tokens, its first and last character, the side it softens and what it does to the stance."""

    kind: str
    first: int
    last: int
    start: int
    end: int
    direction: str
    stance: str

    def to_dict(self, view: View) -> dict[str, Any]:
        return {"kind": self.kind, "start": self.start, "end": self.end, "text": view.text[self.start : self.end]}


def find_hedges(view: View, cues: set[int]) -> list[Hedge]:
    """All hedges of a document in text order; `cues` are tokens that report and so soften nothing themselves."""
    found: list[Hedge] = []
    starts, after = view.vocabulary.hedges.starts, 0
    for i, form in enumerate(view.forms):
        if i < after or form.key not in starts:
            continue
        hedge, after = _phrase(view, i, cues)
        if hedge:
            found.append(hedge)
    naming = {h.last: h.stance for h in found if h.kind == "distancing" and h.direction == "forward"}
    found += [q for quote in view.quotes if (q := _scare_quote(view, quote, naming, cues))]
    return sorted(found, key=lambda h: h.first)


def _phrase(view: View, i: int, cues: set[int]) -> tuple[Hedge | None, int]:
    """The hedge at a token and the token after it: the longest phrase whose condition holds."""
    phrases = view.vocabulary.hedges
    for length, labels in phrases.every(view.forms, i, len(view), "وفبل"):
        kind, direction, condition, stance = labels
        end = i + length
        if kind == "scare_quote" or not _holds(view, condition, end):
            continue
        if direction in PSEUDO or not cues.isdisjoint(range(i, end)):
            return None, end
        whole = any(labels is own for _, own in phrases.every(view.forms, i, len(view), ""))
        start = view.starts[i] if whole else view.lead_end(i, 1)
        if kind == "distancing" and not stance:
            stance = "distance"
        return Hedge(kind, i, end, start, view.ends[end - 1], direction, stance), end
    return None, i + 1


def _holds(view: View, condition: str, i: int) -> bool:
    """Whether the condition of a row holds for the words from a token on."""
    if not condition:
        return True
    if i >= len(view):
        return False
    if condition == "imperfect":
        return _is_imperfect(view.forms[i]) or view.key(i) == "لا"
    if condition == "number":
        return is_number(view, i)
    if condition == "quote":
        return i in view.opening
    return any(view.forms[j].complementiser for j in range(i, min(len(view), i + 8)))


def _is_imperfect(form: Form) -> bool:
    """A verb in the imperfect, by its reading or else by its first letter: يصل، تصل، نصل."""
    tenses = {verb.tense for verb in form.verbs}
    if "past" in tenses:
        return "present" in tenses and form.key[:1] in "يت" and not form.key.endswith("ت")
    if "present" in tenses and form.key[:1] != "ا" or form.key[:1] == "ي":
        return True
    return form.key[:1] in ("ت", "ن") and len(form.key) > 2 and not form.text.endswith(("ت", "وا", "ا"))


def is_number(view: View, i: int) -> bool:
    """Whether a token is a numeral, a number word or an hour: 200، مئتي، الساعة."""
    form = view.forms[i]
    bare = form.key.removeprefix("ال")
    return form.shape == "n" or form.key in view.vocabulary.numbers or bare in view.vocabulary.numbers


def _scare_quote(view: View, quote: Any, naming: dict[int, str], cues: set[int]) -> Hedge | None:
    """A quoted term that the writer holds at arm's length: after ما أسماه and the like, or a loaded name."""
    if not quote.is_term or not quote.opened or not quote.closed:
        return None
    opener = view.at(quote.start)
    first, last = view.at(quote.inner_start), view.before(quote.inner_end)
    if first >= last:
        return None
    loaded = _is_named(view, opener, naming, first) or _is_loaded(view, opener, first, last)
    if not loaded and not _is_charge(view, opener, first, cues):
        return None
    return Hedge("scare_quote", first, last, view.starts[first], view.ends[last - 1], "both", "distance")


def _is_named(view: View, opener: int, naming: dict[int, str], first: int) -> bool:
    """Whether marks open right after a naming phrase (its ب may stand between); what ما يسمى names may be a body's name."""
    stance = naming.get(opener, naming.get(opener - 1, "") if view.key(opener - 1) == "ب" else "")
    return stance == "distance" or stance == "neutral" and not view.forms[first].has("body", "name")


def _is_loaded(view: View, opener: int, first: int, last: int) -> bool:
    """Whether a quoted term is one of the loaded names, and no head of a name (فيلم، حزب) stands before it."""
    phrases, forms = view.vocabulary.hedges, view.forms
    if opener and any(labels[:2] == ("scare_quote", "pseudo") for _, labels in phrases.every(forms, opener - 1, opener)):
        return False
    if _is_people(forms[first]):
        return True
    for length, (kind, direction, _, _) in phrases.every(forms, first, last, ""):
        whole = first + length == last or direction == "forward"  # forward: the head of any such name (مرتزقة كذا)
        if kind == "scare_quote" and direction not in PSEUDO and whole:
            return True
    return False


def _is_charge(view: View, opener: int, first: int, cues: set[int]) -> bool:
    """Whether an indefinite term in marks is what somebody is accused of: اتهمه بـ«تبديد» المال."""
    if view.key(opener - 1) != "ب" or view.forms[first].definite:
        return False
    verbs = (verb for i in range(max(0, opener - 10), opener - 1) if i in cues for verb in view.forms[i].verbs)
    return any(verb.entry.act == "accuse" for verb in verbs)


def _is_people(form: Form) -> bool:
    """A definite plural for people: “المستغلين”، “المديرين مجهولي الهوية”."""
    key = form.key
    active = key.startswith("الم") and key.endswith(("ين", "ون"))
    return len(key) > 6 and (active or key.startswith("ال") and key.endswith(("يين", "يون")))


def reach(view: View, hedge: Hedge) -> tuple[int, int]:
    """The tokens that a hedge softens, as in ConText: up to a comma, a full stop or a word that ends its reach."""
    first, last = hedge.first, hedge.last
    if hedge.direction in ("forward", "both"):
        while last < len(view) and last - hedge.last < LONGEST_REACH and not _ends_reach(view, last):
            last += 1
    if hedge.direction in ("backward", "both"):
        while first > 0 and hedge.first - first < LONGEST_REACH and not _ends_reach(view, first - 1):
            first -= 1
    return first, last


def _touches(view: View, hedge: Hedge, statement: Statement) -> bool:
    """Whether a hedge outside the content reaches it; الذي قد يستقيل between commas does not. Distancing phrases always do."""
    if hedge.kind in ("distancing", "scare_quote"):
        return True
    first, last = reach(view, hedge)
    return any(start < last and first < end for start, end in statement.content)


def _ends_reach(view: View, i: int) -> bool:
    if view.key(i) in (".", "؛", "!", "؟") or is_comma(view.forms[i]):
        return True
    return any(labels[1] == "terminate" for _, labels in view.vocabulary.hedges.every(view.forms, i, len(view)))


def owners(view: View, statements: Sequence[Statement]) -> Owners:
    """For each token the number of the innermost statement whose content holds it."""
    found: Owners = [None] * len(view)
    sizes = [sum(e - s for s, e in each.content) for each in statements]
    for number in sorted(range(len(statements)), key=lambda n: -sizes[n]):
        for start, end in statements[number].content:
            found[start:end] = [number] * (end - start)
    return found


def assign(view: View, statements: Sequence[Statement], hedges: list[Hedge], inner: Owners) -> list[list[Hedge]]:
    """The hedges of each statement: the innermost whose content or frame they touch; the rest are nobody's."""
    found: list[list[Hedge]] = [[] for _ in statements]
    around, ended = _frames(view, statements), _ends(view, statements)
    for hedge in hedges:
        number = None
        if hedge.kind == "distancing" and hedge.direction != "forward":
            number = _just_ended(view, statements, hedge, ended)
        if number is None:
            number = inner[hedge.first]
        if number is None:
            number = around[hedge.first]
            if number is not None and not _touches(view, hedge, statements[number]):
                number = None
        if number is not None:
            found[number].append(hedge)
    return found


def _frames(view: View, statements: Sequence[Statement]) -> Owners:
    """For each token the statement between whose cue and content it stands, source included."""
    found: Owners = [None] * len(view)
    for number, each in enumerate(statements):
        ranges = [each.cue, *each.content, *([each.source] if each.source else [])]
        for i in range(min(r[0] for r in ranges), max(r[1] for r in ranges)):
            if found[i] is None:
                found[i] = number
    return found


def _ends(view: View, statements: Sequence[Statement]) -> dict[int, list[int]]:
    """The statements that end before a token, by that token; a source or cue after the content counts as its end."""
    found: dict[int, list[int]] = {}
    for number, each in enumerate(statements):
        ends = {last for _, last in each.content} | {each.cue[1]} | ({each.source[1]} if each.source else set())
        for end in ends if each.content[0][0] < each.cue[0] else {last for _, last in each.content}:
            found.setdefault(end, []).append(number)
    return found


def _just_ended(view: View, statements: Sequence[Statement], hedge: Hedge, ended: dict[int, list[int]]) -> int | None:
    """The statement whose content ends right before a hedge; of several one whose speaker its pronoun can mean."""
    i = hedge.first
    for _ in range(5):
        if i in ended:
            agreeing = [n for n in ended[i] if _agrees(view.key(hedge.last - 1), statements[n])]
            return (agreeing or ended[i])[-1]
        i -= 1
        if i < 0 or not (is_comma(view.forms[i]) or view.forms[i].shape == "p" or view.key(i) in LINKS) or view.key(i) == ".":
            return None
    return None


def _agrees(word: str, statement: Statement) -> bool:
    """Whether the pronoun at the end of a word can mean the subject of a statement's verb."""
    if statement.number == "sg" and statement.gender:
        return word.endswith("ها") == (statement.gender == "f") or not word.endswith(("ه", "ها"))
    return True
