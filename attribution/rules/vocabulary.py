"""Builds the rules' Vocabulary from the lexicon files: reads rows, writes word classes, verb forms and phrases."""

from __future__ import annotations

import json
from functools import lru_cache

from ..arabic import fold
from ..forms import form_rows
from ..lexicon import Row, load, package, values
from .patterns import Entry, Pattern
from .words import PREPOSITIONS, Verb, Vocabulary


def shared(words: dict[str, list[Row]]) -> Vocabulary:
    """The Vocabulary of the package's lexicons and the user's rows by kind; the same object for the same rows."""
    return _shared(json.dumps(words, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=4)
def _shared(words: str) -> Vocabulary:
    return build(json.loads(words))


def build(words: dict[str, list[Row]]) -> Vocabulary:
    """A new Vocabulary of the package's lexicons and the user's rows by kind."""
    vocabulary = Vocabulary()
    for kind, enter in _READERS.items():
        for row in load(kind, words.get(kind, [])):
            enter(vocabulary, row)
    _verbs(vocabulary, words)
    _events(vocabulary, load("events", words.get("events", [])))
    return vocabulary


def _events(vocabulary: Vocabulary, rows: list[Row]) -> None:
    """Enter the third persons of everyday verbs, those that could be any other word left out."""
    found = {form for row in rows for form in _persons(row["past"], row["present"], bool(row["noun"]))}
    new = [form for form in found if not vocabulary.form(form).classes and not vocabulary.form(form).verbs]
    for form in new:
        vocabulary.add(form, "verb")
    vocabulary.form.cache_clear()


def _persons(past: str, present: str, noun: bool) -> list[str]:
    """The third persons of a verb without vowel marks: وصل وصلت وصلوا يصل تصل يصلون."""
    weak = past.endswith(("ى", "ا"))
    stem = past[:-1] if weak else past
    plural = [] if present.endswith(("ى", "ي", "و")) else [f"{present}ون"]
    return [*([] if noun else [past]), f"{stem}ت", f"{stem}وا", present, f"ت{present[1:]}", *plural]


def _function_word(vocabulary: Vocabulary, row: Row) -> None:
    vocabulary.add(row["word"], row["class"])


def _role(vocabulary: Vocabulary, row: Row) -> None:
    vocabulary.roles.setdefault(fold(row["word"]), set()).add(row["role"])


def _title(vocabulary: Vocabulary, row: Row) -> None:
    head = row["title"].split()[0]
    vocabulary.add(head, "title", row["gender"], row["number"], row["kind"])
    if head.endswith(("تان", "ون")):
        vocabulary.add(head[:-1], "title", row["gender"], row["number"], row["kind"])  # before a noun: شقيقتا، مسؤولو


def _body(vocabulary: Vocabulary, row: Row) -> None:
    if " " in row["head"]:
        vocabulary.bodies.add(row["head"], "body", row["kind"])
    else:
        vocabulary.add(_bare(row["head"]), "body", row["gender"], row["number"] or "sg", row["kind"])


def _bare(word: str) -> str:
    """A word without its article, which the reader of tokens takes off."""
    return word.removeprefix("ال")


def _place(vocabulary: Vocabulary, row: Row) -> None:
    if " " in row["name"]:
        vocabulary.bodies.add(row["name"], "place", "government")
    else:
        vocabulary.add(_bare(row["name"]), "place", "f", "sg", "government")
        if row["kind"] in ("city", "region"):
            vocabulary.add(_bare(row["name"]), "town")
    for column, gender, number in (("demonym_m", "m", "sg"), ("demonym_f", "f", "sg"), ("demonym_pl", "m", "pl")):
        for form in values(row[column]):
            vocabulary.add(form, "demonym", gender, number, "person")


def _name(vocabulary: Vocabulary, row: Row) -> None:
    if row["ambiguous"]:
        vocabulary.add(row["name"], "maybe_name")
        return
    vocabulary.add(row["name"], "name", "" if row["gender"] == "c" else row["gender"], "sg", "person")


def _medium(vocabulary: Vocabulary, row: Row) -> None:
    for name in (row["name"], *values(row["aliases"])):
        if " " in name:
            vocabulary.bodies.add(name, "media", "media")
        else:
            vocabulary.add(_bare(name), "media", row["gender"] or "f", "sg", "media")


def _particle(vocabulary: Vocabulary, row: Row) -> None:
    if row["kind"] == "compound":
        vocabulary.compounds.add(fold(row["word"]))
    elif row["kind"] in ("naming", "same", "generic", "first", "second", "latter", "both"):
        vocabulary.add(row["word"], row["kind"])
    else:
        vocabulary.add(row["word"], "particle")


def _common(vocabulary: Vocabulary, row: Row) -> None:
    key = fold(row["word"])
    if row["pos"] == "adverb" and (key in vocabulary.words or key.startswith("ان")):
        return  # a closed-class word, entered with its own class
    vocabulary.add(row["word"], row["pos"])


def _cue(vocabulary: Vocabulary, row: Row) -> None:
    entry = Entry(row["phrase"], frozenset({"that", "quote"}), row["act"] or "state", row["stance"] or "neutral")
    vocabulary.entries[row["phrase"]] = entry
    if row["kind"] in ("preposition", "pseudo"):
        vocabulary.cues.add(row["phrase"], row["kind"], row["phrase"])
    elif row["kind"] in ("light", "document"):
        _pattern(vocabulary, row)


def _pattern(vocabulary: Vocabulary, row: Row) -> None:
    """Enter a row such as {أعرب} * عن * قلق under its lemma."""
    before, _, rest = row["phrase"].partition("{")
    lemma, _, rest = rest.partition("}")
    words = rest.split()
    kept = [(fold(word), n > 0 and words[n - 1] == "*") for n, word in enumerate(words) if word != "*"]
    entry = Entry(lemma, frozenset({"that", "quote", "light"}), row["act"] or "state", row["stance"] or "neutral")
    pattern = Pattern(tuple(w for w, _ in kept), tuple(g for _, g in kept), entry, row["kind"], bool(before))
    if before:
        vocabulary.negated.add(lemma)
    if entry.act != "state" and row["kind"] == "light" and kept[-1][0] not in PREPOSITIONS:
        vocabulary.attitudes.setdefault(kept[-1][0].removeprefix("ب"), entry.act)
    group = vocabulary.patterns.setdefault(lemma, [])
    group.append(pattern)
    group.sort(key=lambda p: -len(p.words))


def _hedge(vocabulary: Vocabulary, row: Row) -> None:
    vocabulary.hedges.add(row["phrase"], row["kind"], row["direction"], row["condition"], row["stance"])


def _circumstance(vocabulary: Vocabulary, row: Row) -> None:
    if row["role"] == "verb":
        lemma, _, preposition = row["phrase"].removeprefix("{").partition("}")
        vocabulary.addressed.setdefault(lemma, set()).add(fold(preposition.strip()))
        return
    vocabulary.circumstances.add(row["phrase"], row["kind"], row["role"], row["condition"])
    if row["kind"] == "time" and row["role"] != "none" and not row["condition"] and " " not in row["phrase"]:
        vocabulary.add(row["phrase"], "time")


def _connector(vocabulary: Vocabulary, row: Row) -> None:
    if row["stance"]:
        vocabulary.comments.add(row["phrase"], row["stance"], row["kind"])
    if row["kind"] in ("proof", "judgement"):
        return
    if row["kind"] == "document_noun":
        vocabulary.add(row["phrase"], "document")
        return
    vocabulary.connectors.add(row["phrase"], row["kind"], "")


def _verbs(vocabulary: Vocabulary, words: dict[str, list[Row]]) -> None:
    own = words.get("verbs", [])
    entries = {
        row["lemma"]: Entry(row["lemma"], frozenset(values(row["frames"])), row["act"], row["stance"])
        for row in load("verbs", own)
    }
    vocabulary.entries.update(entries)
    for row in (*package("forms"), *words.get("forms", []), *(form for verb in own for form in form_rows(verb))):
        entry = entries[row["lemma"]]
        if row["tense"] == "masdar":
            vocabulary.add_masdar(row["form"], entry)
        else:
            features = (row["tense"], row["voice"], row["person"], row["gender"], row["number"])
            vocabulary.add_verb(row["form"], Verb(entry, *features, lead="", object=""))


def _number(vocabulary: Vocabulary, row: Row) -> None:
    vocabulary.numbers.add(fold(row["word"]))


def _certainty(vocabulary: Vocabulary, row: Row) -> None:
    values = tuple(float(row[who]) if row[who] else 1.0 for who in ("speaker", "writer"))
    vocabulary.certainty[row["kind"], row["key"]] = values[0], values[1]
    if row["kind"] == "booster":
        vocabulary.boosters.add(row["key"], row["key"])


def _furniture(vocabulary: Vocabulary, row: Row) -> None:
    vocabulary.furniture.add(row["pattern"], row["kind"], "")


_READERS = {
    "function_words": _function_word,
    "roles": _role,
    "titles": _title,
    "organisations": _body,
    "places": _place,
    "media": _medium,
    "names": _name,
    "particles": _particle,
    "common": _common,
    "cues": _cue,
    "hedges": _hedge,
    "circumstances": _circumstance,
    "connectors": _connector,
    "furniture": _furniture,
    "numbers": _number,
    "certainty": _certainty,
}
