"""What there is to read: takes files, folders, patterns, lists and addresses, gives texts one at a time."""

from __future__ import annotations

import hashlib
import io
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import urlsplit

from ..errors import AttributionError, DuplicateError, InputError, UsageError
from ..extras import need
from ..files import decode
from . import readers, warc
from .items import DEFAULT, Columns, Failure, Item, Page, Read
from .storage import Local, located, matching, shown
from .streams import Meter, lines, opened, unpacker, whole

STDIN = "-"
PACKED = (".gz", ".bz2", ".xz", ".zst")
KINDS = (".txt", ".jsonl", ".csv", ".tsv", ".parquet", ".warc")
INPUTS = (
    *("a .txt file", "a .jsonl file", "a folder of .txt files", STDIN, "a .csv, .tsv, .parquet or .warc file"),
    *(f"any of these as {', '.join(PACKED)}", "a pattern such as 'news/*.jsonl.gz'", "an address that fsspec reads"),
)
SUFFIX_NEEDS = {".parquet": "pyarrow.parquet", ".warc": "warcio"}


class Source(NamedTuple):
    """Files that are cut into shards together: one file, or the .txt files of a folder."""

    name: str
    paths: tuple[str, ...]


def find(inputs: Sequence[str]) -> list[str]:
    """The files that inputs stand for, folders and patterns opened; an input that cannot be one is wrong use."""
    return [path for name in inputs for path in _expand(name)]


def listed(path: str) -> list[str]:
    """The inputs of a file list, one a line; blank lines are passed over. `-` is standard input."""
    if path == STDIN:
        text = decode(sys.stdin.buffer.read(), "stdin")
    else:
        with opened(path, kind(path)[1]) as stream:
            text = decode(whole(stream, path), path)
    return [line for line in text.removeprefix("\ufeff").splitlines() if line.strip()]


def sources(paths: Iterable[str]) -> list[Source]:
    """The files as sources sorted by name, so that the order in which they were named does not matter."""
    groups: dict[str, set[str]] = {}
    for path in paths:
        alone = path == STDIN or kind(path)[0] != ".txt"
        groups.setdefault(path if alone else str(PurePosixPath(path).parent), set()).add(path)
    return [Source(name, tuple(sorted(group))) for name, group in sorted(groups.items())]


def kind(address: str) -> tuple[str, str]:
    """What a file holds and how it is packed, by its name: "news.jsonl.gz" is (".jsonl", ".gz")."""
    name = urlsplit(address).path if address.startswith(("http://", "https://")) else address
    suffixes = [each.lower() for each in PurePosixPath(name).suffixes] or [""]
    packed = suffixes.pop() if suffixes[-1] in PACKED else ""
    return (suffixes[-1] if suffixes else "", packed)


def stem(address: str) -> str:
    """The name of a file without folder and endings that say what it is."""
    name = PurePosixPath(address).name
    for suffix in reversed(kind(address)):
        name = name[: -len(suffix)] if suffix else name
    return name


def _expand(name: str) -> Iterator[str]:
    if name == STDIN:
        yield name
        return
    fs, path = located(name)
    if fs.isdir(path):
        texts = sorted(fs.unstrip_protocol(each) for each in fs.ls(path, detail=False) if _is_text(fs, each))
        if not texts:
            raise UsageError(f"{shown(name)}: no .txt file in this folder (others by a pattern: '{shown(name)}/*.jsonl')")
        yield from texts
        return
    found = matching(name)
    if found == []:
        raise UsageError(str(InputError("the pattern names no file", shown(name))))
    for each in found or [name]:
        _check(each)
        yield each


def _is_text(fs: Any, path: str) -> bool:
    return PurePosixPath(path).suffix.lower() == ".txt" and bool(fs.isfile(path))


def _check(address: str) -> None:
    fs, path = located(address)
    exists = fs.exists(path) if isinstance(fs, Local) else True  # elsewhere, reading tells
    content, packed = kind(address)
    if not exists or content not in KINDS:
        problem = "not something to read" if exists else "no such file or folder"
        raise UsageError(str(InputError(problem, shown(address), valid=INPUTS)))
    if content in SUFFIX_NEEDS:
        need(SUFFIX_NEEDS[content], "archives", f"a {content} file")
    unpacker(packed)


def read(paths: Iterable[str], columns: Columns = DEFAULT) -> Iterator[Item | Failure]:
    """The texts of files that `find` found, pages of archives included, or what is wrong with each."""
    with Ids() as ids:
        for found in ids.once(chain.from_iterable(_read(path, columns, Meter()) for path in paths)):
            yield main_text(found) if isinstance(found, Page) else found


def raw(source: Source, columns: Columns, meter: Meter) -> Iterator[Read]:
    """What the files of a source hold, pages of archives as they are; `meter` counts the bytes read."""
    for path in source.paths:
        yield from _read(path, columns, meter)


def main_text(page: Page) -> Item | Failure:
    """The article of a page as an Item, or why there is none."""
    try:
        return warc.article(page)
    except InputError as error:
        return Failure(page.place, error, page.id)


def _read(path: str, columns: Columns, meter: Meter) -> Iterator[Read]:
    place = "stdin" if path == STDIN else shown(path)
    try:
        if path == STDIN:
            yield from _stdin(sys.stdin.buffer, columns)
            return
        content, packed = kind(path)
        with opened(path, packed, meter) as stream:
            yield from READERS[content](stream, path, columns)
    except AttributionError as error:
        yield Failure(place, error)
    except OSError as error:
        yield Failure(place, InputError(f"cannot be read ({error.strerror or error})", place))


def _text(stream: BinaryIO, path: str, columns: Columns) -> Iterator[Read]:
    place, name = shown(path), stem(path)
    if place != path:
        raise InputError("the file name is not UTF-8", place, valid=("UTF-8",))
    yield Item(name, decode(whole(stream, place), place), place)


def _parquet(stream: BinaryIO, path: str, columns: Columns) -> Iterator[Read]:
    """Parquet is read from its end, so a packed one is unpacked whole first."""
    packed = io.BytesIO(whole(stream, shown(path))) if kind(path)[1] else None
    return readers.parquet(packed or path, shown(path), columns)


def _stdin(stream: BinaryIO, columns: Columns) -> Iterator[Read]:
    """JSON lines where the first character is a brace, else one text."""
    buffered = io.BufferedReader(stream) if isinstance(stream, io.RawIOBase) else stream
    given = lines(buffered)
    first = next(given, b"")
    if first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        yield from readers.json_items(chain([first], given), "stdin", columns)
    else:
        yield Item("stdin", decode(first + whole(buffered, "stdin"), "stdin"), "stdin")


READERS: dict[str, Callable[[io.BufferedReader, str, Columns], Iterator[Read]]] = {
    ".txt": _text,
    ".jsonl": lambda stream, path, columns: readers.json_items(lines(stream), shown(path), columns),
    ".csv": lambda stream, path, columns: readers.table(stream, shown(path), columns, ","),
    ".tsv": lambda stream, path, columns: readers.table(stream, shown(path), columns, "\t"),
    ".parquet": _parquet,
    ".warc": lambda stream, path, columns: warc.pages(stream, shown(path)),
}


class Ids:
    """The ids seen so far with their places, in a temporary SQLite file: memory stays the same however many there are."""

    def __enter__(self) -> Ids:
        self._folder = tempfile.TemporaryDirectory(prefix="attribution-ids-")
        self._base = sqlite3.connect(Path(self._folder.name) / "ids.sqlite", isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-16000"):
            self._base.execute(f"PRAGMA {pragma}")
        self._base.execute("CREATE TABLE ids (id BLOB PRIMARY KEY, place TEXT) WITHOUT ROWID")
        self._base.execute("BEGIN")
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()
        self._folder.cleanup()

    def once(self, found: Iterable[Read]) -> Iterator[Read]:
        """What was read; an id that came before is a failure that names both places."""
        for each in found:
            first = None if isinstance(each, Failure) else self._first(each)
            if first is None:
                yield each
            else:
                problem = DuplicateError(f"the same id as in {first}", each.place, value=each.id)
                yield Failure(each.place, problem, each.id)

    def _first(self, item: Item | Page) -> str | None:
        """The place where an id was seen before; None where it is new."""
        key = hashlib.blake2b(item.id.encode("utf-8"), digest_size=16).digest()
        new = self._base.execute("INSERT OR IGNORE INTO ids VALUES (?, ?)", (key, item.place)).rowcount
        return None if new else str(self._base.execute("SELECT place FROM ids WHERE id = ?", (key,)).fetchone()[0])
