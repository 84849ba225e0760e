"""Confidence: how likely an attribution is right; reads its row (a standoff dict with `by`), answers with a probability.

Platt scaling (Platt 1999) over what decided: a logistic regression whose weights are fitted (scripts/calibrate.py) to
predictions on texts that were not trained on, so that of the attributions with a confidence of 0.8 about four in five
are right, content and speakers both.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

TAGGER = "tagger"  # the part of `by` that holds the tagger's chance of the cue
LINK = "link"  # and of the speaker
MOST = 0.999  # a surer chance is read as this


def evidence(row: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """What speaks for or against an attribution, as (name, value) pairs; names are those of the weights."""
    yield "bias", 1.0
    yield f"source/{row['source'] is not None}", 1.0
    yield f"nested/{row['parent'] is not None}", 1.0
    yield f"speakers/{min(2, len(row['speakers']))}", 1.0
    yield f"parts/{min(2, len(row['content']))}", 1.0
    for reason in row["by"]:
        part, _, value = reason.partition(":")
        if part in (TAGGER, LINK):
            chance = min(max(float(value), 1 - MOST), MOST)
            yield part, math.log(chance / (1 - chance))
        elif part in ("rule", "speaker"):
            yield f"{part}/{value.partition('-')[0]}", 1.0


def confidence(weights: Mapping[str, float], row: Mapping[str, Any]) -> float | None:
    """The probability that content and speakers are right, rounded to three places; None without weights."""
    if not weights:
        return None
    total = sum(weights.get(name, 0.0) * value for name, value in evidence(row))
    return round(1 / (1 + math.exp(-total)), 3)
