"""Every row of verbs.tsv and cues.tsv: its example holds such an attribution and its counter-example does not."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, TypeAlias

import pytest
from spacy.language import Language

from attribution import lexicon
from attribution.arabic import fold
from attribution.lexicon import Row

Place: TypeAlias = tuple[int, int]

# Rows that the rules get wrong today, by what is missing: a change that puts one right must take it out of here.
GAPS: dict[str, dict[str, tuple[str, ...]]] = {
    "a comparative (أعلم من) is read as a verb": {"not_example": ("أعلم", "أوضح")},
    "a thing that cannot speak is taken for the source or for no source": {
        "not_example": ("رجّح", "أقرّ", "{كشف}", "{أثبت}", "{دافع} * عن نفس"),
    },
    "the object after the subject is taken for a part of it": {"example": ("استحثّ", "لقّب")},
    "لأن is no complement of a verb with لـ": {"example": ("أسف",)},
    "a verbal noun after بلا is no cue": {"not_example": ("تخوّف",)},
    "no row of cues.tsv has the verb with these words": {
        "example": ("أحاط", "عاد", "رفع", "تقدّم", "تعرّض", "واجه", "تلقّى", "أرفق"),
    },
    "verbs.tsv has no forms of the verb in braces": {
        "example": (
            "{توجّه} * بالتهنئة", "{جرى} التأكيد على", "{جرى} إبلاغ", "{طرح} * سؤال",
            "{اشتمل} * على", "{قضى}", "{دلّ} * على",
        ),
        "not_example": ("{توجّه} * بالسؤال",),
    },
    "the noun of the phrase is read as a verb": {
        "example": ("{أصدر} * أمر", "{أطلق} * وعد", "{قطع} * وعد", "وفق قول"),
        "not_example": ("{نصّ} * على",),
    },
    "a preposition takes any noun for a source, a measure or a law too": {
        "not_example": (
            "بحسب", "وفق ما", "وفقاً لـ", "وفقاً لما", "طبقاً لـ", "نقلاً عن", "على لسان", "بلسان", "استناداً إلى",
            "استناداً لـ", "حسب مزاعم", "من منظور", "برأي", "حسب رأي",
            "على ذمة", "بتعبير", "في تقدير", "وفق تقديرات", "عن لسان",
        ),
    },
    "an adjective alone names the source (تقديرات أممية)": {"example": ("وفق تقديرات",)},
    "the verb's object frame takes any noun (أبدى تحسناً)": {
        "not_example": (
            "{أبدى} * قلق", "{أبدى} * استعداد", "{أبدى} * استغراب", "{أبدى} * أسف", "{أبدى} * تفاؤل",
            "{أبدى} * ترحيب", "{أبدى} * تحفّظ", "{أبدى} * رفض", "{أبدى} * أمل",
        ),
    },
    "a verb told by its shadda alone is found without it (عبر)": {"not_example": ("{عبّر} * عن * أمل",)},
    "a gesture (أشار بيده) is taken for words": {"not_example": ("{أشار} * إلى",)},
    "a verbal noun before a preposition and أن is not found": {
        "example": ("إشارته إلى أن", "تحذيره من أن", "تشديده على أن"),
    },
    "a verbal noun inside the noun that another verb reports": {
        "example": ("تصريحاته بأن", "قولها إن", "قولهما إن", "القول إن", "زعمه أن"),
    },
    "a nominal row whose noun is no verbal noun is not read": {
        "example": ("رسالة بأن", "أنباء عن", "بيان إن", "تقارير تفيد بأن"),
    },
}  # fmt: skip
KNOWN = {(name, column): gap for gap, rows in GAPS.items() for column, names in rows.items() for name in names}


def params(kind: str, key: str) -> list[Any]:
    """The name, column and row of each sentence of a lexicon."""
    rows = enumerate(lexicon.package(kind), 1)
    return [
        pytest.param(row[key], column, row, id=f"{number}-{column}")
        for number, row in rows
        for column in ("example", "not_example")
        if row[column]
    ]


@cache
def forms(lemma: str) -> frozenset[str]:
    """The folded forms of a verb."""
    found = (row["form"] for row in lexicon.package("forms") if row["lemma"] == lemma)
    return frozenset(map(fold, (lemma, *found)))


def places(nlp: Language, text: str, phrase: str) -> list[Place]:
    """Where the words of a phrase stand in a text; و and ف may stand before it, and لـ ends with any word."""
    words = [re.escape(fold(word).rstrip("ـ")) + (r"\S*" if word.endswith("ـ") else "") for word in phrase.split()]
    tokens = [(token.idx, token.idx + len(token), fold(token.text)) for token in nlp.make_doc(text)]
    found = []
    for i in range(len(tokens) - len(words) + 1):
        lead = ["[وف]?" * (not n) + word for n, word in enumerate(words)]
        if all(re.fullmatch(word, tokens[i + n][2]) for n, word in enumerate(lead)):
            found.append((tokens[i][0], tokens[i + len(words) - 1][1]))
    return found


def first_words(nlp: Language, text: str, phrase: str) -> list[Place]:
    """Where the first word of a phrase stands, or a form of the verb in braces."""
    verb = re.search(r"\{(.+?)\}", phrase)
    if verb is None:
        return places(nlp, text, phrase.split(maxsplit=1)[0])
    words = {lead + form for form in forms(verb[1]) for lead in ("", "و", "ف", "س")}
    return [(t.idx, t.idx + len(t)) for t in nlp.make_doc(text) if fold(t.text) in words]


def holds(nlp: Language, row: Row, column: str) -> bool:
    """Whether a cue lies on the row's phrase: on all of it for a pseudo or nominal cue, else on its first word."""
    text, phrase = row[column], row["phrase"]
    whole = row["kind"] in ("pseudo", "nominal")
    wanted = places(nlp, text, phrase) if whole else first_words(nlp, text, phrase)
    cues = [each.cue for each in nlp(text)._.attributions if each.cue]
    return any(cue.start < end and start < cue.end for start, end in wanted for cue in cues)


def judge(right: bool, name: str, column: str) -> None:
    if (name, column) in KNOWN:
        assert not right, f"{name} is right now: take it out of GAPS"
    else:
        assert right, f"{name}, {column}"


@pytest.mark.parametrize(("name", "column", "row"), params("verbs", "lemma"))
def test_verbs(rules: Language, name: str, column: str, row: Row) -> None:
    found = any(fold(each.cue_lemma or "") == fold(name) for each in rules(row[column])._.attributions)
    judge(found == (column == "example"), name, column)


@pytest.mark.parametrize(("name", "column", "row"), params("cues", "phrase"))
def test_cues(rules: Language, name: str, column: str, row: Row) -> None:
    wanted = column == "example" and row["kind"] != "pseudo"
    judge(holds(rules, row, column) == wanted, name, column)


def test_signposts_are_in_their_examples(rules: Language) -> None:
    rows = [row for row in lexicon.package("cues") if row["kind"] == "pseudo"]
    assert [row["phrase"] for row in rows if not places(rules, row["example"], row["phrase"])] == []


def test_every_row_has_both_sentences() -> None:
    rows = (*lexicon.package("verbs"), *lexicon.package("cues"))
    assert [row for row in rows if not row["example"] or not row["not_example"]] == []


def test_known_rows_are_rows() -> None:
    names = {row["lemma"] for row in lexicon.package("verbs")} | {row["phrase"] for row in lexicon.package("cues")}
    assert [name for name, _ in KNOWN if name not in names] == []
