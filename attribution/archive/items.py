"""What readers give: texts, pages of web archives, and failures with their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ..errors import AttributionError, InputError

DEEPEST = 100  # levels of a document's meta


@dataclass(frozen=True, slots=True)
class Columns:
    """The fields or columns with the text, the id and the date (into meta.date; it may be missing)."""

    text: str = "text"
    id: str = "id"
    date: str = "date"


DEFAULT = Columns()


@dataclass(frozen=True, slots=True)
class Item:
    """One text to read; `place` is the file and line that it comes from."""

    id: str
    text: str
    place: str
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a web archive, its main text still to be found; `charset` is what the server said, or ""."""

    id: str
    html: bytes
    place: str
    url: str
    date: str
    charset: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read or processed, and why; `id` where it is known."""

    place: str
    error: Exception
    id: str | None = None

    def __str__(self) -> str:
        if isinstance(self.error, AttributionError):
            text = str(self.error)
            return text if text.startswith(self.place) else f"{self.place}: {text}"
        return f"{self.place}: {type(self.error).__name__}: {self.error}"


Read: TypeAlias = Item | Page | Failure


def check_depth(value: Any, position: str) -> None:
    """An InputError where objects and lists are nested deeper than DEEPEST, which writers could not follow."""
    level, depth = [value], 0
    while level:
        if depth > DEEPEST:
            raise InputError(f"nested deeper than {DEEPEST} levels", position=position)
        depth += 1
        inner = [each for each in level if isinstance(each, (Mapping, list))]
        level = [each for one in inner for each in (one.values() if isinstance(one, Mapping) else one)]
