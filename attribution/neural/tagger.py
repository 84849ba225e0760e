"""The learned tagger in the pipeline: reads doc._.attribution_statements of the rules, writes them anew.

Its networks run in ONNX Runtime, or in torch where the pipeline was loaded with engine="torch".
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from spacy.attrs import IDX
from spacy.language import Language
from spacy.tokens import Doc, Span

from ..errors import InputError, UsageError
from ..extras import need
from ..lexicon import Row
from ..rules.statements import EXTENSION, Statement, view_of
from ..rules.view import View
from ..rules.worded import FILE as WORDS
from ..rules.worded import Worded
from . import saved
from .decode import Least, Names, merged
from .engine import FILES, Onnx
from .pieces import Ints, Pieces
from .reading import Reader, WholeEngine

ENGINES = {"onnx": FILES, "torch": saved.FILES}  # and the files of each
LABELS = {"person": "PER", "body": "ORG", "place": "LOC"}  # of spaCy's entities


class Tagger(Worded):
    """Rejects, mends and adds to the statements of the rules; the networks are loaded at the first document.

    `files` are the bytes of the weights (ENGINES), which are saved with the pipeline; `threads` 0 is one a core (ONNX),
    `bf16` False keeps torch from halving its numbers. Raises UsageError for an unknown engine.
    """

    def __init__(self, words: dict[str, list[Row]], least: Least, engine: str, threads: int, bf16: bool) -> None:
        super().__init__(words)
        if engine not in ENGINES:
            raise UsageError(f"unknown engine {engine!r} (valid: {', '.join(ENGINES)})")
        self.least, self.engine, self.threads, self.bf16 = least, engine, threads, bf16
        self.files: dict[str, bytes] = {}
        self._reader: Reader | None = None

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_reader": None}

    @property
    def reader(self) -> Reader:
        """The networks; each process makes its own."""
        if self._reader is None:
            engine = self._engine()
            self._reader = Reader(engine, Pieces(self.files["tokenizer.json"]), min(self.least))
        return self._reader

    def _engine(self) -> WholeEngine:
        if self.engine == "onnx":
            return Onnx(self.files, self.threads)
        made: WholeEngine = need("attribution.neural.torch_engine", "train", "engine='torch'").Torch(self.files, self.bf16)
        return made

    def __call__(self, doc: Doc) -> Doc:
        view = view_of(doc, self.vocabulary)
        ruled = [Statement.load(data) for data in doc._.get(EXTENSION)]
        reading = self.reader.read(view, ruled)
        kept = merged(view, ruled, reading.chances, reading.cues, self.least)
        doc._.set(EXTENSION, [statement._asdict() for statement in kept])
        enter_names(doc, view, reading.names)
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The user's rows and the weights."""
        rows = super().to_bytes()
        return srsly.msgpack_dumps({"words": rows, "files": self.files})

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Any:
        """Take what `to_bytes` gave."""
        found = srsly.msgpack_loads(data)
        self.files, self._reader = found["files"], None
        return super().from_bytes(found["words"])

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the user's rows and the weights into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / WORDS).write_bytes(super().to_bytes())
        for name, data in self.files.items():
            (Path(path) / name).write_bytes(data)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Any:
        """Take the rows and the weights from a folder that `to_disk` wrote; InputError names a file that is missing.

        For torch, weights may also lie beside it, where `attribution train` leaves its networks.
        """
        own, beside = Path(path), Path(path).parent / saved.FOLDER
        trained = self.engine == "torch" and not (own / saved.HEADS).is_file()
        self.files = read_files(beside if trained else own, self.engine)
        self._reader = None
        return super().from_bytes((Path(path) / WORDS).read_bytes())


def places(doc: Doc, view: View) -> Ints:
    """The number in the Doc of each token of its View, which leaves out whitespace."""
    return np.searchsorted(doc.to_array(IDX).astype(np.int64), np.asarray(view.starts, dtype=np.int64))


def enter_names(doc: Doc, view: View, names: Names) -> None:
    """Write the names of a text as spaCy's entities; tokens that may or may not stand in a person's name are missing."""
    at = places(doc, view).tolist()
    spans = [Span(doc, at[start], at[end - 1] + 1, LABELS[kind]) for kind, start, end in names.spans]
    inside = {i for _, start, end in names.spans for i in range(start, end)}
    outside = [Span(doc, at[i], at[i] + 1) for i in names.barred - inside]
    doc.set_ents(spans, outside=outside, default="missing")


def read_files(folder: Path, engine: str) -> dict[str, bytes]:
    """The bytes of an engine's files of weights by name; InputError names one that is missing."""
    names = ENGINES[engine]
    for path in (folder / name for name in names):
        if not path.is_file():
            raise InputError("the pipeline's weights are missing", str(path), valid=names)
    return {name: (folder / name).read_bytes() for name in names}


@Language.factory(
    "attribution_tagger",
    assigns=[f"doc._.{EXTENSION}", "doc.ents"],
    default_config={"words": {}, "add": Least().add, "keep": Least().keep, "engine": "onnx", "threads": 0, "bf16": True},
)
def create_tagger(
    nlp: Language, name: str, words: dict[str, list[Row]], add: float, keep: float, engine: str, threads: int, bf16: bool
) -> Tagger:
    """The component; a cue of the tagger's is added from the chance `add`, one of the rules kept from `keep`."""
    return Tagger(words, Least(add, keep), engine, threads, bf16)
