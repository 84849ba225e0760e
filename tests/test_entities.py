"""Entities: which mentions are one, and under which name."""

from __future__ import annotations

import pytest

import attribution
from attribution import Entity


def _entities(text: str) -> list[Entity]:
    return list(attribution.extract(text, pipeline="rules").entities)


SAME = [
    ("قالت الناطقة داريا زخارينا إن الرد جاهز. وأكدت زاخارينا أن موسكو صبورة.", "داريا زخارينا"),
    ("قال النائب طه المنذري إن القانون سيمر. وأكد المنذري أن المعارضة ضعيفة.", "طه المنذري"),
    ("قال الطبيب عبدالكريم الهواري إن اللقاح آمن. وقال عبد الكريم الهواري إن الجرعة واحدة.", "عبد الكريم الهواري"),
    ("ماكفرسون: القارب غرق\n\nقال جون ماكفرسون إن البحث مستمر.", "جون ماكفرسون"),
    ("قال بيرغمان إن الجسر آمن. وكان المهندس لارس بيرغمان قد بنى الجسر.", "لارس بيرغمان"),
    ("قالت منظمة الأغذية والزراعة (الفاو) إن القمح قليل. وأضافت الفاو أن السعر سيرتفع.", "منظمة الأغذية والزراعة"),
]


@pytest.mark.parametrize(("text", "name"), SAME)
def test_one_speaker_under_the_fullest_name(text: str, name: str) -> None:
    assert [entity.name for entity in _entities(text)] == [name]


APART = [
    "قال رياض الحجار إن الوفد جاهز. وقال ناصر الحجار إن الوفد ناقص.",
    "أكد المتحدث باسم وزارة العدل جهاد زيدان أن العفو صدر. وقالت وزارة العدل إن القوائم ستُنشر.",
    "قالت الخارجية الألمانية إن السفارة فُتحت. وقالت الخارجية الهولندية إن سفارتها مغلقة.",
    "قال محمد الراوي إن البيت قديم. وقال محمود الراوي إن البيت جديد.",
]


@pytest.mark.parametrize("text", APART)
def test_two_speakers_stay_two(text: str) -> None:
    assert len(_entities(text)) == 2


def test_role_aliases_and_mentions() -> None:
    text = "قال وزير المالية حسان العبدلله إن العجز تراجع. وأكد الوزير أن الضرائب لن ترتفع."
    (entity,) = _entities(text)
    assert entity.role == "وزير المالية"
    assert [text[m.start : m.end] for m in entity.mentions] == [m.text for m in entity.mentions]
    assert len(entity.mentions) == 2
