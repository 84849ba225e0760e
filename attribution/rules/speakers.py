"""Who each statement is by: reads a View and Statements, returns the Figures of the text and a Speaking for each."""

from __future__ import annotations

from typing import NamedTuple

from .entities import Cast, Figure
from .flow import OUTER, Flow, Turn, levels
from .lists import mentions
from .mentions import Mention, issuer, mention, singular, stem_key
from .salience import LONE, SHARED, SPECIFIC, TITLE_LEAST, Candidate, Group, Options, agreeing, title_score
from .scan import scan
from .statements import Statement
from .view import View

NOBODY = "nobody"
BARE = 3  # words of a definite description that may stand for whoever is in play


class Speaking(NamedTuple):
    """The figures who speak in one content, what decided it, and the candidates that were weighed."""

    figures: Group
    by: str
    candidates: tuple[Candidate, ...] = ()


EVERYTHING = Options()


def find_speakers(
    view: View, statements: list[Statement], options: Options = EVERYTHING
) -> tuple[list[Figure], list[Speaking]]:
    """All figures, and for each statement who speaks; names are gathered over the whole text before titles are resolved."""
    return Resolver(view, statements, options).run()


class Resolver:
    """Resolves the statements of one text in text order."""

    def __init__(self, view: View, statements: list[Statement], options: Options) -> None:
        self.view, self.statements, self.options = view, statements, options
        self.cast = Cast(view)
        self.level = levels(view, statements)
        self.sources = [_source(view, s) for s in statements]
        known = {key for group in self.sources for m in group if m.kind == "person" for key in m.names}
        self.sightings = scan(view, frozenset(known)) if statements else []
        self.seen: dict[int, Group] = {}
        self.documents: dict[str, Group] = {}
        self.flow = Flow(view, self.level, self.sightings, self._sighted)
        self.done: dict[int, Speaking] = {}

    def run(self) -> tuple[list[Figure], list[Speaking]]:
        """Names first, the fuller before the shorter; then each statement, outer ones before those inside them."""
        self._gather()
        order = sorted(range(len(self.statements)), key=lambda n: (self._first(n), -self.statements[n].content[-1][1]))
        for n in order:
            speaking = self.done[n] = self._speaking(n)
            statement = self.statements[n]
            end = max([statement.cue[1], *(e for _, e in statement.content)])
            self.flow.take(Turn(statement.cue[0], end, speaking.figures, self.level[statement.cue[0]], statement))
        return self.cast.figures, [self.done[n] for n in range(len(self.statements))]

    def _first(self, n: int) -> int:
        statement = self.statements[n]
        return min(statement.cue[0], statement.content[0][0])

    def _gather(self) -> None:
        said = [(m, True) for group in self.sources for m in group]
        rows = said + [(s.mention, False) for s in self.sightings]
        rows = [row for row in rows if self._is_name(row[0])]
        rows.sort(key=lambda row: (len(row[0].names) == 1, row[0].start))
        for found, is_source in rows:
            self.cast.enter(found, is_source)

    def _is_name(self, found: Mention) -> bool:
        """Whether a mention names by itself: no description, no document, no bare definite head (الوزارة)."""
        if not found.names or self._is_document(found) or self._is_echo(found):
            return False
        return (
            found.kind == "person" or len(found.words) > 1 or not found.definite or not self.view.forms[found.start].has("body")
        )

    def _is_document(self, found: Mention) -> bool:
        form = self.view.forms[found.start]
        return form.has("document") and not form.has("title")

    def _sighted(self, n: int) -> Group:
        """The figure of a sighting, resolved at its first use; nobody for an indefinite body or a plain place."""
        if n not in self.seen:
            found = self.sightings[n].mention
            self.seen[n] = ()
            self.seen[n] = self._resolve(found, OUTER, light=True)[0]
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
        figures: list[Figure] = []
        by = ""
        candidates: tuple[Candidate, ...] = ()
        for found in group:
            resolved, how, weighed = self._resolve(found, level)
            figures += [f for f in resolved if f not in figures]
            by, candidates = by or how, candidates or weighed
        entry = self.view.vocabulary.entries.get(statement.lemma)
        by = "relay" if entry and "relay" in entry.frames and by in ("name", "title") else by
        return Speaking(tuple(figures), by or NOBODY, candidates)

    def _resolve(self, found: Mention, level: int, light: bool = False) -> tuple[Group, str, tuple[Candidate, ...]]:
        """The figures of a mention, what decided it and the candidates; `light` enters nothing new for a document."""
        if found.kind == "person" and found.names:
            return (self.cast.enter(found, not light),), "name", ()
        surname = self.cast.surname(found)
        if surname is not None:
            return (surname,), "name", ()
        if self._is_document(found) and not light:
            return self._document(found, level), "document", ()
        nth = self._of_two(found, level)
        if nth is not None:
            return (nth,), "pair", ()
        both = self.view.forms[found.start].has("both")
        if both or found.number == "du" and found.definite and not found.own:
            pair = self.flow.pair(found.start, level, found.gender, singular(found.head))
            if len(pair) == 2:
                return pair, "pair", ()
        if found.kind == "person":
            candidates = self._titles(found, light)
            if candidates and candidates[0].score >= TITLE_LEAST:
                figure = candidates[0].figures[0]
                self.cast.add(figure, found._replace(name="", names=()))
                return (figure,), "title", candidates
        known = self.cast.known(found)
        if known is None and self._is_echo(found):
            turn = self.flow.last(level)
            if turn is not None:
                return turn.figures, "echo", ()
        return (self.cast.enter(found, not light),), "body" if found.names else "description", ()

    def _of_two(self, found: Mention, level: int) -> Figure | None:
        """الأولى، الثاني، الأخيرة: one of the last two, or whoever was named last."""
        form = self.view.forms[found.start]
        if found.end - found.start > 1 or not form.definite or not form.has("first", "second", "latter"):
            return None
        gender = "f" if form.key.endswith(("ة", "ى")) else "m"
        if form.has("latter"):
            seen = [f for n in self.flow.near(found.start, None) for f in self._sighted(n)]
            return next((f for f in seen if f.is_named and f.gender in (gender, "")), None)
        pair = self.flow.pair(found.start, level, gender if gender == "f" else "", "")
        fits = [f for f in pair if f.gender in (gender, "")]
        return (fits[0] if form.has("first") else fits[-1]) if fits else None

    def _is_echo(self, found: Mention) -> bool:
        """المصدر، نفس المصدر، المصدر ذاته: whoever spoke last."""
        first = self.view.forms[found.start]
        same = any(f.has("same") for f in self.view.forms[found.start : found.end])
        return found.head == "مصدر" and (first.definite or same) or first.has("same")

    def _titles(self, found: Mention, light: bool) -> tuple[Candidate, ...]:
        """People whose titles fit a title alone; for a short definite one with no fit, who is in play and agrees."""
        if not self.options.titles or not found.words:
            return ()
        near = {id(f): f for word in found.words[:4] for f in self.cast.roles.get(word, ())[-24:] if f.is_named}
        rows = [c for f in near.values() for c in [title_score(f, found, found.start)] if c]
        if not found.definite:
            rows = [c for c in rows if found.start < 20 and any(found.head in title for title in c.figures[0].titles)]
        rows.sort(key=lambda c: -c.score)
        if rows and rows[0].score >= TITLE_LEAST or light or not found.definite:
            return tuple(rows)
        return self._with_those_in_play(found, rows)

    def _with_those_in_play(self, found: Mention, rows: list[Candidate]) -> tuple[Candidate, ...]:
        """The candidates and the people in play whom a short definite description (الرجل، السيدة الأربعينية) may mean."""
        if len(found.words) > BARE or found.own and not self._is_peer(found) or not self._is_bare(found):
            return tuple(rows)
        known = {c.figures[0]: c for c in rows}
        less = 0.0 if self._is_generic(found) else SPECIFIC
        people = [f for f in self.cast.figures if f.is_named and {f.gender, found.gender} != {"m", "f"}]
        less -= LONE if len(people) == 1 else 0.0
        for figure, score in self.flow.people(found.start, found.gender):
            other = known.get(figure)
            shares = other is not None and any("shared" in reason for reason in other.reasons)
            more = max(SHARED if shares else 0.0, other.score) if other else 0.0
            reasons = ("in play", *(other.reasons if other else ()))
            known[figure] = Candidate((figure,), round(score - less + more, 2), reasons)
        return tuple(sorted(known.values(), key=lambda c: -c.score))

    def _is_generic(self, found: Mention) -> bool:
        """Whether a description fits anybody: الرجل، المسؤول، المتحدث ذاته."""
        return any(f.has("generic", "same") for f in self.view.forms[found.start : found.end])

    def _is_bare(self, found: Mention) -> bool:
        """Whether a description is a head with adjectives and no complement."""
        forms = self.view.forms[found.start + 1 : found.end]
        return all(f.definite and not f.has("body") or f.has("demonym", "adjective", "same", "place") for f in forms)

    def _is_peer(self, found: Mention) -> bool:
        """A colleague or a title of respect with a pronoun: زميلها، سموه، محدثنا."""
        return self.view.forms[found.start].has("generic")

    def _document(self, found: Mention, level: int) -> Group:
        """Who issued a document: named in its phrase, or with an earlier document of its head; else the document itself."""
        last = self.view.forms[found.limit - 1]
        cut = not last.classes and last.key.endswith(("ه", "ها"))  # استطلاع أجراه | معهد الرأي: the clause goes on
        part = issuer(self.view, found.start, min(len(self.view), found.limit + (4 if cut else 0)))
        made = mention(self.view, *part) if part else None
        if made is not None:
            group = self._resolve(made, level)[0]
        else:
            group = self.documents.get(found.head, ()) or (self._issued(found) if found.definite else ())
            group = group or (self.cast.enter(found, True),)
        self.documents[found.head] = group
        return group

    def _issued(self, found: Mention) -> Group:
        """The issuer of a document that the running text names: بلاغ لوزارة الداخلية; the speaker of أعلنت … في بلاغ."""
        view = self.view
        for n in range(found.start - 1, max(-1, found.start - 400), -1):
            form = view.forms[n]
            if form.has("document") and stem_key(form) == found.head:
                end = view.sentences[view.sentence[n]][1]
                part = issuer(view, n, min(end, n + 5))
                made = mention(view, part[0], min(end, part[0] + 5)) if part else None
                if made is not None and made.kind in ("government", "organization", "media"):
                    return (self.cast.enter(made),)
                turn = self.flow.last(OUTER)
                if turn and view.sentence[turn.at] == view.sentence[n]:
                    return turn.figures
        return ()

    def _hidden(self, statement: Statement, level: int) -> Speaking:
        candidates = tuple(self.flow.candidates(statement, level, self.options))
        last = self.flow.last(level)
        if candidates:
            best = candidates[0]
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


def _source(view: View, statement: Statement) -> list[Mention]:
    """The mentions of a statement's source; a name of unknown gender takes that of its verb."""
    if statement.source is None:
        return []
    found = mentions(view, statement.source, statement.number in ("du", "pl"))
    if len(found) == 1 and not found[0].gender and statement.number == "sg" and statement.voice == "active":
        return [found[0]._replace(gender=statement.gender)]
    return found
