"""Confidence: what decided becomes a probability, and what is less sure than asked for can be left out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from attribution.document import document, surer
from attribution.pipelines import hybrid
from attribution.rules.confidence import confidence, evidence
from attribution.types import Document

TEXT = "قال سامر الحداد إن الشركة أعلنت أن المصنع سيغلق. وأكدت هدى النجار أن الخطة جاهزة."
BY = ["rule:verb-that", "tagger:0.900"]
ROW: dict[str, Any] = {"source": None, "parent": "a1", "speakers": ["e1"], "content": [{}], "by": BY}


def test_evidence_names_what_decided() -> None:
    found = dict(evidence(ROW | {"by": [*ROW["by"], "speaker:flow", "stance:زعم"]}))
    assert set(found) == {
        "bias", "source/False", "nested/True", "speakers/1", "parts/1", "rule/verb", "tagger", "speaker/flow",
    }  # fmt: skip
    assert found["tagger"] == pytest.approx(2.197, abs=0.001)


def test_without_weights_there_is_none() -> None:
    assert confidence({}, ROW) is None


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_surer_tagger_is_never_less_confident(one: float, other: float) -> None:
    low, high = sorted((one, other))
    weights = {"bias": -0.5, "tagger": 0.7}
    rows = [ROW | {"by": [f"tagger:{chance:.3f}"]} for chance in (low, high)]
    less, more = (confidence(weights, row) for row in rows)
    assert less is not None and more is not None and 0 <= less <= more <= 1


def with_confidence(nlp: Language, values: list[float | None]) -> Document:
    found = nlp(TEXT)._.attribution
    rows = [row | {"confidence": value} for row, value in zip(found["attributions"], values)]
    return Document.from_dict({**found, "attributions": rows, "id": "x", "meta": {}}, text=TEXT)


CUT = [
    ([0.9, 0.8, 0.7], 0.5, ["a1", "a2", "a3"], [None, "a1", None]),
    ([0.2, 0.8, 0.7], 0.5, ["a2", "a3"], [None, None]),
    ([0.9, 0.2, 0.7], 0.5, ["a1", "a3"], [None, None]),
    ([None, 0.2, None], 0.5, ["a1", "a3"], [None, None]),
    ([0.5, 0.5, 0.5], 0.5, ["a1", "a2", "a3"], [None, "a1", None]),
    ([0.1, 0.1, 0.1], 0.5, [], []),
]


@pytest.mark.parametrize(("values", "least", "ids", "parents"), CUT)
def test_less_sure_ones_are_left_out(
    rules: Language, values: list[float | None], least: float, ids: list[str], parents: list[str | None]
) -> None:
    found = surer(with_confidence(rules, values), least)
    assert [a.id for a in found.attributions] == ids
    assert [a.parent for a in found.attributions] == parents
    assert {e.id for e in found.entities} == {s for a in found.attributions for s in a.speakers}
    found.check()


def test_a_pipeline_with_weights_gives_every_attribution_a_confidence() -> None:
    nlp = hybrid({}, {}, {"bias": 1.0})
    nlp.remove_pipe("attribution_tagger")
    assert [a.confidence for a in document(nlp(TEXT)).attributions] == [0.731] * 3
