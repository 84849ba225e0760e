"""A DuckDB file: reads the JSON lines of a finished run, writes tables that can be asked.

Tables: documents, entities, attributions, hedges, circumstances; the view `statements` has a row for each speaker of an
attribution, with the document's date.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ..extras import need
from .storage import Store
from .tables import Data, Row, attribution_rows, document_row, entity_rows, label_rows, schemas

FILE = "archive.duckdb"
MEMORY = "256MB"  # beyond it DuckDB writes to the disk
VIEW = """
CREATE VIEW statements AS
SELECT a.document, a.id, d.date, s.name, s.kind, s.role, a.act, a.type, a.stance, a.cue, a.content,
       a.certainty_speaker, a.certainty_writer
FROM attributions a JOIN documents d ON d.id = a.document
LEFT JOIN entities s ON s.document = a.document AND list_contains(a.speakers, s.id)
"""
ROWS: dict[str, Callable[[Data], Iterable[Row]]] = {
    "documents": lambda data: [document_row(data)],
    "entities": entity_rows,
    "attributions": attribution_rows,
    "hedges": lambda data: label_rows(data, "hedges"),
    "circumstances": lambda data: label_rows(data, "circumstances"),
}
TYPED = {"documents": "* REPLACE (TRY_CAST(left(date, 10) AS DATE) AS date, meta::JSON AS meta)"}


def build(store: Store, shards: Iterable[str]) -> None:
    """Write archive.duckdb from the named files of JSON lines, one file in memory at a time."""
    duckdb = need("duckdb", "archives", "--format duckdb")
    with tempfile.TemporaryDirectory(prefix="attribution-duckdb-") as folder:
        path = Path(folder) / FILE
        with duckdb.connect(str(path)) as base:
            base.execute(f"SET memory_limit = '{MEMORY}'")
            _fill(base, (store.read(name) or b"" for name in shards))
        with path.open("rb") as made, store.writing(FILE) as file:
            while block := made.read(1 << 20):
                file.write(block)


def _fill(base: Any, files: Iterable[bytes]) -> None:
    pa = need("pyarrow", "archives", "--format duckdb")
    kinds = schemas()
    for name in ROWS:
        base.register("rows", kinds[name].empty_table())
        base.execute(f"CREATE TABLE {name} AS SELECT {TYPED.get(name, '*')} FROM rows")
    for file in files:
        documents = [json.loads(line) for line in file.splitlines()]
        for name, rows in ROWS.items():
            found = [row for data in documents for row in rows(data)]
            base.register("rows", pa.Table.from_pylist(found, schema=kinds[name]))
            base.execute(f"INSERT INTO {name} SELECT {TYPED.get(name, '*')} FROM rows")
    base.unregister("rows")
    base.execute(VIEW)
