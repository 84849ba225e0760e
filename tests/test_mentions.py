"""Mentions: names, titles, bodies and lists in one phrase."""

from __future__ import annotations

import pytest

import attribution
from attribution.rules.issuers import issuer
from attribution.rules.lists import mentions
from attribution.rules.mentions import Mention
from attribution.rules.names import keys, skeleton
from attribution.rules.statements import view_of
from attribution.rules.view import View

NLP = attribution.load("rules")


def _view(phrase: str) -> View:
    return view_of(NLP(phrase), NLP.get_pipe("attribution_results").vocabulary)


def _mentions(phrase: str, plural: bool = False) -> list[Mention]:
    view = _view(phrase)
    return mentions(view, (0, len(view)), plural)


NAMES = [
    ("الوزيرة سلمى الزهيري", "سلمى الزهيري", "الوزيرة"),
    ("رئيس اللجنة، هيثم عبد الغفور", "هيثم عبد الغفور", "رئيس اللجنة"),
    ("هيثم عبد الغفور، رئيس اللجنة", "هيثم عبد الغفور", "رئيس اللجنة"),
    ("المتحدثة باسم وزارة الخارجية “يلينا غوربونوفا”", "يلينا غوربونوفا", "المتحدثة باسم وزارة الخارجية"),
    ("طبيب النادي د.هيثم الرحباني", "هيثم الرحباني", "طبيب النادي د"),
    ("بن يوسف", "بن يوسف", ""),
    ("أم سيف", "أم سيف", ""),
    ("صلاح الدين المقداد", "صلاح الدين المقداد", ""),
    ("أنور بن سالم آل حمود", "أنور بن سالم آل حمود", ""),
    ("لورا ماير-هولت، محامية الزوجين", "لورا ماير-هولت", "محامية الزوجين"),
    ("المبعوث الأمريكي إلى شمال شرق سوريا وارن ديكنز", "وارن ديكنز", "المبعوث الأمريكي إلى شمال شرق سوريا"),
    ("أحدهم، وهو المزارع العجوز باكير ساديروف", "باكير ساديروف", ""),
    ("شقيقته زينب الموسوي", "زينب الموسوي", "شقيقته"),
    ("شوقي الطبيب", "شوقي الطبيب", ""),
]


@pytest.mark.parametrize(("phrase", "name", "role"), NAMES)
def test_a_person_has_a_name_without_its_title(phrase: str, name: str, role: str) -> None:
    (found,) = _mentions(phrase)
    assert (found.name, found.kind) == (name, "person")
    assert not role or found.role == role


DESCRIPTIONS = [
    ("مصادر مطلعة", "مصادر مطلعة", "group"),
    ("شهود عيان تواصلت معهم الصحيفة", "شهود عيان", "group"),
    ("مصدر أمني رفيع، طلب عدم ذكر اسمه", "مصدر أمني رفيع", "person"),
    ("متحدث باسم الشرطة", "متحدث باسم الشرطة", "person"),
    ("وزارة الصحة", "وزارة الصحة", "government"),
    ("موسكو", "موسكو", "government"),
    ("منظمة «بحار نظيفة» (بن)", "منظمة بحار نظيفة", "organization"),
    ("صحيفة “المرصاد”", "صحيفة المرصاد", "media"),
    ("للمسؤول", "المسؤول", "person"),
    ("عمال المنجم", "عمال المنجم", "group"),
]


@pytest.mark.parametrize(("phrase", "name", "kind"), DESCRIPTIONS)
def test_the_rest_is_described(phrase: str, name: str, kind: str) -> None:
    (found,) = _mentions(phrase)
    assert (found.name, found.kind) == (name, kind)


LISTS = [
    ("النائبتان هبة المنصور وسوسن الأديب", False, ["هبة المنصور", "سوسن الأديب"]),
    ("كل من وليد شحرور وناجي الخطيب", False, ["وليد شحرور", "ناجي الخطيب"]),
    ("المحافظ والمديرة الإقليمية", False, ["المحافظ", "المديرة الإقليمية"]),
    ("طبيبان من الطوارئ، هما سنان رافع وعلي جابر", True, ["سنان رافع", "علي جابر"]),
    ("وزارة الصحة ووزارة التعليم", False, ["وزارة الصحة", "وزارة التعليم"]),
    ("القاهرة والخرطوم", False, ["القاهرة", "الخرطوم"]),
    ("وزير الطاقة والمناجم عماد السالمي", False, ["عماد السالمي"]),
    ("حارس مرمى المنتخب وفريق الميناء", False, ["حارس مرمى المنتخب وفريق الميناء"]),
]


@pytest.mark.parametrize(("phrase", "plural", "names"), LISTS)
def test_lists(phrase: str, plural: bool, names: list[str]) -> None:
    assert [found.name for found in _mentions(phrase, plural)] == names


def test_a_list_takes_the_gender_of_its_title() -> None:
    assert {found.gender for found in _mentions("النائبتان رام القاسمي ونون المسلم")} <= {"f"}


def test_a_womans_name_goes_before_a_masculine_title() -> None:
    assert _mentions("النائب سعاد المرعي")[0].gender == "f"


ISSUERS = [
    ("بيان لوزارة البيئة", "لوزارة البيئة"),
    ("تقرير صادر عن منظمة العمل", "منظمة العمل"),
    ("استطلاع أجراه معهد الرأي", "معهد الرأي"),
    ("تقرير في الصحيفة", None),
    ("دراسة جديدة", None),
    ("تقرير من 68 صفحة", None),
]


@pytest.mark.parametrize(("phrase", "maker"), ISSUERS)
def test_issuers(phrase: str, maker: str | None) -> None:
    view = _view(phrase)
    found = issuer(view, 0, len(view))
    assert (view.slice(*found) if found else None) == maker


def test_name_parts_are_compared_without_article_and_nasab() -> None:
    assert keys("رياض بن يوسف") == ("رياض", "يوسف")
    assert keys("عبد الكريم الهواري") == ("عبدكريم", "هواري")
    assert skeleton("زاخارينا") == skeleton("زخارينا")
