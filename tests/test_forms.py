"""The reporting verbs and their forms: person, gender, number of weak verbs; each row's own sentences."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from attribution.arabic import clitics, fold, pronoun_suffixes
from attribution.lexicon import Row, load

ROOT = Path(__file__).resolve().parent.parent
VERBS = load("verbs")
FORMS: dict[str, list[Row]] = defaultdict(list)
for row in load("forms"):
    FORMS[fold(row["form"])].append(row)

FINITE = [  # form, lemma, tense, voice, "person gender number"
    ("قال", "قال", "past", "active", "3 m sg"),
    ("قالت", "قال", "past", "active", "3 f sg"),
    ("قالا", "قال", "past", "active", "3 m du"),
    ("قالتا", "قال", "past", "active", "3 f du"),
    ("قالوا", "قال", "past", "active", "3 m pl"),
    ("قلن", "قال", "past", "active", "3 f pl"),
    ("قلت", "قال", "past", "active", "1 c sg"),
    ("قلنا", "قال", "past", "active", "1 c pl"),
    ("يقول", "قال", "present", "active", "3 m sg"),
    ("يقل", "قال", "present", "active", "3 m sg"),
    ("يقولان", "قال", "present", "active", "3 m du"),
    ("يقولون", "قال", "present", "active", "3 m pl"),
    ("يقولوا", "قال", "present", "active", "3 m pl"),
    ("يقلن", "قال", "present", "active", "3 f pl"),
    ("أقول", "قال", "present", "active", "1 c sg"),
    ("نقول", "قال", "present", "active", "1 c pl"),
    ("قيل", "قال", "past", "passive", "3 m sg"),
    ("يُقال", "قال", "present", "passive", "3 m sg"),
    ("نفى", "نفى", "past", "active", "3 m sg"),
    ("نفت", "نفى", "past", "active", "3 f sg"),
    ("نفيا", "نفى", "past", "active", "3 m du"),
    ("نفتا", "نفى", "past", "active", "3 f du"),
    ("نفوا", "نفى", "past", "active", "3 m pl"),
    ("ينفي", "نفى", "present", "active", "3 m sg"),
    ("ينفون", "نفى", "present", "active", "3 m pl"),
    ("دعا", "دعا", "past", "active", "3 m sg"),
    ("دعت", "دعا", "past", "active", "3 f sg"),
    ("دعتا", "دعا", "past", "active", "3 f du"),
    ("دعوا", "دعا", "past", "active", "3 m pl"),
    ("يدعو", "دعا", "present", "active", "3 m sg"),
    ("تدعو", "دعا", "present", "active", "3 f sg"),
    ("يدعون", "دعا", "present", "active", "3 m pl"),
    ("رأى", "رأى", "past", "active", "3 m sg"),
    ("رأت", "رأى", "past", "active", "3 f sg"),
    ("رأوا", "رأى", "past", "active", "3 m pl"),
    ("يرى", "رأى", "present", "active", "3 m sg"),
    ("ترى", "رأى", "present", "active", "3 f sg"),
    ("يرون", "رأى", "present", "active", "3 m pl"),
    ("ارتأى", "ارتأى", "past", "active", "3 m sg"),
    ("ارتأت", "ارتأى", "past", "active", "3 f sg"),
    ("أبدى", "أبدى", "past", "active", "3 m sg"),
    ("أبدت", "أبدى", "past", "active", "3 f sg"),
    ("ادّعى", "ادّعى", "past", "active", "3 m sg"),
    ("ادعت", "ادّعى", "past", "active", "3 f sg"),
    ("يدّعون", "ادّعى", "present", "active", "3 m pl"),
    ("أقرّ", "أقرّ", "past", "active", "3 m sg"),
    ("أقرّوا", "أقرّ", "past", "active", "3 m pl"),
    ("يُقرّ", "أقرّ", "present", "active", "3 m sg"),
    ("اعتبر", "اعتبر", "past", "active", "3 m sg"),
    ("يُعتبر", "اعتبر", "present", "passive", "3 m sg"),
    ("ردّ", "ردّ", "past", "active", "3 m sg"),
    ("رددت", "ردّ", "past", "active", "1 c sg"),
    ("يردّون", "ردّ", "present", "active", "3 m pl"),
    ("حثّ", "حثّ", "past", "active", "3 m sg"),
    ("حثّت", "حثّ", "past", "active", "3 f sg"),
    ("حثّا", "حثّ", "past", "active", "3 m du"),
    ("اتهمتا", "اتّهم", "past", "active", "3 f du"),
    ("تساءلوا", "تساءل", "past", "active", "3 m pl"),
    ("أنبأوا", "أنبأ", "past", "active", "3 m pl"),
    ("أنبؤوا", "أنبأ", "past", "active", "3 m pl"),
    ("يعزو", "عزا", "present", "active", "3 m sg"),
    ("تروي", "روى", "present", "active", "3 f sg"),
    ("يهيبون", "أهاب", "present", "active", "3 m pl"),
    ("أعلن", "أعلن", "past", "active", "3 m sg"),
    ("أعلن", "أعلن", "present", "active", "1 c sg"),
    ("أُعلن", "أعلن", "past", "passive", "3 m sg"),
    ("نطالب", "طالب", "present", "active", "1 c pl"),
    ("ذُكر", "ذكر", "past", "passive", "3 m sg"),
    ("يُعتقد", "اعتقد", "present", "passive", "3 m sg"),
    ("يُزعم", "زعم", "present", "passive", "3 m sg"),
    ("أُفيد", "أفاد", "past", "passive", "3 m sg"),
    ("طُلب", "طلب", "past", "passive", "3 m sg"),
    ("سُئل", "سأل", "past", "passive", "3 m sg"),
    ("سُئلت", "سأل", "past", "passive", "3 f sg"),
]
PARTICIPLES = [  # form, lemma, "gender number"
    ("مؤكداً", "أكّد", "m sg"),
    ("مؤكدان", "أكّد", "m du"),
    ("مؤكدين", "أكّد", "m du"),
    ("مؤكدين", "أكّد", "m pl"),
    ("مؤكدون", "أكّد", "m pl"),
    ("مؤكدات", "أكّد", "f pl"),
    ("مضيفة", "أضاف", "f sg"),
    ("مشيرين", "أشار", "m pl"),
    ("منددتين", "ندّد", "f du"),
    ("منددتان", "ندّد", "f du"),
    ("قائلاً", "قال", "m sg"),
    ("متسائلين", "تساءل", "m pl"),
    ("داعٍ", "دعا", "m sg"),
    ("داعيا", "دعا", "m sg"),
    ("داعية", "دعا", "f sg"),
    ("داعيين", "دعا", "m du"),
    ("داعين", "دعا", "m pl"),
    ("داعون", "دعا", "m pl"),
    ("داعيات", "دعا", "f pl"),
    ("نافٍ", "نفى", "m sg"),
    ("نافياً", "نفى", "m sg"),
    ("متمنّياً", "تمنّى", "m sg"),
    ("متمنين", "تمنّى", "m pl"),
    ("منادياً", "نادى", "m sg"),
    ("مدّعيةً", "ادّعى", "f sg"),
    ("آسفاً", "أسف", "m sg"),
]
ABSENT = ["تقولين", "قولوا", "قلتم", "لمن", "يجب", "مدينة", "أنه", "هنا"]


@pytest.mark.parametrize(("form", "lemma", "tense", "voice", "features"), FINITE)
def test_finite_form(form: str, lemma: str, tense: str, voice: str, features: str) -> None:
    found = {(r["lemma"], r["tense"], r["voice"], f"{r['person']} {r['gender']} {r['number']}") for r in FORMS[fold(form)]}
    assert (lemma, tense, voice, features) in found


@pytest.mark.parametrize(("form", "lemma", "features"), PARTICIPLES)
def test_participle(form: str, lemma: str, features: str) -> None:
    found = {(r["lemma"], f"{r['gender']} {r['number']}") for r in FORMS[fold(form)] if r["tense"] == "participle"}
    assert (lemma, features) in found


@pytest.mark.parametrize("word", ABSENT)
def test_no_second_person_and_no_common_homograph(word: str) -> None:
    assert fold(word) not in FORMS


def test_every_verb_is_conjugated_and_nothing_else() -> None:
    lemmas = [verb["lemma"] for verb in VERBS]
    assert len(lemmas) == len(set(lemmas)) >= 270
    assert {row["lemma"] for rows in FORMS.values() for row in rows} == set(lemmas)
    assert (ROOT / "attribution" / "lexicons" / "forms.tsv").stat().st_size < 2_500_000


@pytest.mark.parametrize("column", ["example", "not_example"])
@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb["lemma"])
def test_sentence_holds_the_verb(verb: Row, column: str) -> None:
    words = re.findall(r"[\u0621-\u0652\u0671]+", verb[column])
    assert verb["lemma"] in set().union(*map(lemmas_of, words)), f"{verb['lemma']}: {verb[column]}"


def lemmas_of(word: str) -> set[str]:
    """The verbs of which a word, less its proclitics and pronoun, may be a form."""
    bases = {base for _, stem in clitics(fold(word)) for base, _ in pronoun_suffixes(stem)}
    return {row["lemma"] for base in bases for row in FORMS.get(base, ())}


def test_forms_are_what_the_verbs_make() -> None:
    pytest.importorskip("mazini")
    script = ROOT / "scripts" / "build_forms.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
