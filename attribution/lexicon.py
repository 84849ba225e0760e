"""Lexicons: reads TSV files of words, checks every cell, returns rows as dicts of strings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from .errors import DuplicateError, InputError
from .files import read_text
from .schemas import SCHEMAS, Schema

Row = dict[str, str]
Numbered = tuple[int, list[str]]


def values(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, joined by "|"."""
    return tuple(filter(None, map(str.strip, cell.split("|"))))


def read(path: Path | str, kind: str | None = None) -> list[Row]:
    """The rows of a lexicon file; the first error is raised. Every column of the kind is in every row."""
    schema = SCHEMAS[find_kind(path, kind)]
    lines = list(_lines(Path(path)))
    for error in _errors(schema, lines, str(path)):
        raise error
    return list(_rows(schema, lines))


def check(path: Path | str, kind: str | None = None) -> list[InputError]:
    """Everything wrong in a lexicon file: file, row, column, value and the valid values."""
    try:
        schema = SCHEMAS[find_kind(path, kind)]
        return list(_errors(schema, list(_lines(Path(path))), str(path)))
    except InputError as error:
        return [error]


@cache
def package(kind: str) -> tuple[Row, ...]:
    """The rows of a lexicon that comes with the package (shared: do not change them)."""
    _known_kind(kind)
    return tuple(read(Path(str(files(__package__) / "lexicons" / f"{kind}.tsv")), kind))


def load(kind: str, own: Iterable[Row] = ()) -> list[Row]:
    """The package's rows of a kind and a user's own; a user's row replaces the one with its key."""
    key = SCHEMAS[_known_kind(kind)].key
    return list({tuple(row[name] for name in key): row for row in (*package(kind), *own)}.values())


def kind_of(path: Path | str) -> str:
    """The kind that a file's name says: verbs.tsv, my-verbs.tsv and verbs_2024.tsv hold verbs."""
    stem = Path(path).stem.lower()
    found = [kind for kind in SCHEMAS if re.search(rf"(?<![a-z]){kind}(?![a-z])", stem)]
    if len(found) != 1:
        raise InputError("the file name does not say its kind", str(path), value=Path(path).name, valid=tuple(SCHEMAS))
    return found[0]


def find_kind(path: Path | str, kind: str | None) -> str:
    """The kind that was named, or else the one that the file's name says."""
    return kind_of(path) if kind is None else _known_kind(kind)


def _known_kind(kind: str) -> str:
    if kind not in SCHEMAS:
        raise InputError("unknown kind of lexicon", value=kind, valid=tuple(SCHEMAS))
    return kind


def _lines(path: Path) -> Iterator[Numbered]:
    """Line numbers and cells of the rows that count, the header first."""
    for number, line in enumerate(read_text(path).removeprefix("\ufeff").split("\n"), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, [cell.strip() for cell in line.rstrip("\r").split("\t")]


def _rows(schema: Schema, lines: Sequence[Numbered]) -> Iterator[Row]:
    empty = {column.name: "" for column in schema.columns}
    names = lines[0][1]
    for _, cells in lines[1:]:
        yield empty | dict(zip(names, cells))


def _errors(schema: Schema, lines: Sequence[Numbered], file: str) -> Iterator[InputError]:
    header = list(_header_errors(schema, lines, file))
    yield from header
    if header:
        return
    names = lines[0][1]
    for number, cells in lines[1:]:
        if len(cells) > len(names):
            problem = f"more cells than the {len(names)} columns"
            yield InputError(problem, file, f"line {number}", cells[len(names)])
        yield from _cell_errors(schema, names, cells, file, number)
    yield from _duplicates(schema, lines, file)


def _header_errors(schema: Schema, lines: Sequence[Numbered], file: str) -> Iterator[InputError]:
    if not lines:
        yield InputError("no header row", file, valid=[column.name for column in schema.columns])
        return
    number, names = lines[0]
    valid = [column.name for column in schema.columns]
    for name in names:
        if name not in valid:
            yield InputError("unknown column", file, f"line {number}", name, valid)
        elif names.count(name) > 1:
            yield InputError("the column comes twice", file, f"line {number}", name)
    for column in schema.columns:
        if column.needed and column.name not in names:
            yield InputError("missing column", file, f"line {number}", column.name, valid)


def _cell_errors(schema: Schema, names: Sequence[str], cells: Sequence[str], file: str, number: int) -> Iterator[InputError]:
    row = dict(zip(names, cells))
    for column in schema.columns:
        cell, place = row.get(column.name, ""), f"line {number}, column {column.name}"
        if column.needed and not cell:
            yield InputError("empty cell", file, place, cell, column.values)
        for value in values(cell) if column.many else (cell,) if cell else ():
            if column.values and value not in column.values:
                yield InputError("unknown value", file, place, value, column.values)
            elif "  " in value:
                yield InputError("two spaces in a row", file, place, value)


def _duplicates(schema: Schema, lines: Sequence[Numbered], file: str) -> Iterator[InputError]:
    first: dict[tuple[str, ...], int] = {}
    for (number, _), row in zip(lines[1:], _rows(schema, lines)):
        key = tuple(row[name] for name in schema.key)
        if key in first:
            place = f"line {number}, column {'+'.join(schema.key)}"
            yield DuplicateError(f"the same as line {first[key]}", file, place, " ".join(filter(None, key)))
        first.setdefault(key, number)
