"""Lexicons: every file of the package passes the check; what is wrong in a user's file is said in full."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from attribution import lexicon
from attribution.errors import DuplicateError, InputError
from attribution.forms import agreement, form_rows
from attribution.schemas import SCHEMAS

FILES = sorted((ROOT / "attribution" / "lexicons").glob("*.tsv"))
HEDGES = "phrase\tkind\tdirection\n"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_package_passes_its_own_check(path: Path) -> None:
    assert [str(error) for error in lexicon.check(path)] == []
    assert lexicon.package(lexicon.kind_of(path))


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("", [": no header row"]),
        (
            "phrase\tsort\n",
            [", line 1: unknown column: 'sort' (valid: phrase", ", line 1: missing column: 'kind'"],
        ),
        (HEDGES.replace("kind", "phrase"), ["the column comes twice: 'phrase'"]),
        (
            HEDGES + "ربما\tepistemic\n",
            [", line 2, column direction: empty cell: '' (valid: forward, backward"],
        ),
        (
            HEDGES + "# note\n\nربما\tsure\tboth\n",
            [", line 4, column kind: unknown value: 'sure' (valid: epistemic"],
        ),
        (HEDGES + "ربما\tepistemic\tboth\tx\n", [", line 2: more cells than the 3 columns: 'x'"]),
        (HEDGES + "من  هنا\tepistemic\tboth\n", [", line 2, column phrase: two spaces in a row: 'من  هنا'"]),
        (
            HEDGES + "ربما\tepistemic\tboth\nربما\tepistemic\tboth\n",
            [", line 3, column phrase+kind+direction+condition: the same as line 2"],
        ),
    ],
)
def test_check_says_file_row_column_value_and_valid_values(tmp_path: Path, text: str, messages: list[str]) -> None:
    path = _write(tmp_path / "hedges.tsv", text)
    errors = [str(error) for error in lexicon.check(path)]
    for message in messages:
        assert any(error.startswith(str(path)) and message in error for error in errors), errors
    with pytest.raises(InputError):
        lexicon.read(path)


def test_check_of_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "hedges.tsv"
    path.write_bytes(HEDGES.encode() + b"\xff\n")
    assert "not UTF-8" in str(lexicon.check(path)[0])


def test_kinds(tmp_path: Path) -> None:
    assert lexicon.kind_of("a/my-verbs.tsv") == "verbs"
    assert lexicon.kind_of("function_words.tsv") == "function_words"
    for name in ("words.tsv", "verbs-and-hedges.tsv", "adverbs.tsv"):
        with pytest.raises(InputError, match="valid: verbs, "):
            lexicon.kind_of(name)
    assert lexicon.read(_write(tmp_path / "x.tsv", HEDGES), "hedges") == []
    with pytest.raises(InputError, match="'nouns' \\(valid: verbs"):
        lexicon.read(tmp_path / "x.tsv", "nouns")


def test_what_an_editor_does_to_a_file_is_read(tmp_path: Path) -> None:
    text = "\ufeff" + HEDGES.replace("\n", "\r\n") + "ربما \tepistemic\tboth\t\t\r\n"
    path = tmp_path / "hedges.tsv"
    path.write_bytes(text.replace("\t\t\r", "\r").encode())
    (row,) = lexicon.read(path)
    assert (row["phrase"], row["direction"], row["example"]) == ("ربما", "both", "")


def test_values() -> None:
    assert lexicon.values("quote|that") == ("quote", "that")
    assert lexicon.values("") == ()


def test_a_users_rows_are_added_and_replace(tmp_path: Path) -> None:
    shipped = lexicon.package("titles")
    names, known = "\t".join(shipped[0]), "\t".join({**shipped[0], "example": "x"}.values())
    new = "\t".join({**shipped[0], "title": "سيلفرين", "example": "x"}.values())
    text = f"{names}\n{known}\n{new}\n"
    own = lexicon.read(_write(tmp_path / "my-titles.tsv", text))
    rows = lexicon.load("titles", own)
    assert len(rows) == len(shipped) + 1
    assert [row for row in rows if row["example"] == "x"] == own
    assert tuple(lexicon.load("titles")) == shipped


def test_duplicates_are_of_their_own_kind(tmp_path: Path) -> None:
    row = "ربما\tepistemic\tboth\n"
    with pytest.raises(DuplicateError, match="line 3, column phrase.*: the same as line 2: 'ربما "):
        lexicon.read(_write(tmp_path / "hedges.tsv", HEDGES + row + row))


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        (
            "أعلن",
            {
                "أعلنت": "past 3 f sg",
                "يعلن": "present 3 m sg",
                "يعلنون": "present 3 m pl",
                "معلنة": "participle  f sg",
            },
        ),
        (
            "دعا",
            {
                "دعت": "past 3 f sg",
                "دعوا": "past 3 m pl",
                "تدعو": "present 3 f sg",
                "داعيا": "participle  m sg",
            },
        ),
        ("نفى", {"نفت": "past 3 f sg", "ينفي": "present 3 m sg", "نافين": "participle  m pl"}),
        (
            "قال",
            {"قالا": "past 3 m du", "قالتا": "past 3 f du", "قلن": "past 3 f pl", "يقولان": "present 3 m du"},
        ),
        (
            "رأى",
            {"رأيا": "past 3 m du", "رأوا": "past 3 m pl", "يرون": "present 3 m pl", "نرى": "present 1 c pl"},
        ),
        ("تمتم", {"تمتمت": "past 3 f sg", "تتمتم": "present 3 f sg", "متمتماً": "participle  m sg"}),
        ("غرّد", {"غرّدت": "past 3 f sg", "تغرّد": "present 3 f sg", "يغرّدن": "present 3 f pl"}),
    ],
)
def test_a_users_forms_are_read_by_their_affixes(lemma: str, forms: dict[str, str]) -> None:
    assert {form: " ".join(agreement(form, lemma)) for form in forms} == forms


def test_a_users_verb_brings_its_forms(tmp_path: Path) -> None:
    text = "lemma\tframes\tact\tstance\tmasdars\tforms\nتمتم\tquote|that\tstate\tneutral\tتمتمة\tتمتمت|يتمتم\n"
    (verb,) = lexicon.read(_write(tmp_path / "my-verbs.tsv", text))
    rows = list(form_rows(verb))
    found = [(row["form"], row["lemma"], row["tense"], row["gender"]) for row in rows]
    want = [("تمتم", "past", "m"), ("تمتمت", "past", "f"), ("يتمتم", "present", "m"), ("تمتمة", "masdar", "")]
    assert found == [(form, "تمتم", tense, gender) for form, tense, gender in want]
    assert set(rows[0]) == {column.name for column in SCHEMAS["forms"].columns}
