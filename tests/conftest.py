"""What the tests share: paths, a small document, and a pipeline that stands in for the real ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import attribution
from attribution.pipelines import PIPELINES
from attribution.tokenizer import build_tokenizer
from attribution.types import Attribution, Document

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
SHARED = ROOT.parent / "shared" / "annotation"
TEXT = "قالت الوزيرة سلمى نجار إن الجسر سيفتح غداً، ربما قبل الظهر، بحسب وصفها."
SAID = "قال الوزير سامر الحداد إن الخطة جاهزة. وأضاف: «سنبدأ غدا». ونفت المتحدثة هدى النجار أن تكون الشركة قد أفلست."
GOLD = (
    "قال الوزير سامر الحداد إن الخطة جاهزة.",
    "نفت المتحدثة هدى النجار أن تكون الشركة قد أفلست.",
    "وأكد المدير أن العمل مستمر.",
)
FLAGS = ("single_word", "lstrip", "rstrip", "normalized")  # of a piece that a tokenizer adds


def span(text: str, part: str) -> dict[str, Any]:
    start = text.index(part)
    return {"start": start, "end": start + len(part), "text": part}


def example() -> dict[str, Any]:
    """One document in standoff form with a value in every field."""
    name = "سلمى نجار"
    entity = {"id": "e1", "name": name, "kind": "person", "role": "الوزيرة", "aliases": ["الوزيرة"]}
    found = {
        "id": "a1",
        "type": "indirect",
        "cue": span(TEXT, "قالت"),
        "cue_lemma": "قال",
        "source": span(TEXT, "الوزيرة سلمى نجار"),
        "content": [span(TEXT, "الجسر سيفتح غداً، ربما قبل الظهر")],
        "speakers": ["e1"],
        "parent": None,
        "stance": "distance",
        "act": "state",
        "hedges": [
            {"kind": "epistemic", **span(TEXT, "ربما")},
            {"kind": "distancing", **span(TEXT, "بحسب وصفها")},
        ],
        "circumstances": [],
        "confidence": 0.5,
        "by": ["rule:test"],
    }
    entities = [{**entity, "mentions": [span(TEXT, name)]}]
    return {"id": "doc", "entities": entities, "attributions": [found]}


@pytest.fixture
def document() -> Document:
    return Document.from_dict(example(), TEXT)


@Language.component("test_stub")
def stub_component(doc: Doc) -> Doc:
    """What stands after the first colon is said; a text with the word BOOM cannot be read."""
    if "BOOM" in doc.text:
        raise RuntimeError("the pipeline broke")
    at = doc.text.find(":")
    content = doc.text[at + 1 :]
    if at < 0 or not content:
        return doc
    start = at + 1
    found = {"id": "a1", "type": "direct", "source": None, "speakers": [], "parent": None}
    found |= {"stance": "neutral", "act": "state", "hedges": [], "circumstances": []}
    found |= {"cue": {"start": at, "end": start, "text": ":"}}
    found |= {"content": [{"start": start, "end": len(doc.text), "text": content}]}
    doc._.attribution = {"entities": [], "attributions": [found]}
    return doc


def stub_pipeline() -> Language:
    nlp = spacy.blank("ar")
    nlp.tokenizer = build_tokenizer(nlp)
    nlp.max_length = 10**9
    nlp.add_pipe("test_stub")
    return nlp


@pytest.fixture(scope="session")
def rules() -> Language:
    """The rules pipeline, loaded once."""
    return attribution.load("rules")


@pytest.fixture
def loaded_rules(monkeypatch: pytest.MonkeyPatch, rules: Language) -> None:
    """Spares commands the loading of the rules pipeline."""
    monkeypatch.setattr(attribution, "load", lambda name="rules", **options: rules)


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Language]:
    """Puts the stand-in where commands look for a pipeline; other names than the package's are unknown."""

    def load(name: str = "rules", **options: Any) -> Language:
        if name not in PIPELINES:
            raise OSError(f"no pipeline {name}")
        return stub_pipeline()

    monkeypatch.setattr(attribution, "load", load, raising=False)
    return load


def labelled(text: str) -> list[Attribution]:
    """The attributions of a text."""
    return list(attribution.extract(text, pipeline="rules").attributions)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random encoder of two layers with a vocabulary of letters, as the Hugging Face library writes it."""
    transformers = pytest.importorskip("transformers", reason="training needs torch and transformers")
    pytest.importorskip("torch").manual_seed(0)
    folder = tmp_path_factory.mktemp("encoder")
    alphabet = sorted(set(SAID) - {" "})
    vocabulary = [["<s>", 0.0], ["<pad>", 0.0], ["</s>", 0.0], ["<unk>", 0.0], ["▁", -1.0], *([c, -2.0] for c in alphabet)]
    names = [*(piece for piece, _ in vocabulary[:4]), "<mask>"]
    ids = [0, 1, 2, 3, len(vocabulary)]
    added = [{"id": i, "content": n, "special": True, **dict.fromkeys(FLAGS, False)} for i, n in zip(ids, names)]
    space = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    model = {"type": "Unigram", "unk_id": 3, "vocab": [*vocabulary, ["<mask>", 0.0]], "byte_fallback": False}
    tokenizer = {"version": "1.0", "added_tokens": added, "pre_tokenizer": space, "model": model}
    empty = dict.fromkeys(("truncation", "padding", "normalizer", "post_processor", "decoder"))
    (folder / "tokenizer.json").write_text(json.dumps(empty | tokenizer), encoding="utf-8")
    shape = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    config = transformers.BertConfig(vocab_size=len(vocabulary) + 1, pad_token_id=1, max_position_embeddings=512, **shape)
    transformers.BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


def labelled_folder(nlp: Language, folder: Path) -> Path:
    """A folder of texts, labelled with what the rules find in them."""
    for number, text in enumerate(GOLD):
        found = attribution.document(nlp(text), id=f"t{number}").to_dict()
        (folder / f"t{number}.txt").write_text(text, encoding="utf-8")
        (folder / f"t{number}.gold.json").write_text(json.dumps(found), encoding="utf-8")
    return folder
