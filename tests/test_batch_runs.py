"""Batch runs: resuming after a kill, workers that die, same bytes for any number of workers, formats, Ctrl-C."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from test_cli import run as command

import attribution
from attribution.archive import database, engines, runs, shards, workers
from attribution.archive.items import Item
from attribution.archive.runs import Options
from attribution.errors import OutputError, UsageError
from attribution.types import Attribution, Document, Entity, Hedge, Span

SIZE = 5


def make(item: Item) -> Document:
    """A document with one attribution; words of the text kill, hang or fail the process that reads it."""
    for word, act in ACTS.items():
        if word in item.text:
            act(item)
    if not item.text:
        return Document(item.id, item.text, meta=item.meta)
    span = Span(0, len(item.text), item.text)
    found = Attribution("a1", "direct", None, None, (span,), ("e1",), hedges=(Hedge("epistemic", 0, 1, item.text[0]),))
    return Document(item.id, item.text, (Entity("e1", "سلمى", "person"),), (found,), item.meta, "test 1")


def die(item: Item) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(item: Item) -> None:
    mark = Path(item.text.split()[1])
    if not mark.exists():
        mark.touch()
        die(item)


def hang(item: Item) -> None:
    time.sleep(600)


def exhaust(item: Item) -> None:
    raise MemoryError


def fail(item: Item) -> None:
    raise RuntimeError("the pipeline broke")


def nap(item: Item) -> None:
    time.sleep(0.02)


ACTS: dict[str, Callable[[Item], None]] = {
    "DIE": die,
    "ONCE": die_once,
    "HANG": hang,
    "EXHAUST": exhaust,
    "FAIL": fail,
    "NAP": nap,
}


def load() -> Callable[[Item], Document]:
    return make


def load_nothing() -> Callable[[Item], Document]:
    raise OSError("no pipeline there")


def load_and_die() -> Callable[[Item], Document]:
    os._exit(3)


def corpus(path: Path, texts: list[str], prefix: str = "d") -> Path:
    rows = [{"id": f"{prefix}{n}", "text": text, "meta": {"date": f"2017-0{n % 9 + 1}-01"}} for n, text in enumerate(texts)]
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    return path


def run(output: Path | str, *inputs: Path, load: Any = load, **options: Any) -> runs.Progress:
    options = {"shard_size": SIZE, "seconds": 20.0} | options
    return runs.run([str(path) for path in inputs], str(output), Options(**options), lambda progress: None, load)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def failures(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "failed.jsonl").read_text(encoding="utf-8").splitlines()]


def ids(folder: Path) -> list[str]:
    return [json.loads(line)["id"] for path in sorted(folder.glob("documents/*.jsonl")) for line in path.open(encoding="utf-8")]


def test_workers_and_order_make_no_difference(tmp_path: Path) -> None:
    one = corpus(tmp_path / "one.jsonl", ["قال", "FAIL", "", "=1+1"] * 4)
    two = corpus(tmp_path / "two.jsonl", ["نعم"] * 7, "e")
    done = run(tmp_path / "a", one, two, workers=1)
    run(tmp_path / "b", two, one, two, workers=3)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    assert (done.documents, done.failed, done.there, done.total) == (19, 4, 0, done.bytes)
    assert ids(tmp_path / "a") == [f"d{n}" for n in range(16) if n % 4 != 1] + [f"e{n}" for n in range(7)]
    first = {"id": "d1", "place": f"{one}, line 2", "error": "RuntimeError"}
    assert failures(tmp_path / "a")[0] == first | {"message": f"{one}, line 2: RuntimeError: the pipeline broke"}
    again = run(tmp_path / "a", one, two)
    assert (again.documents, again.there, again.failed) == (0, 19, 4) and tree(tmp_path / "a") == tree(tmp_path / "b")


def test_only_what_changed_is_made_again(tmp_path: Path) -> None:
    one, two = corpus(tmp_path / "one.jsonl", ["قال"] * 12), corpus(tmp_path / "two.jsonl", ["نعم"] * 3, "e")
    run(tmp_path / "out", one)
    assert run(tmp_path / "out", two).there == 0 and len(ids(tmp_path / "out")) == 15
    corpus(one, ["قال"] * 5 + ["كتب"] * 4)
    done = run(tmp_path / "out", one, two)
    assert (done.documents, done.there) == (4, 8)
    run(tmp_path / "new", one, two)
    assert tree(tmp_path / "out") == tree(tmp_path / "new")


def test_lost_and_broken_files_are_made_again(tmp_path: Path) -> None:
    path = corpus(tmp_path / "in.jsonl", ["قال"] * 20)
    run(tmp_path / "out", path)
    want = tree(tmp_path / "out")
    first, second, third, _ = sorted((tmp_path / "out" / "state").iterdir())
    first.unlink()
    second.write_bytes(second.read_bytes()[:20])
    (tmp_path / "out" / "documents" / f"{third.stem}.jsonl").unlink()
    (tmp_path / "out" / "documents" / ".half.part").write_bytes(b"half")
    assert run(tmp_path / "out", path).documents == 15
    assert tree(tmp_path / "out") == want


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("DIE", "was killed (SIGKILL)"),
        ("EXHAUST", "ran out of memory"),
        ("HANG", "took longer than 4 seconds"),
    ],
)
def test_a_document_that_ends_its_worker_costs_itself_only(tmp_path: Path, word: str, reason: str) -> None:
    path = corpus(tmp_path / "in.jsonl", ["قال", "نعم", word, "كتب", "قال", "نعم"])
    done = run(tmp_path / "out", path, seconds=4.0)
    assert (done.documents, done.failed) == (5, 1) and ids(tmp_path / "out") == ["d0", "d1", "d3", "d4", "d5"]
    (failed,) = failures(tmp_path / "out")
    assert failed["id"] == "d2" and failed["error"] == "WorkError" and failed["message"].endswith(f"line 3: {reason}")


def test_a_worker_that_was_killed_once_costs_nothing(tmp_path: Path) -> None:
    path = corpus(tmp_path / "in.jsonl", ["قال", f"ONCE {tmp_path}/mark"])
    done = run(tmp_path / "out", path)
    assert (done.documents, done.failed) == (2, 0) and (tmp_path / "mark").exists()


def test_failures_can_be_tried_again(tmp_path: Path) -> None:
    path = corpus(tmp_path / "in.jsonl", ["قال"] * SIZE + ["FAIL"])
    run(tmp_path / "out", path)
    assert run(tmp_path / "out", path, retry_failed=True).there == SIZE
    assert [each["id"] for each in failures(tmp_path / "out")] == ["d5"]


@pytest.mark.parametrize(
    ("loader", "message"),
    [(load_nothing, "the pipeline cannot be loaded: no pipeline there"), (load_and_die, "ended with code 3 while it loaded")],
)
def test_a_pipeline_that_cannot_be_loaded(tmp_path: Path, loader: Any, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        run(tmp_path / "out", corpus(tmp_path / "in.jsonl", ["قال"]), load=loader)


def test_two_pipelines_are_not_mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = corpus(tmp_path / "in.jsonl", ["قال"])
    run(tmp_path / "out", path)
    before = tree(tmp_path / "out")
    with pytest.raises(UsageError, match='its results were made with options .*"jsonl".*, not .*"csv".*: use another folder'):
        run(tmp_path / "out", path, format="csv")
    words = tmp_path / "my-verbs.tsv"
    words.write_text("lemma\tframes\tact\tstance\tforms\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"made with lexicons \[\], not .*my-verbs.tsv"):
        run(tmp_path / "out", path, lexicons=(words,))
    pipeline = tmp_path / "pipeline"
    pipeline.mkdir()
    (pipeline / "config.cfg").write_text("[nlp]", encoding="utf-8")
    with pytest.raises(UsageError, match="made with pipeline .*hybrid"):
        run(tmp_path / "out", path, pipeline=str(pipeline))
    assert tree(tmp_path / "out") == before
    (tmp_path / "out" / "manifest.json").write_bytes(b"\0")
    with pytest.raises(UsageError, match=r"manifest.json: not a manifest"):
        run(tmp_path / "out", path)
    (tmp_path / "out" / "manifest.json").unlink()
    with pytest.raises(UsageError, match=r"results without manifest.json"):
        run(tmp_path / "out", path)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"format": "xml"}, "unknown format 'xml' .valid: jsonl, parquet, csv, duckdb"),
        ({"engine": "spark"}, "unknown engine 'spark' .valid: local, ray"),
        ({"workers": 0}, "--workers must be more than 0: 0"),
        ({"shard_size": -1}, "--shard-size must be more than 0"),
        ({"seconds": 0}, "--time-limit must be more than 0"),
        ({"least": 1.5}, "--min-confidence must be from 0 to 1: 1.5"),
        ({"registry": ROOT / "none.sqlite"}, "none.sqlite: not a registry"),
        ({"registry": ROOT / "README.md"}, "README.md: not a registry"),
    ],
)
def test_wrong_options(tmp_path: Path, options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        run(tmp_path / "out", corpus(tmp_path / "in.jsonl", ["قال"]), **options)
    assert not (tmp_path / "out").exists()


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    path = corpus(tmp_path / "in.jsonl", ["قال"])
    with pytest.raises(OutputError, match="in.jsonl/out: cannot be written"):
        run(path / "out", path)


def test_names_of_shards_are_harmless(tmp_path: Path) -> None:
    for source in ("../../../etc/passwd", "/a/b.jsonl", "a\nb\0", "ملف", "\udcff", "", "x" * 500, "-rf", "s3://b/$(false)"):
        prefix = shards.prefix_of(source)
        assert len(prefix) < 60 and set(prefix) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
    odd = corpus(tmp_path / "..;'<b>.jsonl", ["قال"], "../../x/")
    run(tmp_path / "out", odd)
    assert ids(tmp_path / "out") == ["../../x/0"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["..;'<b>.jsonl", "out"]


def test_csv_cells_are_no_formulas(tmp_path: Path) -> None:
    texts = ["=HYPERLINK('x')", "+1", "-1", "@x", "\tx", "قال"]
    run(tmp_path / "out", corpus(tmp_path / "in.jsonl", texts), format="csv", shard_size=10)
    (path,) = (tmp_path / "out" / "attributions").iterdir()
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    assert [row["content"] for row in rows] == [*(f"'{text}" for text in texts[:-1]), "قال"]
    assert rows[0]["speakers"] == "سلمى" and rows[0]["hedges"] == "epistemic: ="


def test_parquet(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    texts = ["قال\0نعم", "", "\u2028"]
    run(tmp_path / "out", corpus(tmp_path / "in.jsonl", texts), format="parquet", with_text=True)
    (nested,) = parquet.read_table(tmp_path / "out" / "documents").to_pylist()[:1]
    assert (nested["id"], nested["text"], nested["date"]) == ("d0", texts[0], "2017-01-01")
    assert nested["attributions"][0]["content"] == [{"start": 0, "end": 7, "text": texts[0]}]
    assert json.loads(nested["meta"]) == {"date": "2017-01-01"}
    rows = parquet.read_table(tmp_path / "out" / "attributions").to_pylist()
    assert [(row["document"], row["content"], row["names"]) for row in rows] == [
        ("d0", texts[0], ["سلمى"]),
        ("d2", texts[2], ["سلمى"]),
    ]


def test_duckdb(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = corpus(tmp_path / "in.jsonl", ["'; DROP TABLE documents; --", "قال\0نعم", "\u2028\u2029"])
    run(tmp_path / "out", path, format="duckdb")
    corpus(path, ["'; DROP TABLE documents; --", "قال\0نعم", "\u2028\u2029", "كتب"])
    run(tmp_path / "out", path, format="duckdb", with_text=False)
    with duckdb.connect(str(tmp_path / "out" / database.FILE), read_only=True) as base:
        tables = (*database.ROWS, "statements")
        counts = {table: base.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
        found = base.execute("SELECT content FROM statements WHERE name = 'سلمى' ORDER BY document").fetchall()
        day = base.execute("SELECT date::VARCHAR, meta->>'date' FROM documents WHERE id = 'd1'").fetchone()
    assert counts == dict.fromkeys(("documents", "entities", "attributions", "hedges", "statements"), 4) | {"circumstances": 0}
    assert [row[0] for row in found] == ["'; DROP TABLE documents; --", "قال\0نعم", "\u2028\u2029", "كتب"]
    assert day == ("2017-02-01", "2017-02-01")


def test_the_queries_of_the_readme(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    queries = re.findall(r"^```sql\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    run(tmp_path / "out", corpus(tmp_path / "in.jsonl", ["اللقاح آمن"] * 4), format="duckdb")
    with duckdb.connect(str(tmp_path / "out" / database.FILE), read_only=True) as base:
        found = [base.execute(query).fetchall() for query in queries]
    assert [len(rows) for rows in found] == [0, 1, 4, 1]
    assert found[1] == [("سلمى", 4, 0.0)] and found[3] == [("epistemic", "ا", 4)]


@pytest.mark.parametrize("format", ["parquet", "duckdb"])
def test_the_same_content_for_any_number_of_workers(tmp_path: Path, format: str) -> None:
    pytest.importorskip("duckdb")
    path = corpus(tmp_path / "in.jsonl", ["قال", "FAIL", "", "نعم كتب"] * 8)
    for name, number in (("a", 1), ("b", 3)):
        run(tmp_path / name, path, workers=number, format=format)
    one, other = tree(tmp_path / "a"), tree(tmp_path / "b")
    if format == "duckdb":
        assert one.pop(database.FILE) and other.pop(database.FILE)
        assert rows_of(tmp_path / "a") == rows_of(tmp_path / "b")
    assert one == other


def rows_of(folder: Path) -> dict[str, list[Any]]:
    """All rows of a DuckDB file in the order in which they stand."""
    import duckdb  # noqa: PLC0415 (optional)

    with duckdb.connect(str(folder / database.FILE), read_only=True) as base:
        return {table: base.execute(f"SELECT * FROM {table}").fetchall() for table in database.ROWS}


PEOPLE = "id\tname\taliases\trole\nQ1\tسلمى الحداد\t\tوزيرة\nQ2\tعمر الحديدي\t\tلاعب\nQ3\tعمر الحديدي\t\tنائب\n"
TEXTS = [
    "قالت الوزيرة سلمى الحداد إن الجسر سيفتح غداً.",
    "أكد النائب عمر الحديدي أن الجلسة مستمرة.",
    "أعلن وائل الصفدي أن المباراة تأجلت.",
    "قال عمر الحديدي إن الأمر انتهى.",
]


def registered(folder: Path) -> list[str | None]:
    lines = (line for path in sorted(folder.glob("documents/*.jsonl")) for line in path.open(encoding="utf-8"))
    return [entity.get("registry_id") for line in lines for entity in json.loads(line)["entities"]]


def test_entities_are_looked_up_in_a_registry(tmp_path: Path) -> None:
    (tmp_path / "people.tsv").write_text(PEOPLE, encoding="utf-8")
    with attribution.Registry(tmp_path / "names.sqlite") as registry:
        registry.seed(tmp_path / "people.tsv")
    path = corpus(tmp_path / "in.jsonl", TEXTS)
    options = ("-p", "rules", "--registry", tmp_path / "names.sqlite", "--shard-size", "2")
    for name, number in (("a", "1"), ("b", "2")):
        assert command("batch", path, "-o", tmp_path / name, "-w", number, *options).exit_code == 0
    assert registered(tmp_path / "a") == ["Q1", "Q3", None, None]
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    with attribution.Registry(tmp_path / "names.sqlite") as registry:
        assert [each.documents for each in registry.identities()] == [0, 0, 0]
        registry.link(attribution.extract(TEXTS[2], pipeline="rules"))
    changed = command("batch", path, "-o", tmp_path / "a", *options)
    assert changed.exit_code == 2 and '"registry"' in changed.stderr and "use another folder" in changed.stderr
    assert command("batch", path, "-o", tmp_path / "a", "-p", "rules", "--shard-size", "2").exit_code == 2


def test_the_least_confidence(tmp_path: Path) -> None:
    path = corpus(tmp_path / "in.jsonl", TEXTS)
    command("batch", path, "-o", tmp_path / "all", "--min-confidence", "0")
    confidence = [each["confidence"] for each in attributions(tmp_path / "all")]
    least = sorted(confidence)[len(confidence) // 2]
    command("batch", path, "-o", tmp_path / "sure", "--min-confidence", str(least))
    assert [each["confidence"] for each in attributions(tmp_path / "sure")] == [c for c in confidence if c >= least]
    assert len(confidence) >= 3 and min(confidence) < least
    assert command("batch", path, "-o", tmp_path / "all", "--min-confidence", str(least)).exit_code == 2
    assert command("batch", path, "-o", tmp_path / "no", "--min-confidence", "2").exit_code == 2


def attributions(folder: Path) -> list[dict[str, Any]]:
    lines = (line for path in sorted(folder.glob("documents/*.jsonl")) for line in path.open(encoding="utf-8"))
    return [each for line in lines for each in json.loads(line)["attributions"]]


def test_an_address_as_output(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    path = corpus(tmp_path / "in.jsonl", ["قال"] * 7)
    run(f"file://{tmp_path}/a", path, workers=2)
    run(tmp_path / "b", path)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


# Whole processes: the command is killed, interrupted and started again.
STARTED = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from test_batch_runs import start
if __name__ == "__main__":
    start()
"""


def start() -> None:
    """The command with the stand-in pipeline instead of the named one."""
    runs.maker = _stand_in  # type: ignore[assignment]
    attribution.cli.app()


def _stand_in(*options: Any) -> Callable[[Item], Document]:
    return make


def process(tmp_path: Path, output: str, workers: int) -> subprocess.Popen[bytes]:
    script = tmp_path / "start.py"
    script.write_text(STARTED, encoding="utf-8")
    arguments = ["batch", str(tmp_path / "in.jsonl"), "-o", str(tmp_path / output), "-w", str(workers), "--shard-size", "20"]
    words = [sys.executable, str(script), str(ROOT / "tests"), *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, start_new_session=True)


def when_some_is_done(tmp_path: Path, output: str, number: int) -> None:
    for _ in range(30_000):
        if len(list((tmp_path / output / "state").glob("*.json"))) >= number:
            return
        time.sleep(0.01)
    raise AssertionError("nothing was done within five minutes")


def when_all_have_ended(group: int) -> None:
    for _ in range(30_000):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    raise AssertionError("processes of the run are still there after five minutes")


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A corpus that takes some seconds, and what an undisturbed run of it writes."""
    corpus(tmp_path / "in.jsonl", ["NAP قال", "FAIL", "NAP"] * 60)
    running = process(tmp_path, "want", 1)
    _, errors = running.communicate(timeout=600)
    assert running.returncode == 1, errors
    return tmp_path


def test_a_run_that_is_killed_goes_on(slow: Path) -> None:
    for moment in range(3):
        running = process(slow, "out", 2)
        when_some_is_done(slow, "out", 2 * moment + 1)
        time.sleep(random.Random(moment).random() / 5)
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate(timeout=300)
    running = process(slow, "out", 2)
    running.communicate(timeout=600)
    assert running.returncode == 1 and tree(slow / "out") == tree(slow / "want")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_is_clean(slow: Path, number: signal.Signals) -> None:
    running = process(slow, "out", 2)
    when_some_is_done(slow, "out", 1)
    os.killpg(running.pid, number) if number == signal.SIGINT else running.send_signal(number)
    _, errors = running.communicate(timeout=300)
    assert running.returncode == 130 and errors.decode().endswith("goes on from there.\n") and b"Traceback" not in errors
    assert not list((slow / "out").rglob("*.part"))
    when_all_have_ended(running.pid)
    process(slow, "out", 2).communicate(timeout=600)
    assert tree(slow / "out") == tree(slow / "want")


def test_the_workers_of_a_killed_run_end(slow: Path) -> None:
    running = process(slow, "out", 2)
    when_some_is_done(slow, "out", 1)
    running.kill()
    running.wait(300)
    when_all_have_ended(running.pid)


def test_the_command(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    text = "قالت الوزيرة سلمى نجار إن الجسر سيفتح غداً."
    path.write_text(json.dumps({"key": "a", "body": text}) + "\n{\n", encoding="utf-8")
    files = tmp_path / "files"
    files.write_text(f"{path}\n", encoding="utf-8")
    arguments = ("--text-column", "body", "--id-column", "key", "--with-text")
    result = command("batch", "--files-from", files, "-o", tmp_path / "out", *arguments)
    assert result.exit_code == 1, result.stderr
    assert "1 documents made, 1 failed" in result.stderr and f"{tmp_path}/out/failed.jsonl says why" in result.stderr
    (file,) = (tmp_path / "out" / "documents").iterdir()
    assert json.loads(file.read_bytes()) == attribution.extract(text, id="a").to_dict(with_text=True)
    assert command("batch", path, "-o", tmp_path / "out").exit_code == 2
    assert "no input" in command("batch", "-o", tmp_path / "out").stderr


def test_ray_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ray", reason="the extra ray is not installed")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "tests")]))  # actors find the stand-in there
    path = corpus(tmp_path / "in.jsonl", ["قال", "FAIL", "نعم", "DIE", "كتب", "قال", ""] * 2)
    run(tmp_path / "local", path, workers=2)
    done = run(tmp_path / "ray", path, workers=2, engine="ray")
    assert (done.documents, done.failed) == (10, 4)
    assert tree(tmp_path / "ray") == tree(tmp_path / "local")
    with pytest.raises(UsageError, match="the pipeline cannot be loaded: no pipeline there"):
        run(tmp_path / "no", path, workers=1, engine="ray", load=load_nothing)


def test_engines_end_their_workers(tmp_path: Path) -> None:
    path = corpus(tmp_path / "in.jsonl", ["قال"] * 30)
    found = shards.cut(runs.sources([str(path)])[0], runs.DEFAULT, 1, runs.Meter(), runs.Ids().__enter__())
    (tmp_path / "out" / "state").mkdir(parents=True)
    (tmp_path / "out" / "documents").mkdir()
    outcomes = engines.local(found, workers.Job(load, str(tmp_path / "out")), 2)
    assert next(outcomes).documents == 1
    outcomes.close()
    assert len(ids(tmp_path / "out")) < 30
