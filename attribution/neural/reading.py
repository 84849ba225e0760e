"""A document through the networks: reads its View and the rules' Statements, answers with cues and their roles.

Each document is encoded by itself: the int8 encoder takes the range of its activations from all that it is given at once, so
that with other texts beside it the same text would give other scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from ..rules.phrases import Range
from ..rules.statements import Statement
from ..rules.view import View
from .coreference import far
from .decode import Found, Names, around, best_path, cues_of, links_of, meet, names_of, with_roles
from .pieces import Ints, Pieces, Split, Window, windows
from .signals import PAIR, pair_signals, token_signals

Floats = npt.NDArray[np.float32]
WINDOWS = 16  # in one call of the encoder
CUES = 64  # in one call of the role head


@dataclass(frozen=True, slots=True)
class Text:
    """A document to read: its View, what the rules found, and its pieces."""

    view: View
    statements: Sequence[Statement]
    split: Split


class Reading(NamedTuple):
    """The chance of each token to be in a cue, (tokens,), the cues with what belongs to them, and the names."""

    chances: Floats
    cues: list[Found]
    names: Names


def nothing(count: int) -> Reading:
    """The Reading of a text of `count` tokens in which there is nothing to find."""
    return Reading(np.zeros(count, dtype=np.float32), [], Names([], frozenset()))


def _own(text: Text, found: Found) -> list[Range]:
    """A cue and its sources, the tagger's and the rules'."""
    sources = [(start, end) for name, start, end in found.roles if name == "source"]
    ruled = [s.source for s in text.statements if s.source and meet(s.cue, found.cue)]
    return [found.cue, *sources, *ruled]


class Engine(Protocol):
    """What runs the networks above the encoder, such as engine.Onnx."""

    chain: tuple[Floats, Floats]

    def tokens(self, words: Floats, signals: Floats, mask: Floats) -> tuple[Floats, Floats, Floats, Floats]: ...

    def roles(self, states: Floats, cue: Floats, pairs: Floats, mask: Floats) -> Floats: ...

    def links(self, states: Floats, cue: Floats, far: Ints) -> Floats: ...


class WholeEngine(Engine, Protocol):
    """An Engine that runs the encoder too."""

    def encode(self, ids: Ints, mask: Ints) -> Floats: ...


class Reader:
    """The encoder and the tagger over an engine; `least` is the probability from which a token is a cue."""

    def __init__(self, engine: WholeEngine, pieces: Pieces, least: float) -> None:
        self.engine, self.pieces, self.heads = engine, pieces, Heads(engine, least)

    def read(self, view: View, statements: Sequence[Statement]) -> Reading:
        """What the networks say of a document."""
        text = Text(view, statements, self.pieces.split(view.text, view.ends))
        if not len(text.split.ids):
            return nothing(len(view))
        return self.heads.tag(text, self._words(text))

    def _words(self, text: Text) -> Floats:
        """The mean vector of each token's pieces, (tokens, width); zeros for a token without pieces."""
        places = windows(len(text.split.ids))
        groups = [places[n : n + WINDOWS] for n in range(0, len(places), WINDOWS)]
        rows = [row for group in groups for row in self._encode(text.split, group)]
        sums = np.zeros((len(text.view), rows[0].shape[-1]), dtype=np.float32)
        for window, row in zip(places, rows):
            own = row[1 + window.own_first - window.first : 1 + window.own_last - window.first]
            np.add.at(sums, text.split.words[window.own_first : window.own_last], own)
        counts = np.bincount(text.split.words, minlength=len(text.view)).astype(np.float32)
        return (sums / np.maximum(counts, 1)[:, None]).astype(np.float32)

    def _encode(self, split: Split, places: Sequence[Window]) -> Floats:
        """The vectors of windows of one length (the last may be shorter), each framed by <s> and </s>."""
        longest = max(window.last - window.first for window in places) + 2
        ids = np.full((len(places), longest), self.pieces.pad, dtype=np.int64)
        mask = np.zeros_like(ids)
        for n, window in enumerate(places):
            framed = [self.pieces.start, *split.ids[window.first : window.last], self.pieces.end]
            ids[n, : len(framed)], mask[n, : len(framed)] = framed, 1
        return self.engine.encode(ids, mask)


class Heads:
    """The tagger over word vectors that are there; `least` as for the Reader."""

    def __init__(self, engine: Engine, least: float) -> None:
        self.engine, self.least = engine, least

    def tag(self, text: Text, words: Floats) -> Reading:
        """What the tagger says of a document; words of shape (tokens, width)."""
        signals = token_signals(text.view, text.statements)
        mask = np.ones((1, len(text.view), 1), dtype=np.float32)
        states, cues, _, names = self.engine.tokens(words[None], signals[None], mask)
        chances, found = cues_of(cues[0], self.least)
        groups = [found[n : n + CUES] for n in range(0, len(found), CUES)]
        found = [each for group in groups for each in self._linked(text, states[0], self._roles(text, states[0], group))]
        return Reading(chances, found, names_of(names[0]))

    def _linked(self, text: Text, states: Floats, found: Sequence[Found]) -> list[Found]:
        """The cues with where else their speakers are spoken of."""
        away = np.stack([far(each.cue, len(text.view)) for each in found])
        scores = self.engine.links(states, states[[each.cue[0] for each in found]], away)
        return [each._replace(links=links_of(row, _own(text, each))) for each, row in zip(found, scores)]

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
