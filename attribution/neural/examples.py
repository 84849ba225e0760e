"""Training examples: reads texts with their attributions through the rules pipeline, answers with arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.language import Language

from ..rules.phrases import Range
from ..rules.statements import EXTENSION, Statement, view_of
from ..rules.view import View
from .decode import around
from .labels import Gold, gold_of
from .pieces import Pieces, Split
from .signals import Floats, pair_signals, token_signals

Bools = npt.NDArray[np.bool_]


class Pair(NamedTuple):
    """A gold cue with the range of tokens that is read for it, its pair signals and its role labels over that range."""

    cue: Range
    first: int
    last: int
    signals: Floats
    labels: npt.NDArray[np.int64]


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


def example(nlp: Language, pieces: Pieces, text: str, attributions: Iterable[Mapping[str, Any]], *, ruled: bool) -> Example:
    """The example of one text; `ruled` False leaves out what the rules found, for labels that are the rules' own."""
    doc = nlp(text)
    tokens: Any = nlp.get_pipe("attribution_statements")
    view = view_of(doc, tokens.vocabulary)
    statements = [Statement.load(data) for data in doc._.get(EXTENSION)] if ruled else []
    gold = gold_of(view, attributions)
    pairs = [_pair(view, statements, asked.cue, asked.roles) for asked in gold.asked if asked.cue[0] < asked.cue[1]]
    signals, split = token_signals(view, statements), pieces.split(text, view.ends)
    verbs = np.array([bool(form.verbs) for form in view.forms], dtype=bool)
    names = np.array([_is_name(form) for form in view.forms], dtype=bool)
    return Example(view, statements, split, signals, gold, pairs, verbs, names)


def _is_name(form: Any) -> bool:
    unknown = not form.classes and not form.verbs
    return form.shape == "w" and (unknown or form.has("name", "maybe_name"))


def _pair(view: View, statements: list[Statement], cue: Range, labels: npt.NDArray[np.int64]) -> Pair:
    first, last = around(cue, len(view))
    return Pair(cue, first, last, pair_signals(view, statements, cue, first, last), labels[first:last])
