"""Confidence: how likely an attribution is right; reads a Statement and its Speaking, answers with a probability.

Platt scaling (Platt 1999) over what decided: a logistic regression whose weights are fitted to predictions on texts that
were not trained on, so that of the attributions with a confidence of 0.8 about four in five are right.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from .speakers import Speaking
from .statements import Statement

BIAS, CHANCE = "bias", "chance"
MOST = 0.9999  # a surer chance is read as this


def evidence(statement: Statement, speaking: Speaking, nested: bool) -> Iterator[tuple[str, float]]:
    """What speaks for or against an attribution, as (name, value) pairs; names are those of the weights."""
    yield BIAS, 1.0
    yield f"kind={statement.kind}", 1.0
    yield f"by={speaking.by}", 1.0
    yield f"source={statement.source is not None}", 1.0
    if nested:
        yield "nested", 1.0
    if len(statement.content) > 1:
        yield "broken content", 1.0
    if statement.chance is not None:
        chance = min(max(statement.chance, 1 - MOST), MOST)
        yield CHANCE, math.log(chance / (1 - chance))


def confidence(weights: Mapping[str, float], statement: Statement, speaking: Speaking, nested: bool) -> float | None:
    """The probability that content and speakers are right, rounded to three places; None without weights."""
    if not weights:
        return None
    total = sum(weights.get(name, 0.0) * value for name, value in evidence(statement, speaking, nested))
    return round(1 / (1 + math.exp(-total)), 3)
