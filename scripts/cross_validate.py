"""Train the tagger on four fifths of the labelled texts and predict the fifth: reads sets and an encoder, writes predictions.

    python scripts/cross_validate.py --shared DIR --encoder DIR --names FILE --output DIR [--also DIR …] [--folds 5]
        [--only K …] [--reuse] [--whole]

DIR of --shared holds the labelled sets (train, authored, dev, seeds). Folds are by document, each source spread over all.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from attribution.document import document
from attribution.neural.engine import FILES
from attribution.neural.examples import Example, example
from attribution.neural.export import export
from attribution.neural.labels import Names, read_names
from attribution.neural.pieces import Pieces
from attribution.neural.training import Settings, fit, networks, save
from attribution.pipelines import hybrid, rules
from attribution.standoff import json_line

TRAINED = ("train", "authored")


def texts_of(shared: Path, names: Sequence[str]) -> list[Path]:
    """The .txt files of the labelled sets, in the order of their names."""
    return [path for name in names for path in sorted((shared / name).glob("*.txt"))]


def folds_of(paths: Sequence[Path], count: int, seed: int = 0) -> dict[Path, int]:
    """The fold of each text; texts of one source (the part of the name before the hyphen) are spread evenly."""
    sources: dict[str, list[Path]] = {}
    for path in paths:
        sources.setdefault(path.name.split("-")[0], []).append(path)
    order = []
    for name in sorted(sources):
        random.Random(seed).shuffle(sources[name])
        order += sources[name]
    return {path: number % count for number, path in enumerate(order)}


def examples_of(paths: Sequence[Path], pieces: Pieces, names: Mapping[str, Names]) -> list[Example]:
    """The examples of labelled texts, with what the rules find in them; `names` are those of texts by their ids."""
    nlp = rules({})
    return [example(nlp, pieces, p.read_text("utf-8"), gold_of(p), names.get(p.stem), ruled=True) for p in paths]


def gold_of(path: Path) -> dict:
    """The gold that lies beside a text."""
    return json.loads(path.with_suffix(".gold.json").read_text("utf-8"))


def trained(paths: Sequence[Path], names: Mapping[str, Names], encoder: Path, settings: Settings, folder: Path) -> None:
    """Train on labelled texts and write the files of the tagger, and the networks to go on from in `networks`."""
    tokenizer = encoder / "tokenizer.json"
    pieces = Pieces(tokenizer.read_bytes())
    nets = networks(encoder, settings)
    fit(nets, examples_of(paths, pieces, names), pieces, settings, lambda line: print(line, flush=True))
    save(nets, folder / "networks", tokenizer)
    export(nets, tokenizer, folder)


def predict(paths: Sequence[Path], folder: Path, output: Path) -> None:
    """Write what the trained pipeline of a folder finds in texts, one JSON line a document."""
    nlp = hybrid({}, {name: (folder / name).read_bytes() for name in FILES})
    with open(output, "w", encoding="utf-8") as lines:
        for path in paths:
            lines.write(json_line(document(nlp(path.read_text("utf-8")), id=path.stem)))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--shared", "--encoder", "--output"):
        arguments.add_argument(name, type=Path, required=True)
    arguments.add_argument("--names", type=Path, required=True, help="JSON lines: where the names of the texts stand")
    arguments.add_argument("--also", type=Path, nargs="*", default=[], help="folders of texts to train on in every fold")
    arguments.add_argument("--folds", type=int, default=5)
    arguments.add_argument("--only", type=int, nargs="*")
    arguments.add_argument("--epochs", type=int, default=Settings().epochs)
    arguments.add_argument("--whole", action="store_true", help="train on all texts instead, into OUTPUT itself")
    arguments.add_argument("--reuse", action="store_true", help="predict with the folders that are there")
    given = arguments.parse_args()
    paths = texts_of(given.shared, TRAINED)
    folds = folds_of(paths, given.folds)
    names, also = read_names(given.names), [path for folder in given.also for path in sorted(folder.glob("*.txt"))]
    settings = replace(Settings(), epochs=given.epochs)
    if given.whole:
        trained([*paths, *also], names, given.encoder, settings, given.output)
        return
    for fold in given.only if given.only is not None else range(given.folds):
        folder = given.output / f"fold-{fold}"
        if not given.reuse:
            kept = [path for path in paths if folds[path] != fold]
            trained([*kept, *also], names, given.encoder, settings, folder)
        predict([p for p in paths if folds[p] == fold], folder, given.output / f"fold-{fold}.jsonl")


if __name__ == "__main__":
    main()
