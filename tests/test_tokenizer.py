"""The tokenizer on a blank pipeline: where it cuts, what it keeps whole, that nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from attribution.tokenizer import TOKENIZER, split


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("ar", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})


CUTS = [
    ("كانوا قدما».", "كانوا|قدما|»|."),
    ('جاؤوا معه".', 'جاؤوا|معه|"|.'),
    ("قال:«نعم»", "قال|:|«|نعم|»"),
    ("قال:”نعم“.", "قال|:|”|نعم|“|."),
    ("„نعم‟ ‘لا’", "„|نعم|‟|‘|لا|’"),
    ("<<نعم>>،", "<<|نعم|>>|،"),
    ("قال ،،نعم،، ثم", "قال|،،|نعم|،،|ثم"),
    ("قال ''نعم''.", "قال|''|نعم|''|."),
    ("لـ“مجلة النجم”", "لـ|“|مجلة|النجم|”"),
    ("سنوات،وذلك", "سنوات|،|وذلك"),
    ("سنوات,وذلك", "سنوات|,|وذلك"),
    ("مضيفاً:لن", "مضيفاً|:|لن"),
    ("(وات)[صور]", "(|وات|)|[|صور|]"),
    ("المائة.وقالت", "المائة|.|وقالت"),
    ("لماذا؟!", "لماذا|؟|!"),
    ("انتهى...", "انتهى|..."),
    ("غادر.. ثم", "غادر|..|ثم"),
    ("تونس-الجزائر", "تونس|-|الجزائر"),
    ("30%", "30|%"),
    ("و25 نائباً", "و|25|نائباً"),
    ("سنة 2013 م. وقال", "سنة|2013|م|.|وقال"),
    ("نعم”\u200f.", "نعم|”|\u200f|."),
]


@pytest.mark.parametrize(("text", "expected"), CUTS)
def test_cuts(nlp: Language, text: str, expected: str) -> None:
    assert [token.text for token in nlp(text)] == expected.split("|")


WHOLE = [
    *("ق.م", "3.5", "10:30", "30،000", "30,000", "٣٫٥", "2017/3/15", "bbc.com", "a.b@c.de", "#وسم_جديد"),
    *("@user", "U.S.", "https://example.org/a?b=1", "www.example.org", "don't", "d’Ivoire", "Covid-19"),
    *("الإرهـ.ـابيين", "تهـ.ديدات", "هجـمات", "سي.إن.إن", "بي.بي.سي", "ص.ب", "أ.د.", "إف-16", "قَالَتْ"),
    *("ال\u200dلجنة", "ﻻعب"),
]


@pytest.mark.parametrize("word", WHOLE)
def test_keeps_whole(nlp: Language, word: str) -> None:
    assert [token.text for token in nlp(f"في {word} اليوم")] == ["في", word, "اليوم"]
    assert [token.text for token in nlp(f"({word})")] == ["(", word, ")"]


def test_titles_keep_their_full_stop(nlp: Language) -> None:
    assert [token.text for token in nlp("قال د. سامي ود.محمود")] == ["قال", "د.", "سامي", "ود", ".", "محمود"]
    assert [token.text for token in nlp("التقى د.محمود")] == ["التقى", "د.", "محمود"]


HOSTILE = [
    *(
        "",
        " ",
        "  قال  ",
        "\n\n",
        "قال\r\nثم\r\n",
        "قال\u00a0الوزير",
        "\ufeffقال",
        "\u200f«\u200eنعم»\u202c",
        "\x00قال\x00",
    ),
    *(
        "ﺎﻟﺮﺋﻴﺲ ﻗﺎل",
        "١٢3۴ كلم",
        "ا\u200dب\u200cج",
        "\t\tقال",
        "👨\u200d👩\u200d👧 قال",
        "नमस्ते قال",
        "ـــــ",
        "http://",
        "@",
        "#",
    ),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_is_lost(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@pytest.mark.parametrize("unit", ["ا", '"', "«»", "a", "a.", "a-", "a.b@", "ق.", "ـ.", "1,", "كلمة،", "www.", "\n"])
def test_a_text_without_blanks_is_read(unit: str) -> None:
    text = unit * 50_000
    words, spaces = split(text)
    assert "".join(words) == text
    assert not any(spaces)


def test_saved_and_loaded_it_cuts_the_same(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    loaded = spacy.load(tmp_path / "pipeline")
    copied = spacy.blank("ar", config=nlp.config).from_bytes(nlp.to_bytes())
    for text, expected in CUTS:
        assert [token.text for token in loaded(text)] == expected.split("|")
        assert [token.text for token in copied(text)] == expected.split("|")


def test_a_byte_order_mark_is_a_token_of_its_own() -> None:
    words, _ = split("\ufeffقال الوزير")
    assert words == ["\ufeff", "قال", "الوزير"]
