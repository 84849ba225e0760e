"""Fit the weights of the confidence to predictions on held-out texts: reads JSON lines and gold, writes a JSON of weights.

    python scripts/calibrate.py --gold DIR … -o weights.json PREDICTIONS.jsonl …

Prints the expected calibration error (Naeini et al. 2015, ten bins) of weights fitted on half of the documents and read on the
other, and precision and recall of attributions by the least confidence.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from attribution.rules.confidence import confidence, evidence
from attribution.score import Cover, match, same_speakers
from attribution.standoff import read_gold, read_jsonl
from attribution.types import Document

RIDGE = 1.0  # of the weights' squares, but the bias'
STEPS = 20  # of Newton's method
BINS = 10


class Texts(NamedTuple):
    """A document: its predicted rows, whether each is right, and the number of its gold attributions."""

    rows: list[dict[str, Any]]
    right: list[bool]
    gold: int


def read(folders: Sequence[Path], files: Sequence[Path]) -> list[Texts]:
    """The predicted rows of each document with whether each is right, and how many gold attributions there are."""
    gold = {document.id: document for folder in folders for document in read_gold(folder)}
    texts = {name: document.text for name, document in gold.items()}
    return [_compared(gold[found.id], found) for file in files for found in read_jsonl(file, texts)]


def _compared(gold: Document, found: Document) -> Texts:
    pairs = match(Cover(gold.text), gold, found)
    right = {m.predicted.id for m in pairs if same_speakers(gold, m.gold, found, m.predicted)}
    rows = [row.to_dict() for row in found.attributions]
    return Texts(rows, [row["id"] in right for row in rows], len(gold.attributions))


def fit(texts: Sequence[Texts]) -> dict[str, float]:
    """Weights of a logistic regression with a ridge, by Newton's method."""
    rows, right = flat(texts)
    names = sorted({name for row in rows for name, _ in evidence(row)})
    matrix = np.array([[dict(evidence(row)).get(name, 0.0) for name in names] for row in rows])
    ridge = np.diag([0.0 if name == "bias" else RIDGE for name in names])
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (right - chance) - ridge @ weights
        weights += np.linalg.solve((matrix.T * (chance * (1 - chance))) @ matrix + ridge, slope)
    return {name: round(float(weight), 4) for name, weight in zip(names, weights)}


def flat(texts: Sequence[Texts]) -> tuple[list[dict[str, Any]], np.ndarray]:
    """All rows, and whether each is right as numbers."""
    return [row for text in texts for row in text.rows], np.array([float(r) for text in texts for r in text.right])


def chances(weights: dict[str, float], texts: Sequence[Texts]) -> np.ndarray:
    return np.array([confidence(weights, row) for row in flat(texts)[0]])


def calibration_error(chance: np.ndarray, right: np.ndarray) -> float:
    """The mean distance of confidence and share right, over ten bins of confidence, weighted by size."""
    bins = np.minimum((chance * BINS).astype(int), BINS - 1)
    inside = [bins == b for b in range(BINS) if (bins == b).any()]
    return float(sum(abs(chance[i].mean() - right[i].mean()) * i.sum() for i in inside) / len(chance))


def report(chance: np.ndarray, right: np.ndarray, count: int) -> None:
    """Print the error of calibration, a reliability row a bin, and precision and recall by the least confidence."""
    print(f"expected calibration error {calibration_error(chance, right):.3f} (n = {len(chance)})")
    for low in np.arange(0, 1, 1 / BINS):
        inside = (chance >= low) & (chance < low + 1 / BINS)
        kept = chance >= low
        reliability = f"{right[inside].mean():.2f} right (n = {inside.sum()})" if inside.any() else "-"
        precision = right[kept].mean() if kept.any() else 1.0
        curve = f"precision {precision:.3f}, recall {right[kept].sum() / count:.3f}"
        print(f"{low:.1f} to {low + 0.1:.1f}: {reliability}; from here: {curve}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--gold", type=Path, nargs="+", required=True, help="folders of gold and texts")
    arguments.add_argument("predictions", type=Path, nargs="+")
    arguments.add_argument("-o", "--output", type=Path, required=True)
    given = arguments.parse_args()
    texts = read(given.gold, given.predictions)
    halves = texts[::2], texts[1::2]
    crossed = np.concatenate([chances(fit(halves[1 - n]), halves[n]) for n in (0, 1)])
    right = np.concatenate([flat(half)[1] for half in halves])
    report(crossed, right, sum(text.gold for text in texts))
    given.output.write_text(json.dumps(fit(texts), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
