"""Where else the speaker of a cue is spoken of: reads gold entities and attributions, answers with tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..rules.phrases import Range
from ..rules.view import View

Ints = npt.NDArray[np.int64]
Data = Mapping[str, Any]
NEAREST = 9  # powers of two of a distance that are told apart
FARS = 2 * NEAREST + 3  # numbers that `far` gives
OTHER, MEANT, OWN = 0, 1, 2  # what a token is to a cue: of no matter, its speaker's, or in the cue or source itself


def far(cue: Range, count: int) -> Ints:
    """For each of `count` tokens how far and on which side of a cue it stands, by powers of two; below FARS."""
    away = np.arange(count) - cue[0]
    steps = np.minimum(np.log2(np.maximum(np.abs(away), 1)).astype(np.int64), NEAREST) + 1
    return np.sign(away) * np.where(away == 0, 0, steps) + NEAREST + 1


def places(view: View, entities: Iterable[Data]) -> dict[str, list[Range]]:
    """The token ranges at which each entity's name or an alias stands; none inside a longer one of another entity."""
    found = [(m, e["id"]) for e in entities for name in {e["name"], *e["aliases"]} if name for m in _written(name, view.text)]
    found.sort(key=lambda row: row[0][0] - row[0][1])
    kept: dict[str, list[Range]] = {}
    holder: dict[int, str] = {}
    for (start, end), entity in found:
        if holder.setdefault(start, entity) == entity and holder.get(end - 1, entity) == entity:
            holder.update((i, entity) for i in range(start, end))
            kept.setdefault(entity, []).append((view.at(start), view.before(end)))
    return kept


def _written(name: str, text: str) -> list[Range]:
    pattern = rf"(?<!\w)[وفبلك]{{0,2}}({re.escape(name)})(?!\w)"
    return [match.span(1) for match in re.finditer(pattern, text)]


def links(view: View, row: Data, others: Sequence[tuple[Data, Range]], known: Mapping[str, list[Range]]) -> Ints:
    """What each token is to the cue of an attribution: MEANT where its speakers are named or spoke before, OWN in its source.

    `others` are all attributions with the tokens of their cues, `known` what `places` gave.
    """
    found = np.zeros(len(view), dtype=np.int64)
    at = next(cue for other, cue in others if other is row)
    for speaker in row["speakers"]:
        for range_ in known.get(speaker, ()):
            found[slice(*range_)] = MEANT
    for other, cue in others:
        if other["speakers"] and other["speakers"] == row["speakers"]:
            if cue < at:
                found[slice(*cue)] = MEANT
            if other["source"]:
                found[view.at(other["source"]["start"]) : view.before(other["source"]["end"])] = MEANT
    found[slice(*at)] = OWN
    if row["source"]:
        found[view.at(row["source"]["start"]) : view.before(row["source"]["end"])] = OWN
    return found
