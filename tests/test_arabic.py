"""Folding keys, clitics, pronouns, agreement."""

from __future__ import annotations

import pytest

from attribution.arabic import agrees, clitics, fold, is_arabic_word, loose, pronoun_suffixes

FOLD = [
    ("", ""),
    ("قَالَتْ", "قالت"),
    ("أكّد", "اكد"),
    ("آراء", "اراء"),
    ("ا\u0653راء", "اراء"),
    ("إلى", "الى"),
    ("مؤسسة", "مؤسسة"),
    ("مو\u0654سسة", "مؤسسة"),
    ("الإرهـ.ـابيين", "الارهابيين"),
    ("تهـ.ديدات", "تهديدات"),
    ("هجـمات", "هجمات"),
    ("ق.م", "ق.م"),
    ("كذلك.وقال", "كذلك.وقال"),
    ("3.5", "3.5"),
    ("٣٫٥", "3.5"),
    ("۱۲", "12"),
    ("ﻻ", "لا"),
    ("ﺎﻟﺮﺋﻴﺲ", "الرئيس"),
    ("قال\u200f", "قال"),
    ("\ufeffقال", "قال"),
    ("ال\u200dلجنة", "اللجنة"),
    ("\u202bقال\u202c", "قال"),
    ("أنا", "انا"),
    ("Reuters", "Reuters"),
    ("قال\x00", "قال\x00"),
    ("وزير\u00a0الداخلية", "وزير الداخلية"),
]


@pytest.mark.parametrize(("text", "expected"), FOLD)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("مصطفى", "مصطفي"), ("الوزارة", "الوزاره"), ("مسؤول", "مسءول"), ("رئيس", "رءيس"), ("یک", "يك")],
)
def test_loose(text: str, expected: str) -> None:
    assert loose(text) == expected


def test_long_strings_are_folded_too() -> None:
    assert fold("أَكّد " * 100) == "اكد " * 100
    assert loose("وزارة " * 100) == "وزاره " * 100


@pytest.mark.parametrize(
    ("key", "split"),
    [
        ("واكدت", ("و", "اكدت")),
        ("فقالت", ("ف", "قالت")),
        ("وبالوزارة", ("وبال", "وزارة")),
        ("للصحفيين", ("لل", "صحفيين")),
        ("للجنة", ("ل", "لجنة")),
        ("سيعلن", ("س", "يعلن")),
        ("وسيعلن", ("وس", "يعلن")),
        ("بانه", ("ب", "انه")),
        ("كالعادة", ("كال", "عادة")),
        ("قال", ("", "قال")),
    ],
)
def test_clitics_propose(key: str, split: tuple[str, str]) -> None:
    assert split in clitics(key)


@pytest.mark.parametrize(("key", "split"), [("سلام", ("س", "لام")), ("ول", ("و", "ل")), ("بن", ("ب", "ن"))])
def test_clitics_do_not_propose(key: str, split: tuple[str, str]) -> None:
    assert split not in clitics(key)


def test_clitics_keep_every_letter_and_begin_with_the_whole_word() -> None:
    splits = clitics("وباللجنة")
    assert splits[0] == ("", "وباللجنة")
    assert {prefix + stem for prefix, stem in splits} == {"وباللجنة"}


@pytest.mark.parametrize(
    ("key", "split"),
    [
        ("وزارته", ("وزارة", "ه")),
        ("تاكيدها", ("تاكيد", "ها")),
        ("اتهموه", ("اتهموا", "ه")),
        ("نفاه", ("نفى", "ه")),
        ("وصفهما", ("وصف", "هما")),
        ("ابلغنا", ("ابلغ", "نا")),
        ("سالني", ("سال", "ني")),
        ("رؤساؤهم", ("رؤساء", "هم")),
        ("قال", ("قال", "")),
    ],
)
def test_pronoun_suffixes_propose(key: str, split: tuple[str, str]) -> None:
    assert split in pronoun_suffixes(key)


@pytest.mark.parametrize("text", ["قال", "الإرهـ.ـابيين", "قَالَ", "\u0671لله"])
def test_arabic_words(text: str) -> None:
    assert is_arabic_word(text)


@pytest.mark.parametrize("text", ["", "12", "bbc", "قال:", "«", "ـ", "قال الوزير"])
def test_other_things_are_no_arabic_words(text: str) -> None:
    assert not is_arabic_word(text)


HE, SHE, THEY = ("3", "m", "sg"), ("3", "f", "sg"), ("3", "m", "pl")
AGREEMENT = [
    (HE, ("", "m", "pl"), True, True, True),  # قال الوزراء
    (SHE, ("", "f", "du"), True, True, True),  # أكدت الوزيرتان
    (THEY, ("", "m", "pl"), True, True, False),  # قالوا الوزراء
    (THEY, ("", "m", "pl"), False, True, True),  # الوزراء قالوا
    (HE, ("", "m", "pl"), False, True, False),  # الوزراء قال
    (SHE, ("", "m", "sg"), True, True, False),  # قالت الوزير
    (SHE, ("", "m", "pl"), True, False, True),  # قالت التقارير
    (SHE, ("", "m", "pl"), False, False, True),  # التقارير قالت
    (SHE, ("", "m", "pl"), False, None, True),
    (THEY, ("", "m", "pl"), False, None, True),
    (("3", "m", "du"), ("", "m", "du"), False, True, True),  # الوزيران أكدا
    (("3", "m", "du"), ("", "m", "sg"), False, True, False),
    (("1", "c", "sg"), ("3", "m", "sg"), False, True, False),
    (("", "", ""), ("", "f", "pl"), False, True, True),
    (("3", "c", "sg"), ("", "f", "sg"), True, True, True),
]


@pytest.mark.parametrize(("verb", "noun", "verb_first", "human", "expected"), AGREEMENT)
def test_agrees(
    verb: tuple[str, str, str],
    noun: tuple[str, str, str],
    verb_first: bool,
    human: bool | None,
    expected: bool,
) -> None:
    assert agrees(verb, noun, verb_first=verb_first, human=human) is expected
