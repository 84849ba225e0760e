"""Figures of `attribution batch` with the rules: reads JSON lines, prints speed, memory and what kill -9 does to the output.

    measure_batch.py [CORPUS] [--articles N] [--kills N] [--killed-articles N] [--parts kill,speed,memory,ray]

kill: a run with 2 workers is killed N times at random moments and gone on with, N times over; its output must be that of an
undisturbed run. speed: 1 and 2 workers. memory: the peak of each worker after 1/10 of the articles and after all.
ray: 2 local actors. Run it on a machine that does nothing else, in an environment with the extras archives and ray.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpora" / "jawhara.jsonl.xz"
LOOK = 0.1  # seconds between two looks at the memory


def prepared(corpus: Path, number: int, folder: Path) -> Path:
    """The first articles of a corpus as plain JSON lines."""
    path = folder / f"{number}.jsonl"
    opener = lzma.open if corpus.suffix == ".xz" else open
    with opener(corpus, "rt", encoding="utf-8") as lines:
        path.write_text("".join(islice(lines, number)), encoding="utf-8")
    return path


def start(source: Path, output: Path, workers: int, engine: str = "local") -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "attribution", "batch", str(source), "-o", str(output)]
    command += ["--workers", str(workers), "--engine", engine, "--pipeline", "rules"]
    return subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def kill(source: Path, folder: Path, times: int, seed: int) -> str:
    """How many of `times` runs, each killed at a random moment and resumed, end with the output of an undisturbed one."""
    before = time.monotonic()
    start(source, folder / "whole", 2).communicate()
    whole, taken = tree(folder / "whole"), time.monotonic() - before
    moments, same = random.Random(seed), 0
    for _ in range(times):
        running = start(source, folder / "killed", 2)
        time.sleep(moments.uniform(0, taken))
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        start(source, folder / "killed", 2).communicate()
        same += tree(folder / "killed") == whole
        shutil.rmtree(folder / "killed")
    return f"kill -9 at a random moment, then resumed: {same} of {times} identical"


def timed(source: Path, output: Path, workers: int, engine: str = "local") -> tuple[float, dict[str, bytes]]:
    """Seconds of a run, from the first shard that is ready, and its output."""
    running = start(source, output, workers, engine)
    begin = time.monotonic()
    while running.poll() is None and not list(output.glob("state/*.json")):
        time.sleep(LOOK)
    ready = time.monotonic()
    first = len(list(output.glob("state/*.json")))
    running.communicate()
    found = tree(output)
    shards = sum(name.startswith("state/") for name in found)
    print(f"{engine}, {workers} workers: {time.monotonic() - begin:.1f} s in all, first shard after {ready - begin:.1f} s")
    return (time.monotonic() - ready) / max(1, shards - first), found


def memory(source: Path, output: Path) -> int:
    """The highest resident memory in MB of any one worker of a run with 2 workers."""
    running, highest = start(source, output, 2), 0
    while running.poll() is None:
        highest = max([highest, *map(resident, children(running.pid))])
        time.sleep(LOOK)
    running.communicate()
    return highest


def children(parent: int) -> list[int]:
    found = subprocess.run(["ps", "--ppid", str(parent), "-o", "pid="], capture_output=True, text=True, check=False)
    return [int(word) for word in found.stdout.split()]


def resident(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return max((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), default=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--articles", type=int, default=10_057)
    parser.add_argument("--killed-articles", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--parts", default="kill,speed,memory,ray")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    parts = args.parts.split(",")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "kill" in parts:
            print(kill(prepared(args.corpus, args.killed_articles, folder), folder, args.kills, args.seed))
        source = prepared(args.corpus, args.articles, folder)
        words = sum(len(json.loads(line)["text"].split()) for line in source.open(encoding="utf-8"))
        print(f"{args.articles} articles, {words} words")
        if "speed" in parts or "ray" in parts:
            two, output = timed(source, folder / "two", 2)
            print(f"output: {sum(map(len, output.values())) / args.articles:.0f} bytes an article")
            if "speed" in parts:
                one, same = timed(source, folder / "one", 1)
                print(f"2 workers: {one / two:.2f} times the rate of 1; identical output: {same == output}")
            if "ray" in parts:
                ray, same = timed(source, folder / "ray", 2, "ray")
                print(f"Ray: {two / ray:.2f} times the local rate after start-up; identical output: {same == output}")
        if "memory" in parts:
            few = memory(prepared(args.corpus, args.articles // 10, folder), folder / "few")
            print(f"peak memory of a worker: {few} MB at {args.articles // 10}, {memory(source, folder / 'all')} MB at all")


if __name__ == "__main__":
    main()
