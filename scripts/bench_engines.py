"""Compare what runs the same networks: reads them, a corpus and labelled sets, prints words a second and F1 of each engine.

    bench_engines.py NETWORKS CORPUS [--articles N] [--gold DIR …]

NETWORKS is what `attribution train` leaves beside its pipeline. All engines take turns in one run, and the better of two turns
counts. Where spacy-transformers is installed, spaCy's own transformer component (fp32, strided spans) is timed on the same
encoder; it only encodes. Needs attribution[train].
"""

from __future__ import annotations

import argparse
import tempfile
import time
from itertools import islice
from pathlib import Path

import spacy
from bench import articles, seconds
from spacy.language import Language

from attribution import extract
from attribution.neural import saved
from attribution.neural.export import export
from attribution.neural.tagger import read_files
from attribution.neural.training import Settings, networks
from attribution.pipelines import hybrid
from attribution.score import Score, score
from attribution.standoff import read_gold

SHOWN = ("attribution", "content", "cue", "source")


def engines(folder: Path) -> dict[str, Language]:
    """A pipeline for each engine and precision."""
    own = {name: (folder / name).read_bytes() for name in saved.FILES}
    settings = {name: {"engine": "torch", "bf16": name == "bf16"} for name in ("fp32", "bf16")}
    found = {f"torch {name}": hybrid({}, own, settings=each) for name, each in settings.items()}
    for name, whole in (("fp32", True), ("int8", False)):
        with tempfile.TemporaryDirectory() as aside:
            export(networks(folder, Settings()), folder / "tokenizer.json", Path(aside), whole=whole)
            found[f"onnx {name}"] = hybrid({}, read_files(Path(aside), "onnx"))
    return found


def plain(folder: Path) -> dict[str, Language]:
    """spaCy's own transformer component on the same encoder; nothing where it is not installed."""
    try:
        import spacy_transformers  # noqa: F401, PLC0415
    except ImportError:
        return {}
    nlp = spacy.blank("ar")
    model = {"@architectures": "spacy-transformers.TransformerModel.v3", "name": str(folder)}
    spans = {"@span_getters": "spacy-transformers.strided_spans.v1", "window": 128, "stride": 96}
    nlp.add_pipe("transformer", config={"model": {**model, "get_spans": spans}})
    nlp.add_pipe("doc_cleaner", config={"attrs": {"_.trf_data": None}})
    nlp.initialize()
    return {"spaCy transformer alone, fp32": nlp}


def encoding(nlp: Language, texts: list[str]) -> float:
    """The share of the encoder in the time of a pipeline."""
    engine = nlp.get_pipe("attribution_tagger").reader.engine
    encode, spent = engine.encode, [0.0]

    def timed(*arrays: object) -> object:
        start = time.perf_counter()
        made = encode(*arrays)
        spent[0] += time.perf_counter() - start
        return made

    engine.encode = timed
    taken = seconds(nlp, texts)
    engine.encode = encode
    return spent[0] / taken


def figures(nlp: Language, folders: list[Path]) -> Score:
    """The score of a pipeline on labelled texts."""
    gold = [document for folder in folders for document in read_gold(folder)]
    return score(gold, {each.id: extract(each.text, id=each.id, pipeline=nlp) for each in gold})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--gold", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    texts = list(islice(articles(given.corpus), given.articles))
    words = sum(len(text.split()) for text in texts)
    found = engines(given.networks)
    every = found | plain(given.networks)
    best = dict.fromkeys(every, float("inf"))
    for _ in range(2):
        for name, nlp in every.items():
            best[name] = min(best[name], seconds(nlp, texts))
    print(f"{len(texts)} articles, {words} words, one process")
    for name, taken in best.items():
        share = f"; the encoder takes {encoding(found[name], texts[:100]):.0%}" if name in found else ""
        print(f"{name}: {words / taken:.0f} words a second{share}")
    for name, nlp in found.items() if given.gold else ():
        result = figures(nlp, given.gold).figures
        print(f"{name}: " + ", ".join(f"{n} {result[n].f1:.4f}" for n in SHOWN) + f" (n = {result['attribution'].gold})")


if __name__ == "__main__":
    main()
