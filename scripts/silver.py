"""Train the tagger once on what the rules find in unlabelled articles: reads JSON lines and an encoder, writes networks.

    python scripts/silver.py --encoder DIR --articles FILE.jsonl[.xz] --count N --output DIR

The labels are the rules' own, so what the rules found is no signal here; DIR of --output is an encoder for a later training.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from attribution.batch import Item, find, read
from attribution.neural.examples import Example, example
from attribution.neural.pieces import Pieces
from attribution.neural.training import Settings, fit, networks, save
from attribution.pipelines import rules

LEAST = 40  # words of an article that is worth reading
SETTINGS = Settings(epochs=1, batch=20, encoder_rate=2e-4, hidden_verbs=0.25, hidden_names=0.125, hidden_rules=0.0)


def examples(articles: Path, pieces: Pieces) -> Iterator[Example]:
    """The articles in which the rules find something, as examples."""
    nlp = rules({})
    for item in read(find([str(articles)])):
        if isinstance(item, Item) and len(item.text.split()) >= LEAST:
            found = nlp(item.text)._.attribution
            if found["attributions"]:
                yield example(nlp, pieces, item.text, found, ruled=False)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--encoder", "--articles", "--output"):
        arguments.add_argument(name, type=Path, required=True)
    arguments.add_argument("--count", type=int, default=4500)
    given = arguments.parse_args()
    tokenizer = given.encoder / "tokenizer.json"
    pieces = Pieces(tokenizer.read_bytes())
    nets = networks(given.encoder, SETTINGS)
    fit(nets, list(islice(examples(given.articles, pieces), given.count)), pieces, SETTINGS, print)
    save(nets, given.output, tokenizer)


if __name__ == "__main__":
    main()
