"""The tagger's network in a thinc Model: reads token vectors of any spaCy layer, answers with them, their loss and gradients.

The network and its loss are those of `attribution train` (network.py, training.py); thinc's shim saves and updates it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load, load_file
from safetensors.torch import save as bytes_of
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Model, PyTorchShim, get_torch_default_device, torch2xp, xp2torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence

from .examples import Example
from .network import Tagger
from .pieces import Ints
from .training import Settings, words_loss

RARE = 3.0  # the first score of "no cue", so that an untrained tagger does not find one at every word

Rows = list[Any]  # one array (tokens, width) a Doc


@registry.architectures("attribution.Tagger.v1")
def create_heads(tok2vec: Model[list[Doc], Rows]) -> Model[list[Doc], Rows]:
    """The vectors of a layer, such as spacy-transformers.TransformerListener.v1, with a Tagger over them in its shim."""
    shim = PyTorchShim(None, serialize_model=_written, deserialize_model=_read)
    return Model(
        "attribution_tagger", _forward, init=_initialize, layers=[tok2vec], shims=[shim], attrs={"dropout_rate": 0.2}
    )


def _forward(model: Model[list[Doc], Rows], docs: list[Doc], is_train: bool) -> tuple[Rows, Callable[[Rows], Any]]:
    found: tuple[Rows, Callable[[Rows], Any]] = model.layers[0](docs, is_train)
    return found


def _initialize(model: Model[list[Doc], Rows], X: list[Doc] | None = None, Y: Any = None) -> None:
    """A new tagger, as wide as the vectors of the Docs that are given."""
    torch.set_flush_denormal(True)  # as in training.py
    model.layers[0].initialize(X=X)
    tagger = Tagger(model.layers[0].predict(X or [])[0].shape[1])
    tagger.tokens.cues.bias.data[0] += RARE
    model.shims[0]._model = tagger.to(get_torch_default_device())


def tagger_of(model: Model[list[Doc], Rows]) -> Tagger:
    """The network in a Model of `create_heads`."""
    found: Tagger = model.shims[0]._model
    return found


def take(model: Model[list[Doc], Rows], path: Path) -> None:
    """Take the weights that an earlier training saved (saved.HEADS)."""
    tagger_of(model).load_state_dict(load_file(path))


def _written(tagger: Tagger | None) -> bytes:
    return bytes_of({name: value.cpu().contiguous() for name, value in tagger.state_dict().items()}) if tagger else b""


def _read(tagger: Tagger | None, data: bytes, device: Any) -> Tagger | None:
    if not data:
        return None
    weights = load(data)
    made = Tagger(weights["tokens.words.weight"].shape[1])
    made.load_state_dict(weights)
    return made.to(device)


def loss_of(
    model: Model[list[Doc], Rows], rows: Rows, tokens: Sequence[Ints], batch: Sequence[Example], settings: Settings
) -> tuple[float, Rows]:
    """The loss of a batch and its gradients for `rows`; those of the tagger stay in it. `tokens` are the rows that are read."""
    tagger = tagger_of(model).train()
    for module in tagger.modules():
        if isinstance(module, nn.Dropout):
            module.p = model.attrs["dropout_rate"]
    given: list[Any] = [xp2torch(each, requires_grad=True) for each in rows]
    words = pad_sequence([each[at] for each, at in zip(given, tokens)], batch_first=True)
    rng = np.random.default_rng(np.random.randint(1 << 31))
    with words.device:
        loss = words_loss(tagger, words, batch, settings, rng)
    loss.backward()  # type: ignore[no-untyped-call]
    return loss.item(), [torch2xp(each.grad) for each in given]
