"""What the components share that use the lexicon: the user's own words, saved and read with the pipeline."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..lexicon import Row
from .vocabulary import shared

FILE = "words.json"


class Worded:
    """A component with a Vocabulary: reads and writes the user's rows by kind of lexicon; the package's own are not saved."""

    def __init__(self, words: dict[str, list[Row]]) -> None:
        self.words = words
        self.vocabulary = shared(words)

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The user's rows as JSON."""
        return json.dumps(self.words, ensure_ascii=False).encode("utf-8")

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Any:
        """Take the rows that `to_bytes` gave."""
        self.words = json.loads(data)
        self.vocabulary = shared(self.words)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the user's rows into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / FILE).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Any:
        """Take the rows from a folder that `to_disk` wrote."""
        return self.from_bytes((Path(path) / FILE).read_bytes())
