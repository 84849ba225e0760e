"""From scores to statements: reads a View, the rules' Statements and the tagger's scores, answers with Statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..rules.patterns import Entry
from ..rules.phrases import Range, is_preposition
from ..rules.statements import Links, Statement
from ..rules.view import View
from ..rules.words import Verb
from .labels import NAME_LABELS, ROLE_LABELS, spans

Floats = npt.NDArray[np.float32]
LEFT, RIGHT = 120, 220  # tokens before and after a cue in which its roles are looked for
CLAUSAL = frozenset(("that", "quote"))  # frames of a verb whose content is a clause or quotation
NO_NAME = 0.03  # chance from which a token may stand in a person's name
LEAST_LINK, MOST_LINKS = 0.005, 24  # chance of a place that is kept, and how many are
UNKNOWN = Entry("", frozenset(), "state", "neutral")


class Least(NamedTuple):
    """The chances from which a cue of the tagger's is added, and one of the rules is kept; chosen in cross-validation."""

    add: float = 0.7
    keep: float = 0.2


class Found(NamedTuple):
    """A cue that the tagger accepts, with its chance to be one, and the token ranges of its roles.

    `links` are tokens that speak of its speaker (-1: there is none) with the chance of each.
    """

    cue: Range
    chance: float
    roles: tuple[tuple[str, int, int], ...] = ()
    links: Links = ()


def softmax(scores: Floats) -> Floats:
    """Probabilities over the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def cues_of(scores: Floats, least: float) -> tuple[Floats, list[Found]]:
    """The chance of each token to be in a cue, and the cues; scores of shape (tokens, 3).

    A cue begins at a token whose chance is at least `least`, and goes on over tokens that are rather inside than outside.
    """
    each = softmax(scores)
    chances = 1 - each[:, 0]
    found: list[Found] = []
    for i in np.flatnonzero(chances >= least).tolist():
        if found and found[-1].cue[1] == i and each[i, 2] > each[i, 1]:
            found[-1] = Found((found[-1].cue[0], i + 1), max(found[-1].chance, float(chances[i])))
        else:
            found.append(Found((i, i + 1), float(chances[i])))
    return chances, found


class Names(NamedTuple):
    """The (kind, start, end) of the names of a text, and the tokens of which it is sure that they stand in no person's."""

    spans: list[tuple[str, int, int]]
    barred: frozenset[int]


def names_of(scores: Floats) -> Names:
    """The names by the best label of each token; scores of shape (tokens, labels)."""
    chances = softmax(scores)
    people = chances[:, [n for n, label in enumerate(NAME_LABELS) if label.endswith("person")]].sum(axis=1)
    found = spans([NAME_LABELS[label] for label in chances.argmax(axis=-1).tolist()])
    return Names(found, frozenset(np.flatnonzero(people <= NO_NAME).tolist()))


def links_of(scores: Floats, own: Sequence[Range]) -> Links:
    """The likeliest places of a cue's speaker outside its own words; scores of nobody and of each token, (1 + tokens,)."""
    scores = scores.copy()
    for start, end in own:
        scores[1 + start : 1 + end] = -np.inf
    chances = softmax(scores)
    best = np.argsort(-chances)[:MOST_LINKS].tolist()
    return tuple((place - 1, round(float(chances[place]), 4)) for place in best if chances[place] >= LEAST_LINK)


def best_path(scores: Floats, steps: Floats, first: Floats) -> list[int]:
    """The labels of the best path of a linear chain (Viterbi 1967); scores of shape (length, labels)."""
    best, back = first + scores[0], np.zeros(scores.shape, dtype=np.int64)
    for t in range(1, len(scores)):
        each = best[:, None] + steps
        back[t] = each.argmax(axis=0)
        best = each.max(axis=0) + scores[t]
    path = [int(best.argmax())]
    for t in range(len(scores) - 1, 0, -1):
        path.append(int(back[t][path[-1]]))
    return path[::-1]


def around(cue: Range, count: int) -> Range:
    """The tokens that are read for a cue, in a document of `count` tokens."""
    return max(0, cue[0] - LEFT), min(count, cue[1] + RIGHT)


def with_roles(found: Found, path: Sequence[int], first: int) -> Found:
    """A cue with the spans that its labels, one a token from `first`, mark."""
    named = spans([ROLE_LABELS[label] for label in path])
    return found._replace(roles=tuple((name, start + first, end + first) for name, start, end in named))


def merged(view: View, ruled: Sequence[Statement], chances: Floats, found: Sequence[Found], least: Least) -> list[Statement]:
    """The Statements of a document: the rules' that the tagger does not reject, with its contents, and those it adds.

    Sources are the rules' where they know the cue, unless the tagger's is quite another: so it is best in cross-validation.
    """
    kept: list[Statement] = []
    for statement in ruled:
        chance = float(chances[slice(*statement.cue)].max())
        if chance >= least.keep:
            own = next((f for f in found if meet(f.cue, statement.cue)), None)
            kept.append(_revised(view, statement, own)._replace(chance=chance))
    for each in found:
        if each.chance >= least.add and not any(meet(each.cue, s.cue) for s in ruled):
            added = _added(view, each)
            kept += [added] if added is not None else []
    return sorted(kept, key=lambda s: s.cue)


def meet(one: Range, other: Range) -> bool:
    """Whether two ranges share a token."""
    return one[0] < other[1] and other[0] < one[1]


def _revised(view: View, statement: Statement, found: Found | None) -> Statement:
    """A Statement of the rules with the content that the tagger found, and with what only the tagger tells."""
    if found is None:
        return statement
    statement, content = _resourced(statement._replace(links=found.links), _source(found)), _content(view, found)
    return statement._replace(content=content, quoted=_is_quoted(view, content)) if content else statement


def _resourced(statement: Statement, source: Range | None) -> Statement:
    """A Statement with the tagger's source where the rules have quite another one."""
    if source is None or statement.source is None or meet(source, statement.source):
        return statement
    return statement._replace(source=source, before=source[0] < statement.cue[0])


def _source(found: Found) -> Range | None:
    sources = [(start, end) for name, start, end in found.roles if name == "source"]
    return max(sources, key=lambda r: r[1] - r[0], default=None)


def _added(view: View, found: Found) -> Statement | None:
    """A Statement that the rules do not have; None where it has no content, or one that its verb does not take."""
    content = _content(view, found)
    if not content or not _takes(view, found.cue, content):
        return None
    source = _source(found)
    circumstances = tuple((s, e) for name, s, e in found.roles if name not in ("content", "source"))
    return _described(view, found.cue, content)._replace(
        source=source, content=content, circumstances=circumstances, chance=found.chance,
        links=found.links,
        before=source is not None and source[0] < found.cue[0], quoted=_is_quoted(view, content),
    )  # fmt: skip


def _takes(view: View, cue: Range, content: tuple[Range, ...]) -> bool:
    """Whether a verb of the lexicon can have a content: one that begins with a preposition only by a frame of its own.

    أضاف الطاهي الملح إلى الحساء is none, since أضاف takes clauses and quotations.
    """
    verb, first = next(iter(view.forms[cue[0]].verbs), None), view.forms[content[0][0]]
    if verb is None or content[0][0] < cue[0] or _frame(view, content[0][0]) != "object":
        return True
    return not (is_preposition(first) and verb.entry.frames <= CLAUSAL)


def _content(view: View, found: Found) -> tuple[Range, ...]:
    return _joined(view, [(s, e) for name, s, e in found.roles if name == "content"])


def _joined(view: View, ranges: list[Range]) -> tuple[Range, ...]:
    """Content ranges without marks at their ends, and joined where only marks stand between them in one sentence."""
    kept: list[Range] = []
    for start, end in ranges:
        while start < end and view.forms[start].shape == "p" and not _opens_part(view, start, end):
            start += 1
        while end > start and view.forms[end - 1].shape == "p" and not _closes_part(view, start, end):
            end -= 1
        if start == end:
            continue
        if kept and all(f.shape == "p" for f in view.forms[kept[-1][1] : start]) and start not in view.lines:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return tuple(kept)


def _opens_part(view: View, start: int, end: int) -> bool:
    """Whether a quotation opens at a range's start and closes before its end."""
    quote = view.opening.get(start)
    return quote is not None and quote.closed and view.before(quote.end) < end


def _closes_part(view: View, start: int, end: int) -> bool:
    """Whether a quotation closes at a range's end and opens after its start."""
    quote = view.closing.get(end - 1)
    return quote is not None and quote.opened and view.at(quote.start) > start


def _is_quoted(view: View, content: tuple[Range, ...]) -> bool:
    if len(content) != 1:
        return False
    quote = view.opening.get(content[0][0] - 1)
    return quote is not None and view.before(quote.inner_end) <= content[0][1] <= view.before(quote.end)


def _described(view: View, cue: Range, content: tuple[Range, ...]) -> Statement:
    """A Statement of a cue that the rules left out, by what the lexicon says of its words."""
    form = view.forms[cue[0]]
    verb = next(iter(form.verbs), None)
    entry = verb.entry if verb else view.vocabulary.masdars.get(form.stem, view.vocabulary.entries.get(form.key, UNKNOWN))
    features = (verb.tense, verb.voice, verb.person, verb.gender, verb.number) if verb else ("",) * 5
    kind = _kind(view, cue, verb, content)
    lead = len(verb.lead) if verb else len(form.lead.removesuffix("ال")) if kind == "nominal" else 0
    return Statement(
        cue, None, content, (), kind, _frame(view, content[0][0]), entry.lemma or form.key, entry.act, entry.stance,
        *features, lead, False, False,
    )  # fmt: skip


def _kind(view: View, cue: Range, verb: Verb | None, content: tuple[Range, ...]) -> str:
    form = view.forms[cue[0]]
    if form.key == ":":
        return "colon"
    if verb is not None:
        if verb.tense == "participle":
            return "participle"
        return "closing" if content[-1][1] <= cue[0] else "verb"
    if view.vocabulary.cues.match(view.forms, cue[0], len(view))[1] == "preposition":
        return "preposition"
    return "nominal" if form.has("masdar") else "verb"


def _frame(view: View, first: int) -> str:
    if view.forms[first].complementiser or first and view.forms[first - 1].complementiser:
        return "that"
    if first and view.forms[first - 1].key == ":":
        return "colon"
    return "quote" if first in view.opening or first and first - 1 in view.opening else "object"
