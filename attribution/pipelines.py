"""Pipelines by name: writes a spaCy Language whose docs carry their attributions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from . import tokenizer
from .document import document
from .errors import UsageError
from .lexicon import Row, kind_of, read
from .rules import normalize, quotes, results, statements  # noqa: F401 (register the factories)
from .types import Document

PIPELINES = ("rules",)
LONGEST_TEXT = 1_000_000_000

try:
    __version__ = version("attribution")
except PackageNotFoundError:  # run from a checkout that is not installed
    __version__ = "0.1.0"


def load(name: str = "rules", *, lexicon: Path | str | Iterable[Path | str] = ()) -> Language:
    """A pipeline by name or from a folder that `nlp.to_disk` wrote; `lexicon` adds your own TSV files of words.

    Each Doc has `doc._.attributions` and `doc._.speakers`. Raises UsageError for an unknown name, InputError for a
    lexicon file that is not right.
    """
    if name == "rules":
        return rules(user_words(lexicon))
    if not (Path(name) / "config.cfg").is_file():
        raise UsageError(f"no pipeline called {name!r} (valid: {', '.join(PIPELINES)}, or a folder that nlp.to_disk wrote)")
    return spacy.load(name)


def user_words(paths: Path | str | Iterable[Path | str]) -> dict[str, list[Row]]:
    """The rows of a user's lexicon files by kind; a file's name says its kind."""
    files = [paths] if isinstance(paths, (str, Path)) else list(paths)
    words: dict[str, list[Row]] = {}
    for path in files:
        words.setdefault(kind_of(path), []).extend(read(path))
    return words


def rules(words: Mapping[str, list[Row]]) -> Language:
    """The rules pipeline, with rows of the user's own."""
    config: dict[str, Any] = {"nlp": {"tokenizer": {"@tokenizers": tokenizer.TOKENIZER}}}
    nlp = spacy.blank("ar", config=config)
    nlp.max_length = LONGEST_TEXT
    nlp.add_pipe("attribution_norm")
    nlp.add_pipe("attribution_quotes")
    nlp.add_pipe("attribution_statements", config={"words": dict(words)})
    nlp.add_pipe("attribution_results", config={"words": dict(words), "version": f"rules {__version__}"})
    nlp.meta.update(name="attribution_rules", version=__version__)
    return nlp


def hybrid(words: Mapping[str, list[Row]], files: Mapping[str, bytes]) -> Language:
    """The rules with the trained tagger among them; `files` are its weights (neural.engine.FILES)."""
    nlp = rules(words)
    tagger: Any = nlp.add_pipe("attribution_tagger", config={"words": dict(words)}, after="attribution_statements")
    tagger.files = dict(files)
    last: Any = nlp.get_pipe("attribution_results")
    last.version = f"hybrid {__version__} {digest(files)}"
    nlp.meta.update(name="attribution_hybrid", version=__version__)
    return nlp


def digest(files: Mapping[str, bytes]) -> str:
    """Twelve hexadecimal digits that tell one set of weights from another."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(name.encode("utf-8"))
        total.update(files[name])
    return total.hexdigest()[:12]


@lru_cache(maxsize=4)
def _loaded(name: str) -> Language:
    return load(name)


def extract(text: str, *, id: str = "", meta: Mapping[str, Any] | None = None, pipeline: Language | str = "rules") -> Document:
    """The Document of one text: its entities and attributions. `pipeline` is a name, a folder or a loaded Language."""
    nlp = _loaded(pipeline) if isinstance(pipeline, str) else pipeline
    return document(nlp(text), id=id, meta=meta)
