"""models/project.yml: each command calls what is there, and each step makes what the next one needs."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from weasel.util.config import load_project_config

sys.path.append(str(ROOT / "scripts"))
import split_gold

PROJECT = load_project_config(ROOT / "models")
COMMANDS = {command["name"]: command for command in PROJECT["commands"]}
OWN = {"spacy", "attribution"}


@pytest.mark.parametrize("name", PROJECT["workflows"]["all"])
def test_a_command_calls_what_is_there(name: str) -> None:
    for line in COMMANDS[name]["script"]:
        python, *words = shlex.split(line)
        assert python == "python"
        assert words[1] in OWN if words[0] == "-m" else (ROOT / "models" / words[0]).is_file()


@pytest.mark.parametrize("name", PROJECT["workflows"]["all"])
def test_a_command_gives_a_script_the_options_that_it_has(name: str) -> None:
    for line in COMMANDS[name]["script"]:
        script, *words = shlex.split(line)[1:]
        if script != "-m":
            known = set(re.findall(r'"(--\w+)"', (ROOT / "models" / script).read_text("utf-8")))
            assert {word for word in words if word.startswith("--")} <= known


def test_each_step_makes_what_the_next_one_needs() -> None:
    made: set[str] = set()
    for name in PROJECT["workflows"]["all"]:
        assert {each for each in COMMANDS[name].get("deps", []) if each.startswith("build/")} <= made, name
        made |= set(COMMANDS[name].get("outputs", []))


def test_texts_that_decide_when_to_stop_are_not_trained_on(tmp_path: Path) -> None:
    assert split_gold.lay_out(ROOT / "seeds", tmp_path) == {"train": 54, "dev": 6}
    also = [ROOT / "seeds" / "composed"]
    assert split_gold.lay_out(ROOT / "seeds", tmp_path, also) == {"train": 54 + 288, "dev": 6}
    names = [{path.name for path in (tmp_path / part).iterdir()} for part in ("train", "dev")]
    assert not names[0] & names[1]
