"""Tables of texts: reads JSON lines, CSV and Parquet, gives an Item or a Failure for each row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from .. import fields
from ..errors import InputError
from ..extras import need
from ..files import decode, json_lines
from .items import DEFAULT, Columns, Failure, Item, Read, check_depth
from .storage import reading
from .streams import BOMB_RATIO, BOMB_START, LARGEST, lines

ROWS = 64  # rows of Parquet in memory at a time


def json_items(given: Iterable[bytes], file: str, columns: Columns) -> Iterator[Read]:
    """An Item for each line; what is wrong with one line costs this line only."""
    for position, data in json_lines(given, file, LARGEST):
        place = f"{file}, {position}"
        if isinstance(data, InputError):
            yield Failure(place, data)
            continue
        try:
            yield json_item(data, place, columns)
        except InputError as error:
            name = data.get(columns.id)
            yield Failure(place, error.within(file, position), name if isinstance(name, str) else None)


def json_item(data: Mapping[str, Any], place: str, columns: Columns) -> Item:
    """The text that a JSON object is; its fields are named by `columns`."""
    name, text = fields.text(data, columns.id), fields.text(data, columns.text)
    meta = fields.field(data, "meta", dict, default={})
    check_depth(meta, "meta")
    day = data.get(columns.date)
    return Item(name, text, place, {"date": day} | meta if isinstance(day, str) else meta)


def table(stream: BinaryIO, file: str, columns: Columns, delimiter: str) -> Iterator[Read]:
    """An Item for each row of a CSV file whose first row names the columns; further columns go into meta."""
    csv.field_size_limit(LARGEST)
    rows = csv.reader(_text_lines(stream, file), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    for number, row in _rows(rows, file):
        place = f"{file}, {number}"
        if isinstance(row, InputError):
            yield Failure(place, row)
        elif header is None:
            header = row
            _check_columns(header, file, columns)
        elif row:
            yield _row(header, row, place, columns)
    if header is None:
        raise InputError("no row that names the columns", file)


def _text_lines(stream: BinaryIO, file: str) -> Iterator[str]:
    """Lines with their ends; bytes that are not UTF-8 become surrogates, which fail their row only."""
    for number, line in enumerate(lines(stream)):
        if len(line) > LARGEST:
            raise InputError(f"longer than {LARGEST} bytes", file, f"line {number + 1}")
        text = line.decode("utf-8", "surrogateescape")
        yield text.removeprefix("\ufeff") if number == 0 else text


def _rows(rows: Any, file: str) -> Iterator[tuple[str, list[str] | InputError]]:
    while True:
        start = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"line {start}", InputError(f"not CSV ({error})", file, f"line {start}")
        else:
            yield f"line {start}", row


def _check_columns(found: Sequence[str], file: str, columns: Columns) -> None:
    for name in (columns.id, columns.text):
        if name not in found:
            raise InputError("no such column", file, value=name, valid=tuple(found))
    if columns.date != DEFAULT.date and columns.date not in found:
        raise InputError("no such column", file, value=columns.date, valid=tuple(found))


def _row(header: list[str], row: list[str], place: str, columns: Columns) -> Read:
    name: str | None = None
    try:
        if len(row) != len(header):
            raise InputError(f"{len(row)} cells for {len(header)} columns", place)
        for column, cell in zip(header, row):
            decode(cell.encode("utf-8", "surrogateescape"), place, f"column {column}")
        cells = dict(zip(header, row))
        name = cells[columns.id]
        return _item(cells, place, columns)
    except InputError as error:
        return Failure(place, error, name)


def _item(cells: Mapping[str, Any], place: str, columns: Columns) -> Item:
    """The Item of a row; an id that is a number is written out."""
    name, text = cells[columns.id], cells[columns.text]
    name = str(name) if isinstance(name, int) else name
    for column, value in ((columns.id, name), (columns.text, text)):
        if not isinstance(value, str):
            raise InputError("not a text", place, f"column {column}", value, ("text",))
    if not name:
        raise InputError("empty", place, f"column {columns.id}")
    meta = {key: value for key, value in cells.items() if key not in (columns.id, columns.text, columns.date)}
    day = cells.get(columns.date)
    return Item(name, text, place, {"date": day} | meta if day else meta)


def parquet(source: BinaryIO | str, file: str, columns: Columns) -> Iterator[Read]:
    """An Item for each row; columns of words, numbers and dates go into meta, others are left out."""
    pyarrow = need("pyarrow", "archives", "a .parquet file")
    need("pyarrow.parquet", "archives", "a .parquet file")
    try:
        if not isinstance(source, str):
            yield from _parquet(pyarrow, source, file, columns)
            return
        with reading(source) as stream:
            yield from _parquet(pyarrow, stream, file, columns)
    except (pyarrow.ArrowException, OSError) as error:
        raise InputError(f"not Parquet, or broken ({_first_line(error)})", file) from None


def _parquet(pyarrow: Any, stream: BinaryIO, file: str, columns: Columns) -> Iterator[Read]:
    found = pyarrow.parquet.ParquetFile(stream)
    stored = stream.seek(0, 2)
    types = pyarrow.types
    simple = (types.is_string, types.is_large_string, types.is_integer, types.is_floating, types.is_boolean, types.is_temporal)
    names = [each.name for each in found.schema_arrow if any(test(_value_type(types, each.type)) for test in simple)]
    _check_columns(names, file, columns)
    out = row = 0
    for batch in found.iter_batches(batch_size=ROWS, columns=list(names)):
        out += batch.nbytes
        if out > BOMB_START and out > BOMB_RATIO * stored:
            raise InputError(f"unpacks to more than {BOMB_RATIO} times its size", file, f"row {row + 1}")
        for cells in _cells(batch, file, row):
            row += 1
            yield cells if isinstance(cells, Failure) else _parquet_row(cells, f"{file}, row {row}", columns)


def _value_type(types: Any, kind: Any) -> Any:
    return kind.value_type if types.is_dictionary(kind) else kind


def _cells(batch: Any, file: str, row: int) -> Iterator[dict[str, Any] | Failure]:
    """The rows of a batch as dicts; one that is not UTF-8 is a failure."""
    for number in range(batch.num_rows):
        try:
            yield {name: column[number].as_py() for name, column in zip(batch.schema.names, batch.columns)}
        except (UnicodeDecodeError, ValueError, OverflowError) as error:
            place = f"{file}, row {row + number + 1}"
            yield Failure(place, InputError(f"cannot be read ({error})", place))


def _parquet_row(cells: dict[str, Any], place: str, columns: Columns) -> Read:
    plain = {name: _plain(value) for name, value in cells.items()}
    try:
        text = plain[columns.text]
        if isinstance(text, str) and len(text.encode("utf-8")) > LARGEST:
            raise InputError(f"larger than {LARGEST} bytes", place)
        known = {name: value for name, value in plain.items() if value is not None}
        return _item({columns.id: None, columns.text: None} | known, place, columns)
    except InputError as error:
        name = plain.get(columns.id)
        return Failure(place, error, name if isinstance(name, str) else None)


def _plain(value: Any) -> Any:
    """A cell as JSON can hold it: days and times in ISO form, numbers that are none left out."""
    if isinstance(value, float) and not abs(value) < float("inf"):
        return None
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
