"""The figures of the README: reads the labelled sets that are there, prints a Markdown table of a pipeline's figures with n.

    figures.py [--pipeline NAME] [--shared FOLDER] [--predictions FILE …]

`train`, `authored` and `composed` are split by number: odd-numbered texts were read for errors, even-numbered ones only check.
A trained pipeline is shown fairly only on texts that it has not seen: `--predictions` takes those of cross-validation.
A set that is not there (train and dev are no part of the project) is left out and named.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language

import attribution
from attribution.arabic import fold
from attribution.lexicon import package
from attribution.score import score
from attribution.standoff import read_gold, read_jsonl
from attribution.types import Attribution, Document

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "annotation"
COLUMNS = ("attribution", "content", "cue", "source", "parent", "stance", "hedges", "circumstances", "type", "act")


def gold_sets(shared: Path, composed: bool) -> dict[str, list[Document]]:
    """The labelled sets by name, `composed` ones too where nothing was trained on them; a missing folder is named on stderr."""
    labelled = [*_folder(shared / "train"), *read_gold(ROOT / "seeds" / "authored")]
    found = {"train + authored": labelled} | ({"composed": read_gold(ROOT / "seeds" / "composed")} if composed else {})
    halves = (("odd", 1), ("even", 0))
    split = {f"{name}, {half}": _numbered(gold, parity) for name, gold in found.items() for half, parity in halves}
    return split | {"dev": _folder(shared / "dev"), "seeds": read_gold(ROOT / "seeds")}


def _folder(path: Path) -> list[Document]:
    if path.is_dir():
        return read_gold(path)
    print(f"{path.name}: not there, left out", file=sys.stderr)
    return []


def _numbered(documents: Iterable[Document], parity: int) -> list[Document]:
    return [d for d in documents if int(re.findall(r"\d+", d.id)[0]) % 2 == parity]


def predictions(nlp: Language, documents: Iterable[Document], known: dict[str, Document]) -> dict[str, Document]:
    """The documents that are known, and a pipeline's for the other texts."""
    return {d.id: known.get(d.id) or attribution.extract(d.text, id=d.id, pipeline=nlp) for d in documents}


def row(name: str, gold: list[Document], predicted: dict[str, Document]) -> str:
    """One line of the table: texts, attributions, and the F1 (or share) of each figure with its gold number."""
    figures = score(gold, predicted).figures
    cells = [
        f"{figures[c].f1:.3f}" + ("" if c in ("content", "cue", "attribution") else f" ({figures[c].gold})") for c in COLUMNS
    ]
    return f"| {name} | {len(gold)} | {figures['attribution'].gold} | " + " | ".join(cells) + " |"


def inflections() -> dict[str, set[str]]:
    """The lemmas of the lexicon's verbs by their folded forms."""
    lemmas: dict[str, set[str]] = {}
    for form in package("forms"):
        lemmas.setdefault(fold(form["form"]), set()).add(form["lemma"])
    return lemmas


def unseen(read: list[Document], checked: list[Document], predicted: dict[str, Document]) -> str:
    """Cue recall on the reporting verbs of the lexicon that no cue of the texts that were read has."""
    lemmas = inflections()
    seen = {lemma for d in read for a in d.attributions for lemma in lemmas_of(a, lemmas)}
    new = [(d.id, a) for d in checked for a in d.attributions if lemmas_of(a, lemmas) and not lemmas_of(a, lemmas) & seen]
    hits = sum(found_cue(a, predicted[id_]) for id_, a in new)
    return f"cue recall on verbs absent from the odd-numbered texts: {hits / max(1, len(new)):.2f} (n = {len(new)})"


def lemmas_of(each: Attribution, lemmas: dict[str, set[str]]) -> set[str]:
    """The verbs of the lexicon that an attribution's cue can be."""
    words = fold(each.cue.text).split() if each.cue else []
    return lemmas.get(words[0], set()) if words else set()


def found_cue(each: Attribution, predicted: Document) -> bool:
    """Whether a document has a cue that shares a character with an attribution's."""
    cues = [p.cue for p in predicted.attributions if p.cue]
    return any(each.cue is not None and c.start < each.cue.end and each.cue.start < c.end for c in cues)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pipeline", default="hybrid")
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--predictions", type=Path, nargs="*", default=(), help="use these JSON lines where they have a text")
    args = parser.parse_args()
    nlp = attribution.load(args.pipeline)
    sets = gold_sets(args.shared, args.pipeline == "rules")
    texts = {document.id: document.text for gold in sets.values() for document in gold}
    known = {each.id: each for path in args.predictions for each in read_jsonl(path, texts)}
    predicted = {name: predictions(nlp, gold, known) for name, gold in sets.items()}
    print("| set | texts | n | " + " | ".join(COLUMNS) + " |")
    print("| --- " * (3 + len(COLUMNS)) + "|")
    for name, gold in sets.items():
        if gold:
            print(row(name, gold, predicted[name]))
    odd, even = "train + authored, odd", "train + authored, even"
    print("\n" + unseen(sets[odd], sets[even], predicted[even]))


if __name__ == "__main__":
    main()
