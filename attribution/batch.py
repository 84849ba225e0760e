"""Many documents: reads texts from files, folders and JSON lines, one at a time; writes results as they come.

What is wrong with one document is reported and the others go on.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, TextIO, TypeAlias

from . import fields
from .errors import AttributionError, DuplicateError, InputError, UsageError
from .files import decode, json_lines, read_text
from .standoff import json_line
from .types import Attribution, Document
from .view import Printer

STDIN = "-"
FORMATS = ("jsonl", "table", "csv")
INPUTS = ("a .txt file", "a .jsonl file", "a folder of .txt files", STDIN)
CSV_COLUMNS = (
    *("document", "attribution", "speakers", "act", "type", "stance", "cue", "source", "content"),
    *("hedges", "circumstances", "parent", "start", "end"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One text to read; `place` is the file and line that it comes from."""

    id: str
    text: str
    place: str
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read or processed, and why."""

    place: str
    error: Exception

    def __str__(self) -> str:
        if isinstance(self.error, AttributionError):
            text = str(self.error)
            return text if text.startswith(self.place) else f"{self.place}: {text}"
        return f"{self.place}: {type(self.error).__name__}: {self.error}"


Read: TypeAlias = Item | Failure
Done: TypeAlias = Document | Failure
Make: TypeAlias = Callable[[Item], Document]
Writer: TypeAlias = Callable[[Document], None]


def find(inputs: Sequence[str]) -> list[str]:
    """The files that inputs stand for, folders opened; an input that cannot be one is wrong use."""
    return [path for name in inputs for path in _expand(name)]


def _expand(name: str) -> Iterator[str]:
    path = Path(name)
    if path.is_dir():
        texts = sorted(str(each) for each in path.glob("*.txt") if each.is_file())
        if not texts:
            raise UsageError(f"{name}: no .txt file in this folder")
        yield from texts
    elif name == STDIN or (path.exists() and path.suffix.lower() in (".txt", ".jsonl")):
        yield name
    else:
        problem = "not something to read" if path.exists() else "no such file or folder"
        raise UsageError(str(InputError(problem, name, valid=INPUTS)))


def read(paths: Iterable[str]) -> Iterator[Read]:
    """The texts of files that `find` found, or what is wrong with each; an id that comes twice is wrong."""
    places: dict[str, str] = {}
    for item in chain.from_iterable(map(_read, paths)):
        if isinstance(item, Item):
            if item.id in places:
                problem = f"the same id as in {places[item.id]}"
                yield Failure(item.place, DuplicateError(problem, item.place, value=item.id))
                continue
            places[item.id] = item.place
        yield item


def _read(path: str) -> Iterator[Read]:
    try:
        if path == STDIN:
            yield from _read_stdin(sys.stdin.buffer)
        elif Path(path).suffix.lower() == ".jsonl":
            with open(path, "rb") as lines:
                yield from _read_lines(lines, path)
        else:
            yield Item(Path(path).stem, read_text(Path(path)), path)
    except InputError as error:
        yield Failure(path, error)
    except OSError as error:
        yield Failure(path, InputError(f"cannot be read ({error.strerror})", path))


def _read_stdin(stream: BinaryIO) -> Iterator[Read]:
    """JSON lines where the first character is a brace, else one text."""
    first = stream.readline()
    if first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        yield from _read_lines(chain([first], stream), "stdin")
    else:
        yield Item("stdin", decode(first + stream.read(), "stdin"), "stdin")


def _read_lines(lines: Iterable[bytes], file: str) -> Iterator[Read]:
    for position, data in json_lines(lines, file):
        place = f"{file}, {position}"
        if isinstance(data, InputError):
            yield Failure(place, data)
            continue
        try:
            yield to_item(data, place)
        except InputError as error:
            yield Failure(place, error.within(file, position))


def to_item(data: Mapping[str, Any], place: str) -> Item:
    """The text that an object with `id`, `text` and perhaps `meta` is."""
    name, text = fields.text(data, "id"), fields.text(data, "text")
    return Item(name, text, place, fields.field(data, "meta", dict, default={}))


def process(items: Iterable[Read], make: Make) -> Iterator[Done]:
    """The document of each item; one that cannot be made is a failure, and the next one follows."""
    for item in items:
        if isinstance(item, Failure):
            yield item
            continue
        try:
            document = make(item)
        except Exception as error:
            yield Failure(item.place, error)
        else:
            yield document


def writer(format: str, file: TextIO, with_text: bool = False) -> Writer:
    """The writer of a format; csv begins with its header."""
    if format == "jsonl":
        return _jsonl_writer(file, with_text)
    if format == "csv":
        return _csv_writer(file)
    if format == "table":
        return Printer(file)
    raise UsageError(str(InputError("unknown format", value=format, valid=FORMATS)))


def _jsonl_writer(file: TextIO, with_text: bool) -> Writer:
    def write(document: Document) -> None:
        file.write(json_line(document, with_text))

    return write


def _csv_writer(file: TextIO) -> Writer:
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(CSV_COLUMNS)

    def write(document: Document) -> None:
        rows.writerows(_csv_row(document, attribution) for attribution in document.attributions)

    return write


def _csv_row(document: Document, each: Attribution) -> list[object]:
    names = {entity.id: entity.name for entity in document.entities}
    return [
        document.id,
        each.id,
        " | ".join(names[speaker] for speaker in each.speakers),
        each.act,
        each.type,
        each.stance,
        each.cue.text if each.cue else "",
        each.source.text if each.source else "",
        " … ".join(span.text for span in each.content),
        " | ".join(f"{hedge.kind}: {hedge.text}" for hedge in each.hedges),
        " | ".join(f"{found.kind}: {found.text}" for found in each.circumstances),
        each.parent or "",
        each.content[0].start,
        each.content[-1].end,
    ]
