"""What a report is made of: texts and results from files and stdin; what is wrong is named, and the rest is shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import TEXT, example
from test_cli import run
from test_report import data_of

from attribution.report import read


def write(path: Path, *objects: Any) -> Path:
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects), encoding="utf-8")
    return path


def shown(result: Any) -> dict[str, int]:
    """The documents of a page by id, with the number of their statements."""
    return {each["id"]: len(each["statements"]) for each in data_of(result.stdout)["documents"]}


@pytest.mark.usefixtures("stub")
def test_report_takes_texts_and_results(tmp_path: Path) -> None:
    (tmp_path / "doc.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "doc.gold.json").write_text(json.dumps(example(), indent=1), encoding="utf-8-sig")
    with_text = write(tmp_path / "a.jsonl", {**example(), "id": "b", "text": TEXT}, {"id": "c", "text": "هو: نعم"})
    result = run("report", tmp_path / "doc.gold.json", with_text)
    assert (result.exit_code, shown(result)) == (0, {"doc": 1, "b": 1, "c": 1})
    assert shown(run("report", tmp_path / "doc.txt")) == {"doc": 0}
    assert shown(run("report", "-", given=json.dumps({**example(), "text": TEXT}))) == {"doc": 1}
    assert shown(run("report", "-", given="هو: نعم")) == {"stdin": 1}
    out = tmp_path / "page.html"
    assert run("report", write(tmp_path / "bare.jsonl", example()), "-o", out).stdout == ""
    assert data_of(out.read_text(encoding="utf-8"))["documents"][0]["id"] == "doc"


@pytest.mark.usefixtures("stub")
def test_results_find_their_texts(tmp_path: Path) -> None:
    texts, bare = tmp_path / "texts", write(tmp_path / "bare.jsonl", example(), {**example(), "id": "../secret"})
    texts.mkdir()
    (tmp_path / "secret.txt").write_text(TEXT, encoding="utf-8")
    (texts / "doc.txt").write_text(TEXT, encoding="utf-8")
    result = run("report", bare, "--texts", texts)
    assert (result.exit_code, shown(result)) == (1, {"doc": 1})
    assert f"Error: {bare}, line 2, ../secret: the text is not there (valid: text in the result" in result.stderr


@pytest.mark.usefixtures("stub")
@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", b"{\n,", "a.json, line 2, column 1: not JSON"),
        ("a.json", b"[" * 100_000, "a.json: not JSON"),
        ("a.json", b"[]", "a.json: not a JSON object: 'list'"),
        ("a.json", b'{"id": "a", "attributions": [{}], "entities": [], "text": ""}', "a.json, a, attributions[0], id: missing"),
        ("a.json", b'{"id": "\\ud800", "text": ""}', "a.json: a lone surrogate"),
        ("a.json", b"\xff", "a.json, byte 0: not UTF-8"),
        ("a.jsonl", b'\n{"id": 7, "text": ""}', "a.jsonl, line 2, id: of the wrong type: 7"),
        ("a.jsonl", b'{"id": "a", "text": ""}\n' * 2, "a.jsonl, line 2: the same id as in {}a.jsonl, line 1: 'a'"),
        ("a.txt", b"BOOM", "a.txt: RuntimeError: the pipeline broke"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_is_shown(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    result = run("report", tmp_path / name, write(tmp_path / "good.jsonl", {"id": "good", "text": "هو: نعم"}))
    assert result.exit_code == 1 and "good" in shown(result)
    assert message.format(f"{tmp_path}/") in result.stderr


@pytest.mark.usefixtures("stub")
@pytest.mark.parametrize("args", [("missing.json",), ("{}/x.html",), ("{}/a.txt", "--pipeline", "nope")])
def test_wrong_use(tmp_path: Path, args: tuple[str, ...]) -> None:
    (tmp_path / "a.txt").write_text("هو: نعم", encoding="utf-8")
    (tmp_path / "x.html").write_text("", encoding="utf-8")
    result = run("report", *(arg.format(tmp_path) for arg in args))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr


def test_results_load_no_pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attribution.load", None)
    assert run("report", write(tmp_path / "a.jsonl", {**example(), "text": TEXT})).exit_code == 0


def test_read_keeps_the_order(tmp_path: Path) -> None:
    first = write(tmp_path / "z.jsonl", {"id": "z", "text": ""})
    second = write(tmp_path / "a.jsonl", {"id": "a", "text": ""})
    assert [getattr(item, "id", None) for item in read([str(first), str(second)])] == ["z", "a"]
