"""The records of the cue step: Cue, a reporting cue with its complement, and Candidate, a word that may be one."""

from __future__ import annotations

from typing import NamedTuple

from .frames import Match
from .patterns import Entry
from .phrases import Range
from .words import Verb


class Cue(NamedTuple):
    """A reporting cue with the complement that makes it one; token numbers are those of the View."""

    start: int
    end: int
    kind: str  # verb, participle, nominal, preposition, colon, closing
    entry: Entry
    verb: Verb | None
    match: Match | None
    source: Range | None
    before: bool = False


class Candidate(NamedTuple):
    """A token that may be a cue: `kind` phrase (with its length), verb, participle or masdar."""

    at: int
    kind: str
    length: int
    verb: Verb | None
    entry: Entry
