"""A registry of identities across documents: reads Documents and seed TSVs, writes one SQLite file (WAL, offline)."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from .arabic import loose
from .errors import DuplicateError, InputError, UsageError
from .files import read_text
from .lexicon import package
from .types import Document, Entity

_WORD = re.compile(r"\w+")
KINDS = ("person", "organization", "government", "media")
SEED_COLUMNS = ("id", "name", "aliases", "role")
BUSY_SECONDS = 60
COMPANIONS = 40  # names remembered as company of one identity
ROLE = 1.0  # for each word that two roles share, twice at most
COMPANY = 0.5  # for each name that both are seen with, four times at most
MARGIN = 1.0  # by which the best of several identities must lead

SCHEMA = """
CREATE TABLE IF NOT EXISTS identities (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
    seeded INTEGER NOT NULL DEFAULT 0, documents INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS names (key TEXT, number INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS roles (number INTEGER, word TEXT, PRIMARY KEY (number, word)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS company (number INTEGER, key TEXT, PRIMARY KEY (number, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ambiguous (key TEXT, document TEXT, ids TEXT, PRIMARY KEY (key, document)) WITHOUT ROWID;
"""


class Identity(NamedTuple):
    """Someone or something known across documents; `documents` is how many name it."""

    id: str
    name: str
    kind: str
    documents: int
    names: tuple[str, ...]


class Ambiguity(NamedTuple):
    """A name that several identities have and nothing in the document told apart."""

    name: str
    document: str
    ids: tuple[str, ...]


class Registry:
    """Links the entities of documents to identities by folded name, role and the names around them.

    Several processes may use one file at a time. A document that is linked again changes only its counts.
    """

    def __init__(self, path: Path | str) -> None:
        try:
            self._base = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            self._base.executescript(SCHEMA)
        except sqlite3.Error as error:
            raise UsageError(f"{path}: not a registry ({error})") from None

    def __enter__(self) -> Registry:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    def seed(self, path: Path | str) -> int:
        """Enter the identities of a TSV (id, name, aliases joined by "|", role) and say how many; known ids are renewed."""
        rows = list(_seed_rows(str(path), read_text(Path(path))))
        with self._writing():
            for row in rows:
                self._seed(row)
        return len(rows)

    def _seed(self, row: dict[str, str]) -> None:
        known = self._base.execute("SELECT number FROM identities WHERE id = ?", (row["id"],)).fetchone()
        number = known[0] if known else self._new(row["name"], "", row["id"])
        self._base.execute("UPDATE identities SET name = ?, seeded = 1 WHERE number = ?", (row["name"], number))
        aliases = [alias for alias in row["aliases"].split("|") if alias.strip()]
        self._remember(number, [row["name"], *aliases], row["role"], [])

    def link(self, document: Document) -> Document:
        """The document with `registry_id` on every entity that has a name and is not ambiguous."""
        company = _company(document)
        with self._writing():
            found = {e.id: self._link(e, document.id, company) for e in document.entities if e.id in company}
        return replace(document, entities=tuple(replace(e, registry_id=found.get(e.id)) for e in document.entities))

    def look_up(self, document: Document) -> Document:
        """As `link`, but nothing is written: only entities that the registry knows and tells apart get a `registry_id`."""
        company = _company(document)
        found = {e.id: self._match(e, company)[0] for e in document.entities if e.id in company}
        ids = {entity: self._id(number) for entity, number in found.items() if number is not None}
        return replace(document, entities=tuple(replace(e, registry_id=ids.get(e.id)) for e in document.entities))

    def _link(self, entity: Entity, document: str, company: dict[str, str]) -> str | None:
        number, rows = self._match(entity, company)
        if number is None and rows:
            self._list(_key(entity.name), document, rows)
        if number is None and len(rows) < 2:
            number = self._new(entity.name, entity.kind)
        if number is None:
            return None
        self._remember(number, [entity.name, *_full_aliases(entity)], entity.role or "", _others(entity, company))
        self._base.execute("UPDATE identities SET documents = documents + 1 WHERE number = ?", (number,))
        return self._id(number)

    def _match(self, entity: Entity, company: dict[str, str]) -> tuple[int | None, list[int]]:
        """The identity that an entity is, or None, and all those of its names, the best supported first."""
        rows = self._candidates(list(dict.fromkeys([_key(entity.name), *_full_aliases(entity)])), entity.kind)
        around = _others(entity, company)
        scored = sorted(((self._support(n, entity, around), n) for n in rows), reverse=True)
        if len(scored) == 1:
            known = self._may_be(scored[0][1], scored[0][0], entity)
        else:
            known = len(scored) > 1 and scored[0][0] - scored[1][0] >= MARGIN
        return scored[0][1] if known else None, [n for _, n in scored]

    def _id(self, number: int) -> str:
        return str(self._base.execute("SELECT id FROM identities WHERE number = ?", (number,)).fetchone()[0])

    def _candidates(self, keys: list[str], kind: str) -> list[int]:
        """The identities with one of the names, of the same kind where that is known."""
        marks = ",".join("?" * len(keys))
        query = f"SELECT DISTINCT number FROM names JOIN identities USING (number) WHERE key IN ({marks}) AND kind IN ('', ?)"
        return [row[0] for row in self._base.execute(query, (*keys, kind))]

    def _support(self, number: int, entity: Entity, company: list[str]) -> float:
        roles = self._column("SELECT word FROM roles WHERE number = ?", number)
        around = self._column("SELECT key FROM company WHERE number = ?", number)
        shared = len(roles & set(_key(entity.role or "").split()))
        return ROLE * min(2, shared) + COMPANY * min(4, len(around & set(company)))

    def _may_be(self, number: int, support: float, entity: Entity) -> bool:
        """Whether the only identity of a name is the one meant: not when a person's roles are known and share nothing."""
        if entity.kind != "person" or support > 0 or not entity.role:
            return True
        return not self._column("SELECT word FROM roles WHERE number = ?", number)

    def _column(self, query: str, number: int) -> set[str]:
        return {row[0] for row in self._base.execute(query, (number,))}

    def _new(self, name: str, kind: str, id: str | None = None) -> int:
        insert = "INSERT INTO identities (id, name, kind) VALUES (?, ?, ?)"
        number = int(self._base.execute(insert, (id, name, kind)).lastrowid or 0)
        if id is None:
            self._base.execute("UPDATE identities SET id = ? WHERE number = ?", (f"r{number}", number))
        return number

    def _remember(self, number: int, names: Iterable[str], role: str, company: list[str]) -> None:
        enter = self._base.executemany
        enter("INSERT OR IGNORE INTO names VALUES (?, ?)", [(_key(name), number) for name in names])
        enter("INSERT OR IGNORE INTO roles VALUES (?, ?)", [(number, word) for word in _key(role).split()])
        room = COMPANIONS - len(self._column("SELECT key FROM company WHERE number = ?", number))
        enter("INSERT OR IGNORE INTO company VALUES (?, ?)", [(number, key) for key in company[: max(0, room)]])

    def _list(self, key: str, document: str, numbers: list[int]) -> None:
        marks = ",".join("?" * len(numbers))
        ids = [row[0] for row in self._base.execute(f"SELECT id FROM identities WHERE number IN ({marks})", numbers)]
        self._base.execute("INSERT OR REPLACE INTO ambiguous VALUES (?, ?, ?)", (key, document, " ".join(sorted(ids))))

    def identities(self, most: int = -1) -> list[Identity]:
        """The identities, those in most documents first; `most`: no more than so many."""
        query = "SELECT number, id, name, kind, documents FROM identities ORDER BY documents DESC, number LIMIT ?"
        rows = self._base.execute(query, (most,)).fetchall()
        return [Identity(*row[1:], tuple(sorted(self._names(row[0])))) for row in rows]  # type: ignore[call-arg]

    def _names(self, number: int) -> set[str]:
        return self._column("SELECT key FROM names WHERE number = ?", number)

    def ambiguous(self) -> list[Ambiguity]:
        """The names that were kept apart, with the document and the identities that have them."""
        rows = self._base.execute("SELECT key, document, ids FROM ambiguous ORDER BY key, document")
        return [Ambiguity(key, document, tuple(ids.split())) for key, document, ids in rows]


def _company(document: Document) -> dict[str, str]:
    """The keys of the names of the entities that can be known again, by their ids."""
    return {e.id: _key(e.name) for e in document.entities if _has_name(e)}


def _others(entity: Entity, company: dict[str, str]) -> list[str]:
    return [key for id, key in company.items() if id != entity.id]


def _has_name(entity: Entity) -> bool:
    """Whether an entity can be known again: no unnamed people (مصدر أمني), no surname and no head of a body alone."""
    parts = _key(entity.name).split()
    if entity.kind not in KINDS or not parts:
        return False
    if entity.kind == "person":
        return len(parts) > 1 and parts[0] not in _titles()
    return len(parts) > 1 or loose(entity.name).removeprefix("ال") not in _bodies()


@cache
def _titles() -> frozenset[str]:
    """The keys of titles, which describe people and do not name them."""
    names = {_key(row["name"]) for row in package("names") if not row["ambiguous"]}
    return frozenset(_key(row["title"]) for row in package("titles")) - names


@cache
def _bodies() -> frozenset[str]:
    """The common nouns among the heads of bodies; those with an article of their own are names (الفاو)."""
    heads = [row["head"] for row in package("organisations") if not row["head"].startswith("ال")]
    documents = [row["phrase"] for row in package("connectors") if row["kind"] == "document_noun"]
    return frozenset(map(loose, (*heads, *documents)))


def _full_aliases(entity: Entity) -> list[str]:
    """The keys of a person's other names that begin with the given name; a family name alone would join father and son."""
    if entity.kind != "person":
        return []
    own = _key(entity.name).split()
    keys = [_key(alias).split() for alias in entity.aliases]
    return [" ".join(key) for key in keys if len(key) > 1 and key[0] == own[0] and set(key) < set(own)]


def _key(text: str) -> str:
    words = _WORD.findall(loose(text))
    return " ".join(word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words)


def _seed_rows(file: str, text: str) -> Iterator[dict[str, str]]:
    """The rows of a seed file as dicts; the first wrong one is an error with its line."""
    lines = [(n, line.split("\t")) for n, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1)]
    lines = [(n, cells) for n, cells in lines if any(map(str.strip, cells)) and not cells[0].startswith("#")]
    if not lines or tuple(lines[0][1][:2]) != SEED_COLUMNS[:2]:
        found: Any = "\t".join(lines[0][1]) if lines else ""
        raise InputError("the first row does not name the columns", file, "line 1", found, SEED_COLUMNS)
    first: dict[str, int] = {}
    for number, cells in lines[1:]:
        row = dict.fromkeys(SEED_COLUMNS, "") | {k: v.strip() for k, v in zip(lines[0][1], cells)}
        if not row["id"] or not row["name"]:
            raise InputError("empty id or name", file, f"line {number}", "\t".join(cells))
        if row["id"] in first:
            raise DuplicateError(f"the same id as in line {first[row['id']]}", file, f"line {number}", row["id"])
        first[row["id"]] = number
        yield row
