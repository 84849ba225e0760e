"""Inflected forms of reporting verbs: reads verbs rows, returns forms rows.

The package's own forms are made once, at build time. A verb that a user adds lists its forms in the column
`forms`; what they agree with is read from their affixes, against the lemma (past, third person, masculine).
"""

from __future__ import annotations

from collections.abc import Iterator

from .arabic import fold
from .lexicon import Row, values

Agreement = tuple[str, str, str]

PAST: dict[str, Agreement] = {
    "وا": ("3", "m", "pl"),
    "تا": ("3", "f", "du"),
    "نا": ("1", "c", "pl"),
    "ت": ("3", "f", "sg"),
    "ن": ("3", "f", "pl"),
    "ا": ("3", "m", "du"),
    "": ("3", "m", "sg"),
}
PRESENT: dict[str, tuple[str, str]] = {"ي": ("3", "m"), "ت": ("3", "f"), "ن": ("1", "c"), "ا": ("1", "c")}
PARTICIPLE: dict[str, Agreement] = {
    "تين": ("", "f", "du"),
    "تان": ("", "f", "du"),
    "ات": ("", "f", "pl"),
    "ين": ("", "m", "pl"),
    "ون": ("", "m", "pl"),
    "ة": ("", "f", "sg"),
    "": ("", "m", "sg"),
}


def form_rows(verb: Row) -> Iterator[Row]:
    """A forms row for the lemma, each of the verb's own forms and each of its masdars."""
    names = ("tense", "person", "gender", "number")
    for form in dict.fromkeys((verb["lemma"], *values(verb["forms"]))):
        features = dict(zip(names, agreement(form, verb["lemma"])))
        yield {"form": form, "lemma": verb["lemma"], "voice": "active"} | features
    for masdar in values(verb["masdars"]):
        features = dict(zip(names, ("masdar", "", "", "")))
        yield {"form": masdar, "lemma": verb["lemma"], "voice": ""} | features


def agreement(form: str, lemma: str) -> tuple[str, str, str, str]:
    """Tense, person, gender and number of a form, by its affixes."""
    word, base = fold(form), fold(lemma)
    if word == base:
        return "past", *PAST[""]
    for suffix, past in PAST.items():
        if word in [stem + suffix for stem in _stems(base)]:
            return "past", *past
    if word[0] == "م" or word[1:2] == "ا":
        return "participle", *next(found for end, found in PARTICIPLE.items() if word.endswith(end))
    if word[0] in PRESENT:
        return "present", *_present(word, base)
    return "past", *next(found for end, found in PAST.items() if word.endswith(end))


def _stems(base: str) -> tuple[str, ...]:
    """The past stems before a suffix; a weak last letter is lost or changes (دعا: دعت، دعوا)."""
    return (base, *(base[:-1] + last for last in ("", "ي", "و"))) if base[-1] in "اىي" else (base,)


def _present(word: str, base: str) -> Agreement:
    person, gender = PRESENT[word[0]]
    if word[0] in "نا":
        return person, gender, "pl" if word[0] == "ن" else "sg"
    if word.endswith(("ون", "وا")) and not base.endswith(word[-2:]):
        return person if word[0] == "ي" else "2", "m", "pl"
    if word.endswith(("ان", "ا")) and not base.endswith(("ان", "ا")):
        return person, gender, "du"
    return person, "f" if _plural_women(word, base) else gender, "pl" if _plural_women(word, base) else "sg"


def _plural_women(word: str, base: str) -> bool:
    return word[0] == "ي" and word.endswith("ن") and not base.endswith("ن")
