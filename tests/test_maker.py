"""Makers of documents: the same results as one text at a time, in memory that does not grow with their number."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import attribution
from attribution import maker
from attribution.archive.items import Item
from attribution.maker import Maker
from attribution.rules import normalize
from attribution.rules.patterns import CLITICS, Phrases
from attribution.rules.vocabulary import build
from attribution.rules.words import Form

TEXTS = [
    "قالت وزيرة الصحة سلمى الحداد إن اللقاح «آمن»، مضيفة أن الحملة ستبدأ الأحد.",
    "ونفى النائب كريم نصار ذلك، وأكّد أنّ الأرقام غير صحيحة.",
    "",
    "أعلنت إدارة الميناء أن العمل توقف، وفق بيان لها.",
]
VOCABULARY = build({})


def items(times: int) -> list[Item]:
    return [Item(f"d{n}", text, "here") for n, text in enumerate(TEXTS * times)]


def test_words_are_given_up_and_the_results_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    want = [attribution.extract(each.text, id=each.id, pipeline="rules") for each in items(3)]
    monkeypatch.setattr(maker, "WORDS", 20)
    monkeypatch.setattr(normalize, "WORDS", 5)
    make = maker.maker("rules")
    found, sizes = [], []
    for each in items(3):
        found.append(make(each))
        sizes.append(len(make.nlp.vocab.strings))
    assert found == want
    assert max(sizes) < 20 + 2 * max(len(text.split()) for text in TEXTS) + 20


def test_components_of_others_keep_their_vocabulary() -> None:
    nlp = attribution.load("rules")
    nlp.add_pipe("sentencizer", first=True)
    before = nlp.vocab
    make = Maker(nlp)
    assert make(items(1)[0]) == attribution.document(nlp(TEXTS[0]), id="d0") and nlp.vocab is before


def test_the_zones_of_spacy_free_what_a_pipeline_has_read() -> None:
    nlp = attribution.load("rules")
    want = [attribution.extract(text, pipeline="rules").to_dict() for text in TEXTS]
    before = len(nlp.vocab.strings)
    for _ in range(3):
        with nlp.memory_zone():
            assert [attribution.document(doc).to_dict() for doc in nlp.pipe(TEXTS)] == want
        assert len(nlp.vocab.strings) == before


def test_a_vocabulary_can_be_sent_to_another_process() -> None:
    again = pickle.loads(pickle.dumps(VOCABULARY))
    for text in " ".join(TEXTS).split():
        one, other = VOCABULARY.form(text), again.form(text)
        assert [getattr(one, name) for name in Form.__slots__] == [getattr(other, name) for name in Form.__slots__]


WORDS = st.text("وفبلقاكمن", min_size=1, max_size=4)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=2).map(" ".join), max_size=6), WORDS, st.sampled_from(["", "وف", CLITICS]))
def test_no_phrase_starts_where_none_may(entered: list[str], word: str, before: str) -> None:
    phrases, forms = Phrases(), [VOCABULARY.form(word), VOCABULARY.form("قال")]
    for phrase in entered:
        phrases.add(phrase, "kind", "")
    first = {phrase.split()[0] for phrase in entered if " " not in phrase or phrase.split()[1] == "قال"}
    starts = word in first or word[1:] in first and word[0] in before
    assert bool(list(phrases.every(forms, 0, 2, before))) == starts
