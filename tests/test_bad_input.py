"""Bad input from end to end: each hostile case ends in a result or in an error that says where."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from test_cli import Result, lines, run

from attribution import document

pytestmark = pytest.mark.usefixtures("loaded_rules")


def extract(path: Path, *args: object) -> Result:
    return run("extract", path, *args)


def only(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    (found,) = lines(result.stdout)
    return found


def put(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def test_not_utf8(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "قال".encode("cp1256"))
    put(tmp_path / "b.txt", "قال: نعم")
    result = extract(tmp_path)
    assert result.exit_code == 1
    assert f"{tmp_path / 'a.txt'}, byte 0: not UTF-8" in result.stderr
    assert [line["id"] for line in lines(result.stdout)] == ["b"]


def test_not_utf8_in_one_line(tmp_path: Path) -> None:
    good = b'{"id": "a", "text": "x"}\n'
    path = put(tmp_path / "in.jsonl", good + b'{"id": "\xff"}\n' + good.replace(b'"a"', b'"c"'))
    result = extract(path)
    assert result.exit_code == 1
    assert f"{path}, line 2, byte {len(good) + 8}: not UTF-8" in result.stderr
    assert [line["id"] for line in lines(result.stdout)] == ["a", "c"]


@pytest.mark.parametrize("text", ["", " ", "\n\n\r\n\t", "\ufeff", "\u00a0\u200f"])
def test_empty_and_blank(tmp_path: Path, text: str) -> None:
    found = only(extract(put(tmp_path / "a.txt", text), "--with-text"))
    assert (found["text"], found["attributions"], found["entities"]) == (text, [], [])


@pytest.mark.parametrize(
    "text",
    [
        "قال الوزير: " + "كلمة أخرى طويلة. \n" * 700_000,
        "قال الوزير: " + "كلمة " * 110_000,
        "قال: " + '"' * 100_000,
        "قال: " + "«" * 50_000 + "»" * 50_000,
        "قال:" + "كلمة" * 50_000,
        "قال: " + "ـ" * 100_000,
    ],
    ids=["20 MB", "a line of 1 MB", "100,000 marks", "nested marks", "no spaces", "tatweel"],
)
def test_long(tmp_path: Path, text: str) -> None:
    found = only(extract(put(tmp_path / "a.txt", text), "--with-text"))
    assert found["text"] == text


@pytest.mark.parametrize(
    "piece",
    [
        "قال الوزير إن الجسر مفتوح.\n",
        "قالت الوزيرة: ",
        "أكد الوزير أن ",
        "بحسب الوزير ",
        "مؤكداً أن ",
        'قال "نعم" ',
        "«قال ",
        "(قال ",
        "محمد علي ",
        "كلمة، ",
        "ربما ",
    ],
    ids=[
        "sentences",
        "colons",
        "that",
        "by",
        "participles",
        "quotes",
        "marks",
        "brackets",
        "names",
        "commas",
        "hedges",
    ],
)
def test_time_is_linear_in_length(rules: Language, piece: str) -> None:
    short, long = (min(_seconds(rules, piece * times) for _ in range(2)) for times in (400, 1600))
    assert long < 8 * short + 0.05  # four times the length; a quadratic step takes sixteen times as long


def _seconds(nlp: Language, text: str) -> float:
    start = time.process_time()
    document(nlp(text))
    return time.process_time() - start


@pytest.mark.parametrize(
    "text",
    [
        "قال\x00 الوزير: نعم\x00",
        "\ufeffقال الوزير: نعم",
        "قال\r\nالوزير: نعم\r\n",
        "قال\u00a0الوزير\u200f:\u200b نعم\u202e",
        "ﻗﺎﻝ ﺍﻟﻮﺯﻳﺮ: ١٢3۴",
    ],
)
def test_odd_characters_keep_their_offsets(tmp_path: Path, text: str) -> None:
    found = only(extract(put(tmp_path / "a.txt", text), "--with-text"))
    assert found["text"] == text
    for attribution in found["attributions"]:
        for span in attribution["content"]:
            assert text[span["start"] : span["end"]] == span["text"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (r'{"id": "x", "text": "a\ud800b"}', r"line 2: a lone surrogate, which is no character: '\\ud800'"),
        (r'{"id": "\udfff", "text": "a"}', "line 2: a lone surrogate"),
        ('{"id": "x", "text": "a"', "line 2, column 24: not JSON"),
        ('["x"]', "line 2: not a JSON object: 'list' (valid: object)"),
        ('{"text": "a"}', "line 2, id: missing"),
        ('{"id": 5, "text": "a"}', "line 2, id: of the wrong type: 5 (valid: str)"),
        ('{"id": "x"}', "line 2, text: missing"),
        ('{"id": "x", "text": null}', "line 2, text: of the wrong type"),
        ('{"id": "x", "text": "a", "meta": 3}', "line 2, meta: of the wrong type: 3 (valid: dict)"),
        ('{"id": "x", "text": "a", "meta": {"n": NaN}}', "line 2: not JSON (NaN is no JSON number)"),
        ("[" * 100_000, "line 2: not JSON"),
        ('{"id": "a", "text": "again"}', "line 2: the same id as in {path}, line 1: 'a'"),
    ],
)
def test_bad_lines(tmp_path: Path, line: str, message: str) -> None:
    path = put(tmp_path / "in.jsonl", f'{{"id": "a", "text": "1"}}\n{line}\n{{"id": "z", "text": "3"}}\n')
    result = extract(path)
    assert result.exit_code == 1
    assert f"{path}, {message.replace('{path}', str(path))}" in result.stderr
    assert [found["id"] for found in lines(result.stdout)] == ["a", "z"]


def test_whole_surrogate_pairs_are_characters(tmp_path: Path) -> None:
    path = put(tmp_path / "in.jsonl", r'{"id": "a", "text": "\ud83d\ude00"}')
    assert only(extract(path, "--with-text"))["text"] == "\U0001f600"


def test_a_text_of_nul_in_json(tmp_path: Path) -> None:
    path = put(tmp_path / "in.jsonl", json.dumps({"id": "a", "text": "\x00" * 5}))
    assert only(extract(path, "--with-text"))["text"] == "\x00" * 5


def test_duplicate_ids(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "x")
    put(tmp_path / "in.jsonl", '{"id": "a", "text": "y"}')
    result = run("extract", tmp_path / "a.txt", tmp_path / "in.jsonl")
    assert result.exit_code == 1 and len(lines(result.stdout)) == 1
    assert f"{tmp_path / 'in.jsonl'}, line 1: the same id as in {tmp_path / 'a.txt'}: 'a'" in result.stderr


def test_a_folder_without_texts(tmp_path: Path) -> None:
    put(tmp_path / "note.md", "x")
    result = extract(tmp_path)
    assert result.exit_code == 2 and f"{tmp_path}: no .txt file in this folder" in result.stderr


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", "x")
    result = extract(path, "-o", tmp_path / "missing" / "out.jsonl")
    assert result.exit_code == 2 and "out.jsonl: cannot be written" in result.stderr
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "a.txt", "x")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    result = extract(path, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 2 and "No space left" in result.stderr
    assert list(tmp_path.iterdir()) == [path]
