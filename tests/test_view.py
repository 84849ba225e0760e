"""Tables: every Arabic line is isolated, and nothing in a text can move the table."""

from __future__ import annotations

import io

import pytest
from conftest import example

from attribution.types import Document
from attribution.view import END_ISOLATE, ISOLATE, Printer, cell


def _print(document: Document) -> str:
    out = io.StringIO()
    Printer(out)(document)
    return out.getvalue()


def test_a_row_shows_the_attribution(document: Document) -> None:
    shown = _print(document)
    for part in ("doc", "speaker", "سلمى نجار", "state", "indirect", "distance", "قالت", "الجسر", "ربما"):
        assert part in shown
    assert "[1m" not in shown and "\x1b" not in shown


def test_a_document_without_attributions_is_shown() -> None:
    assert "no attributions" in _print(Document("empty", ""))


@pytest.mark.parametrize("width", [8, 20, 80])
def test_every_line_is_isolated(width: int) -> None:
    text = "قال الوزير إن الجسر سيفتح \u202eغداً\u2069 في [bold]الصباح[/bold]\x1b[31m\r\nوالطريق أيضاً"
    lines = cell(text, width).plain.split("\n")
    assert len(lines) > 1 or width == 80
    for line in lines:
        assert line.startswith(ISOLATE) and line.endswith(END_ISOLATE)
        assert not set(line[1:-1]) & set("\u202e\u2069\u2068\x1b\r\n")


def test_lines_are_even(document: Document) -> None:
    wide = example()
    rows = [line for line in _print(Document.from_dict(wide, document.text)).splitlines() if "─" in line]
    assert len({len(row) for row in rows}) == 1
