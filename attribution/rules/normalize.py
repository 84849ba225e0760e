"""First component: reads token.orth_, writes token.norm_ (the folded key) and token.is_sent_start."""

from __future__ import annotations

import numpy
from spacy.attrs import NORM, ORTH, SENT_START, SPACY
from spacy.language import Language
from spacy.tokens import Doc

from ..arabic import fold

_BRACKET_REACH = 60  # tokens: a bracket that closes farther away does not hold a sentence together
_CONJUNCTIONS = ("و", "ف", "ثم")

PLAIN, BLANK, NEWLINE, STOP, PAUSE, CLOSER, GUILLEMET, OPEN, CLOSE, LINK, NUMBER, AND = range(12)
_CLASSES = {
    **dict.fromkeys((".", "۔", "｡"), STOP),
    **dict.fromkeys(("!", "؟", "?", "…", "‼", "⁇"), PAUSE),
    **dict.fromkeys(("”", '"', "“", "’", "''", ">>", "'", "›"), CLOSER),
    "»": GUILLEMET,
    **dict.fromkeys(("(", "["), OPEN),
    **dict.fromkeys((")", "]"), CLOSE),
    **dict.fromkeys(("،", ",", "؛", ";", ":", "،،"), LINK),
}


def classify(text: str) -> int:
    """Return what a token means for the ends of sentences."""
    if text in _CLASSES:
        return _CLASSES[text]
    if text.isspace():
        return NEWLINE if any(c in text for c in "\n\r\u2028\u2029\x0b\x0c\x85") else BLANK
    if set(text) == {"."}:
        return PAUSE
    if text.isdecimal():
        return NUMBER
    return AND if text.startswith(_CONJUNCTIONS) else PLAIN


def sentence_starts(classes: list[int], blanks: list[int]) -> list[int]:
    """Return the positions of the tokens that begin a sentence, from each token's class and whether a blank follows it.

    A sentence ends at a line's end, at . ! ؟ ? … or two full stops, together with the closing marks after them; not in
    brackets, not after the number of a list item, not before a comma or colon, and not after a question or
    exclamation that ends a quotation unless a conjunction follows.
    """
    guards = _bracketed(classes)
    starts, i, guarded, n = [0], 0, 0, len(classes)
    while i < n:
        guarded = max(guarded, guards.get(i, 0))
        end = (
            _sentence_end(classes, blanks, i, starts[-1], guarded)
            if classes[i] in (NEWLINE, STOP, PAUSE)
            else 0
        )
        i = end or i + 1
        if end and end < n:
            starts.append(end)
    return starts if n else []


def _bracketed(classes: list[int]) -> dict[int, int]:
    """Return, for each opening bracket that closes on its line and nearby, where it closes."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for i, kind in enumerate(classes):
        if kind == OPEN:
            stack.append(i)
        elif kind == NEWLINE:
            stack.clear()
        elif kind == CLOSE and stack and i - stack[-1] <= _BRACKET_REACH:
            found[stack.pop()] = i
    return found


def _sentence_end(classes: list[int], blanks: list[int], i: int, start: int, guarded: int) -> int:
    """Return the position after the sentence that the token at ``i`` may end, or 0 if it does not end one."""
    j, n, closed, kinds = i, len(classes), False, (STOP, PAUSE)
    while j < n and classes[j] in kinds:
        closed = closed or classes[j] in (CLOSER, GUILLEMET)
        kinds = (
            (STOP, PAUSE, GUILLEMET, BLANK) if blanks[j] else (STOP, PAUSE, CLOSER, GUILLEMET, CLOSE, BLANK)
        )
        j += 1
    line_end = j >= n or classes[j] == NEWLINE
    while j < n and classes[j] in (BLANK, NEWLINE):
        line_end = line_end or classes[j] == NEWLINE
        j += 1
    if line_end:
        return j
    if (
        j <= guarded
        or classes[j] == LINK
        or (i - start == 1 and classes[start] == NUMBER and classes[i] == STOP)
    ):
        return 0
    return 0 if closed and classes[i] == PAUSE and classes[j] != AND else j


class Normalizer:
    """Set keys and sentences: reads token.orth_, writes token.norm_ and token.is_sent_start."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[str, int]] = {}

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc):
            return doc
        orths = doc.to_array(ORTH).tolist()
        norms = {orth: doc.vocab.strings.add(self._look_up(orth, doc)[0]) for orth in set(orths)}
        classes = [self._known[orth][1] for orth in orths]
        flags = numpy.full((len(orths), 2), -1, dtype="int64").astype("uint64")
        flags[:, 0] = [norms[orth] for orth in orths]
        flags[sentence_starts(classes, doc.to_array(SPACY).tolist()), 1] = 1
        return doc.from_array([NORM, SENT_START], flags)

    def _look_up(self, orth: int, doc: Doc) -> tuple[str, int]:
        if orth not in self._known:
            text = doc.vocab.strings[orth]
            self._known[orth] = (fold(text) or text, classify(text))
        return self._known[orth]


@Language.factory("attribution_norm", assigns=["token.norm", "token.is_sent_start"])
def create_normalizer(nlp: Language, name: str) -> Normalizer:
    """Return the component for a pipeline; it has no settings and nothing to save."""
    return Normalizer()
