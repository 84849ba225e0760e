"""The report in a real Chromium, headless: what it shows, where clicks and keys lead, and that no words of a text run."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import TEXT, example
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait
from test_report import HOSTILE, hostile

from attribution import Document
from attribution.report import page

OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1300,900"),
)
WAIT = 10  # seconds at most
REORDERING = re.compile("[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
SPOKEN = "قالت سلمى نجار إن الحارس رامي زيدان «أكد أن الباب مغلق»، ثم نفى زيدان ذلك، متجاهلاً ما رآه الناس."


def spoken() -> Document:
    """Three statements of two speakers: one in another, which it shares words with, and one that the writer disputes."""

    def span(part: str) -> dict[str, Any]:
        return {"start": SPOKEN.index(part), "end": SPOKEN.index(part) + len(part), "text": part}

    comment = span("متجاهلاً")
    dispute = ["speaker:name", f"stance:comment@{comment['start']}-{comment['end']}"]
    plain = {**example()["attributions"][0], "hedges": [], "by": [], "source": None}
    first = {**plain, "cue": span("قالت"), "content": [span("الحارس رامي زيدان «أكد أن الباب مغلق»")], "stance": "neutral"}
    second = {**plain, "id": "a2", "cue": span("أكد"), "content": [span("الباب مغلق")], "act": "affirm", "type": "direct"}
    second |= {"speakers": ["e2"], "parent": "a1", "stance": "neutral"}
    third = {**plain, "id": "a3", "cue": span("نفى"), "source": span("زيدان ذلك")}
    third |= {"content": [span("ذلك، متجاهلاً ما رآه")], "speakers": ["e2"], "act": "deny", "stance": "dispute", "by": dispute}
    people = [{"id": f"e{n}", "name": name, "kind": "person"} for n, name in enumerate(("سلمى نجار", "رامي زيدان"), 1)]
    return Document.from_dict({"id": "spoken", "entities": people, "attributions": [first, second, third]}, SPOKEN)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium chromium-driver)")
    options = ChromeOptions()
    options.binary_location = chromium
    for option in (*OPTIONS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    found = Chrome(options=options, service=Service(driver))
    yield found
    found.quit()


@pytest.fixture
def load(browser: Chrome, tmp_path: Path) -> Iterator[Callable[..., Chrome]]:
    """Opens the page of some documents; in the end nothing may have been wrong with it, nor have asked for anything."""

    def opened(*documents: Document, place: str = "") -> Chrome:
        path = tmp_path / "page.html"
        path.write_text(page(documents), encoding="utf-8")
        browser.get("about:blank")
        browser.get(path.as_uri() + place)
        return browser

    browser.get_log("browser")
    yield opened
    assert browser.get_log("browser") == []
    assert browser.execute_script("return performance.getEntriesByType('resource').map((entry) => entry.name)") == []
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def all_of(browser: Chrome, selector: str) -> list[WebElement]:
    return browser.find_elements(By.CSS_SELECTOR, selector)


def one(browser: Chrome, selector: str) -> WebElement:
    """The first element, waited for, since a list is filled after the event that opens it."""
    return WebDriverWait(browser, WAIT).until(lambda page: page.find_element(By.CSS_SELECTOR, selector))


def texts(browser: Chrome, selector: str) -> list[str]:
    return [str(each.get_property("textContent")) for each in all_of(browser, selector)]


def test_the_article_and_its_marks(load: Callable[..., Chrome]) -> None:
    browser = load(spoken())
    assert texts(browser, "#text") == [SPOKEN]
    assert texts(browser, "#text .cue") == ["قالت", "أكد", "نفى"]
    assert "".join(texts(browser, "#text .depth1, #text .depth2")[:5]) == "الحارس رامي زيدان «أكد أن الباب مغلق»"
    assert texts(browser, "#text .depth2") == ["الباب مغلق"]
    assert texts(browser, "#text .source.source") == ["زيدان ", "ذلك"]  # the content crosses the source
    lines = "return document.querySelector('.depth2').style.cssText"
    assert browser.execute_script(lines) == "--lane0: var(--neutral); --lane1: var(--neutral);"
    assert [each.get_attribute("data-number") for each in all_of(browser, "#text .number")] == ["1", "2", "3"]


def test_the_list_by_speaker(load: Callable[..., Chrome]) -> None:
    browser = load(spoken())
    assert texts(browser, ".group summary > bdi") == ["رامي زيدان", "سلمى نجار"]
    assert texts(browser, ".said") == ["الباب مغلق", "ذلك، متجاهلاً ما رآه", "الحارس رامي زيدان «أكد أن الباب مغلق»"]
    assert texts(browser, ".chip.act") == ["تأكيد", "نفي", "إخبار"]
    assert "ضمن القول 1 (سلمى نجار)" in texts(browser, ".card.child .from")
    reasons = texts(browser, ".why")[1]
    assert "سُمّي بجانب لفظ القول" in reasons and "تعليق الكاتب: متجاهلاً" in reasons and "50%" in reasons


def test_from_the_list_to_the_text_and_back(load: Callable[..., Chrome]) -> None:
    browser = load(spoken())
    one(browser, ".group:nth-child(1) .card:nth-child(2) .number").click()
    assert browser.switch_to.active_element.get_attribute("id") == ""
    assert browser.execute_script("return document.activeElement.closest('#text') !== null")
    assert texts(browser, "#text .on") == ["نفى", "زيدان ", "ذلك", "، ", "متجاهلاً", " ما رآه"]
    assert texts(browser, "#text .evidence") == ["متجاهلاً"]
    assert browser.current_url.endswith("#1.3")
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert browser.execute_script("return document.activeElement.closest('.card.chosen') !== null")
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not all_of(browser, ".chosen, .on, .evidence, [aria-current]")


def test_a_click_on_the_text_goes_to_the_shortest_statement_then_outwards(load: Callable[..., Chrome]) -> None:
    browser = load(spoken())
    for number in ("2", "1", "2"):
        one(browser, "#text .depth2").click()
        assert one(browser, ".card.chosen .number").get_attribute("data-number") == number


def test_an_address_leads_to_a_statement(load: Callable[..., Chrome]) -> None:
    browser = load(Document("first", "لا قول هنا"), spoken(), place="#2.2")
    assert texts(browser, ".card.chosen .said") == ["الباب مغلق"]
    assert texts(browser, "#place") == ["2 / 2"]
    one(browser, "#previous").click()
    assert (texts(browser, "#text"), texts(browser, "#groups")) == (["لا قول هنا"], ["لا أقوال هنا."])


def test_the_keyboard_reaches_everything(load: Callable[..., Chrome]) -> None:
    browser = load(spoken(), Document("other", "نص"))
    seen, outlines = [], []
    for _ in range(40):
        one(browser, "body").send_keys(Keys.TAB)
        name, outline = browser.execute_script(
            "const e = document.activeElement; return [e.id || e.className || e.tagName, getComputedStyle(e).outlineStyle]"
        )
        seen.append(name)
        outlines.append(outline if name != "BODY" else "solid")
    assert {"skip", "document", "next", "language", "speaker", "act", "stance", "type", "scope", "SUMMARY"} <= set(seen)
    assert seen.count("number") >= 6 and set(outlines) == {"solid"}


@pytest.mark.parametrize(
    ("name", "value", "numbers"),
    [
        ("speaker", "1", ["2", "3"]),
        ("act", "deny", ["3"]),
        ("stance", "neutral", ["1", "2"]),
        ("type", "direct", ["2"]),
    ],
)
def test_filters(load: Callable[..., Chrome], name: str, value: str, numbers: list[str]) -> None:
    browser = load(spoken())
    Select(one(browser, f"#{name}")).select_by_value(value)
    for place in ("#text", "#groups"):
        assert sorted(str(each.get_attribute("data-number")) for each in all_of(browser, f"{place} .number")) == numbers
    assert texts(browser, "#count") == [f"{len(numbers)} من 3"]
    assert texts(browser, "#text") == [SPOKEN]
    one(browser, "#clear").click()
    assert len(all_of(browser, ".card")) == 3


def test_the_statements_of_all_articles(load: Callable[..., Chrome]) -> None:
    browser = load(Document.from_dict(example(), TEXT), spoken())
    Select(one(browser, "#scope")).select_by_value("all")
    assert texts(browser, ".group summary > bdi") == ["سلمى نجار", "رامي زيدان"]
    one(browser, ".group:nth-child(2) summary").click()
    one(browser, ".group:nth-child(2) .card .number").click()
    assert (texts(browser, "#place"), texts(browser, ".card.chosen .said")) == (["2 / 2"], ["الباب مغلق"])


def test_marks_can_be_taken_off(load: Callable[..., Chrome]) -> None:
    browser = load(spoken())
    one(browser, "#legend input[value=cue]").click()
    assert (texts(browser, "#text .cue"), texts(browser, "#text")) == ([], [SPOKEN])


def test_in_english(load: Callable[..., Chrome]) -> None:
    browser = load(spoken())
    one(browser, "#language").click()
    assert [one(browser, "html").get_attribute(name) for name in ("lang", "dir")] == ["en", "ltr"]
    assert [one(browser, "#text").get_attribute(name) for name in ("lang", "dir")] == ["ar", "rtl"]
    assert texts(browser, ".chip.act") == ["affirm", "deny", "state"]


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 254, 251)"), ("dark", "rgb(27, 30, 35)")])
def test_light_and_dark(load: Callable[..., Chrome], scheme: str, paper: str) -> None:
    browser = load(spoken())
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    assert browser.execute_script("return getComputedStyle(document.getElementById('reading')).backgroundColor") == paper


def test_print_shows_the_article_and_every_detail(load: Callable[..., Chrome]) -> None:
    browser = load(spoken(), Document.from_dict(example(), TEXT))
    Select(one(browser, "#scope")).select_by_value("all")
    assert all_of(browser, ".card") == []
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    browser.execute_script("window.dispatchEvent(new Event('beforeprint'))")
    shown = {name: one(browser, name).is_displayed() for name in ("#text", "#groups", ".why dl", "nav", "#filters")}
    assert shown == {"#text": True, "#groups": True, ".why dl": True, "nav": False, "#filters": False}
    assert len(all_of(browser, ".card")) == 4


@pytest.mark.parametrize("width", [320, 420, 900])
@pytest.mark.parametrize("place", ["#1.3", "#2.1"])
def test_a_narrow_window_needs_no_scrolling_sideways(load: Callable[..., Chrome], width: int, place: str) -> None:
    browser = load(spoken(), hostile(HOSTILE["long"]), place=place)
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    assert all_of(browser, ".card.chosen")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_hostile_words_neither_run_nor_reorder(load: Callable[..., Chrome]) -> None:
    tags = _tags(load(hostile("https://example.org/"), place="#1.1"))
    browser = load(*(hostile(words, f"{n}{words}") for n, words in enumerate(HOSTILE.values())))
    one(browser, "#language").click()
    for number, (name, words) in enumerate(HOSTILE.items()):
        Select(one(browser, "#document")).select_by_value(str(number))
        browser.execute_script("document.querySelector('#text .number').click()")
        assert _tags(browser) <= tags, name
        assert not REORDERING.search(_shown(browser)), name
        found = browser.execute_script("return document.getElementById('text').textContent.toWellFormed()")
        assert found == _seen(hostile(words).text), name
    assert browser.execute_script("return [typeof window.hacked, document.title]") == ["undefined", "Who said what?"]


def _seen(text: str) -> str:
    """The text as an article shows it: no line ends, no characters that reorder or that no font has."""
    text = re.sub("[\n\r\v\f\x85\u2028\u2029\U000e0000-\U000e007f]", "", REORDERING.sub("", text))
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _tags(browser: Chrome) -> set[str]:
    """The names of the elements of the page."""
    return set(browser.execute_script("return [...document.querySelectorAll('*')].map((e) => e.tagName)"))


def _shown(browser: Chrome) -> str:
    """All words and attributes that the page holds, outside its block of data and its script."""
    return browser.execute_script(
        "const nodes = [...document.querySelectorAll('body *:not(script):not(noscript)')];"
        "const words = (e) => [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data);"
        "return nodes.flatMap((e) => [...e.attributes].map((a) => a.value).concat(words(e))).join(' ').toWellFormed()"
    )


def test_the_policy_stops_what_is_put_into_the_file(browser: Chrome, tmp_path: Path) -> None:
    put = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'><style>#text { display: none }</style>"
    put += "<a id=it href='javascript:window.hacked=1'>x</a>"
    path = tmp_path / "page.html"
    path.write_text(page([spoken()]).replace("</main>", f"</main>{put}"), encoding="utf-8")
    browser.get(path.as_uri())
    browser.execute_script("document.getElementById('it').click()")
    assert browser.execute_script("return typeof window.hacked") == "undefined"
    assert one(browser, "#text").is_displayed() and texts(browser, "#text") == [SPOKEN]
    assert sum("Content Security Policy" in entry["message"] for entry in browser.get_log("browser")) >= 4


def test_many_statements_in_each_other(load: Callable[..., Chrome]) -> None:
    text = "كلمة " * 1000
    plain = {**example()["attributions"][0], "cue": None, "source": None, "hedges": [], "speakers": [], "by": []}
    spans = [{"start": n, "end": 5000 - n, "text": text[n : 5000 - n]} for n in range(1000)]
    found = [{**plain, "id": str(n), "content": [span]} for n, span in enumerate(spans)]
    browser = load(Document.from_dict({"id": "deep", "entities": [], "attributions": found}, text), place="#1.999")
    assert texts(browser, "#text") == [text]
    assert len(all_of(browser, "#text .number")) == 1000 and len(all_of(browser, ".card.chosen")) == 1


@pytest.mark.parametrize("documents", [[], [Document("empty", "")], [Document("blank", "\n\n")]])
def test_nothing_to_show_is_said(load: Callable[..., Chrome], documents: list[Document]) -> None:
    browser = load(*documents)
    assert texts(browser, "#groups") == ["لا أقوال هنا."]
    assert texts(browser, "#text") == ["" if documents else "لا مقالات في هذه الصفحة."]
