"""Who speaks: a table of own sentences (tests/data/speakers.tsv) and properties of every result."""

from __future__ import annotations

from pathlib import Path

import pytest

import attribution
from attribution import Document
from attribution.arabic import loose
from attribution.score import plain

TABLE = Path(__file__).parent / "data" / "speakers.tsv"


def _rows() -> list[tuple[str, str, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]
    return [(kind, text, speakers) for kind, text, speakers in rows[1:]]


ROWS = _rows()


def _document(text: str) -> Document:
    return attribution.extract(text.replace("¶", "\n\n"), pipeline="rules")


def _spoken(document: Document) -> list[str]:
    names = {entity.id: entity.name for entity in document.entities}
    return ["+".join(sorted(names[s] for s in each.speakers)) or "-" for each in document.attributions]


def test_the_table_is_large_and_mostly_hard() -> None:
    easy = sum(kind.startswith("easy") for kind, _, _ in ROWS)
    assert len(ROWS) >= 120
    assert easy <= len(ROWS) / 3


@pytest.mark.parametrize(("kind", "text", "speakers"), ROWS, ids=[f"{n}-{row[0]}" for n, row in enumerate(ROWS)])
def test_speakers(kind: str, text: str, speakers: str) -> None:
    wanted = ["+".join(sorted(each.split("+"))) for each in speakers.split(";")]
    assert list(map(plain, _spoken(_document(text)))) == list(map(plain, wanted))


@pytest.mark.parametrize("text", [text for _, text, _ in ROWS])
def test_names_come_from_the_text(text: str) -> None:
    source = loose(text)
    for entity in _document(text).entities:
        assert all(word in source or word.removeprefix("ال") in source for word in loose(entity.name).split())


@pytest.mark.parametrize("text", [text for _, text, _ in ROWS])
def test_ids_exist_and_parents_hold_their_children(text: str) -> None:
    document = _document(text).check()
    by_id = {each.id: each for each in document.attributions}
    for each in document.attributions:
        if each.parent is not None:
            assert each.cue is not None
            assert any(s.start <= each.cue.start < s.end for s in by_id[each.parent].content)
        seen = [each.id]
        while by_id[seen[-1]].parent is not None:
            seen.append(str(by_id[seen[-1]].parent))
            assert len(seen) == len(set(seen))


def test_the_same_text_gives_the_same_result() -> None:
    text = "\n\n".join(text for _, text, _ in ROWS[40:60])
    assert _document(text).to_dict() == _document(text).to_dict()


def test_a_chain_runs_from_the_outermost_to_the_speaker() -> None:
    document = _document("قالت صحيفة “المنارة” إن الضباط قالوا إنهم سينسحبون.")
    chain = document.attributions[1].chain(document)
    assert [(link.role, plain(link.name)) for link in chain] == [
        ("speaker", plain("صحيفة المنارة")),
        ("speaker", plain("الضباط")),
    ]
