"""The tagger as spaCy trains it: reads vectors and doc._.attribution_statements of the rules, writes those anew.

`spacy train models/configs/hybrid.cfg` makes a pipeline with it, which runs in torch; `attribution export` turns that into one
for ONNX Runtime. Needs torch, which is imported with the first text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.training import Example, validate_get_examples
from spacy.vocab import Vocab
from thinc.api import Model, Optimizer

from ..lexicon import Row
from ..rules.statements import EXTENSION, Statement, view_of
from ..rules.view import View
from ..rules.vocabulary import shared
from .corpus import names_in
from .decode import Least, merged
from .examples import labelled
from .pieces import Split
from .reading import Heads, Reading, Text, nothing
from .tagger import enter_names, places

NONE = Split(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))  # the pieces are the encoder's

MODEL = {
    "@architectures": "attribution.Tagger.v1",
    "tok2vec": {
        "@architectures": "spacy-transformers.TransformerListener.v1",
        "grad_factor": 1.0,
        "pooling": {"@layers": "reduce_mean.v1"},
        "upstream": "*",
    },
}
SCORES: dict[str, float | None] = {"attribution_f": 1.0, "content_f": 0.0, "cue_f": 0.0, "source_f": 0.0}


class TrainedTagger(TrainablePipe):
    """Rejects, mends and adds to the statements of the rules, and learns to.

    `rate` is how many times as fast its network learns as the encoder; `weights` are those of training.Settings.
    """

    def __init__(
        self, vocab: Vocab, model: Model[Any, Any], name: str, words: dict[str, list[Row]], least: Least, rate: float,
        weights: dict[str, Any], scorer: Callable[..., dict[str, Any]] | None,
    ) -> None:  # fmt: skip
        super().__init__(vocab, model, name)
        self.words, self.least, self.rate, self.weights, self.scorer = words, least, rate, weights, scorer
        self.vocabulary = shared(words)

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None, heads: str | None = None
    ) -> None:
        """Make the network; `heads` is the tagger.safetensors of an earlier training to go on from."""
        from .heads import take  # noqa: PLC0415 (needs torch)

        validate_get_examples(get_examples, "TrainedTagger.initialize")
        self.model.initialize(X=[each.predicted for each in islice(get_examples(), 5)])
        if heads is not None:
            take(self.model, Path(heads))

    def get_loss(self, examples: Iterable[Example], scores: list[Any]) -> tuple[float, list[Any]]:
        """The loss of a batch, and its gradients for the vectors (`scores`) of its Docs."""
        from .heads import loss_of  # noqa: PLC0415 (needs torch)
        from .training import Settings  # noqa: PLC0415

        batch, tokens = [], []
        for each in examples:
            view, ruled = self._seen(each.predicted)
            batch.append(labelled(view, ruled, each.reference._.attribution, NONE, names_in(each.reference)))
            tokens.append(places(each.predicted, view))
        return loss_of(self.model, scores, tokens, batch, Settings(**self.weights))

    def finish_update(self, sgd: Optimizer) -> None:
        """Update the network, at its own rate."""
        super().finish_update(partial(sgd, lr_scale=self.rate))

    def predict(self, docs: Iterable[Doc]) -> list[Reading]:
        """What the network says of each Doc."""
        from .heads import tagger_of  # noqa: PLC0415 (needs torch)
        from .torch_engine import TorchHeads  # noqa: PLC0415

        docs = list(docs)
        heads = Heads(TorchHeads(tagger_of(self.model)), min(self.least))
        lengths = [len(view_of(doc, self.vocabulary)) for doc in docs]
        read = [doc for doc, length in zip(docs, lengths) if length]  # a listener fails where all Docs are empty
        rows = iter(self.model.predict(read) if read else ())
        return [self._read(heads, doc, next(rows)) if length else nothing(0) for doc, length in zip(docs, lengths)]

    def _read(self, heads: Heads, doc: Doc, rows: Any) -> Reading:
        view, ruled = self._seen(doc)
        return heads.tag(Text(view, ruled, NONE), self.model.ops.to_numpy(rows)[places(doc, view)])

    def set_annotations(self, docs: Iterable[Doc], scores: Iterable[Reading]) -> None:
        """Write the statements that remain of the rules', those that the network adds, and the names that it sees."""
        for doc, reading in zip(docs, scores):
            view, ruled = self._seen(doc)
            kept = merged(view, ruled, reading.chances, reading.cues, self.least)
            doc._.set(EXTENSION, [statement._asdict() for statement in kept])
            enter_names(doc, view, reading.names)

    def _seen(self, doc: Doc) -> tuple[View, list[Statement]]:
        return view_of(doc, self.vocabulary), [Statement.load(data) for data in doc._.get(EXTENSION)]


@Language.factory(
    "attribution_trained_tagger",
    assigns=[f"doc._.{EXTENSION}", "doc.ents"],
    default_config={
        "model": MODEL, "words": {}, "add": Least().add, "keep": Least().keep, "rate": 10.0, "hidden_rules": 0.15,
        "cue_weight": 2.0, "hedge_weight": 0.5, "name_weight": 0.5, "link_weight": 1.0,
        "scorer": {"@scorers": "attribution.scorer.v1"},
    },
    default_score_weights=SCORES,
)  # fmt: skip
def create_trained_tagger(
    nlp: Language, name: str, model: Model[Any, Any], words: dict[str, list[Row]], add: float, keep: float, rate: float,
    hidden_rules: float, cue_weight: float, hedge_weight: float, name_weight: float, link_weight: float,
    scorer: Callable[..., dict[str, Any]] | None,
) -> TrainedTagger:  # fmt: skip
    """The component; add and keep are those of `attribution_tagger`, the weights those of training.Settings."""
    weights = {"cue_weight": cue_weight, "hedge_weight": hedge_weight, "name_weight": name_weight, "link_weight": link_weight}
    weights["hidden_rules"] = hidden_rules
    return TrainedTagger(nlp.vocab, model, name, words, Least(add, keep), rate, weights, scorer)
