"""Web archives: reads WARC records, gives pages; a page becomes the text of its article by trafilatura.

warcio and trafilatura (Barbaresi 2021, https://aclanthology.org/2021.acl-demo.15/) are both under Apache-2.0.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from ..errors import InputError
from ..extras import need
from .items import Failure, Item, Page, Read

HTML = ("text/html", "application/xhtml+xml")
MAGIC = b"WARC/"
LARGEST_PAGE = 8 << 20  # bytes of HTML
LONGEST_URL = 4_000
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def pages(stream: io.BufferedReader, file: str) -> Iterator[Read]:
    """A Page for each record that holds HTML that was delivered (status 200); other records are no articles."""
    iterator = need("warcio.archiveiterator", "archives", "a .warc file")
    if not stream.peek(len(MAGIC)).startswith(MAGIC):
        raise InputError("not WARC, or broken (no record at its start)", file)
    number = 0
    records = iter(iterator.ArchiveIterator(stream))
    while True:
        place = f"{file}, record {number + 1}"
        try:
            record = next(records, None)
            found = _page(record, place) if record is not None and _is_page(record) else None
        except InputError as error:
            yield Failure(place, error)
            if error.file == file:  # the stream itself is broken
                return
            found = None
        except Exception as error:  # warcio lets ValueError, EOFError … of broken headers through
            raise InputError(f"not WARC, or broken ({type(error).__name__}: {error})", file, f"record {number + 1}") from None
        if record is None:
            return
        number += 1
        if found:
            yield found


def _is_page(record: Any) -> bool:
    kind = (record.http_headers or record.rec_headers).get_header("Content-Type") or ""
    if kind.split(";")[0].strip().lower() not in HTML or record.rec_type not in ("response", "resource"):
        return False
    return record.http_headers is None or record.http_headers.get_statuscode() == "200"


def _page(record: Any, place: str) -> Page:
    html = record.content_stream().read(LARGEST_PAGE + 1)
    if len(html) > LARGEST_PAGE:
        raise InputError(f"a page larger than {LARGEST_PAGE} bytes", place)
    head = record.rec_headers.get_header
    name = (head("WARC-Record-ID") or "").strip("<>").removeprefix("urn:uuid:")
    if not name:
        raise InputError("no WARC-Record-ID", place)
    if getattr(record.raw_stream, "limit", 0) > 0 and not html:
        raise InputError("the record ends before its length", place)
    kind = (record.http_headers or record.rec_headers).get_header("Content-Type") or ""
    charset = _CHARSET.search(kind)
    url = (head("WARC-Target-URI") or "").strip("<>")[:LONGEST_URL]
    return Page(_clean(name), html, place, _clean(url), (head("WARC-Date") or "")[:10], charset.group(1) if charset else "")


def _clean(text: str) -> str:
    """A header as UTF-8 can hold it."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def article(page: Page) -> Item:
    """The main text of a page; its meta has url, title and the date that the page gives itself, else that of the crawl."""
    trafilatura = need("trafilatura", "archives", "the main text of a page")
    wanted = {"include_comments": False, "include_tables": False, "with_metadata": True, "url": page.url or None}
    try:
        found = trafilatura.bare_extraction(_decoded(page), date_extraction_params=_dates(page), **wanted)
    except Exception as error:  # whatever hostile HTML does to the extractor costs this page only
        raise InputError(f"no main text ({type(error).__name__}: {error})", page.place) from None
    text = getattr(found, "text", None)
    if not text:
        raise InputError("no main text in this page", page.place)
    meta = {"url": page.url, "title": found.title, "date": found.date or page.date}
    return Item(page.id, _clean(text), page.place, {key: _clean(value) for key, value in meta.items() if value})


def _decoded(page: Page) -> str | bytes:
    """The page as text where the server named its encoding, else as it is: the extractor then looks for itself."""
    try:
        return page.html.decode(codecs.lookup(page.charset).name, "replace") if page.charset else page.html
    except (LookupError, UnicodeError, ValueError):
        return page.html


def _dates(page: Page) -> dict[str, Any]:
    """No date after the crawl is believed, so that today's date plays no part."""
    try:
        latest = date.fromisoformat(page.date).isoformat()
    except ValueError:
        latest = "2100-01-01"
    return {"original_date": True, "extensive_search": False, "max_date": latest}
