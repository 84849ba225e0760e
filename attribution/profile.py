"""How each speaker is quoted: reads Documents, writes one row a speaker as a table, CSV, JSON or a chart."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from .arabic import loose
from .errors import UsageError
from .types import Attribution, Document
from .view import cell

FORMATS = ("table", "csv", "json")
CHARTS = (".png", ".svg")
COLUMNS = ("speaker", "kind", "statements", "acts", "distanced", "disputed", "hedges_per_100_words", "addressees")
NOBODY = "—"
SHOWN = 3  # acts and addressees of a speaker that a row shows
CHARTED = 15  # speakers that a chart shows
STANCE_COLOURS = {"endorse": "#4c9f70", "neutral": "#b8bfc6", "distance": "#e0a458", "dispute": "#c8553d"}
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Profile:
    """What one speaker said, over all documents: counts of statements, acts, stances, hedges, words and addressees."""

    speaker: str
    kind: str
    statements: int = 0
    words: int = 0
    hedges: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    stances: Counter[str] = field(default_factory=Counter)
    addressees: Counter[str] = field(default_factory=Counter)

    def add(self, each: Attribution) -> None:
        """Count one more statement."""
        self.statements += 1
        self.words += sum(len(_WORD.findall(span.text)) for span in each.content)
        self.hedges += len(each.hedges)
        self.acts[each.act] += 1
        self.stances[each.stance] += 1
        self.addressees.update(c.text for c in each.circumstances if c.kind == "addressee")

    def share(self, stance: str) -> float:
        """The share of the statements that have a stance."""
        return self.stances[stance] / self.statements if self.statements else 0.0

    def to_dict(self) -> dict[str, Any]:
        """The row as JSON: counts in full, shares from 0 to 1."""
        return {
            "speaker": self.speaker,
            "kind": self.kind,
            "statements": self.statements,
            "acts": dict(self.acts.most_common()),
            "distanced": round(self.share("distance"), 3),
            "disputed": round(self.share("dispute"), 3),
            "hedges_per_100_words": round(100 * self.hedges / self.words, 2) if self.words else 0.0,
            "addressees": dict(self.addressees.most_common()),
        }


def profiles(documents: Iterable[Document]) -> list[Profile]:
    """One Profile a speaker, the most quoted first; speakers of several documents are one where their names are."""
    found: dict[tuple[str, str], Profile] = {}
    for document in documents:
        entities = {entity.id: entity for entity in document.entities}
        for each in document.attributions:
            for name, kind in [(entities[s].name, entities[s].kind) for s in each.speakers] or [(NOBODY, "")]:
                found.setdefault((loose(name), kind), Profile(name, kind)).add(each)
    return sorted(found.values(), key=lambda p: (-p.statements, p.speaker))


def write(rows: list[Profile], format: str, file: TextIO) -> None:
    """Write the rows in a format of FORMATS."""
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r} (valid: {', '.join(FORMATS)})")
    {"table": _table, "csv": _csv, "json": _json}[format](rows, file)


def _json(rows: list[Profile], file: TextIO) -> None:
    json.dump([row.to_dict() for row in rows], file, ensure_ascii=False, indent=1)
    file.write("\n")


def _csv(rows: list[Profile], file: TextIO) -> None:
    out = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    out.writeheader()
    for row in rows:
        data = row.to_dict()
        counts = {name: " | ".join(f"{k}: {n}" for k, n in data[name].items()) for name in ("acts", "addressees")}
        out.writerow(data | counts)


def _table(rows: list[Profile], file: TextIO) -> None:
    console = Console(file=file, width=None if file.isatty() else 140, highlight=False)
    found = Table(box=SIMPLE_HEAD, pad_edge=False)
    titles = ("speaker", "statements", "acts", "distanced", "disputed", "hedges / 100 words", "addressees")
    for title in titles:
        found.add_column(title, justify="right" if title in titles[3:6] or title == "statements" else "left")
    for row in rows:
        found.add_row(*_cells(row))
    console.print(found)


def _cells(row: Profile) -> list[Any]:
    data = row.to_dict()
    acts = ", ".join(f"{act} {n}" for act, n in row.acts.most_common(SHOWN))
    addressees = "، ".join(name for name, _ in row.addressees.most_common(SHOWN))
    shares = [f"{data[name]:.0%}" for name in ("distanced", "disputed")]
    hedges = f"{data['hedges_per_100_words']:.1f}"
    return [cell(row.speaker, 28), str(row.statements), acts, *shares, hedges, cell(addressees, 24)]


def chart(rows: list[Profile], path: Path) -> None:
    """Draw the statements of the most quoted speakers by stance, to a PNG or SVG file, right to left."""
    if path.suffix.lower() not in CHARTS:
        raise UsageError(f"{path}: a chart is written as {' or '.join(CHARTS)}, not as {path.suffix or 'no ending'}")
    pyplot = _pyplot()
    kept = rows[:CHARTED][::-1]
    figure, axes = pyplot.subplots(figsize=(9, 1.6 + 0.42 * len(kept)))
    left = [0] * len(kept)
    for stance, colour in STANCE_COLOURS.items():
        counts = [row.stances[stance] for row in kept]
        axes.barh(range(len(kept)), counts, left=left, color=colour, label=stance)
        left = [a + b for a, b in zip(left, counts)]
    axes.set_yticks(range(len(kept)), [row.speaker for row in kept])
    axes.invert_xaxis()
    axes.yaxis.tick_right()
    axes.set_xlabel("statements")
    axes.legend(loc="lower left", frameon=False)
    figure.tight_layout()
    figure.savefig(path)
    pyplot.close(figure)


def _pyplot() -> Any:
    """matplotlib's drawing functions without a screen, of a version that shapes Arabic."""
    try:
        import matplotlib  # noqa: PLC0415 (an extra)
    except ImportError:
        raise UsageError("a chart needs Python 3.11 or newer and the extra charts: pip install 'attribution[charts]'") from None
    if tuple(map(int, matplotlib.__version__.split(".")[:2])) < (3, 11):
        raise UsageError(f"a chart needs matplotlib 3.11 or newer, which shapes Arabic; this is {matplotlib.__version__}")
    matplotlib.use("agg")
    matplotlib.rcParams["svg.fonttype"] = "path"
    from matplotlib import pyplot  # noqa: PLC0415 (an extra)

    return pyplot
