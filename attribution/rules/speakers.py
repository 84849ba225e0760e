"""Who each statement is by: reads a View and Statements in text order, returns entities and speakers."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..arabic import loose
from .mentions import Mention, clean, mentions
from .phrases import Range
from .statements import Statement
from .view import View

NOBODY = "nobody"


@dataclass(eq=False)
class Figure:
    """An entity while the text is read: every name and role said of it, and where."""

    mention: Mention
    names: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    places: list[Range] = field(default_factory=list)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(key for name in self.names for key in name.split())


@dataclass(frozen=True)
class Speaking:
    """The figures who speak in one content, and what decided it."""

    figures: tuple[Figure, ...]
    by: str


def find_speakers(view: View, statements: list[Statement]) -> tuple[list[Figure], list[Speaking]]:
    """All figures, and for each content who speaks; names are gathered over the whole text before titles are resolved."""
    cast = Cast(view)
    found = [_mentions(view, statement) for statement in statements]
    for group in found:
        for mention in group:
            if mention.names:
                cast.named(mention)
    speaking: list[Speaking] = []
    for statement, group in zip(statements, found):
        speaking.append(cast.speaking(statement, group))
    return cast.figures, speaking


def _mentions(view: View, statement: Statement) -> list[Mention]:
    if statement.source is None:
        return []
    plural = statement.number in ("du", "pl", "") or not statement.before
    return mentions(view, statement.source, plural)


class Cast:
    """The figures of one text and the flow of its speakers."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.figures: list[Figure] = []
        self.flow: list[tuple[Figure, ...]] = []

    def named(self, mention: Mention) -> Figure:
        """The figure with this proper name, a new one where nobody shares it."""
        keys = frozenset(mention.names)
        for figure in self.figures:
            if figure.mention.kind == mention.kind and _same_name(figure, mention, keys):
                break
        else:
            figure = Figure(mention)
            self.figures.append(figure)
        self._add(figure, mention)
        return figure

    def _add(self, figure: Figure, mention: Mention) -> None:
        if mention.name and mention.name not in figure.names:
            figure.names.append(mention.name)
        if mention.role and mention.role not in figure.roles:
            figure.roles.append(mention.role)
        if (mention.start, mention.end) not in figure.places:
            figure.places.append((mention.start, mention.end))
        if len(mention.names) > len(figure.mention.names) or not figure.mention.gender:
            figure.mention = mention if len(mention.names) >= len(figure.mention.names) else figure.mention

    def speaking(self, statement: Statement, group: list[Mention]) -> Speaking:
        """Who speaks in a content: the source's own name, a title known from elsewhere, or the flow."""
        if group:
            figures = tuple(dict.fromkeys(id_ for m in group for id_ in self._resolve(m)))
            result = Speaking(figures, "source")
        else:
            result = self._carried(statement)
        if result.figures:
            self.flow.append(result.figures)
        return result

    def _resolve(self, mention: Mention) -> tuple[Figure, ...]:
        if mention.names and mention.kind == "person":
            return (self.named(mention),)
        if mention.number == "du" and mention.definite and len(self.flow) > 1:
            pair = tuple(dict.fromkeys(f for group in reversed(self.flow[-4:]) for f in group))[:2]
            if len(pair) == 2:
                return pair
        known = self._by_title(mention)
        if known is not None:
            self._add(known, mention._replace(name="", names=()))
            return (known,)
        return (self.described(mention),)

    def _by_title(self, mention: Mention) -> Figure | None:
        """The figure that a title or a definite common name stands for: the latest whose role or name begins so."""
        if not mention.definite and mention.kind != "person":
            return None
        for figure in reversed(self._recent()):
            if _same_title(figure, mention):
                return figure
        return None

    def _recent(self) -> list[Figure]:
        said = [f for group in self.flow for f in group]
        rest = [f for f in self.figures if not any(f is s for s in said)]
        return rest + said

    def described(self, mention: Mention) -> Figure:
        """The figure with this description, a new one where there is none."""
        key = loose(mention.name)
        for figure in self.figures:
            if any(loose(name) == key for name in figure.names):
                self._add(figure, mention)
                return figure
        figure = Figure(mention)
        self.figures.append(figure)
        self._add(figure, mention)
        return figure

    def _carried(self, statement: Statement) -> Speaking:
        """The last speaker of the flow that agrees with the verb; nobody for an impersonal passive."""
        if statement.voice == "passive" or statement.kind == "preposition":
            return Speaking((), NOBODY)
        if statement.person == "1" and self.flow:
            return Speaking(self.flow[-1], "first-person")
        for group in reversed(self.flow):
            if not statement.tense or _agrees(statement.gender, statement.number, group):
                return Speaking(group, "flow")
        return Speaking(self.flow[-1] if self.flow else (), "flow")


def _same_name(figure: Figure, mention: Mention, keys: frozenset[str]) -> bool:
    own = figure.keys
    return keys <= own or own <= keys


def _same_title(figure: Figure, mention: Mention) -> bool:
    heads = {loose(word).removeprefix("ال") for text in (*figure.roles, *figure.names[:1]) for word in text.split()[:1]}
    head = mention.head.removeprefix("ال")
    if figure.mention.kind == "person":
        role_words = {loose(w).removeprefix("ال") for role in figure.roles for w in role.split()}
        return head in role_words and (not mention.gender or mention.gender in ("c", figure.mention.gender or mention.gender))
    return head in heads and figure.mention.kind == mention.kind


def _agrees(gender: str, number: str, group: tuple[Figure, ...]) -> bool:
    if number == "du":
        return len(group) == 2
    lead = group[0].mention
    if number == "pl":
        return len(group) > 1 or lead.number == "pl" or lead.kind == "group"
    if len(group) > 1 or lead.number == "pl" and lead.kind == "group":
        return False
    return not lead.gender or not gender or lead.gender == gender or "c" in (gender, lead.gender)


def canonical(figure: Figure) -> str:
    """The fullest name said of a figure."""
    return max((clean(name) for name in figure.names), key=lambda name: len(name.split()), default=clean(figure.mention.name))
