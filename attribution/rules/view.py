"""A Doc as the rules see it: reads its tokens and sentence starts, writes nothing; token numbers here skip whitespace."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property

from spacy.attrs import ENT_IOB, ENT_TYPE, IDX, LENGTH, SENT_START
from spacy.tokens import Doc

from ..tokenizer import text_of
from .quotes import Quote
from .words import Form, Vocabulary

LONGEST_SENTENCE = 300  # tokens; a longer one is cut, so that no step takes more than linear time
LONGEST_SPEECH = 4_000  # characters back that an opening mark is looked for
PEOPLE = ("PER", "PERS", "PERSON")
OUTSIDE = 2  # of spaCy's ENT_IOB; 0 is not known
_NEWLINE = re.compile(r"[\n\r\u2028\u2029]")


class View:
    """Parallel lists over the tokens that are not whitespace: forms, starts, ends (code points) and sentence numbers.

    `no_names` are tokens of which a tagger is sure that they stand in no person's name.
    """

    def __init__(self, doc: Doc, vocabulary: Vocabulary, quotes: list[Quote]) -> None:
        self.text = text_of(doc)
        self.vocabulary = vocabulary
        self.quotes = quotes
        self.forms: list[Form] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.sentence: list[int] = []
        self.sentences: list[tuple[int, int]] = []
        self.lines: set[int] = set()
        self.no_names: frozenset[int] = frozenset()
        self._fill(doc)

    def _fill(self, doc: Doc) -> None:
        text, form = self.text, self.vocabulary.form
        forms, starts, ends, sentence = self.forms, self.starts, self.ends, self.sentence
        first, count, fresh = 0, 0, True
        for start, length, sent_start in doc.to_array([IDX, LENGTH, SENT_START]).tolist():
            end = start + length
            found = form(text[start:end])
            fresh = fresh or sent_start == 1
            if found.shape == "s":
                if _NEWLINE.search(found.text):
                    fresh = True
                    self.lines.add(count)
                continue
            if (fresh or count - first >= LONGEST_SENTENCE) and count > first:
                self.sentences.append((first, count))
                first = count
            fresh = False
            forms.append(found)
            starts.append(start)
            ends.append(end)
            sentence.append(len(self.sentences))
            count += 1
        if count > first:
            self.sentences.append((first, count))

    def bar_names(self, doc: Doc) -> None:
        """Take from a Doc's entities the tokens that stand in no person's name; those that are missing stay open."""
        starts, inside, kinds = doc.to_array([IDX, ENT_IOB, ENT_TYPE]).T.tolist()
        people = {doc.vocab.strings[label] for label in PEOPLE}
        barred = {at for at, iob, kind in zip(starts, inside, kinds) if iob == OUTSIDE or kind and kind not in people}
        self.no_names = frozenset(i for i, at in enumerate(self.starts) if at in barred)

    def __len__(self) -> int:
        return len(self.forms)

    def at(self, offset: int) -> int:
        """The first token that ends after a character offset."""
        return bisect_right(self.ends, offset)

    def before(self, offset: int) -> int:
        """The number of tokens that start before a character offset."""
        return bisect_left(self.starts, offset)

    def key(self, i: int) -> str:
        """The folded text of a token; "" outside the document."""
        return self.forms[i].key if 0 <= i < len(self.forms) else ""

    @cached_property
    def keys(self) -> frozenset[str]:
        """The folded texts of all tokens."""
        return frozenset(form.key for form in self.forms)

    def plays(self, i: int, role: str) -> bool:
        """Whether the word at a token has a role (lexicons/roles.tsv); False outside the document."""
        return 0 <= i < len(self.forms) and role in self.forms[i].roles

    def slice(self, start: int, end: int) -> str:
        """The untouched text of a token range."""
        return self.text[self.starts[start] : self.ends[end - 1]] if start < end else ""

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each folded word stands in the document."""
        return Counter(form.key for form in self.forms)

    @cached_property
    def title_end(self) -> int:
        """The number of the first token after the first line."""
        return min((line for line in self.lines if line), default=len(self.forms))

    def quotes_between(self, start: int, end: int) -> list[Quote]:
        """The quotations whose mark (or earliest beginning) stands in a range of characters."""
        return self.quotes[bisect_left(self._quote_starts, start) : bisect_right(self._quote_starts, end)]

    def in_speech(self, i: int) -> bool:
        """Whether a token stands inside a quotation that is no term or name."""
        at = self.starts[i]
        near = self.quotes_between(at - LONGEST_SPEECH, at)
        return any(q.start < at < q.end and not q.is_term and q.opened for q in near)

    @cached_property
    def _quote_starts(self) -> list[int]:
        return [quote.start for quote in self.quotes]

    @cached_property
    def quote_starts(self) -> list[int]:
        """Where the quotations begin (characters), in text order."""
        return [quote.start for quote in self.quotes]

    @cached_property
    def opening(self) -> dict[int, Quote]:
        """The quotation that opens at a token, outermost first come."""
        found: dict[int, Quote] = {}
        for quote in self.quotes:
            if quote.opened:
                found.setdefault(self.at(quote.start), quote)
        return found

    @cached_property
    def closing(self) -> dict[int, Quote]:
        """The quotation that closes at a token."""
        return {self.at(quote.end - 1): quote for quote in self.quotes if quote.closed}

    def lead_end(self, i: int, letters: int) -> int:
        """The character offset after the first `letters` letters of a token, marks and tatweel skipped along."""
        at, seen = self.starts[i], 0
        while at < self.ends[i] and seen < letters:
            seen += self.vocabulary.is_letter(self.text[at])
            at += 1
        while at < self.ends[i] and not self.vocabulary.is_letter(self.text[at]):
            at += 1
        return at
