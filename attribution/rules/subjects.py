"""The noun phrase before a verb that is its subject: reads a View, answers with a token range, writes nothing."""

from __future__ import annotations

from .phrases import Range, circumstance, is_comma, is_nominal, is_preposition, strip
from .view import View
from .words import NAMES, TANWIN, Form, Verb

TRANSPARENT = ("auxiliary", "negation", "adverb")
SPEECH = 4  # words of a quotation that is no name
LONGEST = 30  # tokens of a subject with its appositions, at most


def subject_before(view: View, verb: Verb, i: int, start: int) -> Range | None:
    """The subject that stands before a verb at token `i`, in the sentence that begins at `start`; None where none does."""
    last = _before_auxiliaries(view, i, start)
    if verb.lead.startswith("ف") or last < i and view.key(last).startswith("ف"):
        return _after_as_for(view, verb, i, start)
    if verb.lead.startswith("و") or verb.person == "1":
        return None
    if last == start or view.plays(last, "fresh") or view.key(last - 1) in ("و", "ف"):
        return None
    if view.forms[last - 1].has("relative"):
        return _antecedent(view, last - 1, start)
    if view.forms[last - 1].text.endswith(TANWIN) and not _is_governed(view, _clause_start(view, last, start), start):
        return None  # بيانا قالت فيه: a clause about an indefinite noun
    if is_comma(view.forms[last - 1]):
        return _with_insertion(view, verb, last - 1, start)
    first = _clause_start(view, last, start)
    return _checked(view, verb, first, last) or _last_joined(view, verb, first, last)


def _is_governed(view: View, first: int, start: int) -> bool:
    """Whether a noun phrase begins a clause of أن or لكن, whose subject is in the accusative: غير أن مصدرا ذكر."""
    return first > start and (view.forms[first - 1].complementiser == "bare" or view.plays(first - 1, "governs"))


def begins_clause(view: View, verb: Verb, i: int, start: int) -> bool:
    """Whether a noun phrase right after أن or لكن is the subject of the verb at token `i`: أن الوفد طلب."""
    last = _before_auxiliaries(view, i, start)
    first = _clause_start(view, last, start)
    if not _is_governed(view, first, start) or first == last or not can_speak(view.forms[first]):
        return False
    return _checked(view, verb, first, last) is not None


def _before_auxiliaries(view: View, i: int, start: int) -> int:
    """The token number after the noun phrase that auxiliaries, negations and adverbs part from its verb."""
    last = i
    while last > start and view.forms[last - 1].has(*TRANSPARENT) and not view.forms[last - 1].has("name"):
        if last - 1 > start and _describes(view.forms[last - 1]) and view.key(last - 2).endswith("ا"):
            break  # مصدرا محليا
        last -= 1
        if view.plays(last, "boundary"):
            break
    return last


def _describes(form: Form) -> bool:
    """Whether an adverb may also be an adjective in the accusative: محليا، أمنيا."""
    return form.has("adverb") and form.key.endswith("يا")


def _after_as_for(view: View, verb: Verb, i: int, start: int) -> Range | None:
    """أما فلان فقال: what stands between أما and the verb."""
    last = _before_auxiliaries(view, i, start)
    for j in range(last - 1, max(start, last - LONGEST) - 1, -1):
        if view.plays(j, "as_for"):
            return _checked(view, verb, j + 1, last)
    return None


def _last_joined(view: View, verb: Verb, first: int, last: int) -> Range | None:
    """The part after the last و where the whole is no subject: … على شاطئ آسفي | وشركة الصيد تنفي."""
    for j in range(last - 1, first, -1):
        if view.forms[j].lead.startswith("و") and can_speak(view.forms[j]):
            return _checked(view, verb, j, last)
    return None


def is_mute(view: View, i: int, start: int) -> bool:
    """Whether the noun phrase right before a verb is a subject that cannot speak: هذا التجاهل يؤكد أن."""
    if i == start or not is_nominal(view.forms[i - 1]):
        return False
    first = _clause_start(view, i, start)
    if any(
        view.vocabulary.connectors.match(view.forms, k, i)[1] == "switch" or circumstance(view, k, i)[0] == i
        for k in range(first, i)
    ):
        return False
    head = view.forms[first]
    return head.has("demonstrative", "masdar", "noun") and not can_speak(head) and not is_preposition(head)


def can_speak(form: Form) -> bool:
    """Whether a noun may be a source: someone, a body, a document, or a word that no list knows."""
    return (
        form.has("title", "body", *NAMES, "particle", "place", "media", "demonym", "quantifier", "document") or not form.classes
    )


def _clause_start(view: View, last: int, start: int) -> int:
    """The first token of the run of nominals, quoted names and prepositional phrases before a token."""
    j = last
    while j > start and last - j < LONGEST:
        quote = view.closing.get(j - 1)
        if quote is not None and quote.opened:
            if quote.words >= SPEECH and not _in_phrase(view.forms[view.at(quote.start) - 1]):
                break
            j = max(start, view.at(quote.start))
        elif view.key(j - 1) in (")", "]"):
            j = _bracket_start(view, j - 1, start)
        elif _in_phrase(view.forms[j - 1]):
            j -= 1
        else:
            break
    return j


def _in_phrase(form: Form) -> bool:
    """Whether a token can stand inside a noun phrase or a prepositional phrase in it."""
    if form.has("subordinator") and not form.preposition:
        return False
    described = bool(form.verbs) and all(v.tense == "participle" and not v.lead for v in form.verbs)
    return described or _describes(form) or is_nominal(form) or form.has("preposition") or bool(form.preposition)


def _bracket_start(view: View, j: int, start: int) -> int:
    for k in range(j, max(start, j - 12) - 1, -1):
        if view.forms[k].key in ("(", "["):
            return k
    return j


def _checked(view: View, verb: Verb, first: int, last: int) -> Range | None:
    """The range when it is a subject: no prepositional phrase, agreeing with the verb, more than a time or an adverb."""
    first, last = strip(view, first, last)
    named = first + (first < last and view.key(first) == "و")
    named += named < last and view.forms[named].has("demonstrative")
    if named >= last:
        return None
    head = view.forms[named]
    if is_preposition(head) or head.has("time", "adverb", "question", "subordinator", "demonstrative"):
        return None
    if view.counts[head.key] == 1 and not head.classes and head.key.startswith("ب") and view.forms[named - 1].shape == "p":
        return None  # بتكوين after a mark: a preposition and a word that no list knows
    if named > first and not can_speak(head):
        return None
    return (first, last) if agrees(view, verb, named, last) else None


def agrees(view: View, verb: Verb, first: int, last: int) -> bool:
    """Whether the head of a noun phrase can be the subject of the verb that follows it."""
    head = view.forms[first]
    gender, number = head.gender, head.number
    if not gender or gender == "c" or verb.gender == "c":
        return True
    if verb.number == "sg" and number == "pl":
        return verb.gender == "f" or head.has("name")
    if verb.number == "sg" and number in ("sg", ""):
        return gender == verb.gender
    return True


def _antecedent(view: View, relative: int, start: int) -> Range | None:
    last = relative
    if last > start and is_comma(view.forms[last - 1]):
        last -= 1
    first = _clause_start(view, last, start)
    while first < last and is_preposition(view.forms[first]) and not view.forms[first].lead:
        first += 1
    first, last = strip(view, first, last)
    first += first == start and first + 1 < last and _is_unknown_verb(view.forms[first], view.forms[first + 1])
    return (first, last) if first < last else None


def _is_unknown_verb(form: Form, after: Form) -> bool:
    """Whether a word that no list knows begins a sentence before a definite noun: وصل | الوزير الذي."""
    return (
        (not form.classes or form.has("verb"))
        and not form.definite
        and form.shape == "w"
        and (after.definite or after.has("title", "body"))
    )


def _with_insertion(view: View, verb: Verb, comma: int, start: int) -> Range | None:
    """A subject before an insertion between commas: الحارس، وهو أب لطفلين، طالب."""
    for j in range(comma - 1, max(start, comma - LONGEST), -1):
        if is_comma(view.forms[j]):
            first = _clause_start(view, j, start)
            opens = view.forms[j + 1]
            agreed = verb.number in ("du", "pl") and view.forms[first].number == verb.number
            if opens.has("relative", "title", "pronoun", *NAMES) or opens.definite or agreed:
                found = _checked(view, verb, first, j)
                return (found[0], comma) if found else None
            return None
    return None
