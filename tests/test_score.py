"""Scores: figures known by hand, and the reference's own figures where it is at hand."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import SEEDS, SHARED, TEXT, example, span

from attribution import standoff
from attribution.score import FIGURES, Score, score, speakers
from attribution.types import STANCES, TYPES, Attribution, Document, Span


def _score(*predicted: Document, gold: Iterable[Document] | None = None) -> Score:
    return score(gold or [Document.from_dict(example(), TEXT)], {each.id: each for each in predicted})


def _changed(document: Document, **changes: Any) -> Document:
    return replace(document, attributions=(replace(document.attributions[0], **changes),))


def _span(part: str) -> Span:
    return Span.from_dict(span(TEXT, part))


def test_perfect_predictions_score_one(document: Document) -> None:
    result = _score(document)
    present = {name for name in FIGURES if result.figures[name].gold}
    assert present == set(FIGURES) - {"parent", "circumstances"}
    assert {result.figures[name].f1 for name in present} == {1.0}
    assert (result.low, result.high, result.errors) == (1.0, 1.0, [])
    assert speakers(result.figures).recall == 1.0


def test_gold_against_itself_is_perfect() -> None:
    for folder in (SEEDS, SEEDS / "authored"):
        gold = standoff.read_gold(folder)
        result = _score(*gold, gold=gold)
        assert {figure.f1 for figure in result.figures.values()} == {1.0}


def test_a_missing_document_counts() -> None:
    result = _score()
    assert (result.figures["attribution"].gold, result.figures["attribution"].predicted) == (1, 0)
    assert result.errors == ["doc missed: قالت | الجسر سيفتح غداً، ربما قبل الظهر"]


def test_a_wrong_speaker_costs_the_attribution_only(document: Document) -> None:
    other = replace(document, entities=(replace(document.entities[0], name="هدى قاسم"),))
    figures = _score(other).figures
    assert (figures["attribution"].hits, figures["content"].hits, speakers(figures).recall) == (0, 1, 0.0)
    assert _score(other).errors[0].startswith("doc speaker: want ['سلمى نجار'] got ['هدى قاسم']")


@pytest.mark.parametrize(
    ("name", "right"),
    [("سلمى نجار", 1), ("سلمي نجّار", 1), ("الدكتورة سلمى نجار", 1), ("الوزيرة", 0), ("سلمى", 0)],
)
def test_names_are_compared_by_their_words(document: Document, name: str, right: int) -> None:
    other = replace(document, entities=(replace(document.entities[0], name=name),))
    assert _score(other).figures["attribution"].hits == right


@pytest.mark.parametrize(
    ("content", "hits", "exact"),
    [
        (["إن الجسر سيفتح غداً، ربما قبل الظهر"], 1, 1),  # a bare complementiser in front does not count
        (["الجسر سيفتح غداً"], 1, 0),  # Dice 2·3 / (6 + 3)
        (["الجسر سيفتح"], 1, 0),  # Dice 2·2 / (6 + 2), the least that matches
        (["الجسر"], 0, 0),
        (["الجسر سيفتح غداً،", "ربما قبل الظهر"], 1, 1),
    ],
)
def test_contents_match_by_words(document: Document, content: list[str], hits: int, exact: int) -> None:
    figures = _score(_changed(document, content=tuple(map(_span, content)))).figures
    assert (figures["content"].hits, figures["content_exact"].hits) == (hits, exact)


def test_one_gold_has_one_match_and_the_shared_cue_decides(document: Document) -> None:
    first = document.attributions[0]
    rival = replace(first, id="a2", cue=_span("سيفتح"), act="deny")
    result = _score(replace(document, attributions=(rival, first)))
    content, act = result.figures["content"], result.figures["act"]
    assert (content.hits, content.predicted, act.hits, content.precision) == (1, 2, 1, 0.5)
    assert result.errors == ["doc spurious: سيفتح | الجسر سيفتح غداً، ربما قبل الظهر"]


def test_labels_are_counted(document: Document) -> None:
    wrong = _changed(document, stance="neutral", type="direct", hedges=(), source=None, cue=_span("غداً"))
    figures = _score(wrong).figures
    numbers = {name: (figures[name].hits, figures[name].predicted, figures[name].gold) for name in FIGURES}
    assert numbers["stance"] == (0, 0, 1)
    assert numbers["type"] == (0, 1, 1)
    assert numbers["hedges"] == (0, 0, 2)
    assert numbers["source"] == (0, 0, 1)
    assert numbers["cue"] == (0, 1, 1)
    assert numbers["attribution"] == (1, 1, 1)
    assert numbers["attribution_all"] == (0, 1, 1)


def test_the_interval_is_the_same_each_time() -> None:
    gold = standoff.read_gold(SEEDS)
    half = [replace(each, attributions=each.attributions[::2]) for each in gold]
    half = [replace(each, attributions=tuple(replace(a, parent=None) for a in each.attributions)) for each in half]
    first, again = _score(*half, gold=gold), _score(*half, gold=gold)
    assert (first.low, first.high) == (again.low, again.high)
    assert first.low < first.figures["attribution"].f1 < first.high


def _worse(document: Document, dice: random.Random) -> Document:
    """The document with some attributions lost and some changed in each of their parts."""
    kept = tuple(_spoilt(each, document.text, dice) for each in document.attributions if dice.random() > 0.1)
    ids = {each.id for each in kept}
    kept = tuple(each if each.parent in ids else replace(each, parent=None) for each in kept)
    entities = tuple(replace(e, name=e.aliases[0]) if e.aliases and dice.random() < 0.3 else e for e in document.entities)
    return replace(document, attributions=kept, entities=entities).check()


def _spoilt(each: Attribution, text: str, dice: random.Random) -> Attribution:
    if dice.random() < 0.5:
        first = each.content[0]
        end = max(first.start + 1, min(len(text), first.end + dice.randint(-20, 20)))
        each = replace(each, content=(Span(first.start, end, text[first.start : end]), *each.content[1:]))
    if dice.random() < 0.2:
        each = replace(each, type=dice.choice(TYPES), stance=dice.choice(STANCES), hedges=each.hedges[:1])
    if dice.random() < 0.2:
        each = replace(each, cue=each.source, source=each.cue, speakers=each.speakers[1:])
    return each


@pytest.mark.parametrize("name", ["seeds", "authored", "dev"])
def test_the_reference_has_the_same_figures(name: str, tmp_path: Path) -> None:
    reference, folder = SHARED / "score.py", SHARED / name
    if not reference.exists() or not folder.exists():
        pytest.skip("the reference scorer is not here")
    gold = standoff.read_gold(folder)
    dice = random.Random(7)
    found = [_worse(each, dice) for each in gold[1:]]
    path = tmp_path / "found.jsonl"
    path.write_text("".join(map(standoff.json_line, found)), encoding="utf-8")
    command = [sys.executable, str(reference), str(folder), str(folder), str(path)]
    want = json.loads(subprocess.run([*command, "--json"], check=True, capture_output=True, text=True).stdout)
    result = _score(*standoff.read_jsonl(path, standoff.read_texts(gold)), gold=gold)
    assert result.to_dict() == want
    assert 0 < want["attribution"]["f1"] < 1
    listing = subprocess.run([*command, "--errors"], check=True, capture_output=True, encoding="utf-8").stdout
    assert listing.startswith("\n".join(result.errors) + "\nfigure")
