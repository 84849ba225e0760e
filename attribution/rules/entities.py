"""The entities of one text: reads Mentions, gathers those of one speaker into a Figure, found again by name, head or title."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..arabic import loose
from .mentions import Mention
from .names import bones, clean, is_listed, keys, same_part
from .phrases import Range
from .view import View
from .words import NAMES

FEW = 24  # figures that share a word, at most, that are compared with a mention


@dataclass(eq=False)
class Figure:
    """An entity while the text is read: every name and role said of it, and where; `said` names stand in a source.

    `brought` tells that an indefinite description brought it into the text, `spoke` that it has spoken so far.
    """

    kind: str
    gender: str
    number: str
    names: Counter[str] = field(default_factory=Counter)
    keys: list[tuple[str, ...]] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    roles: list[str] = field(default_factory=list)
    titles: list[tuple[str, ...]] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    sure: set[str] = field(default_factory=set)
    places: list[Range] = field(default_factory=list)
    brought: bool = False
    spoke: bool = False

    @property
    def is_named(self) -> bool:
        """Whether the text gives it a proper name."""
        return self.kind == "person" and bool(self.keys)

    def before(self, at: int) -> int:
        """The start of its last mention before a token; -1 where there is none."""
        found = bisect_left(self.places, (at, 0))
        return self.places[found - 1][0] if found else -1


class Cast:
    """The figures of one text, indexed by the parts of names, by heads of descriptions and by the words of titles.

    `standing` has for each token the figures that a mention there stands for.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self.figures: list[Figure] = []
        self.parts: dict[str, list[Figure]] = {}
        self.heads: dict[str, list[Figure]] = {}
        self.roles: dict[str, list[Figure]] = {}
        self.listed: set[str] = set()
        self.standing: dict[int, list[Figure]] = {}
        self.documents: dict[str, tuple[Figure, ...]] = {}

    def enter(self, mention: Mention, said: bool = False) -> Figure:
        """The figure that a mention names or describes, a new one where there is none."""
        figure = self.known(mention)
        if figure is None:
            figure = Figure(mention.kind, mention.gender, mention.number, brought=not mention.definite)
            self.figures.append(figure)
        self.add(figure, mention, said)
        return figure

    def known(self, mention: Mention) -> Figure | None:
        """The figure that has a mention's name, or its head and words."""
        return self._person(mention) if _is_person(mention) else self._body(mention)

    def add(self, figure: Figure, mention: Mention, said: bool = False) -> None:
        """Enter what a mention says of a figure: its name, its title, its place."""
        place = (mention.start, mention.end)
        if place not in figure.places[-3:]:
            self._stand(figure, place)
        figure.gender = figure.gender or mention.gender
        name = clean(mention.name)
        if name and name not in figure.names:
            self._index(figure, mention)
        if name:
            figure.names[name] += 1
            self._acronym(figure, mention.end)
        if said:
            figure.said.add(name)
        self.title(figure, mention)

    def _stand(self, figure: Figure, place: Range) -> None:
        insort(figure.places, place)
        for i in range(*place):
            self.standing.setdefault(i, []).append(figure)

    def is_lone(self, gender: str) -> bool:
        """Whether only one person with a name can be of a gender."""
        found = 0
        for figure in self.figures:
            found += figure.is_named and {figure.gender, gender} != {"m", "f"}
            if found > 1:
                return False
        return found == 1

    def _acronym(self, figure: Figure, end: int) -> None:
        """Enter the short name in brackets after a body's: منظمة الأغذية والزراعة (الفاو)."""
        view = self.view
        if figure.kind in ("person", "group") or view.key(end) != "(":
            return
        close = next((j for j in range(end + 2, min(len(view), end + 5)) if view.key(j) == ")"), None)
        if close is not None:
            short = clean(view.slice(end + 1, close))
            figure.names[short] += 0
            for key in keys(short):
                self._enter(key, figure)
                _append(self.heads, key, figure)
            figure.keys.append(keys(short))

    def title(self, figure: Figure, mention: Mention) -> None:
        """Enter the title of a mention of a person under its words."""
        if not _is_person(mention) and figure.kind != "person" or not mention.words or mention.words in figure.titles[-FEW:]:
            return
        figure.titles.append(mention.words)
        figure.heads |= mention.heads
        if mention.role:
            figure.roles.append(mention.role)
        if mention.after:
            figure.titles.append(mention.after)
        for word in (*mention.words, *mention.after):
            _append(self.roles, word, figure)

    def _index(self, figure: Figure, mention: Mention) -> None:
        if mention.names:
            figure.keys.append(mention.names)
            if is_listed(self.view, mention.names[0]):
                figure.sure.add(clean(mention.name))
        for key in mention.names:
            self._enter(key, figure)
        if not _is_person(mention):
            _append(self.heads, mention.head, figure)

    def _enter(self, key: str, figure: Figure) -> None:
        """Enter a figure under a part of its name."""
        for bone in bones(key, is_listed(self.view, key)):
            _append(self.parts, bone, figure)

    def _near(self, key: str) -> list[Figure]:
        """The figures that have a part of a name, or one spelt much like it."""
        found = (f for bone in bones(key, is_listed(self.view, key)) for f in self.parts.get(bone, ())[-FEW:])
        return list(dict.fromkeys(found))

    def _person(self, mention: Mention) -> Figure | None:
        """The person whose name holds a mention's, or the reverse; of several the one named last before it."""
        self.listed.update(key for key in mention.names if is_listed(self.view, key))
        near = {id(f): f for key in mention.names for f in self._near(key)}
        fitting = [f for f in near.values() if f.kind in ("person", mention.kind) and self._same(f, mention)]
        agreeing = [f for f in fitting if {f.gender, mention.gender} != {"m", "f"}]
        return _latest(agreeing or fitting, mention.start)

    def surname(self, mention: Mention) -> Figure | None:
        """The person whose fuller name ends in the last word of a mention that was read as no name: الصالحي، الوزير الطاهر."""
        last = self.view.forms[mention.end - 1]
        head = self.view.forms[mention.start]
        titled = head.has("title") and (head.definite or mention.own or mention.end - mention.start > 2)  # not حلفاء الراندي
        if not mention.name or mention.names and mention.kind == "person":
            return None
        if last.has("title", "place", "demonym", "body") and not (last.has(*NAMES) and mention.end - mention.start == 1):
            return None
        if mention.end - mention.start > (3 if titled else 1):
            return None
        key = keys(mention.name)[-1]
        rows = [f for f in self._near(key) if f.is_named]
        found = _latest(
            [f for f in rows if any(len(k) > 1 and key in (k[-1], k[0] if last.has("pronoun") else "") for k in f.keys)],
            mention.start,
        )
        if found is not None:
            self._stand(found, (mention.start, mention.end))
        return found

    def _same(self, figure: Figure, mention: Mention) -> bool:
        return any(self._within(mention.names, other) or self._within(other, mention.names) for other in figure.keys)

    def _within(self, short: tuple[str, ...], long: tuple[str, ...]) -> bool:
        return len(short) <= len(long) and all(any(same_part(a, b, self.listed) for b in long) for a in short)

    def _body(self, mention: Mention) -> Figure | None:
        """The body or group with a mention's head and words; for a bare definite head the last one before it."""
        words = set(mention.words)
        fitting = [f for f in self.heads.get(mention.head, ())[-FEW:] if self._fits(f, mention, words)]
        if not fitting and mention.names and len(words) <= 2 and mention.kind != "government":
            near = self._near(mention.names[-1])
            fitting = [
                f for f in near if f.kind not in ("person", "group") and any(set(mention.names) <= set(k) for k in f.keys)
            ]
        name = loose(mention.name)
        exact = [f for f in fitting if any(loose(n) == name for n in f.names)]
        return _latest(fitting if len(words) == 1 and mention.definite else exact or fitting, mention.start)

    def _fits(self, figure: Figure, mention: Mention, words: set[str]) -> bool:
        same = loose(mention.name)
        if any(loose(name) == same for name in figure.names):
            return True
        if figure.kind != mention.kind or not mention.definite:
            return False
        own = {key for part in (*figure.keys, *figure.titles) for key in part}
        return len(words) == 1 or words <= own


def _is_fused(name: str, names: list[str]) -> bool:
    """Whether a name is another one of as many words with something stuck to its end: a lost space."""
    return any(name != n and name.startswith(n) and len(name.split()) == len(n.split()) for n in names)


def _is_person(mention: Mention) -> bool:
    return mention.kind == "person" and bool(mention.names)


def _append(index: dict[str, list[Figure]], key: str, figure: Figure) -> None:
    group = index.setdefault(key, [])
    if figure not in group[-FEW:]:
        group.append(figure)


def _latest(figures: Iterable[Figure], at: int) -> Figure | None:
    """The figure mentioned last before a token, else the one mentioned first after it."""
    rows = [(f.before(at), -f.places[0][0], f) for f in figures]
    return max(rows, key=lambda row: row[:2])[2] if rows else None


def canonical(figure: Figure) -> str:
    """The fullest name of a figure; names that stand in a source go before those of the running text.

    Of names in the running text that add to a single said name, those that it ends are better.
    """
    names = [n for n in figure.names if n]
    said = [n for n in names if n in figure.said] or [n for n in names if figure.names[n]] or names
    best = max(said, key=lambda n: (len(n.split()), not _is_fused(n, names), figure.names[n]))
    if not figure.is_named or len(best.split()) > 1:
        return best
    names = [n for n in names if figure.names[n]]
    return max(names, key=lambda n: (len(n.split()) > 1, n in figure.sure, n.endswith(best), len(n.split()), figure.names[n]))
