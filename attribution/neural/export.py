"""Trained networks as files: reads Networks and a tokenizer.json, writes what engine.FILES names (ONNX, int8 encoder)."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from .labels import ROLE_LABELS
from .network import WIDTH, Tagger
from .signals import PAIR, TOKEN
from .training import Networks

OPSET = 17
Axes = dict[str, dict[int, str]]  # which axes of an array may be of any length


class _Encoder(nn.Module):
    """The encoder with plain inputs and one output."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        return self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state


def export(nets: Networks, tokenizer: Path, folder: Path, *, whole: bool = False) -> None:
    """Write the files of a trained pipeline; `whole` keeps the encoder in fp32 instead of int8 (dynamic, per channel)."""
    folder.mkdir(parents=True, exist_ok=True)
    nets.cpu().eval()
    ids = torch.ones((2, 8), dtype=torch.long)
    lengths = {0: "windows", 1: "length"}
    _write_encoder(nets.encoder, ids, lengths, folder / "encoder.onnx", whole)
    _write_heads(nets.tagger, nets.tagger.tokens.words.in_features, folder)
    steps, first = (table.detach().numpy() for table in nets.tagger.chain.tables())
    np.savez(folder / "chain.npz", steps=steps, first=first)
    (folder / "tokenizer.json").write_bytes(tokenizer.read_bytes())


def _write_encoder(encoder: nn.Module, ids: Tensor, lengths: dict[int, str], path: Path, whole: bool) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415 (needs onnx)

    with tempfile.TemporaryDirectory() as aside:
        exact = path if whole else Path(aside) / "encoder.onnx"
        axes = {"ids": lengths, "mask": lengths, "vectors": lengths}
        _trace(_Encoder(encoder), (ids, torch.ones_like(ids)), exact, ["ids", "mask"], ["vectors"], axes)
        if not whole:
            quantize_dynamic(exact, path, weight_type=QuantType.QInt8, per_channel=True)


def _write_heads(tagger: Tagger, width: int, folder: Path) -> None:
    def sized(*shape: int) -> Tensor:
        return torch.ones(shape)

    tokens = {0: "documents", 1: "tokens"}
    names = ["words", "signals", "mask"], ["states", "cues", "hedges", "names"]
    axes = dict.fromkeys((*names[0], *names[1]), tokens)
    inputs = sized(1, 9, width), sized(1, 9, len(TOKEN)), sized(1, 9, 1)
    _trace(tagger.tokens, inputs, folder / "tokens.onnx", *names, axes)
    rows = {0: "cues", 1: "length"}
    names = ["states", "cue", "pairs", "mask"], ["scores"]
    axes = dict.fromkeys(("states", "pairs", "mask", "scores"), rows) | {"cue": {0: "cues"}}
    shapes = (2, 9, WIDTH), (2, WIDTH), (2, 9, len(PAIR)), (2, 9, 1)
    _trace(tagger.roles, tuple(sized(*shape) for shape in shapes), folder / "roles.onnx", *names, axes)
    given = torch.ones((9, WIDTH)), torch.ones((2, WIDTH)), torch.zeros((2, 9), dtype=torch.long)
    axes = {"states": {0: "tokens"}, "cue": {0: "cues"}, "far": {0: "cues", 1: "tokens"}, "scores": {0: "cues", 1: "places"}}
    _trace(tagger.links, given, folder / "links.onnx", ["states", "cue", "far"], ["scores"], axes)
    assert tagger.roles.roles.out_features == len(ROLE_LABELS)


def _trace(
    module: nn.Module, inputs: tuple[Tensor, ...], path: Path, given: list[str], answered: list[str], axes: Axes
) -> None:
    named: Any = {"input_names": given, "output_names": answered, "dynamic_axes": axes}
    with torch.no_grad():
        torch.onnx.export(module, inputs, str(path), opset_version=OPSET, dynamo=False, **named)
