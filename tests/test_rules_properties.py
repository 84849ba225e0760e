"""What holds for the attributions of every text, whatever stands in it: exact spans, known ids, no cycle, no error."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from conftest import SEEDS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

import attribution
from attribution import standoff
from attribution.types import Attribution, Document

WORDS = (
    "قال", "وأضاف", "أكدت", "نفى", "اتهم", "دعا", "طالبوا", "أعلنا", "مضيفاً", "مؤكدةً", "قائلاً", "تأكيده", "جاء", "أعرب", "نقلت",
    "الوزير", "وزارة", "الخارجية", "سامي", "الناطقة", "باسم", "مصادر", "بيان", "تقرير", "«الأفق»", "الأمم", "المتحدة",
    "أن", "إن", "بأن", "أنه", "إلى", "على", "عن", "من", "في", "بـ", "لـ", "هل", "عما", "إذا", "الذي", "التي", "وهو", "ما",
    "بحسب", "وفقاً", "حسبما", "نقلاً", "على حد تعبيره", "وذلك بحسب", "يُذكر أن", "لم", "لن", "قد", "كان", "ربما", "ذلك",
    "الجسر", "مغلق", "سيُفتح", "غداً", "قلقه", "ضرورة", "مسؤولية", "خلال", "مؤتمر", "صحفي", "أمس", "الأربعاء", "3.5", "د.",
)  # fmt: skip
MARKS = tuple("«»“”\"‘’'„‟()[]،؛:.…!؟-–—|") + ("''", ",,", "،،", "((", "))", "<<", ">>", "...")
BLANKS = (" ", " ", " ", " ", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u2028", "\u200d", "\u200f", "\ufeff", "\x00", "ـ")
LINES = ("اقرأ أيضاً: ", "اترك تعليقاً", "التعليقات", "بقلم: ", "المصدر: ")

sentence_like = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
news_like = st.lists(st.sampled_from((*WORDS, *MARKS, *BLANKS, *LINES)), max_size=60).map("".join)
spaced = st.lists(st.sampled_from((*WORDS, *WORDS, *MARKS, *LINES)), max_size=50).map(" ".join)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
texts = st.one_of(sentence_like, news_like, spaced, anything)

SENTENCE = "وقالت الناطقة «هند» إن الوزير أكد أن «الجسر مغلق تماماً اليوم»، مضيفةً أنه سيُفتح."


def holders(each: Attribution, by_id: dict[str, Attribution]) -> Iterable[Attribution]:
    """The attributions that hold one, the nearest first; endless where they form a cycle."""
    while each.parent is not None:
        each = by_id[each.parent]
        yield each


def check(found: Document) -> None:
    """The properties that every result has; Document.check itself is part of reading it."""
    text, entities = found.text, {entity.id for entity in found.entities}
    by_id = {each.id: each for each in found.attributions}
    assert len(by_id) == len(found.attributions)
    for each in found.attributions:
        assert all(text[span.start : span.end] == span.text for span in each.spans())
        assert each.cue is not None
        assert 0 <= each.cue.start < each.cue.end <= len(text)
        assert each.content
        assert all(span.text.strip() for span in each.content)
        assert list(each.content) == sorted(each.content, key=lambda span: span.start)
        assert set(each.speakers) <= entities
        if each.parent is not None:
            outer = by_id[each.parent].content
            assert any(span.start <= each.cue.start and each.cue.end <= span.end for span in outer)
        for depth, holder in enumerate(holders(each, by_id)):
            assert holder is not each
            assert depth <= len(by_id)


def read(nlp: Language, text: str) -> Document:
    return attribution.document(nlp(text))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts)
def test_every_text(rules: Language, text: str) -> None:
    check(read(rules, text))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=spaced)
def test_the_same_text_twice(rules: Language, text: str) -> None:
    assert read(rules, text) == read(rules, text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), number=st.integers(1, 12))
def test_shuffled_and_spoilt_news(rules: Language, seed: int, number: int) -> None:
    """Gold articles with characters dropped, doubled and swapped."""
    dice = random.Random(seed)
    text = dice.choice(standoff.read_gold(SEEDS / "authored")).text
    letters = list(text)
    for _ in range(number):
        at = dice.randrange(len(letters))
        letters[at] = dice.choice((letters[at] * 2, "", dice.choice(MARKS), dice.choice(BLANKS)))
    check(read(rules, "".join(letters)))


@pytest.mark.parametrize("mark", [*MARKS, *BLANKS], ids=ascii)
def test_a_mark_in_every_place(rules: Language, mark: str) -> None:
    for at in range(0, len(SENTENCE), 5):
        check(read(rules, SENTENCE[:at] + mark + SENTENCE[at:]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "«:0",
        "(: 5",
        "،:المتحدة(«",
        "تأكيده أنه بحسب الناطقة",
        "أثار تأكيده أن الجسر آمن، بحسب الوزارة، غضب السكان.",
        "\n\n",
        ":",
        "قال",
        "قال:",
        "قال: «",
        "قال: »",
        "قال: «»",
        "«قال»",
        "قال إن",
        "قال إن.",
        "قال أن أن أن",
        "بحسب",
        "بحسب.",
        "بحسب بحسب بحسب",
        "وفقاً لـ",
        "أعرب عن",
        "جاء في",
        "نقلت عن",
        "مضيفاً أن",
        "«قال «قال «قال",
        "»»»« قال إن «",
        "قال قال قال قال",
        "قال إن قال إن قال إن الجسر مغلق",
        ": : : :",
        "وزير: وزير: وزير: وزير",
        "قال\u00a0الوزير\u00a0إن\u00a0الجسر\u00a0مغلق",
        "قالالوزيرإنالجسرمغلق",
        "\ufeffقال الوزير إن الجسر مغلق.",
        "قال\u200d الوزير\u200f إن\u200e الجسر مغلق.",
        "قال الوزير:\r\n«الجسر مغلق»\r\n",
        "ﻗﺎﻝ ﺍﻟﻮﺯﻳﺮ ﺇﻥ ﺍﻟﺠﺴﺮ ﻣﻐﻠﻖ",
        "قـــال الوزيـــر إن الجســـر مغلـــق",
        "قَالَ الوَزِيرُ إِنَّ الجِسْرَ مُغْلَقٌ",
        "قال الوزير\x00إن الجسر مغلق",
        "The minister said: «الجسر مغلق»",
        "👍 قال الوزير 👍 إن الجسر 👍 مغلق 👍",
    ],
    ids=ascii,
)
def test_hostile_texts(rules: Language, text: str) -> None:
    check(read(rules, text))


@pytest.mark.parametrize(
    "repeat", ["قال ", "قال إن ", "«", "»", "قال: «", "بحسب فلان، ", "وزير: ", "مضيفاً أن ", "أن "], ids=ascii
)
def test_long_repeats(rules: Language, repeat: str) -> None:
    check(read(rules, repeat * 400))


@pytest.mark.parametrize(
    ("old", "new"),
    [("\n", "\r\n"), (" ", "\u00a0"), (" ", "  "), ("ا", "ا\u200d"), (" ", " \u200f"), ("", "")],
    ids=["crlf", "nbsp", "two-blanks", "joiner", "direction", "as-it-is"],
)
def test_news_in_another_dress(rules: Language, old: str, new: str) -> None:
    for gold in standoff.read_gold(SEEDS):
        check(read(rules, gold.text.replace(old, new)))


def test_the_blanks_between_words_change_nothing(rules: Language) -> None:
    plain = "قال الوزير إن الجسر مغلق.\nوأضاف: «سيُفتح غداً»."
    want = [(each.cue.text, [span.text for span in each.content]) for each in read(rules, plain).attributions if each.cue]
    assert len(want) == 2
    for other in (plain.replace("\n", "\r\n"), plain.replace(" ", "\u00a0"), plain.replace(" ", " \u200f")):
        found = read(rules, other).attributions
        cues = [(e.cue.text, [bare(span.text) for span in e.content]) for e in found if e.cue]
        assert cues == want


def bare(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u200f", "")
