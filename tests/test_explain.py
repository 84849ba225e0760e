"""Explanations: candidates, scores and what decided."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from typer.testing import CliRunner

import attribution
from attribution.cli import app
from attribution.errors import UsageError
from attribution.explain import explain

TEXT = "قالت الوزيرة رنا القصار إن الخطة جاهزة. وقال النائب عمر الحديدي إن الخطة ناقصة. وأضافت أن النقد غير منصف."
NLP = attribution.load("rules")


def test_agreement_decides() -> None:
    found = explain(TEXT, "a3", NLP)
    assert found.names == ("رنا القصار",)
    assert found.by == "agreement"
    assert found.candidates[0].names == ("رنا القصار",)
    assert [c.score for c in found.candidates] == sorted((c.score for c in found.candidates), reverse=True)


def test_a_name_needs_no_candidates() -> None:
    found = explain(TEXT, "a1", NLP)
    assert found.by == "name"
    assert found.candidates[0].names == ("رنا القصار",)


def test_what_decided_is_in_the_result() -> None:
    document = attribution.extract(TEXT, pipeline="rules")
    assert [by for each in document.attributions for by in each.by if by.startswith("speaker:")] == [
        "speaker:name", "speaker:name", "speaker:agreement",
    ]  # fmt: skip


def test_an_unknown_id_names_the_valid_ones() -> None:
    with pytest.raises(UsageError, match="a1, a2, a3"):
        explain(TEXT, "a9", NLP)


def test_a_pipeline_without_the_component_cannot_explain() -> None:
    with pytest.raises(UsageError, match="attribution_results"):
        explain(TEXT, "a1", spacy.blank("ar"))


def test_the_command(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text(TEXT, encoding="utf-8")
    result = CliRunner().invoke(app, ["explain", str(file), "--id", "a3"])
    assert result.exit_code == 0
    assert "agreement" in result.stdout
    assert CliRunner().invoke(app, ["explain", str(file), "--id", "a9"]).exit_code == 2
    assert '"by": "agreement"' in CliRunner().invoke(app, ["explain", str(file), "--id", "a3", "--json"]).stdout
