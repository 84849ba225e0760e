"""Acts: reads a View and a Statement, returns what the speaker does; the cue's row first, then what modifies it."""

from __future__ import annotations

from .patterns import matches_noun
from .phrases import is_comma
from .statements import Statement
from .view import View
from .words import Form

NOUNS = 10_000  # spellings that are kept with the act that they tell
ATTITUDE_REACH = 5  # tokens of a content in which the noun that tells the act of a light cue stands


def act(view: View, statement: Statement) -> str:
    """The act of a statement, one of the guideline's eleven."""
    if statement.kind == "preposition":
        return _relayed(view, statement) or statement.act
    if _is_negated(view, statement) and statement.act == "deny":
        return "state"
    if statement.act == "state" and _is_light(view, statement):
        return _attitude(view, statement) or statement.act
    return _by_complement(view, statement)


def _relayed(view: View, statement: Statement) -> str:
    """The act inside a relaying phrase: وفق ما أكده، حسب تأكيد؛ empty where it only names the source."""
    for i in range(statement.cue[0], min(statement.cue[1] + 1, len(view))):
        form = view.forms[i]
        if i > statement.cue[0] and form.verbs and not form.definite:
            return form.verbs[0].entry.act
        masdar = view.vocabulary.masdars.get(form.stem) if i > statement.cue[0] else None
        if masdar and not form.definite:
            return masdar.act
    return ""


def _is_light(view: View, statement: Statement) -> bool:
    """Whether a verb says little by itself: أعرب عن، أبدى، وجّه."""
    return any(pattern.kind == "light" for pattern in view.vocabulary.patterns.get(statement.lemma, ()))


def _is_negated(view: View, statement: Statement) -> bool:
    return view.plays(statement.cue[0] - 1, "reverses")


def _attitude(view: View, statement: Statement) -> str:
    """The act that the noun after a light verb tells: أعرب عن بالغ أسفه، وجّه له تهماً."""
    first = statement.content[0][0]
    stop = min(len(view), max(first, statement.cue[1]) + ATTITUDE_REACH)
    for i in range(statement.cue[0] + 1, stop):
        if is_comma(view.forms[i]) and i > first:
            return ""
        found = _noun_act(view, statement.lemma, view.forms[i])
        if found:
            return found
    return ""


def _noun_act(view: View, lemma: str, form: Form) -> str:
    for pattern in view.vocabulary.patterns.get(lemma, ()):
        if pattern.entry.act != "state" and matches_noun(form, pattern.words[-1]):
            return pattern.entry.act
    known = _attitude_of(view, form)
    if known:
        return known
    masdar = view.vocabulary.masdars.get(form.stem)
    return masdar.act if masdar and masdar.act != "state" else ""


def _attitude_of(view: View, form: Form) -> str:
    """The act that a noun tells after any light verb, found once for each spelling."""
    known = view.vocabulary.attitude_of
    if len(known) > NOUNS:
        known.clear()
    if form.key not in known:
        nouns = view.vocabulary.attitudes.items()
        known[form.key] = next((act_ for noun, act_ in nouns if matches_noun(form, noun)), "")
    return known[form.key]


def _by_complement(view: View, statement: Statement) -> str:
    """The act of a verb that its complement changes: سأله أن يعفيه asks for something, أقسم أنه فعل vows nothing."""
    first = statement.content[0][0]
    complementiser = next((view.forms[i] for i in (first, first - 1) if i >= 0 and view.forms[i].complementiser), None)
    if statement.act == "question" and complementiser is not None and complementiser.text.startswith(("أن", "ان")):
        return "demand"
    if statement.act == "commit" and view.vocabulary.plays(statement.lemma, "vows") and complementiser is not None:
        return "commit" if _is_future(view, first) else "affirm"
    return statement.act


def _is_future(view: View, first: int) -> bool:
    """Whether the first words of a clause promise: سيفعل، لن يفعل، سوف."""
    keys = [view.key(i) for i in range(first, min(len(view), first + 6))]
    return any(key in ("لن", "سوف") or key.startswith(("سي", "ست", "سن", "سا")) and len(key) > 4 for key in keys)
