"""The shared encoder of `spacy train`: reads Docs that the rules have read, answers with what spacy-transformers hands on.

It is the TransformerModel.v3 of spacy-transformers (https://github.com/explosion/spacy-transformers), but with the windows
(counted in pieces) and hidden words of training.py: its vectors are those of the pipeline that ships. Others may listen too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Doc
from spacy.util import registry
from spacy_transformers.data_classes import FullTransformerBatch, HFObjects, WordpieceBatch
from spacy_transformers.layers import TransformerModel
from thinc.api import get_torch_default_device
from thinc.types import ArgsKwargs, Ragged
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerFast
from transformers.modeling_outputs import BaseModelOutput

from ..rules.statements import view_of
from ..rules.view import View
from ..rules.vocabulary import shared
from .device import halved
from .examples import hideable
from .pieces import Framed, Ints, Pieces, Split, framed
from .tagger import places
from .training import Settings, encoder_of, masked

USUAL = Settings()


class Encoder(TransformerModel):
    """An encoder of the Hugging Face library, on the windows of a text that training.py reads."""

    def __init__(self, name: str, layers: int | None, settings: Settings, mixed_precision: bool) -> None:
        super().__init__(name, list)  # thinc's own mixed precision is float16, which needs CUDA and scaled gradients
        self.depth, self.settings, self.mixed = layers, settings, mixed_precision
        self._known: tuple[Any, Pieces] | None = None
        self._func, self.init = forward, initialize
        self.layers[0].attrs["convert_outputs"] = _in_full
        shim: Any = self.layers[0].shims[0]
        shim.model_cls = Bare

    @property
    def pieces(self) -> Pieces:
        """The encoder's tokenizer, made anew where another one was loaded."""
        if self._known is None or self._known[0] is not self.tokenizer:
            self._known = self.tokenizer, Pieces(self.tokenizer.backend_tokenizer.to_str().encode("utf-8"))
        return self._known[1]


class Bare:
    """Makes an encoder without the pooler, which nothing reads, for weights that are loaded into it."""

    @staticmethod
    def from_config(config: Any) -> Any:
        made: Any = AutoModel.from_config(config, add_pooling_layer=False)  # type: ignore[no-untyped-call]
        made.embeddings.requires_grad_(False)
        return made


def initialize(model: Encoder, X: Any = None, Y: Any = None) -> None:
    """Load the encoder that the config names."""
    if model.attrs["has_transformer"]:
        return
    name = model.attrs["name"]
    made = encoder_of(name, model.depth).to(get_torch_default_device())
    model.attrs["set_transformer"](model, HFObjects(_tokenizer(name), made, None))


def _tokenizer(name: str) -> Any:
    own = Path(name) / "tokenizer.json"
    if own.is_file():
        return PreTrainedTokenizerFast(tokenizer_file=str(own))  # type: ignore[no-untyped-call]
    return AutoTokenizer.from_pretrained(name)  # type: ignore[no-untyped-call]


def forward(model: Encoder, docs: Sequence[Doc], is_train: bool) -> tuple[FullTransformerBatch, Callable[[Any], Any]]:
    """The encoder's states of the pieces of each Doc, and which belong to which token; in training some words are hidden."""
    views = [view_of(doc, shared({})) for doc in docs if len(doc)]
    if not views:
        return FullTransformerBatch.empty(len(docs)), lambda gradient: docs
    splits = [model.pieces.split(view.text, view.ends) for view in views]
    found = framed(model.pieces, _hidden(model, views, splits) if is_train else [split.ids for split in splits])
    given = _wordpieces(model.pieces, found)
    with halved(get_torch_default_device(), model.mixed):
        states, backward = model.layers[0](given, is_train)

    def backprop(gradient: FullTransformerBatch) -> Sequence[Doc]:
        backward(gradient.model_output)
        return docs

    return FullTransformerBatch(_spans(docs, found), given, states, _align(docs, views, splits, found)), backprop


def _hidden(model: Encoder, views: Sequence[View], splits: Sequence[Split]) -> list[Ints]:
    """The pieces of texts, some words hidden; the random numbers are numpy's, whose seed spaCy sets."""
    rng = np.random.default_rng(np.random.randint(1 << 31))
    mask = model.pieces.mask
    return [masked(split, *hideable(view), mask, model.settings, rng) for view, split in zip(views, splits)]


def _wordpieces(pieces: Pieces, found: Framed) -> WordpieceBatch:
    strings = [[pieces.tokenizer.id_to_token(i) for i in row] for row in found.ids.tolist()]
    ids: Any = found.ids
    mask: Any = found.mask.astype(np.float32)
    return WordpieceBatch(strings, ids, mask, found.mask.sum(1).tolist(), None)


def _spans(docs: Sequence[Doc], found: Framed) -> list[list[Any]]:
    """The whole Doc for each of its windows; nothing for a Doc without tokens."""
    counts = iter(np.bincount([n for n, _ in found.places]).tolist())
    return [[doc[:]] * next(counts) if len(doc) else [] for doc in docs]


def _align(docs: Sequence[Doc], views: Sequence[View], splits: Sequence[Split], found: Framed) -> Ragged:
    """Which pieces, numbered through all padded windows, belong to each token of all Docs."""
    read = [doc for doc in docs if len(doc)]
    firsts = np.cumsum([0, *(len(doc) for doc in read)])
    tokens = [places(doc, view) + first for doc, view, first in zip(read, views, firsts)]
    of_pieces, pieces = [], []
    for row, (n, window) in enumerate(found.places):
        own = np.arange(window.own_first, window.own_last)
        of_pieces.append(tokens[n][splits[n].words[own]])
        pieces.append(row * found.ids.shape[1] + 1 + own - window.first)
    lengths: Any = np.bincount(np.concatenate(of_pieces), minlength=firsts[-1]).astype(np.int32)
    data: Any = np.concatenate(pieces).astype(np.int32)
    return Ragged(data, lengths)


def _in_full(model: Any, given: tuple[Any, Any], is_train: bool) -> tuple[Any, Callable[[Any], ArgsKwargs]]:
    """The states in single precision, which arrays need, whatever the encoder computed in."""
    states = given[1].last_hidden_state.float()

    def backward(gradient: Any) -> ArgsKwargs:
        return ArgsKwargs(args=(states,), kwargs={"grad_tensors": gradient.values()})

    return BaseModelOutput(last_hidden_state=states), backward


@registry.architectures("attribution.Encoder.v1")
def create_encoder(
    name: str,
    layers: int | None = None,
    hidden_verbs: float = USUAL.hidden_verbs,
    hidden_names: float = USUAL.hidden_names,
    hidden_words: float = USUAL.hidden_words,
    mixed_precision: bool = False,
) -> Encoder:
    """The encoder of a folder or model hub, or its first `layers`; shares of words are hidden from it in training.

    `mixed_precision` is bfloat16, on a CPU or CUDA device that has it.
    """
    settings = Settings(hidden_verbs=hidden_verbs, hidden_names=hidden_names, hidden_words=hidden_words)
    return Encoder(name, layers, settings, mixed_precision)
