"""A pipeline trained on labels of one's own: reads gold Documents and an encoder, writes a pipeline's folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from spacy.language import Language

from ..errors import UsageError
from ..pipelines import hybrid, rules
from ..types import Document
from .examples import Example, example
from .export import export
from .pieces import Pieces
from .saved import FOLDER
from .tagger import read_files
from .training import Networks, Settings, fit, networks, save

HELD = 10  # every tenth text decides when to stop


def train(
    documents: Sequence[Document], encoder: Path, output: Path, settings: Settings, tell: Callable[[str], None]
) -> Language:
    """Train the tagger and write the pipeline, which `attribution.load(output)` reads, and the networks to go on from.

    `encoder` is a folder of the Hugging Face library with a tokenizer.json; one that an earlier training wrote has a
    tagger too, which is then trained further. Raises UsageError for fewer than two texts or a folder that is none.
    """
    if not (encoder / "tokenizer.json").is_file():
        raise UsageError(f"{encoder}: no encoder here (a folder with config.json, model.safetensors and tokenizer.json)")
    if len(documents) < 2:
        raise UsageError(f"{len(documents)} labelled text: at least two are needed, one to train on and one to stop by")
    pieces = Pieces((encoder / "tokenizer.json").read_bytes())
    nlp, nets = rules({}), networks(encoder, settings)
    examples = [_example(nlp, pieces, document) for document in documents]
    held = examples[::HELD]
    fit(nets, [e for n, e in enumerate(examples) if n % HELD], pieces, settings, tell, held)
    return write(nets, encoder / "tokenizer.json", output)


def write(nets: Networks, tokenizer: Path, output: Path, **parts: Mapping[str, Any]) -> Language:
    """Write a pipeline of trained networks for ONNX Runtime, the encoder in int8, and beside it the networks themselves.

    `tokenizer` is the encoder's tokenizer.json, `parts` are what else `pipelines.hybrid` takes.
    """
    save(nets, output / FOLDER, tokenizer)
    with TemporaryDirectory() as aside:
        export(nets, tokenizer, Path(aside))
        trained = hybrid(networks=read_files(Path(aside), "onnx"), **{"words": {}, **parts})
    trained.to_disk(output)
    return trained


def _example(nlp: Language, pieces: Pieces, document: Document) -> Example:
    return example(nlp, pieces, document.text, document.to_dict(), ruled=True)
