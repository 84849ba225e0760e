"""Dates of saying: reads a Document whose meta has a date, writes `iso` on its circumstances of time.

Arabic words of time are turned into English ones by the rows of lexicons/calendar.tsv and read by dateparser; Hijri
dates go through hijridate. Both come with the extra `attribution[dates]`; without them, or without meta.date, or for
words that name no date (لاحقاً), a time stays a span.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from importlib.util import find_spec

from . import lexicon
from .arabic import fold
from .types import Attribution, Circumstance, Document

AVAILABLE = find_spec("dateparser") is not None and find_spec("hijridate") is not None
FORMATS = {"day": "%Y-%m-%d", "week": "%Y-%m-%d", "time": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
_HIJRI = re.compile(r"(?:(\d{1,2}) )?hijri(\d{1,2})(?: (\d{4}))?")
_WORD = re.compile(r"\w+")


def dated(document: Document) -> Document:
    """The document with `iso` on each time that can be resolved against its `meta.date` (an ISO date)."""
    base = _base(document.meta.get("date")) if AVAILABLE else None
    if base is None:
        return document
    return replace(document, attributions=tuple(_dated(each, base) for each in document.attributions))


def _base(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def _dated(each: Attribution, base: date) -> Attribution:
    found = tuple(_with_iso(c, base) if c.kind == "time" else c for c in each.circumstances)
    return replace(each, circumstances=found)


def _with_iso(circumstance: Circumstance, base: date) -> Circumstance:
    return replace(circumstance, iso=resolve(circumstance.text, base))


def resolve(text: str, base: date) -> str | None:
    """A phrase of time as an ISO day, month or year; None where it names none: ("أمس", 8 March) is "…-03-07"."""
    english = translate(text)
    if not english:
        return None
    hijri = _HIJRI.fullmatch(english)
    return _hijri(hijri, base) if hijri else _gregorian(english, base)


def translate(text: str) -> str:
    """A phrase of time in English words; "" where it holds a word that no row knows."""
    words, known, longest = _WORD.findall(fold(text)), *_calendar()
    found: list[str] = []
    i = 0
    while i < len(words):
        for length in range(min(longest, len(words) - i), 0, -1):
            row = known.get(" ".join(words[i : i + length]))
            if row is not None or length == 1 and words[i].isdigit():
                found.append(words[i] if row is None else row)
                i += length
                break
        else:
            return ""
    return _ordered([word for word in found if word != "-"])


def _ordered(words: list[str]) -> str:
    """English order: قبل 3 أسابيع is "3 weeks ago"; what a full date or a nearer word already says is left out."""
    if any(len(word) == 4 and word.isdigit() for word in words):
        words = [word for word in words if "ago" not in word]
    if any(word.isdigit() for word in words):
        words = [word for word in words if word not in ("today", "yesterday")]
    weekdays = [word for word in words if word.endswith("day") and word not in ("today", "yesterday")]
    rest = [word for word in words if word not in weekdays]
    if weekdays and any(word.isdigit() or word in ("today", "yesterday") for word in rest):
        words = rest
    if words[:1] == ["ago"]:
        words = [*words[1:], "ago"]
    return " ".join(dict.fromkeys(words))


@cache
def _calendar() -> tuple[dict[str, str], int]:
    rows = {fold(row["phrase"]): row["english"] for row in lexicon.package("calendar")}
    return rows, max(len(phrase.split()) for phrase in rows)


def _gregorian(english: str, base: date) -> str | None:
    from dateparser.date import DateDataParser  # noqa: PLC0415 (an extra)

    settings = {"RELATIVE_BASE": datetime.combine(base, time()), "PREFER_DATES_FROM": "past"}
    if english == f"{base:%A}".lower():
        return base.isoformat()
    found = DateDataParser(languages=["en"], settings=settings).get_date_data(english)
    if found is None or found.date_obj is None:
        return None
    return found.date_obj.strftime(FORMATS.get(found.period, "%Y-%m-%d"))


def _hijri(found: re.Match[str], base: date) -> str | None:
    from hijridate import Gregorian, Hijri  # noqa: PLC0415 (an extra)

    day, month, year = found.groups()
    last = int(year) if year else Gregorian.fromdate(base).to_hijri().year
    try:
        start = Hijri(last, int(month), int(day or 1)).to_gregorian()
    except (ValueError, OverflowError):
        return None
    iso = date(start.year, start.month, start.day).isoformat()
    return iso if day else iso[:7]
