"""Keys and sentences on a blank pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

import attribution.rules.normalize  # noqa: F401
from attribution.tokenizer import TOKENIZER


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("ar", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.add_pipe("attribution_norm")
    return nlp


def test_norm_is_the_folded_key(nlp: Language) -> None:
    doc = nlp("أنا والرئيسَ نا د. الإرهـ.ـابيين ٣ قال\u200f إلخ")
    assert [t.norm_ for t in doc] == ["انا", "والرئيس", "نا", "د.", "الارهابيين", "3", "قال", "الخ"]


def test_norm_of_spacys_own_tokenizer_is_ours_too() -> None:
    nlp = spacy.blank("ar")
    nlp.add_pipe("attribution_norm")
    assert [t.norm_ for t in nlp("أنا نا")] == ["انا", "نا"]


def test_the_text_stays(nlp: Language) -> None:
    text = "\ufeffقالَتْ\u00a0الإرهـ.ـابيين\r\nﻻ"
    assert nlp(text).text == text


SENTENCES = [
    "قال نعم.| وأضاف لا.",
    "هل وصل؟| لم يصل!| انتظروا…| ثم مضوا.",
    "لم نفز بشيء بعد..| وابن سالم يطالب",
    "عنوان بلا نقطة\n|متن الخبر",
    "فقرة أولى.\r\n\r\n|فقرة ثانية.\r\n",
    "قال: «نعم.»| وأضاف: «لا.»",
    'قال: "نعم."| وأضاف',
    "قال: «نعم. | لن نرحل».| ثم مضى",
    "بلغت 3.5 مليون و30،000 نسمة.| انتهى",
    "زار د. سامر القرية.| ثم عاد",
    "قالت الوكالة (انظر ص. 3. من العدد) إنها تنفي.| انتهى",
    "قال (نعم.| لا قوس يغلق هنا",
    "1. البند الأول.| تفصيله\n|2. البند الثاني",
    "«أين كنا؟» تساءل النائب.| لم يجبه أحد",
    "صاح: «كفى!»| وغادر",
    "«متى؟»، سأل الحضور.",
    "عاد إلى المائة.|وقالت الهيئة",
    "سنة 2013 م.| وقد أفيد",
    "قال.",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentences(nlp: Language, marked: str) -> None:
    expected = [part.strip() for part in marked.split("|")]
    assert [sentence.text.strip() for sentence in nlp(marked.replace("|", "")).sents] == expected


@pytest.mark.parametrize("text", ["", " ", "\n", ".", "...", "!" * 10_000, "(" * 10_000, ")" * 10_000, "\x00"])
def test_odd_texts_have_sentences(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text


def test_saved_and_loaded_it_writes_the_same(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    loaded = spacy.load(tmp_path / "pipeline")
    text = "أنا هنا. قال: «نعم.» ثم\nمضى"
    assert [(t.norm_, t.is_sent_start) for t in loaded(text)] == [(t.norm_, t.is_sent_start) for t in nlp(text)]
