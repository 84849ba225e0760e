"""Whom a tagger's links point at: chances of figures, and what they do to the rules' choice of a speaker."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Span

import attribution
from attribution.rules.entities import Figure
from attribution.rules.pointed import Pointed
from attribution.rules.salience import Candidate
from attribution.rules.speakers import find_speakers
from attribution.rules.statements import EXTENSION, Links, Statement, view_of

FIRST, SECOND = Figure("person", "m", "sg"), Figure("person", "m", "sg")
STANDING = {3: [FIRST], 4: [FIRST], 9: [SECOND]}
SPOKEN = {7: (FIRST,), 12: (FIRST, SECOND)}

CHANCES: list[tuple[Links, tuple[Figure, ...], float | None]] = [
    ((), (FIRST,), None),
    (((3, 0.5), (4, 0.2)), (FIRST,), 0.7),
    (((3, 0.5), (7, 0.3)), (FIRST,), 0.8),
    (((12, 0.6), (9, 0.1)), (FIRST, SECOND), 0.6),
    (((-1, 0.9), (9, 0.1)), (), 0.9),
    (((5, 1.0),), (SECOND,), 0.0),
]


@pytest.mark.parametrize(("links", "group", "expected"), CHANCES)
def test_the_chance_of_a_group(links: Links, group: tuple[Figure, ...], expected: float | None) -> None:
    assert Pointed(links, STANDING, SPOKEN).chance(group) == (None if expected is None else pytest.approx(expected))


def test_links_reorder_candidates_and_name_those_that_no_rule_thought_of() -> None:
    rows = [Candidate((FIRST,), 4.0, ("spoke before",)), Candidate((SECOND,), 3.0, ("named",))]
    assert [c.figures for c in Pointed((), STANDING, SPOKEN).weighed(rows)] == [(FIRST,), (SECOND,)]
    pointed = Pointed(((9, 0.9), (3, 0.05)), STANDING, SPOKEN)
    assert [c.figures for c in pointed.weighed(rows)] == [(SECOND,), (FIRST,)]
    assert pointed.likely() == [SECOND]


TEXT = "قال سامر الحداد إن فادي النجار غاب. وأضاف أن العمل مستمر."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return attribution.load("rules")


@pytest.mark.parametrize(
    ("word", "name"), [("", "سامر الحداد"), ("سامر", "سامر الحداد"), ("فادي", "فادي النجار")]
)
def test_a_hidden_subject_follows_the_link(nlp: Language, word: str, name: str) -> None:
    doc = nlp(TEXT)
    view = view_of(doc, nlp.get_pipe("attribution_statements").vocabulary)
    first, second = (Statement.load(data) for data in doc._.get(EXTENSION))
    links = ((next(i for i in range(len(view)) if view.key(i) == word), 0.99),) if word else ()
    _, speaking = find_speakers(view, [first, second._replace(links=links)])
    assert [figure.names.most_common(1)[0][0] for figure in speaking[1].figures] == [name]


NAMED = "قال سامر الحداد إن فادي النجار غاب."


def test_words_outside_all_entities_are_no_names_and_missing_ones_stay_open(nlp: Language) -> None:
    doc = nlp(NAMED)
    view = view_of(doc, nlp.get_pipe("attribution_statements").vocabulary)
    doc.set_ents([Span(doc, 1, 3, "PER"), Span(doc, 4, 6, "ORG")], outside=[Span(doc, 0, 1)], default="missing")
    view.bar_names(doc)
    assert sorted(view.no_names) == [0, 4, 5]
