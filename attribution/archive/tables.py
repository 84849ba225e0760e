"""Documents as rows: reads Documents, writes rows of flat tables, CSV and Parquet (nested and flat)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO, TextIO

from ..extras import need
from ..types import Attribution, Document

Row = dict[str, Any]
Data = Mapping[str, Any]
CSV_COLUMNS = (
    *("document", "attribution", "speakers", "act", "type", "stance", "cue", "source", "content"),
    *("hedges", "circumstances", "parent", "start", "end"),
)
_COPIED = ("id", "type", "act", "stance", "cue_lemma", "speakers", "parent", "confidence")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run, not show


def csv_writer(file: TextIO) -> Callable[[Document], None]:
    """Writes a row an attribution after a header; a cell that a spreadsheet would run as a formula gets a ' before it."""
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(CSV_COLUMNS)

    def write(document: Document) -> None:
        rows.writerows([_shown(cell) for cell in _csv_row(document, each)] for each in document.attributions)

    return write


def _shown(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _csv_row(document: Document, each: Attribution) -> list[object]:
    names = {entity.id: entity.name for entity in document.entities}
    return [
        document.id,
        each.id,
        " | ".join(names[speaker] for speaker in each.speakers),
        each.act,
        each.type,
        each.stance,
        each.cue.text if each.cue else "",
        each.source.text if each.source else "",
        " … ".join(span.text for span in each.content),
        " | ".join(f"{hedge.kind}: {hedge.text}" for hedge in each.hedges),
        " | ".join(f"{found.kind}: {found.text}" for found in each.circumstances),
        each.parent or "",
        each.content[0].start,
        each.content[-1].end,
    ]


def document_row(data: Data) -> Row:
    """The row of a document in its standoff form: meta as JSON, its date beside it."""
    meta = data.get("meta", {})
    day = meta.get("date")
    return {
        "id": data["id"],
        "date": day if isinstance(day, str) else None,
        "text_sha256": data["text_sha256"],
        "text": data.get("text"),
        "meta": json.dumps(meta, ensure_ascii=False),
        "pipeline": data.get("pipeline"),
    }


def nested_row(data: Data) -> Row:
    """A document as one row with lists of entities and attributions, as in its JSON line."""
    return document_row(data) | {name: data[name] for name in ("entities", "attributions")}


def entity_rows(data: Data) -> Iterator[Row]:
    """A row an entity, with the number of its mentions."""
    for each in data["entities"]:
        yield {"document": data["id"], **each, "mentions": len(each.get("mentions", ()))}


def attribution_rows(data: Data) -> Iterator[Row]:
    """A row an attribution, its speakers by id and by name, its content joined and with its first and last offset."""
    names = {entity["id"]: entity["name"] for entity in data["entities"]}
    for each in data["attributions"]:
        content, certainty = each["content"], each.get("certainty") or {}
        yield {name: each.get(name) for name in _COPIED} | {
            "document": data["id"],
            "cue": (each["cue"] or {}).get("text"),
            "source": (each["source"] or {}).get("text"),
            "content": " … ".join(span["text"] for span in content),
            "start": content[0]["start"],
            "end": content[-1]["end"],
            "names": [names[speaker] for speaker in each["speakers"]],
            "certainty_speaker": certainty.get("speaker"),
            "certainty_writer": certainty.get("writer"),
            "by": each.get("by", []),
        }


def label_rows(data: Data, label: str) -> Iterator[Row]:
    """A row each of the "hedges" or "circumstances" of a document."""
    for each in data["attributions"]:
        for found in each[label]:
            yield {"document": data["id"], "attribution": each["id"], **found}


def schemas() -> dict[str, Any]:
    """The Arrow schemas: the flat tables, and "nested", one row a document with all that a JSON line has."""
    pa = need("pyarrow", "archives", "Parquet and DuckDB")
    text, number, real, texts = pa.string(), pa.int64(), pa.float64(), pa.list_(pa.string())
    span = [("start", number), ("end", number), ("text", text)]
    of = {"document": text, "attribution": text}
    spans = pa.list_(pa.struct(span))
    labelled = pa.struct([("kind", text), *span])
    entity = {"id": text, "name": text, "kind": text, "role": text, "aliases": texts, "registry_id": text}
    label = dict.fromkeys(("id", "type", "act", "stance", "cue_lemma", "parent"), text)
    document = dict.fromkeys(("id", "date", "text_sha256", "text", "meta", "pipeline"), text)
    nested = {
        **label,
        "cue": pa.struct(span),
        "source": pa.struct(span),
        "content": spans,
        "speakers": texts,
        "hedges": pa.list_(labelled),
        "circumstances": pa.list_(pa.struct([*labelled, ("iso", text)])),
        "confidence": real,
        "certainty": pa.struct([("speaker", real), ("writer", real)]),
        "by": texts,
    }
    flat = {"document": text} | dict.fromkeys(("id", "type", "act", "stance", "cue", "cue_lemma", "source", "content"), text)
    flat |= {"start": number, "end": number, "speakers": texts, "names": texts, "parent": text, "confidence": real}
    flat |= {"certainty_speaker": real, "certainty_writer": real, "by": texts}
    return {
        "documents": pa.schema(document),
        "entities": pa.schema({"document": text, **entity, "mentions": number}),
        "attributions": pa.schema(flat),
        "hedges": pa.schema({**of, "kind": text, **dict(span)}),
        "circumstances": pa.schema({**of, "kind": text, **dict(span), "iso": text}),
        "nested": pa.schema({
            **document,
            "entities": pa.list_(pa.struct({**entity, "mentions": spans})),
            "attributions": pa.list_(pa.struct(nested)),
        }),
    }  # fmt: skip


def write_csv(documents: Iterable[Document], file: BinaryIO) -> None:
    """The flat CSV of documents."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    write = csv_writer(text)
    for document in documents:
        write(document)
    text.detach()


def write_parquet(rows: list[Row], schema: str, file: BinaryIO) -> None:
    """Rows as Parquet, packed with zstd; `schema` is a key of `schemas`."""
    pa, parquet = need("pyarrow", "archives", "Parquet"), need("pyarrow.parquet", "archives", "Parquet")
    parquet.write_table(pa.Table.from_pylist(rows, schema=schemas()[schema]), file, compression="zstd")
