"""The page itself: reads Documents, labels.tsv and the templates, returns one HTML file that needs nothing else.

Nothing of a document is ever written as markup: all of it stands in one block of JSON in which every character that
markup or the direction of lines could hang on is escaped, and the page puts it in place as text. A content security policy
allows only the style and the script of the templates, by their digests, so that nothing else could run anyway.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..types import Document
from .data import page_data

LABELS = "labels.tsv"
SCRIPTS = ("base.js", "text.js", "list.js", "page.js")  # one script, in this order
# Markup, control characters, what changes the direction of a line, what ends lines of a script, lone surrogates.
_UNSAFE = re.compile("[<>&\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]")


def page(documents: Iterable[Document]) -> str:
    """The page of some documents, in their order; a SpanError where a span of one is not its slice."""
    data = page_data(document.check() for document in documents)
    style, script = _source("page.css"), "\n".join(map(_source, SCRIPTS))
    return _environment().get_template("page.html").render(
        policy=_policy(style, script),
        style=Markup(style),
        script=Markup(script),
        labels=labels(),
        data=script_json(data | {"labels": labels()}),
    )


def script_json(data: Any) -> Markup:
    """Data as JSON that can stand in a script element: it holds no markup, no direction mark and no lone surrogate."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


@cache
def labels() -> dict[str, tuple[str, str]]:
    """The words of the page by key, such as "act.deny": Arabic and English."""
    lines = (files(__package__) / LABELS).read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["key"]: (row["arabic"], row["english"]) for row in rows}


def _policy(style: str, script: str) -> str:
    """The content security policy: this style and this script, no other, and nothing from elsewhere."""
    rules = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]
    rules += [f"style-src {_digest(style)}", f"script-src {_digest(script)}"]
    return "; ".join([*rules, "require-trusted-types-for 'script'", "trusted-types 'none'"])


def _digest(source: str) -> str:
    digest = base64.b64encode(hashlib.sha256(source.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


@cache
def _environment() -> Environment:
    loader = PackageLoader(__package__, "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)


def _source(name: str) -> str:
    """The text of a template that becomes the inside of an element, so that it must not hold the element's end tag."""
    return (files(__package__) / "templates" / name).read_text(encoding="utf-8")
