"""From contents and speakers to standoff dicts: reads a View, Statements and Speakings, writes doc._.attribution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .confidence import LINK, TAGGER, confidence
from .entities import Figure, canonical
from .labels import label
from .nesting import parents
from .phrases import Range
from .speakers import Speaking
from .statements import Statement
from .view import View
from .words import PROCLITIC_PREPOSITIONS, Form

Data = dict[str, Any]


def assemble(
    view: View, statements: list[Statement], figures: list[Figure], speaking: list[Speaking], weights: Mapping[str, float]
) -> Data:
    """The standoff dict of a document: its entities that speak, and its attributions in text order.

    `weights` are those of the confidence; without them there is none.
    """
    ids = {id(f): f"e{n}" for n, f in enumerate(_spoken(figures, speaking), 1)}
    labels = label(view, statements)
    rows = [_attribution(view, c, s, row, ids) for c, s, row in zip(statements, speaking, labels)]
    order = sorted(rows, key=lambda row: (min(row["cue"]["start"], row["content"][0]["start"]), row["cue"]["start"]))
    for number, row in enumerate(order, 1):
        row["id"] = f"a{number}"
    holders = parents(order)
    for row in order:
        row["parent"] = holders[row["id"]]
        row["confidence"] = confidence(weights, row)
    entities = [_entity(view, f, ids[id(f)]) for f in figures if id(f) in ids]
    return {"entities": entities, "attributions": order}


def _spoken(figures: list[Figure], speaking: list[Speaking]) -> list[Figure]:
    used = {id(f) for s in speaking for f in s.figures}
    return [f for f in figures if id(f) in used]


def span(view: View, start: int, end: int) -> Data:
    """A span of the untouched text as a dict."""
    return {"start": start, "end": end, "text": view.text[start:end]}


def _tokens(view: View, range_: Range) -> Data:
    return span(view, view.starts[range_[0]], view.ends[range_[1] - 1])


def _attribution(view: View, statement: Statement, speaking: Speaking, labels: Data, ids: dict[int, str]) -> Data:
    return {
        "id": "",
        "type": labels["type"],
        "cue": _cue(view, statement),
        "cue_lemma": statement.lemma,
        "source": _source(view, statement.source),
        "content": [_content(view, r) for r in statement.content],
        "speakers": [ids[id(f)] for f in speaking.figures],
        "parent": None,
        "confidence": None,
        "stance": labels["stance"],
        "act": labels["act"],
        "hedges": labels["hedges"],
        "circumstances": labels["circumstances"],
        "certainty": labels["certainty"],
        "by": [*_reasons(statement), *_spoken_by(speaking), *labels["by"]],
    }


def _reasons(statement: Statement) -> list[str]:
    """What found the statement: the rule's kind and frame, and the tagger's chance where it has spoken."""
    chance = [] if statement.chance is None else [f"{TAGGER}:{statement.chance:.3f}"]
    return [f"rule:{statement.kind}-{statement.frame}".rstrip("-"), *chance]


def _spoken_by(speaking: Speaking) -> list[str]:
    """What decided who speaks, and how likely the tagger holds it that these are spoken of elsewhere."""
    return [f"speaker:{speaking.by}", *([] if speaking.chance is None else [f"{LINK}:{speaking.chance:.3f}"])]


def _cue(view: View, statement: Statement) -> Data:
    start = view.lead_end(statement.cue[0], statement.lead) if statement.lead else view.starts[statement.cue[0]]
    return span(view, start, view.ends[statement.cue[1] - 1])


def _source(view: View, range_: Range | None) -> Data | None:
    if range_ is None:
        return None
    form = view.forms[range_[0]]
    lead = form.lead.removesuffix("ال")
    letters = 1 if lead[-1:] in PROCLITIC_PREPOSITIONS or lead[:1] in ("و", "ف") else 0
    letters = 0 if form.lead.endswith("لل") else letters
    start = view.lead_end(range_[0], letters) if letters else view.starts[range_[0]]
    return span(view, start, view.ends[range_[1] - 1])


def _content(view: View, range_: Range) -> Data:
    start, end = view.starts[range_[0]], view.ends[range_[1] - 1]
    return span(view, view.lead_end(range_[0], 1) if _is_joined(view.forms[range_[0]]) else start, end)


def _is_joined(form: Form) -> bool:
    """Whether a content's first word begins with the و that joins its clause to the one before: وستعقد، وقال."""
    if form.key[:1] != "و":
        return False
    if form.verbs or form.classes:
        return form.lead.startswith("و") or bool(form.verbs) and form.verbs[0].lead.startswith("و")
    return form.key[1:2] in ("ي", "ت", "س") and len(form.key) > 4


def _entity(view: View, figure: Figure, id_: str) -> Data:
    name = canonical(figure)
    aliases = [n for n in dict.fromkeys([*figure.names, *figure.roles]) if n and n != name]
    mentions = [_tokens(view, place) for place in sorted(set(figure.places))]
    role = max(figure.roles, key=len) if figure.roles else None
    return {"id": id_, "name": name, "kind": figure.kind, "role": role, "aliases": aliases, "mentions": mentions}
