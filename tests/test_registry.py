"""The registry: one identity across documents, ambiguous names apart, two processes at a time."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest
from typer.testing import CliRunner

import attribution
from attribution import Document, Entity, Registry
from attribution.cli import app
from attribution.errors import DuplicateError, InputError, UsageError


def _document(id: str, *entities: Entity) -> Document:
    return Document(id, "", entities)


def _person(name: str, role: str | None = None, id: str = "e1", aliases: tuple[str, ...] = ()) -> Entity:
    return Entity(id, name, "person", role, aliases)


def _linked(registry: Registry, document: Document) -> list[str | None]:
    return [entity.registry_id for entity in registry.link(document).entities]


def test_one_name_is_one_identity(tmp_path: Path) -> None:
    with Registry(tmp_path / "r.sqlite") as registry:
        first = _linked(registry, _document("a", _person("رنا القصار", "وزيرة البيئة")))
        second = _linked(registry, _document("b", _person("رنا القصّار", "الوزيرة")))
        third = _linked(registry, _document("c", _person("رنا القصار")))
        assert first == third
        assert first[0] is not None
        assert [i.documents for i in registry.identities(1)] == [2 + (second == first)]


def test_it_is_kept_in_its_file(tmp_path: Path) -> None:
    with Registry(tmp_path / "r.sqlite") as registry:
        first = _linked(registry, _document("a", _person("رنا القصار")))
    with Registry(tmp_path / "r.sqlite") as registry:
        assert _linked(registry, _document("b", _person("رنا القصار"))) == first


def test_a_surname_alone_and_unnamed_people_are_not_linked(tmp_path: Path) -> None:
    with Registry(tmp_path / "r.sqlite") as registry:
        unnamed = Entity("e2", "مصادر مطلعة", "group")
        assert _linked(registry, _document("a", _person("القصار"), unnamed)) == [None, None]


def test_the_company_tells_namesakes_apart(tmp_path: Path) -> None:
    seed = tmp_path / "seed.tsv"
    seed.write_text("id\tname\taliases\trole\nQ1\tعمر الحديدي\t\tلاعب\nQ2\tعمر الحديدي\t\tنائب\n", encoding="utf-8")
    with Registry(tmp_path / "r.sqlite") as registry:
        assert registry.seed(seed) == 2
        assert _linked(registry, _document("a", _person("عمر الحديدي", "النائب"))) == ["Q2"]
        assert _linked(registry, _document("b", _person("عمر الحديدي", "اللاعب"))) == ["Q1"]
        assert _linked(registry, _document("c", _person("عمر الحديدي"))) == [None]
        (row,) = registry.ambiguous()
        assert (row.document, row.ids) == ("c", ("Q1", "Q2"))


def test_roles_that_share_nothing_stay_apart(tmp_path: Path) -> None:
    with Registry(tmp_path / "r.sqlite") as registry:
        one = _linked(registry, _document("a", _person("سامي الرزق", "مدرب الميناء")))
        two = _linked(registry, _document("b", _person("سامي الرزق", "وزير العدل")))
        assert one != two
        assert [row.document for row in registry.ambiguous()] == ["b"]


def test_father_and_son_stay_apart(tmp_path: Path) -> None:
    with Registry(tmp_path / "r.sqlite") as registry:
        father = _person("نادر بن عمار الدالي", aliases=("بن عمار الدالي", "الدالي"))
        son = _person("سامي بن عمار الدالي", aliases=("بن عمار الدالي",))
        assert _linked(registry, _document("a", father)) != _linked(registry, _document("b", son))


def test_titles_and_common_heads_are_no_names(tmp_path: Path) -> None:
    with Registry(tmp_path / "r.sqlite") as registry:
        rows = (_person("مصدر أمني"), Entity("e2", "الوزارة", "government"), Entity("e3", "دراسة", "organization"))
        assert _linked(registry, _document("a", *rows)) == [None, None, None]


def test_seeds_take_aliases_and_are_renewed(tmp_path: Path) -> None:
    seed = tmp_path / "seed.tsv"
    seed.write_text("id\tname\taliases\trole\nQ7\tمنظمة الأغذية والزراعة\tالفاو|منظمة الفاو\t\n", encoding="utf-8")
    with Registry(tmp_path / "r.sqlite") as registry:
        registry.seed(seed)
        registry.seed(seed)
        assert _linked(registry, _document("a", Entity("e1", "الفاو", "organization"))) == ["Q7"]
        assert len(registry.identities()) == 1


WRONG = [
    ("name\tid\nرنا\tQ1\n", InputError, "line 1"),
    ("id\tname\nQ1\t\n", InputError, "line 2"),
    ("id\tname\nQ1\tرنا\nQ1\tهدى\n", DuplicateError, "line 3"),
    ("", InputError, "line 1"),
]


@pytest.mark.parametrize(("text", "kind", "place"), WRONG)
def test_wrong_seeds_say_where(tmp_path: Path, text: str, kind: type[Exception], place: str) -> None:
    seed = tmp_path / "seed.tsv"
    seed.write_text(text, encoding="utf-8")
    with Registry(tmp_path / "r.sqlite") as registry, pytest.raises(kind, match=place):
        registry.seed(seed)


def test_a_file_that_is_no_registry(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    path.write_text("not a data base " * 100, encoding="utf-8")
    with pytest.raises(UsageError, match="not a registry"):
        Registry(path)


def _fill(path: Path, worker: int) -> None:
    with Registry(path) as registry:
        for n in range(60):
            shared = _person(f"سلمى الزهيري {n % 10}", id="e1")
            own = _person(f"كمال بوغرارة {worker} {n}", id="e2")
            registry.link(_document(f"{worker}-{n}", shared, own))


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_fill, args=(path, n)) for n in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0]
    with Registry(path) as registry:
        rows = registry.identities()
        assert len(rows) == 10 + 120
        assert sum(row.documents for row in rows) == 240
        assert {row.documents for row in rows[:10]} == {12}


def test_the_command_adds_ids(tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("قالت الوزيرة رنا القصار إن الخطة جاهزة.", encoding="utf-8")
    arguments = ["extract", str(text), "--registry", str(tmp_path / "r.sqlite")]
    first, second = (CliRunner().invoke(app, arguments) for _ in range(2))
    assert first.exit_code == second.exit_code == 0
    ids = [json.loads(result.stdout)["entities"][0]["registry_id"] for result in (first, second)]
    assert ids == ["r1", "r1"]


def test_a_document_without_a_registry_has_no_ids() -> None:
    text = "قالت الوزيرة رنا القصار إن الخطة جاهزة."
    assert "registry_id" not in json.dumps(attribution.extract(text, pipeline="rules").to_dict())
