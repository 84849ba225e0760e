"""Who each statement is by: reads a View and Statements, returns the Figures of the text and a Speaking for each."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from .announced import Announced
from .entities import Cast, Figure
from .flow import OUTER, Flow, Turn, levels
from .lists import mentions
from .mentions import Mention
from .pointed import ALONE, UNTOLD, Pointed
from .referents import Referents, is_name
from .salience import TITLE_LEAST, Candidate, Group, Options, agreeing
from .scan import scan
from .statements import Statement
from .view import View

NOBODY = "nobody"
EVERYTHING = Options()
PRONOUNS = {"هو": ("m", "sg"), "هي": ("f", "sg"), "هما": ("", "du"), "هم": ("m", "pl"), "هن": ("f", "pl")}


class Speaking(NamedTuple):
    """The figures who speak in one content, what decided it, the candidates that were weighed, and the tagger's chance."""

    figures: Group
    by: str
    candidates: tuple[Candidate, ...] = ()
    chance: float | None = None


def find_speakers(
    view: View, statements: list[Statement], options: Options = EVERYTHING
) -> tuple[list[Figure], list[Speaking]]:
    """All figures, and for each statement who speaks; names are gathered over the whole text before titles are resolved."""
    return Resolver(view, statements, options).run()


class Resolver:
    """Resolves the statements of one text in text order."""

    def __init__(self, view: View, statements: list[Statement], options: Options) -> None:
        self.view, self.options = view, options
        named = {view.key(s.source[0]) for s in statements if s.source and _is_named_so(view, *s.source)}
        self.statements = [_with_pronoun(view, s, named) for s in statements]
        self.cast = Cast(view)
        self.level = levels(view, self.statements)
        self.sources = [_source(view, s) for s in self.statements]
        known = {key for group in self.sources for m in group if m.kind == "person" for key in m.names}
        self.sightings = scan(view, frozenset(known)) if statements else []
        self.seen: dict[int, Group] = {}
        self.flow = Flow(view, self.level, self.sightings, self._sighted)
        self.referents = Referents(view, self.cast, self.flow, options)
        self.done: dict[int, Speaking] = {}
        self.spoken: dict[int, Group] = {}

    def run(self) -> tuple[list[Figure], list[Speaking]]:
        """Names first, the fuller before the shorter; then each statement, outer ones before those inside them."""
        self._gather()
        order = sorted(range(len(self.statements)), key=lambda n: (self._first(n), -self.statements[n].content[-1][1]))
        for n in [*(n for n in order if not self._is_announced(n)), *filter(self._is_announced, order)]:
            statement, said = self.statements[n], self._speaking(n)
            speaking = said._replace(chance=self._pointed(statement).chance(said.figures))
            self.done[n] = speaking
            self.spoken.update(dict.fromkeys(range(*statement.cue), said.figures))
            end = max([statement.cue[1], *(e for _, e in statement.content)])
            source = self.sources[n][0] if len(self.sources[n]) == 1 else None
            level = self.level[statement.cue[0]]
            self.flow.take(Turn(statement.cue[0], end, speaking.figures, level, statement, source))
        return self.cast.figures, [self.done[n] for n in range(len(self.statements))]

    def _is_announced(self, n: int) -> bool:
        """Whether a statement of the headline gives no name: who it is by is told by what stands below."""
        group = self.sources[n]
        return self._is_headline(self.statements[n]) and bool(group) and not any(is_name(self.view, m) for m in group)

    def _is_headline(self, statement: Statement) -> bool:
        """Whether a statement stands in the first line of a text of several."""
        return statement.cue[0] < self.view.title_end < len(self.view)

    def _first(self, n: int) -> int:
        statement = self.statements[n]
        return min(statement.cue[0], statement.content[0][0])

    def _gather(self) -> None:
        rows = [(m, True) for group in self.sources for m in group]
        rows += [(s.mention, False) for s in self.sightings]
        rows = [row for row in rows if is_name(self.view, row[0])]
        rows.sort(key=lambda row: (len(row[0].names) == 1, row[0].start))
        for found, is_source in rows:
            self.cast.enter(found, is_source)

    def _sighted(self, n: int) -> Group:
        """The figure of a sighting, resolved at its first use."""
        if n not in self.seen:
            self.seen[n] = ()
            self.seen[n] = self.referents.resolve(self.sightings[n].mention, OUTER, light=True).figures
        return self.seen[n]

    def _speaking(self, n: int) -> Speaking:
        statement, level = self.statements[n], self.level[self.statements[n].cue[0]]
        if self.sources[n]:
            return self._named(statement, self.sources[n], level)
        if statement.voice == "passive" and statement.kind != "participle":
            return Speaking((), NOBODY)
        if statement.person == "1" and level != OUTER and level in self.done:
            return Speaking(self.done[level].figures, "first-person")
        return self._hidden(statement, level)

    def _named(self, statement: Statement, group: list[Mention], level: int) -> Speaking:
        outer = self.done[level].figures if level in self.done else ()
        pointed = self._pointed(statement)
        announced = self._announced(statement, group, pointed)
        if announced is not None:
            return announced
        found = [self.referents.resolve(m, level, outer=outer, pointed=pointed) for m in group]
        figures = tuple(dict.fromkeys(f for referent in found for f in referent.figures))
        by = next((r.by for r in found if r.by), NOBODY)
        entry = self.view.vocabulary.entries.get(statement.lemma)
        by = "relay" if entry and "relay" in entry.frames and by in ("name", "title") else by
        return Speaking(figures, by, next((r.candidates for r in found if r.candidates), ()))

    def _announced(self, statement: Statement, group: list[Mention], pointed: Pointed) -> Speaking | None:
        """The speaker of the text whom a title of its headline means; None where it is another statement or nobody fits."""
        if not self._is_headline(statement) or len(group) != 1 or group[0].names:
            return None
        rows = self.announced.candidates(group[0], statement)
        rows = tuple(pointed.titled(rows))
        if not rows or rows[0].score < TITLE_LEAST:
            return None
        self.cast.add(rows[0].figures[0], group[0]._replace(name="", names=()))
        return Speaking(rows[0].figures, "title", rows)

    @cached_property
    def announced(self) -> Announced:
        """The speakers of the text below its headline, once they are known."""
        return Announced(self.view, [(self.statements[n], said.figures) for n, said in self.done.items()])

    def _pointed(self, statement: Statement) -> Pointed:
        return Pointed(statement.links, self.cast.standing, self.spoken)

    def _weighed(self, statement: Statement, rows: list[Candidate]) -> list[Candidate]:
        """The candidates of the rules and those that the tagger points at."""
        pointed = self._pointed(statement)
        if not pointed.known:
            return rows
        own = {c.figures for c in rows}
        new = [(f,) for f in pointed.likely() if (f,) not in own]
        rows = [*rows, *(Candidate(g, UNTOLD, ("pointed at",)) for g in new if agreeing(statement, g))]
        return pointed.weighed([*rows, Candidate((), ALONE, ("nobody",))])

    def _hidden(self, statement: Statement, level: int) -> Speaking:
        candidates = tuple(self._weighed(statement, self.flow.candidates(statement, level, self.options)))
        last = self.flow.last(level)
        if candidates:
            best = candidates[0]
            if not best.figures:
                return Speaking((), NOBODY, candidates)
            by = "subject" if best.reasons == ("subject",) else "pair" if len(best.figures) > 1 else "flow"
            if by == "flow" and last is not None and last.figures != best.figures:
                by = "agreement"
            return Speaking(best.figures, by, candidates)
        outer = self.done[level].figures if level in self.done else ()
        if outer and (not self.options.agreement or agreeing(statement, outer)):
            return Speaking(outer, "outer")
        if statement.kind == "preposition" or statement.number in ("du", "pl") or last is None or not self.options.flow:
            return Speaking((), NOBODY)
        return Speaking(last.figures, "flow")


def _is_named_so(view: View, start: int, end: int) -> bool:
    """Whether a pronoun begins a name: هو جينغ."""
    return (
        end - start > 1 and view.forms[start].has("pronoun") and not view.forms[start + 1].has("same", "quantifier", "adverb")
    )


def _with_pronoun(view: View, statement: Statement, named: set[str]) -> Statement:
    """A statement whose source is a pronoun (هو نفسه، هي الأخرى) as one without a source, with the pronoun's features."""
    first = view.forms[statement.source[0]] if statement.source else None
    if first is None or not first.has("pronoun") or first.key in named or first.text.startswith("آ"):
        return statement
    if first.key in ("نحن", "انا"):
        return statement._replace(source=None, person="1")
    gender, number = PRONOUNS.get(first.key, (statement.gender, statement.number))
    return statement._replace(source=None, gender=gender or statement.gender, number=number)


def _source(view: View, statement: Statement) -> list[Mention]:
    """The mentions of a statement's source; a name of unknown gender takes that of its verb."""
    if statement.source is None:
        return []
    found = mentions(view, statement.source, statement.number in ("du", "pl"))
    if len(found) == 1 and not found[0].gender and statement.number == "sg" and statement.voice == "active":
        return [found[0]._replace(gender=statement.gender)]
    return found
