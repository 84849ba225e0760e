"""The command line: options, outputs and exit codes, with a stand-in pipeline."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import SEEDS, TEXT, example
from typer.testing import CliRunner, Result

from attribution import standoff
from attribution.cli import app

pytestmark = pytest.mark.usefixtures("stub")


def run(*args: object, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args], input=given)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    (path / "a.txt").write_text("الوزيرة: الجسر مفتوح", encoding="utf-8")
    (path / "b.txt").write_text("لا قول هنا", encoding="utf-8")
    return path


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_extract_writes_a_line_a_document(folder: Path, tmp_path: Path) -> None:
    result = run("extract", folder)
    assert result.exit_code == 0 and result.stderr == ""
    first, second = lines(result.stdout)
    assert (first["id"], len(first["attributions"]), second["attributions"]) == ("a", 1, [])
    for line in (first, second):
        jsonschema.validate(line, standoff.schema())
    assert run("extract", folder, "-o", tmp_path / "out.jsonl").stdout == ""
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == result.stdout
    assert run("extract", folder, "-o", "-").stdout == result.stdout


def test_extract_reads_standard_input_and_keeps_meta() -> None:
    result = run("extract", "-", "--with-text", given='{"id": "x", "text": "قال: نعم", "meta": {"url": "u"}}\n')
    (found,) = lines(result.stdout)
    assert (found["id"], found["text"], found["meta"]) == ("x", "قال: نعم", {"url": "u"})
    assert lines(run("extract", "-", given="قال: نعم").stdout)[0]["id"] == "stdin"


def test_extract_formats(folder: Path, tmp_path: Path) -> None:
    (row,) = csv.DictReader(io.StringIO(run("extract", folder, "--format", "csv").stdout))
    assert (row["document"], row["content"]) == ("a", " الجسر مفتوح")
    assert "الجسر مفتوح" in run("extract", folder, "--format", "table").stdout
    result = run("extract", folder, "-o", tmp_path / "out.jsonl", "--show")
    assert "الجسر مفتوح" in result.stdout and len(lines((tmp_path / "out.jsonl").read_text("utf-8"))) == 2


def test_extract_goes_on_after_a_failure(folder: Path, tmp_path: Path) -> None:
    (folder / "aa.txt").write_text("BOOM", encoding="utf-8")
    (folder / "ab.txt").write_bytes(b"abc\xff")
    out = tmp_path / "out.jsonl"
    result = run("extract", folder, "-o", out)
    assert result.exit_code == 1
    first, second = result.stderr.splitlines()
    assert first == f"Error: {folder / 'aa.txt'}: RuntimeError: the pipeline broke"
    assert second == f"Error: {folder / 'ab.txt'}, byte 3: not UTF-8: '0xff' (valid: UTF-8)"
    assert [line["id"] for line in lines(out.read_text(encoding="utf-8"))] == ["a", "b"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["extract"], "Missing argument"),
        (["extract", "missing.txt"], "missing.txt: no such file or folder"),
        (["extract", "{folder}", "--format", "xml"], "'xml' (valid: jsonl, table, csv)"),
        (["extract", "{folder}", "--pipeline", "nope"], "the pipeline 'nope' cannot be loaded"),
        (["extract", "{folder}", "-o", "{folder}/a.txt/out"], "cannot be written"),
        (["evaluate", "{folder}", "{folder}"], "no *.gold.json"),
        (["check", "{folder}/a.txt"], "the file name does not say its kind"),
        (["check", "{folder}/a.txt", "--kind", "nouns"], "'nouns' (valid: verbs"),
        (["nonsense"], "No such command"),
    ],
)
def test_wrong_use_ends_with_two(folder: Path, args: list[str], message: str) -> None:
    result = run(*(arg.format(folder=folder) for arg in args))
    assert result.exit_code == 2 and result.stdout == ""
    assert message in " ".join(result.stderr.split())
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.txt"]


def test_evaluate_predictions(tmp_path: Path) -> None:
    (tmp_path / "doc.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "doc.gold.json").write_text(json.dumps(example()), encoding="utf-8")
    (tmp_path / "found.jsonl").write_text(json.dumps(example()), encoding="utf-8")
    result = run("evaluate", tmp_path, tmp_path, tmp_path / "found.jsonl", "--json")
    assert result.exit_code == 0
    perfect = {"p": 1.0, "r": 1.0, "f1": 1.0, "gold": 1, "predicted": 1}
    assert json.loads(result.stdout)["attribution"] == {**perfect, "low": 1.0, "high": 1.0}
    table = run("evaluate", tmp_path, tmp_path, tmp_path / "found.jsonl").stdout
    assert "attribution_all" in table and "95 % interval 1.000 to 1.000 over 1 documents" in table


def test_evaluate_runs_the_pipeline() -> None:
    result = run("evaluate", SEEDS, SEEDS, "--errors")
    assert result.exit_code == 0
    assert " missed: " in result.stdout and "over 5 documents" in result.stdout
    assert json.loads(run("evaluate", SEEDS, SEEDS, "--json").stdout)["attribution"]["gold"] == 82


def test_check(tmp_path: Path) -> None:
    path = tmp_path / "my-hedges.tsv"
    path.write_text("phrase\tkind\tdirection\nعلى ما يبدو\tepistemic\tboth\n", encoding="utf-8")
    result = run("check", path)
    assert (result.exit_code, result.stdout) == (0, f"{path}: 1 rows, nothing wrong\n")
    path.write_text("phrase\tkind\tdirection\nعلى ما يبدو\tmaybe\tboth\n", encoding="utf-8")
    result = run("check", path)
    assert result.exit_code == 1
    assert f"{path}, line 2, column kind: unknown value: 'maybe' (valid: epistemic, " in result.stdout
    assert run("check", path, "--kind", "names").exit_code == 1
