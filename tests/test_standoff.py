"""Standoff files: the reader, the writer and the schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from conftest import SEEDS, SHARED, TEXT, example
from hypothesis import given
from hypothesis import strategies as st

from attribution import standoff
from attribution.errors import DuplicateError, InputError, SpanError, UsageError
from attribution.types import Document

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)


def test_gold_is_read_and_written_back_as_it_was() -> None:
    for folder, number in ((SEEDS, 5), (SEEDS / "authored", 60), (SEEDS / "composed", 288)):
        documents = standoff.read_gold(folder)
        assert len(documents) == number
        for document in documents:
            data = json.loads((folder / f"{document.id}.gold.json").read_text(encoding="utf-8"))
            assert document.to_dict() == data


def test_output_is_valid_by_the_schema(document: Document) -> None:
    schema = standoff.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document.to_dict(with_text=True), schema)
    wrong = document.to_dict()
    wrong["attributions"][0]["act"] = "shout"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema)


def test_schema_is_the_shared_one() -> None:
    if not SHARED.exists():
        pytest.skip("the shared annotation folder is not here")
    assert standoff.schema() == json.loads((SHARED / "standoff.schema.json").read_text(encoding="utf-8"))


@given(TEXTS, TEXTS.filter(bool))
def test_any_text_survives_a_line(before: str, said: str) -> None:
    content = {"start": len(before), "end": len(before) + len(said), "text": said}
    data = example()
    data["entities"][0]["mentions"] = []
    data["attributions"][0] |= {"cue": None, "source": None, "content": [content], "hedges": []}
    document = Document.from_dict(data, before + said)
    line = standoff.json_line(document, with_text=True)
    assert line.count("\n") == 1
    assert Document.from_dict(json.loads(line)) == document


def test_jsonl(tmp_path: Path, document: Document) -> None:
    path = tmp_path / "found.jsonl"
    path.write_text(standoff.json_line(document) + "\n", encoding="utf-8")
    assert list(standoff.read_jsonl(path, {"doc": TEXT})) == [document]
    assert list(standoff.read_jsonl(path, {"other": TEXT})) == []
    path.write_text(standoff.json_line(document, with_text=True), encoding="utf-8")
    assert list(standoff.read_jsonl(path)) == [document]


@pytest.mark.parametrize(
    ("lines", "error", "message"),
    [
        ([{**example(), "text": TEXT}] * 2, DuplicateError, "line 2: the same id as line 1: 'doc'"),
        ([{**example(), "text": TEXT[1:]}], SpanError, "line 1, doc, e1"),
        ([{**example()}], InputError, "line 1, doc, text: the text is not in the file"),
        ([[1]], InputError, "line 1: not a JSON object"),
        ([{"id": None}], InputError, "line 1, id: not a string"),
    ],
)
def test_jsonl_errors(tmp_path: Path, lines: list[object], error: type[Exception], message: str) -> None:
    path = tmp_path / "found.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with pytest.raises(error) as caught:
        list(standoff.read_jsonl(path))
    assert str(caught.value).startswith(f"{path}, {message}")


def test_gold_errors(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no \\*.gold.json"):
        standoff.read_gold(tmp_path)
    (tmp_path / "doc.gold.json").write_text(json.dumps(example()), encoding="utf-8")
    with pytest.raises(InputError, match="doc.txt: cannot be read"):
        standoff.read_gold(tmp_path)
    (tmp_path / "doc.txt").write_text(" " + TEXT, encoding="utf-8")
    with pytest.raises(SpanError) as caught:
        standoff.read_gold(tmp_path)
    assert "doc.gold.json, doc, e1, characters" in str(caught.value)
    (tmp_path / "doc.gold.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="doc.gold.json, line 1, column 2: not JSON"):
        standoff.read_gold(tmp_path)
