"""The report: its pieces cover the text, hostile words stay words, files are read as other commands read them."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from conftest import SEEDS, TEXT, example
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from attribution import Document, document, types
from attribution.report import page
from attribution.report.data import LANES, Pieces, lanes, page_data
from attribution.report.page import labels, script_json
from attribution.types import Attribution, Span

# Words that would be more than words on a careless page.
HOSTILE = {
    "script": "<script>window.hacked = 1</script>",
    "end of script": "</script><script>window.hacked = 1</script>",
    "comment": "<!--<script>",
    "cdata": "]]><svg onload=window.hacked=1>",
    "double quote": '"><img src=x onerror="window.hacked = 1">',
    "single quote": "' onmouseover='window.hacked = 1' x='",
    "backtick": "`${window.hacked = 1}`",
    "template": "{{ 7 * 7 }}{% raw %}",
    "escaped": "\\u003cscript\\u003e &lt;b&gt; &#x202e;",
    "address": "javascript:window.hacked=1",
    "address with marks": "https://example.org/\u202e<b>\"'",
    "override": "\u202eمقلوب\u202c ثم \u202dabc",
    "isolates": "\u2066\u2067\u2068 بلا نهاية",
    "marks": "\u200f\u200e\u061c\u200d\u200c",
    "separators": "أ\u2028ب\u2029ج",
    "control": "\x00\x01\x1b[31m\x7f\x9b",
    "surrogate": "\ud800 وحده \udfff",
    "no character": "\ufffe\uffff\ufdd0",
    "tags": "\U000e0041\U000e007f",
    "byte order mark": "\ufeff",
    "prototype": "__proto__",
    "constructor": "constructor",
    "line ends": "أ\r\nب\rج\n\nد\x85ه",
    "long": "ـ" * 3000,
    "marks upon marks": "م" + "\u0651\u0650" * 200,
    "emoji": "😀👨‍👩‍👧",
}
UNSAFE = re.compile("[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def hostile(words: str, id: str = "") -> Document:
    """A document that has some words wherever words can stand."""
    text = f"قال {words} إن {words} غداً"
    source = {"start": 4, "end": 4 + len(words), "text": words}
    content = {"start": 8 + len(words), "end": 8 + 2 * len(words), "text": words}
    entity = {"id": words, "name": words, "kind": "person", "role": words, "aliases": [words]}
    found = {**example()["attributions"][0], "id": words, "cue": {"start": 0, "end": 3, "text": "قال"}, "cue_lemma": words}
    found |= {"source": source, "content": [content], "speakers": [words], "parent": words}
    found |= {"hedges": [{"kind": "epistemic", **content}], "circumstances": [{"kind": "time", **source, "iso": words}]}
    found |= {"by": [words, f"rule:{words}", f"speaker:{words}", f"stance:{words}@0-3", f"stance:{words}@9-{10**12}"]}
    meta = {words: words, "url": words, "title": words}
    return Document.from_dict({"id": id or words, "entities": [entity], "attributions": [found], "meta": meta}, text)


class Parsed(HTMLParser):
    """The start tags of a page with their attributes, and what stands in each script and style."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in ("script", "style") and data.strip():
            self.inside.append((self.tags[-1][0], data))


def data_of(html: str) -> Any:
    return json.loads(next(text for tag, text in Parsed(html).inside if tag == "script"))


def attribution(id: str, *spans: tuple[int, int]) -> Attribution:
    return Attribution(id, "direct", None, None, tuple(Span(start, end, "") for start, end in spans))


@pytest.mark.parametrize(
    ("text", "offsets", "pieces"),
    [
        ("", [], []),
        ("قال", [], ["قال"]),
        ("قال نعم", [4, 7, 0, 4], ["قال ", "نعم"]),
        ("سطر\r\nسطر\n", [1], ["س", "طر", "\r\n", "سطر", "\n"]),
        ("أ\n\nب", [2], ["أ", "\n", "\n", "ب"]),
        ("😀ب", [1], ["😀", "ب"]),
        ("أ\u2028\x85ب", [], ["أ", "\u2028\x85", "ب"]),
    ],
)
def test_pieces(text: str, offsets: list[int], pieces: list[str]) -> None:
    assert Pieces(text, offsets).texts == pieces


@settings(deadline=None)
@given(st.data())
def test_pieces_cover_the_text_and_each_span(data: st.DataObject) -> None:
    text = data.draw(st.text(st.sampled_from("قال نعم.\n\r\u2028\u202e<😀\ud800\x00"), max_size=40))
    place = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(place, place).map(sorted), max_size=8))
    pieces = Pieces(text, [offset for span in spans for offset in span])
    assert "".join(pieces.texts) == text and all(pieces.texts)
    for start, end in spans:
        first, after = pieces.range(start, end)
        assert "".join(pieces.texts[first:after]) == text[start:end]


@pytest.mark.parametrize(
    ("contents", "found"),
    [
        ([], []),
        ([[(0, 5)], [(5, 9)]], [0, 0]),
        ([[(0, 9)], [(2, 5)], [(3, 4)]], [0, 1, 2]),
        ([[(2, 5)], [(0, 9)]], [1, 0]),
        ([[(0, 5)], [(3, 9)], [(6, 10)]], [0, 1, 0]),
        ([[(6, 9), (0, 3)], [(4, 5)]], [0, 1]),
        ([[(0, 30 - n)] for n in range(LANES + 2)], [*range(LANES), LANES - 1, LANES - 1]),
    ],
    ids=["none", "beside", "nested", "inner first", "crossing", "in two parts", "too deep"],
)
def test_lanes(contents: list[list[tuple[int, int]]], found: list[int]) -> None:
    assert lanes([attribution(str(n), *spans) for n, spans in enumerate(contents)]) == found


@pytest.mark.parametrize(
    ("by", "found"),
    [
        ("speaker:flow", ["speaker", "flow", ""]),
        ("stance:cue@0-4", ["stance", "cue", TEXT[:4]]),
        ("stance:cue@4-4", ["stance", "cue@4-4", ""]),
        ("stance:cue@0-9999", ["stance", "cue@0-9999", ""]),
        ("stance:cue@-1-4", ["stance", "cue@-1-4", ""]),
        ("stance:cue@٠-٤", ["stance", "cue@٠-٤", ""]),
        (f"stance:cue@0-{'9' * 5000}", ["stance", f"cue@0-{'9' * 5000}", ""]),
        ("", ["", "", ""]),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_decided(by: str, found: list[str]) -> None:
    data = example()
    data["attributions"][0]["by"] = [by]
    (shown,) = page_data([Document.from_dict(data, TEXT)])["documents"]
    (step, what, first, end) = shown["statements"][0]["by"][0]
    assert [step, what, "".join(shown["pieces"][first:end])] == found


def test_the_same_speaker_of_two_documents_is_one() -> None:
    one, two = example(), {**example(), "id": "other"}
    two["entities"][0] = {**one["entities"][0], "name": "سلمى نجّار", "mentions": []}
    found = page_data(Document.from_dict(data, TEXT) for data in (one, two))
    assert [speaker["name"] for speaker in found["speakers"]] == ["سلمى نجار"]
    assert [each["statements"][0]["speakers"] for each in found["documents"]] == [[0], [0]]


@pytest.mark.parametrize(
    ("text", "meta", "title"),
    [
        ("\n \u200f\nعنوان\nنص", {}, "عنوان"),
        ("نص", {"title": "عنوان\u202e"}, "عنوان"),
        ("نص", {"title": 7}, "نص"),
        ("", {}, "doc"),
        ("كلمة " * 90, {}, ("كلمة " * 18)[:89] + "…"),
    ],
)
def test_titles(text: str, meta: dict[str, Any], title: str) -> None:
    (found,) = page_data([Document("doc", text, meta=meta)])["documents"]
    assert found["title"] == title


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_json_in_a_script_is_no_markup(words: str) -> None:
    text = script_json({words: [words]})
    assert json.loads(text) == {words: [words]}
    assert not set(text) & set("<>&") and not UNSAFE.search(text)
    assert text.encode("utf-8")


@settings(deadline=None)
@given(st.text())
def test_any_json_in_a_script_is_no_markup(words: str) -> None:
    assert json.loads(script_json([words])) == [words]
    assert not set(script_json([words])) & set("<>&\u202e\u2028")


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_no_words_change_the_markup(words: str) -> None:
    html = page([hostile(words)])
    assert Parsed(html).tags == Parsed(page([])).tags
    assert not UNSAFE.search(html) and html.encode("utf-8")
    (shown,) = data_of(html)["documents"]
    assert "".join(shown["pieces"]) == hostile(words).text
    assert shown["id"] == words and words in data_of(html)["speakers"][0]["name"]


def test_the_policy_allows_this_script_and_this_style_only() -> None:
    parsed = Parsed(page([hostile(HOSTILE["script"])]))
    policy = next(a["content"] for tag, a in parsed.tags if a.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.split(" ", 1) for rule in (policy or "").split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    inside = dict(parsed.inside)  # the last script is the one that runs
    for name, tag in (("script-src", "script"), ("style-src", "style")):
        digest = base64.b64encode(hashlib.sha256(inside[tag].encode("utf-8")).digest()).decode("ascii")
        assert rules[name] == f"'sha256-{digest}'"


def test_the_page_stands_alone() -> None:
    html = page([hostile("قول")])
    assert not re.search(r"""(src|href)\s*=\s*["'](?!#)|url\(|@import|innerHTML|eval\(""", html)


def test_labels() -> None:
    found = labels()
    assert all(arabic.strip() and english.strip() for arabic, english in found.values())
    groups = {"act": types.ACTS, "type": types.TYPES, "stance": types.STANCES, "kind": types.KINDS}
    groups |= {"hedge": types.HEDGES, "circumstance": types.CIRCUMSTANCES}
    assert {f"{group}.{value}" for group, values in groups.items() for value in values} <= found.keys()
    html = re.sub('<script type="application/json".*?</script>', "", page([]))
    assert set(re.findall(r'"((?:ui|role)\.[\w.-]+)"', html)) == {key for key in found if key.startswith(("ui.", "role."))}


def test_what_the_rules_say_has_labels(rules: Language) -> None:
    groups = {"rule": ("rule", "frame"), "speaker": ("speaker",), "stance": ("stanceby",)}
    for path in SEEDS.glob("*.txt"):
        for each in document(rules(path.read_text(encoding="utf-8"))).attributions:
            for step, _, what in (by.partition("@")[0].partition(":") for by in each.by):
                values = what.split("-", 1) if step == "rule" else [what]
                assert {f"{group}.{value}" for group, value in zip(groups[step], values)} <= labels().keys()


def _light(colour: str) -> float:
    """The relative luminance of a colour, #rrggbb: WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, two: str) -> float:
    dark, light = sorted((_light(one), _light(two)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "soft", "content", "cue", "source", "hedge", "circumstance"])
def test_colours_can_be_read(name: str, scheme: int) -> None:
    style = dict(Parsed(page([])).inside)["style"]
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style.split(":root {")[scheme + 1].split("}")[0]))
    back = ("paper", "back") if name == "soft" else ("paper", "chosen")
    assert all(_contrast(colours[name], colours[other]) >= 4.5 for other in back)  # level AA of WCAG
