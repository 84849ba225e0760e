"""Documents through the networks: reads Views with the rules' Statements, answers with cues and their roles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..rules.statements import Statement
from ..rules.view import View
from .decode import Found, around, best_path, cues_of, with_roles
from .engine import Onnx
from .pieces import Pieces, Split, Window, windows
from .signals import PAIR, pair_signals, token_signals

Floats = npt.NDArray[np.float32]
BATCH = 4_000  # pieces in one call of the encoder, padding counted
CUES = 64  # cues in one call of the role head


@dataclass(frozen=True, slots=True)
class Text:
    """A document to read: its View, what the rules found, and its pieces."""

    view: View
    statements: Sequence[Statement]
    split: Split


class Reader:
    """The tagger over an engine; `least` is the probability from which a token is a cue."""

    def __init__(self, engine: Onnx, pieces: Pieces, least: float) -> None:
        self.engine, self.pieces, self.least = engine, pieces, least

    def read(self, views: Sequence[View], statements: Sequence[Sequence[Statement]]) -> list[tuple[Floats, list[Found]]]:
        """For each document the probability of each token to be in a cue, and the cues with their roles."""
        texts = [Text(v, s, self.pieces.split(v.text, v.ends)) for v, s in zip(views, statements)]
        return [self._tag(text, words) for text, words in zip(texts, self._words(texts))]

    def _words(self, texts: Sequence[Text]) -> list[Floats | None]:
        """The mean vector of each token's pieces, (tokens, width) a document; None for one without pieces."""
        places = [(n, window) for n, text in enumerate(texts) for window in windows(len(text.split.ids))]
        sums: list[Any] = [None] * len(texts)
        for rows in _alike(places):
            vectors = self._encode([(texts[n].split, window) for n, window in rows])
            for (n, window), row in zip(rows, vectors):
                if sums[n] is None:
                    sums[n] = np.zeros((len(texts[n].view), row.shape[-1]), dtype=np.float32)
                own = row[1 + window.own_first - window.first : 1 + window.own_last - window.first]
                np.add.at(sums[n], texts[n].split.words[window.own_first : window.own_last], own)
        return [s if s is None else s / _counts(t) for s, t in zip(sums, texts)]

    def _encode(self, rows: Sequence[tuple[Split, Window]]) -> Floats:
        longest = max(window.last - window.first for _, window in rows) + 2
        ids = np.full((len(rows), longest), self.pieces.pad, dtype=np.int64)
        mask = np.zeros_like(ids)
        for n, (split, window) in enumerate(rows):
            framed = [self.pieces.start, *split.ids[window.first : window.last], self.pieces.end]
            ids[n, : len(framed)], mask[n, : len(framed)] = framed, 1
        return self.engine.encode(ids, mask)

    def _tag(self, text: Text, words: Floats | None) -> tuple[Floats, list[Found]]:
        if words is None:
            return np.zeros(len(text.view), dtype=np.float32), []
        signals = token_signals(text.view, text.statements)
        mask = np.ones((1, len(text.view), 1), dtype=np.float32)
        states, cues, _ = self.engine.tokens(words[None], signals[None], mask)
        chances, found = cues_of(cues[0], self.least)
        groups = [found[n : n + CUES] for n in range(0, len(found), CUES)]
        return chances, [each for group in groups for each in self._roles(text, states[0], group)]

    def _roles(self, text: Text, states: Floats, found: Sequence[Found]) -> list[Found]:
        """The cues with the roles of the best path of each."""
        places = [around(each.cue, len(text.view)) for each in found]
        longest = max(last - first for first, last in places)
        near = np.zeros((len(found), longest, states.shape[1]), dtype=np.float32)
        pairs = np.zeros((len(found), longest, len(PAIR)), dtype=np.float32)
        mask = np.zeros((len(found), longest, 1), dtype=np.float32)
        for n, (each, (first, last)) in enumerate(zip(found, places)):
            near[n, : last - first], mask[n, : last - first] = states[first:last], 1
            pairs[n, : last - first] = pair_signals(text.view, text.statements, each.cue, first, last)
        scores = self.engine.roles(near, states[[each.cue[0] for each in found]], pairs, mask)
        paths = [best_path(row[: last - first], *self.engine.chain) for row, (first, last) in zip(scores, places)]
        return [with_roles(each, path, first) for each, path, (first, _) in zip(found, paths, places)]


def _counts(text: Text) -> Floats:
    counts = np.bincount(text.split.words, minlength=len(text.view)).astype(np.float32)
    return np.maximum(counts, 1)[:, None]


def _alike(places: list[tuple[int, Window]]) -> Iterator[list[tuple[int, Window]]]:
    """Windows of like length together, so that little is padded; at most BATCH pieces a group."""
    group: list[tuple[int, Window]] = []
    for place in sorted(places, key=lambda p: p[1].first - p[1].last):
        longest = group[0][1].last - group[0][1].first if group else 0
        if group and longest * (len(group) + 1) > BATCH:
            yield group
            group = []
        group.append(place)
    if group:
        yield group
