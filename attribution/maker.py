"""What makes documents of texts: reads Items, answers with Documents; more of them take no more memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from spacy.language import Language
from spacy.vocab import Vocab

from . import pipelines, snapshot
from .archive.items import Item
from .document import document, surer
from .registry import Registry
from .tokenizer import ArabicTokenizer
from .types import Document

WORDS = 12_000  # strings of a vocabulary that is then given up: those of some 200 articles


class Maker:
    """Makes Documents by a pipeline that is its own; `least` leaves out attributions that are less sure.

    `registry` gives the entities that it knows their ids.

    spaCy keeps every word that it has read in the pipeline's Vocab, for the sake of Docs that may still be looked at.
    Here none is, so that a pipeline of this package's components gets an empty Vocab now and then. (`nlp.memory_zone`
    of spaCy 3.8 frees the words, but its hash tables go on growing with the number of words that were freed.)
    """

    def __init__(self, nlp: Language, least: float | None = None, registry: Registry | None = None) -> None:
        self.nlp, self.least, self.registry = nlp, least, registry
        self._renews = _is_own(nlp)
        self._renew()

    def __call__(self, item: Item) -> Document:
        if len(self.nlp.vocab.strings) > WORDS:
            self._renew()
        found = document(self.nlp(item.text), id=item.id, meta=item.meta)
        found = found if self.least is None else surer(found, self.least)
        return found if self.registry is None else self.registry.look_up(found)

    def _renew(self) -> None:
        """Give the pipeline an empty Vocab, which computes no attributes of words: no component here reads them."""
        tokenizer = self.nlp.tokenizer
        if self._renews and isinstance(tokenizer, ArabicTokenizer):
            self.nlp.vocab = tokenizer.vocab = Vocab()


def maker(
    pipeline: str, lexicons: Iterable[Path] = (), least: float | None = None, registry: Callable[[], bytes] | None = None
) -> Maker:
    """The Maker of a pipeline by name or folder, with a user's lexicon files; `registry` gives the bytes of a snapshot."""
    files = tuple(lexicons)
    nlp = pipelines.load(pipeline, lexicon=files) if files else pipelines.load(pipeline)
    return Maker(nlp, least, snapshot.opened(registry()) if registry else None)


def _is_own(nlp: Language) -> bool:
    """Whether the tokenizer and all components of a pipeline are those of this package, which keep no part of a Vocab."""
    package = __name__.partition(".")[0]
    own = all(type(component).__module__.startswith(f"{package}.") for _, component in nlp.pipeline)
    return own and isinstance(nlp.tokenizer, ArabicTokenizer)
