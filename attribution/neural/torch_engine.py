"""What runs the trained networks in torch: reads the files that `training.save` wrote, answers as engine.Onnx does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from torch import Tensor

from ..errors import InputError
from .device import halved
from .network import Tagger
from .pieces import Ints
from .reading import Floats
from .saved import FILES
from .training import Settings, networks


class TorchHeads:
    """The tagger's network, on the device where it is."""

    def __init__(self, tagger: Tagger) -> None:
        self.tagger = tagger.eval()
        self.device = tagger.chain.steps.device
        steps, first = (table.detach().cpu().numpy() for table in tagger.chain.tables())
        self.chain: tuple[Floats, Floats] = steps, first

    def _run(self, module: Any, *arrays: Floats | Ints) -> Any:
        with torch.inference_mode():
            return module(*(torch.as_tensor(array, device=self.device) for array in arrays))

    def tokens(self, words: Floats, signals: Floats, mask: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Word vectors and signals, (1, tokens, …), to states, cue scores, hedge scores and name scores of each token."""
        states, cues, hedges, names = (_array(each) for each in self._run(self.tagger.tokens, words, signals, mask))
        return states, cues, hedges, names

    def roles(self, states: Floats, cue: Floats, pairs: Floats, mask: Floats) -> Floats:
        """States (cues, length, width), the cues' own (cues, width) and pair signals to (cues, length, labels) scores."""
        return _array(self._run(self.tagger.roles, states, cue, pairs, mask))

    def links(self, states: Floats, cue: Floats, far: Ints) -> Floats:
        """A text's states (tokens, width), its cues' own and their distances (cues, tokens) to scores (cues, 1 + tokens)."""
        return _array(self._run(self.tagger.links, states, cue, far))


class Torch(TorchHeads):
    """Encoder and tagger from the bytes of FILES, on CUDA where there is a device; `bf16` False computes in fp32."""

    def __init__(self, files: Mapping[str, bytes], bf16: bool = True) -> None:
        missing = [name for name in FILES if name not in files]
        if missing:
            raise InputError("the pipeline's weights are missing", missing[0], valid=FILES)
        with TemporaryDirectory() as folder:
            for name, data in files.items():
                (Path(folder) / name).write_bytes(data)
            nets = networks(folder, Settings())
        super().__init__(nets.tagger)
        self.encoder, self.bf16 = nets.encoder.eval(), bf16

    def encode(self, ids: Ints, mask: Ints) -> Floats:
        """Piece ids and their mask, (windows, length), to vectors (windows, length, width)."""
        given = {"input_ids": ids, "attention_mask": mask}
        with torch.inference_mode(), halved(self.device, self.bf16):
            made = self.encoder(**{name: torch.as_tensor(array, device=self.device) for name, array in given.items()})
        return _array(made.last_hidden_state)


def _array(tensor: Tensor) -> Floats:
    return tensor.float().cpu().numpy()
