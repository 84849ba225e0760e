"""Pieces of words: reads a text and its tokens, answers with the encoder's input and the token of each piece."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from ..errors import InputError

LENGTH = 254  # pieces of a window, without <s> and </s>
SPECIAL = ("<s>", "[CLS]"), ("</s>", "[SEP]"), ("<pad>", "[PAD]"), ("<mask>", "[MASK]")  # as XLM-R and as BERT have them
OVERLAP = 48  # pieces that two windows share
Ints = npt.NDArray[np.int64]


class Window(NamedTuple):
    """One input of the encoder: piece numbers `first` to `last` are read, `own_first` to `own_last` are kept."""

    first: int
    last: int
    own_first: int
    own_last: int


class Split(NamedTuple):
    """A text in pieces: their ids, and the number of the token that each belongs to, both of shape (pieces,)."""

    ids: Ints
    words: Ints


class Framed(NamedTuple):
    """What the encoder reads: ids and mask (windows, length), and the number of the text of each window, and the window."""

    ids: Ints
    mask: Ints
    places: list[tuple[int, Window]]


class Pieces:
    """A tokenizer of the Hugging Face library, from its tokenizer.json; `start` and `end` are the ids that frame a window."""

    def __init__(self, data: bytes) -> None:
        self.tokenizer = Tokenizer.from_buffer(data)
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.start, self.end, self.pad, self.mask = (self._id(names) for names in SPECIAL)

    def _id(self, names: tuple[str, ...]) -> int:
        found = next((i for i in map(self.tokenizer.token_to_id, names) if i is not None), None)
        if found is None:
            raise InputError("the tokenizer lacks a special piece", "tokenizer.json", valid=names)
        return int(found)

    def split(self, text: str, ends: Sequence[int]) -> Split:
        """The pieces of a text whose tokens end at `ends` (code points, rising); a piece belongs to its last letter's token."""
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        last = np.array([max(0, end - 1) for _, end in encoding.offsets], dtype=np.int64)
        words = np.searchsorted(np.asarray(ends, dtype=np.int64), last, side="right")
        kept = words < len(ends)
        return Split(np.asarray(encoding.ids, dtype=np.int64)[kept], words[kept])


def windows(count: int, length: int = LENGTH, overlap: int = OVERLAP) -> list[Window]:
    """Overlapping windows of like length over `count` pieces; a piece is kept from the window where it has most context."""
    if not count:
        return []
    number = max(1, -(-(count - overlap) // (length - overlap)))
    size = -(-(count + (number - 1) * overlap) // number)
    firsts = [min(n * (size - overlap), count - size) for n in range(number)]
    cuts = [0, *((first + size + after) // 2 for first, after in zip(firsts, firsts[1:])), count]
    return [Window(first, first + size, start, end) for first, start, end in zip(firsts, cuts, cuts[1:])]


def framed(pieces: Pieces, texts: Sequence[Ints]) -> Framed:
    """The windows of texts in pieces, each between <s> and </s>; a text without pieces has one that is empty."""
    empty = [Window(0, 0, 0, 0)]
    places = [(n, window) for n, ids in enumerate(texts) for window in windows(len(ids)) or empty]
    longest = max(window.last - window.first for _, window in places) + 2
    ids = np.full((len(places), longest), pieces.pad, dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, (n, window) in enumerate(places):
        own = [pieces.start, *texts[n][window.first : window.last], pieces.end]
        ids[row, : len(own)], mask[row, : len(own)] = own, 1
    return Framed(ids, mask, places)
