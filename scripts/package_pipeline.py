"""Make the folder of a pipeline from trained networks and the weights of its confidence: reads both, writes what spaCy loads.

    python scripts/package_pipeline.py NETWORKS weights.json OUTPUT
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from attribution.neural.engine import FILES
from attribution.pipelines import hybrid


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("networks", "weights", "output"):
        arguments.add_argument(name, type=Path)
    given = arguments.parse_args()
    networks = {name: (given.networks / name).read_bytes() for name in FILES}
    hybrid({}, networks, json.loads(given.weights.read_text("utf-8"))).to_disk(given.output)


if __name__ == "__main__":
    main()
