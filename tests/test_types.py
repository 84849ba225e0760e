"""Types: round trips, and what from_dict and check refuse."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from conftest import TEXT, example

from attribution.errors import InputError, SpanError
from attribution.types import ACTS, Document, Span, text_sha256


def test_round_trip(document: Document) -> None:
    data = document.to_dict()
    assert data == {**example(), "text_sha256": text_sha256(TEXT)}
    assert Document.from_dict(data, TEXT) == document
    assert Document.from_dict(document.to_dict(with_text=True)) == document


def test_types_are_frozen_and_survive_pickling(document: Document) -> None:
    with pytest.raises(AttributeError):
        document.id = "other"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(document)) == document
    assert isinstance(document.attributions, tuple) and isinstance(document.attributions[0].content, tuple)


def _set(data: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    data = copy.deepcopy(data)
    *parents, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    place: Any = data
    for key in parents:
        place = place[key]
    place[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "parts"),
    [
        ("attributions.0.act", "shout", ["doc", "attributions[0]", "act", "'shout'", *ACTS]),
        ("attributions.0.type", "quoted", ["type", "'quoted'", "direct, indirect, mixed"]),
        ("attributions.0.stance", "happy", ["stance", "'happy'", "endorse, neutral, distance, dispute"]),
        ("attributions.0.hedges.0.kind", "maybe", ["hedges[0]", "'maybe'", "epistemic"]),
        ("entities.0.kind", "robot", ["entities[0]", "kind", "'robot'", "person, organization"]),
        ("attributions.0.speakers", ["e9"], ["doc", "a1", "no such entity", "'e9'", "valid: e1"]),
        ("attributions.0.parent", "a9", ["doc", "a1", "no such attribution", "'a9'", "valid: a1"]),
        ("attributions.0.content", [], ["content", "no span"]),
        ("attributions.0.content.0.start", "3", ["content[0]", "start", "'3'", "int"]),
        ("attributions.0.content.0.start", True, ["start", "True", "int"]),
        ("attributions.0.cue", 7, ["cue", "7"]),
        ("attributions.0.confidence", 1.5, ["confidence", "1.5"]),
        ("attributions.0", "a1", ["attributions[0]", "not an object"]),
        ("entities", {}, ["entities", "list"]),
        ("id", 5, ["id", "5", "str"]),
        ("meta", [], ["meta"]),
        ("text", 5, ["text", "5"]),
    ],
)
def test_wrong_values_are_named(path: str, value: Any, parts: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        Document.from_dict(_set(example(), path, value), None if path == "text" else TEXT)
    assert [part for part in parts if part not in str(caught.value)] == []


@pytest.mark.parametrize("name", ["id", "type", "cue", "source", "content", "speakers", "stance", "act"])
def test_missing_fields_are_named(name: str) -> None:
    data = example()
    del data["attributions"][0][name]
    with pytest.raises(InputError, match=rf"attributions\[0\], {name}: missing"):
        Document.from_dict(data, TEXT)


@pytest.mark.parametrize("change", [(1, 0), (0, 1), (-1, 0), (0, 500)])
def test_a_span_must_be_the_slice_of_the_text(change: tuple[int, int]) -> None:
    data = example()
    content = data["attributions"][0]["content"][0]
    content["start"], content["end"] = content["start"] + change[0], content["end"] + change[1]
    with pytest.raises(SpanError) as caught:
        Document.from_dict(data, TEXT)
    place = f"characters {content['start']} to {content['end']}"
    both = [repr(content["text"]), repr(TEXT[content["start"] : content["end"]])]
    assert all(part in str(caught.value) for part in ["doc", "a1", place, *both])


def test_spans_of_every_field_are_checked() -> None:
    for path in ("entities.0.mentions.0.text", "attributions.0.cue.text", "attributions.0.hedges.1.text"):
        with pytest.raises(SpanError):
            Document.from_dict(_set(example(), path, "غير ذلك"), TEXT)


def test_an_empty_span_is_refused() -> None:
    with pytest.raises(SpanError):
        Document.from_dict(_set(example(), "attributions.0.cue", Span(3, 3, "").to_dict()), TEXT)


def test_repeated_ids_are_refused() -> None:
    data = example()
    data["entities"].append(data["entities"][0])
    with pytest.raises(InputError, match="two of the same entity id: 'e1'"):
        Document.from_dict(data, TEXT)


def test_the_text_is_needed_and_must_be_the_labelled_one() -> None:
    with pytest.raises(InputError, match="doc, text: the text is not in the file"):
        Document.from_dict(example())
    with pytest.raises(SpanError, match="text_sha256"):
        Document.from_dict({"id": "x", "text_sha256": text_sha256("a"), "entities": [], "attributions": []}, "b")
