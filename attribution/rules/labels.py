"""The labels of a document's statements: reads a View and its Statements, returns a dict of labels for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .acts import act
from .certainty import boosters, certainty
from .circumstances import circumstances
from .hedges import assign, find_hedges, owners
from .stance import decide, of_comments, of_words
from .statements import Statement
from .types import content_type
from .view import View


def label(view: View, statements: Sequence[Statement]) -> list[dict[str, Any]]:
    """Type, act, stance, hedges, circumstances and what decided them, for each statement."""
    cues = {i for each in statements for i in range(*each.cue)}
    inner = owners(view, statements)
    around, repeats = circumstances(view, statements, inner)
    hedges = assign(view, statements, find_hedges(view, cues), inner)
    for own, more in zip(hedges, repeats):
        own += [h for h in more if not any(h.first < o.last and o.first < h.last for o in own)]
    evidence = [of_words(view, each, own) for each, own in zip(statements, hedges)]
    distanced = [decide(found).stance == "distance" for found in evidence]
    comments = of_comments(view, statements, distanced, sorted(each.cue[0] for each in statements))
    strong = boosters(view, inner, len(statements))
    rows = []
    for n, each in enumerate(statements):
        decided = decide([*evidence[n], *filter(None, (comments[n],))])
        row: dict[str, Any] = {"type": content_type(view, each), "stance": decided.stance, "act": act(view, each)}
        row["certainty"] = certainty(view, each, row, hedges[n], strong[n])
        row["hedges"] = [h.to_dict(view) for h in hedges[n]]
        rows.append(row | {"circumstances": around[n], "by": decided.shown(view)})
    return rows
