"""Who made a document: reads a View and the range of its phrase, answers with a token range; writes nothing."""

from __future__ import annotations

from .mentions import BODIES
from .phrases import Range
from .view import View


def issuer(view: View, start: int, end: int) -> Range | None:
    """The body or people in a document's phrase who made it: بيان للوزارة، تقرير صادر عن، استطلاع أجرته، بيانات معهد."""
    for j in range(start + 1, end):
        form = view.forms[j]
        before = view.forms[j - 1]
        if before.shape == "n" and not form.preposition and not form.definite:
            continue  # تقرير في 68 صفحة
        if j == start + 1 and (form.has("demonym", "adjective") or form.definite and view.forms[start].definite):
            continue
        if j in view.opening and not before.has("title") and view.opening[j].words <= 5:
            return j, end
        if (
            not form.has("title", *BODIES)
            or form.has("adjective")
            and form.definite
            and before.definite
            or form.has("document")
        ):
            continue
        loose_phrase = before.has("preposition") and before.key not in ("عن", "من") or form.preposition not in ("", "li")
        if loose_phrase or before.key == "عن" and not view.key(j - 2).endswith(("صادر", "صادرة", "صادرا")):
            return None
        return j, end
    return None
