"""Whom a trained tagger takes a cue's speaker for: reads a Statement's links and Figures, answers with their chances."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log

from .entities import Figure
from .salience import Candidate, Group
from .statements import Links

NOBODY = -1  # the place of a link to no one
FLOOR = 0.02  # chance that tells nothing
LEAST = 0.1  # chance from which a figure that the rules do not think of is weighed
WEIGHT = 2.0  # of the logarithm of a chance, beside the rules' scores
UNTOLD = 0.0  # score of a figure that only the tagger thinks of
TITLE = 0.4  # of the same, for a title alone
ALONE = 0.0  # score of nobody before its chance is weighed


class Pointed:
    """The chances of figures to be the speaker of one cue; without links all are the same.

    A link to a token stands for the figure whose mention holds it (`standing`), one to the cue of an earlier statement for its
    speakers (`spoken`); both are by token.
    """

    def __init__(self, links: Links, standing: Mapping[int, Sequence[Figure]], spoken: Mapping[int, Group]) -> None:
        self.known = bool(links)
        self.rows: dict[Figure, float] = {}
        self.nobody = sum(chance for place, chance in links if place == NOBODY)
        for place, chance in links:
            for figure in dict.fromkeys(spoken.get(place) or standing.get(place, ())):
                self.rows[figure] = self.rows.get(figure, 0.0) + chance

    def chance(self, group: Group) -> float | None:
        """The chance of a group; that of several is the least of theirs. None without links."""
        return min((self.rows.get(f, 0.0) for f in group), default=self.nobody) if self.known else None

    def _tells(self, group: Group) -> float:
        return log(((self.chance(group) or 0.0) + FLOOR) / FLOOR)

    def likely(self) -> list[Figure]:
        """The figures that are likely enough to be weighed, the likeliest first."""
        return sorted((f for f, chance in self.rows.items() if chance >= LEAST), key=lambda f: -self.rows[f])

    def weighed(self, rows: Iterable[Candidate]) -> list[Candidate]:
        """Candidates with what their chances add, the best first."""
        if not self.known:
            return list(rows)
        found = [c._replace(score=round(c.score + WEIGHT * self._tells(c.figures), 2)) for c in rows]
        return sorted(found, key=lambda c: -c.score)

    def titled(self, rows: Iterable[Candidate]) -> list[Candidate]:
        """Candidates for a title alone, the best first; a tagger that sees nobody else lowers all."""
        least = self._tells(())
        found = [c._replace(score=round(c.score + TITLE * (self._tells(c.figures) - least), 2)) for c in rows]
        return sorted(found, key=lambda c: -c.score)
