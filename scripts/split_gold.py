"""Lay out labelled texts for `spacy train`: reads the sets of cross_validate.py, writes OUTPUT/train and OUTPUT/dev.

    python scripts/split_gold.py --shared DIR --output DIR [--also DIR …]

Every tenth text of each source goes to dev, which decides when training stops; the texts of --also all go to train. Gold that
does not fit its text is named.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from cross_validate import TRAINED, folds_of, texts_of

from attribution.standoff import read_gold

PARTS = 10


def lay_out(shared: Path, output: Path, also: Sequence[Path] = ()) -> dict[str, int]:
    """Copy texts and gold, check them, and say how many went where."""
    parts = folds_of(texts_of(shared, TRAINED), PARTS)
    for path, part in (parts | {path: 1 for folder in also for path in folder.glob("*.txt")}).items():
        folder = output / ("train" if part else "dev")
        folder.mkdir(parents=True, exist_ok=True)
        for each in (path, path.with_suffix(".gold.json")):
            shutil.copy(each, folder / each.name)
    return {name: len(read_gold(output / name)) for name in ("train", "dev")}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--shared", "--output"):
        arguments.add_argument(name, type=Path, required=True)
    arguments.add_argument("--also", type=Path, nargs="*", default=[], help="folders of texts that are all trained on")
    given = arguments.parse_args()
    counts = lay_out(given.shared, given.output, given.also)
    print(", ".join(f"{name}: {count} texts" for name, count in counts.items()))


if __name__ == "__main__":
    main()
