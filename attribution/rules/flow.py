"""Who is in play at a point of the text: reads sightings and turns in text order, answers with scored candidates."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import NamedTuple

from .entities import Figure
from .mentions import Mention
from .salience import (
    ANSWERED,
    BODY_OF_PAIR,
    IN_PLAY,
    IN_TEXT,
    MADE_PAIR,
    OBJECT,
    OBJECT_OF_PAIR,
    PAIRED,
    RANK,
    RELATIVE,
    RELAYED,
    SAME_SENTENCE,
    SENTENCE,
    STATE,
    SUBJECT,
    TOGETHER,
    TURN,
    UNNAMED,
    Candidate,
    Group,
    Options,
    agreeing,
    agrees_with_noun,
    match_bonus,
)  # fmt: skip
from .scan import SUBJECT as SUBJECT_PLACE
from .scan import Sighting
from .statements import Statement
from .view import View

TURNS = 8  # earlier turns that are looked at
SEEN = 16  # earlier sightings that are looked at
OUTER = -1  # the level of the writer's own text


class Turn(NamedTuple):
    """A statement whose speakers are known: where its cue and its content end, and inside which statement it stands."""

    at: int
    end: int
    figures: Group
    level: int
    statement: Statement
    source: Mention | None = None


def levels(view: View, statements: list[Statement]) -> list[int]:
    """For each token the number of the innermost statement whose content holds it; OUTER for the writer's own."""
    found = [OUTER] * len(view)
    ranges = [(e - s, n, s, e) for n, statement in enumerate(statements) for s, e in statement.content]
    for _, n, start, end in sorted(ranges, key=lambda row: (-row[0], row[1])):
        found[start:end] = [n] * (end - start)
    return found


class Flow:
    """The turns so far and the sightings of the whole text, by level."""

    def __init__(self, view: View, level: list[int], sightings: list[Sighting], figure_of: Callable[[int], Group]) -> None:
        self.view, self.level, self.figure_of = view, level, figure_of
        self.sightings = sightings
        self.starts = [s.mention.start for s in sightings]
        self.turns: dict[int, list[Turn]] = {}

    def take(self, turn: Turn) -> None:
        """Enter a turn; one with no speakers changes nothing."""
        for figure in turn.figures:
            figure.spoke = True
        if turn.figures:
            self.turns.setdefault(turn.level, []).append(turn)

    def last(self, level: int) -> Turn | None:
        """The latest turn of a level."""
        turns = self.turns.get(level)
        return turns[-1] if turns else None

    def candidates(self, statement: Statement, level: int, options: Options) -> list[Candidate]:
        """Who may be the hidden subject of a statement, the best first."""
        at = statement.cue[0]
        asker = self._asker(statement, level)
        rows: dict[Group, Candidate] = {}
        named = self._named_so(statement, level)
        for group, score, reason in [
            *self._turns(statement, level, options),
            *self._seen(at, level),
            *self._pairs(statement, level),
        ]:
            score -= ANSWERED if group == asker else 0.0
            if options.agreement:
                if group != named and not agreeing(statement, group):
                    continue
                score += match_bonus(statement, group)
            if group not in rows or rows[group].score < score:
                rows[group] = Candidate(group, round(score, 2), (reason,))
        return sorted(rows.values(), key=lambda c: -c.score)

    def _named_so(self, statement: Statement, level: int) -> Group:
        """The last speaker of the cue's own sentence, where the verb agrees with the noun that stood for it."""
        last = self.last(level)
        if last is None or last.source is None or self.view.sentence[last.at] != self.view.sentence[statement.cue[0]]:
            return ()
        return last.figures if agrees_with_noun(statement, last.source) else ()

    def _asker(self, statement: Statement, level: int) -> Group:
        """Who asked the question that a verb joined by ف answers (سأل القاضي المتهم، فأجاب); nobody where it is no answer."""
        last = self.last(level)
        asked = last is not None and last.statement.act == "question" != statement.act and last.statement.kind == "verb"
        return last.figures if last is not None and asked and self.view.forms[statement.cue[0]].key.startswith("ف") else ()

    def _away(self, at: int, place: int) -> float:
        between = self.view.sentence[at] - self.view.sentence[place]
        return SAME_SENTENCE if between <= 0 else -SENTENCE * between

    def _turns(self, statement: Statement, level: int, options: Options) -> list[tuple[Group, float, str]]:
        found = []
        at = statement.cue[0]
        for rank, turn in enumerate(reversed(self.turns.get(level, ())[-TURNS:])):
            if not options.flow and self.view.sentence[turn.at] != self.view.sentence[at]:
                break
            score = RELAYED if turn.statement.kind == "preposition" else TURN
            score += self._away(at, min(max(turn.at, turn.end - 1), at)) - RANK * rank
            found.append((turn.figures, score, "spoke before"))
        return found

    def near(self, at: int, level: int | None) -> list[int]:
        """The numbers of the latest sightings of a level (None: of all) before a token, the last first."""
        last = bisect_left(self.starts, at)
        numbers = range(last - 1, max(-1, last - 1 - SEEN), -1)
        return [n for n in numbers if level is None or self.level[self.starts[n]] == level]

    def _seen(self, at: int, level: int) -> list[tuple[Group, float, str]]:
        found, rank = [], 0
        for n in self.near(at, level):
            sighting = self.sightings[n]
            group = self.figure_of(n)
            if not group:
                continue
            subject = sighting.place == SUBJECT_PLACE
            away = self._away(at, sighting.mention.start)
            score = (SUBJECT + away if subject else OBJECT + min(0.0, away)) - RANK * rank
            score -= UNNAMED if group[0].kind == "person" and not group[0].is_named else 0.0
            score -= STATE if self.view.forms[sighting.mention.start].has("place") else 0.0
            score += RELATIVE if rank == 0 and self._is_antecedent(sighting.mention.end, at) else 0.0
            rank += 1
            found.append((group, score, "subject" if subject else "named"))
            if sighting.joined and n:
                found.append((self._together(n), score + PAIRED, "named together"))
        return found

    def _together(self, n: int) -> Group:
        """The figures of a sighting and of the one that و joins it to."""
        return tuple(dict.fromkeys((*self.figure_of(n - 1), *self.figure_of(n))))

    def _is_antecedent(self, end: int, at: int) -> bool:
        """Whether a mention stands right before the relative clause whose verb is at a token."""
        between = self.view.forms[end:at]
        return any(f.has("relative") for f in between[:2]) and len(between) < 4

    def people(self, at: int, gender: str) -> list[tuple[Figure, float]]:
        """People with names who may be meant by a title alone at a token, with what their place adds."""
        found: dict[Figure, float] = {}
        turns = [f for t in reversed(self.turns.get(OUTER, ())[-TURNS:]) for f in t.figures]
        seen = [f for n in self.near(at, None) for f in self.figure_of(n)]
        for start, step, rows in ((IN_PLAY, 0.25, turns), (IN_TEXT, 0.15, seen)):
            rank = 0
            for figure in rows:
                single = figure.kind == "person" and (figure.is_named or rows is turns)
                if single and {figure.gender, gender} != {"m", "f"} and figure not in found:
                    found[figure] = start - step * rank
                    rank += 1
        return list(found.items())

    def bodies(self, at: int) -> list[Figure]:
        """The bodies that spoke or are named before a token, the last first."""
        turns = [f for t in reversed(self.turns.get(OUTER, ())[-TURNS:]) for f in t.figures]
        seen = [f for n in self.near(at, None) for f in self.figure_of(n)]
        return [f for f in dict.fromkeys((*turns, *seen)) if f.kind not in ("person", "group") and f.places]

    def _pairs(self, statement: Statement, level: int) -> list[tuple[Group, float, str]]:
        """The two single figures most in play, for a verb in the dual."""
        if statement.number != "du":
            return []
        pair = self.pair(statement.cue[0], level, statement.gender, "")
        return [(pair, TURN - MADE_PAIR - SENTENCE, "two in play")] if pair else []

    def pair(self, at: int, level: int, gender: str, head: str) -> Group:
        """The two single figures most in play before a token, or the last group of two; `head`: a title they share."""
        rows: dict[Figure, float] = {}
        for group, score in self._in_play(at, level):
            if len(group) == 2 and not rows:
                return group
            for figure in group:
                if _may_pair(figure, gender):
                    shared = head and any(h.startswith(head) for h in figure.heads)
                    total = score + (TOGETHER if shared else 0.0) - (0.0 if figure.is_named else BODY_OF_PAIR)
                    rows[figure] = max(total, rows.get(figure, total))
        best = sorted(rows, key=lambda f: -rows[f])[:2]
        return tuple(sorted(best, key=lambda f: f.places[0])) if len(best) == 2 else ()

    def _in_play(self, at: int, level: int) -> list[tuple[Group, float]]:
        """Turns and sightings before a token with what their place and distance give, the latest first."""
        rows = [(t.at, t.figures, TURN) for t in self.turns.get(level, ())[-TURNS:]]
        for n in self.near(at, level):
            subject = self.sightings[n].place == SUBJECT_PLACE
            if self.sightings[n].joined and n:
                rows.append((self.starts[n], self._together(n), TURN))
            rows.append((self.starts[n], self.figure_of(n), SUBJECT if subject else OBJECT_OF_PAIR))
        rows.sort(key=lambda row: -row[0])
        return [
            (group, base - SENTENCE * (self.view.sentence[at] - self.view.sentence[place]))
            for place, group, base in rows
            if group
        ]


def _may_pair(figure: Figure, gender: str) -> bool:
    """Whether a figure can be one of two: single, with a name or a body, feminine where both must be."""
    single = figure.number in ("sg", "") and figure.kind != "group"
    return single and (figure.is_named or figure.kind != "person") and (gender != "f" or figure.gender in ("f", ""))
