"""Certainty: the order of near twins, and that one more hedge never raises a number."""

from __future__ import annotations

import pytest
from conftest import labelled
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.rules.certainty import certainty
from attribution.rules.hedges import Hedge
from attribution.rules.statements import Statement
from attribution.rules.view import View
from attribution.rules.vocabulary import shared
from attribution.types import ACTS, HEDGES, STANCES

PAIRS = [  # the speaker of the first is surer than that of the second
    ("أكد الوزير أن السد آمن.", "قال الوزير إن السد آمن."),
    ("قال الوزير إن السد سينهار.", "قال الوزير إن السد قد ينهار."),
    ("قال الوزير إن السد سينهار حتماً.", "قال الوزير إن السد سينهار."),
    ("قال الوزير إن السد آمن بلا شك.", "قال الوزير إن السد آمن."),
    ("قال الوزير إن السد آمن.", "يعتقد الوزير أن السد آمن."),
    ("قال الوزير إن 200 منزل تضررت.", "قال الوزير إن نحو 200 منزل تضررت."),
    ("قال الوزير إن السد آمن.", "تساءل الوزير هل السد آمن."),
]
WRITERS = [  # the writer of the first stands nearer to the content than that of the second
    ("كشف الوزير أن السد آمن.", "قال الوزير إن السد آمن."),
    ("قال الوزير إن السد آمن.", "زعم الوزير أن السد آمن."),
    ("زعم الوزير أن السد آمن.", "زعم الوزير أن السد آمن، متجاهلاً صور الشقوق."),
    ("قال الوزير إن السد آمن.", "قال الوزير إن السد آمن، على حد تعبيره."),
]


@pytest.mark.parametrize(("surer", "less"), PAIRS)
def test_speakers(surer: str, less: str) -> None:
    (a,), (b,) = labelled(surer), labelled(less)
    assert a.certainty and b.certainty and a.certainty.speaker > b.certainty.speaker


@pytest.mark.parametrize(("nearer", "farther"), WRITERS)
def test_writers(nearer: str, farther: str) -> None:
    (a,), (b,) = labelled(nearer), labelled(farther)
    assert a.certainty and b.certainty and a.certainty.writer > b.certainty.writer


VOCABULARY = shared({})
BOOSTERS = sorted(key for kind, key in VOCABULARY.certainty if kind == "booster")


class _View:
    vocabulary = VOCABULARY


def _hedge(kind: str) -> Hedge:
    return Hedge(kind, 0, 1, 0, 1, "both", "")


@settings(max_examples=200, deadline=None)
@given(
    act=st.sampled_from(ACTS),
    stance=st.sampled_from(STANCES),
    lemma=st.sampled_from(sorted(VOCABULARY.entries)),
    kinds=st.lists(st.sampled_from(HEDGES), max_size=6),
    more=st.sampled_from(HEDGES),
    strong=st.lists(st.sampled_from(BOOSTERS), max_size=3),
)
def test_one_more_hedge_never_raises_it(
    act: str, stance: str, lemma: str, kinds: list[str], more: str, strong: list[str]
) -> None:
    statement = Statement((0, 1), None, ((1, 2),), (), "verb", "that", lemma, act, stance, "", "", "", "", "", 0, False, False)
    labels = {"act": act, "stance": stance}
    view: View = _View()  # type: ignore[assignment]
    before = certainty(view, statement, labels, [_hedge(kind) for kind in kinds], strong)
    after = certainty(view, statement, labels, [_hedge(kind) for kind in (*kinds, more)], strong)
    for who in ("speaker", "writer"):
        assert 0 <= after[who] <= before[who] <= 1
