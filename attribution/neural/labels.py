"""Labels of the tagger: reads a View and gold attributions, answers with one label number a token."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from ..files import read_text
from ..rules.names import proper_name
from ..rules.phrases import Range
from ..rules.referents import is_name
from ..rules.scan import scan
from ..rules.view import View
from ..types import CIRCUMSTANCES, HEDGES
from .coreference import links, places

Ints = npt.NDArray[np.int64]
CUE = ("O", "B", "I")
ROLES = ("source", "content", *CIRCUMSTANCES)
NAMES = ("person", "body", "place")


def bio(names: Sequence[str]) -> tuple[str, ...]:
    """ "O" and a beginning and an inside label of each name."""
    return ("O", *(f"{part}-{name}" for name in names for part in "BI"))


ROLE_LABELS = bio(ROLES)
HEDGE_LABELS = bio(HEDGES)
NAME_LABELS = bio(NAMES)
Names = Mapping[str, Sequence[Sequence[int]]]  # of each of NAMES the (start, end) of its names, in characters


class Asked(NamedTuple):
    """What is to be found for one cue: its tokens, and its role labels and links (coreference.links), one a token."""

    cue: Range
    roles: Ints
    links: Ints


class Gold(NamedTuple):
    """The labels of one document: cue, hedge and name labels of shape (tokens,), and what is asked for each cue."""

    cues: Ints
    hedges: Ints
    names: Ints
    asked: tuple[Asked, ...]


def read_names(path: Path) -> dict[str, Names]:
    """The names of texts by their ids, from a file of JSON lines: "id", and of each kind the [start, end] of its names."""
    found: dict[str, Names] = {}
    for number, line in enumerate(read_text(path).splitlines(), 1):
        try:
            row = json.loads(line)
            found[row["id"]] = {kind: row[kind] for kind in NAMES}
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"no names of a text ({error})", str(path), f"line {number}", valid=("id", *NAMES)) from None
    return found


def tokens_of(view: View, span: Mapping[str, Any]) -> Range:
    """The tokens that a span of characters touches."""
    first, last = view.at(span["start"]), view.before(span["end"])
    return first, max(first, last)


def gold_of(view: View, gold: Mapping[str, Any], names: Names | None = None) -> Gold:
    """The labels of a document's standoff dict, attributions without a cue left out, and of its names.

    Where the names are not known (None), those that the rules see are taken for them.
    """
    cued = [(row, tokens_of(view, row["cue"])) for row in gold["attributions"] if row["cue"]]
    known = places(view, gold["entities"])
    cues, hedges = np.zeros(len(view), dtype=np.int64), np.zeros(len(view), dtype=np.int64)
    for hedge in (hedge for row in gold["attributions"] for hedge in row["hedges"]):
        _write(hedges, tokens_of(view, hedge), HEDGE_LABELS.index(f"B-{hedge['kind']}"))
    asked = []
    for row, cue in cued:
        _write(cues, cue, 1)
        asked.append(Asked(cue, _roles(view, row), links(view, row, cued, known)))
    return Gold(cues, hedges, _names(view, names), tuple(asked))


def _names(view: View, names: Names | None) -> Ints:
    found = np.zeros(len(view), dtype=np.int64)
    if names is None:
        rows = list(_seen(view))
    else:
        rows = [(kind, tokens_of(view, {"start": start, "end": end})) for kind in NAMES for start, end in names[kind]]
    for kind, range_ in rows:
        _write(found, range_, NAME_LABELS.index(f"B-{kind}"))
    return found


def _seen(view: View) -> Iterator[tuple[str, Range]]:
    """The names of persons and bodies that the rules see in a text."""
    for mention in (sighting.mention for sighting in scan(view) if is_name(view, sighting.mention)):
        own = proper_name(view, mention.start, mention.end) if mention.kind == "person" else None
        if own is not None:
            yield "person", own
        elif mention.kind not in ("person", "group") and view.forms[mention.start].has("body", "media"):
            yield "body", (mention.start, mention.end)


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
