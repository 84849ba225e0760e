"""What `spacy train` reads and how it scores: texts with their gold standoff as Examples, the project's own figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import filter_spans, registry

from ..document import document
from ..errors import InputError, UsageError
from ..score import score
from ..standoff import read_gold
from .labels import NAMES, Names, read_names
from .tagger import LABELS


@registry.readers("attribution.Standoff.v1")
def create_reader(
    path: str | None, texts: str | None = None, names: str | None = None
) -> Callable[[Language], Iterable[Example]]:
    """Reads a folder of `<id>.gold.json`; the `<id>.txt` are in `texts`, or beside them. Gold is doc._.attribution.

    `names` is a file of labels.read_names: doc.ents of the texts that it knows. Raises UsageError where there is no gold,
    InputError for gold or names that do not fit their text.
    """

    def read(nlp: Language) -> Iterator[Example]:
        if path is None:
            raise UsageError("no folder of gold: name one with --paths.train DIR and --paths.dev DIR")
        known = read_names(Path(names)) if names else {}
        for gold in read_gold(Path(path), Path(texts) if texts else None):
            reference = nlp.make_doc(gold.text)
            reference._.attribution = gold.to_dict()
            if gold.id in known:
                _enter(reference, known[gold.id], f"{names}: {gold.id}")
            yield Example(nlp.make_doc(gold.text), reference)

    return read


def _enter(doc: Doc, names: Names, where: str) -> None:
    """Write gold names as a Doc's entities; of two in one token the longer."""
    found = []
    for kind in NAMES:
        for start, end in names[kind]:
            span = doc.char_span(start, end, LABELS[kind], alignment_mode="expand") if start < end else None
            if span is None:
                raise InputError("a name outside its text", where, kind, [start, end], [f"0 to {len(doc.text)}"])
            found.append(span)
    doc.set_ents(filter_spans(found))


def names_in(doc: Doc) -> Names | None:
    """The names of a Doc of the reader by kind, in characters; None where they are not known."""
    if not doc.has_annotation("ENT_IOB"):
        return None
    return {kind: [(e.start_char, e.end_char) for e in doc.ents if e.label_ == LABELS[kind]] for kind in NAMES}


@registry.scorers("attribution.scorer.v1")
def create_scorer() -> Callable[..., dict[str, Any]]:
    """What scores Examples of `create_reader` after the whole pipeline: `attribution_f`, `content_f` …, F1 from 0 to 1."""
    return figures


def figures(examples: Iterable[Example], **options: Any) -> dict[str, Any]:
    """F1 of each figure of attribution/score.py over Examples."""
    pairs = [(document(each.reference, id=str(n)), document(each.predicted, id=str(n))) for n, each in enumerate(examples)]
    found = score([gold for gold, _ in pairs], {predicted.id: predicted for _, predicted in pairs})
    return {f"{name}_f": figure.f1 for name, figure in found.figures.items()}
