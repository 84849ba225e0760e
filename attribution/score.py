"""Scores: reads gold and predicted Documents, returns hits, predicted and gold numbers of each figure.

Words are runs of letters, digits, vowel marks and tatweel. A gold and a predicted attribution match when
the Dice overlap of their content words is at least a half; pairs are one to one, best first.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from .types import AnySpan, Attribution, Circumstance, Document, Entity, Hedge, Span

WORD = re.compile(r"[\w\u064b-\u0652\u0670]+")
MARKS = re.compile(r"[\u064b-\u0652\u0670\u0640]")
COMPLEMENTISERS = frozenset(("أن", "إن", "ان", "بأن", "بان", "أنّ"))
SPELLING = str.maketrans("أإآٱىةؤئ", "ااااىهءء")
COUNTED = ("content", "content_exact", "cue", "attribution", "attribution_all")
FIGURES = (
    *("attribution", "content", "content_exact", "cue", "source", "parent"),
    *("stance", "hedges", "circumstances", "type", "act", "attribution_all"),
)

Words = frozenset[int]


@dataclass(frozen=True, slots=True)
class Figure:
    """How many are right, how many were predicted, how many are in the gold."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Figure) -> Figure:
        return Figure(self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.hits / (self.predicted + self.gold) if self.predicted + self.gold else 0.0


class Match(NamedTuple):
    """A gold and a predicted attribution with the same content, and how much of it."""

    gold: Attribution
    predicted: Attribution
    dice: float


@dataclass(frozen=True, slots=True)
class Score:
    """The figures over some documents, the 95 % interval of attribution F1, and each error in a line."""

    figures: Mapping[str, Figure]
    low: float
    high: float
    documents: int
    errors: Sequence[str]

    def to_dict(self) -> dict[str, dict[str, float]]:
        table: dict[str, dict[str, float]] = {}
        for name, figure in self.figures.items():
            ratios = {"p": figure.precision, "r": figure.recall, "f1": figure.f1}
            table[name] = {**ratios, "gold": figure.gold, "predicted": figure.predicted}
        table["attribution"] |= {"low": self.low, "high": self.high}
        return table


def score(gold: Iterable[Document], predicted: Mapping[str, Document]) -> Score:
    """The score of predictions by document id; one that is missing has no attributions."""
    documents: list[dict[str, Figure]] = []
    errors: list[str] = []
    for each in gold:
        guess = predicted.get(each.id, Document(each.id, each.text))
        cover = Cover(each.text)
        matches = match(cover, each, guess)
        documents.append(compare(cover, each, guess, matches))
        errors += find_errors(each, guess, matches)
    total = {name: sum((each[name] for each in documents), Figure()) for name in FIGURES}
    low, high = interval([each["attribution"] for each in documents])
    return Score(total, low, high, len(documents), errors)


def speakers(figures: Mapping[str, Figure]) -> Figure:
    """The share of matches whose speakers are right (not one of the reference's figures)."""
    matches = figures["content"].hits
    return Figure(figures["attribution"].hits, matches, matches)


class Cover:
    """The words of a text, to tell which of them a span touches."""

    def __init__(self, text: str) -> None:
        found = list(WORD.finditer(text))
        self.starts = [word.start() for word in found]
        self.ends = [word.end() for word in found]
        self.words = [MARKS.sub("", word.group()) for word in found]

    def __call__(self, *spans: AnySpan) -> Words:
        """Indices of the words that the spans touch."""
        ranges = (range(bisect_right(self.ends, s.start), bisect_left(self.starts, s.end)) for s in spans)
        return frozenset(i for touched in ranges for i in touched)

    def content(self, attribution: Attribution) -> Words:
        """The words of a content, less a bare complementiser that leads it."""
        words = sorted(self(*attribution.content))
        while len(words) > 1 and self.words[words[0]] in COMPLEMENTISERS:
            del words[0]
        return frozenset(words)


def dice(a: Words, b: Words) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def overlap(a: Span | None, b: Span | None) -> bool:
    """Whether two spans share a character (a headline's cue is its colon, which holds no word)."""
    return bool(a and b and a.start < b.end and b.start < a.end)


def match(cover: Cover, gold: Document, predicted: Document) -> list[Match]:
    """One-to-one pairs with a content Dice of 0.5 or more, best first; a shared cue counts 0.5 more."""
    words = [cover.content(attribution) for attribution in predicted.attributions]
    pairs = []
    for g, a in enumerate(gold.attributions):
        own = cover.content(a)
        for p, b in enumerate(predicted.attributions):
            share = dice(own, words[p])
            if share >= 0.5:
                pairs.append((-(share + 0.5 * overlap(a.cue, b.cue)), g, p, share))
    chosen: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for _, g, p, share in sorted(pairs):
        if g not in chosen and p not in taken:
            chosen[g] = p, share
            taken.add(p)
    return [Match(gold.attributions[g], predicted.attributions[p], share) for g, (p, share) in chosen.items()]


def compare(cover: Cover, gold: Document, predicted: Document, matches: Sequence[Match]) -> dict[str, Figure]:
    """Every figure of one document."""
    a, b = gold.attributions, predicted.attributions
    hits = _hits(cover, gold, predicted, matches)
    figures = {name: Figure(hits[name], len(b), len(a)) for name in COUNTED}
    figures["source"] = Figure(hits["source"], sum(bool(x.source) for x in b), sum(bool(x.source) for x in a))
    figures["parent"] = Figure(hits["parent"], sum(bool(x.parent) for x in b), sum(bool(x.parent) for x in a))
    figures["stance"] = Figure(hits["stance"], _marked(b), _marked(a))
    figures |= {name: Figure(hits[name], len(matches), len(matches)) for name in ("type", "act")}
    figures["hedges"] = _labelled(cover, [h for x in a for h in x.hedges], [h for x in b for h in x.hedges])
    ours, theirs = [c for x in a for c in x.circumstances], [c for x in b for c in x.circumstances]
    return figures | {"circumstances": _labelled(cover, ours, theirs)}


def _marked(attributions: Iterable[Attribution]) -> int:
    return sum(attribution.stance != "neutral" for attribution in attributions)


def _hits(cover: Cover, gold: Document, predicted: Document, matches: Sequence[Match]) -> dict[str, int]:
    twins = {a.id: b.id for a, b, _ in matches}
    hits = dict.fromkeys((*COUNTED, "source", "parent", "stance", "type", "act"), 0)
    for a, b, share in matches:
        right, cue = same_speakers(gold, a, predicted, b), overlap(a.cue, b.cue)
        hits["content"] += 1
        hits["content_exact"] += share == 1.0
        hits["cue"] += cue
        hits["attribution"] += right
        hits["attribution_all"] += right and cue and share >= 0.9 and a.type == b.type
        hits["source"] += _same_source(cover, a, b)
        hits["parent"] += a.parent is not None and a.parent in twins and twins[a.parent] == b.parent
        hits["stance"] += a.stance != "neutral" and a.stance == b.stance
        hits["type"] += a.type == b.type
        hits["act"] += a.act == b.act
    return hits


def _same_source(cover: Cover, a: Attribution, b: Attribution) -> bool:
    return bool(a.source and b.source and dice(cover(a.source), cover(b.source)) >= 0.5)


Labelled: TypeAlias = Hedge | Circumstance


def _labelled(cover: Cover, gold: Iterable[Labelled], predicted: Iterable[Labelled]) -> Figure:
    """Spans of the same kind that share a word, each used once, over a whole document."""
    want = dict.fromkeys((span.kind, cover(span)) for span in gold)
    have = dict.fromkeys((span.kind, cover(span)) for span in predicted)
    left, hits = list(have), 0
    for kind, words in want:
        hit = next((each for each in left if each[0] == kind and each[1] & words), None)
        if hit:
            left.remove(hit)
            hits += 1
    return Figure(hits, len(have), len(want))


def plain(name: str) -> str:
    """A name whatever its spelling: no vowel marks, tatweel, quotation marks or hamza seats."""
    return " ".join(WORD.findall(MARKS.sub("", name).translate(SPELLING).replace("ى", "ي")))


def same_entity(gold: Entity, predicted: Entity) -> bool:
    """Whether the predicted canonical name is one that the gold entity accepts."""
    name, guess = plain(gold.name), plain(predicted.name)
    words, person = set(name.split()), gold.kind == "person"
    aliases = {plain(alias) for alias in gold.aliases}
    accepted = {name} | {alias for alias in aliases if not person or words & set(alias.split())}
    return guess in accepted or (person and words <= set(guess.split()))


def same_speakers(gold: Document, a: Attribution, predicted: Document, b: Attribution) -> bool:
    """Whether the speakers are the same entities, all of them."""
    want = [entity for entity in gold.entities if entity.id in a.speakers]
    left = [entity for entity in predicted.entities if entity.id in b.speakers]
    if len(want) != len(left):
        return False
    for entity in want:
        hit = next((each for each in left if same_entity(entity, each)), None)
        if hit is None:
            return False
        left.remove(hit)
    return True


def find_errors(gold: Document, predicted: Document, matches: Sequence[Match]) -> Iterator[str]:
    """A line for each match with wrong speakers, each missed and each spurious attribution."""
    for a, b, _ in matches:
        if not same_speakers(gold, a, predicted, b):
            want, have = _names(gold, a), _names(predicted, b)
            yield f"{gold.id} speaker: want {want} got {have}: {a.content[0].text[:60]}"
    found = {a.id for a, _, _ in matches}
    used = {b.id for _, b, _ in matches}
    yield from (f"{gold.id} missed: {_line(a)}" for a in gold.attributions if a.id not in found)
    yield from (f"{gold.id} spurious: {_line(b)}" for b in predicted.attributions if b.id not in used)


def _names(document: Document, attribution: Attribution) -> list[str | None]:
    names = {entity.id: entity.name for entity in document.entities}
    return [names.get(speaker) for speaker in attribution.speakers]


def _line(attribution: Attribution) -> str:
    cue = attribution.cue.text if attribution.cue else None
    return f"{cue} | {attribution.content[0].text[:70]}"


def interval(documents: Sequence[Figure], rounds: int = 1000) -> tuple[float, float]:
    """95 % bootstrap interval of an F1 over documents; the same at each call."""
    if not documents:
        return 0.0, 0.0
    generator, values = random.Random(0), []
    for _ in range(rounds):
        values.append(sum(generator.choices(documents, k=len(documents)), Figure()).f1)
    values.sort()
    return values[int(0.025 * rounds)], values[int(0.975 * rounds) - 1]
