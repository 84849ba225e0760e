"""Reads lexicons/verbs.tsv and scripts/not_forms.tsv, conjugates with mazini, writes lexicons/forms.tsv.

    python scripts/build_forms.py            writes attribution/lexicons/forms.tsv
    python scripts/build_forms.py --check    writes nothing; exit code 1 if the file would change

Needs Python 3.11 and `pip install mazini` (CC BY 4.0), at build time only: the forms are committed and can be
read. First and third persons only, no vowel marks; a row for each gender and number a spelling stands for.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from mazini import Conjugation, MaziniError, conjugate

HERE = Path(__file__).resolve().parent
LEXICONS = HERE.parent / "attribution" / "lexicons"
COLUMNS = ("form", "lemma", "tense", "voice", "person", "gender", "number")
PERSONS = {
    "1s": ("1", "c", "sg"),
    "1p": ("1", "c", "pl"),
    "3ms": ("3", "m", "sg"),
    "3fs": ("3", "f", "sg"),
    "3md": ("3", "m", "du"),
    "3fd": ("3", "f", "du"),
    "3mp": ("3", "m", "pl"),
    "3fp": ("3", "f", "pl"),
}
TENSES = {"past": "past", "ind": "present", "sub": "present", "juss": "present"}
ENDINGS = (
    ("", "m", "sg"),
    ("ا", "m", "sg"),
    ("ة", "f", "sg"),
    ("ان", "m", "du"),
    ("ين", "m", "du"),
    ("تان", "f", "du"),
    ("تين", "f", "du"),
    ("ون", "m", "pl"),
    ("ين", "m", "pl"),
    ("ات", "f", "pl"),
)
MARKS = re.compile("[\u064b-\u0650\u0652\u0670]")
SHADDA = "\u0651"
NUNATION = "\u064d"  # ends an active participle whose last radical is weak: داعٍ
HAMZA_SEATS = (("ؤوا", "أوا"), ("ؤون", "أون"))

Row = tuple[str, ...]


def rows(verbs: Iterable[dict[str, str]], left_out: set[tuple[str, str]]) -> list[Row]:
    """The rows of forms.tsv in the order of the verbs, each once."""
    made = dict.fromkeys(row for verb in verbs for row in verb_rows(verb))
    return [row for row in made if not {(row[0], row[1]), (row[0], "*")} & left_out]


def verb_rows(verb: dict[str, str]) -> Iterator[Row]:
    """All forms of one verb: finite ones, active participles, verbal nouns."""
    table = _conjugate(verb)
    lemma = verb["lemma"]
    for form, *features in (*finite(table), *participles(table, verb)):
        spelling = _spelling(form, lemma)
        if len(spelling) >= min(3, len(lemma)):  # not ير (لم ير), which is mostly something else
            yield (spelling, lemma, *features)
    for masdar in filter(None, verb["masdars"].split("|")):
        yield masdar, lemma, "masdar", "", "", "", ""


def finite(table: Conjugation) -> Iterator[Row]:
    """First and third persons, past and present; the third only in the passive and the jussive (لم أقل)."""
    for mood, tense in TENSES.items():
        for infix, voice in (("", "active"), ("_pass", "passive")):
            for slot, person in PERSONS.items():
                if person[0] == "3" or voice == "active" and mood != "juss":
                    for spelling in _slot(table, f"{mood}{infix}_{slot}"):
                        yield spelling, tense, voice, *person


def participles(table: Conjugation, verb: dict[str, str]) -> Iterator[Row]:
    """The active participle by gender, number and case: مؤكد مؤكدا مؤكدة مؤكدين, داع داعيا داعين."""
    for spelling in _participle(table, verb):
        weak = NUNATION in spelling
        bare = MARKS.sub("", spelling)
        base = (bare.removesuffix("اء") + "ائ" if bare.endswith("اء") else bare) + "ي" if weak else bare
        for ending, gender, number in ENDINGS:
            stem = bare if weak and (not ending or number == "pl" and gender == "m") else base
            yield stem + ending, "participle", "active", "", gender, number


def _participle(table: Conjugation, verb: dict[str, str]) -> list[str]:
    """The active participle; فَعِلَ verbs get the pattern فاعل, which mazini leaves open for them (آسف، خاش)."""
    found = _slot(table, "ap")
    if found or not verb["form"].startswith("I/"):
        return found
    return _slot(conjugate(verb["root"], "I/a~i"), "ap")


def _conjugate(verb: dict[str, str]) -> Conjugation:
    """mazini's table for a verb, checked against its lemma."""
    place = f"verbs.tsv, lemma {verb['lemma']}"
    try:
        table = conjugate(verb["root"], verb["form"])
    except MaziniError as error:
        raise SystemExit(f"{place}: root {verb['root']!r}, form {verb['form']!r}: {error}") from None
    made = [_spelling(form, verb["lemma"]) for form in _slot(table, "past_3ms")]
    if verb["lemma"] not in made:
        raise SystemExit(f"{place}: root {verb['root']!r} and form {verb['form']!r} make {made}")
    return table


def _slot(table: Conjugation, name: str) -> list[str]:
    """The spellings in a slot, with the usual other seats of a hamza before a plural ending."""
    found = [each.form for each in table.slots.get(name, ()) if each.form != "?"]
    bare = [MARKS.sub("", form) for form in found]
    seats = [form[: -len(a)] + b for form in bare for a, b in HAMZA_SEATS if form.endswith(a)]
    return [*found, *seats]


def _spelling(form: str, lemma: str) -> str:
    """A form without vowel marks; shadda stays where the lemma has one."""
    bare = MARKS.sub("", form)
    return bare if SHADDA in lemma else bare.replace(SHADDA, "")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if line.strip() and not line.startswith("#"))
        return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


def main() -> int:
    parser = argparse.ArgumentParser(description="Make forms.tsv from verbs.tsv.")
    parser.add_argument("--check", action="store_true", help="only tell whether forms.tsv is up to date")
    check = parser.parse_args().check
    target = LEXICONS / "forms.tsv"
    left_out = {(row["form"], row["lemma"]) for row in read(HERE / "not_forms.tsv")}
    made = [COLUMNS, *rows(read(LEXICONS / "verbs.tsv"), left_out)]
    text = "".join("\t".join(row) + "\n" for row in made)
    if not check:
        target.write_bytes(text.encode("utf-8"))
        print(f"{target}: {len(made) - 1} forms")
    elif not target.exists() or target.read_bytes() != text.encode("utf-8"):
        print(f"{target} is not what verbs.tsv makes: run python scripts/build_forms.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
