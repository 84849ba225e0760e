"""Whom a phrase stands for: reads Mentions, the Cast and the Flow, answers with Figures and what decided."""

from __future__ import annotations

from typing import NamedTuple

from .entities import Cast, Figure
from .flow import OUTER, Flow
from .issuers import issuer
from .lists import mentions
from .mentions import Mention, mention, singular, stem_key
from .pointed import UNTOLD, Pointed
from .salience import COMPLEMENT, LONE, SHARED, SPECIFIC, TITLE_LEAST, UNTITLED, Candidate, Group, Options, title_score
from .view import View

NEAR = 24  # people with a title's word that are compared with it
FAR = 400  # tokens back in which a document's first naming is looked for
NAMING = 20  # tokens of a text's start in which an indefinite title may stand for somebody named later


class Referent(NamedTuple):
    """The figures that a phrase stands for, what decided it, and the people that were weighed."""

    figures: Group
    by: str
    candidates: tuple[Candidate, ...] = ()


class Referents:
    """Resolves the phrases of one text against its cast and the flow of its speakers."""

    def __init__(self, view: View, cast: Cast, flow: Flow, options: Options) -> None:
        self.view, self.cast, self.flow, self.options = view, cast, flow, options

    def resolve(
        self, found: Mention, level: int, light: bool = False, outer: Group = (), pointed: Pointed | None = None
    ) -> Referent:
        """The figures of a mention; `light`: it stands in the running text and is no source; `outer`: in whose words."""
        if found.kind == "person" and found.names:
            return Referent((self.cast.enter(found, not light),), "name")
        surname = self.cast.surname(found)
        if surname is not None:
            return Referent((surname,), "name")
        if is_document(self.view, found) and not light:
            return Referent(self._document(found, level), "document")
        group = self._of_two(found, level) or self._both(found, level)
        if group:
            return Referent(group, "pair")
        if found.kind == "person":
            candidates = self._titles(found, light, outer, pointed)
            if candidates and candidates[0].score >= TITLE_LEAST:
                figure = candidates[0].figures[0]
                self.cast.add(figure, found._replace(name="", names=()))
                return Referent((figure,), "title", candidates)
        if self.cast.known(found) is None:
            group, by = self._echo(found, level) if is_echo(self.view, found) else self._bare_body(found, light)
            if group:
                return Referent(group, by)
        return Referent((self.cast.enter(found, not light),), "body" if found.names else "description")

    def _both(self, found: Mention, level: int) -> Group:
        """الوزيران، الطرفان، كلاهما: the two most in play."""
        both = self.view.forms[found.start].has("both")
        if not both and (found.number != "du" or not found.definite or found.own):
            return ()
        return self.flow.pair(found.start, level, found.gender, singular(found.head))

    def _of_two(self, found: Mention, level: int) -> Group:
        """الأولى، الثاني، الأخيرة: one of the last two, or whoever was named last."""
        form = self.view.forms[found.start]
        if found.end - found.start > 1 or not form.definite or not form.has("first", "second", "latter"):
            return ()
        gender = "f" if form.key.endswith(("ة", "ى")) else "m"
        if form.has("latter"):
            seen = [f for n in self.flow.near(found.start, None) for f in self.flow.figure_of(n)]
            return tuple(f for f in seen if f.is_named and f.gender in (gender, ""))[:1]
        pair = self.flow.pair(found.start, level, gender if gender == "f" else "", "")
        fits = [f for f in pair if f.gender in (gender, "")]
        return tuple(fits[:1] if form.has("first") else fits[-1:])

    def _echo(self, found: Mention, level: int) -> tuple[Group, str]:
        turn = self.flow.last(level)
        return (turn.figures, "echo") if turn is not None else ((), "")

    def _bare_body(self, found: Mention, light: bool) -> tuple[Group, str]:
        """الصحيفة، المنظمة، الوزارة alone: the last body in play that has a name without such a head."""
        form = self.view.forms[found.start]
        alone = len(found.words) == 1 or all(f.has("same") for f in self.view.forms[found.start + 1 : found.end])
        if light or not alone or not form.definite or not form.has("body") or form.has("adjective"):
            return (), ""
        for figure in self.flow.bodies(found.start):
            head = self.view.forms[figure.places[0][0]]
            if figure.kind == found.kind and (not head.has("body", "place") or head.has("adjective")):
                self.cast.add(figure, found._replace(name="", names=()))
                return (figure,), "body"
        return (), ""

    def _titles(self, found: Mention, light: bool, outer: Group, pointed: Pointed | None) -> tuple[Candidate, ...]:
        rows = self._titled(found, light, outer)
        if pointed is None or not pointed.known:
            return rows
        own = {c.figures[0] for c in rows}
        agreeing = [f for f in pointed.likely() if f.is_named and {f.gender, found.gender} != {"m", "f"}]
        new = [f for f in agreeing if f not in own and f not in outer]
        rows = (*rows, *(Candidate((f,), UNTOLD, ("pointed at",)) for f in new))
        return tuple(pointed.titled(rows))

    def _titled(self, found: Mention, light: bool, outer: Group) -> tuple[Candidate, ...]:
        """People whose titles fit a title alone; for a short definite one with no fit, who is in play and agrees."""
        if not self.options.titles or not found.words:
            return ()
        near = {id(f): f for word in found.words[:4] for f in self.cast.roles.get(word, ())[-NEAR:] if f.is_named}
        rows = [c for f in near.values() for c in [title_score(f, found, found.start)] if c]
        if not found.definite:
            rows = [c for c in rows if found.start < NAMING and any(found.head in t for t in c.figures[0].titles)]
        rows.sort(key=lambda c: -c.score)
        if rows and rows[0].score >= TITLE_LEAST or light or not found.definite:
            return tuple(rows)
        return self._with_those_in_play(found, rows, outer)

    def _with_those_in_play(self, found: Mention, rows: list[Candidate], outer: Group) -> tuple[Candidate, ...]:
        """The candidates and the people in play whom a definite description (الرجل، السيدة الأربعينية) may mean.

        Nobody calls himself so: who speaks outside is left out. A relative (ابنه) is somebody else, and so is one who
        was brought in without a name (قال دبلوماسي … وأضاف الدبلوماسي).
        """
        generic = self._fits_anybody(found)
        alien = self.view.forms[found.start].has("quantifier")
        if alien or found.own and not generic or self._was_brought_in(found):
            return tuple(rows)
        known = {c.figures[0]: c for c in rows}
        less = (0.0 if generic else SPECIFIC) - (LONE if self.cast.is_lone(found.gender) else 0.0)
        less += 0.0 if self._has_no_complement(found) else COMPLEMENT
        for figure, score in self.flow.people(found.start, found.gender):
            if figure in outer:
                continue
            other = known.get(figure)
            shares = other is not None and any("shared" in reason for reason in other.reasons)
            more = max(SHARED if shares else 0.0, other.score) if other else 0.0
            more += 0.0 if figure.titles or not figure.spoke else UNTITLED
            reasons = ("in play", *(other.reasons if other else ()))
            known[figure] = Candidate((figure,), round(score - less + more, 2), reasons)
        return tuple(sorted(known.values(), key=lambda c: -c.score))

    def _was_brought_in(self, found: Mention) -> bool:
        """Whether a person without a name was brought in under a title before it: دبلوماسي غربي, then الدبلوماسي."""
        known = self.cast.known(found)
        return known is not None and known.brought and known.places[0][0] < found.start

    def _fits_anybody(self, found: Mention) -> bool:
        """الرجل، المسؤول، المتحدث ذاته، الثلاثينية، اللاعبة البالغة من العمر 24 عاما."""
        forms = self.view.forms[found.start : found.end]
        if not found.own and any(self.view.plays(i, "aged") for i in range(found.start + 1, found.limit)):
            return True
        origin = not forms[0].has("title") and forms[0].key.endswith(("ي", "ية"))
        return origin or any(f.has("generic", "same") for f in forms)

    def _has_no_complement(self, found: Mention) -> bool:
        """Whether a description is a head with adjectives and no complement."""
        forms = self.view.forms[found.start + 1 : found.end]
        if forms and not found.own and not self.view.forms[found.start].definite:
            return False
        return all(f.definite and not f.has("body") or f.has("demonym", "adjective", "same", "place") for f in forms)

    def _document(self, found: Mention, level: int) -> Group:
        """Who issued a document: named in its phrase, or with an earlier document of its head; else the document itself."""
        last = self.view.forms[found.limit - 1]
        cut = not last.classes and last.key.endswith(("ه", "ها"))  # استطلاع أجراه | معهد الرأي: the clause goes on
        part = issuer(self.view, found.start, min(len(self.view), found.limit + (4 if cut else 0)))
        made = mentions(self.view, part, False) if part else []
        if made:
            group = tuple(dict.fromkeys(f for m in made for f in self.resolve(m, level).figures))
        else:
            group = self.cast.documents.get(found.head, ()) or (self._issued(found) if found.definite else ())
            group = group or (self.cast.enter(found, True),)
        self.cast.documents[found.head] = group
        return group

    def _issued(self, found: Mention) -> Group:
        """The issuer of a document that the running text names: بلاغ لوزارة الداخلية; the speaker of أعلنت … في بلاغ."""
        view = self.view
        for n in range(found.start - 1, max(-1, found.start - FAR), -1):
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


def is_name(view: View, found: Mention) -> bool:
    """Whether a mention names by itself: no description, no document, no bare definite head (الوزارة)."""
    if not found.names or is_document(view, found) or is_echo(view, found):
        return False
    bare = len(found.words) == 1 and found.definite and view.forms[found.start].has("body")
    return found.kind == "person" or not bare


def is_document(view: View, found: Mention) -> bool:
    """بيان، تقرير, but not الحكم, who may be a referee."""
    form = view.forms[found.start]
    return form.has("document") and not form.has("title")


def is_echo(view: View, found: Mention) -> bool:
    """المصدر، نفس المصدر، المصدر ذاته: whoever spoke last."""
    first = view.forms[found.start]
    same = any(f.has("same") for f in view.forms[found.start : found.end])
    return found.head == "مصدر" and (first.definite or same) or first.has("same")


__all__ = ["Figure", "Referent", "Referents", "is_document", "is_echo", "is_name"]
