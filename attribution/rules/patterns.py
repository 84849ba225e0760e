"""Expressions of several words: reads Forms, answers which phrases stand at a token and which noun a pattern means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ..arabic import fold

if TYPE_CHECKING:
    from .words import Form

Phrase: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]  # folded words and labels
GAP = 12  # tokens between two words of a pattern, at most
TATWEEL = "ـ"  # after a last word: a proclitic of the word that follows
_NONE: Iterator[tuple[int, tuple[str, ...]]] = iter(())
CLITICS = "وفبل"  # letters that may stand before the first word of a phrase, in one token with it
_ENDINGS = ("", "ا", "ات", "اته", "اتها", "ه", "ها", "هم", "هما", "ين", "اتهم")


class Entry(NamedTuple):
    """A reporting expression of the lexicon: what it means and which complements make it one."""

    lemma: str
    frames: frozenset[str]
    act: str
    stance: str


class Pattern(NamedTuple):
    """A light verb with the words that make it a cue: after a form of the verb, each word in order, gaps between."""

    words: tuple[str, ...]
    gaps: tuple[bool, ...]
    entry: Entry
    kind: str
    negated: bool


def matches_noun(form: Form, word: str) -> bool:
    """Whether a token is a noun of a pattern, with article, pronoun, accusative or plural ending."""
    base = word.removesuffix("ة")
    for stem in (form.key, form.stem, form.key[len(form.lead) :]):
        if stem.startswith(base) and (stem == word or stem[len(base) :].replace("ت", "", 1) in _ENDINGS):
            return True
    return False


class Phrases:
    """Phrases of folded words, the longest first: matches them against Forms, clitics و ف aside.

    They are kept by first and second word, and each such group holds the phrases with no fixed second word too.
    `starts` are the words at which one can begin, with and without CLITICS: where a word is none of them, none begins.
    """

    def __init__(self) -> None:
        self._by_first: dict[str, dict[str, list[Phrase]]] = {}
        self.starts: set[str] = set()

    def add(self, phrase: str, *labels: str) -> None:
        """Enter a phrase; a last word ending in a tatweel (لـ) is a proclitic of the word that follows it."""
        words = tuple(w if w.endswith(TATWEEL) else fold(w) for w in phrase.split())
        first = fold(words[0])
        groups = self._by_first.setdefault(first, {"": []})
        self.starts.update((first, *(letter + first for letter in CLITICS)))
        second = words[1] if len(words) > 1 and not words[1].endswith(TATWEEL) else ""
        if second:
            groups.setdefault(second, list(groups[""]))
        for group in [groups[second]] if second else groups.values():
            group.append((words, labels))
            group.sort(key=lambda item: -len(item[0]))

    def conjoined(self, key: str) -> bool:
        """Whether a word is و or ف before the first word of a phrase, and not such a word itself."""
        return key not in self._by_first and key[1:] in self._by_first

    def match(self, forms: list[Form], i: int, stop: int) -> tuple[int, str, str]:
        """Length in tokens and the first two labels of the longest phrase at a token; 0 where none starts."""
        if forms[i].key not in self.starts:
            return 0, "", ""
        for length, labels in self.every(forms, i, stop):
            return length, labels[0], labels[1]
        return 0, "", ""

    def every(self, forms: list[Form], i: int, stop: int, before: str = "وف") -> Iterator[tuple[int, tuple[str, ...]]]:
        """Length and labels of all phrases at a token, the longest first; `before`: which of CLITICS may stand before them."""
        return self._every(forms, i, stop, before) if forms[i].key in self.starts else _NONE

    def _every(self, forms: list[Form], i: int, stop: int, before: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        key = forms[i].key
        for first in (key, key[1:]) if key[:1] in before else (key,):
            groups = self._by_first.get(first)
            if groups is None:
                continue
            second = forms[i + 1].key if i + 1 < stop else ""
            for words, labels in groups.get(second) or groups[""]:
                if i + len(words) <= stop and all(_is_word(forms[i + n], words[n]) for n in range(1, len(words))):
                    yield _length(forms, i, words), labels


def _length(forms: list[Form], i: int, words: tuple[str, ...]) -> int:
    """How many tokens a phrase takes: the word that its last proclitic stands before is not part of it."""
    fused = words[-1].endswith(TATWEEL) and len(words) > 1 and forms[i + len(words) - 1].key != fold(words[-1])
    return len(words) - fused


def _is_word(form: Form, word: str) -> bool:
    if word.endswith(TATWEEL):
        return form.key.startswith(fold(word))
    return form.key == word
