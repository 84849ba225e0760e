"""Reporting cues: reads a View (tokens, quotations) and the lexicon, returns Cues in text order."""

from __future__ import annotations

from typing import NamedTuple

from .frames import Match, forward, is_complement, is_source_head
from .light import light
from .phrases import LONGEST_NAME, Range, circumstance, is_comma, is_nominal, is_preposition, skip_circumstances, strip
from .subjects import can_speak, is_mute, subject_before
from .view import View
from .words import SHADDA, Entry, Verb

SAYING = "قال"
WITH_OBJECT = frozenset({"object", "object_bi", "object_ila", "object_ala", "object_min", "object_an", "addressee"})
NOMINAL = frozenset({"object", "preposition"})
CLAUSE_OPENERS = ("auxiliary", "negation", "subordinator", "relative", "pronoun", "conjunction", "question")
LONGEST_HEADLINE = 30  # tokens
HEADLINE_SOURCE = 10  # tokens before a headline's colon, at most


class Cue(NamedTuple):
    """A reporting cue with the complement that makes it one; token numbers are those of the View."""

    start: int
    end: int
    kind: str  # verb, participle, nominal, preposition, colon, closing
    entry: Entry
    verb: Verb | None
    match: Match | None
    source: Range | None
    before: bool = False


class Candidate(NamedTuple):
    """A token that may be a cue: `kind` phrase (with its length), verb, participle or masdar."""

    at: int
    kind: str
    length: int
    verb: Verb | None
    entry: Entry


def find_cues(view: View, skipped: set[int]) -> list[Cue]:
    """The cues of a document in text order; `skipped` holds the tokens of site furniture."""
    found: list[Cue] = []
    for number, (start, end) in enumerate(view.sentences):
        if start not in skipped:
            found += _headline(view, number, start, end) or _sentence(view, start, end)
    return found


def _sentence(view: View, start: int, end: int) -> list[Cue]:
    """Each clause goes to the nearest verb before it, so the last verb chooses first; nominal cues get the rest."""
    cues: list[Cue] = []
    candidates = _candidates(view, start, end)
    for wanted in (("phrase",), ("verb", "participle"), ("masdar",)):
        for candidate in reversed(candidates):
            if candidate.kind in wanted and not any(c.start <= candidate.at < c.end for c in cues):
                cue = _cue(view, candidate, start, end, cues)
                if cue is not None:
                    cues.append(cue)
    return _merged(sorted(cues, key=lambda c: c.start))


def _candidates(view: View, start: int, end: int) -> list[Candidate]:
    found: list[Candidate] = []
    vocabulary, i = view.vocabulary, start
    while i < end:
        form = view.forms[i]
        length, kind, lemma = vocabulary.cues.match(view.forms, i, end)
        if length and kind == "pseudo":
            i += length
            continue
        if length and kind == "preposition":
            found.append(Candidate(i, "phrase", length, None, vocabulary.entries[lemma]))
            i += length
            continue
        for verb in reversed(form.verbs):
            kind = "participle" if verb.tense == "participle" else "verb"
            found.append(Candidate(i, kind, 1, verb, verb.entry))
        masdar = vocabulary.masdars.get(form.stem) if form.has("masdar") else None
        if masdar is not None:
            found.append(Candidate(i, "masdar", 1, None, masdar))
        i += 1
    return found


def _cue(view: View, candidate: Candidate, start: int, end: int, cues: list[Cue]) -> Cue | None:
    if candidate.kind == "phrase":
        return _prepositional(view, candidate, start, end)
    if candidate.kind == "masdar":
        return _masdar(view, candidate, end, cues)
    assert candidate.verb is not None
    if candidate.kind == "participle" and not _is_adverbial(view, candidate.at, candidate.verb):
        return None
    if candidate.kind == "verb" and not _is_verbal(view, candidate.at, candidate.verb, start):
        return None
    return _verbal(view, candidate, candidate.verb, start, end, cues)


def _verbal(view: View, candidate: Candidate, verb: Verb, start: int, end: int, cues: list[Cue]) -> Cue | None:
    """The cue of a verb or participle, by a fixed expression, its own frames, or the quotation before it."""
    at, kind = candidate.at, candidate.kind
    claimed = {c.start for c in cues if c.start > at and not _is_saying(c) and c.kind != "preposition"}
    before = subject_before(view, verb, at, start) if kind == "verb" else None
    relative = before is not None and view.forms[at - 1].has("relative")
    unsaid = kind == "participle" or verb.person == "1" or verb.number in ("du", "pl")
    fixed = light(view, verb, at, min(claimed, default=end), before is not None or unsaid)
    if fixed is not None:
        source = before or fixed.match.source
        return Cue(at, fixed.cue_end, kind, fixed.entry, verb, fixed.match, source, before is not None)
    saying = min((c.start for c in cues if c.start > at and _is_saying(c)), default=None)
    match = forward(view, verb, at + 1, end, before is not None and not relative or unsaid, claimed, saying)
    if relative and not _relates(view, match, before) and not view.plays(at + 1, "resumptive"):
        return None
    if relative and match is not None and match.source is not None and match.frame in ("that", "colon"):
        before = None
    if view.forms[at].closed and not _stands_out(view, at, start, match):
        return None
    if (match is None or match.frame == "quote") and _closes(view, at, start, verb):
        source = before or (None if unsaid else _source_after(view, at + 1, end))
        return Cue(at, at + 1, "closing", verb.entry, verb, None, source, before is not None)
    if kind == "participle" and match is not None and match.frame in NOMINAL and not _is_apart(view, at, verb):
        return None
    source = before or (match.source if match else None)
    if match is None or match.frame in NOMINAL and not _says(view, at, start, verb, match, source, before is not None):
        return None
    return Cue(at, at + 1, kind, verb.entry, verb, match, source, before is not None)


def _is_apart(view: View, at: int, verb: Verb) -> bool:
    """Whether a participle stands apart from what goes before: after a mark, و or a quotation."""
    return (
        bool(verb.lead)
        or at == 0
        or view.forms[at - 1].shape == "p"
        or view.key(at - 1) in ("و", "غير")
        or at in view.lines
    )


def _relates(view: View, match: Match | None, antecedent: Range | None) -> bool:
    """Whether a verb in a relative clause has a speaker: the noun before it, or one of its own after it."""
    if antecedent is not None and can_speak(view.forms[antecedent[0]]):
        return True
    return match is not None and match.source is not None and can_speak(view.forms[match.source[0]])


def _stands_out(view: View, at: int, start: int, match: Match | None) -> bool:
    """Whether a word that is mostly a preposition is a verb here: …، بيّن الوزير أن."""
    if match is None or match.source is None or match.frame not in ("that", "colon"):
        return False
    return at == start or view.forms[at - 1].shape == "p"


def _says(view: View, at: int, start: int, verb: Verb, match: Match, source: Range | None, before: bool) -> bool:
    """Whether a verb with a noun for its content is an act of speech: its subject can speak, it is no aside."""
    if verb.person == "1" or verb.tense == "participle":
        return True
    if before and source is not None and not can_speak(view.forms[source[0]]):
        return False
    if (
        match.frame == "object"
        and _is_doubled(verb)
        and SHADDA not in view.forms[at].text
        and (source is None or not can_speak(view.forms[source[0]]))
    ):
        return False
    if verb.tense == "present" and not before:
        opens = at == start or bool(verb.lead) or view.forms[at - 1].shape == "p"
        return opens or view.plays(at - 1, "asserts")
    return True


def _is_doubled(verb: Verb) -> bool:
    """Whether the verb is told from another only by its shadda: كذّب، ثمّن، قدّر."""
    return len(verb.entry.lemma) > 3 and verb.entry.lemma[2] == SHADDA


def _is_saying(cue: Cue) -> bool:
    """Whether a cue is قائلا, which only repeats the verb before it."""
    return cue.kind == "participle" and cue.entry.lemma == SAYING


def _is_verbal(view: View, i: int, verb: Verb, start: int) -> bool:
    """Whether a token that may be a verb stands where a verb can."""
    form = view.forms[i]
    before = view.forms[i - 1] if i > start else None
    if before is not None and before.has("preposition") and not before.has("subordinator", "question"):
        return False
    if before is not None and before.has("demonstrative") and form.ambiguous:
        return False
    if verb.object and verb.entry.frames.isdisjoint(WITH_OBJECT):
        return False
    if before is not None and verb.object and before.plays("what"):
        return False
    if not _is_asserted(view, i, verb, start) or not verb.lead and is_mute(view, i, start):
        return False
    if not form.ambiguous or SHADDA in form.text or verb.tense == "present" and not form.has("name", "place"):
        return True
    if (
        before is None
        or before.shape == "p"
        or bool(verb.lead)
        or before.key in ("و", "ما")
        or before.has(*CLAUSE_OPENERS)
    ):
        return True
    return any(
        view.vocabulary.connectors.match(view.forms, k, i)[:2] == (i - k, "switch") for k in range(max(start, i - 3), i)
    )


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
        return verb.person == "1" or view.plays(i - 2, "before_clause")
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


def _is_adverbial(view: View, i: int, verb: Verb) -> bool:
    """Whether a participle is an adverbial (مضيفا، مؤكدة) and not an adjective or a noun."""
    form = view.forms[i]
    key = form.key
    if not key.endswith(("ا", "ة", "ين", "ات")) or form.definite:
        return False
    if form.has("title", "document", "masdar", "body", "noun") and not (i and is_comma(view.forms[i - 1])):
        return False
    if key.endswith("ا"):
        return True
    before = view.forms[i - 1] if i else None
    if before is None or before.shape != "w" or verb.lead or before.has("adverb"):
        return True
    return not (before.key.endswith(("ة", "ات", "ين", "ون", "اء")) and not before.definite)


def _closes(view: View, i: int, start: int, verb: Verb) -> bool:
    """Whether a quotation ends right before a verb: "…"، قال فلان."""
    if "quote" not in verb.entry.frames and "that" not in verb.entry.frames:
        return False
    j = i
    while j > start and (is_comma(view.forms[j - 1]) or view.plays(j - 1, "as") or view.key(j - 1) in "–-."):
        j -= 1
    quote = view.closing.get(j - 1)
    if quote is not None:
        return (quote.words > 3 or not quote.opened or j < i) and not verb.lead
    return j < i and view.key(j) == "كما" and j > start and is_comma(view.forms[j - 1])


def _source_after(view: View, i: int, end: int, prefixed: bool = False) -> Range | None:
    """The source after a closing cue: up to a comma, a circumstance or the sentence's end."""
    prefixed = prefixed and i < end and view.forms[i].preposition in ("li", "bi")
    i = i if prefixed else skip_circumstances(view, i, end)[0]
    if i >= end or not (prefixed or is_source_head(view, i)):
        return None
    quote = view.opening.get(i)
    if quote is not None and (quote.words > LONGEST_NAME or is_comma(view.forms[i - 1])):
        return None
    j = i
    while j < end and (j == i or not _ends_source(view, j, end)):
        quote = view.opening.get(j)
        j = min(end, view.before(quote.end)) if quote is not None else j + 1
    i, j = strip(view, i, j)
    return (i, j) if i < j else None


def _ends_source(view: View, j: int, end: int) -> bool:
    form = view.forms[j]
    if is_comma(form) and j + 1 < end and view.forms[j + 1].has("title"):
        return False
    if (
        form.key in ("،", ",", ".", ":", "؛", "!", "؟", "–", "-", ")")
        or form.complementiser
        or form.plays("said_of")
        or form.plays("so")
    ):
        return True
    if form.has("adverb", "auxiliary") and not form.has("name", "noun"):
        return True
    return circumstance(view, j, end)[0] > j


def _prepositional(view: View, candidate: Candidate, start: int, end: int) -> Cue | None:
    """بحسب فلان، وفق ما ذكره فلان: the source follows; which clause is the content is settled later."""
    i, j = candidate.at, candidate.at + candidate.length
    if view.vocabulary.hedges.match(view.forms, i, end)[1] == "distancing" or j >= end:
        return None
    verb = None
    if view.plays(j, "given") and j + 1 < end:
        j += 1
    if view.forms[j].verbs and not view.forms[j].definite and view.key(j - 1).endswith("ما"):
        verb, j = view.forms[j].verbs[0], j + 1
        j += view.plays(j, "resumptive")
    elif (
        view.forms[j].has("masdar") and not view.forms[j].has("document") and not view.forms[j].definite and j + 1 < end
    ):
        if view.forms[j].stem != view.forms[j].key:
            return None
        j += 1
    source = _source_after(view, j, end, prefixed=True)
    if source is None and verb is None:
        return None
    if source is not None and verb is None and not can_speak(view.forms[source[0]]):
        return None
    cue_end = j if verb is not None else i + candidate.length
    return Cue(i, cue_end, "preposition", verb.entry if verb else candidate.entry, verb, None, source)


def _masdar(view: View, candidate: Candidate, end: int, cues: list[Cue]) -> Cue | None:
    """A verbal noun with a clause: تأكيده أن، في تصريحات بأن."""
    i = candidate.at
    if any(c.match is not None and c.match.zone[0] <= i < c.match.zone[1] for c in cues):
        return None
    for j in range(i + 1, min(end, i + 5)):
        form = view.forms[j]
        if form.complementiser:
            return (
                _clausal(view, candidate, j) if is_complement(view, j) and view.key(j - 1) not in ("من", "عن") else None
            )
        if form.shape != "w" or form.verbs or not is_nominal(form) or is_preposition(form):
            return None
    return None


def _clausal(view: View, candidate: Candidate, j: int) -> Cue:
    i = candidate.at
    start, end = strip(view, i + 1, j)
    named = start < end and is_source_head(view, start) and can_speak(view.forms[start])
    source = (start, end) if named and not view.forms[start].has("adjective") else None
    match = Match("that", j + (view.forms[j].complementiser == "bare"), (i + 1, j), source, ())
    return Cue(i, i + 1, "nominal", candidate.entry, None, match, source)


def _merged(cues: list[Cue]) -> list[Cue]:
    """Without the later of two cues on one content: وأوضح قائلا إن …"""
    kept: list[Cue] = []
    for cue in cues:
        content = cue.match.content if cue.match else None
        if content is None or all(k.match is None or k.match.content != content for k in kept):
            kept.append(cue)
    return kept


def _headline(view: View, number: int, start: int, end: int) -> list[Cue]:
    """«name : words» in the title or on a line of its own, as one cue or none."""
    colon = next((k for k in range(start + 1, min(end - 1, start + HEADLINE_SOURCE)) if view.key(k) == ":"), None)
    own_line = (start == 0 or start in view.lines) and (end in view.lines or end == len(view))
    if (
        colon is None
        or not (end <= view.title_end or own_line and end - start <= LONGEST_HEADLINE)
        or view.key(end - 1) == "."
    ):
        return []
    last = next(
        (k for k in range(start + 1, colon) if view.plays(k, "headline_cut") or view.key(k).startswith("لـ")), colon
    )
    named = all(is_nominal(f) or f.preposition or f.shape != "w" for f in view.forms[start:last])
    if (
        not named
        or not can_speak(view.forms[start])
        or is_preposition(view.forms[start])
        or view.forms[start].shape == "n"
    ):
        return []
    source = strip(view, start, last)
    match = Match("colon", colon + 1, (colon, colon + 1), source, ())
    return [Cue(colon, colon + 1, "colon", view.vocabulary.entries[":"], None, match, source, True)]
