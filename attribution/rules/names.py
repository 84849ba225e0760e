"""Where a proper name begins and ends: reads a View and token ranges, answers with token ranges, writes nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from ..arabic import fold, loose
from .phrases import LONGEST_NAME, Range, is_comma, is_complete, is_finite, strip
from .view import View
from .words import NAMES, Form

MARKS = "“”«»\"'‘’„‟()[]"
_MARKS = re.compile(f"[{re.escape(MARKS)}]")
_SPACE = re.compile(r"\s+")
_SOFT = re.compile("[اويىءهةئؤ]")
_FUSED = re.compile(r"(?<=\w{3})(?:بإن|بأن|إن)$")
LONG = 5  # consonants of a name in whose spelling one may differ
NASAB = frozenset({"بن", "ابن"})
CLOSED = ("preposition", "subordinator", "relative", "auxiliary", "negation", "conjunction", "question")


@lru_cache(maxsize=1 << 12)
def clean(text: str) -> str:
    """A name without quotation marks, line breaks, commas at its ends and a complementiser fused to its last word."""
    text = _SPACE.sub(" ", _MARKS.sub(" ", text)).strip(" ،,.:-–؛")
    return _FUSED.sub("", text)


@lru_cache(maxsize=1 << 12)
def keys(text: str) -> tuple[str, ...]:
    """The parts of a name for comparing: loose, without article and بن, عبد joined to the next part."""
    found: list[str] = []
    for word in clean(text).replace("-", " ").split():
        key = loose(word)
        bare = key[2:] if key.startswith("ال") and len(key) > 4 else key
        if found and found[-1] == "عبد":
            found[-1] = f"عبد{bare}"
        elif key.startswith("عبدال") and len(key) > 6:
            found.append(f"عبد{key[5:]}")
        elif key not in NASAB:
            found.append(bare)
    return tuple(found) or (loose(clean(text)),)


@lru_cache(maxsize=1 << 12)
def skeleton(key: str) -> str:
    """The consonants of a name, which spelling variants share: زاخاروفا and زخاروفا."""
    return _SOFT.sub("", key)


def proper_name(view: View, start: int, end: int) -> Range | None:
    """The tokens of the first person's name in a phrase; None where it has none."""
    i = start
    while i < end:
        quote = view.opening.get(i)
        if i == start and quote is None and _is_verb_before(view, i, end):
            i += 1
            continue
        if quote is not None:
            inside = (view.at(quote.inner_start), view.before(quote.inner_end))
            fits = quote.words <= LONGEST_NAME and inside[0] < inside[1] <= end and _is_personal(view, inside[0])
            if fits and (i == start or _may_follow(view, i, start)):
                return inside
            i = max(i + 1, min(end, view.before(quote.end)))
        elif starts_name(view, i, start):
            return i, name_end(view, i, end)
        else:
            i += 1
    return None


def _is_personal(view: View, i: int) -> bool:
    """Whether the first word in quotation marks may begin a person's name: no abbreviation, no common noun or body."""
    form = view.forms[i]
    if form.has("body", "media", "place", "noun", "masdar") and not form.has(*NAMES):
        return False
    return len(form.key) > 2


def _is_verb_before(view: View, i: int, end: int) -> bool:
    """Whether a stranger stands before a title or a definite noun and a title, and so is a verb: حضر الجلسة النائب فلان."""
    form = view.forms[i]
    after = view.forms[i + 1 : min(end, i + 4)]
    return not form.classes and not form.definite and bool(after) and after[0].definite and any(f.has("title") for f in after)


def starts_name(view: View, i: int, start: int) -> bool:
    """Whether a proper name begins at a token of a phrase: as its first word, or after a finished title."""
    form = view.forms[i]
    if i in view.no_names or form.shape != "w" or len(form.key) < 2 or form.complementiser or "\u064b" in form.text:
        return False
    if view.vocabulary.cues.match(view.forms, i, len(view))[0]:
        return False
    if i == start:
        pronoun = form.has("pronoun") and i + 1 < len(view) and view.forms[i + 1].shape == "w"  # هو جينغ، أنا بيرغ
        return pronoun or is_name(view, i) or form.has("particle") and not _is_nickname(view, i) or _is_surname(view, i)
    if form.preposition or form.lead.startswith(("و", "ف")) or not _may_follow(view, i, start):
        return False
    if form.definite:
        return _definite_name(view, i)
    if view.forms[i - 1].has("naming"):
        return not form.has("title", "body")
    if is_name(view, i):
        return True
    return (form.has("particle") or is_unknown(form)) and is_known(view, start, i)


def _definite_name(view: View, i: int) -> bool:
    """Whether a definite word is a given name: a listed one or one behind a comma, not before another (البصري | النوري)."""
    form = view.forms[i]
    if form.has("title", "body") or not form.has(*NAMES):
        return False
    after = view.forms[i + 1] if i + 1 < len(view) else None
    if is_comma(view.forms[i - 1]):
        return after is not None and (after.has(*NAMES, "particle") or not after.classes)
    another = after is not None and after.definite and after.has("name") and form.has("adjective", "demonym")
    return form.has("name") and not another


def _is_nickname(view: View, i: int) -> bool:
    """A child of a place: ابنة سوسة، ابن الجبل."""
    after = view.forms[i + 1] if i + 1 < len(view) else None
    return view.forms[i].has("title") and after is not None and (after.has("place") or after.definite) and not after.has("name")


def _is_surname(view: View, i: int) -> bool:
    """A stranger as the first word; a definite one before a definite word is a title (الأثري العماني)."""
    form = view.forms[i]
    if not is_unknown(form):
        return False
    after = view.forms[i + 1] if i + 1 < len(view) else None
    return not (form.definite and after is not None and after.definite and after.has("demonym", "adjective"))


def is_unknown(form: Form) -> bool:
    """A word that no list knows, and so most often a foreign or a family name."""
    strange = form.shape == "w" and not form.classes and not form.verbs and not form.preposition
    strange = strange and len(form.key) > 2 and "\u064b" not in form.text and not form.key.endswith("ة")
    phrase = form.key.startswith(("ب", "ل")) and form.key.endswith(("ه", "ها", "هم", "ات", "اء"))
    return strange and not phrase and not is_finite(form)


def is_known(view: View, start: int, end: int) -> bool:
    """Whether a phrase stands for somebody in particular: it has an article, a pronoun, a place or a name."""
    head = view.forms[start]
    if head.has("title") and head.stem != head.key[len(head.lead) :]:
        return True
    return any(f.definite or f.has("place", "naming", "media") for f in view.forms[start:end]) or head.has("quantifier")


def is_name(view: View, i: int) -> bool:
    """Whether a token is a name by the lists; one that is also a common word needs a name or a stranger beside it."""
    form = view.forms[i]
    if i in view.no_names:
        return False
    if form.has("name") and not form.has("title", "body", "media"):
        return not form.definite or form.verbs == () and is_whole(view, i)
    if form.key == "انا" and form.text.startswith("آ"):
        return True
    if not form.has(*NAMES) or form.lead.endswith(("ال", "لل")) and form.has("title"):
        return False
    after = view.forms[i + 1] if i + 1 < len(view) else None
    if after is None or after.shape != "w" or form.has("preposition") and after.definite:
        return False
    strange = not after.classes and not after.verbs and (after.definite or not after.preposition)
    strange = strange or after.definite and after.classes <= {"adjective", "demonym"} or after.key in view.vocabulary.compounds
    return after.has(*NAMES, "particle") or strange and "\u064b" not in after.text


def is_whole(view: View, i: int) -> bool:
    """Whether the lists have a token as it stands: وليم is no و and ليم."""
    return not NAMES.isdisjoint(view.vocabulary.words.get(view.forms[i].key, ()))


def _may_follow(view: View, i: int, start: int) -> bool:
    """Whether the words of a phrase before a token are a finished title, so that a name may follow."""
    form = view.forms[i - 1]
    if i in view.opening and form.has("media") and not form.has("title"):
        return False
    if is_comma(form):
        return (
            i - 1 > start
            and view.forms[start].has("title", "quantifier", "demonym", "noun")
            and _may_follow(view, i - 1, start)
        )
    if form.has("naming") or form.key in ("هو", "هي", "هما", "وهو", "وهي"):
        return True
    named = view.forms[i].has("name")
    if form.shape == "n":
        return named
    if form.shape != "w":
        return form.key in (")", "]", "-", "”", "“", '"', "»", ".")
    if form.has(*CLOSED) and not form.has("title", "noun") or form.complementiser:
        return False
    if form.has("title") and not form.definite and form.stem == form.key[len(form.lead) :]:
        return len(form.key) <= 3 and form.key.endswith(".")
    if not form.classes and not form.definite:
        return named and view.forms[start].has("title")
    return is_complete(view, i - 1, start)


def name_end(view: View, i: int, end: int) -> int:
    """The end of a name that starts at a token."""
    j = i + 1
    while j < end and _continues(view, i, j, end):
        j += 1
    return j


def _continues(view: View, i: int, j: int, end: int) -> bool:
    form, before = view.forms[j], view.forms[j - 1]
    if form.key == "-" and view.starts[j] == view.ends[j - 1]:
        return j + 1 < end and view.starts[j + 1] == view.ends[j]
    if before.has("particle") or before.key == "-":
        return form.shape == "w"
    if form.has("particle") and "إ" not in form.text:
        return True
    if form.shape != "w" or form.has("relative", "subordinator", "preposition", "naming") or form.complementiser:
        return False
    if form.has("pronoun"):
        return (not before.classes or before.has("name")) and (j + 1 >= end or is_comma(view.forms[j + 1]))
    if form.key.startswith("و") and (form.lead == "و" or form.key[1:] in view.keys) or "\u064b" in form.text:
        return False
    if _is_verb(form) and not form.has(*NAMES):
        return False
    common = form.has("title", "body", "media")
    if form.has("name") or form.has("maybe_name") and (not common or form.definite) or form.key in view.vocabulary.compounds:
        return True
    if not form.classes:
        return not form.preposition or form.lead.startswith("ك")
    if common:
        return j == i + 1 == end - 1 and form.definite and not form.preposition
    if j > i + 1 and before.key not in view.vocabulary.compounds:
        return form.has("demonym", "place") and not form.definite
    return _completes(view, i, j, end)


def _is_verb(form: Form) -> bool:
    """Whether a word after a name reads as a verb or an adverbial participle (مضيفا), and not as a name such as تام."""
    return form.has("verb") or any(
        not v.lead and (v.tense != "participle" or form.key.endswith(("ا", "ة", "ين", "ات"))) for v in form.verbs
    )


def _completes(view: View, i: int, j: int, end: int) -> bool:
    """Whether a common word is the second part of a name: محمد الحاج، روبرت سري، رياض المؤخر."""
    form = view.forms[j]
    if form.preposition or form.lead.startswith(("و", "ف")):
        return False
    if form.definite or form.has("demonym", "place"):
        return True
    return view.forms[i].has("name") and (j + 1 >= end or is_comma(view.forms[j + 1]) or view.forms[j + 1].has("title"))


@lru_cache(maxsize=1 << 12)
def bones(key: str, listed: bool) -> tuple[str, ...]:
    """The keys under which a part of a name is found again: its consonants, and for a long foreign one all but one of them."""
    found = skeleton(key)
    if len(found) < 3:
        return (key,)
    if listed or len(found) < LONG:
        return (found,)
    return (found, *(found[:n] + found[n + 1 :] for n in range(len(found))))


def same_part(one: str, other: str, known: set[str]) -> bool:
    """Whether two parts of names are one word spelt twice; two names of the lists must be equal."""
    if one == other:
        return True
    if len(skeleton(one)) < 3 or one in known and other in known:
        return False
    return not set(bones(one, one in known)).isdisjoint(bones(other, other in known))


def is_listed(view: View, key: str) -> bool:
    """Whether the lists have a part of a name."""
    return not NAMES.isdisjoint(view.vocabulary.words.get(fold(key), ()))


def trimmed(view: View, start: int, end: int) -> Range:
    """A phrase without commas at its ends and a leading conjunction that stands alone."""
    if start < end and view.key(start) == "و":
        start += 1
    return strip(view, start, end)
