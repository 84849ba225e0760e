"""The command `attribution batch`: reads archives of texts, writes a folder of results that a later run goes on with."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from .archive import runs, shards
from .archive.inputs import listed
from .archive.items import Columns
from .errors import AttributionError, UsageError
from .pipelines import DEFAULT

INTERRUPTED = 130
MINUTE = 60.0  # seconds between two lines of progress where there is no terminal

Inputs = Annotated[list[str] | None, typer.Argument(metavar="INPUT...", help="Files, folders of txt, 'patterns', addresses, -")]
Output = Annotated[str, typer.Option("-o", "--output", metavar="DIR", help="Folder or address of the results")]
Pipeline = Annotated[str, typer.Option("-p", "--pipeline", help="hybrid, rules or a folder")]
Lexicons = Annotated[
    list[Path] | None,
    typer.Option("-l", "--lexicon", metavar="FILE", exists=True, help="TSV file of your own words; repeatable"),
]
Least = Annotated[
    float | None, typer.Option("--min-confidence", metavar="P", min=0, max=1, help="Leave out what is less sure than this")
]
RegistryFile = Annotated[
    Path | None, typer.Option("--registry", metavar="FILE", exists=True, dir_okay=False, help="Registry to look entities up in")
]
Workers = Annotated[int, typer.Option("-w", "--workers", metavar="N", help="Processes, or actors of Ray")]
Format = Annotated[str, typer.Option("-f", "--format", metavar="|".join(shards.FORMATS), help="What to write")]
WithText = Annotated[bool, typer.Option("--with-text", help="Keep the texts beside their results")]
FilesFrom = Annotated[str | None, typer.Option("--files-from", metavar="FILE", help="Further inputs, one a line; - is stdin")]
TextColumn_ = Annotated[str, typer.Option("--text-column", metavar="NAME", help="Field or column of the text")]
IdColumn = Annotated[str, typer.Option("--id-column", metavar="NAME", help="Field or column of the id")]
DateColumn = Annotated[str, typer.Option("--date-column", metavar="NAME", help="Field or column of the date")]
ShardSize = Annotated[int, typer.Option("--shard-size", metavar="N", help="Documents a shard")]
TimeLimit = Annotated[float, typer.Option("--time-limit", metavar="SECONDS", help="For one document")]
RetryFailed = Annotated[bool, typer.Option("--retry-failed", help="Make shards with failures anew")]
Engine = Annotated[str, typer.Option("--engine", metavar="|".join(runs.ENGINES), help="Where the workers are")]
Address = Annotated[str | None, typer.Option("--address", help="Of a running Ray cluster (default: one on this machine)")]


def batch(
    output: Output,
    inputs: Inputs = None,
    pipeline: Pipeline = DEFAULT,
    lexicons: Lexicons = None,
    workers: Workers = 1,
    format: Format = "jsonl",
    with_text: WithText = False,
    least: Least = None,
    registry: RegistryFile = None,
    files_from: FilesFrom = None,
    text_column: TextColumn_ = "text",
    id_column: IdColumn = "id",
    date_column: DateColumn = "date",
    shard_size: ShardSize = runs.SHARD_SIZE,
    time_limit: TimeLimit = 60.0,
    retry_failed: RetryFailed = False,
    engine: Engine = "local",
    address: Address = None,
) -> None:
    """Find the attributions of an archive. Run it again to go on where it was ended, or to add what is new.

    Exit codes: 0 all processed, 1 some documents failed (DIR/failed.jsonl says why), 2 wrong use, 130 interrupted.
    """
    columns = Columns(text_column, id_column, date_column)
    options = runs.Options(
        pipeline, tuple(lexicons or ()), format, with_text, shard_size, columns,
        least=least, registry=registry, workers=workers, seconds=time_limit, engine=engine, address=address,
        retry_failed=retry_failed,
    )  # fmt: skip
    console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    try:
        given = [*(inputs or ()), *(listed(files_from) if files_from else ())]
        if not given:
            raise UsageError("no input")
        with _ended_as_by_ctrl_c(), _Reporter(console) as report:
            done = runs.run(given, output, options, report)
    except AttributionError as error:
        console.print(f"Error: {error}")
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        console.print(f"Interrupted: {output} has what was done; the same command goes on from there.")
        raise typer.Exit(INTERRUPTED) from None
    console.print(report.line(done))
    if done.failed:
        console.print(f"{done.failed} failed: {output.rstrip('/')}/{runs.FAILED} says why")
    raise typer.Exit(1 if done.failed else 0)


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """SIGTERM ends a run as cleanly as Ctrl-C does."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Reporter:
    """Shows how far a run is: a bar on a terminal, else a line a minute."""

    def __init__(self, console: Console) -> None:
        columns: tuple[Any, ...] = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20))
        columns += (TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
        self.console = console
        self.bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self.task = self.bar.add_task("starting", total=None)
        self.start = self.last = time.monotonic()

    def __enter__(self) -> _Reporter:
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def __call__(self, progress: runs.Progress) -> None:
        self.bar.update(self.task, description=self.line(progress), completed=progress.bytes, total=progress.total)
        if not self.console.is_terminal and time.monotonic() - self.last > MINUTE:
            self.last = time.monotonic()
            self.console.print(f"{self.line(progress)}, {self._left(progress)}")

    def line(self, progress: runs.Progress) -> str:
        """Documents, those that were there, failures, and the rate of this run."""
        seconds = max(time.monotonic() - self.start, 0.001)
        there = f" and {progress.there:,} there already" if progress.there else ""
        rate = f"{progress.documents / seconds:,.1f} documents/s, {progress.words / seconds:,.0f} words/s"
        return f"{progress.documents:,} documents made{there}, {progress.failed:,} failed, {rate}"

    def _left(self, progress: runs.Progress) -> str:
        if not progress.total or not progress.bytes:
            return "time left unknown"
        seconds = (time.monotonic() - self.start) * max(0, progress.total - progress.bytes) / progress.bytes
        return f"about {seconds / 60:,.0f} minutes left"
