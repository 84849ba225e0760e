"""The command `attribution`: reads its arguments, writes results to a file or stdout, errors to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from spacy.language import Language

import attribution

from . import batch, cli_batch, cli_train, lexicon, profile, report, standoff
from .errors import AttributionError, UsageError
from .explain import explain, print_explanation
from .files import read_text, writing
from .maker import Maker
from .pipelines import DEFAULT
from .registry import Registry
from .schemas import SCHEMAS
from .score import score
from .types import Document
from .view import print_score

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Who said what in Arabic news.")

Inputs = Annotated[list[str], typer.Argument(metavar="INPUT...", help="txt or jsonl files, folders of txt, -")]
Out = Annotated[Path | None, typer.Option("-o", "--out", metavar="OUT", help="File to write (default: stdout)")]
Pipeline = Annotated[str, typer.Option("-p", "--pipeline", help="hybrid, rules or a folder")]
Lexicons = Annotated[
    list[Path] | None,
    typer.Option("-l", "--lexicon", metavar="FILE", exists=True, help="TSV file of your own words; repeatable"),
]
FormatName = Annotated[str, typer.Option("-f", "--format", metavar="|".join(batch.FORMATS), help="What to write")]
ProfileFormat = Annotated[str, typer.Option("-f", "--format", metavar="|".join(profile.FORMATS), help="What to write")]
Chart = Annotated[Path | None, typer.Option("--chart", metavar="FILE", help="Draw a chart: .png or .svg")]
KindName = Annotated[str | None, typer.Option("--kind", metavar="|".join(SCHEMAS), help="Default: what the file's name says")]
WithText = Annotated[bool, typer.Option("--with-text", help="Put the text into its JSON line")]
Show = Annotated[bool, typer.Option("--show", help="With -o: print a table of each document as well")]
RegistryFile = Annotated[
    Path | None, typer.Option("--registry", metavar="FILE", help="Registry to link entities with (made where missing)")
]
ReportInputs = Annotated[list[str], typer.Argument(metavar="FILES...", help="txt, json or jsonl files, folders of txt, -")]
Texts = Annotated[Path | None, typer.Option("--texts", exists=True, file_okay=False, help="Folder of the results' .txt")]
Least = Annotated[
    float | None, typer.Option("--min-confidence", metavar="P", min=0, max=1, help="Leave out what is less sure than this")
]
File = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="txt file")]
AttributionId = Annotated[str, typer.Option("--id", metavar="ID", help="Attribution, such as a7")]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", exists=True, dir_okay=False)]
Folder = Annotated[Path, typer.Argument(exists=True, file_okay=False)]
Predictions = Annotated[Path | None, typer.Argument(exists=True, dir_okay=False, help="Default: run the pipeline")]
Json = Annotated[bool, typer.Option("--json", help="Print the figures as JSON")]
Errors = Annotated[bool, typer.Option("--errors", help="List each error first")]


@app.callback()
def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8")


@app.command()
def extract(
    inputs: Inputs,
    out: Out = None,
    pipeline: Pipeline = DEFAULT,
    format: FormatName = "jsonl",
    with_text: WithText = False,
    show: Show = False,
    lexicons: Lexicons = None,
    registry: RegistryFile = None,
    least: Least = None,
) -> None:
    """Find the attributions of texts; a txt file's id is its name.

    Exit codes: 0 all read, 1 some documents failed (listed on stderr, the rest written), 2 wrong use.
    """
    with _wrong_use():
        paths = batch.find(inputs)
        with writing(None if out == Path("-") else out) as file:
            write = [batch.writer(format, file, with_text)]
            if show and file is not sys.stdout:
                write.append(batch.writer("table", sys.stdout))
            with _linking(_maker(pipeline, lexicons, least), registry) as make:
                failed = _run(batch.process(batch.read(paths), make), write)
    raise typer.Exit(1 if failed else 0)


app.command("batch")(cli_batch.batch)
app.command("train")(cli_train.train)
app.command("export")(cli_train.export)


@app.command("explain")
def explain_speakers(
    file: File,
    id: AttributionId,
    pipeline: Pipeline = DEFAULT,
    as_json: Json = False,
    lexicons: Lexicons = None,
) -> None:
    """Say who else could be the speaker of one attribution of a text, and what decided."""
    with _wrong_use():
        found = explain(read_text(file), id, _loaded(pipeline, lexicons))
    if as_json:
        typer.echo(json.dumps(found.to_dict(), ensure_ascii=False))
    else:
        print_explanation(found, sys.stdout)


@app.command("profile")
def profile_speakers(
    inputs: Inputs,
    out: Out = None,
    pipeline: Pipeline = DEFAULT,
    format: ProfileFormat = "table",
    chart: Chart = None,
    lexicons: Lexicons = None,
) -> None:
    """Count, speaker by speaker, how they are quoted: acts, stance of the writer, hedges, addressees.

    Exit codes are those of extract.
    """
    failed = 0
    with _wrong_use():
        if format not in profile.FORMATS:
            raise UsageError(f"unknown format {format!r} (valid: {', '.join(profile.FORMATS)})")
        paths = batch.find(inputs)
        found: list[Document] = []
        failed = _run(batch.process(batch.read(paths), _maker(pipeline, lexicons)), [found.append])
        rows = profile.profiles(found)
        with writing(None if out == Path("-") else out) as file:
            profile.write(rows, format, file)
        if chart:
            profile.chart(rows, chart)
    raise typer.Exit(1 if failed else 0)


@app.command("report")
def report_page(
    inputs: ReportInputs,
    out: Out = None,
    texts: Texts = None,
    pipeline: Pipeline = DEFAULT,
    lexicons: Lexicons = None,
) -> None:
    """Make one page to look at: the articles with all that is said in them marked, and who said what beside them.

    Texts are read by the pipeline; results of extract are shown as they are. Exit codes are those of extract.
    """
    failed = 0
    with _wrong_use():
        found: list[Document] = []
        items = report.read(inputs, texts)
        failed = _run(report.documents(items, lambda: _maker(pipeline, lexicons)), [found.append])
        with writing(None if out == Path("-") else out) as file:
            file.write(report.page(found))
    raise typer.Exit(1 if failed else 0)


@app.command()
def evaluate(
    gold: Folder,
    texts: Folder,
    predictions: Predictions = None,
    pipeline: Pipeline = DEFAULT,
    as_json: Json = False,
    errors: Errors = False,
    lexicons: Lexicons = None,
) -> None:
    """Compare predictions, or what the pipeline finds, with the gold of a folder."""
    failed = 0
    with _wrong_use():
        documents = standoff.read_gold(gold, texts)
        found: list[Document] = []
        if predictions:
            found += standoff.read_jsonl(predictions, standoff.read_texts(documents))
        else:
            paths = [str(texts / f"{each.id}.txt") for each in documents]
            failed = _run(batch.process(batch.read(paths), _maker(pipeline, lexicons)), [found.append])
        result = score(documents, {each.id: each for each in found})
    if as_json:
        typer.echo(json.dumps(result.to_dict()))
    else:
        print_score(result, sys.stdout, errors)
    raise typer.Exit(1 if failed else 0)


@app.command()
def check(paths: Files, kind: KindName = None) -> None:
    """Check lexicon files of your own: says file, line, column, value and the valid values.

    Exit codes: 0 all right, 1 something is wrong, 2 wrong use.
    """
    wrong = False
    for path in paths:
        with _wrong_use():
            found = lexicon.check(path, lexicon.find_kind(path, kind))
        for error in found:
            typer.echo(str(error))
        if not found:
            typer.echo(f"{path}: {len(lexicon.read(path, kind))} rows, nothing wrong")
        wrong = wrong or bool(found)
    raise typer.Exit(1 if wrong else 0)


@contextmanager
def _wrong_use() -> Iterator[None]:
    """An error that concerns the whole call ends it with exit code 2."""
    try:
        yield
    except AttributionError as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(2) from None


def _loaded(pipeline: str, lexicons: list[Path] | None) -> Language:
    options: dict[str, Any] = {"lexicon": lexicons} if lexicons else {}
    try:
        return attribution.load(pipeline, **options)
    except (OSError, ImportError, ValueError) as error:
        raise UsageError(f"the pipeline {pipeline!r} cannot be loaded: {error}") from None


def _maker(pipeline: str, lexicons: list[Path] | None, least: float | None = None) -> batch.Make:
    return Maker(_loaded(pipeline, lexicons), least)


@contextmanager
def _linking(make: batch.Make, path: Path | None) -> Iterator[batch.Make]:
    """What makes documents, their entities linked to those of a registry where one is named."""
    if path is None:
        yield make
        return
    with Registry(path) as registry:
        yield lambda item: registry.link(make(item))


def _run(found: Iterable[batch.Done], write: Sequence[batch.Writer]) -> int:
    """Write every document that is made; failures are listed on stderr and counted."""
    console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    failed = 0
    with _progress(console) as bar:
        task = bar.add_task("documents", total=None)
        for done in found:
            if isinstance(done, batch.Failure):
                failed += 1
                console.print(f"Error: {done}")
            else:
                for each in write:
                    each(done)
            bar.advance(task)
    return failed


def _progress(console: Console) -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.completed} documents"), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
