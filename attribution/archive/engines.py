"""Engines: read shards, give what became of each, in the order in which they are ready.

`local` uses processes of this machine, `ray` those of a Ray cluster; both use `workers.Worker`, so that their results are
the same. Neither holds more than two shards a worker in memory.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from queue import SimpleQueue
from typing import Any, TypeAlias

from ..errors import UsageError, WorkError
from ..extras import need
from .shards import Outcome, Shard
from .workers import Job, Worker

Outcomes: TypeAlias = Generator[Outcome, None, None]
AHEAD = 2  # shards a worker that are read before they are needed
TRIES = 3  # of a shard whose actor or machine was lost


def local(shards: Iterator[Shard], job: Job, number: int) -> Outcomes:
    """Process shards in `number` processes of this machine; all of them are ended with this generator."""
    workers = [Worker(job) for _ in range(number)]
    idle: SimpleQueue[Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)
    pool = ThreadPoolExecutor(number)
    pending: set[Future[Outcome]] = set()
    try:
        for shard in shards:
            pending.add(pool.submit(_run, idle, shard))
            while len(pending) >= AHEAD * number:
                ready, pending = wait(pending, return_when=FIRST_COMPLETED)
                yield from (each.result() for each in ready)
        while pending:
            ready, pending = wait(pending, return_when=FIRST_COMPLETED)
            yield from (each.result() for each in ready)
    finally:
        for worker in workers:
            worker.stop()
        pool.shutdown(wait=True, cancel_futures=True)


def _run(idle: SimpleQueue[Worker], shard: Shard) -> Outcome:
    worker = idle.get()
    try:
        return worker.run(shard)
    finally:
        idle.put(worker)


def ray(shards: Iterator[Shard], job: Job, number: int, address: str | None = None) -> Outcomes:
    """Process shards in `number` actors of a Ray cluster, each with a worker; a lost actor is replaced by Ray.

    `address` is that of a running cluster; without it one is started on this machine.
    """
    ray = need("ray", "ray", "--engine ray")
    try:
        ray.init(address=address, num_cpus=None if address else number, include_dashboard=False, log_to_driver=False)
    except Exception as error:  # Ray raises bare Exception where a node does not start in time
        raise UsageError(f"no Ray cluster {f'at {address}' if address else 'could be started'}: {error}") from None
    try:
        actor = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=TRIES)(Worker)
        yield from _spread(ray, shards, [actor.remote(job) for _ in range(number)])
    finally:
        ray.shutdown()


def _spread(ray: Any, shards: Iterator[Shard], actors: list[Any]) -> Outcomes:
    """Give each shard to the actor that has the fewest."""
    busy: dict[Any, Any] = {}
    for shard in shards:
        if len(busy) >= AHEAD * len(actors):
            yield _next(ray, busy)
        load = list(busy.values())
        actor = min(actors, key=load.count)
        busy[actor.run.remote(shard)] = actor
    while busy:
        yield _next(ray, busy)


def _next(ray: Any, busy: dict[Any, Any]) -> Outcome:
    (ready,), _ = ray.wait(list(busy), num_returns=1)
    del busy[ready]
    try:
        found: Outcome = ray.get(ready)
    except ray.exceptions.RayTaskError as error:
        raise error.cause from None
    except ray.exceptions.RayError as error:
        raise WorkError(f"Ray lost a shard: {(str(error).splitlines() or [''])[0]}") from None
    return found
