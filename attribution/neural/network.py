"""The tagger's network in torch: reads word vectors and signals, answers with scores of cues, hedges and roles.

Roles are read with the cue as predicate, as in semantic role labelling (He et al. 2017, Deep Semantic Role Labeling,
https://aclanthology.org/P17-1044), and scored by a linear-chain CRF (Lafferty et al. 2001).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .coreference import FARS
from .labels import CUE, HEDGE_LABELS, NAME_LABELS, ROLE_LABELS
from .signals import PAIR, TOKEN

WIDTH = 192  # of a token's state


class Mixer(nn.Module):
    """Residual convolutions with growing dilation over a sequence of shape (batch, length, width)."""

    def __init__(self, width: int, dilations: tuple[int, ...], dropout: float) -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.Conv1d(width, width, 3, padding=d, dilation=d) for d in dilations)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in dilations)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        for layer, norm in zip(self.layers, self.norms):
            y = layer((norm(x) * mask).transpose(1, 2)).transpose(1, 2)
            x = x + self.drop(nn.functional.gelu(y))
        return x


class TokenHead(nn.Module):
    """Word vectors (batch, tokens, encoder width) and signals to states, cue scores, hedge scores and name scores.

    Hedges are learned beside the cues for what they do to the states; the pipeline takes its hedges from the rules.
    """

    def __init__(self, encoder_width: int, width: int = WIDTH, dropout: float = 0.2) -> None:
        super().__init__()
        self.words = nn.Linear(encoder_width, width)
        self.signals = nn.Linear(len(TOKEN), width)
        self.drop = nn.Dropout(dropout)
        self.mix = Mixer(width, (1, 2, 4), dropout)
        self.norm = nn.LayerNorm(width)
        self.cues = nn.Linear(width, len(CUE))
        self.hedges = nn.Linear(width, len(HEDGE_LABELS))
        self.names = nn.Linear(width, len(NAME_LABELS))

    def forward(self, words: Tensor, signals: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        x = self.drop(nn.functional.gelu(self.words(words) + self.signals(signals)))
        x = self.norm(self.mix(x, mask))
        return x, self.cues(x), self.hedges(x), self.names(x)


class RoleHead(nn.Module):
    """States (cues, length, width), the cue's state (cues, width) and pair signals to role scores."""

    def __init__(self, width: int = WIDTH, dropout: float = 0.2) -> None:
        super().__init__()
        self.token, self.cue, self.both = (nn.Linear(width, width) for _ in range(3))
        self.pairs = nn.Linear(len(PAIR), width)
        self.drop = nn.Dropout(dropout)
        self.mix = Mixer(width, (1, 2, 4, 8), dropout)
        self.norm = nn.LayerNorm(width)
        self.roles = nn.Linear(width, len(ROLE_LABELS))

    def forward(self, states: Tensor, cue: Tensor, pairs: Tensor, mask: Tensor) -> Tensor:
        x = self.token(states) + self.cue(cue)[:, None] + self.both(states * cue[:, None]) + self.pairs(pairs)
        return self.roles(self.norm(self.mix(self.drop(nn.functional.gelu(x)), mask)))


class LinkHead(nn.Module):
    """A cue's state (cues, width) and all states of its text (tokens, width) to where else the cue's speaker is spoken of.

    `far` (cues, tokens) are the distances of coreference.far. Answers with scores of nobody and of each token, (cues,
    1 + tokens): a pointer as in Vinyals et al. 2015 (https://arxiv.org/abs/1506.03134) with relative places (Shaw et al.
    2018, https://arxiv.org/abs/1803.02155).
    """

    def __init__(self, width: int = WIDTH, size: int = 64, dropout: float = 0.2) -> None:
        super().__init__()
        self.asks, self.speaks = (nn.Linear(width, size) for _ in range(2))
        self.places = nn.Parameter(torch.randn(FARS, size) * 0.02)
        self.nobody = nn.Linear(width, 1)
        self.drop = nn.Dropout(dropout)

    def forward(self, states: Tensor, cue: Tensor, far: Tensor) -> Tensor:
        states, cue = self.drop(states), self.drop(cue)
        asked = self.asks(cue)
        scores = asked @ self.speaks(states).T + (asked @ self.places.T).gather(1, far)
        return torch.cat([self.nobody(cue), scores / asked.shape[1] ** 0.5], 1)


class Chain(nn.Module):
    """A linear-chain CRF over the role labels; an inside label only follows its own beginning or inside."""

    def __init__(self, labels: tuple[str, ...] = ROLE_LABELS) -> None:
        super().__init__()
        n = len(labels)
        self.steps = nn.Parameter(torch.zeros(n, n))
        self.first = nn.Parameter(torch.zeros(n))
        barred = [[b[:1] == "I" and a[1:] != b[1:] for b in labels] for a in labels]
        self.barred: Tensor
        self.not_first: Tensor
        self.register_buffer("barred", torch.tensor(barred), persistent=False)
        self.register_buffer("not_first", torch.tensor([b[:1] == "I" for b in labels]), persistent=False)

    def tables(self) -> tuple[Tensor, Tensor]:
        """Scores of each step (from, to) and of each first label; barred ones are hugely negative."""
        return self.steps.masked_fill(self.barred, -1e4), self.first.masked_fill(self.not_first, -1e4)

    def loss(self, scores: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
        """Negative log-likelihood of each sequence; scores (batch, length, labels), labels (batch, length)."""
        steps, first = self.tables()
        inside = torch.arange(scores.shape[1])[None] < lengths[:, None]
        gold = scores.gather(2, labels[..., None])[..., 0]
        moves = steps[labels[:, :-1], labels[:, 1:]]
        path = first[labels[:, 0]] + (gold * inside).sum(1) + (moves * inside[:, 1:]).sum(1)
        return _total(scores, inside, steps, first) - path


def _total(scores: Tensor, inside: Tensor, steps: Tensor, first: Tensor) -> Tensor:
    """The log of the summed weight of all paths, by the forward algorithm with a matrix product a step."""
    matrix, columns = steps.exp(), scores.unbind(1)
    alpha = first + columns[0]
    for column, going in zip(columns[1:], inside[:, 1:].unbind(1)):
        top = alpha.max(dim=1, keepdim=True).values.detach()
        after = ((alpha - top).exp() @ matrix).clamp(min=1e-30).log() + top + column
        alpha = torch.where(going[:, None], after, alpha)
    return torch.logsumexp(alpha, dim=1)


class Tagger(nn.Module):
    """Everything above the encoder."""

    def __init__(self, encoder_width: int, width: int = WIDTH, dropout: float = 0.2) -> None:
        super().__init__()
        self.tokens = TokenHead(encoder_width, width, dropout)
        self.roles = RoleHead(width, dropout)
        self.links = LinkHead(width, dropout=dropout)
        self.chain = Chain()
