"""What a report is made of: reads texts (Items) and results (Documents) from txt, json and jsonl files, folders or stdin."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

from .. import batch, fields
from ..archive.items import DEFAULT
from ..archive.readers import json_item
from ..batch import STDIN, Failure, Item
from ..errors import DuplicateError, InputError
from ..files import decode, json_lines, json_object, read_text
from ..types import Document

Read: TypeAlias = Item | Document | Failure


def read(inputs: Sequence[str], texts: Path | None = None) -> Iterator[Read]:
    """The texts and results of inputs, or what is wrong with each; an id that comes twice is wrong.

    A JSON object with `attributions` is a result, another one a text. The text of a result that does not carry it is
    `<id>.txt` in the folder `texts`, or beside the file of the result. UsageError: an input is nothing to read.
    """
    paths = [path for name in inputs for path in ([name] if _is_json(name) else batch.find([name]))]
    return _unique(each for path in paths for each in _read(path, texts))


def documents(items: Iterable[Read], load: Callable[[], batch.Make]) -> Iterator[batch.Done]:
    """The document of each text and each result; what failed is passed on. Only a text loads what makes documents."""
    make: batch.Make | None = None
    for item in items:
        if isinstance(item, Item):
            make = make or load()
            yield from batch.process([item], make)
        else:
            yield item


def _is_json(name: str) -> bool:
    return name.lower().endswith(".json") and Path(name).is_file()


def _unique(items: Iterable[tuple[str, Read]]) -> Iterator[Read]:
    places: dict[str, str] = {}
    for place, item in items:
        if isinstance(item, Failure) or places.setdefault(item.id, place) == place:
            yield item
        else:
            yield Failure(place, DuplicateError(f"the same id as in {places[item.id]}", place, value=item.id))


def _read(path: str, texts: Path | None) -> Iterator[tuple[str, Read]]:
    """What a file holds, each with its place."""
    suffix = Path(path).suffix.lower()
    try:
        if path == STDIN:
            yield from _stdin(sys.stdin.buffer.read(), texts)
        elif suffix == ".json":
            yield path, _made(json_object(read_text(Path(path)).removeprefix("\ufeff"), path), path, texts or Path(path).parent)
        elif suffix == ".jsonl":
            with open(path, "rb") as lines:
                yield from _lines(lines, path, texts or Path(path).parent)
        else:
            yield path, Item(Path(path).stem, read_text(Path(path)), path)
    except InputError as error:
        yield path, Failure(path, error)
    except OSError as error:
        yield path, Failure(path, InputError(f"cannot be read ({error.strerror})", path))


def _stdin(raw: bytes, texts: Path | None) -> Iterator[tuple[str, Read]]:
    """JSON lines where the first character is a brace, else one text."""
    if raw.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        yield from _lines(BytesIO(raw), "stdin", texts)
    else:
        yield "stdin", Item("stdin", decode(raw, "stdin"), "stdin")


def _lines(lines: Iterable[bytes], file: str, texts: Path | None) -> Iterator[tuple[str, Read]]:
    for position, data in json_lines(lines, file):
        place = f"{file}, {position}"
        try:
            yield place, Failure(place, data) if isinstance(data, InputError) else _made(data, place, texts)
        except InputError as error:
            yield place, Failure(place, error)


def _made(data: Mapping[str, Any], place: str, texts: Path | None) -> Item | Document:
    try:
        if "attributions" not in data:
            return json_item(data, place, DEFAULT)
        return Document.from_dict(data, None if "text" in data else _text(fields.text(data, "id"), texts))
    except InputError as error:
        raise error.within(place) from None


def _text(id: str, texts: Path | None) -> str:
    """The text of a result; an id that is more than a file's name is none that leads to a file."""
    path = texts / f"{id}.txt" if texts and Path(id).name == id else None
    if path is None or not path.is_file():
        known = ("text in the result (extract --with-text)", "its .txt in the folder of --texts")
        raise InputError("the text is not there", position=id, valid=known)
    return read_text(path)
