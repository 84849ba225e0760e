"""A document as a table: reads a Document, prints a row an attribution, each word kept in its cell."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .score import Figure, Score, speakers
from .types import Attribution, Document

ISOLATE, END_ISOLATE = "\u2068", "\u2069"
UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
LONGEST = 160  # characters of a content that are shown
LABELS = {"act": 8, "type": 8, "stance": 8}
SHARES = {"speaker": 0.24, "cue": 0.12, "content": 0.44, "hedges": 0.2}


class Printer:
    """Prints documents to a file, as wide as the terminal, or 120 columns where there is none."""

    def __init__(self, file: TextIO) -> None:
        self.console = Console(file=file, width=None if file.isatty() else 120, highlight=False)

    def __call__(self, document: Document) -> None:
        self.console.print(table(document, self.console.width))
        if not document.attributions:
            self.console.print("  no attributions\n")


def table(document: Document, width: int = 120) -> Table:
    """One row an attribution: speaker, act, type, stance, cue, content, hedges."""
    widths = _widths(width)
    found = Table(title=Text(document.id, style="bold"), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for name in ("speaker", "act", "type", "stance", "cue", "content", "hedges"):
        found.add_column(name, width=widths[name], no_wrap=True, overflow="ignore")
    names = {entity.id: entity.name for entity in document.entities}
    for each in document.attributions:
        found.add_row(*(cell(text, widths[name]) for name, text in _cells(each, names).items()))
    return found


def _widths(width: int) -> dict[str, int]:
    free = max(40, width - sum(LABELS.values()) - 3 * (len(LABELS) + len(SHARES)))
    return LABELS | {name: max(8, int(free * share)) for name, share in SHARES.items()}


def _cells(each: Attribution, names: dict[str, str]) -> dict[str, str]:
    return {
        "speaker": "، ".join(names[speaker] for speaker in each.speakers) or "—",
        "act": each.act,
        "type": each.type,
        "stance": each.stance,
        "cue": each.cue.text if each.cue else "",
        "content": textwrap.shorten(" … ".join(_plain(s.text) for s in each.content), LONGEST, placeholder=" …"),
        "hedges": "، ".join(hedge.text for hedge in each.hedges),
    }


def cell(text: str, width: int) -> Text:
    """Text wrapped to a width, each line isolated from the direction of its neighbours."""
    lines = textwrap.wrap(_plain(text), width)
    return Text("\n".join(f"{ISOLATE}{line}{END_ISOLATE}" for line in lines))


def _plain(text: str) -> str:
    """The text without line ends, control characters and direction marks, which would move the table."""
    return UNSEEN.sub(" ", text).strip()


def print_score(result: Score, file: TextIO, errors: bool = False) -> None:
    """Print the figures as a table, after a line for each error where they are asked for."""
    console = Console(file=file, width=None if file.isatty() else 120, highlight=False)
    for error in result.errors if errors else ():
        console.print(Text(error), soft_wrap=True)
    console.print(_score_table(result.figures))
    interval = f"{result.low:.3f} to {result.high:.3f}"
    console.print(f"attribution F1: 95 % interval {interval} over {result.documents} documents")
    right = speakers(result.figures)
    console.print(f"speakers right: {right.recall:.3f} of the {right.gold} matches")


def _score_table(figures: Mapping[str, Figure]) -> Table:
    found = Table("figure", box=SIMPLE_HEAD, pad_edge=False)
    for name in ("P", "R", "F1", "gold", "found"):
        found.add_column(name, justify="right")
    for name, figure in figures.items():
        ratios = (f"{ratio:.3f}" for ratio in (figure.precision, figure.recall, figure.f1))
        found.add_row(name, *ratios, str(figure.gold), str(figure.predicted))
    return found
