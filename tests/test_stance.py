"""Stance: own sentences and how their writer stands to the content; near twins differ in one word."""

from __future__ import annotations

import pytest
from conftest import labelled

ROWS = [
    # the cue
    ("أكد الناطق أن المخزن فارغ.", "أكد", "neutral"),
    ("زعم الناطق أن المخزن فارغ.", "زعم", "distance"),
    ("ادّعى الناطق أن المخزن فارغ.", "ادّعى", "distance"),
    ("كشف الناطق أن المخزن فارغ.", "كشف", "endorse"),
    ("أقرّ الناطق بأن المخزن فارغ.", "أقرّ", "endorse"),
    ("اعترف الناطق بأن المخزن فارغ.", "اعترف", "endorse"),
    ("أضاف الناطق أن المخزن فارغ.", "أضاف", "neutral"),
    ("أوضح الناطق أن المخزن فارغ.", "أوضح", "neutral"),
    ("قيل إن المخزن فارغ.", "قيل", "distance"),
    # a phrase of the writer about the speaker's words
    ("قال الناطق إن المخزن فارغ، على حد تعبيره.", "قال", "distance"),
    ("قال الناطق إن المخزن فارغ، على حد قوله.", "قال", "distance"),
    ("قالت الناطقة إن المخزن فارغ، وفق وصفها.", "قالت", "distance"),
    ("قالت الناطقة إن المخزن، بحسب تعبيرها، فارغ.", "قالت", "distance"),
    ("قال الناطق إن المخزن فارغ، بحسب البيان.", "قال", "neutral"),
    ("قال الناطق إن المخزن فارغ، وفق المصدر نفسه.", "قال", "neutral"),
    ("أقرّ الناطق بأن المخزن فارغ، بحسب تعبيره.", "أقرّ", "distance"),
    ("هاجم الناطق من أسماهم «الخونة».", "هاجم", "distance"),
    ("هاجم الناطق جيرانه القدامى.", "هاجم", "neutral"),
    ("انتقدت النائبة ما وصفته بـ«الصمت المريب».", "انتقدت", "distance"),
    ("انتقدت النائبة صمت الحكومة.", "انتقدت", "neutral"),
    # loaded names and plain ones
    ("قال القائد إن «الإرهابيين» غادروا البلدة.", "قال", "distance"),
    ("قال القائد إن فندق «الواحة» استقبل الضيوف.", "قال", "neutral"),
    # the writer's own clause
    ("قال المدير إن السوق هادئة، متناسياً إضراب الأمس.", "قال", "dispute"),
    ("قال المدير إن السوق هادئة، متجاهلاً إضراب الأمس.", "قال", "dispute"),
    ("قالت المديرة إن السوق هادئة، متجاهلةً إضراب الأمس.", "قالت", "dispute"),
    ("قال المدير إن السوق هادئة، دون أي إشارة إلى إضراب الأمس.", "قال", "dispute"),
    ("قال المدير إن السوق هادئة، وهو ما تكذّبه الصور.", "قال", "dispute"),
    ("قال المدير إن السوق هادئة، وهو ما تنفيه السجلات.", "قال", "dispute"),
    ("قال المدير إن السوق هادئة، وذلك رغم الصور التي بثتها القناة.", "قال", "dispute"),
    ("زعم المدير أن السوق هادئة، غير أن السجلات تظهر عكس ذلك.", "زعم", "dispute"),
    ("زعم المدير أن السوق هادئة. لكن الصور تظهر الرفوف خالية.", "زعم", "dispute"),
    ("قال المدير إن السوق هادئة. وغادر القاعة بعد ساعة.", "قال", "neutral"),
    ("قال المدير إن السوق هادئة، دون مزيد من التفاصيل.", "قال", "neutral"),
    ("أنكر المدير كاذباً وجود أي إضراب.", "أنكر", "dispute"),
    ("أنكر المدير وجود أي إضراب.", "أنكر", "neutral"),
    ("زعم المدير أن السوق هادئة، دون أن يقدم دليلاً.", "زعم", "dispute"),
    ("قال المدير إن السوق مضطربة، وهو ما أثبتته الأرقام.", "قال", "endorse"),
    ("قال المدير إن السوق مضطربة، وهي حقيقة يعرفها الجميع.", "قال", "endorse"),
    # dispute is stronger than distance, distance than endorsement
    ("ادّعت المديرة أن من وصفتهم بـ«المحرضين» رحلوا، متجاهلةً صور الحشود.", "ادّعت", "dispute"),
]


@pytest.mark.parametrize(("text", "cue", "stance"), ROWS)
def test_stance(text: str, cue: str, stance: str) -> None:
    found = {each.cue.text: each.stance for each in labelled(text) if each.cue}
    assert found[cue] == stance


def test_a_participle_of_the_other_gender_is_no_comment_on_the_speaker() -> None:
    (each,) = labelled("قالت المديرة إن السوق هادئة، متجاهلاً إضراب الأمس.")
    assert each.stance == "neutral"


def test_by_says_what_decided() -> None:
    for text, by in [
        ("زعم الناطق أن المخزن فارغ.", "stance:cue"),
        ("قال الناطق إن المخزن فارغ، على حد تعبيره.", "stance:distancing"),
        ("قال المدير إن السوق هادئة، متناسياً إضراب الأمس.", "stance:comment"),
    ]:
        (each,) = labelled(text)
        assert [value.split("@")[0] for value in each.by if value.startswith("stance:")] == [by]


def test_by_says_where_it_stands() -> None:
    text = "قال المدير إن السوق هادئة، متناسياً إضراب الأمس."
    (each,) = labelled(text)
    start, end = map(int, each.by[-1].split("@")[1].split("-"))
    assert text[start:end] == "متناسياً"


@pytest.mark.parametrize(
    "text",
    [
        "قال المدير إن السوق هادئة، متناسياً إضراب الأمس.",
        "قال المدير إن السوق هادئة، دون أي إشارة إلى إضراب الأمس.",
        "زعم المدير أن السوق هادئة، من غير أن يذكر عدد المحال.",
        "قال المدير إن السوق هادئة، على حد تعبيره.",
    ],
)
def test_the_comment_is_not_content(text: str) -> None:
    (each,) = labelled(text)
    assert [span.text for span in each.content] == ["السوق هادئة"]
