"""Stance: reads a View, Statements and their hedges, returns the writer's stance to each content and what decided it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .hedges import Hedge
from .phrases import Range
from .statements import Statement
from .view import View

STRENGTH = ("neutral", "endorse", "distance", "dispute")
CLAUSE = 30  # tokens of the writer's clause in which a proof is looked for
OPENING = frozenset({"،", ",", ".", "؛", "»", "”", '"', "“", "’", "'", ")", "–", "-", "—", "!", "…"})


class Evidence(NamedTuple):
    """What speaks for a stance: the stance, what kind of words say so and where they stand (token range)."""

    stance: str
    by: str
    place: Range

    def shown(self, view: View) -> list[str]:
        """What decided and where it stands in the text: stance:comment@57-69; nothing where nothing did."""
        first, last = self.place
        return [f"{self.by}@{view.starts[first]}-{view.ends[last - 1]}"] if self.by else []


NEUTRAL = Evidence("neutral", "", (0, 0))


def decide(evidence: Sequence[Evidence]) -> Evidence:
    """The strongest evidence: dispute, then distance, then endorse; neutral where there is none."""
    return max((NEUTRAL, *evidence), key=lambda e: STRENGTH.index(e.stance))


def of_words(view: View, statement: Statement, hedges: Sequence[Hedge]) -> list[Evidence]:
    """The evidence of the cue and of the hedges of one statement."""
    found = []
    if statement.stance != "neutral":
        found.append(Evidence(statement.stance, "stance:cue", statement.cue))
    elif _relayed_stance(view, statement):
        found.append(Evidence(_relayed_stance(view, statement), "stance:cue", statement.cue))
    elif _is_rumour(view, statement):
        found.append(Evidence("distance", "stance:rumour", statement.cue))
    for hedge in hedges:
        if hedge.stance in ("distance", "dispute"):
            found.append(Evidence(hedge.stance, f"stance:{hedge.kind}", (hedge.first, hedge.last)))
    return found


def _relayed_stance(view: View, statement: Statement) -> str:
    """The stance of the verb in a relaying phrase: وفق ما كشفه، حسبما زعم؛ empty where there is none."""
    if statement.kind != "preposition":
        return ""
    for form in view.forms[statement.cue[0] + 1 : statement.cue[1] + 1]:
        if form.verbs and not form.definite and form.verbs[0].entry.stance != "neutral":
            return form.verbs[0].entry.stance
    return ""


def _is_rumour(view: View, statement: Statement) -> bool:
    """An impersonal passive that names nobody and addresses nobody: قيل إن، يُقال إنه; قيل لنا إن is none."""
    if statement.voice != "passive" or not view.vocabulary.plays(statement.lemma, "rumour"):
        return False
    return not view.key(statement.cue[1]).startswith("ل")


def of_comments(
    view: View, statements: Sequence[Statement], distanced: Sequence[bool], starts: Sequence[int]
) -> list[Evidence | None]:
    """For each statement the evidence of the writer's own clause beside its content.

    `distanced` tells which statements are at arm's length already; `starts` are the tokens where cues begin, sorted.
    """
    found: list[Evidence | None] = [None] * len(statements)
    cues = set(starts)
    for end, numbers in _by_end(statements).items():
        number = _addressed(statements, numbers, distanced)
        found[number] = _after(view, statements[number], end, distanced[number], cues)
    for number, each in enumerate(statements):
        if found[number] is None:
            found[number] = _beside_cue(view, each)
    return found


def _by_end(statements: Sequence[Statement]) -> dict[int, list[int]]:
    """The numbers of the statements by the token after their last word."""
    found: dict[int, list[int]] = {}
    for number, each in enumerate(statements):
        after = [each.content[-1][1]]
        if each.content[0][0] < each.cue[0]:
            after += [each.cue[1], *([each.source[1]] if each.source else [])]
        found.setdefault(max(after), []).append(number)
    return found


def _addressed(statements: Sequence[Statement], numbers: list[int], distanced: Sequence[bool]) -> int:
    """Of statements that end together, the one that a comment means: one at arm's length, else the outermost."""
    return max(numbers, key=lambda n: (distanced[n], -statements[n].content[0][0]))


def _after(view: View, statement: Statement, end: int, distanced: bool, cues: set[int]) -> Evidence | None:
    """The evidence of a clause that follows a content in its paragraph."""
    i = end
    while i < len(view) and i - end < 4 and view.key(i) in OPENING and view.key(i) != "!":
        i += 1
        if i in view.lines:
            return None
    if i >= len(view) or i in view.lines:
        return None
    return comment(view, i, statement, distanced, cues) or _denied(view, i, cues)


def _denied(view: View, i: int, cues: set[int]) -> Evidence | None:
    """A verb that gives the lie to what was said, shortly after it: .. والطوابير تكذّبه."""
    for j in range(i, min(len(view), i + 4)):
        if j in view.lines or j in cues or view.key(j) in (".", "،"):
            return None
        proof = any(labels[0] == "proof" for _, labels in view.vocabulary.comments.every(view.forms, j, len(view), ""))
        if proof and view.forms[j].key.endswith(("ه", "ها", "هم")) and view.forms[j].key[:1] in "تي":
            return Evidence("dispute", "stance:comment", (j, j + 1))
    return None


def comment(view: View, i: int, statement: Statement, distanced: bool, cues: set[int]) -> Evidence | None:
    """The evidence of the words at a token, where they are a comment of the writer on a statement."""
    for length, (evidence, _) in view.vocabulary.comments.every(view.forms, i, len(view)):
        if not cues.isdisjoint(range(i, i + length)) or not _agrees(view.key(i + length - 1), view.key(i), statement):
            continue
        after = view.forms[i + length : i + length + 4]
        if evidence == "silence" and any(form.has("question") or form.plays("evidence") for form in after):
            evidence = "dispute"
        stance = _weigh(view, evidence, i + length, distanced, cues)
        if stance:
            return Evidence(stance, "stance:comment", (i, i + length))
    return None


def _weigh(view: View, evidence: str, after: int, distanced: bool, cues: set[int]) -> str:
    """The stance that a comment tells; empty where it needs a distance or a proof that is not there."""
    if evidence in ("endorse", "distance", "dispute"):
        return evidence
    if distanced and (evidence in ("answer", "silence") or evidence == "contrast" and cues.isdisjoint(range(after, after + 2))):
        return "dispute"
    proven = evidence in ("answer", "contrast", "fact") and _proof(view, after, cues)
    return "dispute" if proven else ""


def _proof(view: View, i: int, cues: set[int]) -> bool:
    """Whether a clause names a proof (الصور، تكذّبه، الواقع) before it ends or another one speaks."""
    for j in range(i, min(len(view), i + CLAUSE)):
        if any(labels[0] == "proof" for _, labels in view.vocabulary.comments.every(view.forms, j, len(view))):
            return True
        if view.key(j) in (".", "؛") or j in view.lines or j in cues:
            return False
    return False


def _agrees(word: str, first: str, statement: Statement) -> bool:
    """Whether a participle (متجاهلاً، متناسيةً) can speak of the subject of a statement's verb."""
    if not first.startswith("مت") or statement.gender not in ("m", "f") or statement.number != "sg":
        return True
    return word.endswith("ا") == (statement.gender == "m") or not word.endswith(("ا", "ة"))


def _beside_cue(view: View, statement: Statement) -> Evidence | None:
    """The evidence of an adverb beside the cue: أنكر كاذباً."""
    places = [statement.cue[1]] + ([statement.source[1]] if statement.source else [])
    for i in places:
        if i >= len(view):
            continue
        for length, (evidence, kind) in view.vocabulary.comments.every(view.forms, i, len(view), ""):
            if evidence == "dispute" and kind == "judgement" and length == 1:
                return Evidence("dispute", "stance:comment", (i, i + 1))
    return None
