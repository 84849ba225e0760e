"""Labels of the tagger: reads a View and gold attributions, answers with one label number a token."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ..rules.phrases import Range
from ..rules.view import View
from ..types import CIRCUMSTANCES, HEDGES

Ints = npt.NDArray[np.int64]
CUE = ("O", "B", "I")
ROLES = ("source", "content", *CIRCUMSTANCES)


def bio(names: Sequence[str]) -> tuple[str, ...]:
    """ "O" and a beginning and an inside label of each name."""
    return ("O", *(f"{part}-{name}" for name in names for part in "BI"))


ROLE_LABELS = bio(ROLES)
HEDGE_LABELS = bio(HEDGES)


class Asked(NamedTuple):
    """What is to be found for one cue: its tokens, and its role labels, one a token of the document."""

    cue: Range
    roles: Ints


class Gold(NamedTuple):
    """The labels of one document: cue and hedge labels of shape (tokens,), and what is asked for each cue."""

    cues: Ints
    hedges: Ints
    asked: tuple[Asked, ...]


def tokens_of(view: View, span: Mapping[str, Any]) -> Range:
    """The tokens that a span of characters touches."""
    first, last = view.at(span["start"]), view.before(span["end"])
    return first, max(first, last)


def gold_of(view: View, attributions: Iterable[Mapping[str, Any]]) -> Gold:
    """The labels of a document's attributions (standoff dicts); those without a cue are no targets."""
    cues, hedges = np.zeros(len(view), dtype=np.int64), np.zeros(len(view), dtype=np.int64)
    asked = []
    for row in attributions:
        for hedge in row["hedges"]:
            _write(hedges, tokens_of(view, hedge), HEDGE_LABELS.index(f"B-{hedge['kind']}"))
        if row["cue"]:
            cue = tokens_of(view, row["cue"])
            _write(cues, cue, 1)
            asked.append(Asked(cue, _roles(view, row)))
    return Gold(cues, hedges, tuple(asked))


def _roles(view: View, row: Mapping[str, Any]) -> Ints:
    found = np.zeros(len(view), dtype=np.int64)
    spans = [(c["kind"], c) for c in row["circumstances"]]
    spans += [("content", c) for c in row["content"]] + ([("source", row["source"])] if row["source"] else [])
    for name, span in spans:
        _write(found, tokens_of(view, span), ROLE_LABELS.index(f"B-{name}"))
    return found


def _write(labels: Ints, range_: Range, begin: int) -> None:
    labels[slice(*range_)] = begin + 1
    labels[range_[0] : min(range_[0] + 1, range_[1])] = begin


def spans(labels: Sequence[str]) -> list[tuple[str, int, int]]:
    """The (name, start, end) of a BIO sequence; an inside label that begins one is read as a beginning."""
    found: list[tuple[str, int, int]] = []
    for i, label in enumerate(labels):
        part, _, name = label.partition("-")
        if part == "I" and found and found[-1][0] == name and found[-1][2] == i:
            found[-1] = (name, found[-1][1], i + 1)
        elif part != "O":
            found.append((name, i, i + 1))
    return found
