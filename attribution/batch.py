"""Many documents: makes those of texts that were read, one at a time; writes results as they come.

What is wrong with one document is reported and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TextIO, TypeAlias

from .archive.inputs import INPUTS, STDIN, find, read
from .archive.items import Failure, Item
from .archive.tables import csv_writer
from .errors import InputError, UsageError
from .standoff import json_line
from .types import Document
from .view import Printer

__all__ = [
    "FORMATS", "INPUTS", "STDIN", "Done", "Failure", "Item", "Make", "Writer", "find", "process", "read", "writer",
]  # fmt: skip

FORMATS = ("jsonl", "table", "csv")

Done: TypeAlias = Document | Failure
Make: TypeAlias = Callable[[Item], Document]
Writer: TypeAlias = Callable[[Document], None]


def process(items: Iterable[Item | Failure], make: Make) -> Iterator[Done]:
    """The document of each item; one that cannot be made is a failure, and the next one follows."""
    for item in items:
        if isinstance(item, Failure):
            yield item
            continue
        try:
            document = make(item)
        except Exception as error:
            yield Failure(item.place, error, item.id)
        else:
            yield document


def writer(format: str, file: TextIO, with_text: bool = False) -> Writer:
    """The writer of a format; csv begins with its header."""
    if format == "jsonl":
        return lambda document: _write_line(document, file, with_text)
    if format == "csv":
        return csv_writer(file)
    if format == "table":
        return Printer(file)
    raise UsageError(str(InputError("unknown format", value=format, valid=FORMATS)))


def _write_line(document: Document, file: TextIO, with_text: bool) -> None:
    file.write(json_line(document, with_text))
