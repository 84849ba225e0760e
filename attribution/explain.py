"""Why an attribution has its speakers: reads a text and a pipeline, returns the candidates with their scores."""

from __future__ import annotations

from typing import Any, NamedTuple, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from spacy.language import Language

from .document import document
from .errors import UsageError
from .rules.entities import canonical
from .rules.speakers import Speaking, find_speakers
from .rules.statements import EXTENSION, Statement, view_of
from .types import Attribution, Document
from .view import cell

COMPONENT = "attribution_results"
NAMES = 48  # columns of a candidate's names


class Weighed(NamedTuple):
    """A possible speaker (several for a pair), its score and what speaks for it."""

    names: tuple[str, ...]
    score: float
    reasons: tuple[str, ...]


class Explanation(NamedTuple):
    """An attribution of a document, its speakers' names, what decided, and who was weighed, the best first."""

    attribution: Attribution
    names: tuple[str, ...]
    by: str
    candidates: tuple[Weighed, ...]

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain data."""
        rows = [{"names": list(c.names), "score": c.score, "reasons": list(c.reasons)} for c in self.candidates]
        return {"id": self.attribution.id, "speakers": list(self.names), "by": self.by, "candidates": rows}


def explain(text: str, id: str, pipeline: Language) -> Explanation:
    """Who was weighed for one attribution of a text; its rules are run again, nothing of it is kept in results."""
    if not pipeline.has_pipe(COMPONENT):
        raise UsageError(f"the pipeline cannot explain (it has no component {COMPONENT})")
    doc = pipeline(text)
    found = document(doc, id="")
    attribution = _attribution(found, id)
    component: Any = pipeline.get_pipe(COMPONENT)
    view = view_of(doc, component.vocabulary)
    statements = [Statement.load(data) for data in doc._.get(EXTENSION)]
    _, speaking = find_speakers(view, statements)
    end = attribution.cue.end if attribution.cue else -1
    for statement, said in zip(statements, speaking):
        if view.ends[statement.cue[1] - 1] == end:
            return _explanation(attribution, found, said)
    return _explanation(attribution, found, Speaking((), ""))


def _attribution(found: Document, id: str) -> Attribution:
    for each in found.attributions:
        if each.id == id:
            return each
    raise UsageError(f"no attribution {id!r} (valid: {', '.join(a.id for a in found.attributions) or 'none'})")


def _explanation(attribution: Attribution, found: Document, said: Speaking) -> Explanation:
    names = {entity.id: entity.name for entity in found.entities}
    speakers = tuple(names[speaker] for speaker in attribution.speakers)
    rows = tuple(Weighed(tuple(map(canonical, c.figures)), c.score, c.reasons) for c in said.candidates)
    return Explanation(attribution, speakers, said.by, rows or (Weighed(speakers, 0.0, (said.by,)),))


def print_explanation(found: Explanation, file: TextIO) -> None:
    """Print the cue, what decided, and a row for each candidate."""
    console = Console(file=file, width=None if file.isatty() else 120, highlight=False)
    cue = found.attribution.cue.text if found.attribution.cue else "—"
    console.print(cell(f"{found.attribution.id}  {cue}  {'، '.join(found.names) or '—'}  ({found.by})", console.width))
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("candidate", width=NAMES)
    table.add_column("score", justify="right")
    table.add_column("why")
    for each in found.candidates:
        table.add_row(cell("، ".join(each.names) or "—", NAMES), f"{each.score:.2f}", ", ".join(each.reasons))
    console.print(table)
