"""Where torch computes, and whether it may halve its numbers: reads what the machine has, answers with torch's own objects."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch


def best() -> torch.device:
    """The first CUDA device, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def has_bf16(device: torch.device) -> bool:
    """Whether a device multiplies bfloat16 matrices by itself: a CPU with AVX512-BF16, a CUDA device from 8.0 on."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    known: Any = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    return device.type == "cpu" and known is not None and bool(known())


def halved(device: torch.device, wanted: bool = True) -> AbstractContextManager[Any]:
    """Autocast to bfloat16 where it is wanted and the device has it; else everything stays as it is."""
    if wanted and has_bf16(device):
        return torch.autocast(device.type, dtype=torch.bfloat16)
    return nullcontext()
