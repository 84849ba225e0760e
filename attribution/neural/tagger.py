"""The learned tagger in the pipeline: reads doc._.attribution_statements of the rules, writes them anew."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from spacy.attrs import IDX
from spacy.language import Language
from spacy.tokens import Doc, Span

from ..errors import InputError
from ..lexicon import Row
from ..rules.statements import EXTENSION, Statement, view_of
from ..rules.view import View
from ..rules.worded import FILE as WORDS
from ..rules.worded import Worded
from .decode import Least, Names, merged
from .engine import FILES, Onnx
from .pieces import Pieces
from .reading import Reader

LABELS = {"person": "PER", "body": "ORG", "place": "LOC"}


class Tagger(Worded):
    """Rejects, mends and adds to the statements of the rules; the networks are loaded at the first document.

    `files` are the bytes of the weights (engine.FILES), which are saved with the pipeline; `threads` 0 is one a core.
    """

    def __init__(self, words: dict[str, list[Row]], least: Least, threads: int) -> None:
        super().__init__(words)
        self.least, self.threads = least, threads
        self.files: dict[str, bytes] = {}
        self._reader: Reader | None = None

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_reader": None}

    @property
    def reader(self) -> Reader:
        """The networks; each process makes its own."""
        if self._reader is None:
            engine = Onnx(self.files, self.threads)
            self._reader = Reader(engine, Pieces(self.files["tokenizer.json"]), min(self.least))
        return self._reader

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
        """Take the rows and the weights from a folder that `to_disk` wrote; InputError names a file that is missing."""
        self.files = {name: read_weights(Path(path) / name) for name in FILES}
        self._reader = None
        return super().from_bytes((Path(path) / WORDS).read_bytes())


def enter_names(doc: Doc, view: View, names: Names) -> None:
    """Write the names of a text as spaCy's entities; tokens that may or may not stand in a person's name are missing."""
    at = np.searchsorted(doc.to_array(IDX), view.starts).tolist()
    spans = [Span(doc, at[start], at[end - 1] + 1, LABELS[kind]) for kind, start, end in names.spans]
    inside = {i for _, start, end in names.spans for i in range(start, end)}
    outside = [Span(doc, at[i], at[i] + 1) for i in names.barred - inside]
    doc.set_ents(spans, outside=outside, default="missing")


def read_weights(path: Path) -> bytes:
    """The bytes of a file of weights; InputError where it is missing or a pointer that was not fetched."""
    if not path.is_file():
        raise InputError("the pipeline's weights are missing", str(path), valid=FILES)
    return path.read_bytes()


@Language.factory(
    "attribution_tagger",
    assigns=[f"doc._.{EXTENSION}", "doc.ents"],
    default_config={"words": {}, "add": Least().add, "keep": Least().keep, "threads": 0},
)
def create_tagger(nlp: Language, name: str, words: dict[str, list[Row]], add: float, keep: float, threads: int) -> Tagger:
    """The component; a cue of the tagger's is added from the chance `add`, one of the rules kept from `keep`."""
    return Tagger(words, Least(add, keep), threads)
