"""Inputs of archives: every kind of file, and hostile ones: nothing is lost, each failure says where and why."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from attribution import extras
from attribution.archive import inputs, readers, streams, warc
from attribution.archive.items import DEFAULT, Columns, Failure, Item
from attribution.errors import InputError, UsageError

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
zstandard = pytest.importorskip("zstandard")
fsspec = pytest.importorskip("fsspec")
pytest.importorskip("trafilatura")
statusandheaders = pytest.importorskip("warcio.statusandheaders")
warcwriter = pytest.importorskip("warcio.warcwriter")

PACK: dict[str, Callable[[bytes], bytes]] = {
    "": lambda data: data,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": lambda data: zstandard.ZstdCompressor().compress(data),
}
GOOD = '{"id": "a", "text": "قال"}\n{"id": "b", "text": "نعم", "meta": {"n": 1}}\n'.encode()
TWO = [("a", "قال"), ("b", "نعم")]


@pytest.fixture(autouse=True)
def small_bombs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bombs are known after 4 MB, so that the tests are quick."""
    for module in (streams, readers):
        monkeypatch.setattr(module, "BOMB_START", 4 << 20)


def read(*paths: object, columns: Columns = DEFAULT) -> tuple[list[Item], list[str]]:
    """The texts and the messages of what could not be read."""
    found = list(inputs.read(inputs.find([str(path) for path in paths]), columns))
    return [each for each in found if isinstance(each, Item)], [str(each) for each in found if isinstance(each, Failure)]


def pairs(items: list[Item]) -> list[tuple[str, str]]:
    return [(item.id, item.text) for item in items]


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def table(rows: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    parquet.write_table(pyarrow.table(rows), file)
    return file.getvalue()


@pytest.mark.parametrize("suffix", PACK)
@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (".jsonl", GOOD),
        (".csv", "id,text\na,قال\nb,نعم\n".encode()),
        (".tsv", "\ufefftext\tid\nقال\ta\nنعم\tb\n".encode()),
        (".parquet", table({"id": ["a", "b"], "text": ["قال", "نعم"]})),
    ],
)
def test_every_kind_packed_in_every_way(tmp_path: Path, kind: str, data: bytes, suffix: str) -> None:
    items, failed = read(put(tmp_path / f"in{kind}{suffix}", PACK[suffix](data)))
    assert (pairs(items), failed) == (TWO, [])


@pytest.mark.parametrize("suffix", [suffix for suffix in PACK if suffix])
def test_files_of_several_members(tmp_path: Path, suffix: str) -> None:
    lines = GOOD.splitlines(keepends=True)
    items, failed = read(put(tmp_path / f"in.jsonl{suffix}", b"".join(map(PACK[suffix], lines))))
    assert (pairs(items), failed) == (TWO, [])


def test_a_packed_text_has_the_name_without_endings(tmp_path: Path) -> None:
    items, _ = read(put(tmp_path / "note.1.txt.gz", gzip.compress("قال".encode())))
    assert pairs(items) == [("note.1", "قال")]


def test_named_columns_and_meta(tmp_path: Path) -> None:
    columns = Columns("body", "key", "day")
    rows = {"key": [1, 2], "body": ["قال", "نعم"], "day": ["2017-03-07", None]}
    rows |= {"n": [0.5, float("nan")], "deep": [[1], [2]]}
    items, failed = read(put(tmp_path / "in.parquet", table(rows)), columns=columns)
    assert failed == [] and [item.id for item in items] == ["1", "2"]
    assert [item.meta for item in items] == [{"date": "2017-03-07", "n": 0.5}, {}]
    items, _ = read(put(tmp_path / "in.csv", "key,day,body,site\n1,2017,قال,x\n".encode()), columns=columns)
    assert (items[0].id, items[0].meta) == ("1", {"date": "2017", "site": "x"})
    items, _ = read(put(tmp_path / "in.jsonl", b'{"key": "1", "day": "2017", "body": "x", "meta": {"n": 1}}'), columns=columns)
    assert (items[0].text, items[0].meta) == ("x", {"date": "2017", "n": 1})


def test_dates_of_parquet_are_written_out(tmp_path: Path) -> None:
    days = pyarrow.array([0, 86_400_000], pyarrow.timestamp("ms"))
    items, failed = read(put(tmp_path / "in.parquet", table({"id": ["a", "b"], "text": ["x", "y"], "date": days})))
    assert failed == [] and [item.meta["date"] for item in items] == ["1970-01-01", "1970-01-02"]


def test_patterns_lists_and_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b", "a"):
        put(tmp_path / f"{name}.jsonl", json.dumps({"id": name, "text": name}).encode())
    put(tmp_path / "x[1].jsonl", b'{"id": "x", "text": "x"}')
    assert [item.id for item in read(f"{tmp_path}/?.jsonl")[0]] == ["a", "b"]
    assert [item.id for item in read(f"file://{tmp_path}/[ab].jsonl")[0]] == ["a", "b"]
    assert [item.id for item in read(f"{tmp_path}/x[1].jsonl")[0]] == ["x"]
    files = put(tmp_path / "files", f"\ufeff{tmp_path}/b.jsonl\n\n{tmp_path}/a.jsonl\n".encode())
    assert inputs.listed(str(files)) == [f"{tmp_path}/b.jsonl", f"{tmp_path}/a.jsonl"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(files.read_bytes()), encoding="utf-8"))
    assert inputs.listed("-") == inputs.listed(str(files))


def test_an_address_of_another_file_system() -> None:
    with fsspec.open("memory://news/in.jsonl.gz", "wb") as file:
        file.write(gzip.compress(GOOD))
    assert pairs(read("memory://news/*.jsonl.gz")[0]) == TWO
    assert read("memory://news/no.jsonl") == ([], ["memory://news/no.jsonl: cannot be read (/news/no.jsonl)"])


def test_the_order_of_inputs_makes_no_difference_to_sources() -> None:
    names = ["b/2.txt", "z.jsonl", "a.csv", "b/1.txt", "-"]
    found = inputs.sources(names)
    assert found == inputs.sources(reversed(names)) == inputs.sources(names * 2)
    assert [(source.name, source.paths) for source in found] == [
        ("-", ("-",)),
        ("a.csv", ("a.csv",)),
        ("b", ("b/1.txt", "b/2.txt")),
        ("z.jsonl", ("z.jsonl",)),
    ]


# Hostile files: a good document before and after where the kind allows it, the message, the ids that are read.
FIRST, LAST = b'{"id": "a", "text": "1"}\n', b'{"id": "z", "text": "2"}\n'
DEEP = b'{"id": "x", "text": "t", "meta": %s1%s}\n'


def between(line: bytes) -> bytes:
    return FIRST + line + LAST


JSON_LINES = {
    "a nesting bomb of lists": (between(b"[" * 200_000 + b"\n"), "line 2: not JSON"),
    "a nesting bomb of objects": (between(b'{"a":' * 200_000 + b"\n"), "line 2: not JSON"),
    "a nesting bomb closed": (between(b'{"id": "x", "text": ' + b"[" * 50_000 + b"]" * 50_000 + b"}\n"), "line 2: not JSON"),
    "meta nested 300 deep": (between(DEEP % (b'{"a":' * 300, b"}" * 300)), "line 2, meta: nested deeper than 100 levels"),
    "lists in meta 101 deep": (between(DEEP % (b'{"a":' + b"[" * 101, b"]" * 101 + b"}")), "nested deeper than 100 levels"),
    "a number of 5,000 digits": (between(DEEP % (b'{"n": ' + b"9" * 5_000, b"}")), "line 2: not JSON"),
    "a number too large": (between(b'{"id": "x", "text": "t", "meta": {"n": Infinity}}\n'), "Infinity is no JSON number"),
    "not UTF-8": (between(b'{"id": "x", "text": "\xff"}\n'), "line 2, byte 46: not UTF-8: '0xff'"),
    "a byte order mark of UTF-16": (between(b"\xff\xfe{\0}\0\n"), "line 2, byte 25: not UTF-8"),
    "cp1256": (between('{"id": "x", "text": "قال"}\n'.encode("cp1256")), "line 2, byte 46: not UTF-8"),
    "a lone surrogate": (between(b'{"id": "x", "text": "\\ud800"}\n'), "line 2: a lone surrogate"),
    "a surrogate in a key": (between(b'{"id": "x", "text": "t", "meta": {"\\udc00": 1}}\n'), "line 2: a lone surrogate"),
    "a NUL between lines": (between(b"\0\n"), "line 2, column 1: not JSON"),
    "a raw control character": (between(b'{"id": "x", "text": "a\x00b"}\n'), "line 2, column 23: not JSON"),
    "a byte order mark in the middle": (between(b"\xef\xbb\xbf" + b'{"id": "x", "text": "t"}\n'), "line 2"),
    "half a line": (between(b'{"id": "x", "te\n'), "line 2, column 13: not JSON"),
    "two objects on a line": (between(b'{"id": "x", "text": "t"}{"id": "y", "text": "t"}\n'), "line 2, column 25: not JSON"),
    "a list": (between(b"[1]\n"), "line 2: not a JSON object: 'list'"),
    "a number as id": (between(b'{"id": 7, "text": "t"}\n'), "line 2, id: of the wrong type: 7"),
    "a list as text": (between(b'{"id": "x", "text": ["t"]}\n'), "line 2, text: of the wrong type"),
    "no text": (between(b'{"id": "x"}\n'), "line 2, text: missing"),
    "true as text": (between(b'{"id": "x", "text": true}\n'), "line 2, text: of the wrong type"),
    "text as meta": (between(b'{"id": "x", "text": "t", "meta": "m"}\n'), "line 2, meta: of the wrong type"),
    "an id twice": (between(FIRST), "line 2: the same id as in"),
    "Python": (between(b"__import__('os').system('false')\n"), "line 2, column 1: not JSON"),
    "YAML": (between(b"!!python/object/apply:os.system ['false']\n"), "line 2, column 1: not JSON"),
    "HTML": (between(b"<script>alert(1)</script>\n"), "line 2, column 1: not JSON"),
    "a pickle": (between(b"cos\tsystem(S'false'tR.\n"), "line 2, column 1: not JSON"),
}


@pytest.mark.parametrize("name", JSON_LINES)
def test_hostile_lines_cost_no_other(tmp_path: Path, name: str) -> None:
    data, message = JSON_LINES[name]
    items, (failure,) = read(put(tmp_path / "in.jsonl", data))
    assert pairs(items) == [("a", "1"), ("z", "2")]
    assert failure.startswith(f"{tmp_path}/in.jsonl, line 2") and message in failure


ODD_BUT_RIGHT = {
    "ids that are paths": ["../../etc/passwd", "/etc/passwd", "C:\\x", "a/b", ".", "..", "", "\0", "a\nb", "~", "$(false)"],
    "ids that are code": ["<script>alert(1)</script>", "'; DROP TABLE documents; --", "=1+1", "{{7*7}}", "%s%n", "\u202eabc"],
    "long ids": ["x" * 100_000, "ق" * 5_000],
    "texts": ["\0", "\ufeff", "\u202e\u2066", "a\r\nb\r", "\u2028\u2029", "😀", "\ufdd0", "=cmd|' /C calc'!A0"],
}


@pytest.mark.parametrize("name", ODD_BUT_RIGHT)
def test_odd_ids_and_texts_are_kept(tmp_path: Path, name: str) -> None:
    texts = ODD_BUT_RIGHT[name]
    objects = [{"id": text, "text": text} for text in texts]
    lines = "".join(json.dumps(each, ensure_ascii=n % 2 > 0) + "\n" for n, each in enumerate(objects))
    items, failed = read(put(tmp_path / "in.jsonl", lines.encode()))
    assert (pairs(items), failed) == ([(text, text) for text in texts], [])


BOMB = b" " * (6 << 20)


def packed_bomb(suffix: str) -> bytes:
    return PACK[suffix](FIRST) + PACK[suffix](BOMB)


PACKED = {
    **{f"a bomb{suffix}": (suffix, packed_bomb, "unpacks to more than 200 times its size") for suffix in PACK if suffix},
    **{
        f"truncated{suffix}": (suffix, lambda suffix: PACK[suffix](FIRST) + PACK[suffix](LAST)[:-9], "ends in the middle")
        for suffix in PACK
        if suffix
    },
    **{
        f"rubbish behind{suffix}": (suffix, lambda suffix: PACK[suffix](FIRST) + b"rubbish, rubbish", "cannot be unpacked")
        for suffix in PACK
        if suffix
    },
    "a flipped byte": (".gz", lambda _: PACK[".gz"](FIRST) + gzip.compress(LAST)[:-6] + b"\0" * 6, "cannot be unpacked"),
    "a window of 2 GB": (".zst", lambda _: PACK[".zst"](FIRST) + b"\x28\xb5\x2f\xfd\x00\xa8" + b"\0" * 9, "cannot be unpacked"),
}


@pytest.mark.parametrize("name", PACKED)
def test_hostile_packing_keeps_what_came_before(tmp_path: Path, name: str) -> None:
    suffix, make, message = PACKED[name]
    items, (failure,) = read(put(tmp_path / f"in.jsonl{suffix}", make(suffix)))
    assert pairs(items)[0] == ("a", "1")
    assert failure.startswith(f"{tmp_path}/in.jsonl{suffix}") and message in failure


def head(**columns: Any) -> bytes:
    return table({"id": ["a"], "text": ["1"]} | columns)


WHOLE_FILES = {
    "not packed": ("in.jsonl.gz", GOOD, "cannot be unpacked"),
    "gz called xz": ("in.jsonl.xz", gzip.compress(GOOD), "cannot be unpacked"),
    "gz called zst": ("in.jsonl.zst", gzip.compress(GOOD), "cannot be unpacked"),
    "a text not UTF-8": ("in.txt", "قال".encode("utf-16"), "not UTF-8"),
    "a text of a bomb": ("in.txt.gz", gzip.compress(BOMB), "unpacks to more than 200 times its size"),
    "an empty CSV": ("in.csv", b"", "no row that names the columns"),
    "a CSV without text": ("in.csv", b"id,body\na,1\n", "no such column: 'text' (valid: id, body)"),
    "a CSV that is binary": ("in.csv", bytes(range(128, 256)) * 10, "no such column: 'id'"),
    "Parquet of text": ("in.parquet", GOOD, "not Parquet, or broken"),
    "Parquet of nothing": ("in.parquet", b"", "not Parquet, or broken"),
    "Parquet truncated": ("in.parquet", head()[:-20], "not Parquet, or broken"),
    "Parquet with rubbish in it": ("in.parquet", head()[:4] + b"\xff" * 40 + head()[44:], "in.parquet"),
    "Parquet without its start": ("in.parquet", head()[50:], "not Parquet, or broken"),
    "Parquet without text": ("in.parquet", table({"id": ["a"], "body": ["1"]}), "no such column: 'text' (valid: id, body)"),
    "Parquet with lists as text": ("in.parquet", table({"id": ["a"], "text": [["1"]]}), "no such column: 'text' (valid: id)"),
    "Parquet with an empty cell": ("in.parquet", head(text=pyarrow.array([None], "string")), "row 1, column text: not a text"),
    "WARC of rubbish": ("in.warc", b"rubbish " * 100, "not WARC, or broken"),
    "WARC not packed": ("in.warc.gz", b"WARC/1.0\r\n", "cannot be unpacked"),
    "WARC of a bomb": ("in.warc.gz", gzip.compress(b"WARC/1.0\r\n" + BOMB), "unpacks to more than 200 times its size"),
}


@pytest.mark.parametrize("case", WHOLE_FILES)
def test_hostile_files_fail_with_a_message(tmp_path: Path, case: str) -> None:
    name, data, message = WHOLE_FILES[case]
    items, failed = read(put(tmp_path / name, data))
    assert items == []
    assert len(failed) == 1 and failed[0].startswith(str(tmp_path / name)) and message in failed[0]


CSV_ROWS = {
    "too few cells": (b"x\n", "line 3: 1 cells for 2 columns"),
    "too many cells": (b"x,y,z\n", "line 3: 3 cells for 2 columns"),
    "an empty id": (b",t\n", "line 3, column id: empty"),
    "a quotation mark that stands open": (b'x,"t"t\n', "line 3: not CSV"),
    "not UTF-8": (b"x,\xff\n", "line 3, column text, byte 0: not UTF-8: '0xff'"),
    "an id twice": (b"a,t\n", "line 3: the same id as in"),
}


@pytest.mark.parametrize("case", CSV_ROWS)
def test_hostile_rows_of_csv_cost_no_other(tmp_path: Path, case: str) -> None:
    row, message = CSV_ROWS[case]
    items, (failure,) = read(put(tmp_path / "in.csv", b"id,text\na,1\n" + row + b"z,2\n"))
    assert pairs(items) == [("a", "1"), ("z", "2")] and failure.startswith(f"{tmp_path}/in.csv, {message}")


def test_a_quotation_mark_that_never_closes(tmp_path: Path) -> None:
    items, (failure,) = read(put(tmp_path / "in.csv", b'id,text\na,1\nb,"open\nz,2\n'))
    assert pairs(items) == [("a", "1")] and "line 3: not CSV" in failure


def test_too_long_is_said_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (streams, readers):
        monkeypatch.setattr(module, "LARGEST", 1_000)
    long = json.dumps({"id": "x", "text": "y" * 5_000}).encode() + b"\n"
    items, (failure,) = read(put(tmp_path / "in.jsonl", between(long)))
    assert pairs(items) == [("a", "1"), ("z", "2")] and failure.endswith("in.jsonl, line 2: longer than 1000 bytes")
    assert "longer than 1000 bytes" in read(put(tmp_path / "in.csv", b"id,text\na," + b"y" * 5_000))[1][0]
    assert "larger than 1000 bytes" in read(put(tmp_path / "in.txt", b"y" * 1_001))[1][0]
    assert "larger than 1000 bytes" in read(put(tmp_path / "in.parquet", table({"id": ["a"], "text": ["y" * 1_001]})))[1][0]


def test_parquet_bombs(tmp_path: Path) -> None:
    rows = {"id": [str(n) for n in range(600)], "text": ["قال " * 2_000] * 600}
    items, (failure,) = read(put(tmp_path / "in.parquet", table(rows)))
    assert "unpacks to more than 200 times its size" in failure and len(items) < 600


@pytest.mark.skipif(os.name == "nt", reason="names are bytes on POSIX only")
def test_hostile_file_names(tmp_path: Path) -> None:
    for name in (b"\xff.txt", b"a\nb.txt", b"-rf.txt", b"$(false).txt", b"<b>.txt", b"..txt.txt"):
        Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).write_bytes(b"x")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    items, (failure,) = read(tmp_path)
    assert sorted(item.id for item in items) == ["$(false)", "-rf", "..txt", "<b>", "a\nb"]
    assert failure == f"{tmp_path}/\\udcff.txt: the file name is not UTF-8 (valid: UTF-8)"
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    assert f"larger than {streams.LARGEST} bytes" in read(tmp_path / "zero.txt")[1][0]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.jsonl.gz", "no such file or folder"),
        ("page.html", "not something to read"),
        ("archive.zip", "not something to read"),
        (".txt/x", "no such file or folder"),
        ("*.warc", "the pattern names no file"),
        ("nope://x/y.jsonl", "cannot be opened"),
        ("\0.jsonl", "no such file or folder"),
    ],
)
def test_inputs_that_are_wrong_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, message: str) -> None:
    monkeypatch.chdir(tmp_path)
    for each in ("page.html", "archive.zip"):
        (tmp_path / each).touch()
    with pytest.raises(UsageError, match=message):
        inputs.find([name])


@pytest.mark.parametrize(
    ("name", "module"),
    [("in.parquet", "pyarrow"), ("in.warc", "warcio"), ("in.jsonl.zst", "zstandard"), ("memory://in.jsonl", "fsspec")],
)
def test_a_missing_library_is_named_with_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str
) -> None:
    for loaded in [each for each in sys.modules if each == module or each.startswith(f"{module}.")]:
        monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setitem(sys.modules, module, None)
    path = name if "://" in name else str(put(tmp_path / name, b""))
    with pytest.raises(UsageError, match=r"needs the extra archives: pip install 'attribution\[archives\]'"):
        inputs.find([path])
    assert extras.need("json", "x", "y") is json


HTML = """<html><head><title>الجسر الجديد</title><meta property="article:published_time" content="2017-03-07T10:00:00Z">
</head><body><nav><a href="/">الرئيسية</a></nav><article><h1>الجسر الجديد</h1>{}</article><script>alert(1)</script>
</body></html>"""
PARAGRAPH = "<p>قال الوزير سامي الحداد إن الجسر الجديد سيفتح أمام السيارات غداً، مضيفاً أن الأشغال انتهت قبل موعدها.</p>"
ARTICLE = HTML.format(PARAGRAPH * 4)


def record(
    url: str, html: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK", packed: bool = False
) -> bytes:
    """One WARC record of a page."""
    file = io.BytesIO()
    writer = warcwriter.WARCWriter(file, gzip=packed)
    headers = statusandheaders.StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
    one = writer.create_warc_record(url, "response", payload=io.BytesIO(html), http_headers=headers)
    one.rec_headers.replace_header("WARC-Date", "2017-03-09T00:00:00Z")
    one.rec_headers.replace_header("WARC-Record-ID", f"<urn:uuid:{url[-1]}>")
    writer.write_record(one)
    return file.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_pages_of_web_archives(tmp_path: Path, packed: bool) -> None:
    data = record("http://x/1", ARTICLE.encode(), packed=packed) + record("http://x/2", b"\x89PNG", "image/png", packed=packed)
    data += record("http://x/3", b"gone", status="404 Not Found", packed=packed)
    data += record("http://x/4", ARTICLE.encode("cp1256"), "text/html; charset=windows-1256", packed=packed)
    items, failed = read(put(tmp_path / ("in.warc.gz" if packed else "in.warc"), data))
    assert failed == [] and [item.id for item in items] == ["1", "4"]
    for item in items:
        assert "سيفتح أمام السيارات" in item.text and "alert" not in item.text and "الرئيسية" not in item.text
        assert item.meta == {"url": f"http://x/{item.id}", "title": "الجسر الجديد", "date": "2017-03-07"}


PAGES = {
    "no text": (b"<html><body></body></html>", "no main text"),
    "nothing": (b"", "no main text"),
    "rubbish": (bytes(range(256)) * 50, "no main text"),
    "elements in elements": (b"<div>" * 100_000, "no main text"),
    "an entity bomb": (b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><html><body>&b;</body></html>', "no main text"),
    "a page too large": (b"<p>x" * (warc.LARGEST_PAGE // 4 + 1), "a page larger than"),
}


@pytest.mark.parametrize("case", PAGES)
def test_hostile_pages_cost_no_other(tmp_path: Path, case: str) -> None:
    html, message = PAGES[case]
    data = record("http://x/a", ARTICLE.encode()) + record("http://x/b", html) + record("http://x/z", ARTICLE.encode())
    items, (failure,) = read(put(tmp_path / "in.warc", data))
    assert [item.id for item in items] == ["a", "z"]
    assert failure.startswith(f"{tmp_path}/in.warc, record 2: ") and message in failure


def test_a_page_that_is_a_bomb(tmp_path: Path) -> None:
    bomb = gzip.compress(b"x" * (20 << 20))
    kind = b"Content-Type: text/html"
    data = record("http://x/b", bomb).replace(kind, b"Content-Encoding: gzip\r\n" + kind)
    _, failed = read(put(tmp_path / "in.warc", data))
    assert len(failed) == 1 and str(tmp_path / "in.warc") in failed[0]


def test_an_archive_that_ends_within_a_record(tmp_path: Path) -> None:
    data = record("http://x/a", ARTICLE.encode()) + record("http://x/b", ARTICLE.encode())[:-900]
    items, failed = read(put(tmp_path / "in.warc", data))
    assert items[0].id == "a" and len(items) + len(failed) >= 2


def test_article_errors_are_input_errors() -> None:
    page = warc.Page("x", b"", "in.warc, record 1", "http://[", "no day", "no-charset")
    with pytest.raises(InputError, match="in.warc, record 1: no main text"):
        warc.article(page)


def test_a_header_bomb_in_csv_is_bounded(tmp_path: Path) -> None:
    out = io.StringIO()
    header, row = [f"c{n}" for n in range(20_000)], [""] * 20_000
    csv.writer(out).writerows([[*header, "id", "text"], [*row, "a", "1"]])
    items, failed = read(put(tmp_path / "in.csv", out.getvalue().encode()))
    assert pairs(items) == [("a", "1")] and failed == []
