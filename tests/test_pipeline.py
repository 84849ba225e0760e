"""Pipelines: saved and read again, in two processes, in a DocBin, and with a user's own words."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from conftest import SEEDS
from spacy.language import Language
from spacy.tokens import DocBin

import attribution
from attribution import standoff
from attribution.errors import InputError, UsageError
from attribution.types import Attribution

VERB = "lemma\tframes\tact\tstance\tmasdars\tforms\nزمخر\tquote|that\twarn\tdistance\tزمخرة\tزمخرت|يزمخر|مزمخراً\n"
SENTENCE = "وزمخرت الوزيرة سلمى نجار بأن الجسر لن يُفتح هذا العام."
PASSED = "وخرج المدير، مزمخراً أن العقد انتهى."


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Five seed articles and five authored ones."""
    found = [each.text for folder in (SEEDS, SEEDS / "authored") for each in standoff.read_gold(folder)[:5]]
    assert len(found) == 10
    return found


@pytest.fixture(scope="module")
def found(rules: Language, texts: list[str]) -> list[list[Attribution]]:
    """The attributions of each text."""
    return [rules(text)._.attributions for text in texts]


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "my-verbs.tsv"
    path.write_text(VERB, encoding="utf-8")
    return path


def test_texts_have_attributions(found: list[list[Attribution]]) -> None:
    assert all(found)


def test_a_saved_pipeline_gives_the_same(
    rules: Language, texts: list[str], found: list[list[Attribution]], tmp_path: Path
) -> None:
    rules.to_disk(tmp_path / "saved")
    for again in (spacy.load(tmp_path / "saved"), attribution.load(str(tmp_path / "saved"))):
        assert [doc._.attributions for doc in again.pipe(texts)] == found


def test_its_bytes_give_the_same(rules: Language, texts: list[str], found: list[list[Attribution]]) -> None:
    again = attribution.load("rules").from_bytes(rules.to_bytes())
    assert again(texts[0])._.attributions == found[0]


def test_pipe_in_two_processes(rules: Language, texts: list[str], found: list[list[Attribution]]) -> None:
    docs = list(rules.pipe(texts, n_process=2, batch_size=3))
    assert [doc.text for doc in docs] == texts
    assert [doc._.attributions for doc in docs] == found


def test_pipe_with_context(rules: Language, texts: list[str]) -> None:
    pairs = list(rules.pipe(zip(texts, range(10)), as_tuples=True))
    assert [number for _, number in pairs] == list(range(10))
    assert [doc.text for doc, _ in pairs] == texts


def test_a_doc_bin_keeps_the_attributions(
    rules: Language, texts: list[str], found: list[list[Attribution]], tmp_path: Path
) -> None:
    path = tmp_path / "docs.spacy"
    DocBin(docs=rules.pipe(texts), store_user_data=True).to_disk(path)
    docs = DocBin().from_disk(path).get_docs(spacy.blank("ar").vocab)
    assert [doc._.attributions for doc in docs] == found


def test_speakers_are_the_entities(rules: Language, texts: list[str]) -> None:
    for text in texts:
        doc = rules(text)
        spoken = {speaker for each in doc._.attributions for speaker in each.speakers}
        assert {entity.id for entity in doc._.speakers} == spoken


def test_extract_is_the_pipeline(rules: Language, texts: list[str], found: list[list[Attribution]]) -> None:
    document = attribution.extract(texts[0], id="first", meta={"page": 3}, pipeline=rules)
    assert (document.id, document.text, document.meta) == ("first", texts[0], {"page": 3})
    assert list(document.attributions) == found[0]
    assert attribution.extract(texts[0], pipeline="rules").attributions == document.attributions


def test_a_users_verb(rules: Language, words: Path, tmp_path: Path) -> None:
    assert rules(SENTENCE)._.attributions == []
    nlp = attribution.load("rules", lexicon=words)
    nlp.to_disk(tmp_path / "saved")
    words.unlink()
    saved = tmp_path / "saved"
    read = attribution.load("rules").from_disk(saved)
    from_bytes = attribution.load("rules").from_bytes(nlp.to_bytes())
    for each in (nlp, attribution.load(str(saved)), spacy.load(saved), read, from_bytes):
        (one,) = each(SENTENCE)._.attributions
        assert one.cue is not None and one.source is not None
        assert (one.cue.text, one.cue_lemma, one.act, one.stance) == ("زمخرت", "زمخر", "warn", "distance")
        assert (one.source.text, one.content[0].text) == ("الوزيرة سلمى نجار", "الجسر لن يُفتح هذا العام")
    assert [one.cue_lemma for one in nlp(PASSED)._.attributions] == ["زمخر"]
    assert rules(SENTENCE)._.attributions == []


def test_a_users_row_replaces_the_packages(tmp_path: Path) -> None:
    path = tmp_path / "verbs.tsv"
    path.write_text("lemma\tframes\tact\tstance\nأكّد\tquote|that\twarn\tdistance\n", encoding="utf-8")
    nlp = attribution.load("rules", lexicon=[path])
    (one,) = nlp("وأكد المدير أن العقد انتهى.")._.attributions
    assert (one.act, one.stance) == ("warn", "distance")


def test_a_users_words_that_are_wrong(words: Path) -> None:
    words.write_text(VERB.replace("warn", "shout"), encoding="utf-8")
    with pytest.raises(InputError, match=r"my-verbs\.tsv, line 2, column act: unknown value: 'shout' \(valid: state"):
        attribution.load("rules", lexicon=words)


@pytest.mark.parametrize("name", ["rule", "RULES", "no/such/folder"])
def test_an_unknown_pipeline(name: str) -> None:
    with pytest.raises(UsageError, match=r"valid: hybrid, rules, "):
        attribution.load(name)


@pytest.mark.parametrize("name", ["", "no-such", "."])
def test_an_unknown_pipeline_is_named(name: str) -> None:
    with pytest.raises(UsageError, match="no pipeline called.*valid: hybrid, rules"):
        attribution.load(name)
