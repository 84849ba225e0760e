"""First component: reads token.orth_, writes token.norm_ (the folded key) and token.is_sent_start."""

from __future__ import annotations

from typing import Any

import numpy
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc

from ..arabic import fold

_BRACKET_REACH = 60  # tokens: a bracket that closes farther away does not hold a sentence together
WORDS = 16_000  # spellings that are kept with their keys: those of some 400 articles
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
    """Return the positions of the tokens that begin a sentence, from their classes and the blanks after them.

    A sentence ends at a line's end, at . ! ؟ ? … or two full stops, together with the closing marks after
    them; not in brackets, not after the number of a list item, not before a comma or colon, and not after
    a question or exclamation that ends a quotation unless a conjunction follows.
    """
    guards = _bracketed(classes)
    starts, i, guarded, n = [0], 0, 0, len(classes)
    while i < n:
        guarded = max(guarded, guards.get(i, 0))
        if classes[i] not in (NEWLINE, STOP, PAUSE):
            i += 1
            continue
        after, ends = _sentence_end(classes, blanks, i, starts[-1], guarded)
        i = max(after, i + 1)
        if ends and i < n:
            starts.append(i)
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


def _sentence_end(classes: list[int], blanks: list[int], i: int, start: int, guarded: int) -> tuple[int, bool]:
    """Return the position after the marks and blanks from ``i`` on, and whether a sentence ends there."""
    j, closed = _past_marks(classes, blanks, i)
    marks_end = j
    while j < len(classes) and classes[j] in (BLANK, NEWLINE):
        j += 1
    if j == len(classes) or NEWLINE in classes[marks_end:j]:
        return j, True
    listed = i - start == 1 and classes[start] == NUMBER and classes[i] == STOP
    if j <= guarded or classes[j] == LINK or listed:
        return marks_end, False
    return j, not (closed and classes[i] == PAUSE and classes[j] != AND)


def _past_marks(classes: list[int], blanks: list[int], i: int) -> tuple[int, bool]:
    """Return the position after a run of stops and closing marks, and whether a quotation closes in it."""
    j, closed = i, False
    kinds: tuple[int, ...] = (STOP, PAUSE)
    while j < len(classes) and classes[j] in kinds:
        closed = closed or classes[j] in (CLOSER, GUILLEMET)
        attached = (CLOSER, CLOSE) if not blanks[j] else ()
        kinds = (STOP, PAUSE, GUILLEMET, BLANK, *attached)
        j += 1
    return j, closed


class Normalizer:
    """Set keys and sentences: reads token.orth_, writes token.norm_ and token.is_sent_start."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[str | None, int]] = {}

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc):
            return doc
        orths, blanks = doc.to_array(["ORTH", "SPACY"]).T.tolist()
        known, strings = self._learnt(set(orths), doc.vocab.strings), doc.vocab.strings
        norms = {orth: orth if key is None else strings.add(key) for orth, (key, _) in known.items()}
        flags: Any = numpy.full((len(orths), 2), -1, dtype="int64").astype("uint64")
        flags[:, 0] = [norms[orth] for orth in orths]
        flags[sentence_starts([known[orth][1] for orth in orths], blanks), 1] = 1
        return doc.from_array(["NORM", "SENT_START"], flags)

    def _learnt(self, orths: set[int], strings: StringStore) -> dict[int, tuple[str | None, int]]:
        """The key (None: the word itself) and the class of each word; those of the latest WORDS words are kept."""
        if len(self._known) > WORDS:
            self._known = {}
        for orth in orths.difference(self._known):
            text = strings[orth]
            key = fold(text) or text
            self._known[orth] = (None if key == text else key, classify(text))
        return {orth: self._known[orth] for orth in orths}


@Language.factory("attribution_norm", assigns=["token.norm", "token.is_sent_start"])
def create_normalizer(nlp: Language, name: str) -> Normalizer:
    """Return the component for a pipeline; it has no settings and nothing to save."""
    return Normalizer()
