"""Which attribution holds which: reads the rows of a document (cue and content spans), returns the parent of each."""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]


def parents(rows: list[Data]) -> dict[str, str | None]:
    """For each row's id the id of the smallest other content that holds its cue, or None; in time linear in the rows."""
    spans = sorted(((s["start"], s["end"], row["id"]) for row in rows for s in row["content"]), key=lambda span: span[:2])
    found: dict[str, str | None] = {}
    open_spans: list[tuple[int, int, str]] = []
    following = 0
    for row in sorted(rows, key=lambda row: row["cue"]["start"]):
        at = row["cue"]["start"]
        while following < len(spans) and spans[following][0] <= at:
            open_spans.append(spans[following])
            following += 1
        open_spans = [span for span in open_spans if span[1] > at]
        holding = [(end - start, id_) for start, end, id_ in open_spans if id_ != row["id"]]
        found[row["id"]] = min(holding)[1] if holding else None
    return _acyclic(found)


def _acyclic(found: dict[str, str | None]) -> dict[str, str | None]:
    """The same without the link that would close a circle, where two contents hold each other's cue."""
    for row, parent in found.items():
        seen = {row}
        while parent is not None and parent not in seen:
            seen.add(parent)
            parent = found[parent]
        if parent == row:
            found[row] = None
    return found
