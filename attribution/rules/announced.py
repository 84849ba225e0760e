"""Whom a headline announces by a title: reads a View, the statements below it and their speakers, answers with scores."""

from __future__ import annotations

from collections.abc import Iterable

from .entities import Figure
from .mentions import Mention
from .phrases import Range
from .salience import Candidate, Group, title_score
from .statements import Statement
from .view import View

SPOKE = 1.0  # speaks below the headline
FIRST = 0.5  # more for whoever does so first
TITLE = 0.5  # of what the title's words give for the titles said of a person
SAME = 4.0  # times the share of the headline's words that stand in one of the speaker's contents
ONLY = 1.2  # more for the only speaker of that gender
LEAST = 3  # letters of a word that counts


class Announced:
    """The speakers of one text and the words of what they say, for the headlines above them."""

    def __init__(self, view: View, spoken: Iterable[tuple[Statement, Group]]) -> None:
        self.view = view
        self.words: dict[Figure, list[frozenset[str]]] = {}
        for statement, group in spoken:
            if len(group) == 1:
                self.words.setdefault(group[0], []).append(_words(view, statement.content))

    def candidates(self, found: Mention, statement: Statement) -> tuple[Candidate, ...]:
        """Who may be meant by a description without a name, the best first."""
        said = _words(self.view, statement.content)
        fits = [f for f in self.words if _may_be(f, found)]
        rows = []
        for figure in fits:
            score = SPOKE + (FIRST if figure is fits[0] else 0.0) + (ONLY if len(fits) == 1 else 0.0)
            share = max(len(said & words) for words in self.words[figure]) / max(len(said), 1)
            title = title_score(figure, found, len(self.view))
            score += SAME * share + (TITLE * title.score if title else 0.0)
            rows.append(Candidate((figure,), round(score, 2), ("announced",)))
        return tuple(sorted(rows, key=lambda c: -c.score))


def _may_be(figure: Figure, found: Mention) -> bool:
    """Whether a figure with a name can be what a description calls it."""
    if found.kind == "person":
        return figure.is_named and {figure.gender, found.gender} != {"m", "f"}
    return False


def _words(view: View, ranges: Iterable[Range]) -> frozenset[str]:
    """The stems of the longer words in token ranges."""
    forms = (form for start, end in ranges for form in view.forms[start:end])
    return frozenset(f.stem for f in forms if f.shape == "w" and len(f.stem) >= LEAST and not f.closed)
