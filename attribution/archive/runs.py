"""A batch run: reads inputs, writes a folder of shards with manifest.json and failed.jsonl, and goes on where one ended."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from .. import pipelines, snapshot
from ..errors import OutputError, UsageError
from ..maker import maker
from . import database, engines, shards
from .inputs import STDIN, Ids, Source, find, sources
from .items import DEFAULT, Columns
from .manifest import check, enter, manifest
from .shards import Shard
from .storage import Store, size
from .streams import Meter
from .workers import Job, Make

ENGINES = ("local", "ray")
SHARD_SIZE = 250
FAILED = "failed.jsonl"


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is made; those of `kept` decide what is written and are in the manifest."""

    pipeline: str = pipelines.DEFAULT
    lexicons: tuple[Path, ...] = ()
    format: str = "jsonl"
    with_text: bool = False
    shard_size: int = SHARD_SIZE
    columns: Columns = DEFAULT
    least: float | None = None
    registry: Path | None = None
    workers: int = 1
    seconds: float = 60.0
    engine: str = "local"
    address: str | None = None
    retry_failed: bool = False

    def kept(self) -> dict[str, Any]:
        columns = {"text": self.columns.text, "id": self.columns.id, "date": self.columns.date}
        own = {"format": self.format, "with_text": self.with_text, "shard_size": self.shard_size}
        return own | {"columns": columns} | self._chosen()

    def _chosen(self) -> dict[str, Any]:
        """The options that are in the manifest only where they are given; of a registry, what it knows."""
        least = {} if self.least is None else {"min_confidence": self.least}
        return least | ({} if self.registry is None else {"registry": snapshot.digest(self.registry)})

    def check(self) -> None:
        """UsageError where an option has no valid value."""
        shards.check_format(self.format)
        if self.engine not in ENGINES:
            raise UsageError(f"unknown engine {self.engine!r} (valid: {', '.join(ENGINES)})")
        for name, value in (("workers", self.workers), ("shard-size", self.shard_size), ("time-limit", self.seconds)):
            if value <= 0:
                raise UsageError(f"--{name} must be more than 0: {value}")
        if self.least is not None and not 0 <= self.least <= 1:
            raise UsageError(f"--min-confidence must be from 0 to 1: {self.least}")


@dataclass(slots=True)
class Progress:
    """Where a run is: documents made now and found there already, failures, words; bytes read of all, where known."""

    documents: int = 0
    there: int = 0
    failed: int = 0
    words: int = 0
    bytes: int = 0
    total: int | None = None


Load = Callable[[], Make]
Report = Callable[[Progress], None]


def run(inputs: Sequence[str], output: str, options: Options, report: Report, load: Load | None = None) -> Progress:
    """Process all that inputs name into the folder `output`; what is there already is not made again.

    `load` stands in for the loading of options.pipeline. Raises UsageError for wrong use (nothing is then written) and
    OutputError where the folder cannot be written. KeyboardInterrupt ends the workers and leaves a folder to go on with.
    """
    options.check()
    given, store = sources(find(inputs)), Store(output)
    wanted = manifest(options.pipeline, options.lexicons, options.kept())
    check(store, wanted)
    folders = {shards.STATE, *(template.split("/")[0] for template in shards.FORMATS[options.format])}
    store.prepare(*folders)
    enter(store, wanted)
    if options.registry is not None and store.size(snapshot.FILE) is None:
        store.put(snapshot.FILE, snapshot.taken(options.registry, wanted["options"]["registry"]))
    job = Job(
        load or partial(maker, options.pipeline, options.lexicons, options.least, _registry(options, output)),
        *(output, options.format, options.with_text, options.seconds),
    )
    run = _Run(given, store, options)
    try:
        with closing(run.steps(job)) as steps:
            for _ in steps:
                report(run.progress)
    except BaseException:
        store.tidy(*folders)
        raise
    _finish(store, options.format)
    return run.progress


def _registry(options: Options, output: str) -> Callable[[], bytes] | None:
    """What gives the snapshot of the registry in the folder of results, which all workers reach; None without a registry."""
    return None if options.registry is None else partial(_snapshot, output)


def _snapshot(output: str) -> bytes:
    found = Store(output).read(snapshot.FILE)
    if found is None:
        raise OutputError(f"{output}/{snapshot.FILE}: not there any more")
    return found


class _Run:
    """One pass over the sources; `progress` tells where it is."""

    def __init__(self, given: list[Source], store: Store, options: Options) -> None:
        self.given, self.store, self.options = given, store, options
        self.progress = Progress(total=_total(given))

    def steps(self, job: Job) -> Generator[None, None, None]:
        """Make all shards that are missing; a step for each that was found or made."""
        missing = self._missing()
        options = self.options
        if options.engine == "ray":
            outcomes = engines.ray(missing, job, options.workers, options.address)
        else:
            outcomes = engines.local(missing, job, options.workers)
        with closing(outcomes):
            for outcome in outcomes:
                self.progress.documents += outcome.documents
                self.progress.failed += outcome.failed
                self.progress.words += outcome.words
                yield

    def _missing(self) -> Iterator[Shard]:
        """The shards that are to be made; those of sources that became shorter are taken away."""
        options, meter = self.options, Meter()
        with Ids() as ids:
            for source in self.given:
                number = 0
                for shard in shards.cut(source, options.columns, options.shard_size, meter, ids):
                    number += 1
                    self.progress.bytes = meter.bytes
                    found = shards.done(self.store, shard, options.format, options.retry_failed)
                    if found is None:
                        self.store.remove(database.FILE)  # it is made anew in the end
                        yield shard
                    else:
                        self.progress.there += found["documents"]
                        self.progress.failed += len(found["failed"])
                shards.forget(self.store, source.name, number, options.format)


def _total(given: Sequence[Source]) -> int | None:
    """Bytes to read; None where a source does not tell."""
    sizes = [0 if path == STDIN else size(path) for source in given for path in source.paths]
    return sum(sizes) if all(sizes) else None


def _finish(store: Store, format: str) -> None:
    """Write failed.jsonl from the states of all shards, and the DuckDB file where it is asked for and not there."""
    names = shards.names(store)
    with store.writing(FAILED) as file:
        for name in names:
            for row in (shards.state(store, name) or {}).get("failed", ()):
                file.write((json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8"))
    if format == "duckdb" and store.size(database.FILE) is None:
        (template,) = shards.FORMATS[format]
        database.build(store, [template.format(name) for name in names])
