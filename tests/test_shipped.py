"""The trained pipeline that ships: it needs neither network nor torch, survives any input, and says how sure it is."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT, SEEDS
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

import attribution
from attribution import pipelines, standoff
from attribution.archive import manifest as manifests
from attribution.archive.manifest import manifest
from attribution.document import document
from attribution.errors import InputError
from attribution.neural import engine
from attribution.score import score

FOLDER = ROOT / "models" / pipelines.SHIPPED
FOUND = [
    ("زعم الوزير أن الخطة جاهزة، نافيا وجود خلاف.", [("زعم", "الخطة جاهزة"), ("نافيا", "وجود خلاف")]),
    ("بحسب الشرطة، فإن الحادث وقع فجر الأحد.", [("بحسب", "الحادث وقع فجر الأحد")]),
    ("وقال مصدر لم يكشف عن اسمه إن المفاوضات «تعثرت».", [("قال", "المفاوضات «تعثرت»")]),
    ("«سنعود قريبا»، قالت المديرة هالة الصباغ.", [("قالت", "سنعود قريبا")]),
    ("وصل الوفد إلى العاصمة مساء الأحد وغادرها صباح الاثنين.", []),
    ("أضاف الطاهي الملح إلى الحساء ثم رفع القدر عن النار.", []),
    ("", []),
]
# F1 on the seeds, rounded down; n is how many attributions the gold has.
FLOORS = {
    "attribution": 0.73,
    "content": 0.86,
    "cue": 0.86,
    "source": 0.83,
    "parent": 0.62,
    "stance": 0.70,
    "hedges": 0.78,
    "circumstances": 0.77,
    "type": 0.96,
    "act": 0.96,
}
LIGHT = """
import sys, socket
from catalogue import Registry
sys.modules["torch"] = None
every = Registry._get_entry_points  # spaCy loads every factory there is, and that of spacy-transformers wants torch
Registry._get_entry_points = lambda self: [one for one in every(self) if not one.value.startswith("spacy_transformers")]
def closed(*args, **options):
    raise OSError("the network is cut")
socket.socket.connect = socket.getaddrinfo = closed
import attribution
found = attribution.extract(sys.argv[1])
print(found.pipeline, len(found.attributions), "torch" in sys.modules and sys.modules["torch"] is not None)
"""


@cache
def shipped() -> Language:
    """The pipeline, loaded once."""
    return attribution.load()


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_what_it_finds(text: str, expected: list[tuple[str, str]]) -> None:
    found = document(shipped()(text)).attributions
    assert [(a.cue.text, a.content[0].text) for a in found if a.cue] == expected
    assert all(a.confidence is not None and 0 < a.confidence < 1 for a in found)


def test_the_figures_of_the_seeds_do_not_fall() -> None:
    gold = standoff.read_gold(SEEDS)
    figures = score(gold, {g.id: attribution.extract(g.text, id=g.id, pipeline=shipped()) for g in gold}).figures
    assert figures["attribution"].gold == 82
    assert {name: round(figures[name].f1, 3) for name, least in FLOORS.items() if figures[name].f1 < least} == {}


def test_it_needs_neither_network_nor_torch() -> None:
    call = [sys.executable, "-c", LIGHT, FOUND[0][0]]
    result = subprocess.run(call, capture_output=True, text=True, encoding="utf-8", check=True)
    name, version, digest, count, torch = result.stdout.split()
    assert (name, version, count, torch) == ("hybrid", pipelines.__version__, "2", "False")
    assert len(digest) == 12


def test_a_batch_gives_what_single_texts_give() -> None:
    texts = [text for text, _ in FOUND] * 3
    alone = [document(shipped()(text)).attributions for text in texts]
    assert [document(doc).attributions for doc in shipped().pipe(texts, batch_size=5)] == alone


def test_it_loads_by_path_as_by_name() -> None:
    text = FOUND[0][0]
    assert document(attribution.load(str(FOLDER))(text)) == document(shipped()(text))


def test_words_of_ones_own_are_added(tmp_path: Path) -> None:
    path = tmp_path / "my-verbs.tsv"
    path.write_text("lemma\tframes\tact\tstance\tforms\nغمغم\tquote|that\tstate\tneutral\tغمغم|غمغمت\n", encoding="utf-8")
    (found,) = attribution.load(lexicon=path)("غمغم الحارس أن الباب مغلق.")._.attributions
    assert found.content[0].text == "الباب مغلق"


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json", "chain.npz"])
def test_a_file_that_is_missing_is_named(name: str, tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "pipeline")
    (tmp_path / "pipeline" / "attribution_tagger" / name).unlink()
    with pytest.raises(InputError, match=name):
        attribution.load(str(tmp_path / "pipeline"))


def test_weights_of_another_version_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "TOKEN", (*engine.TOKEN, "one more"))
    files = {name: (FOLDER / "attribution_tagger" / name).read_bytes() for name in engine.FILES}
    with pytest.raises(InputError, match=r"tokens\.onnx: the weights are of another version"):
        engine.Onnx(files)


def test_other_weights_are_another_pipeline_in_a_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = manifest("hybrid", [], {})["pipeline"]
    shutil.copytree(FOLDER, tmp_path / "other")
    (tmp_path / "other" / "attribution_tagger" / "chain.npz").write_bytes(b"other")
    monkeypatch.setattr(manifests, "shipped_folder", lambda: tmp_path / "other")
    assert manifest("hybrid", [], {})["pipeline"] != one


ANY = st.text(alphabet=st.sampled_from("قالأنإوزير:،.«»“”\"'ـًَُ \n\u200f\ufeffaZ1٣"), max_size=300)


@settings(max_examples=60, deadline=None)
@given(ANY)
def test_any_text_gives_a_whole_document(text: str) -> None:
    found = document(shipped()(text), id="x").check()
    assert json.loads(standoff.json_line(found))["id"] == "x"
    assert all(text[s.start : s.end] == s.text for a in found.attributions for s in a.spans())
