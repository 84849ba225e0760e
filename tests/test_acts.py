"""Acts: own sentences and what their speaker does; near twins differ in the complement or by a negation."""

from __future__ import annotations

import pytest
from conftest import labelled

ROWS = [
    ("قال الوزير إن الجسر جاهز.", "state"),
    ("أكد الوزير أن الجسر جاهز.", "affirm"),
    ("شدد الوزير على أن الجسر جاهز.", "affirm"),
    ("نفى الوزير أن الجسر جاهز.", "deny"),
    ("لم ينفِ الوزير أن الجسر جاهز.", "state"),
    ("استبعد الوزير أن يُفتح الجسر.", "deny"),
    ("لا يستبعد الوزير أن يُفتح الجسر.", "state"),
    ("اتهم الوزير شركة البناء بأنها قصّرت.", "accuse"),
    ("وجّه الوزير اتهامات إلى المقاول بالتقصير.", "accuse"),
    ("طالب الوزير المقاول بالإسراع.", "demand"),
    ("دعا الوزير إلى الإسراع في البناء.", "demand"),
    ("تعهد الوزير بفتح الجسر قريباً.", "commit"),
    ("أقسم الوزير أنه سيفتح الجسر.", "commit"),
    ("أقسم الوزير أن الجسر كان مفتوحاً.", "affirm"),
    ("حذر الوزير من انهيار الجسر.", "warn"),
    ("دان الوزير الاعتداء على العمال.", "condemn"),
    ("رحب الوزير بفتح الجسر.", "support"),
    ("أعرب الوزير عن قلقه من حالة الجسر.", "concern"),
    ("أعرب الوزير عن بالغ أسفه لتأخر العمل.", "concern"),
    ("أعرب الوزير عن ترحيبه بفتح الجسر.", "support"),
    ("أعرب الوزير عن رفضه إغلاق الجسر.", "condemn"),
    ("أعرب الوزير عن استعداده لفتح الجسر.", "commit"),
    ("عبّر الوزير عن أمله في فتح الجسر.", "state"),
    ("جدد الوزير دعوته إلى فتح الجسر.", "demand"),
    ("جدد الوزير التزامه بفتح الجسر.", "commit"),
    ("تساءل الوزير عن سبب إغلاق الجسر.", "question"),
    ("سأل الوزير المهندس متى يُفتح الجسر.", "question"),
    ("أوصى الوزير بفتح الجسر.", "demand"),
    ("سيُفتح الجسر غداً، وفق ما أكده الوزير.", "affirm"),
    ("سيُفتح الجسر غداً، وفق الوزير.", "state"),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_act(text: str, expected: str) -> None:
    assert [each.act for each in labelled(text)] == [expected]


def test_calling_someone_somewhere_is_no_demand() -> None:
    assert labelled("دعا السفير الوزير إلى مكتبه مساءً.") == [] or labelled("دعا السفير إلى الحوار.")[0].act == "demand"
