"""Shards: cuts what sources hold into pieces with a name and a digest, writes their results and what became of them.

A shard's results are in `documents/` or `attributions/`, its state (digest, numbers, failures) in `state/`, written last:
a shard without its state, or with one of another digest, is made again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from ..errors import UsageError
from ..standoff import json_line
from ..types import Document
from .inputs import Ids, Source, raw
from .items import Columns, Failure, Item, Page, Read
from .storage import Store
from .streams import Meter
from .tables import attribution_rows, nested_row, write_csv, write_parquet

STATE = "state"
FORMATS = {
    "jsonl": ("documents/{}.jsonl",),
    "parquet": ("documents/{}.parquet", "attributions/{}.parquet"),
    "csv": ("attributions/{}.csv",),
    "duckdb": ("documents/{}.jsonl",),
}
LARGEST_SHARD = 16 << 20  # characters and bytes of HTML, after which a shard ends whatever its number of documents


@dataclass(frozen=True, slots=True)
class Shard:
    """A piece of a source: what was read, in order, and a checksum of it."""

    name: str
    items: tuple[Read, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a shard: its documents, the words of their texts, and how many failed."""

    documents: int
    words: int
    failed: int


def cut(source: Source, columns: Columns, size: int, meter: Meter, ids: Ids) -> Iterator[Shard]:
    """The shards of a source: `size` documents each, fewer where they are long. An id seen before is a failure."""
    prefix, items, weight, number = prefix_of(source.name), list[Read](), 0, 0
    for each in ids.once(raw(source, columns, meter)):
        items.append(each)
        weight += _weight(each)
        if len(items) >= size or weight >= LARGEST_SHARD:
            yield _shard(prefix, number, items)
            items, weight, number = [], 0, number + 1
    if items:
        yield _shard(prefix, number, items)


def prefix_of(source: str) -> str:
    """The beginning of the names of a source's shards: what is harmless in its name, and a checksum of all of it."""
    checksum = hashlib.blake2b(source.encode("utf-8", "surrogateescape"), digest_size=5).hexdigest()
    harmless = re.sub(r"[^A-Za-z0-9]+", "-", source).strip("-")[-40:].strip("-")
    return f"{harmless}-{checksum}-" if harmless else f"{checksum}-"


def _shard(prefix: str, number: int, items: list[Read]) -> Shard:
    return Shard(f"{prefix}{number:06}", tuple(items), _digest(items))


def _weight(item: Read) -> int:
    return len(item.text) if isinstance(item, Item) else len(item.html) if isinstance(item, Page) else 0


def _digest(items: Iterable[Read]) -> str:
    """A checksum of all that the results of these items depend on."""
    found = hashlib.sha256()
    for item in items:
        for part in _parts(item):
            data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
            found.update(b"%d:" % len(data) + data)
    return found.hexdigest()


def _parts(item: Read) -> tuple[str | bytes, ...]:
    if isinstance(item, Item):
        return item.id, item.place, item.text, json.dumps(dict(item.meta), ensure_ascii=False)
    if isinstance(item, Page):
        return item.id, item.place, item.html, item.url, item.date, item.charset
    return item.id or "", item.place, str(item)


@dataclass(slots=True)
class Results:
    """The documents and failures of a shard, each in order."""

    documents: list[Document]
    failed: list[Failure]

    def outcome(self) -> Outcome:
        words = sum(len(each.text.split()) for each in self.documents)
        return Outcome(len(self.documents), words, len(self.failed))


def write(store: Store, shard: Shard, results: Results, format: str, with_text: bool) -> None:
    """Write the results of a shard and then its state."""
    for name in (template.format(shard.name) for template in FORMATS[format]):
        with store.writing(name) as file:
            _write(name, results.documents, with_text, file)
    failed = [failed_row(each) for each in results.failed]
    state = {"digest": shard.digest, "documents": len(results.documents), "failed": failed}
    store.put(f"{STATE}/{shard.name}.json", (json.dumps(state, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))


def _write(name: str, documents: list[Document], with_text: bool, file: BinaryIO) -> None:
    """One file of a shard, of the kind that its name says."""
    if name.endswith(".jsonl"):
        file.writelines(json_line(each, with_text).encode("utf-8") for each in documents)
    elif name.endswith(".csv"):
        write_csv(documents, file)
    elif name.startswith("documents/"):
        write_parquet([nested_row(each.to_dict(with_text)) for each in documents], "nested", file)
    else:
        write_parquet([row for each in documents for row in attribution_rows(each.to_dict())], "attributions", file)


def failed_row(failure: Failure) -> dict[str, str | None]:
    """A failure as a line of failed.jsonl."""
    return {"id": failure.id, "place": failure.place, "error": type(failure.error).__name__, "message": str(failure)}


def state(store: Store, shard: str) -> dict[str, Any] | None:
    """What became of a shard; None where that is not known, or not whole."""
    data = store.read(f"{STATE}/{shard}.json")
    try:
        found = json.loads(data) if data is not None else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def done(store: Store, shard: Shard, format: str, retry_failed: bool) -> dict[str, Any] | None:
    """The state of a shard whose results are there and still those of what was read; None where it is to be made."""
    found = state(store, shard.name)
    if found is None or found.get("digest") != shard.digest or (retry_failed and found["failed"]):
        return None
    there = all(store.size(template.format(shard.name)) is not None for template in FORMATS[format])
    return found if there else None


def names(store: Store) -> list[str]:
    """The names of all shards with a state, sorted."""
    return [name.removesuffix(".json") for name in store.names(STATE, ".json")]


def forget(store: Store, source: str, number: int, format: str) -> None:
    """Take away the shards of a source from `number` on: it has become shorter."""
    prefix = prefix_of(source)
    for name in names(store):
        if name.startswith(prefix) and name[len(prefix) :].isdigit() and int(name[len(prefix) :]) >= number:
            for path in (f"{STATE}/{name}.json", *(template.format(name) for template in FORMATS[format])):
                store.remove(path)


def check_format(format: str) -> None:
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r} (valid: {', '.join(FORMATS)})")
