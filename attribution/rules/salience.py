"""How likely each figure is to be the speaker meant: reads features of a cue and of figures, answers with scores."""

from __future__ import annotations

from typing import NamedTuple

from ..arabic import agrees
from .entities import Figure
from .mentions import Mention
from .statements import Statement

Group = tuple[Figure, ...]


class Options(NamedTuple):
    """What the resolver may use; each can be switched off to measure what it is worth."""

    agreement: bool = True
    flow: bool = True
    titles: bool = True


class Candidate(NamedTuple):
    """One possible speaker of a statement with its score and the reasons, for `attribution explain`."""

    figures: Group
    score: float
    reasons: tuple[str, ...]


TURN = 4.0  # spoke in an earlier statement of the same level
RELAYED = 3.4  # so, but in a phrase such as بحسب فلان
SUBJECT = 3.0  # stands as a subject in the running text
OBJECT = 0.6  # stands elsewhere in the running text
SAME_SENTENCE = 1.5  # a subject or speaker in the cue's own sentence
SENTENCE = 0.7  # less for each sentence between
RANK = 0.3  # less for each later event of the same sort between
KNOWN = 0.6  # its gender is known and agrees
EXACT_NUMBER = 3.0  # a dual or plural verb and exactly such a speaker
ANSWERED = 5.0  # less for who asked the question that this verb answers
OBJECT_OF_PAIR = 2.2  # not a subject, where two are looked for (التقى الوزير نظيره)
BODY_OF_PAIR = 1.6  # less for a body, where two are looked for
PAIRED = 1.5  # more for two whom the running text joins by و
TOGETHER = 3.0  # more for one whose title is that of the dual (الوزيران)
MADE_PAIR = 1.0  # less for a pair that only the reader makes of two single speakers

HEAD = 3.0  # a title's head is the head of a title said of the person
INSIDE = 1.6  # its head stands inside such a title
WORD = 1.0  # each further word that they share
STRANGE = 0.9  # less for each word of the description that no title of the person has
MISSING = 2.5  # less where both have complements and share none
UNNAMED = 0.9  # less for a person without a name in the running text
STATE = 2.0  # less for a place in the running text
RELATIVE = 4.0  # right before the relative clause that the verb stands in
IN_PLAY = 2.4  # the last speaker of the gender of a title alone; less for those before
IN_TEXT = 2.1  # a person of that gender in the running text
SHARED = 0.6  # at least, for one in play whose title shares an adjective (الحكم الإنجليزي)
LONE = 1.0  # more for the only one of that gender who has a name in the text
SPECIFIC = 1.0  # less for a title that means one office (القاضي) where nobody is known by it
COMPLEMENT = 0.8  # and more for one with a complement (وزير الطاقة الجزائري)
UNTITLED = 1.0  # more for one in play of whom no title is said
LATER = 0.8  # less where the person is named only after
RECENT = 1.2  # at most, for a person mentioned shortly before
TITLE_LEAST = 1.9  # a lower score resolves no title
RECENT_TOKENS = 60
TITLES = 24  # the latest titles of a person that are compared


def features(group: Group) -> tuple[tuple[str, str, str], bool | None]:
    """Person, gender and number of a group of figures, and whether they are human."""
    if len(group) > 1:
        genders = {f.gender for f in group}
        gender = "m" if "m" in genders else "f" if genders == {"f"} else ""
        return ("3", gender, "du" if len(group) == 2 else "pl"), True
    figure = group[0]
    if figure.kind == "person":
        return ("3", figure.gender, "sg"), True
    if figure.kind == "group":
        return ("3", figure.gender, figure.number), True if figure.gender == "m" else None
    return ("3", figure.gender, figure.number), False


def agreeing(statement: Statement, group: Group) -> bool:
    """Whether a group can be the hidden subject of a statement's verb."""
    if not statement.gender and not statement.number:
        return True
    noun, human = features(group)
    if noun[2] == "" and len(group) == 1:
        noun = (noun[0], noun[1], "sg")
    number = "sg" if statement.number == "" else statement.number
    if noun[2] == "many":
        return number in ("du", "pl") and agrees(("3", statement.gender, "pl"), (noun[0], noun[1], "pl"), human=True)
    if statement.tense == "participle" and {number, noun[2]} == {"du", "pl"}:
        number = noun[2]  # مهددين is spelt so for two and for many
    if number == "sg" and len(group) > 1:
        return False
    return agrees(("3", statement.gender, number), noun, human=human)


def agrees_with_noun(statement: Statement, source: Mention) -> bool:
    """Whether a verb agrees with the noun that last named a speaker: أورد المصدر …، داعيا, though a ministry speaks."""
    human = None if source.kind == "group" else source.kind == "person"
    return agrees(("3", statement.gender, statement.number), ("3", source.gender, source.number), human=human)


def match_bonus(statement: Statement, group: Group) -> float:
    """What agreement adds to a candidate that agrees: its gender is known, its number is not the common one."""
    noun, _ = features(group)
    score = KNOWN if noun[1] and noun[1] == statement.gender else 0.0
    return score + (EXACT_NUMBER if statement.number in ("du", "pl") and noun[2] in (statement.number, "many") else 0.0)


def title_score(figure: Figure, mention: Mention, at: int) -> Candidate | None:
    """How well a title alone fits a person with a name; None where gender or words speak against it."""
    if mention.gender in ("m", "f") and figure.gender in ("m", "f") and mention.gender != figure.gender:
        return None
    best = max((_shared(mention.words, title, figure.heads) for title in figure.titles[-TITLES:]), default=None)
    if best is None:
        return None
    score, reasons = best[0], list(filter(None, [best[1]]))
    before = figure.before(at)
    if before < 0:
        score -= LATER
        reasons.append("later")
    else:
        score += RECENT * max(0.0, 1 - (at - before) / RECENT_TOKENS)
    return Candidate((figure,), round(score, 2), tuple(reasons))


def _shared(words: tuple[str, ...], title: tuple[str, ...], heads: set[str]) -> tuple[float, str]:
    """The score of a title's words against those of one said of a person, and what matched."""
    head = words[0]
    if head == title[0] or head in heads and head in title:
        score, reason = HEAD, f"head {head}"
    elif head in title:
        score, reason = INSIDE, f"word {head}"
    else:
        score, reason = -1.0, ""
    rest, own = set(words[1:]), set(title) - {head}
    shared = rest & own
    score += WORD * len(shared) - STRANGE * len(rest - own)
    if rest and own and not shared:
        score -= MISSING
    return score, reason if not shared else " ".join(filter(None, (reason, "shared", *sorted(shared))))
