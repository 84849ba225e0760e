"""Tokenizer for Arabic news: reads a text, writes a spaCy Doc with that very text; takes linear time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from .arabic import INVISIBLE, LETTERS, MARKS, TATWEEL

TOKENIZER = "attribution.tokenizer.v1"

# Every repetition that can fail after a long run is bounded ({1,64}), so that no text takes quadratic time.
_A = f"[{LETTERS}{MARKS}{INVISIBLE}{TATWEEL}]"  # Arabic, dodging with tatweel included
_L = f"(?:[^\\W\\d_{LETTERS}{TATWEEL}]|[{INVISIBLE}\u0300-\u036f])"  # other letters
_LABEL = "[A-Za-z0-9][A-Za-z0-9-]{0,62}"
_ACRONYM = f"[{LETTERS}](?:{_A}{{0,2}})"  # one to three letters: سي.إن.إن، ق.م

_RULES: dict[str, str] = {
    "byte order mark": "\ufeff{1,64}",
    "word before a blank": rf"{_A}+(?=[ \n])",
    "space": r"\s+",
    "address": r"(?:https?://|www\.)[^\s«»“”\"<>،؛؟{}|\\^`]+(?<![.,:;!?)\]'’])"
    r"|[A-Za-z0-9_][A-Za-z0-9_.+-]{0,63}@" + _LABEL + r"(?:\.[A-Za-z0-9-]{1,63}){1,8}"
    r"|[@#](?:\w|[" + MARKS + INVISIBLE + r"]){1,140}"
    r"|(?:" + _LABEL + r"\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9.])(?:/[\w/.?=&%#~+-]*(?<=[\w/]))?",
    "abbreviation": rf"(?:[A-Za-z]\.){{2,12}}|أ\.\s?د\."
    rf"|(?<!\d)(?<!\d )[دأم]\.(?=\s?{_A}{{3}})(?!\s?{_A}{{1,3}}\.)"
    rf"|{_ACRONYM}(?:\.(?![وف]{_A}{{2}}){_ACRONYM}(?!{_A})){{1,8}}",
    "number": r"\d+(?:[.,:/،٫٬]\d+)*",
    "dodged word": rf"{_A}+(?:(?:(?<={TATWEEL})\.{{1,4}}|\.{{1,4}}(?={TATWEEL})){_A}+)*(?:-\d+)?",
    "word": rf"{_L}(?:{_L}|\d)*(?:['’.&-](?:{_L}|\d)+)*",
    "run": r"''|،،|,,|<<|>>|\.{2,}|([-_=*~•ـ])\1+",
    "mark": r"\S",
}
_TOKEN = re.compile("(?:" + "|".join(_RULES.values()) + ")")


def split(text: str) -> tuple[list[str], list[bool]]:
    """Return the tokens of a text and, for each, whether one plain blank follows it."""
    words: list[str] = []
    spaces: list[bool] = []
    position, end = 0, len(text)
    match = _TOKEN.match
    while position < end:
        found = match(text, position)
        stop = found.end() if found else position + 1
        words.append(text[position:stop])
        blank = stop < end and text[stop] == " "
        spaces.append(blank)
        position = stop + blank
    return words, spaces


_texts: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()


def text_of(doc: Doc) -> str:
    """The text of a Doc, which joining its tokens would give too, more slowly."""
    text = _texts.get(doc)
    if text is None:
        text = _texts[doc] = doc.text
    return text


class ArabicTokenizer:
    """Make Docs: reads a text, writes tokens with exact offsets; further blanks are tokens."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words, spaces = split(text)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        _texts[doc] = text
        return doc

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """Make the Docs of a stream of texts, one by one."""
        return map(self, texts)

    def to_bytes(self, **kwargs: Any) -> bytes:
        """Return nothing: the rules are in this module, their version is in the registered name."""
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> ArabicTokenizer:
        """Read nothing; see ``to_bytes``."""
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Write nothing; see ``to_bytes``."""

    def from_disk(self, path: str | Path, **kwargs: Any) -> ArabicTokenizer:
        """Read nothing; see ``to_bytes``."""
        return self


@registry.tokenizers(TOKENIZER)
def create_tokenizer() -> Callable[[Language], ArabicTokenizer]:
    """Return what ``[nlp.tokenizer] @tokenizers = "attribution.tokenizer.v1"`` in a config means."""
    return build_tokenizer


def build_tokenizer(nlp: Language) -> ArabicTokenizer:
    """Return a tokenizer on the pipeline's vocabulary."""
    return ArabicTokenizer(nlp.vocab)
