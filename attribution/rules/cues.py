"""Reporting cues: reads a View (tokens, quotations) and the lexicon, returns Cues in text order."""

from __future__ import annotations

from .clauses import is_complement
from .conditions import SAYING, is_adverbial, is_apart, is_spoken, is_verbal, relates, says, stands_out, takes_up
from .cue import Candidate, Cue
from .frames import Match, forward, unmarked
from .headlines import headline
from .light import light
from .phrases import Range, is_comma, is_nominal, is_preposition, strip
from .relays import relay, source_after
from .sources import is_source_head, subject_end
from .subjects import can_speak, subject_before
from .view import View
from .words import Verb

NOMINAL = frozenset({"object", "preposition"})
ANSWERED = frozenset({"ala", "an", "ila", "fi", "bi"})  # what a verb of saying is about: ردّ على، تحدث عن
LONGEST_ZONE = 25  # tokens between a verb and its قائلا, at most


def find_cues(view: View, skipped: set[int]) -> list[Cue]:
    """The cues of a document in text order; `skipped` holds the tokens of site furniture."""
    found: list[Cue] = []
    for number, (start, end) in enumerate(view.sentences):
        if start not in skipped:
            found += headline(view, number, start, end) or _sentence(view, start, end)
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
    vocabulary, after = view.vocabulary, start
    starts = vocabulary.cues.starts
    for i, form in enumerate(view.forms[start:end], start):
        if i < after:
            continue
        if form.key in starts:
            length, kind, lemma = vocabulary.cues.match(view.forms, i, end)
            if length and kind == "preposition":
                found.append(Candidate(i, "phrase", length, None, vocabulary.entries[lemma]))
            if length and kind in ("preposition", "pseudo"):
                after = i + length
                continue
        for verb in reversed(form.verbs):
            kind = "participle" if verb.tense == "participle" else "verb"
            found.append(Candidate(i, kind, 1, verb, verb.entry))
        masdar = vocabulary.masdars.get(form.stem) if "masdar" in form.classes else None
        if masdar is not None:
            found.append(Candidate(i, "masdar", 1, None, masdar))
    return found


def _cue(view: View, candidate: Candidate, start: int, end: int, cues: list[Cue]) -> Cue | None:
    if candidate.kind == "phrase":
        return relay(view, candidate, start, end)
    if candidate.kind == "masdar":
        return _masdar(view, candidate, end, cues)
    assert candidate.verb is not None
    if candidate.kind == "participle" and not is_adverbial(view, candidate.at, candidate.verb):
        return None
    if candidate.kind == "verb" and not is_verbal(view, candidate.at, candidate.verb, start):
        return None
    return _verbal(view, candidate, candidate.verb, start, end, cues)


def _verbal(view: View, candidate: Candidate, verb: Verb, start: int, end: int, cues: list[Cue]) -> Cue | None:
    """The cue of a verb or participle, by a fixed expression, its own frames, or the quotation before it."""
    at, kind = candidate.at, candidate.kind
    claimed = {c.start for c in cues if c.start > at and not _is_passed(view, c)}
    before = subject_before(view, verb, at, start) if kind == "verb" else None
    if before is not None and _is_of_another(view, verb, at, end, before, claimed):
        before = None
    relative = before is not None and view.forms[at - 1].has("relative")
    unsaid = kind == "participle" or verb.person == "1" or verb.number in ("du", "pl")
    fixed = light(view, verb, at, min(claimed, default=end), before is not None or unsaid)
    if fixed is not None and not _is_resumed(view, fixed.match, claimed):
        return Cue(at, fixed.cue_end, kind, fixed.entry, verb, fixed.match, before or fixed.match.source, before is not None)
    saying = min((c.start for c in cues if c.start > at and (_is_saying(c) or _is_manner(view, c))), default=None)
    match = forward(view, verb, at + 1, end, before is not None and not relative or unsaid, claimed, saying)
    if relative and not relates(view, match, before) and not view.plays(at + 1, "resumptive"):
        return None
    if relative and match is not None and match.source is not None and match.frame in ("that", "colon"):
        before = None
    if takes_up(view, at, start):
        return Cue(at, at + 1, "closing", verb.entry, verb, None, None if unsaid else source_after(view, at + 1, end))
    if (match is None or match.frame in NOMINAL) and verb.entry.lemma == SAYING and view.in_speech(at):
        match = unmarked(view, at, end) or match
    if view.forms[at].closed and not stands_out(view, at, start, match):
        return None
    if (match is None or match.frame == "quote") and _closes(view, at, start, verb):
        source = before or (None if unsaid else source_after(view, at + 1, end))
        return Cue(at, at + 1, "closing", verb.entry, verb, None, source, before is not None)
    if kind == "participle" and match is not None and match.frame in NOMINAL and not is_apart(view, at, verb):
        return None
    if before is not None and match is not None and "relay" in verb.entry.frames:
        match, before = match._replace(circumstances=(*match.circumstances, before)), None
    source = before or (match.source if match else None)
    if match is None or not is_spoken(view, at, verb, match, source):
        return None
    said = _said_before(view, candidate, start, match) if kind == "participle" and verb.entry.lemma == SAYING else None
    if said is not None:
        return said
    if match.frame in NOMINAL and not says(view, at, start, verb, match, source, before is not None):
        return None
    return Cue(at, at + 1, kind, verb.entry, verb, match, source, before is not None)


def _is_of_another(view: View, verb: Verb, at: int, end: int, before: Range, claimed: set[int]) -> bool:
    """Whether a noun phrase before a verb is what it describes (موعد يصفه الخبير بأنه), or the verb has its own after it."""
    described = bool(verb.object) and not can_speak(view.forms[before[0]])
    return described or _has_own(view, verb, at, end, claimed)


def _has_own(view: View, verb: Verb, at: int, end: int, claimed: set[int]) -> bool:
    """Whether the noun before a verb is not its subject: a speaker follows the verb, or فيه takes up that noun."""
    if view.plays(at + 1, "resumptive"):
        return True
    if "addressee" in verb.entry.frames or any(f.startswith("object_") for f in verb.entry.frames):
        return False
    match = forward(view, verb, at + 1, end, False, claimed)
    if match is None or match.source is None or match.frame not in ("that", "colon"):
        return False
    return view.forms[match.source[0]].has("title", "body", "name") and match.source[0] == at + 1


def _is_resumed(view: View, match: Match, claimed: set[int]) -> bool:
    """Whether a clause says what the object holds: أصدر بيانا أكد فيه."""
    near = min(claimed, default=match.content)
    return match.frame == "object" and match.content < near <= match.content + 2 and view.plays(near + 1, "resumptive")


def _said_before(view: View, candidate: Candidate, start: int, match: Match) -> Cue | None:
    """The cue of a verb of saying that قائلا only completes, with its subject: ردّ نبيل على السؤال قائلا."""
    at = candidate.at
    for i in range(at - 1, max(start, at - LONGEST_ZONE) - 1, -1):
        verb = next((v for v in view.forms[i].verbs if v.tense != "participle" and v.person != "1"), None)
        if verb is None or view.forms[i].definite or is_preposition(view.forms[i - 1]):
            continue
        if "quote" not in verb.entry.frames or "addressee" in verb.entry.frames or verb.entry.act != "state":
            return None
        if is_source_head(view, i + 1) and can_speak(view.forms[i + 1]):
            source = strip(view, i + 1, subject_end(view, i + 1, at, ANSWERED))
            match = match._replace(zone=(i + 1, match.zone[1]))
            return Cue(i, i + 1, "verb", verb.entry, verb, match, source)
    return None


def _is_saying(cue: Cue) -> bool:
    """Whether a cue is قائلا, which only repeats the verb before it."""
    return cue.kind == "participle" and cue.entry.lemma == SAYING


def _is_manner(view: View, cue: Cue) -> bool:
    """Whether a participle right after a verb of saying only tells how it was said: أضاف هامسا أن."""
    return view.plays(cue.start, "manner") and any(v.tense != "participle" for v in view.forms[cue.start - 1].verbs)


def _is_passed(view: View, cue: Cue) -> bool:
    """Whether an earlier verb's search for its clause may pass a cue: قائلا, an insertion, a clause about the source."""
    if _is_saying(cue) or cue.kind == "preposition" or _is_manner(view, cue):
        return True
    return view.forms[cue.start - 1].has("relative") and cue.match is not None and cue.match.frame in NOMINAL


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
    return view.key(i - 1) == "كما" and j > start and is_comma(view.forms[i - 2])


def _masdar(view: View, candidate: Candidate, end: int, cues: list[Cue]) -> Cue | None:
    """A verbal noun with a clause: تأكيده أن، في تصريحات بأن."""
    i = candidate.at
    if any(c.start < i for c in cues):
        return None
    for j in range(i + 1, min(end, i + 5)):
        form = view.forms[j]
        if form.complementiser:
            cue = _clausal(view, candidate, j)
            taken = any(c.match and cue.match and c.match.content == cue.match.content for c in cues)
            return cue if is_complement(view, j) and view.key(j - 1) not in ("من", "عن") and not taken else None
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
    """Without the later of two cues on one content (وأوضح قائلا إن …) and what only describes a source (الذي طلب عدم ذكره)."""
    kept: list[Cue] = []
    for cue in cues:
        content = cue.match.content if cue.match else None
        zone = kept[-1].match.zone if kept and kept[-1].match else (0, 0)
        described = cue.match is not None and cue.match.frame in NOMINAL and zone[0] <= cue.start < zone[1]
        if content is None or not described and all(k.match is None or k.match.content != content for k in kept):
            kept.append(cue)
    return kept
