"""Training of the encoder and the tagger together: reads Examples, answers with the trained networks (torch).

One pass over a batch of documents gives the loss of cues, hedges and names (cross entropy), of roles (CRF) and of links.
Reporting verbs, names and other words are hidden at random, so that unseen ones are told by their place and by the lexicon.
"""

from __future__ import annotations

import copy
import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from .coreference import MEANT, OWN
from .device import best, halved
from .examples import Bools, Example
from .network import Tagger
from .pieces import Pieces, Split, Window, framed
from .saved import HEADS
from .signals import PAIR, RULED_PAIR, RULED_TOKEN, TOKEN

IGNORED = -100  # a label that is padding


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train; rates are the highest of each group, shares those of words and rule signals that are hidden."""

    epochs: int = 8
    batch: int = 6
    encoder_rate: float = 1e-4
    head_rate: float = 1e-3
    hidden_verbs: float = 0.2
    hidden_names: float = 0.1
    hidden_words: float = 0.03
    hidden_rules: float = 0.15
    cue_weight: float = 2.0
    hedge_weight: float = 0.5
    name_weight: float = 0.5
    link_weight: float = 1.0
    layers: int | None = None
    patience: int = 2
    seed: int = 0


class Networks(nn.Module):
    """The encoder (any of the Hugging Face library that gives last_hidden_state) and the tagger on it."""

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder, self.tagger = encoder, Tagger(width)


def networks(path: str | Path, settings: Settings) -> Networks:
    """Networks on the encoder of a folder or model hub, with the tagger that `save` wrote beside it, else a new one."""
    encoder = encoder_of(path, settings.layers)
    nets = Networks(encoder, encoder.config.hidden_size)
    if (Path(path) / HEADS).is_file():
        nets.tagger.load_state_dict(load_file(Path(path) / HEADS))
    return nets.to(best())


def encoder_of(path: str | Path, layers: int | None = None) -> Any:
    """The encoder of a folder or model hub, or its first `layers`; its embeddings stay as they are in training."""
    from transformers import AutoModel  # noqa: PLC0415 (of the extra `train`)

    encoder = AutoModel.from_pretrained(str(path), add_pooling_layer=False, attention_probs_dropout_prob=0.0)
    if layers:
        encoder.encoder.layer = encoder.encoder.layer[:layers]
        encoder.config.num_hidden_layers = len(encoder.encoder.layer)
    for parameter in encoder.embeddings.parameters():
        parameter.requires_grad = False
    return encoder


def save(nets: Networks, folder: Path, tokenizer: Path) -> None:
    """Write encoder, tokenizer.json and tagger into a folder that `networks` reads and the Hugging Face library too."""
    encoder: Any = nets.encoder.half()
    encoder.save_pretrained(folder)
    nets.encoder.float()
    save_file({name: value.contiguous() for name, value in nets.tagger.state_dict().items()}, folder / HEADS)
    shutil.copy(tokenizer, folder / "tokenizer.json")


def fit(
    nets: Networks,
    examples: Sequence[Example],
    pieces: Pieces,
    settings: Settings,
    tell: Callable[[str], None],
    held: Sequence[Example] = (),
) -> None:
    """Train in place; `tell` gets a line an epoch. With `held` texts the epoch that is best on them is kept.

    It stops where they have not gained for `settings.patience` epochs.
    """
    rng = _seeded(settings.seed)
    steps = settings.epochs * -(-len(examples) // settings.batch)
    optimizer, schedule = _optimizer(nets, settings, steps)
    best: tuple[float, Any] = (float("inf"), None)
    since = 0
    for epoch in range(settings.epochs):
        loss = _epoch(nets, examples, pieces, settings, rng, optimizer, schedule)
        line = f"epoch {epoch + 1} of {settings.epochs}: loss {loss:.3f}"
        if held:
            missed = held_loss(nets, held, pieces, settings)
            line += f", on held texts {missed:.3f}"
            since += 1
            if missed < best[0]:
                best, since = (missed, copy.deepcopy(nets.state_dict())), 0
        tell(line)
        if held and since >= settings.patience:
            break
    if held:
        nets.load_state_dict(best[1])
    nets.eval()


def _optimizer(nets: Networks, settings: Settings, steps: int) -> tuple[Any, Any]:
    """AdamW with a rate that rises over a tenth of the steps and falls to nearly nothing over the rest."""
    inner = [p for p in nets.encoder.parameters() if p.requires_grad]
    groups = [
        {"params": inner, "lr": settings.encoder_rate},
        {"params": list(nets.tagger.parameters()), "lr": settings.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    rate = torch.optim.lr_scheduler.LambdaLR
    return optimizer, rate(optimizer, lambda step: min((step + 1) / (0.1 * steps), max(0.02, 1 - step / steps)))


def _epoch(nets: Networks, examples: Sequence[Example], pieces: Pieces, settings: Settings, rng: Any, *tools: Any) -> float:
    optimizer, schedule = tools
    losses = []
    nets.train()
    for batch in _batches(examples, settings.batch, rng):
        optimizer.zero_grad()
        loss = batch_loss(nets, batch, pieces, settings, rng)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_([p for group in optimizer.param_groups for p in group["params"]], 5.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    return float(np.mean(losses))


def held_loss(nets: Networks, held: Sequence[Example], pieces: Pieces, settings: Settings) -> float:
    """The mean loss of texts that are not trained on, with nothing hidden."""
    plain = replace(settings, hidden_verbs=0.0, hidden_names=0.0, hidden_words=0.0, hidden_rules=0.0)
    nets.eval()
    with torch.no_grad():
        rng = np.random.default_rng(0)
        return float(np.mean([batch_loss(nets, [each], pieces, plain, rng).item() for each in held]))


def _seeded(seed: int) -> np.random.Generator:
    torch.manual_seed(seed)
    torch.set_flush_denormal(True)  # else a sure CRF becomes seven times slower
    return np.random.default_rng(seed)


def _batches(examples: Sequence[Example], size: int, rng: np.random.Generator) -> list[list[Example]]:
    """Documents of about the same length together, the batches in random order."""
    noise = rng.integers(-150, 150, len(examples))
    order = sorted(range(len(examples)), key=lambda n: len(examples[n].view) + noise[n])
    found = [[examples[n] for n in order[i : i + size]] for i in range(0, len(order), size)]
    random.Random(int(rng.integers(1 << 30))).shuffle(found)
    return found


def batch_loss(
    nets: Networks, batch: Sequence[Example], pieces: Pieces, settings: Settings, rng: np.random.Generator
) -> Tensor:
    """The loss of a batch for each of its cues."""
    with next(nets.parameters()).device:
        return words_loss(nets.tagger, word_vectors(nets.encoder, batch, pieces, settings, rng), batch, settings, rng)


def words_loss(
    tagger: Tagger, words: Tensor, batch: Sequence[Example], settings: Settings, rng: np.random.Generator
) -> Tensor:
    """The loss of a batch for each of its cues, from its word vectors (documents, tokens, width) on the device in use."""
    count = words.shape[1]
    kept = [rng.random() >= settings.hidden_rules for _ in batch]
    signals, mask = _padded([_hidden(e.signals, RULED_TOKEN, k) for e, k in zip(batch, kept)], count, len(TOKEN))
    states, cues, hedges, names = tagger.tokens(words, signals, mask)
    loss = settings.cue_weight * _cross(cues, [e.gold.cues for e in batch], count)
    loss = loss + settings.hedge_weight * _cross(hedges, [e.gold.hedges for e in batch], count)
    loss = loss + settings.name_weight * _cross(names, [e.gold.names for e in batch], count)
    rows = [(n, pair) for n, each in enumerate(batch) for pair in each.pairs]
    if rows:
        loss = loss + _role_loss(tagger, states, rows, kept)
        loss = loss + settings.link_weight * _links_loss(tagger, states, batch)
    return loss / max(1, len(rows))


def _hidden(signals: Any, columns: list[int], keep: bool) -> Any:
    if keep:
        return signals
    found = signals.copy()
    found[:, columns] = 0
    return found


def _padded(rows: Sequence[Any], length: int, width: int) -> tuple[Tensor, Tensor]:
    """Arrays (…, width) in one tensor (rows, length, width), and its mask (rows, length, 1)."""
    found = np.zeros((len(rows), length, width), dtype=np.float32)
    mask = np.zeros((len(rows), length, 1), dtype=np.float32)
    for n, row in enumerate(rows):
        found[n, : len(row)], mask[n, : len(row)] = row, 1
    return torch.as_tensor(found), torch.as_tensor(mask)


def _cross(scores: Tensor, labels: Sequence[Any], length: int) -> Tensor:
    gold = np.full((len(labels), length), IGNORED)
    for n, row in enumerate(labels):
        gold[n, : len(row)] = row
    return nn.functional.cross_entropy(scores.flatten(0, 1), torch.as_tensor(gold).flatten(), reduction="sum")


def _role_loss(tagger: Tagger, states: Tensor, rows: Sequence[tuple[int, Any]], kept: Sequence[bool]) -> Tensor:
    lengths = torch.tensor([pair.last - pair.first for _, pair in rows])
    longest = max(pair.last - pair.first for _, pair in rows)
    pairs, mask = _padded([_hidden(p.signals, RULED_PAIR, kept[n]) for n, p in rows], longest, len(PAIR))
    at = torch.tensor([n for n, _ in rows])
    places = torch.stack([torch.arange(longest).add(p.first).clamp(max=p.last - 1) for _, p in rows])
    near, cue = states[at[:, None], places], states[at, torch.tensor([p.cue[0] for _, p in rows])]
    gold = np.zeros((len(rows), longest), dtype=np.int64)
    for n, (_, pair) in enumerate(rows):
        gold[n, : len(pair.labels)] = pair.labels
    with halved(states.device):
        scores = tagger.roles(near, cue, pairs, mask)
    return tagger.chain.loss(scores.float(), torch.as_tensor(gold), lengths).sum()


def _links_loss(tagger: Tagger, states: Tensor, batch: Sequence[Example]) -> Tensor:
    """Of where the speakers of all cues are spoken of, document by document."""
    total = states.new_zeros(())
    for own, pairs in ((row[: len(e.view)], e.pairs) for row, e in zip(states, batch) if e.pairs):
        cues = own[torch.tensor([pair.cue[0] for pair in pairs])]
        scores = tagger.links(own, cues, torch.as_tensor(np.stack([pair.far for pair in pairs])))
        total = total + _link_loss(scores, torch.as_tensor(np.stack([pair.links for pair in pairs])))
    return total


def _link_loss(scores: Tensor, links: Tensor) -> Tensor:
    """Of each cue the log of the summed chance of all right places, its own words aside."""
    nobody = (links != MEANT).all(1, keepdim=True)
    right = torch.cat([nobody, links == MEANT], 1)
    allowed = scores.masked_fill(torch.cat([torch.zeros_like(nobody), links == OWN], 1), -1e4)
    return (allowed.logsumexp(1) - allowed.masked_fill(~right, -1e4).logsumexp(1)).sum()


def word_vectors(
    encoder: nn.Module, batch: Sequence[Example], pieces: Pieces, settings: Settings, rng: np.random.Generator
) -> Tensor:
    """The mean vector of each token's pieces, (documents, tokens, width), some words hidden."""
    texts = [masked(each.split, each.verbs, each.names, pieces.mask, settings, rng) for each in batch]
    ids, mask, places = framed(pieces, texts)
    given = torch.as_tensor(ids)
    with halved(given.device):
        vectors = encoder(input_ids=given, attention_mask=torch.as_tensor(mask)).last_hidden_state
    return _pooled(vectors.float(), batch, places)


def masked(split: Split, verbs: Bools, names: Bools, mask: int, settings: Settings, rng: np.random.Generator) -> Any:
    """The ids of a text's pieces with those of some words hidden; `verbs` and `names` tell which tokens are."""
    chance = rng.random(len(verbs))
    hidden = (chance < settings.hidden_words) | (chance < settings.hidden_verbs) & verbs
    hidden |= (chance < settings.hidden_names) & names
    ids = split.ids.copy()
    ids[hidden[split.words]] = mask
    return ids


def _pooled(vectors: Tensor, batch: Sequence[Example], places: Sequence[tuple[int, Window]]) -> Tensor:
    longest, width = max(len(each.view) for each in batch), vectors.shape[-1]
    own, target = [], []
    for row, (n, window) in enumerate(places):
        own.append(vectors[row, 1 + window.own_first - window.first : 1 + window.own_last - window.first])
        target.append(n * longest + batch[n].split.words[window.own_first : window.own_last])
    to = torch.as_tensor(np.concatenate(target))
    sums = torch.zeros(len(batch) * longest, width).index_add(0, to, torch.cat(own))
    counts = torch.zeros(len(batch) * longest).index_add(0, to, torch.ones(len(to))).clamp(min=1)
    return (sums / counts[:, None]).view(len(batch), longest, width)
