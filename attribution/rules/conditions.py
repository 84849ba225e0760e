"""Whether a word that can be a verb reports here: reads a View, a reading and its Match, answers yes or no."""

from __future__ import annotations

from .frames import Match
from .phrases import Range, is_comma
from .subjects import begins_clause, can_speak, is_mute
from .view import View
from .words import NAMES, SHADDA, TANWIN, Form, Verb

REACH = 20  # tokens between وصفه and بأنه, at most
SAYING = "قال"
WITH_OBJECT = frozenset({"object", "addressee", *(f"object_{p}" for p in ("bi", "ila", "ala", "min", "an", "li"))})
DESCRIBED = frozenset({"document", "title", "demonym", "body"})
CLAUSE_OPENERS = ("auxiliary", "negation", "subordinator", "relative", "pronoun", "conjunction", "question")


def is_verbal(view: View, i: int, verb: Verb, start: int) -> bool:
    """Whether a token that may be a verb stands where a verb can."""
    form = view.forms[i]
    before = view.forms[i - 1] if i > start else None
    if before is not None and before.has("preposition") and not before.has("subordinator", "question"):
        return False
    if before is not None and before.has("demonstrative") and form.ambiguous:
        return False
    if verb.object and verb.entry.frames.isdisjoint(WITH_OBJECT) and not takes_up(view, i, start):
        return False
    described = bool(verb.object) and _is_described(view, i, verb)
    if before is not None and verb.object and before.plays("what") and not (takes_up(view, i, start) or described):
        return False
    if not _is_asserted(view, i, verb, start) or not (verb.lead or described) and is_mute(view, i, start):
        return False
    if not form.ambiguous or SHADDA in form.text or verb.tense == "present" and not form.has("name", "place"):
        return True
    if before is None or before.shape == "p" or bool(verb.lead) or before.key in ("و", "ما") or before.has(*CLAUSE_OPENERS):
        return True
    if any(view.vocabulary.connectors.match(view.forms, k, i)[:2] == (i - k, "switch") for k in range(max(start, i - 3), i)):
        return True
    return begins_clause(view, verb, i, start)


def _is_described(view: View, i: int, verb: Verb) -> bool:
    """Whether a clause with بأن tells what was said of the noun or ما before a verb: وهو ما وصفه الخبير بأنه."""
    if "object_bi" not in verb.entry.frames or view.key(i - 1) == "ما" and not view.plays(i - 2, "said_of"):
        return False
    near = view.forms[i + 1 : i + 1 + REACH]
    return any(f.complementiser and f.key.startswith("ب") for f in near)


def _is_asserted(view: View, i: int, verb: Verb, start: int) -> bool:
    """Whether the act is reported as done: not negated, not only wished for, not a thought of the first person."""
    if _is_first_person(view, i, verb) and verb.entry.act in ("state", "affirm") and verb.entry.lemma != SAYING:
        return False
    if i == start:
        return True
    before = view.forms[i - 1]
    if _is_negated(view, i, start):
        denies = verb.entry.act == "deny" or verb.entry.lemma in view.vocabulary.negated
        return denies and not view.forms[i].ambiguous
    if before.complementiser == "fused":
        return i - 1 > start and view.forms[i - 2].has("subordinator", "preposition")
    if before.complementiser == "bare":
        return verb.person == "1" or view.plays(i - 2, "before_clause") or verb.tense == "past"
    return True


def _is_negated(view: View, i: int, start: int) -> bool:
    """لم يقل، لم تكن تتوقع: a negation before the verb or before its auxiliary."""
    j = i - 1
    while j > start and view.forms[j].has("auxiliary") and not view.plays(j, "negation"):
        j -= 1
    return view.plays(j, "negation")


def _is_first_person(view: View, i: int, verb: Verb) -> bool:
    """أعتقد: the hamza tells it from the third person of the past (اعتقد); right after an opening mark it is not needed."""
    if verb.person == "1":
        return True
    text = view.forms[i].text.lstrip("وف")
    return verb.entry.lemma[0] == "ا" and (text[:1] == "أ" or not verb.lead and i - 1 in view.opening)


def is_adverbial(view: View, i: int, verb: Verb) -> bool:
    """Whether a participle is an adverbial (مضيفا، مؤكدة) and not an adjective or a noun."""
    form = view.forms[i]
    key = form.key
    if not key.endswith(("ا", "ة", "ين", "ات")) or form.definite:
        return False
    if form.has("title", "document", "masdar", "body", "noun") and not (i and is_comma(view.forms[i - 1])):
        return False
    before = view.forms[i - 1] if i else None
    if key.endswith("ا"):
        return before is None or verb.lead != "" or not _is_accusative(view, before)
    if before is None or before.shape != "w" or verb.lead or before.has("adverb"):
        return True
    return not (before.key.endswith(("ة", "ات", "ين", "ون", "اء")) and not before.definite or _is_indefinite(before))


def _is_accusative(view: View, form: Form) -> bool:
    """Whether a word is an indefinite noun or demonym in the accusative, whose adjective a participle is: مصدرا مطلعا."""
    classes = view.vocabulary.words.get(form.key[:-1], set()) if form.key.endswith("ا") else set()
    return not classes.isdisjoint(DESCRIBED) and not form.has("adverb")


def _is_indefinite(form: Form) -> bool:
    """Whether a word is an indefinite noun, after which a participle is its adjective: مصادر مطلعة."""
    bare = form.stem == form.key[len(form.lead) :]
    return form.has("document", "noun", "body") and bare and not form.definite and not form.has(*NAMES, "place", "media")


def is_apart(view: View, at: int, verb: Verb) -> bool:
    """Whether a participle stands apart from what goes before: after a mark or و, or as an adverbial (مشيرا) of no كان."""
    before = at - 1 - view.plays(at - 1, "not")
    if bool(verb.lead) or before < 0 or view.forms[before].shape == "p" or view.key(before) == "و" or at in view.lines:
        return True
    return view.key(at).endswith("ا") and not any(f.has("auxiliary") for f in view.forms[max(0, at - 8) : at])


def is_spoken(view: View, at: int, verb: Verb, match: Match, source: Range | None) -> bool:
    """Whether a verb inside a quotation reports: what somebody says there, not what he thinks or what things do."""
    if match.frame in ("colon", "quote") or not view.in_speech(at) or verb.voice == "passive":
        return True
    if verb.person == "3" and verb.object in ("ني", "نا") and source is not None:
        return True  # بروكسل وعدتنا بتعويضات
    if verb.person == "1":
        return verb.entry.act not in ("state", "affirm") or verb.entry.lemma == SAYING
    return match.frame == "that" and (verb.tense != "present" or match.source is not None)


def takes_up(view: View, i: int, start: int) -> bool:
    """Whether a verb takes up what was said before it: هذا ما أكده فلان."""
    return i - 2 >= start and view.key(i - 1) == "ما" and view.plays(i - 2, "this")


def stands_out(view: View, at: int, start: int, match: Match | None) -> bool:
    """Whether a word that is mostly a preposition is a verb here: …، بيّن الوزير أن."""
    if match is None or match.source is None or match.frame not in ("that", "colon"):
        return False
    return at == start or view.forms[at - 1].shape == "p"


def says(view: View, at: int, start: int, verb: Verb, match: Match, source: Range | None, before: bool) -> bool:
    """Whether a verb with a noun for its content is an act of speech: its subject can speak, it is no aside."""
    if verb.person == "1" or verb.tense == "participle":
        return True
    if verb.lead.endswith("ل") or at > start and not verb.lead and view.forms[at - 1].text.endswith(TANWIN):
        return False
    if before and source is not None and not can_speak(view.forms[source[0]]):
        return False
    doubled = match.frame == "object" and _is_doubled(verb)
    if (
        doubled
        and SHADDA not in view.forms[at].text
        and (source is None or not can_speak(view.forms[source[0]]))
    ):
        return False
    told = verb.lead.endswith("س") or at < view.title_end and not doubled
    if verb.tense == "present" and before and verb.entry.act == "state" and not told:
        return False  # رقم يكشف …، صورة توضح …: what something shows
    if verb.tense == "present" and not before:
        opens = at == start or bool(verb.lead) or view.forms[at - 1].shape == "p"
        return opens or view.plays(at - 1, "asserts")
    return True


def _is_doubled(verb: Verb) -> bool:
    """Whether the verb is told from another only by its shadda: كذّب، ثمّن، قدّر."""
    return len(verb.entry.lemma) > 3 and verb.entry.lemma[2] == SHADDA


def relates(view: View, match: Match | None, antecedent: Range | None) -> bool:
    """Whether a verb in a relative clause has a speaker: the noun before it, or one of its own after it."""
    if antecedent is not None and can_speak(view.forms[antecedent[0]]):
        return True
    return match is not None and match.source is not None and can_speak(view.forms[match.source[0]])
