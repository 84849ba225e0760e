"""What users may build on: the names of the package, their signatures, and its entry points."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from importlib.metadata import entry_points

import pytest
from conftest import ROOT

import attribution
from attribution import standoff, types
from attribution.types import Attribution, Document, Entity, Span

MODULES = sorted(module.name for module in pkgutil.walk_packages([str(ROOT / "attribution")], "attribution."))
PUBLIC = {"Attribution", "Circumstance", "Document", "Entity", "Hedge", "Span"} | {
    "document",
    "extract",
    "load",
}


def test_public_names() -> None:
    assert set(attribution.__all__) >= PUBLIC
    assert all(hasattr(attribution, name) for name in attribution.__all__)


@pytest.mark.parametrize(
    ("function", "names"),
    [
        (attribution.load, ["name", "lexicon", "engine"]),
        (attribution.extract, ["text", "id"]),
        (attribution.document, ["doc", "id", "meta"]),
        (Document.from_dict, ["data", "text"]),
        (Document, ["id", "text", "entities", "attributions", "meta"]),
        (Entity, ["id", "name", "kind", "role", "aliases", "mentions"]),
        (Attribution, ["id", "type", "cue", "source", "content", "speakers", "parent", "stance", "act"]),
        (Span, ["start", "end", "text"]),
    ],
    ids=lambda value: getattr(value, "__qualname__", ""),
)
def test_signatures(function: object, names: list[str]) -> None:
    assert callable(function)
    parameters = list(inspect.signature(function).parameters)
    assert [name for name in parameters if name in names] == names


def test_vocabularies_are_those_of_the_schema() -> None:
    schema = standoff.schema()["properties"]
    entity, found = schema["entities"]["items"]["properties"], schema["attributions"]["items"]["properties"]
    assert tuple(entity["kind"]["enum"]) == types.KINDS
    assert tuple(found["type"]["enum"]) == types.TYPES
    assert tuple(found["stance"]["enum"]) == types.STANCES
    assert tuple(found["act"]["enum"]) == types.ACTS
    for name, valid in (("hedges", types.HEDGES), ("circumstances", types.CIRCUMSTANCES)):
        assert tuple(found[name]["items"]["allOf"][1]["properties"]["kind"]["enum"]) == valid


@pytest.mark.parametrize("name", MODULES)
def test_modules_say_what_they_do(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__ and module.__doc__.strip()


@pytest.mark.parametrize("group", ["console_scripts", "spacy_factories"])
def test_entry_points_load(group: str) -> None:
    own = [entry for entry in entry_points(group=group) if entry.value.startswith("attribution.")]
    if not own:
        pytest.skip("the package is not installed")
    for entry in own:
        assert callable(entry.load())
