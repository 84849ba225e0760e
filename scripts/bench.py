"""Speed and memory of the pipelines: reads a corpus of JSON lines (.jsonl or .jsonl.xz), prints figures as ratios of one run.

    bench.py [CORPUS] [--articles N] [--memory N]

Without a corpus the authored texts of seeds/ are repeated. Needs the installed package and nothing else.
"""

from __future__ import annotations

import argparse
import json
import lzma
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import spacy
from rich.console import Console
from rich.table import Table
from spacy.language import Language

import attribution
from attribution.maker import maker
from attribution.pipelines import PIPELINES
from attribution.standoff import json_line

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpora" / "jawhara.jsonl.xz"
ENCODER = "its encoder"
ORDER = (
    *("tokenizer", "attribution_norm", "attribution_quotes", "attribution_statements", "attribution_tagger", ENCODER),
    *("attribution_results", "Document", "JSON"),
)
SCALES = (1, 10, 100)
BASE_WORDS = 2_000  # words of the text that is repeated 1, 10 and 100 times


def articles(corpus: Path | None) -> Iterator[str]:
    """The texts of a corpus; the authored ones over and over where there is none."""
    if corpus is None or not corpus.exists():
        texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds" / "authored").glob("*.txt"))]
        yield from cycle(texts)
        return
    opener = lzma.open if corpus.suffix == ".xz" else open
    with opener(corpus, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["text"] for line in lines)


def seconds(nlp: Language, texts: list[str]) -> float:
    """The time of one pass over the texts."""
    start = time.perf_counter()
    for _ in nlp.pipe(texts):
        pass
    return time.perf_counter() - start


def speeds(texts: list[str]) -> Table:
    """Words a second of the blank tokenizer and of the rules: at the first reading, and the best of three more in turns."""
    words = sum(len(text.split()) for text in texts)
    pipelines = {"spacy.blank('ar')": spacy.blank("ar"), "rules": attribution.load("rules")}
    first: dict[str, float] = {}
    for name, nlp in pipelines.items():
        nlp.max_length = 10**9
        first[name] = seconds(nlp, texts)
    best = dict.fromkeys(pipelines, float("inf"))
    for _ in range(3):
        for name, nlp in pipelines.items():
            best[name] = min(best[name], seconds(nlp, texts))
    table = Table(
        "pipeline",
        "first: words/s",
        "ratio",
        "again: words/s",
        "ratio",
        title=f"{len(texts)} articles, {words} words, one process",
    )
    blank = next(iter(pipelines))
    for name in pipelines:
        cells = [(f"{words / taken[name]:,.0f}", f"1/{taken[name] / taken[blank]:.1f}") for taken in (first, best)]
        table.add_row(name, *cells[0], *cells[1])
    return table


class Clock:
    """Adds up the time of calls by name; `of` makes a function that is timed."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}

    def of(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any) -> Any:
            start = time.process_time()
            found = function(*arguments)
            self.taken[name] = self.taken.get(name, 0.0) + time.process_time() - start
            return found

        return timed


def stages(texts: list[str]) -> Table:
    """The share of each stage in the processor time of both pipelines, of texts that are read for the first time."""
    names = PIPELINES[::-1]  # the rules first: they share what they know of words with the hybrid
    table = Table("stage", *names, title=f"shares of the processor time, {len(texts)} articles")
    found = {name: shares(name, texts) for name in names}
    for stage in found["hybrid"]:
        table.add_row(stage, *(f"{rows[stage]:.1%}" if stage in rows else "" for rows in found.values()))
    return table


def shares(pipeline: str, texts: list[str]) -> dict[str, float]:
    """The part of the time that each stage of a pipeline takes; the encoder is part of the tagger."""
    nlp, clock = maker(pipeline).nlp, Clock()
    steps = [clock.of("tokenizer", nlp.make_doc)]
    for name, component in nlp.pipeline:
        if name == "attribution_tagger":
            component.reader.engine.encode = clock.of(ENCODER, component.reader.engine.encode)
        steps.append(clock.of(name, component))
    steps += [clock.of("Document", attribution.document), clock.of("JSON", json_line)]
    for found in texts:
        for step in steps:
            found = step(found)
    whole = sum(value for name, value in clock.taken.items() if name != ENCODER)
    return {name: clock.taken[name] / whole for name in sorted(clock.taken, key=ORDER.index)}


def scaling(texts: list[str]) -> Table:
    """Time a word of one text at 1, 10 and 100 times its length."""
    nlp = attribution.load("rules")
    words, parts = 0, []
    for text in texts:
        parts.append(text)
        words += len(text.split())
        if words >= BASE_WORDS:
            break
    base = "\n".join(parts)
    nlp("\n".join([base] * 2))
    per_word = {scale: min(seconds(nlp, ["\n".join([base] * scale)]) for _ in range(3)) / (words * scale) for scale in SCALES}
    table = Table("length", "µs a word", "ratio", title=f"one text of {words} words, repeated")
    for scale, taken in per_word.items():
        table.add_row(f"{scale}×", f"{taken * 1e6:.1f}", f"{taken / per_word[1]:.2f}")
    return table


def memory(corpus: Path | None, number: int) -> str:
    """The peak memory of `attribution extract` over so many articles from a file, streamed to a file."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        with source.open("w", encoding="utf-8") as lines:
            for i, text in enumerate(islice(articles(corpus), number)):
                lines.write(json.dumps({"id": f"{i:06}", "text": text}, ensure_ascii=False) + "\n")
        command = [sys.executable, "-m", "attribution", "extract", str(source), "-o", str(Path(folder) / "out.jsonl")]
        command += ["--pipeline", "rules"]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return f"peak memory of extract over {number} articles, rules: {peak:.0f} MB"


HYBRID = """
import json, resource, sys, time
start = time.perf_counter()
import attribution
nlp = attribution.load("hybrid")
nlp("قال الوزير إن الخطة جاهزة.")
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"hybrid: first document after {time.perf_counter() - start:.1f} s, {peak():.0f} MB")
texts = json.load(open(sys.argv[1], encoding="utf-8"))
engine, spent = nlp.get_pipe("attribution_tagger").reader.engine, 0.0
encode = engine.encode
def timed(*arrays):
    global spent
    before = time.perf_counter()
    found = encode(*arrays)
    spent += time.perf_counter() - before
    return found
engine.encode = timed
start = time.perf_counter()
for _ in nlp.pipe(texts):
    pass
taken = time.perf_counter() - start
words = sum(len(text.split()) for text in texts)
rate, share = words / taken, spent / taken
print(f"hybrid: {rate:.0f} words a second, {share:.0%} of it the encoder; {peak():.0f} MB after {len(texts)} articles")
"""


def hybrid(texts: list[str]) -> None:
    """Print load time, words a second, the encoder's share and memory of the trained pipeline, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.json"
        path.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
        subprocess.run([sys.executable, "-c", HYBRID, str(path)], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--memory", type=int, default=10_000, help="articles of the memory run; 0 leaves it out")
    args = parser.parse_args()
    texts = list(islice(articles(args.corpus), args.articles))
    console = Console()
    console.print(speeds(texts), stages(texts[:500]), scaling(texts))
    hybrid(texts)
    if args.memory:
        console.print(memory(args.corpus, args.memory))


if __name__ == "__main__":
    main()
