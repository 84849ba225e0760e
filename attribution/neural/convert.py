"""From what `spacy train` made to what ships: reads the folder of a pipeline in torch, writes one for ONNX Runtime."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import spacy
from spacy.language import Language

from ..errors import UsageError
from .heads import tagger_of
from .own import write
from .trained import TrainedTagger
from .training import Networks


def convert(folder: Path, output: Path, confidence: Mapping[str, float]) -> Language:
    """Write the pipeline for ONNX Runtime, its encoder in int8, and its networks beside it; `confidence` as in `hybrid`.

    Raises UsageError for a folder without an `attribution_trained_tagger` that listens to a `transformer`.
    """
    nlp = _loaded(folder)
    encoder: Any = nlp.get_pipe("transformer").model  # type: ignore[attr-defined]
    component: Any = nlp.get_pipe("attribution_tagger")
    nets = Networks(encoder.transformer, encoder.get_dim("nO"))
    nets.tagger = tagger_of(component.model)
    settings = {"add": component.least.add, "keep": component.least.keep}
    with TemporaryDirectory() as aside:
        tokenizer = Path(aside) / "tokenizer.json"
        tokenizer.write_text(encoder.tokenizer.backend_tokenizer.to_str(), encoding="utf-8")
        return write(nets, tokenizer, output, words=component.words, weights=confidence, settings=settings)


def _loaded(folder: Path) -> Language:
    if not (folder / "config.cfg").is_file():
        raise UsageError(f"{folder}: no pipeline here (the folder model-best that `spacy train` writes)")
    nlp = spacy.load(folder)
    if not nlp.has_pipe("transformer") or not isinstance(dict(nlp.pipeline).get("attribution_tagger"), TrainedTagger):
        raise UsageError(f"{folder}: not of `spacy train`: {', '.join(nlp.pipe_names)}")
    return nlp
