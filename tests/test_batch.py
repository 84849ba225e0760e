"""Batches: what is read from files, folders, JSON lines and standard input, and how results are written."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import TEXT

from attribution import batch
from attribution.batch import Failure, Item
from attribution.errors import DuplicateError, OutputError, UsageError
from attribution.files import writing
from attribution.types import Document


def _read(*inputs: object) -> list[Item | Failure]:
    return list(batch.read(batch.find([str(each) for each in inputs])))


def _folder(path: Path, **texts: str) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in texts.items():
        (path / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    return path


def test_texts_are_read_untouched(tmp_path: Path) -> None:
    text = "\ufeffقال\r\nسطر\u00a0\u200fآخر\x00\r\n"
    folder = _folder(tmp_path / "in", b="ب", a=text)
    assert _read(folder) == [Item("a", text, str(folder / "a.txt")), Item("b", "ب", str(folder / "b.txt"))]
    assert _read(folder / "b.txt") == [Item("b", "ب", str(folder / "b.txt"))]


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "a", "text": "\\u0642\\u0627\\u0644", "meta": {"n": 1}}\n\n{"id": "b", "text": ""}', "utf-8")
    assert _read(path) == [Item("a", "قال", f"{path}, line 1", {"n": 1}), Item("b", "", f"{path}, line 3")]


@pytest.mark.parametrize(
    ("given", "want"),
    [
        ('{"id": "a", "text": "قال"}\n{"id": "b", "text": "نعم"}\n', [("a", "قال"), ("b", "نعم")]),
        ("قال إن\nنعم\n", [("stdin", "قال إن\nنعم\n")]),
        ("", [("stdin", "")]),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, given: str, want: list[tuple[str, str]]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8"))
    assert [(item.id, item.text) for item in _read("-") if isinstance(item, Item)] == want


def test_reading_streams(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "a", "text": "x"}\n' + "not JSON\n" * 10_000, "utf-8")
    items = batch.read([str(path)])
    assert next(items) == Item("a", "x", f"{path}, line 1")
    assert isinstance(items, Iterator)


def test_ids_that_come_twice_name_both_places(tmp_path: Path) -> None:
    one, two = _folder(tmp_path / "one", a="1"), _folder(tmp_path / "two", a="2", b="3")
    first, second, third = _read(one, two)
    assert isinstance(first, Item) and isinstance(third, Item)
    assert isinstance(second, Failure) and isinstance(second.error, DuplicateError)
    assert str(second) == f"{two / 'a.txt'}: the same id as in {one / 'a.txt'}: 'a'"


@pytest.mark.parametrize("name", ["missing.txt", "missing", "page.html"])
def test_inputs_that_cannot_be_read_are_wrong_use(tmp_path: Path, name: str) -> None:
    (tmp_path / "page.html").touch()
    with pytest.raises(UsageError, match=f"{name}: .*valid: a .txt file"):
        batch.find([str(tmp_path / name)])


def _make(item: Item) -> Document:
    if item.text == "bad":
        raise RuntimeError("broken")
    return Document(item.id, item.text)


def test_a_document_that_fails_stops_no_other(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "in", a="1", b="bad", c="3")
    first, second, third = batch.process(_read(folder), _make)
    assert (first, third) == (Document("a", "1"), Document("c", "3"))
    assert str(second) == f"{folder / 'b.txt'}: RuntimeError: broken"


def test_formats(document: Document) -> None:
    out = io.StringIO()
    batch.writer("jsonl", out, with_text=True)(document)
    assert json.loads(out.getvalue())["text"] == TEXT
    out = io.StringIO(newline="")
    batch.writer("csv", out)(document)
    (row,) = csv.DictReader(io.StringIO(out.getvalue()))
    assert row["speakers"] == "سلمى نجار" and row["act"] == "state"
    assert row["hedges"] == "epistemic: ربما | distancing: بحسب وصفها"
    assert TEXT[int(row["start"]) : int(row["end"])] == row["content"]
    with pytest.raises(UsageError, match="'xml' \\(valid: jsonl, table, csv\\)"):
        batch.writer("xml", out)


def test_writing_is_all_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    with writing(path) as file:
        file.write("قال\n")
        assert not path.exists()
    assert path.read_bytes() == "قال\n".encode()
    with pytest.raises(RuntimeError), writing(path) as file:
        file.write("half")
        raise RuntimeError
    assert path.read_bytes() == "قال\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "file" / "out", tmp_path / "missing" / "out"):
        with pytest.raises(OutputError, match=f"{path}: cannot be written"), writing(path) as file:
            file.write("x")
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


def test_a_device_stays_a_device() -> None:
    with writing(Path("/dev/null")) as file:
        file.write("x")
    assert not Path("/dev/null").is_file()
