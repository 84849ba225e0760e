"""Where a clause or quotation begins after a reporting verb: reads a View, answers with token numbers, writes nothing."""

from __future__ import annotations

from .phrases import is_comma, is_nominal
from .subjects import SPEECH
from .view import View

LONG = 8  # a quotation of so many words is no name


def clause_or_quote(
    view: View, frames: frozenset[str], start: int, stop: int, claimed: set[int]
) -> tuple[str, int, int] | None:
    """Frame, first content token and end of the zone for the first clause, colon, quotation or question.

    A short quotation may be a name on the way to the clause, and counts only where no clause or colon follows.
    """
    i, fallback = start, None
    while i < stop:
        form = view.forms[i]
        if i in claimed or form.key in ("؛", "!", "؟") or is_comma(form) and is_comment(view, i + 1, stop, 2):
            break
        if form.complementiser and "that" in frames and is_complement(view, i):
            bare = form.complementiser == "bare" and not _asks_whether(view, frames, i)
            return "that", (i + 1 if bare else i), i
        if form.key == ":" and "quote" in frames:
            return _after_colon(view, frames, i)
        quote = view.opening.get(i)
        if quote is not None:
            if "quote" in frames and fallback is None and quote.kind != "name" and _is_speech(view, i, start):
                fallback = ("quote", i, i)
                if quote.words >= LONG or not quote.closed:
                    break
            i = max(i + 1, min(view.before(quote.end), stop))
            continue
        if "question" in frames and form.has("question") and i <= start + 12:
            return fallback or ("question", i, i)
        i += 1
    return fallback


def _asks_whether(view: View, frames: frozenset[str], i: int) -> bool:
    """سأله إن كان: إن is no أن there, and stays in the content."""
    return "question" in frames and view.forms[i].text.startswith("إ") and i + 1 < len(view) and view.plays(i + 1, "was")


def _after_colon(view: View, frames: frozenset[str], i: int) -> tuple[str, int, int] | None:
    """What a colon opens: the words as they were said, or a clause of reported speech (قال: إن …)."""
    if i + 1 >= len(view):
        return None
    clausal = view.forms[i + 1].complementiser == "bare" and "that" in frames
    return ("that", i + 2, i) if clausal and i + 2 < len(view) else ("colon", i + 1, i)


def is_comment(view: View, j: int, end: int, least: int = 1) -> bool:
    """Whether the writer's own words begin at a token after a comma: وهو ما، متناسيا، دون أي إشارة إلى."""
    length, kind, _ = view.vocabulary.connectors.match(view.forms, j, end) if j < end else (0, "", "")
    if length < least or kind != "comment":
        return False
    inserted = view.key(j) == "وهو" and length == 1
    return not inserted or not any(is_comma(f) for f in view.forms[j:end])


def is_complement(view: View, i: int) -> bool:
    owned = view.plays(i - 1, "owns_clause") and view.key(i - 2) != "فيما"
    return view.forms[i].key[0] not in "وف" and not owned


def _is_speech(view: View, i: int, start: int) -> bool:
    quote = view.opening[i]
    words = quote.words
    if words >= SPEECH or not quote.closed or view.text[quote.inner_end - 1 : quote.inner_end + 1].endswith(("!", "؟", "?")):
        return True
    after = view.key(view.before(quote.end))
    return (
        i > start
        and (after in (".", "،", ",", "") or view.before(quote.end) in view.lines)
        and words > 0
        and (view.key(i - 1) in (":", "،", ",") or not is_nominal(view.forms[i - 1]))
    )
