"""What holds for every text: nothing raises, nothing is lost, offsets are exact and inside the text."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import attribution.rules.normalize
import attribution.rules.quotes  # noqa: F401
from attribution.arabic import clitics, fold, is_arabic_word, loose, pronoun_suffixes
from attribution.rules.quotes import find_quotes
from attribution.tokenizer import TOKENIZER, split

NLP = spacy.blank("ar", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
NLP.add_pipe("attribution_norm")
NLP.add_pipe("attribution_quotes")

PIECES = (
    *(
        "قال",
        "وأكّد",
        "الإرهـ.ـابيين",
        "ﻻ",
        "د.",
        "ق.م",
        "3.5",
        "٣",
        "don't",
        "a.b@c.de",
        "bbc.com",
        "U.S.",
        "#وسم",
        "@user",
    ),
    *(
        "«",
        "»",
        "“",
        "”",
        '"',
        "‘",
        "’",
        "'",
        "''",
        "،،",
        "((",
        "))",
        "<<",
        ">>",
        "„",
        "‟",
        "(",
        ")",
        "[",
        "]",
    ),
    *(
        ".",
        "..",
        "…",
        "؟",
        "!",
        ":",
        "،",
        "؛",
        "-",
        "ـ",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\n\n",
        "\t",
        "\u00a0",
        "\u2028",
    ),
    *("\u200d", "\u200f", "\u202b", "\u202c", "\ufeff", "\u064e", "\u0654", "\x00", "\u0085", "👨\u200d👩"),
)
news_like = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
texts = st.one_of(news_like, st.text(st.characters(exclude_categories=["Cs"]), max_size=60))


@settings(max_examples=300, deadline=None)
@given(texts)
def test_the_doc_is_the_text(text: str) -> None:
    doc = NLP(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text
    assert all(token.norm_ == (fold(token.text) or token.norm_) for token in doc)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_tokens_and_blanks_make_the_text(text: str) -> None:
    words, spaces = split(text)
    assert all(words)
    assert "".join(word + " " * space for word, space in zip(words, spaces)) == text


@settings(max_examples=500, deadline=None)
@given(texts)
def test_quotations_lie_within_the_text_and_one_another(text: str) -> None:
    quotes = find_quotes(text)
    assert [q.start for q in quotes] == sorted(q.start for q in quotes)
    for quote in quotes:
        assert 0 <= quote.start <= quote.inner_start < quote.inner_end <= quote.end <= len(text)
        assert quote.opened or quote.closed
        assert quote.words > 0
        assert quote.depth >= 0
    assert find_quotes(text) == quotes


@settings(max_examples=300, deadline=None)
@given(texts)
def test_keys_are_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert loose(loose(text)) == loose(text)
    assert loose(fold(text)) == loose(text)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("اويسلبكفالهمنتةىءؤئ"), max_size=12))
def test_splits_are_of_the_word(key: str) -> None:
    assert clitics(key)[0] == ("", key)
    assert all(prefix + stem == key for prefix, stem in clitics(key))
    assert pronoun_suffixes(key)[0] == (key, "")
    assert all(key.endswith(suffix) for _, suffix in pronoun_suffixes(key))


@pytest.mark.parametrize("text", ["\ud800", "قال \udfff"])
def test_lone_surrogates_are_no_trouble_for_plain_functions(text: str) -> None:
    assert fold(text) == text
    assert find_quotes(text) == []
    assert is_arabic_word(text) is False
    assert "".join(word + " " * space for word, space in zip(*split(text))) == text
