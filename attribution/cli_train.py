"""The commands `attribution train` and `export`: read labelled texts and an encoder, or a trained pipeline; write a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from . import standoff
from .errors import AttributionError, InputError
from .files import read_text

Gold = Annotated[Path, typer.Option("--gold", metavar="DIR", exists=True, file_okay=False, help="Folder of <id>.gold.json")]
Texts = Annotated[Path | None, typer.Option("--texts", metavar="DIR", exists=True, file_okay=False, help="Of the <id>.txt")]
Encoder = Annotated[Path, typer.Option("--encoder", metavar="DIR", help="Folder of an encoder, or `networks` of a training")]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Folder of the trained pipeline")]
Epochs = Annotated[int, typer.Option("--epochs", min=1, help="At most; it stops when held texts gain no more")]
Trained = Annotated[Path, typer.Argument(metavar="DIR", help="The folder model-best that `spacy train` wrote")]
Confidence = Annotated[
    Path | None,
    typer.Option("--confidence", metavar="FILE", exists=True, dir_okay=False, help="JSON that scripts/calibrate.py wrote"),
]
Seed = Annotated[int, typer.Option("--seed", help="Of the random numbers")]


def train(gold: Gold, encoder: Encoder, output: Output, texts: Texts = None, epochs: Epochs = 12, seed: Seed = 0) -> None:
    """Train a pipeline on labels of your own; every tenth text decides when to stop. Needs attribution[train].

    Exit codes: 0 trained, 2 wrong use.
    """
    console = Console(stderr=True, highlight=False, markup=False)
    with _wrong_use("train"):
        from .neural.own import train as run  # noqa: PLC0415 (needs torch)
        from .neural.training import Settings  # noqa: PLC0415

        documents = standoff.read_gold(gold, texts)
        with Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console) as bar:
            task = bar.add_task(f"{len(documents)} texts", total=None)
            run(documents, encoder, output, Settings(epochs=epochs, seed=seed), lambda line: _tell(bar, task, line))


def export(trained: Trained, output: Output, confidence: Confidence = None) -> None:
    """Turn what `spacy train` made into a pipeline for ONNX Runtime, as the one that ships. Needs attribution[spacy].

    Exit codes: 0 written, 2 wrong use.
    """
    with _wrong_use("spacy"):
        from .neural.convert import convert  # noqa: PLC0415 (needs torch)

        convert(trained, output, _weights(confidence) if confidence else {})


def _weights(path: Path) -> dict[str, float]:
    try:
        found: dict[str, float] = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON ({error.msg})", str(path), f"line {error.lineno}, column {error.colno}") from None
    return found


@contextmanager
def _wrong_use(extra: str) -> Iterator[None]:
    """An error that concerns the whole call, or a library of an extra that is missing, ends it with exit code 2."""
    try:
        yield
    except (AttributionError, ImportError) as error:
        hint = "" if isinstance(error, AttributionError) else f" (pip install 'attribution[{extra}]')"
        typer.echo(f"Error: {error}{hint}", err=True)
        raise typer.Exit(2) from None


def _tell(bar: Progress, task: TaskID, line: str) -> None:
    bar.console.print(line)
    bar.update(task, description=line)
