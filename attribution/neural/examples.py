"""Training examples: reads texts with their attributions through the rules pipeline, answers with arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.language import Language

from ..rules.phrases import Range
from ..rules.statements import EXTENSION, Statement, view_of
from ..rules.view import View
from .coreference import far
from .decode import around
from .labels import Asked, Gold, Names, gold_of
from .pieces import Pieces, Split
from .signals import Floats, pair_signals, token_signals

Bools = npt.NDArray[np.bool_]


class Pair(NamedTuple):
    """A gold cue with the range of tokens that is read for it, its pair signals and its role labels over that range.

    `far` and `links` are of the whole document: how far each token is, and what it is to the cue's speaker.
    """

    cue: Range
    first: int
    last: int
    signals: Floats
    labels: npt.NDArray[np.int64]
    far: npt.NDArray[np.int64]
    links: npt.NDArray[np.int64]


class Example(NamedTuple):
    """A document for training: pieces, signals and labels; `verbs` and `names` are tokens that are hidden at random."""

    view: View
    statements: list[Statement]
    split: Split
    signals: Floats
    gold: Gold
    pairs: list[Pair]
    verbs: Bools
    names: Bools


def example(
    nlp: Language,
    pieces: Pieces,
    text: str,
    gold: Mapping[str, Any],
    names: Names | None = None,
    *,
    ruled: bool,
) -> Example:
    """The example of one text with its standoff dict; `ruled` False leaves out the rules' finds, where labels are theirs."""
    doc = nlp(text)
    tokens: Any = nlp.get_pipe("attribution_statements")
    view = view_of(doc, tokens.vocabulary)
    statements = [Statement.load(data) for data in doc._.get(EXTENSION)] if ruled else []
    return labelled(view, statements, gold, pieces.split(text, view.ends), names)


def labelled(
    view: View, statements: list[Statement], gold: Mapping[str, Any], split: Split, names: Names | None = None
) -> Example:
    """The example of a text that the rules have read, from its standoff dict."""
    labels = gold_of(view, gold, names)
    pairs = [_pair(view, statements, asked) for asked in labels.asked if asked.cue[0] < asked.cue[1]]
    return Example(view, statements, split, token_signals(view, statements), labels, pairs, *hideable(view))


def hideable(view: View) -> tuple[Bools, Bools]:
    """Which tokens are verbs of the lexicon, and which may be names."""
    verbs = np.array([bool(form.verbs) for form in view.forms], dtype=bool)
    return verbs, np.array([_is_name(form) for form in view.forms], dtype=bool)


def _is_name(form: Any) -> bool:
    unknown = not form.classes and not form.verbs
    return form.shape == "w" and (unknown or form.has("name", "maybe_name"))


def _pair(view: View, statements: list[Statement], asked: Asked) -> Pair:
    cue, (first, last) = asked.cue, around(asked.cue, len(view))
    signals = pair_signals(view, statements, cue, first, last)
    return Pair(cue, first, last, signals, asked.roles[first:last], far(cue, len(view)), asked.links)
