"""What each token may be: reads token texts and the lexicon; writes nothing, answers with one cached Form a spelling."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from ..arabic import clitics, fold, pronoun_suffixes
from .patterns import Entry, Pattern, Phrases

FORMS = 16_000  # spellings whose Form is kept: those of some 400 articles
CLOSED = ("preposition", "subordinator", "demonstrative", "pronoun", "adverb", "quantifier", "question", "auxiliary")
NAMES = frozenset({"name", "maybe_name"})
CLOSED_ONLY = frozenset(
    {
        "preposition",
        "subordinator",
        "demonstrative",
        "pronoun",
        "adverb",
        "question",
        "auxiliary",
        "negation",
        "relative",
    }
)
TANWIN = ("\u064b", "\u064bا", "ا\u064b")  # the ending of an indefinite accusative: no subject, often an object
DAMMA = "\u064f"
SHADDA = "\u0651"

PROCLITIC_PREPOSITIONS = {"ب": "bi", "ل": "li", "ك": "ka"}
PREPOSITIONS = {"الى": "ila", "على": "ala", "عن": "an", "من": "min", "في": "fi"}


class Verb(NamedTuple):
    """One reading of a token as a form of a reporting verb; `lead` is how many letters of clitics stand before it."""

    entry: Entry
    tense: str
    voice: str
    person: str
    gender: str
    number: str
    lead: str
    object: str


class Form:
    """All that one spelling may be; shared by every token spelt so."""

    __slots__ = (
        "text", "key", "shape", "lead", "stem", "classes", "definite", "preposition", "complementiser",
        "verbs", "gender", "number", "kind", "ambiguous", "closed", "roles",
    )  # fmt: skip

    def __init__(self, text: str, key: str, shape: str) -> None:
        self.text, self.key, self.shape = text, key, shape
        self.lead, self.stem = "", key
        self.classes: frozenset[str] = frozenset()
        self.definite = False
        self.preposition = ""
        self.complementiser = ""
        self.verbs: tuple[Verb, ...] = ()
        self.gender = self.number = self.kind = ""
        self.ambiguous = self.closed = False
        self.roles: frozenset[str] = frozenset()

    def plays(self, role: str) -> bool:
        """Whether the word has a role of its own in the rules (lexicons/roles.tsv)."""
        return role in self.roles

    def has(self, *classes: str) -> bool:
        """Whether the form may be of one of the classes."""
        return not self.classes.isdisjoint(classes)


class Vocabulary:
    """The lexicon by folded word: classes, verb forms, gender and number; builds Forms and keeps them."""

    def __init__(self) -> None:
        self.words: dict[str, set[str]] = {}
        self.roles: dict[str, set[str]] = {}
        self.features: dict[str, tuple[str, str, str]] = {}
        self.verbs: dict[str, list[Verb]] = {}
        self.masdars: dict[str, Entry] = {}
        self.patterns: dict[str, list[Pattern]] = {}
        self.negated: set[str] = set()
        self.entries: dict[str, Entry] = {":": Entry(":", frozenset({"quote"}), "state", "neutral")}
        self.cues, self.hedges, self.circumstances = Phrases(), Phrases(), Phrases()
        self.connectors, self.furniture, self.bodies = Phrases(), Phrases(), Phrases()
        self.comments, self.boosters = Phrases(), Phrases()
        self.numbers: set[str] = set()
        self.addressed: dict[str, set[str]] = {}
        self.attitudes: dict[str, str] = {}
        self.attitude_of: dict[str, str] = {}
        self.certainty: dict[tuple[str, str], tuple[float, float]] = {}
        self.compounds: set[str] = set()
        self.classes: dict[frozenset[str], frozenset[str]] = {}  # each set of classes that Forms share
        self.form = lru_cache(maxsize=FORMS)(self._make)  # the Form of a token's text

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "form"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.form = lru_cache(maxsize=FORMS)(self._make)

    def add(self, word: str, word_class: str, gender: str = "", number: str = "", kind: str = "") -> None:
        """Enter a word under its folded spelling; the first row with features keeps them."""
        key = fold(word)
        self.words.setdefault(key, set()).add(word_class)
        if gender or number or kind:
            self.features.setdefault(key, (gender, number, kind))

    def add_verb(self, form: str, verb: Verb) -> None:
        """Enter an inflected form of a reporting verb."""
        self.verbs.setdefault(fold(form), []).append(verb)

    def plays(self, word: str, role: str) -> bool:
        """Whether a word or lemma has a role of its own in the rules (lexicons/roles.tsv)."""
        return role in self.roles.get(fold(word), ())

    @staticmethod
    def is_letter(character: str) -> bool:
        """Whether a character is one of those that a folded word keeps."""
        return bool(fold(character))

    def add_masdar(self, form: str, entry: Entry) -> None:
        """Enter a verbal noun of a reporting verb."""
        self.masdars.setdefault(fold(form), entry)
        self.add(form, "masdar")

    def _make(self, text: str) -> Form:
        key = self._dotted(fold(text))
        form = Form(text, key, _shape(text, key))
        form.roles = frozenset(self.roles.get(key, ()))
        if form.shape != "w":
            return form
        self._nominal(form)
        form.complementiser = "fused" if key == "الا" and text[0] == "أ" else _complementiser(key)
        form.closed = form.has(*CLOSED) and form.lead in ("", "و", "ف") and SHADDA not in text
        form.verbs = _likely(self._verbs(key), DAMMA in text[:4])
        if form.verbs and form.verbs[0].lead and not NAMES.isdisjoint(self.words.get(key, ())):
            form.verbs = ()  # سامر is a name and not سـ with آمر
        form.preposition = form.preposition or _preposition(key)
        form.ambiguous = bool(form.verbs) and form.has("noun", "masdar", "adjective", "preposition", "name", "title")
        return form

    def _dotted(self, key: str) -> str:
        """A word no list knows with final ى as papers of Egypt write ي: فى is في, المصرى is المصري; مستشفى stays."""
        if not key.endswith("ى") or len(key) < 2:
            return key
        known = (stem in self.words or stem in self.verbs for _, stem in clitics(key))
        return key if any(known) else key[:-1] + "ي"

    def _nominal(self, form: Form) -> None:
        lead, stem = self._split(form.key)
        form.lead, form.stem = lead, stem
        form.definite = lead.endswith(("ال", "لل"))
        classes = frozenset(self.words.get(stem, ())) | (NAMES & self.words.get(form.key, set()))
        form.classes = self.classes.setdefault(classes, classes)
        form.gender, form.number, form.kind = self.features.get(stem, ("", "", ""))
        letters = lead.removesuffix("ال") if not lead.endswith("لل") else lead[:-1]
        form.preposition = PROCLITIC_PREPOSITIONS.get(letters[-1:], "")
        if not form.gender:
            form.gender, form.number = _guess(stem)

    def _split(self, key: str) -> tuple[str, str]:
        """Proclitics and stem: the first split whose stem is known, then one with an article, then none.

        A word that is only a surname as a whole (القاضي) is split when it is a common word after its article.
        """
        known = [(p, s) for p, s in clitics(key) if s in self.words and _may_lead(p, self.words[s])]
        if known and self.words[known[0][1]] <= NAMES:
            return next(((p, s) for p, s in known if p.endswith("ال") and not self.words[s] <= NAMES), known[0])
        if known:
            return known[0]
        for lead, stem in clitics(key):
            for base, suffix in pronoun_suffixes(stem):
                if suffix and base in self.words and _takes_pronoun(lead, self.words[base]):
                    return lead, base
        articled = [(p, s) for p, s in clitics(key) if p.endswith(("ال", "لل")) and "ك" not in p and len(s) > 2]
        return max(articled, key=lambda split: len(split[0]), default=("", key))

    def _verbs(self, key: str) -> list[Verb]:
        """The readings as a verb: those with the fewest clitics that any frame or pattern can use."""
        found: list[Verb] = []
        for lead in ("", "و", "ف", "س", "ل", "وس", "فس", "ول", "فل"):
            if key.startswith(lead) and len(key) - len(lead) >= 2:
                found += self._readings(key[len(lead) :], lead)
                if any(v.entry.frames and v.voice != "passive" for v in found):
                    break
        return found

    def _readings(self, stem: str, lead: str) -> Iterable[Verb]:
        if stem.startswith("ال") and stem not in self.verbs:
            return ()
        future = lead.endswith(("س", "ل"))
        for base, suffix in pronoun_suffixes(stem):
            found = self.verbs.get(base, ())
            found = [v for v in found if _may_carry(v, future, suffix)]
            if found:
                return [v._replace(lead=lead, object=suffix) for v in found]
        return ()


def _likely(readings: list[Verb], vowelled_passive: bool) -> tuple[Verb, ...]:
    """The readings of one spelling, the usual first: passive only where it is written or nothing else fits."""
    third = [v for v in readings if v.person != "1"] or readings
    active = [v for v in third if v.voice != "passive"]
    passive = [v for v in third if v.voice == "passive"]
    kept = passive if passive and (vowelled_passive or not active) else active
    return tuple(sorted(kept, key=lambda v: (v.tense != "past", v.number != "sg", v.gender != "m")))


def _may_carry(verb: Verb, future: bool, suffix: str) -> bool:
    """Whether a form can stand after س or ل and before an object pronoun."""
    if future and verb.tense != "present":
        return False
    return not suffix or verb.tense != "participle" and suffix not in ("ي", "ك", "كم", "كن")


def _may_lead(lead: str, classes: set[str]) -> bool:
    """Whether clitics can stand before a word: no future, no article on a closed class, ك only with the article."""
    if lead.endswith("س") or lead.endswith("ك"):
        return False
    return not lead.endswith(("ال", "لل")) or not classes <= CLOSED_ONLY


def _takes_pronoun(lead: str, classes: set[str]) -> bool:
    return not lead.endswith(("ال", "لل", "س")) and not classes <= NAMES | CLOSED_ONLY


def _shape(text: str, key: str) -> str:
    if text.isspace() or not key:
        return "s"
    if key[0].isdigit():
        return "n"
    return "w" if any(c.isalpha() for c in key) else "p"


def _preposition(key: str) -> str:
    bare = key[1:] if key[:1] in "وف" and key[1:] in PREPOSITIONS else key
    return PREPOSITIONS.get(bare, "") or PROCLITIC_PREPOSITIONS.get(bare, "")


_FUSED = ("ه", "ها", "هم", "هما", "هن", "ني", "نا", "ي", "ك", "كم")


def _complementiser(key: str) -> str:
    """ "bare" for أن إن بأن, "fused" for أنه بأنهم إنها; empty for the rest (لأن is none)."""
    bare = key[1:] if key[:1] == "ب" and key.startswith("بان") else key
    bare = bare[1:] if bare[:1] in "وف" and bare[1:].startswith("ان") else bare
    bare = bare[1:] if bare.startswith("بان") else bare
    if bare == "ان":
        return "bare"
    return "fused" if bare[:2] == "ان" and bare[2:] in _FUSED and bare != "انا" else ""


def _guess(stem: str) -> tuple[str, str]:
    """Gender and number by the ending, for words that no row describes."""
    if stem.endswith("ات"):
        return "f", "pl"
    if stem.endswith("ة"):
        return "f", "sg"
    if stem.endswith(("ون", "وا")):
        return "m", "pl"
    return "", ""
