"""The kinds of lexicon and their columns: what each cell of a TSV file may hold."""

from __future__ import annotations

from dataclasses import dataclass

from .types import ACTS, CIRCUMSTANCES, STANCES


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `needed` cells are never empty, `values` are the valid ones, `many` are joined by "|"."""

    name: str
    values: tuple[str, ...] = ()
    many: bool = False
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of one kind of lexicon; no two rows have the same values in the `key` columns."""

    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)


FRAMES = (
    *("quote", "that", "question", "bi", "ila", "ala", "an", "min", "li", "fi"),
    *("relay", "addressee"),
    *("object", "object_bi", "object_ila", "object_ala", "object_min", "object_an", "object_li"),
)
WORD_CLASSES = (
    *("complementiser", "preposition", "subordinator", "conjunction", "relative", "demonstrative"),
    *("auxiliary", "negation", "pronoun", "quantifier", "question", "adverb"),
)
ROLES = (
    "owns_clause", "resumptive", "negation", "as", "headline_cut", "what",
    "before_clause", "link", "boundary", "fresh", "as_for", "said_of",
    "given", "attached", "side", "so", "loose_end", "asserts",
    "quoting", "about", "told", "who", "time_unit", "not", "this", "measure", "subordinates", "label",
    "where", "until", "told_pronoun", "wherein", "reverses", "leads_on", "helper", "vows", "rumour", "evidence",
    "answers", "aged", "governs", "manner", "asked", "was", "whatever",
)  # fmt: skip
PARTICLES = (
    "kunya",
    "nasab",
    "prefix",
    "foreign",
    "title",
    "compound",
    "naming",
    "same",
    "generic",
    "first",
    "second",
    "latter",
    "both",
)
EVIDENCE = ("endorse", "distance", "dispute", "contrast", "fact", "silence", "answer", "proof")
GENDER = Column("gender", ("m", "f", "c"), needed=True)
NUMBER = Column("number", ("sg", "du", "pl"), needed=True)
EXAMPLES = (Column("example"), Column("not_example"))

SCHEMAS: dict[str, Schema] = {
    "verbs": Schema(
        ("lemma",),
        (
            Column("lemma", needed=True),
            Column("root"),
            Column("form"),
            Column("frames", FRAMES, many=True),
            Column("act", ACTS, needed=True),
            Column("stance", STANCES[:3], needed=True),
            Column("masdars", many=True),
            Column("forms", many=True),
            *EXAMPLES,
        ),
    ),
    "forms": Schema(
        ("form", "lemma", "tense", "voice", "person", "gender", "number"),
        (
            Column("form", needed=True),
            Column("lemma", needed=True),
            Column("tense", ("past", "present", "participle", "masdar"), needed=True),
            Column("voice", ("active", "passive")),
            Column("person", ("1", "2", "3")),
            Column("gender", GENDER.values),
            Column("number", NUMBER.values),
        ),
    ),
    "cues": Schema(
        ("phrase", "kind"),
        (
            Column("phrase", needed=True),
            Column("kind", ("preposition", "light", "document", "nominal", "colon", "pseudo"), needed=True),
            Column("act", ACTS),
            Column("stance", STANCES[:3]),
            *EXAMPLES,
        ),
    ),
    "hedges": Schema(
        ("phrase", "kind", "direction", "condition"),
        (
            Column("phrase", needed=True),
            Column("kind", ("epistemic", "distancing", "approximator", "scare_quote"), needed=True),
            Column("direction", ("forward", "backward", "both", "terminate", "pseudo"), needed=True),
            Column("condition", ("imperfect", "number", "clause", "quote")),
            Column("stance", STANCES[:3]),
            *EXAMPLES,
        ),
    ),
    "titles": Schema(
        ("title", "gender", "number"),
        (
            Column("title", needed=True),
            GENDER,
            NUMBER,
            Column("kind", ("person", "group", "office"), needed=True),
            *EXAMPLES,
        ),
    ),
    "organisations": Schema(
        ("head",),
        (
            Column("head", needed=True),
            Column("kind", ("organization", "government", "media", "group"), needed=True),
            GENDER,
            Column("number", NUMBER.values),
            *EXAMPLES,
        ),
    ),
    "places": Schema(
        ("name", "kind"),
        (
            Column("name", needed=True),
            Column("kind", ("country", "capital", "city", "region", "continent"), needed=True),
            Column("demonym_m"),
            Column("demonym_f"),
            Column("demonym_pl"),
            *EXAMPLES,
        ),
    ),
    "function_words": Schema(("word", "class"), (Column("word", needed=True), Column("class", WORD_CLASSES, needed=True))),
    "roles": Schema(("word", "role"), (Column("word", needed=True), Column("role", ROLES, needed=True), Column("note"))),
    "names": Schema(
        ("name", "part"),
        (
            Column("name", needed=True),
            GENDER,
            Column("part", ("given", "family", "both")),
            Column("ambiguous", ("1",)),
        ),
    ),
    "particles": Schema(
        ("word", "kind"),
        (Column("word", needed=True), Column("kind", PARTICLES, needed=True)),
    ),
    "common": Schema(
        ("word", "pos"),
        (Column("word", needed=True), Column("pos", ("masdar", "noun", "adjective", "adverb"), needed=True)),
    ),
    "events": Schema(
        ("past",),
        (Column("past", needed=True), Column("present", needed=True), Column("noun", ("1",))),
    ),
    "connectors": Schema(
        ("phrase", "kind"),
        (
            Column("phrase", needed=True),
            Column("kind", ("switch", "comment", "judgement", "proof", "subordinate", "document_noun"), needed=True),
            Column("stance", EVIDENCE),
            Column("note"),
        ),
    ),
    "numbers": Schema(("word",), (Column("word", needed=True), Column("value", needed=True))),
    "certainty": Schema(
        ("key", "kind"),
        (
            Column("key", needed=True),
            Column("kind", ("act", "verb", "stance", "hedge", "booster"), needed=True),
            Column("speaker"),
            Column("writer"),
            *EXAMPLES,
        ),
    ),
    "calendar": Schema(
        ("phrase",),
        (
            Column("phrase", needed=True),
            Column("english", needed=True),
            Column("kind", ("month", "hijri", "day", "relative", "unit", "number", "noise"), needed=True),
        ),
    ),
    "furniture": Schema(
        ("pattern",),
        (Column("pattern", needed=True), Column("kind", ("line", "prefix", "stop"), needed=True), *EXAMPLES),
    ),
    "media": Schema(
        ("name",),
        (Column("name", needed=True), Column("aliases", many=True), Column("gender", GENDER.values)),
    ),
    "circumstances": Schema(
        ("phrase", "kind"),
        (
            Column("phrase", needed=True),
            Column("kind", CIRCUMSTANCES, needed=True),
            Column("role", ("head", "word", "verb", "aside", "none"), needed=True),
            Column("condition", ("number",)),
            *EXAMPLES,
        ),
    ),
}
