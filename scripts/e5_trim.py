"""Reads the pieces, tokenizer.json and layers of multilingual-e5-small, gives those that stay in the base encoder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from e5_wheels import Weights

from attribution.arabic import DODGE, INVISIBLE, MARKS, TATWEEL
from attribution.errors import UsageError

LATIN = -11.0  # the least log probability of a Latin piece that stays: 2,600 of 80,000
ARABIC = ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
SIGNS = ((0x00, 0x7F), (0xA0, 0xFF), (0x2000, 0x2BFF))  # ASCII and Latin-1; punctuation, currencies, arrows, shapes
ALPHABET = frozenset(map(chr, (*range(0x621, 0x63B), *range(0x641, 0x64B))))  # the letters of the Arabic language
SPECIAL = {"bos": "<s>", "eos": "</s>", "sep": "</s>", "cls": "<s>", "unk": "<unk>", "pad": "<pad>", "mask": "<mask>"}
DROPPED = f"[{MARKS}{TATWEEL}]"  # a regular expression
SPELLINGS = (  # which the tokenizer reads alike
    ("وَأَكَّدَتِ الوَزِيرَةُ أَنَّ الاِتِّفَاقَ نِهَائِيٌّ", "وأكدت الوزيرة أن الاتفاق نهائي"),
    ("قـــال الرئيــس", "قال الرئيس"),
    ("نددت بالإرهـ.ـابيين وبتهـ.ديدات هجـمات", "نددت بالإرهابيين وبتهديدات هجمات"),
    ("ال\u200fوزير ال\u200cجديد", "الوزير الجديد"),
    ("\u0627\u0654كد", "أكد"),
)


def is_arabic(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in ARABIC)


def is_sign(character: str) -> bool:
    return not character.isalpha() and any(first <= ord(character) <= last for first, last in SIGNS)


def keeps(piece: str, score: float, latin: float = LATIN) -> bool:
    """Whether a piece of the vocabulary stays; its score is its log probability.

    All digits, punctuation and letters of the Arabic language stay, alone and together, and the Latin pieces whose score
    is at least `latin`. What other languages write with (Persian گفت, Cyrillic, Han) goes, and what the tokenizer never
    makes, since it drops the marks; but every single Arabic or European character and sign stays, so that nearly nothing
    is unknown.
    """
    text = piece.replace("▁", "")
    if len(text) == 1:
        european = text.isalpha() and text < "\u0250"
        return european or is_arabic(text) or is_sign(text) or unicodedata.category(text)[0] in "SP"
    if all(is_arabic(c) or is_sign(c) for c in text):
        return not re.search(DROPPED, text) and all(c in ALPHABET for c in text if c.isalpha())
    return text.isascii() and score >= latin


def kept_ids(vocabulary: Sequence[tuple[str, float]], latin: float = LATIN) -> list[int]:
    """The numbers of the pieces that stay, in their order; the special ones always do."""
    return [i for i, (piece, score) in enumerate(vocabulary) if piece in SPECIAL.values() or keeps(piece, score, latin)]


def arabic_tokenizer(full: dict[str, Any], ids: Sequence[int]) -> dict[str, Any]:
    """A tokenizer.json with the pieces of these numbers; it drops marks, tatweel, invisible characters and dodging dots.

    Invisible characters go before the NFKC table of the original (its first step), which would make them blanks; marks
    after it, since it joins a hamza mark with its letter. `<mask>` takes the blank before it, as in XLM-RoBERTa.
    """
    first, *others = full["normalizer"]["normalizers"]
    steps = [_dropping(f"[{INVISIBLE}]"), first, _dropping(DODGE), _dropping(DROPPED), *others]
    numbers = {old: new for new, old in enumerate(ids)}
    added = [t | {"id": numbers[t["id"]], "lstrip": t["content"] == SPECIAL["mask"]} for t in full["added_tokens"]]
    model = full["model"] | {"vocab": [full["model"]["vocab"][i] for i in ids]}
    return full | {"normalizer": {"type": "Sequence", "normalizers": steps}, "added_tokens": added, "model": model}


def _dropping(pattern: str) -> dict[str, Any]:
    return {"type": "Replace", "pattern": {"Regex": pattern}, "content": ""}


def only_layers(weights: Weights, layers: Sequence[int]) -> Weights:
    """The weights with these layers, numbered anew from 0."""
    chosen: Weights = {}
    for name, array in weights.items():
        found = re.fullmatch(r"(encoder\.layer\.)(\d+)(\..+)", name)
        if not found:
            chosen[name] = array
        elif int(found[2]) in layers:
            chosen[f"{found[1]}{layers.index(int(found[2]))}{found[3]}"] = array
    return chosen


def chosen_layers(layers: int | None, keep: str | None, count: int) -> list[int]:
    """The numbers of the layers to keep, from the options. Raises UsageError, naming what can stand there."""
    try:
        numbers = [int(n) for n in keep.split(",")] if keep is not None else [*range(count if layers is None else layers)]
    except ValueError:
        numbers = []
    if not numbers or numbers != sorted(set(numbers) & set(range(count))):
        given = repr(keep) if layers is None else layers
        raise UsageError(f"layers {given}: neither a number from 1 to {count} nor ascending ones from 0 to {count - 1} (0,2,4)")
    return numbers
