"""The figures of the rules on the gold texts that come with the project do not fall below these floors."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from conftest import SEEDS, SHARED
from spacy.language import Language

import attribution
from attribution import standoff
from attribution.score import Score, score
from attribution.types import Document

# F1 by set and figure, rounded down; n is how many attributions the gold has.
FLOORS: dict[str, dict[str, float]] = {
    "seeds": {
        "n": 82,
        "attribution": 0.75,
        "content": 0.86,
        "content_exact": 0.75,
        "cue": 0.86,
        "source": 0.84,
        "parent": 0.75,
        "stance": 0.75,
        "hedges": 0.72,
        "circumstances": 0.75,
        "type": 0.95,
        "act": 0.96,
        "attribution_all": 0.63,
    },
    "authored": {
        "n": 1072,
        "attribution": 0.74,
        "content": 0.92,
        "content_exact": 0.82,
        "cue": 0.90,
        "source": 0.83,
        "parent": 0.51,
        "stance": 0.69,
        "hedges": 0.90,
        "circumstances": 0.79,
        "type": 0.96,
        "act": 0.95,
        "attribution_all": 0.68,
    },
}
FOLDERS = {"seeds": SEEDS, "authored": SEEDS / "authored"}


@cache
def predicted(nlp: Language, name: str) -> tuple[tuple[Document, ...], dict[str, Document]]:
    """The gold of a set and what the rules find in its texts."""
    gold = tuple(standoff.read_gold(FOLDERS[name]))
    return gold, {each.id: attribution.extract(each.text, id=each.id, pipeline=nlp) for each in gold}


def scored(nlp: Language, name: str) -> Score:
    gold, found = predicted(nlp, name)
    return score(gold, found)


@pytest.mark.parametrize("name", FLOORS)
def test_the_gold_is_as_long_as_the_floors_say(rules: Language, name: str) -> None:
    assert scored(rules, name).figures["attribution"].gold == FLOORS[name]["n"]


@pytest.mark.parametrize(("name", "figure"), [(name, figure) for name in FLOORS for figure in FLOORS[name] if figure != "n"])
def test_figures_stay_above_their_floors(rules: Language, name: str, figure: str) -> None:
    found = scored(rules, name).figures[figure]
    assert found.f1 >= FLOORS[name][figure], f"{figure} on {name}: {found.f1:.3f} of n = {found.gold}"


@pytest.mark.parametrize("name", FLOORS)
def test_the_reference_gives_the_rules_the_same_figures(rules: Language, name: str, tmp_path: Path) -> None:
    reference = SHARED / "score.py"
    if not reference.exists():
        pytest.skip("the reference scorer (../shared/annotation/score.py) is not here")
    _, found = predicted(rules, name)
    path = tmp_path / "found.jsonl"
    path.write_text("".join(map(standoff.json_line, found.values())), encoding="utf-8")
    folder = str(FOLDERS[name])
    command = [sys.executable, str(reference), folder, folder, str(path), "--json"]
    want = json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)
    assert scored(rules, name).to_dict() == want
