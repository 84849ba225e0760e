"""Certainty: reads a statement's labels, returns how far speaker and writer stand behind its content, each from 0 to 1.

A derived number, no measured one, by the rows of lexicons/certainty.tsv:

1. The speaker starts at the value of the cue's verb, else of the act (affirm 0.95, state 0.8, question 0.3 …); the
   writer at the value of the stance (endorse 0.95, neutral 0.6, distance 0.3, dispute 0.05).
2. A booster (بلا شك، قطعاً) takes away a share of the speaker's doubt: c becomes 1 - (1 - c)(1 - share).
3. Each hedge multiplies both by its kind's values (epistemic 0.6 and 0.95, distancing 1 and 0.8 …).

Hedges come last and no factor is over 1, so that one more hedge never makes a number greater.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .hedges import Hedge, Owners
from .statements import Statement
from .view import View


def certainty(
    view: View, statement: Statement, labels: Mapping[str, Any], hedges: Sequence[Hedge], strong: Sequence[str]
) -> dict[str, float]:
    """The certainty of a statement for its speaker and for the writer, rounded to two places."""
    table = view.vocabulary.certainty
    speaker = table.get(("verb", statement.lemma), table.get(("act", labels["act"]), (1.0, 1.0)))[0]
    writer = table.get(("stance", labels["stance"]), (1.0, 1.0))[1]
    for phrase in strong:
        speaker = 1 - (1 - speaker) * (1 - table["booster", phrase][0])
    for hedge in hedges:
        factor = table.get(("hedge", hedge.kind), (1.0, 1.0))
        speaker, writer = speaker * factor[0], writer * factor[1]
    return {"speaker": round(speaker, 2), "writer": round(writer, 2)}


def boosters(view: View, inner: Owners, count: int) -> list[list[str]]:
    """The boosters of each of `count` statements: those in its own content."""
    found: list[list[str]] = [[] for _ in range(count)]
    phrases = view.vocabulary.boosters
    for i, owner in enumerate(inner):
        if owner is None or view.forms[i].key not in phrases.starts:
            continue
        phrase = next(phrases.every(view.forms, i, len(view)), None)
        if phrase is not None:
            found[owner].append(phrase[1][0])
    return found
