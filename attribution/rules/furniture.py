"""Site furniture (links, comment forms, author lines): reads a View, returns the tokens that no cue may stand on."""

from __future__ import annotations

from .view import View

SHORT = 8  # words of a line that is furniture because of how it begins
AFTER_PATTERN = frozenset({":", "|", "-", "–", ".", "..", "…"})


def furniture(view: View) -> set[int]:
    """The numbers of the tokens in furniture: whole lines, and all that follows a comment form."""
    found: set[int] = set()
    lines = sorted({0, *view.lines, len(view)})
    for start, end in zip(lines, lines[1:]):
        first = next((i for i in range(start, end) if view.forms[i].shape in "wn"), start)
        length, kind, _ = view.vocabulary.furniture.match(view.forms, first, end) if first < end else (0, "", "")
        if length and kind == "stop" and 2 * start > len(view):
            found.update(range(start, len(view)))
            break
        if length and _is_furniture(view, kind, first + length, start, end):
            found.update(range(start, end))
    return found


def _is_furniture(view: View, kind: str, after: int, start: int, end: int) -> bool:
    """Whether the rest of a line makes it furniture: a colon, a bar or a number follows, or it is short."""
    alone = after >= end
    if kind == "prefix":
        return not alone and view.key(after) == ":" and not any(i in view.opening for i in range(after, end))
    words = sum(form.shape == "w" for form in view.forms[start:end])
    return alone or view.key(after) in AFTER_PATTERN or view.forms[after].shape == "n" or words <= SHORT
