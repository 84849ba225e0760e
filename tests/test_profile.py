"""Profiles: counts by speaker, the three formats, the chart and the command."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from attribution import extract, profile
from attribution.cli import app
from attribution.errors import UsageError

TEXTS = (
    "قال الوزير نادر الحلاق للصحفيين إن السد قد ينهار. وزعم الوزير نادر الحلاق أن المقاول هرب.",
    "أكدت النائبة هدى المرادي أن السد آمن.",
)


def _rows() -> list[profile.Profile]:
    return profile.profiles(extract(text, id=str(n), pipeline="rules") for n, text in enumerate(TEXTS))


def test_counts_by_speaker() -> None:
    first, second = (row.to_dict() for row in _rows())
    assert (first["statements"], first["distanced"], first["acts"]) == (2, 0.5, {"state": 2})
    assert first["addressees"] == {"للصحفيين": 1}
    assert first["hedges_per_100_words"] > 0
    assert (second["statements"], second["acts"], second["disputed"]) == (1, {"affirm": 1}, 0)


def test_formats() -> None:
    rows = _rows()
    for format in profile.FORMATS:
        file = io.StringIO()
        profile.write(rows, format, file)
        assert rows[0].speaker in file.getvalue()
        if format == "csv":
            assert [row["statements"] for row in csv.DictReader(io.StringIO(file.getvalue()))] == ["2", "1"]
        if format == "json":
            assert len(json.loads(file.getvalue())) == 2


def test_a_wrong_format_or_ending_is_said() -> None:
    with pytest.raises(UsageError, match="table, csv, json"):
        profile.write([], "xml", io.StringIO())
    with pytest.raises(UsageError, match=".png or .svg"):
        profile.chart([], Path("x.pdf"))


@pytest.mark.parametrize("ending", profile.CHARTS)
def test_chart(tmp_path: Path, ending: str) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    path = tmp_path / f"chart{ending}"
    if tuple(map(int, matplotlib.__version__.split(".")[:2])) < (3, 11):
        with pytest.raises(UsageError, match="3.11"):
            profile.chart(_rows(), path)
        return
    profile.chart(_rows(), path)
    assert path.read_bytes()[:4] in (b"\x89PNG", b"<?xm")


def test_command(tmp_path: Path) -> None:
    for number, text in enumerate(TEXTS):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, ["profile", str(tmp_path), "-f", "csv"])
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0].split(",") == list(profile.COLUMNS)
    assert CliRunner().invoke(app, ["profile", str(tmp_path), "-f", "xml"]).exit_code == 2
