"""A registry as it is at one moment: reads its SQLite file, writes a copy in which to look up names."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from .errors import UsageError
from .registry import SCHEMA, Registry

FILE = "registry.sqlite"
TABLES = {"identities": "number, id, name, kind", "names": "key, number", "roles": "number, word", "company": "number, key"}


def digest(path: Path | str) -> str:
    """A checksum of all that looking up names in a registry depends on; UsageError where there is none."""
    with _reading(path) as base:
        return _digest(base)


def _digest(base: sqlite3.Connection) -> str:
    found = hashlib.sha256()
    for table, columns in TABLES.items():
        for row in base.execute(f"SELECT {columns} FROM {table} ORDER BY {columns}"):
            found.update(json.dumps(row, ensure_ascii=False).encode("utf-8"))
    return found.hexdigest()


def taken(path: Path | str, wanted: str) -> bytes:
    """The identities of a registry as an SQLite file; UsageError where its digest is not the `wanted` one."""
    with tempfile.TemporaryDirectory(prefix="attribution-registry-") as folder, _reading(path) as base:
        if _digest(base) != wanted:
            raise UsageError(f"{path}: the registry has changed since this run began")
        with closing(sqlite3.connect(Path(folder) / FILE)) as copy, copy:
            copy.executescript(SCHEMA)
            for table, columns in TABLES.items():
                rows = base.execute(f"SELECT {columns} FROM {table} ORDER BY {columns}")
                marks = ",".join("?" * len(columns.split(",")))
                copy.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
        return (Path(folder) / FILE).read_bytes()


def opened(data: bytes) -> Registry:
    """The registry that `taken` gave; its file is gone with this process, however that ends."""
    with tempfile.TemporaryDirectory(prefix="attribution-registry-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / FILE
        path.write_bytes(data)
        return Registry(path)


@contextmanager
def _reading(path: Path | str) -> Iterator[sqlite3.Connection]:
    """The registry's file within one transaction: all that is read is of one moment, whoever writes meanwhile."""
    try:
        with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as base:
            base.execute("BEGIN")
            yield base
    except sqlite3.Error as error:
        raise UsageError(f"{path}: not a registry ({error})") from None
