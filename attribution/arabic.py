"""Matching keys and agreement for Arabic: reads strings, writes strings, never an offset."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

Features = tuple[str, str, str]
"""(person, gender, number): "1" "2" "3"; "m" "f" "c"; "sg" "du" "pl"; "" where it is not known."""

LETTERS = "\u0621-\u063a\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06fa-\u06fc\ufb50-\ufbb1\ufbd3-\ufdfb\ufe70-\ufefc"
"""The inside of a regular-expression class: Arabic letters, presentation forms included, tatweel not."""
MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff"
"""Vowel marks and the small marks of the Quran."""
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
"""Zero-width characters, bidirectional marks, variation selectors, the byte-order mark."""
TATWEEL = "\u0640"
DODGE = (
    rf"(?<=[{LETTERS}]{TATWEEL})\.+(?=[{LETTERS}{TATWEEL}])"
    rf"|(?<=[{LETTERS}])\.+(?={TATWEEL}+[{LETTERS}])"
)
"""A regular expression: the dots beside a tatweel that break a word to dodge a filter (تهـ.ديدات)."""

_WORD_LIMIT = 64  # longer strings are folded without being remembered
FOLDED = 40_000  # strings whose keys are remembered; the lexicon has 30,000
_COMPOSE = re.compile("[\u0653-\u0655\ufb50-\ufdff\ufe70-\ufefc\uff01-\uff5e]")
_DODGE = re.compile(DODGE)
_DROP = re.compile(f"[{MARKS}{INVISIBLE}{TATWEEL}]")
_NEEDS_FOLD = re.compile(
    f"[{MARKS}{INVISIBLE}{TATWEEL}أإآٱ\u0672\u0673\u0675\u0660-\u0669\u066a-\u066c\u06f0-\u06f9\u00a0\u202f"
    "\ufb50-\ufdff\ufe70-\ufefc\uff01-\uff5e]"
)
_FOLD = str.maketrans(
    "أإآٱ\u0672\u0673\u0675\u00a0\u202f٪٫٬٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹",
    "ااااااا  %.,01234567890123456789",
)
_LOOSE = str.maketrans("ىةؤئکیھہە", "يهءءكيههه")


def fold(text: str) -> str:
    """Return the matching key of a word or phrase, which is also its ``token.norm_``.

    Presentation forms become letters; vowel marks, tatweel and invisible characters go; the alef forms
    and the digits become one; a dot beside a tatweel, which breaks a word to dodge a filter, goes.
    The letters ى ة ؤ ئ ء stay.
    """
    return _fold_word(text) if len(text) <= _WORD_LIMIT else _fold(text)


def loose(text: str) -> str:
    """Return the loose key: ``fold``, then ى=ي, ة=ه, ؤ=ئ=ء, and Persian letters as Arabic ones."""
    return _loose_word(text) if len(text) <= _WORD_LIMIT else _fold(text).translate(_LOOSE)


def _fold(text: str) -> str:
    if not _NEEDS_FOLD.search(text):
        return text
    if _COMPOSE.search(text):
        text = unicodedata.normalize("NFKC", text)
    return _DROP.sub("", _DODGE.sub("", text)).translate(_FOLD)


@lru_cache(maxsize=FOLDED)
def _fold_word(word: str) -> str:
    return _fold(word)


@lru_cache(maxsize=1 << 13)
def _loose_word(word: str) -> str:
    return _fold_word(word).translate(_LOOSE)


_PROCLITICS = ("", "ال", "ب", "بال", "ل", "لل", "ك", "كال", "س")
_PREFIXES = tuple(sorted((c + p for c in ("", "و", "ف") for p in _PROCLITICS), key=len))
_LEADING = {letter: tuple(p for p in _PREFIXES if p[:1] in ("", letter)) for letter in {p[:1] for p in _PREFIXES}}
_IMPERFECT = ("ي", "ت", "ن", "ا")


@lru_cache(maxsize=1 << 12)
def clitics(key: str) -> tuple[tuple[str, str], ...]:
    """Return the ways to split a folded word into (proclitics, stem): the whole word, then longer proclitics.

    Proclitics are a conjunction (و ف), then a preposition (ب ل ك), the future س or nothing, then the
    article (لل is ل + ال). Prefix and stem together are always the key; a stem keeps at least two letters.
    """
    return tuple((p, key[len(p) :]) for p in _LEADING.get(key[:1], _LEADING[""]) if _splits(key, p))


def _splits(key: str, prefix: str) -> bool:
    if not prefix:
        return True
    rest = key[len(prefix) :]
    return key.startswith(prefix) and len(rest) >= 2 and (prefix[-1] != "س" or rest.startswith(_IMPERFECT))


_PRONOUNS = ("هما", "كما", "ها", "هم", "هن", "كم", "كن", "نا", "ني", "ه", "ك", "ي")
_ENDING = {letter: tuple(p for p in _PRONOUNS if p[-1] == letter) for letter in {p[-1] for p in _PRONOUNS}}
_RESTORED = {"ت": ("ة",), "ا": ("ى",), "و": ("وا",), "ؤ": ("ء",), "ئ": ("ء",)}


@lru_cache(maxsize=1 << 12)
def pronoun_suffixes(key: str) -> tuple[tuple[str, str], ...]:
    """Return the ways to split a folded word into (stem, pronoun): the whole word, then each pronoun.

    A stem whose last letter changes before a pronoun is given both ways: وزارته is وزارت + ه and
    وزارة + ه, اتهموه is اتهمو + ه and اتهموا + ه, نفاه is نفا + ه and نفى + ه.
    """
    found = [(key, "")]
    for suffix in _ENDING.get(key[-1:], ()):
        stem = key[: -len(suffix)]
        if key.endswith(suffix) and len(stem) >= 2:
            found.append((stem, suffix))
            found.extend((stem[:-1] + last, suffix) for last in _RESTORED.get(stem[-1], ()))
    return tuple(found)


_ARABIC_WORD = re.compile(f"[{LETTERS}][{LETTERS}{MARKS}{INVISIBLE}{TATWEEL}.]*")


def is_arabic_word(text: str) -> bool:
    """Tell whether the text is one Arabic word: letters, marks, tatweel and dodging dots only."""
    return bool(_ARABIC_WORD.fullmatch(text))


def agrees(verb_features: Features, noun_features: Features, *, verb_first: bool = False, human: bool | None = True) -> bool:
    """Tell whether a verb can have a noun as its subject; an unknown feature ("") agrees with everything.

    ``verb_first``: the verb stands before its subject and is then singular (قال الوزراء، أكدت الوزيرتان).
    ``human``: False for a plural of things, which is feminine singular (قالت التقارير); None if not known.
    """
    if human is None:
        return any(agrees(verb_features, noun_features, verb_first=verb_first, human=h) for h in (True, False))
    person, gender, number = noun_features
    if not human and number == "pl":
        gender, number = "f", "sg"
    if verb_first and number and (person or "3") == "3":
        number = "sg"
    return all(map(_same, verb_features, (person or "3", gender, number)))


def _same(one: str, other: str) -> bool:
    return one == other or "" in (one, other) or "c" in (one, other)
