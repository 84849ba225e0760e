"""Site furniture (links, comment forms, author lines): reads a View, returns the tokens that no cue may stand on."""

from __future__ import annotations

from .view import View

SHORT = 25  # tokens of a line that is furniture as a whole


def furniture(view: View) -> set[int]:
    """The numbers of the tokens in furniture: whole short lines, and all that follows a comment form."""
    found: set[int] = set()
    lines = sorted({0, *view.lines, len(view)})
    for start, end in zip(lines, lines[1:]):
        length, kind, _ = view.vocabulary.furniture.match(view.forms, start, end)
        if length and kind == "stop" and start > len(view) // 2:
            found.update(range(start, len(view)))
            break
        if length and (end - start <= SHORT or kind == "prefix"):
            found.update(range(start, end))
    return found
