"""A worker: a process that loads the pipeline once, reads shards from a pipe and writes their results.

A worker that is killed is replaced and its shard made anew; the document that a worker dies on twice, or that takes
longer than the limit, is a failure, and the shard is made without it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, TypeAlias

from ..errors import AttributionError, OutputError, UsageError, WorkError
from ..types import Document
from . import shards
from .inputs import main_text
from .items import Failure, Item, Page, Read
from .shards import Outcome, Shard
from .storage import Store

Make: TypeAlias = Callable[[Item], Document]
LOOK = 0.1  # seconds between two looks at the clock
GRACE = 5.0  # seconds for a process to end after it closed its pipe
OUT_OF_MEMORY = 71  # the exit code of a worker after a MemoryError
TRIES = 2  # deaths of a worker on one document
BETWEEN = -1  # the place of a worker that is at no document


@dataclass(frozen=True, slots=True)
class Job:
    """What workers need: `load` gives what makes a document of an item and can be sent to another process."""

    load: Callable[[], Make]
    output: str
    format: str = "jsonl"
    with_text: bool = False
    seconds: float = 60.0


class _Died(Exception):
    """A worker's end: the document that it was at, and why it ended."""

    def __init__(self, at: int, why: str, slow: bool = False) -> None:
        super().__init__(at, why)
        self.at, self.why, self.slow = at, why, slow


class Stopped(Exception):
    """The run was ended from outside."""


class Worker:
    """A process and its replacements. `run` is called by one thread at a time, `stop` by any."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._context = multiprocessing.get_context("spawn")
        self._process: Any = None
        self._stopped = False

    def run(self, shard: Shard) -> Outcome:
        """What became of a shard, its results written."""
        deaths: Counter[int] = Counter()
        lost: dict[int, str] = {}
        while True:
            try:
                return self._attempt(shard, lost)
            except _Died as died:
                if self._stopped:
                    raise Stopped from None
                self._end()
                deaths[died.at] += 1
                if died.slow or (died.at != BETWEEN and deaths[died.at] >= TRIES):
                    lost[died.at] = died.why
                elif deaths[BETWEEN] > TRIES:
                    raise OutputError(f"{shard.name}: the worker {died.why} between two documents") from None

    def stop(self) -> None:
        """End the process, whatever it is at."""
        self._stopped = True
        self._end()

    def _attempt(self, shard: Shard, lost: Mapping[int, str]) -> Outcome:
        process = self._process or self._start()
        try:
            self._pipe.send((shard, dict(lost)))
            return self._answer()
        except (EOFError, OSError):
            process.join(GRACE)
            raise _Died(self._at(), _end_of(process.exitcode)) from None

    def _answer(self) -> Any:
        """What the worker sends, its failure raised; the clock is looked at meanwhile."""
        while not self._pipe.poll(LOOK):
            if self._stopped:
                raise Stopped
            at = self._at()
            if at != BETWEEN and time.monotonic() - self._clock[1] > self.job.seconds:
                raise _Died(at, f"took longer than {self.job.seconds:g} seconds", slow=True)
        answer = self._pipe.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _at(self) -> int:
        return int(self._clock[0])

    def _start(self) -> Any:
        if self._stopped:
            raise Stopped
        self._clock = self._context.RawArray("d", [BETWEEN, 0.0])
        self._pipe, other = self._context.Pipe()
        process = self._context.Process(target=serve, args=(self.job, other, self._clock), daemon=True)
        with _without_interrupt():
            process.start()
        other.close()
        self._process = process
        try:
            self._answer()
        except (EOFError, OSError):
            process.join(GRACE)
            raise UsageError(f"a worker {_end_of(process.exitcode)} while it loaded the pipeline") from None
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.join()


class _without_interrupt:
    """Ctrl-C reaches the processes that this thread starts no more; the first process ends them."""

    def __enter__(self) -> None:
        self._old = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT]) if hasattr(signal, "pthread_sigmask") else None

    def __exit__(self, *_: object) -> None:
        if self._old is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, self._old)


def _end_of(code: int | None) -> str:
    """How a process ended, in words."""
    if code is not None and code < 0:
        return f"was killed ({signal.Signals(-code).name})"
    return "ran out of memory" if code == OUT_OF_MEMORY else f"ended with code {code}"


def serve(job: Job, pipe: Connection, clock: Any) -> None:
    """The life of a worker process: load, say so, then a shard at a time until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        make, store = job.load(), Store(job.output)
    except AttributionError as error:
        pipe.send(error)
        return
    except (OSError, ImportError, ValueError) as error:
        pipe.send(UsageError(f"the pipeline cannot be loaded: {error}"))
        return
    pipe.send(None)
    while True:
        try:
            shard, lost = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            pipe.send(_work(shard, lost, make, store, job, clock))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except AttributionError as error:
            pipe.send(error)


def _end_with_parent() -> None:
    """Nobody waits for the results of a worker whose first process was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(shard: Shard, lost: Mapping[int, str], make: Make, store: Store, job: Job, clock: Any) -> Outcome:
    """Process a shard and write its results; documents in `lost` are failures for the reason given there."""
    results = shards.Results([], [])
    for number, item in enumerate(shard.items):
        clock[1], clock[0] = time.monotonic(), number
        made = _lost(item, lost[number]) if number in lost else _made(item, make)
        if isinstance(made, Failure):
            results.failed.append(made)
        else:
            results.documents.append(made)
    clock[0] = BETWEEN
    shards.write(store, shard, results, job.format, job.with_text)
    return results.outcome()


def _lost(item: Read, why: str) -> Failure:
    return item if isinstance(item, Failure) else Failure(item.place, WorkError(why), item.id)


def _made(item: Read, make: Make) -> Document | Failure:
    """The document of what was read; whatever the pipeline raises costs this document only."""
    found = main_text(item) if isinstance(item, Page) else item
    if isinstance(found, Failure):
        return found
    try:
        return make(found)
    except MemoryError:
        raise
    except Exception as error:
        return Failure(found.place, error, found.id)
