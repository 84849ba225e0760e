"""Quotations by characters: each row is a text and what stands inside its marks."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from attribution.rules.quotes import EXTENSION, Quote, find_quotes


def inside(text: str) -> list[str]:
    return [text[q.inner_start : q.inner_end] for q in find_quotes(text)]


PAIRS = [
    ("قال: «لن نرحل اليوم».", ["لن نرحل اليوم"]),
    ("قال: “لن نرحل اليوم”.", ["لن نرحل اليوم"]),
    ('قال: "لن نرحل اليوم".', ["لن نرحل اليوم"]),
    ("قال: „لن نرحل اليوم‟.", ["لن نرحل اليوم"]),
    ("قال: „لن نرحل اليوم“.", ["لن نرحل اليوم"]),
    ("قال: ‘لن نرحل اليوم’.", ["لن نرحل اليوم"]),
    ("قال: 'لن نرحل اليوم'.", ["لن نرحل اليوم"]),
    ("قال: ''لن نرحل اليوم''.", ["لن نرحل اليوم"]),
    ("قال ،،لن نرحل اليوم،، ثم مضى", ["لن نرحل اليوم"]),
    ("قال <<لن نرحل اليوم>> ثم مضى", ["لن نرحل اليوم"]),
    ("قال ((لن نرحل اليوم)) ثم مضى", ["لن نرحل اليوم"]),
    ("قال: «لن نرحل.»", ["لن نرحل"]),
    ('قال: " لن نرحل اليوم ". وأضاف: " سنبقى هنا ".', ["لن نرحل اليوم", "سنبقى هنا"]),
    ('قال:"لن نرحل"،مضيفاً:"سنبقى".', ["لن نرحل", "سنبقى"]),
    ('“كلمة” و«كلمتان هنا» و"ثالثة"', ["كلمة", "كلمتان هنا", "ثالثة"]),
]
REVERSED_AND_MIXED = [
    ("قال: ”لن نرحل اليوم“ ثم مضى", ["لن نرحل اليوم"]),
    ("سماهم بـ”دعاة الفتنة“ ثم قال: ”لن نرحل“.", ["دعاة الفتنة", "لن نرحل"]),
    ("قال: »لن نرحل اليوم« ثم مضى", ["لن نرحل اليوم"]),
    ("قال: ”لن نرحل اليوم” ثم مضى", ["لن نرحل اليوم"]),
    ("قال: “لن نرحل اليوم“ ثم مضى", ["لن نرحل اليوم"]),
    ('قال: “لن نرحل اليوم" ثم مضى', ["لن نرحل اليوم"]),
    ('قال" لن نرحل اليوم."', ["لن نرحل اليوم"]),
    ('قال: ""لن نرحل اليوم"".', ["لن نرحل اليوم"]),
    ("قال: ««لن نرحل اليوم»».", ["لن نرحل اليوم"]),
    ("قال: “«لن نرحل اليوم»”.", ["لن نرحل اليوم"]),
    ("قال:\u200f “\u200fلن نرحل\u200f”\u200f.", ["لن نرحل"]),
]
NESTED = [
    ("قال: «سمعنا “نداء الأرض” فعدنا».", ["سمعنا “نداء الأرض” فعدنا", "نداء الأرض"]),
    ('قال: "سمعنا "نداء الأرض" فعدنا".', ['سمعنا "نداء الأرض" فعدنا', "نداء الأرض"]),
    ("قال: «سمعنا «نداء الأرض» فعدنا».", ["سمعنا «نداء الأرض» فعدنا", "نداء الأرض"]),
    ("“قال لي: ‘عد غداً’ فعدت”.", ["قال لي: ‘عد غداً’ فعدت", "عد غداً"]),
]
INCOMPLETE = [
    ("ستعود «إلى الجبهة غداً. ثم صمت.", ["إلى الجبهة غداً"]),
    ('أضاف: "لا نملك وقتاً.\nوغادر القاعة.', ["لا نملك وقتاً"]),
    ('أضاف: "لا نملك وقتاً.\nوقال آخر: "نعم نملكه".', ["لا نملك وقتاً", "نعم نملكه"]),
    ("أضاف أن لا وقت لدينا”. ثم صمت.", ["أضاف أن لا وقت لدينا"]),
    ("جاء الوفد. أضاف أن لا وقت لدينا”.", ["أضاف أن لا وقت لدينا"]),
    ('صرخ: "اتركوا الباب: "هناك نار في الدار.', ['اتركوا الباب: "هناك نار في الدار', "هناك نار في الدار"]),
]
OVER_LINES = [
    ("قال: «هذه أرضنا.\nولن نتركها أبداً».", ["هذه أرضنا.\nولن نتركها أبداً"]),
    ('قال: "هذه أرضنا.\nولن نتركها.\nسنبقى فيها".\nثم مضى.', ["هذه أرضنا.\nولن نتركها.\nسنبقى فيها"]),
    ("قال: «هذه أرضنا.\r\n\r\n«ولن نتركها أبداً».", ["هذه أرضنا", "ولن نتركها أبداً"]),
    (
        "“أول الكلام. وبقيته.\n\n“وسط الكلام. وبقيته.\n\n“آخر الكلام”.",
        ["أول الكلام. وبقيته", "وسط الكلام. وبقيته", "آخر الكلام"],
    ),
    ('"أول الكلام" قال سامر. "وآخره".', ["أول الكلام", "وآخره"]),
]
NO_QUOTATION = [
    "I don't know l'Orient d’Ivoire",
    'شاشة قياس 27" بيعت أمس',
    "قطعها في 10' تقريباً",
    "قال،، ثم مضى",
    "رقصة ‘ بلا شريك",
    'الأول "" ثم الثاني «»',
    '""""""""""""',
    "",
    "((سؤال",
]


@pytest.mark.parametrize(("text", "expected"), PAIRS + REVERSED_AND_MIXED + NESTED + INCOMPLETE + OVER_LINES)
def test_what_stands_inside(text: str, expected: list[str]) -> None:
    assert inside(text) == expected


@pytest.mark.parametrize("text", NO_QUOTATION)
def test_no_quotation(text: str) -> None:
    assert find_quotes(text) == []


def test_offsets_depth_and_marks() -> None:
    text = "قال: «سمعنا “نداء الأرض” فعدنا»."
    outer, inner = find_quotes(text)
    assert outer == Quote(5, 31, 6, 30, 0, True, True, "speech", 4)
    assert inner == Quote(12, 24, 13, 23, 1, True, True, "term", 2)
    assert text[outer.start : outer.end] == "«سمعنا “نداء الأرض” فعدنا»"


@pytest.mark.parametrize(
    ("text", "opened", "closed"),
    [("قال: «نعم.", True, False), ("أضاف أنهم هنا».", False, True), ("قال: «نعم».", True, True)],
)
def test_which_marks_are_there(text: str, opened: bool, closed: bool) -> None:
    (quote,) = find_quotes(text)
    assert (quote.opened, quote.closed) == (opened, closed)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("بحسب صحيفة «النجم الأخضر» أمس", "name"),
        ("وذكرت الصحيفة “بوابة الريف” أمس", "name"),
        ("قالت الصحيفة: «سنغلق غداً أبوابنا كلها»", "speech"),
        ("وصفهم بـ«المخربين»", "term"),
        ("أكد أنه «لن يوقع على أي اتفاق»", "speech"),
    ],
)
def test_names_terms_and_speech(text: str, kind: str) -> None:
    assert [q.kind for q in find_quotes(text, frozenset({"صحيفة"}))] == [kind]
    assert [q.is_term for q in find_quotes(text)] == [kind != "speech"]


def test_a_thousand_lines_apart_is_too_far() -> None:
    assert inside("قال: «نعم.\n" + "سطر بلا علامات.\n" * 1000 + "انتهى كلامه».") == ["نعم", "انتهى كلامه"]


@pytest.mark.parametrize("unit", ['" ', "« ", "» ", '"كلمة" ', 'قال "كلمة ', 'كلمة «كلمة" ”كلمة ', '"كلمة\n', "' ' "])
def test_many_marks_are_survived(unit: str) -> None:
    text = unit * 10_000
    assert all(0 <= q.start <= q.inner_start < q.inner_end <= q.end <= len(text) for q in find_quotes(text))


def test_the_component_writes_plain_dicts_that_are_saved(tmp_path: Path) -> None:
    nlp = spacy.blank("ar")
    nlp.add_pipe("attribution_quotes")
    text = "قالت الوكالة «نبأ»: «لن نرحل عن هذه الأرض»."
    found = getattr(nlp(text)._, EXTENSION)
    assert [Quote(**row).kind for row in found] == ["name", "speech"]
    nlp.to_disk(tmp_path / "pipeline")
    assert getattr(spacy.load(tmp_path / "pipeline")(text)._, EXTENSION) == found
    assert spacy.tokens.Doc(nlp.vocab).from_bytes(nlp(text).to_bytes())._.get(EXTENSION) == found
