"""The manifest of a folder of results: reads what made it, refuses to mix in what something else would make."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..pipelines import __version__, shipped_folder
from .storage import Store

FILE = "manifest.json"
LIBRARIES = ("spacy", "onnxruntime", "tokenizers", "dateparser", "hijridate", "trafilatura")  # those that a result depends on


def manifest(pipeline: str, lexicons: Iterable[Path], options: dict[str, Any]) -> dict[str, Any]:
    """What the results depend on: checksums of the pipeline and of the user's words, versions, options."""
    return {
        "attribution": __version__,
        "pipeline": {"name": Path(pipeline).name, "digest": _pipeline_digest(pipeline)},
        "lexicons": [{"name": path.name, "digest": _digest([path], path.parent)} for path in lexicons],
        "libraries": {name: _version(name) for name in LIBRARIES},
        "options": options,
    }


def check(store: Store, wanted: dict[str, Any]) -> None:
    """UsageError where a folder has results of something else; nothing is written."""
    data = store.read(FILE)
    if data is None:
        if store.names("state", ".json"):
            raise UsageError(f"{store.address}: results without {FILE}: use another folder")
        return
    try:
        found = json.loads(data)
        differing = [name for name in wanted if found.get(name) != wanted[name]]
    except (ValueError, AttributeError):
        raise UsageError(f"{store.address}/{FILE}: not a manifest: use another folder") from None
    if differing:
        name = differing[0]
        problem = f"its results were made with {name} {_shown(found.get(name))}, not {_shown(wanted[name])}"
        raise UsageError(f"{store.address}: {problem}: use another folder")


def enter(store: Store, wanted: dict[str, Any]) -> None:
    """Write the manifest where it is not already so."""
    store.same(FILE, (json.dumps(wanted, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _pipeline_digest(pipeline: str) -> str:
    """A checksum of the package's code and words, and of the folder of a trained pipeline."""
    package = Path(__file__).parent.parent
    own = _digest((path for path in package.rglob("*") if path.suffix in (".py", ".tsv")), package)
    if pipeline == "rules":
        return own
    folder = shipped_folder() if pipeline == "hybrid" else Path(pipeline)
    return hashlib.sha256((own + _digest((path for path in folder.rglob("*") if path.is_file()), folder)).encode()).hexdigest()


def _digest(paths: Iterable[Path], root: Path) -> str:
    """A checksum of files with their names."""
    found = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in paths):
        with path.open("rb") as file:
            found.update(f"{name}\0".encode("utf-8", "surrogateescape") + hashlib.sha256(file.read()).digest())
    return found.hexdigest()
