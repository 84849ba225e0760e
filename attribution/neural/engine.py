"""What runs the trained networks: reads files of weights and arrays, answers with arrays; ONNX Runtime needs no torch."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import InputError, UsageError
from .signals import PAIR, TOKEN

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
PARTS = ("encoder", "tokens", "roles", "links")
FILES = (*(f"{part}.onnx" for part in PARTS), "chain.npz", "tokenizer.json")


class Onnx:
    """The networks in ONNX Runtime (https://onnxruntime.ai), from the bytes of the files in FILES."""

    def __init__(self, files: Mapping[str, bytes], threads: int = 0) -> None:
        try:
            import onnxruntime  # noqa: PLC0415 (the message names what to install)
        except ImportError as error:
            raise UsageError("this pipeline needs ONNX Runtime: pip install onnxruntime") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads of one network slow the next
        self.sessions = {
            part: onnxruntime.InferenceSession(_file(files, f"{part}.onnx"), options, providers=["CPUExecutionProvider"])
            for part in PARTS
        }
        self._check()
        with np.load(io.BytesIO(_file(files, "chain.npz"))) as tables:
            self.chain: tuple[Floats, Floats] = (tables["steps"], tables["first"])

    def _check(self) -> None:
        """InputError for weights that were trained on other signals than this version gives."""
        for part, name, width in (("tokens", "signals", len(TOKEN)), ("roles", "pairs", len(PAIR))):
            (found,) = (each.shape[-1] for each in self.sessions[part].get_inputs() if each.name == name)
            if found != width:
                problem = f"the weights are of another version of this package: {name} have another number of columns"
                raise InputError(problem, f"{part}.onnx", value=found, valid=[str(width)])

    def _run(self, part: str, **arrays: npt.NDArray[Any]) -> Any:
        return self.sessions[part].run(None, arrays)

    def encode(self, ids: Ints, mask: Ints) -> Floats:
        """Piece ids and their mask, (windows, length), to vectors (windows, length, width)."""
        return self._run("encoder", ids=ids, mask=mask)[0]

    def tokens(self, words: Floats, signals: Floats, mask: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Word vectors and signals, (1, tokens, …), to states, cue scores, hedge scores and name scores of each token."""
        states, cues, hedges, names = self._run("tokens", words=words, signals=signals, mask=mask)
        return states, cues, hedges, names

    def roles(self, states: Floats, cue: Floats, pairs: Floats, mask: Floats) -> Floats:
        """States (cues, length, width), the cues' own (cues, width) and pair signals to (cues, length, labels) scores."""
        return self._run("roles", states=states, cue=cue, pairs=pairs, mask=mask)[0]

    def links(self, states: Floats, cue: Floats, far: Ints) -> Floats:
        """A text's states (tokens, width), its cues' own and their distances (cues, tokens) to scores (cues, 1 + tokens)."""
        return self._run("links", states=states, cue=cue, far=far)[0]


def _file(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise InputError("the pipeline's weights are missing", name, valid=FILES)
    return files[name]
