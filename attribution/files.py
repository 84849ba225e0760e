"""Files as they are: reads exact UTF-8 text and JSON lines, writes a file whole or not at all."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TextIO

from .errors import InputError, OutputError


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, not a character changed (line ends and a byte order mark included)."""
    try:
        return decode(path.read_bytes(), str(path))
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", str(path)) from None


def decode(raw: bytes, file: str, position: str = "", offset: int = 0) -> str:
    """`raw` as UTF-8; an error that names the byte otherwise, counted from `offset`."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"byte {offset + error.start}"
        place = f"{position}, {byte}" if position else byte
        raise InputError("not UTF-8", file, place, f"0x{raw[error.start]:02x}", ("UTF-8",)) from None


def json_lines(
    lines: Iterable[bytes], file: str, most: int | None = None
) -> Iterator[tuple[str, dict[str, Any] | InputError]]:
    """Position ("line 3") and object of each line that is not blank, or what is wrong with it.

    `most`: the bytes that a line may have; a longer one is wrong.
    """
    offset = 0
    for number, raw in enumerate(lines, start=1):
        position = f"line {number}"
        try:
            if most is not None and len(raw) > most:
                raise InputError(f"longer than {most} bytes", file, position)
            line = decode(raw, file, position, offset)
            line = (line.removeprefix("\ufeff") if number == 1 else line).rstrip("\r\n")
            if line.strip():
                yield position, json_object(line, file, position)
        except InputError as error:
            yield position, error
        offset += len(raw)


def json_object(text: str, file: str, position: str = "") -> dict[str, Any]:
    """The object that a text is; an error that names the place otherwise, `position` where the text is one line of many."""
    try:
        value = json.loads(text, parse_constant=_no_number)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        code = f"\\u{ord(error.object[error.start]):04x}"
        raise InputError("a lone surrogate, which is no character", file, position, code) from None
    except json.JSONDecodeError as error:
        place = position or f"line {error.lineno}"
        raise InputError(f"not JSON ({error.msg})", file, f"{place}, column {error.colno}") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON ({error})", file, position) from None
    if not isinstance(value, dict):
        raise InputError("not a JSON object", file, position, type(value).__name__, ("object",))
    return value


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


@contextmanager
def writing(path: Path | None) -> Iterator[TextIO]:
    """A text file to write, put in its place only when all went well; standard output for None."""
    if path is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    try:
        with _whole(path.resolve()) as file:
            yield file
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error})") from None


@contextmanager
def _whole(path: Path) -> Iterator[TextIO]:
    """A file beside `path` that takes its place at the end; a device or a pipe is written as it is."""
    if path.is_dir():
        raise IsADirectoryError("it is a folder")
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        return
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
        os.chmod(part, 0o666 & ~_umask())
        os.replace(part, path)
    finally:
        Path(part).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
