"""Nesting: which attribution stands inside the content of which."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.language import Language


def row(id: str, text: str, **parents: str | None) -> Any:
    """A text with the cue of the attribution that holds each, in text order; None for an outer one."""
    return pytest.param(text, list(parents.items()), id=id)


ROWS = [
    row(
        "said-that-said",
        "وقالت الصحيفة إن الضباط أكدوا أن السلاح وصل إلى الثكنة.",
        قالت=None, أكدوا="قالت",
    ),
    row(
        "denied-inside",
        "وقال النائب إن الوزير نفى وجود أي عجز في الموازنة.",
        قال=None, نفى="قال",
    ),
    row(
        "inside-marks",
        "وقال المحامي: «أكدت المحكمة أن العقد باطل منذ البداية».",
        قال=None, أكدت="قال",
    ),
    row(
        "first-person-in-marks",
        "وقال الأمين العام: «نطالب الحكومة بوقف القصف فوراً».",
        قال=None, نطالب="قال",
    ),
    row(
        "noun-like-verb-inside",
        "وأضافت أن مدير المدرسة وعد الأهالي بفصول جديدة.",
        أضافت=None, وعد="أضافت",
    ),
    row(
        "told-in-marks",
        "وقال البحار: «صاحب المركب هددني بالطرد إذا تأخرت».",
        قال=None, هددني="قال",
    ),
    row(
        "told-without-marks-of-its-own",
        "وروت الجدة: «قالت لي اذهبي إلى السوق».",
        روت=None, قالت="روت",
    ),
    row(
        "three-deep",
        "وقالت الإذاعة إن الناطق أعلن أن الشرطة اتهمت الحارس بالسرقة.",
        قالت=None, أعلن="قالت", اتهمت="أعلن",
    ),
    row(
        "relative-clause-inside",
        "وقالت الوزيرة إن النائب الذي زعم أن القرض ضاع لم يقرأ التقرير.",
        قالت=None, زعم="قالت",
    ),
    row(
        "side-by-side",
        "وقال المدير إن العقد انتهى، وأضاف أن الشركة لن تجدده.",
        قال=None, أضاف=None,
    ),
    row(
        "participle-beside",
        "وقال المدير إن العقد انتهى، مضيفاً أن الشركة لن تجدده.",
        قال=None, مضيفاً=None,
    ),
    row(
        "next-sentence",
        "وقال المدير إن العقد انتهى. وأكد المحامي أن القضية أُغلقت.",
        قال=None, أكد=None,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_the_parent_of_each(rules: Language, text: str, expected: list[tuple[str, str | None]]) -> None:
    found = rules(text)._.attributions
    cues = {each.id: each.cue.text for each in found if each.cue}
    assert [(cues[each.id], cues.get(each.parent or "")) for each in found] == expected
