"""Standoff files: reads gold folders and JSON lines into Documents, writes Documents as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from .errors import DuplicateError, InputError, UsageError
from .files import json_lines, read_text
from .types import Document, text_sha256

__all__ = ["json_line", "read_gold", "read_jsonl", "read_texts", "schema", "text_sha256"]


def schema() -> dict[str, Any]:
    """The JSON Schema of the standoff form."""
    found: dict[str, Any] = json.loads((files(__package__) / "standoff.schema.json").read_text(encoding="utf-8"))
    return found


def json_line(document: Document, with_text: bool = False) -> str:
    """One line of JSON, its line end included."""
    return json.dumps(document.to_dict(with_text), ensure_ascii=False) + "\n"


def read_gold(gold: Path, texts: Path | None = None) -> list[Document]:
    """The documents of a folder of `<id>.gold.json`; the `<id>.txt` are in `texts`, or beside them."""
    paths = sorted(gold.glob("*.gold.json"))
    if not paths:
        raise UsageError(f"{gold}: no *.gold.json in it")
    return [_gold(path, texts or gold) for path in paths]


def _gold(path: Path, texts: Path) -> Document:
    try:
        data = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"not JSON ({error.msg})", str(path), place) from None
    return _document(data, read_text(texts / f"{_id(data, str(path))}.txt"), str(path), "")


def read_texts(gold: list[Document]) -> dict[str, str]:
    """The texts of documents by id."""
    return {document.id: document.text for document in gold}


def read_jsonl(path: Path, texts: Mapping[str, str] | None = None) -> Iterator[Document]:
    """The documents of a JSON Lines file, one by one.

    `texts` (id → text) is for files written without their texts; lines of other ids are then passed over.
    """
    try:
        with path.open("rb") as lines:
            yield from _documents(lines, str(path), texts)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", str(path)) from None


def _documents(lines: Any, file: str, texts: Mapping[str, str] | None) -> Iterator[Document]:
    first: dict[str, str] = {}
    for position, data in json_lines(lines, file):
        if isinstance(data, InputError):
            raise data
        name = _id(data, file, position)
        if name in first:
            raise DuplicateError(f"the same id as {first[name]}", file, position, name)
        first[name] = position
        if texts is None or name in texts:
            yield _document(data, texts[name] if texts else None, file, position)


def _id(data: Any, file: str, position: str = "") -> str:
    name = data.get("id") if isinstance(data, dict) else None
    if not isinstance(name, str):
        place = f"{position}, id" if position else "id"
        raise InputError("not a string", file, place, name, ("str",))
    return name


def _document(data: Mapping[str, Any], text: str | None, file: str, position: str) -> Document:
    try:
        return Document.from_dict(data, text)
    except InputError as error:
        raise error.within(file, position) from None
