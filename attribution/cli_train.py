"""The command `attribution train`: reads labelled texts and an encoder, writes a pipeline's folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from . import standoff
from .errors import AttributionError

Gold = Annotated[Path, typer.Option("--gold", metavar="DIR", exists=True, file_okay=False, help="Folder of <id>.gold.json")]
Texts = Annotated[Path | None, typer.Option("--texts", metavar="DIR", exists=True, file_okay=False, help="Of the <id>.txt")]
Encoder = Annotated[Path, typer.Option("--encoder", metavar="DIR", help="Folder of an encoder, or `networks` of a training")]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Folder of the trained pipeline")]
Epochs = Annotated[int, typer.Option("--epochs", min=1, help="At most; it stops when held texts gain no more")]
Seed = Annotated[int, typer.Option("--seed", help="Of the random numbers")]


def train(gold: Gold, encoder: Encoder, output: Output, texts: Texts = None, epochs: Epochs = 12, seed: Seed = 0) -> None:
    """Train a pipeline on labels of your own; every tenth text decides when to stop. Needs attribution[train].

    Exit codes: 0 trained, 2 wrong use.
    """
    console = Console(stderr=True, highlight=False, markup=False)
    try:
        from .neural.own import train as run  # noqa: PLC0415 (needs torch)
        from .neural.training import Settings  # noqa: PLC0415

        documents = standoff.read_gold(gold, texts)
        with Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console) as bar:
            task = bar.add_task(f"{len(documents)} texts", total=None)
            run(documents, encoder, output, Settings(epochs=epochs, seed=seed), lambda line: _tell(bar, task, line))
    except (AttributionError, ImportError) as error:
        hint = "" if isinstance(error, AttributionError) else " (pip install 'attribution[train]')"
        typer.echo(f"Error: {error}{hint}", err=True)
        raise typer.Exit(2) from None


def _tell(bar: Progress, task: TaskID, line: str) -> None:
    bar.console.print(line)
    bar.update(task, description=line)
