"""The README's blocks: its Python prints what stands below it, its commands run, its rows are valid."""

from __future__ import annotations

import re
import shlex
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from conftest import ROOT
from typer.testing import CliRunner

import attribution
from attribution.cli import app

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS: list[tuple[str, str]] = re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
COMMANDS = [line.split(" #")[0].strip() for kind, body in BLOCKS if kind == "sh" for line in body.splitlines()]


def block(kind: str) -> str:
    """The first block of a kind."""
    return next(body for name, body in BLOCKS if name == kind)


def test_the_python_prints_what_is_shown() -> None:
    printed = StringIO()
    with redirect_stdout(printed):
        exec(compile(block("python"), "README.md", "exec"), {})
    assert printed.getvalue() == block("text")


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("attribution ")])
def test_the_commands_run(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "my-verbs.tsv").write_text(block("tsv"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    words = [str(w) for word in shlex.split(line)[1:] for w in (sorted(Path().glob(word)) if "*" in word else [word])]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    assert result.output.strip() or (tmp_path / words[words.index("-o") + 1]).stat().st_size > 0


def test_the_scripts_are_there() -> None:
    named = {word for line in COMMANDS for word in shlex.split(line)[:1] if word.startswith("scripts/")}
    assert named == {"scripts/run", "scripts/test"}
    assert all((ROOT / name).stat().st_mode & 0o111 for name in named)


def test_the_added_verb_is_found(tmp_path: Path) -> None:
    path = tmp_path / "my-verbs.tsv"
    path.write_text(block("tsv"), encoding="utf-8")
    nlp = attribution.load("rules", lexicon=path)
    (found,) = nlp("غمغم الحارس أن الباب مغلق.")._.attributions
    assert (found.cue.text, found.content[0].text) == ("غمغم", "الباب مغلق")


def test_the_output_table_names_every_field() -> None:
    table = README.split("## What comes out")[1].split("\n## ")[0]
    fields = {
        "entities[]",
        "cue",
        "source",
        "content[]",
        "speakers[]",
        "parent",
        "act",
        "stance",
        "hedges[]",
        "circumstances[]",
        "by[]",
    }
    assert fields <= set(re.findall(r"`([\w\[\]]+)`", table))
