"""Pipelines by name: writes a spaCy Language whose docs carry their attributions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from . import tokenizer
from .document import document
from .errors import UsageError
from .lexicon import Row, kind_of, read
from .neural import tagger  # noqa: F401 (registers its factory)
from .neural.tagger import ENGINES, read_files
from .rules import normalize, quotes, results, statements  # noqa: F401 (register the factories)
from .types import Document

PIPELINES = ("hybrid", "rules")
DEFAULT = "hybrid"
SHIPPED = "ar_attribution_hybrid"  # the folder of the trained pipeline
LONGEST_TEXT = 1_000_000_000

try:
    __version__ = version("attribution")
except PackageNotFoundError:  # run from a checkout that is not installed
    __version__ = "0.1.0"


def load(name: str = DEFAULT, *, lexicon: Path | str | Iterable[Path | str] = (), engine: str | None = None) -> Language:
    """A pipeline by name or from a folder that `nlp.to_disk` wrote; `lexicon` adds your own TSV files of words.

    `engine` runs its networks in "onnx" or "torch" rather than in what it was saved for; the shipped weights are ONNX only.

    "hybrid" is the rules with the trained tagger that ships with the package, "rules" the rules alone, some seven
    times as fast. Each Doc has `doc._.attributions` and `doc._.speakers`. Raises UsageError for an unknown name, InputError for
    weights that are missing or a lexicon file that is not right.
    """
    if engine is not None and engine not in ENGINES:
        raise UsageError(f"unknown engine {engine!r} (valid: {', '.join(ENGINES)})")
    words = user_words(lexicon)
    if name == "rules":
        return rules(words)
    if name == "hybrid":
        if engine == "torch":
            raise UsageError("the shipped pipeline has weights for onnx only; one that `attribution train` made has both")
        return shipped(words)
    if not (Path(name) / "config.cfg").is_file():
        raise UsageError(f"no pipeline called {name!r} (valid: {', '.join(PIPELINES)}, or a folder that nlp.to_disk wrote)")
    nlp = spacy.load(name, config=_running_in(engine, Path(name)))
    nlp.max_length = LONGEST_TEXT
    return nlp


def _running_in(engine: str | None, folder: Path) -> dict[str, str]:
    """What is to be set in the config of a saved pipeline, so that it runs in an engine; results name another than its own."""
    parts = spacy.util.load_config(folder / "config.cfg")["components"]
    found = parts.get("attribution_tagger", {})
    trainable = found.get("factory") == "attribution_trained_tagger"
    own = "torch" if trainable else found.get("engine", "onnx")
    if engine in (None, own) or not found:
        return {}
    if trainable:
        raise UsageError(f"{folder}: runs in torch only; `attribution export` makes a pipeline for onnx of it")
    version = f"{parts['attribution_results']['version']} {engine}"
    return {"components.attribution_tagger.engine": str(engine), "components.attribution_results.version": version}


def shipped(words: Mapping[str, list[Row]]) -> Language:
    """The trained pipeline that is installed with the package, with rows of the user's own."""
    folder = shipped_folder()
    weights = read_files(folder / "attribution_tagger", "onnx")
    config = spacy.util.load_config(folder / "config.cfg")
    return hybrid(words, weights, config["components"]["attribution_results"]["confidence"])


def shipped_folder() -> Path:
    """Where the trained pipeline is installed."""
    return Path(str(files("attribution_models"))) / SHIPPED


def user_words(paths: Path | str | Iterable[Path | str]) -> dict[str, list[Row]]:
    """The rows of a user's lexicon files by kind; a file's name says its kind."""
    files = [paths] if isinstance(paths, (str, Path)) else list(paths)
    words: dict[str, list[Row]] = {}
    for path in files:
        words.setdefault(kind_of(path), []).extend(read(path))
    return words


def rules(words: Mapping[str, list[Row]]) -> Language:
    """The rules pipeline, with rows of the user's own."""
    return _pipeline("rules", __version__, words)


def hybrid(
    words: Mapping[str, list[Row]],
    networks: Mapping[str, bytes],
    weights: Mapping[str, float] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Language:
    """The rules with a trained tagger among them: `networks` are its own (neural.tagger.ENGINES), `weights` the confidence's.

    `settings` are those of the component `attribution_tagger`, such as its engine.
    """
    nlp = _pipeline("hybrid", f"{__version__} {digest(networks)}", words, weights)
    config = {"words": dict(words), **(settings or {})}
    last: Any = nlp.add_pipe("attribution_tagger", config=config, after="attribution_statements")
    last.files = dict(networks)
    return nlp


def _pipeline(
    name: str, number: str, words: Mapping[str, list[Row]], weights: Mapping[str, float] | None = None
) -> Language:
    config: dict[str, Any] = {"nlp": {"tokenizer": {"@tokenizers": tokenizer.TOKENIZER}}}
    nlp = spacy.blank("ar", config=config)
    nlp.max_length = LONGEST_TEXT
    nlp.add_pipe("attribution_norm")
    nlp.add_pipe("attribution_quotes")
    nlp.add_pipe("attribution_statements", config={"words": dict(words)})
    last = {"words": dict(words), "version": f"{name} {number}", "confidence": dict(weights or {})}
    nlp.add_pipe("attribution_results", config=last)
    nlp.meta.update(name=f"attribution_{name}", version=__version__)
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


def extract(text: str, *, id: str = "", meta: Mapping[str, Any] | None = None, pipeline: Language | str = DEFAULT) -> Document:
    """The Document of one text: its entities and attributions. `pipeline` is a name, a folder or a loaded Language."""
    nlp = _loaded(pipeline) if isinstance(pipeline, str) else pipeline
    return document(nlp(text), id=id, meta=meta)
