"""Files of trained networks as torch reads them: what `training.save` writes, beside a pipeline or in a folder of its own."""

from __future__ import annotations

FOLDER = "networks"  # of a pipeline that `attribution train` wrote: what a later training can go on from
HEADS = "tagger.safetensors"
FILES = ("config.json", "model.safetensors", HEADS, "tokenizer.json")
