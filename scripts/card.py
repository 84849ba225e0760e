"""Tables of a model card: reads gold and predictions of cross-validation, prints intervals, kinds and unseen verbs with n.

    python scripts/card.py --shared DIR [--also DIR …] PREDICTIONS.jsonl …

Texts of --also were trained on in every fold.
The folds are those of cross_validate.py, which made the predictions; the rules are run beside them.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cross_validate import TRAINED, folds_of, texts_of
from figures import found_cue, inflections, lemmas_of

import attribution
from attribution.score import Cover, match, same_speakers, score
from attribution.standoff import read_gold, read_jsonl
from attribution.types import Attribution, Document

Predicted = dict[str, Document]


def kinds(each: Attribution) -> Iterator[str]:
    """The kinds that an attribution is counted under."""
    yield each.type
    if each.parent:
        yield "nested"
    if each.source is None:
        yield "no source at the cue"
    if len(each.speakers) != 1:
        yield "several speakers" if each.speakers else "nobody"
    if each.stance != "neutral":
        yield "not neutral"


def by_kind(gold: list[Document], predicted: Predicted) -> Counter[tuple[str, str]]:
    """How many of each kind there are, are found, and are found with the right speakers."""
    counts: Counter[tuple[str, str]] = Counter()
    for document in gold:
        found = predicted[document.id]
        pairs = match(Cover(document.text), document, found)
        right = {m.gold.id: same_speakers(document, m.gold, found, m.predicted) for m in pairs}
        for each in document.attributions:
            for kind in kinds(each):
                counts[kind, "gold"] += 1
                counts[kind, "found"] += each.id in right
                counts[kind, "right"] += right.get(each.id, False)
    return counts


def unseen(gold: list[Document], also: list[Document], folds: dict[str, int], predicted: Predicted) -> str:
    """The share of cues found whose verb no text of the other folds and of `also` has."""
    forms = inflections()
    hits = total = 0
    for fold in set(folds.values()):
        trained = [*also, *(d for d in gold if folds[d.id] != fold)]
        seen = {lemma for d in trained for a in d.attributions for lemma in lemmas_of(a, forms)}
        for document in (d for d in gold if folds[d.id] == fold):
            new = [a for a in document.attributions if lemmas_of(a, forms) and not lemmas_of(a, forms) & seen]
            total += len(new)
            hits += sum(found_cue(a, predicted[document.id]) for a in new)
    return f"{hits / max(1, total):.2f} (n = {total})"


def show(name: str, gold: list[Document], also: list[Document], folds: dict[str, int], predicted: Predicted) -> None:
    """Print the tables of one pipeline."""
    figures = score(gold, predicted)
    print(f"\n{name}: attribution 95 % interval {figures.low:.3f} to {figures.high:.3f}")
    print(f"verbs unseen in the training folds: {unseen(gold, also, folds, predicted)}")
    counts = by_kind(gold, predicted)
    for kind in dict.fromkeys(kind for kind, _ in counts):
        print(f"| {kind} | {counts[kind, 'found']} / {counts[kind, 'right']} / {counts[kind, 'gold']} |")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--shared", type=Path, required=True)
    arguments.add_argument("--also", type=Path, nargs="*", default=[])
    arguments.add_argument("predictions", type=Path, nargs="+")
    given = arguments.parse_args()
    gold = [document for name in TRAINED for document in read_gold(given.shared / name)]
    folds = {path.stem: fold for path, fold in folds_of(texts_of(given.shared, TRAINED), 5).items()}
    texts = {document.id: document.text for document in gold}
    nlp, also = attribution.load("rules"), [document for folder in given.also for document in read_gold(folder)]
    show("rules", gold, also, folds, {d.id: attribution.extract(d.text, id=d.id, pipeline=nlp) for d in gold})
    show("hybrid", gold, also, folds, {d.id: d for path in given.predictions for d in read_jsonl(path, texts)})


if __name__ == "__main__":
    main()
